//! Personal numbers (identity, telephone, account, address on the network) that stand among words are not carried any
//! further: no output repeats them.

use std::borrow::Cow;
use std::net::Ipv6Addr;

/// What stands in the place of a personal number.
const MASK: &str = "***";

/// The text with every personal number in it replaced.
pub fn masked(text: &str) -> Cow<'_, str> {
    replaced(text, LEAST_DIGITS, is_personal)
}

/// As [`masked`], for codes and the numbers of vouchers: these are as long as a telephone's or a card's, and must stay apart.
pub fn masked_number(text: &str) -> Cow<'_, str> {
    replaced(text, LEAST_LABELLED, |before, run, after| {
        // Most numbers of vouchers are shorter, and told before their digits are copied.
        run.len() >= IDENTITY && is_identity(digits(run).as_bytes()) || is_labelled(before, run, after)
    })
}

/// No personal number has fewer digits; an address of the network has as many.
const LEAST_DIGITS: usize = 4;
/// The length of a citizen's number.
const IDENTITY: usize = 18;
/// None is shorter than `1.1.1.1` or seven digits behind a label; most runs of digits are dates and counts.
const LEAST_PERSONAL: usize = 7;
/// A number is told by its label from so many digits on.
const LEAST_LABELLED: usize = 7;

fn replaced(text: &str, least_digits: usize, is_personal: impl Fn(&str, &str, &str) -> bool) -> Cow<'_, str> {
    if has_no_number(text.as_bytes(), least_digits) {
        return Cow::Borrowed(text);
    }
    // Full-width digits are made plain to be looked at, and stay as they are where nothing is replaced.
    let plain = match !text.is_ascii() && text.contains(|c| ('０'..='９').contains(&c)) {
        true => Cow::Owned(text.chars().map(plain_digit).collect::<String>()),
        false => Cow::Borrowed(text),
    };
    let mut found: Vec<(usize, usize)> = addresses(&plain).collect();
    // The parts of a number of the network are no numbers of their own.
    if found.is_empty() {
        for (start, end) in runs(&plain) {
            if is_personal(&plain[..start], &plain[start..end], &plain[end..]) {
                found.push((start, end));
            } else if plain[start..end].contains(' ') {
                let mut at = start;
                for piece in plain[start..end].split(' ') {
                    let until = at + piece.len();
                    if is_personal(&plain[..at], piece, &plain[until..]) {
                        found.push((at, until));
                    }
                    at = until + 1;
                }
            }
        }
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::new();
    let mut kept = 0;
    for (start, end) in found {
        masked.push_str(&plain[kept..start]);
        masked.push_str(MASK);
        kept = end;
    }
    masked.push_str(&plain[kept..]);
    Cow::Owned(masked)
}

/// Whether a look at the bytes shows that there are fewer digits, and no address of the network: true of nearly every text.
fn has_no_number(text: &[u8], least_digits: usize) -> bool {
    let (mut digits, mut colons, mut is_full_width) = (0, 0, false);
    for byte in text {
        digits += usize::from(byte.is_ascii_digit());
        colons += usize::from(*byte == b':');
        is_full_width |= *byte == 0xEF;
    }
    !is_full_width && (digits == 0 || digits < least_digits && colons < 2)
}

fn plain_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// The stretches that are addresses of the network's sixth version.
fn addresses(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let may_hold_one = text.bytes().filter(|byte| *byte == b':').count() > 1;
    let looked_at = if may_hold_one { text } else { "" };
    let tokens =
        looked_at.split(|c: char| !(c.is_ascii_hexdigit() || c == ':')).filter(|token| token.matches(':').count() > 1);
    tokens.filter(|token| token.len() > 4 && token.parse::<Ipv6Addr>().is_ok()).map(|token| {
        let start = token.as_ptr() as usize - text.as_ptr() as usize;
        (start, start + token.len())
    })
}

