//! Personal numbers (identity, telephone, account, address on the network) that stand among words are not carried any
//! further: no output repeats them.

use std::borrow::Cow;

/// What stands in the place of a personal number.
const MASK: &str = "***";

/// The text with every personal number in it replaced.
pub fn masked(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut kept = 0;
    for (start, end) in runs(text) {
        if is_personal(&text[start..end]) {
            masked.push_str(&text[kept..start]);
            masked.push_str(MASK);
            kept = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[kept..]);
    Cow::Owned(masked)
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
                // Cards are written in groups of four.
                b' ' if end - group == 4 => {
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

fn is_personal(run: &str) -> bool {
    let digits: String = run.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let number = digits.as_bytes();
    is_identity(number)
        || is_account(number)
        || run.len() == 11 && is_mobile(number)
        || is_landline(run)
        || is_address(run)
}

/// A citizen's number: a date of birth at its place, and the check digit of GB 11643 (ISO 7064, mod 11-2).
fn is_identity(number: &[u8]) -> bool {
    let year = number.get(6..8);
    if number.len() != 18 || !matches!(year, Some(b"19" | b"20")) || !number[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let weighted = (0..17).map(|at| u32::from(number[at] - b'0') * (1 << (17 - at)) % 11).sum::<u32>();
    let check = b"10X98765432"[weighted as usize % 11];
    number[17].to_ascii_uppercase() == check
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
    run.split_once('-').is_some_and(|(area, number)| {
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
        ] {
            assert_eq!(masked(text), expected);
        }
        for text in
            ["2023-12-05", "2023.12.05", "拨付287650000.00元", "11010519491231002", "2.1.3.999", "第20231205001号"]
        {
            assert_eq!(masked(text), text);
        }
    }
}
