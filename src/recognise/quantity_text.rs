//! Reading a target or an actual: `≥3家`, `=100%`, `≤260万元`, `90%以上`, `1.2万人`, or words.

use crate::fraction::Fraction;
use crate::quantity::{Quantity, Sense};

use super::cell::{AmountUnit, leading_number, squeezed};

/// The ways of writing a direction before the number, the longer before those that they begin with.
const BEFORE: [(&str, Sense); 30] = [
    (">=", Sense::AtLeast),
    ("=>", Sense::AtLeast),
    ("≥", Sense::AtLeast),
    ("≧", Sense::AtLeast),
    ("大于等于", Sense::AtLeast),
    ("大于或等于", Sense::AtLeast),
    ("不低于", Sense::AtLeast),
    ("不少于", Sense::AtLeast),
    ("不小于", Sense::AtLeast),
    ("达到", Sense::AtLeast),
    ("高于", Sense::AtLeast),
    ("超过", Sense::AtLeast),
    ("大于", Sense::AtLeast),
    ("至少", Sense::AtLeast),
    (">", Sense::AtLeast),
    ("<=", Sense::AtMost),
    ("=<", Sense::AtMost),
    ("≤", Sense::AtMost),
    ("≦", Sense::AtMost),
    ("小于等于", Sense::AtMost),
    ("小于或等于", Sense::AtMost),
    ("不超过", Sense::AtMost),
    ("不高于", Sense::AtMost),
    ("不大于", Sense::AtMost),
    ("低于", Sense::AtMost),
    ("小于", Sense::AtMost),
    ("控制在", Sense::AtMost),
    ("<", Sense::AtMost),
    ("=", Sense::Equal),
    ("等于", Sense::Equal),
];

/// The same after the number.
const AFTER: [(&str, Sense); 8] = [
    ("及以上", Sense::AtLeast),
    ("以上", Sense::AtLeast),
    ("(含)以上", Sense::AtLeast),
    ("及以下", Sense::AtMost),
    ("(含)以下", Sense::AtMost),
    ("以下", Sense::AtMost),
    ("以内", Sense::AtMost),
    ("之内", Sense::AtMost),
];

/// Whatever is not a number with a short unit stays words. A strict direction (`>90%`) is read as one that includes
/// its bound, since forms do not keep them apart; the text is kept beside it.
pub fn quantity_text(text: &str) -> Quantity {
    let original = text.trim();
    let squeezed = squeezed(text);
    let before = BEFORE.iter().find_map(|(mark, sense)| squeezed.strip_prefix(mark).map(|rest| (*sense, rest)));
    let rest = before.map_or(squeezed.as_str(), |(_, rest)| rest);
    let after = AFTER.iter().find_map(|(mark, sense)| rest.strip_suffix(mark).map(|rest| (*sense, rest)));
    let rest = after.map_or(rest, |(_, rest)| rest);
    let sense = match (before, after) {
        // `不低于5%以内` says two things at once.
        (Some((one, _)), Some((two, _))) if one != two => return Quantity::words(original),
        (Some((sense, _)), _) | (None, Some((sense, _))) => Some(sense),
        (None, None) => None,
    };
    let Some((number, unit)) = leading_number(rest) else {
        return Quantity::words(original);
    };
    match in_unit(number, &unit) {
        Some((number, unit)) => Quantity { text: original.to_owned(), sense, number: Some(number), unit },
        None => Quantity::words(original),
    }
}

/// The number with its multiple taken in, and the unit that is left: `%`, `元`, `万` alone, or what is counted.
fn in_unit(number: Fraction, unit: &str) -> Option<(Fraction, String)> {
    let times = |multiple: i64| &number * &Fraction::from(multiple);
    if unit == "%" {
        return Some((number.checked_div(&Fraction::from(100))?, "%".to_owned()));
    }
    if unit == "万" {
        // Ten thousand, of yuan or of whatever the indicator counts.
        return Some((times(10_000), "万".to_owned()));
    }
    if let Some(multiple) = AmountUnit::named(unit) {
        return Some((&number * &multiple.yuan(), "元".to_owned()));
    }
    let (number, unit) = match (unit.strip_prefix('万'), unit.strip_prefix('亿')) {
        (Some(counted), _) => (times(10_000), counted),
        (_, Some(counted)) => (times(100_000_000), counted),
        (None, None) => (number, unit),
    };
    is_counting_unit(unit).then(|| (number, unit.to_owned()))
}

/// Whether what follows a number is the name of what is counted, and not the rest of a date or a sentence.
fn is_counting_unit(unit: &str) -> bool {
    unit.chars().count() <= 6
        && !unit.starts_with(['月', '-', '~', '/', '.', '、', '至', '到', '%'])
        && !unit.contains(['底', '前', '后', '内', '上', '下', ',', ';', '(', ':'])
        && !unit.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Sense>, Option<String>, String) {
        let quantity = quantity_text(text);
        (quantity.sense, quantity.number.map(|number| number.plain(6)), quantity.unit)
    }

    fn number(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn targets_with_direction_number_and_unit() {
        for (text, sense, value, unit) in [
            ("≥3家", Some(Sense::AtLeast), "3", "家"),
            (">=13 家", Some(Sense::AtLeast), "13", "家"),
            ("＝100％", Some(Sense::Equal), "1", "%"),
            ("≤3.65万元", Some(Sense::AtMost), "36500", "元"),
            ("260万", None, "2600000", "万"),
            ("=82.61%", Some(Sense::Equal), "0.8261", "%"),
            ("90%以上", Some(Sense::AtLeast), "0.9", "%"),
            ("95%及以上", Some(Sense::AtLeast), "0.95", "%"),
            ("5家以内", Some(Sense::AtMost), "5", "家"),
            ("不超过30日", Some(Sense::AtMost), "30", "日"),
            ("低于5%", Some(Sense::AtMost), "0.05", "%"),
            (">90%", Some(Sense::AtLeast), "0.9", "%"),
            ("≥1万人次", Some(Sense::AtLeast), "10000", "人次"),
            ("1.5万亩", None, "15000", "亩"),
        ] {
            assert_eq!(read(text), (sense, number(value), unit.to_owned()), "{text}");
        }
    }

    #[test]
    fn dates_ranges_and_sentences_stay_words() {
        for words in ["有效改善", "12月底前", "2023年12月", "3-5家", "及时", "不低于5%以内", "30日内", "90%左右(下同)"]
        {
            assert_eq!(read(words), (None, None, String::new()), "{words}");
        }
    }
}