/// The stretches of digits, with the marks that stand between digits of one number.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
        let mut end = start;
        let mut group = start;
        while end < bytes.len() {
            let goes_on = match bytes[end] {
                b'0'..=b'9' => true,
                b'X' | b'x' => end - start == 17,
                b'.' | b'-' => bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
                // Cards are written in groups of four, telephones in groups of three and four.
                b' ' if matches!(end - group, 3 | 4) => {
                    group = end + 1;
                    bytes.get(group).is_some_and(u8::is_ascii_digit)
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            end += 1;
        }
        at = end;
        Some((start, end))
    })
}

fn is_personal(before: &str, run: &str, after: &str) -> bool {
    if run.len() < LEAST_PERSONAL {
        return false;
    }
    let digits = digits(run);
    let number = digits.as_bytes();
    is_identity(number)
        || resembles_identity(number)
        || is_account(number)
        || is_mobile_run(run)
        || is_landline(run)
        || is_address(run)
        || is_labelled(before, run, after)
}

fn digits(run: &str) -> String {
    run.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

/// `13800138000`, `138-0013-8000`, `138 0013 8000`, `86-13800138000`.
fn is_mobile_run(run: &str) -> bool {
    let run = run.strip_prefix("86").filter(|rest| rest.len() >= 11).unwrap_or(run);
    let parts: Vec<&str> = run.split(['-', ' ']).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [number] => is_mobile(number.as_bytes()),
        [_, _, _] => parts.iter().map(|part| part.len()).eq([3, 4, 4]) && is_mobile(parts.concat().as_bytes()),
        _ => false,
    }
}

/// What stands before a personal number that has no mark of its own.
const LABELS: [&str; 15] = [
    "账号",
    "帐号",
    "账户",
    "帐户",
    "卡号",
    "银行卡",
    "身份证",
    "证件",
    "电话",
    "手机",
    "联系",
    "联系人",
    "联系方式",
    "传真",
    "微信",
];

/// Whether a label says that a number is a person's or an account's: `账号：5300187…`. An amount, a date or a count behind such
/// a word is none.
fn is_labelled(before: &str, run: &str, after: &str) -> bool {
    let count = run.bytes().filter(u8::is_ascii_digit).count();
    let is_date =
        run.split(['-', '.']).count() == 3 && run.split(['-', '.']).next().is_some_and(|year| year.len() == 4);
    let is_figure = run.contains('.')
        || after.trim_start().starts_with(['元', '万', '亿', '%', '年', '户', '人', '个', '部', '台', '笔', '张']);
    if count < LEAST_LABELLED || is_date || is_figure || before.is_empty() {
        return false;
    }
    let before = before.trim_end_matches(|c: char| ":： (（+为是".contains(c));
    if before.ends_with("QQ") || before.ends_with("qq") {
        return true;
    }
    let before = before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || ":： ".contains(c));
    let before = before.trim_end_matches("号码").trim_end_matches(['号', '码']);
    LABELS.iter().any(|label| before.ends_with(label.trim_end_matches('号')))
}

/// Whether a question asks for a person's number.
pub fn asks_for_number(question: &str) -> bool {
    ["联系方式", "电话", "手机", "身份证", "微信号"].iter().any(|label| question.contains(label))
}

/// An answer without personal numbers; `asks` whether its question asks for one.
pub fn masked_answer(asks: bool, answer: &str) -> Cow<'_, str> {
    let count = || answer.chars().filter(|c| plain_digit(*c).is_ascii_digit()).count();
    if asks && count() >= 6 { Cow::Borrowed(MASK) } else { masked(answer) }
}

/// A citizen's number: a date of birth at its place, and the check digit of GB 11643 (ISO 7064, mod 11-2).
fn is_identity(number: &[u8]) -> bool {
    let year = number.get(6..8);
    if number.len() != IDENTITY || !matches!(year, Some(b"19" | b"20")) || !number[..17].iter().all(u8::is_ascii_digit)
    {
        return false;
    }
    let weighted = (0..17).map(|at| u32::from(number[at] - b'0') * (1 << (17 - at)) % 11).sum::<u32>();
    let check = b"10X98765432"[weighted as usize % 11];
    number[17].to_ascii_uppercase() == check
}

/// What reads like a citizen's number and has a wrong check digit, or as the numbers of fifteen digits none: a place and a
/// birthday. The number of a document has a day of late where the birthday would stand.
fn resembles_identity(number: &[u8]) -> bool {
    let part = |range| number.get(range).and_then(|part| std::str::from_utf8(part).ok()?.parse::<u32>().ok());
    let is_place = part(0..2)
        .is_some_and(|place| matches!(place, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82));
    let is_day = |month, day| matches!((part(month), part(day)), (Some(1..=12), Some(1..=31)));
    let is_number = |number: &[u8]| number.iter().all(u8::is_ascii_digit);
    match number.len() {
        15 => is_place && is_number(number) && is_day(8..10, 10..12),
        18 => {
            let is_born = part(6..10).is_some_and(|year| (1900..=2010).contains(&year));
            is_place && is_number(&number[..17]) && is_born && is_day(10..12, 12..14)
        }
        _ => false,
    }
}

fn is_mobile(number: &[u8]) -> bool {
    number.len() == 11 && number[0] == b'1' && (b'3'..=b'9').contains(&number[1])
}

/// A card's number, with the check digit of ISO 7812.
fn is_account(number: &[u8]) -> bool {
    let sum: u32 = number.iter().rev().zip(0..).fold(0, |sum, (digit, at)| {
        let digit = u32::from(digit.wrapping_sub(b'0'));
        sum + match at % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        }
    });
    (16..=19).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && sum.is_multiple_of(10)
        && number.iter().any(|digit| *digit != number[0])
}

/// `0871-63190000`.
fn is_landline(run: &str) -> bool {
    run.split_once(['-', ' ']).is_some_and(|(area, number)| {
        area.starts_with('0') && matches!(area.len(), 3 | 4) && matches!(number.len(), 7 | 8) && !number.contains('-')
    })
}

/// `10.0.0.1`, not the date 2023.1.5.
fn is_address(run: &str) -> bool {
    let parts: Vec<&str> = run.split('.').collect();
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_numbers_are_masked_and_others_kept() {
        for (text, expected) in [
            ("张某（11010519491231002X）", "张某（***）"),
            ("电话13800138000转账", "电话***转账"),
            ("卡号6222 0212 3456 7894", "卡号***"),
            ("来自203.0.113.7(云南)", "来自***(云南)"),
            ("0871-63190000", "***"),
            ("0871 63190000", "***"),
            ("甲公司（账号53001875036051000123）", "甲公司（账号***）"),
            ("联系138-0013-8000", "联系***"),
            ("138 0013 8000", "***"),
            ("+86-13800138000", "+***"),
            ("付100 13800138000", "付100 ***"),
            ("（１３８００１３８０００）", "（***）"),
            ("身份证530102900101123", "身份证***"),
            ("530102199001011230", "***"),
            ("身份证号：53010219900101123X", "身份证号：***"),
            ("电话：63190000", "电话：***"),
            ("来自2001:db8::1", "来自***"),
            ("QQ 123456789", "QQ ***"),
            ("微信wx13800138002", "微信wx***"),
        ] {
            assert_eq!(masked(text), expected);
        }
        for text in [
            "2023-12-05",
            "2023.12.05",
            "拨付287650000.00元",
            "11010519491231002",
            "2.1.3.999",
            "第20231205001号",
            "530100202301050001",
            "账户1000000元",
            "电话费1200000",
            "10:30:45",
            "２０２３年",
            "联系日期2023-12-05",
        ] {
            assert_eq!(masked(text), text);
        }
        assert_eq!(masked_answer(asks_for_number("您的联系方式"), "63190000"), "***");
        assert_eq!(masked_answer(asks_for_number("您对电话服务满意吗"), "满意"), "满意");
        assert_eq!(masked_number("15000000123"), "15000000123");
        assert_eq!(masked_number("11010519491231002X"), "***");
    }
}
