//! Reading a target or an actual: `≥3家`, `=100%`, `≤260万元`, `90%以上`, `1.2万人`, or words.

use chrono::{Datelike, NaiveDate};

use crate::fraction::Fraction;
use crate::quantity::{Quantity, Sense, YearDay};

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
    if let Some((day, sense)) = day(&squeezed) {
        return Quantity { sense, day: Some(day), ..Quantity::words(original) };
    }
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
        Some((number, unit)) => Quantity { sense, ..Quantity::number(original, number, &unit) },
        None => Quantity::words(original),
    }
}

/// A number whose unit stands apart from it, under the text that both make. What stands in a column of units is one, though
/// behind a number it would not be told from the rest of a date or a sentence.
pub fn quantity_in(text: String, sense: Option<Sense>, number: Fraction, unit: &str) -> Quantity {
    let (number, unit) = in_unit(number.clone(), unit).unwrap_or_else(|| (number, unit.to_owned()));
    Quantity { sense, ..Quantity::number(&text, number, &unit) }
}

/// The direction that a text is, as in a column of signs; `None` for anything else.
pub fn sense_of(sign: &str) -> Option<Sense> {
    BEFORE.iter().find(|(mark, _)| *mark == sign).map(|(_, sense)| *sense)
}

/// A day of the year, mostly a deadline: `12月底前`, `2023年6月30日前完成`, `11月15日`. A month alone is its last day.
fn day(text: &str) -> Option<(YearDay, Option<Sense>)> {
    let text = text.strip_prefix("于").unwrap_or(text);
    let (text, sense) = match ["不晚于", "不迟于", "最迟"].iter().find_map(|mark| text.strip_prefix(mark)) {
        Some(rest) => (rest, Some(Sense::AtMost)),
        None => (text, None),
    };
    if let Some(date) = plain_date(text) {
        return Some((YearDay { year: Some(date.year()), month: date.month(), day: date.day() }, sense));
    }
    let (year, rest) = match text.split_once('年') {
        Some((year, rest)) => (Some(year.parse().ok().filter(|year| (1990..=2100).contains(year))?), rest),
        None => (None, text),
    };
    let (month, rest) = rest.split_once('月')?;
    let month: u32 = month.parse().ok()?;
    let last = last_day(year, month)?;
    let (day, rest) = match rest.split_once(['日', '号']) {
        Some((day, rest)) => (day.parse().ok().filter(|day| (1..=last).contains(day))?, rest),
        None => (last, ["底", "末"].iter().find_map(|end| rest.strip_prefix(end)).unwrap_or(rest)),
    };
    let (before, rest) = match ["之前", "以前", "前"].iter().find_map(|mark| rest.strip_prefix(mark)) {
        Some(rest) => (Some(Sense::AtMost), rest),
        None => (sense, rest),
    };
    matches!(rest, "" | "完成" | "全部完成" | "已完成" | "完工").then_some((YearDay { year, month, day }, before))
}

/// `2023-07-03`, `2023/7/3`, `2023.07.03`
fn plain_date(text: &str) -> Option<NaiveDate> {
    let date = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    date.filter(|date| (1990..=2100).contains(&date.year()))
}

/// The last day of a month; of February without a year the 29th.
fn last_day(year: Option<i32>, month: u32) -> Option<u32> {
    let next = |year: i32| {
        if month == 12 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, month + 1, 1) }
    };
    (1..=12).contains(&month).then(|| next(year.unwrap_or(2000))?.pred_opt().map(|last| last.day()))?
}

/// The number with its multiple taken in, and the unit that is left: `%`, `元`, `万` alone, or what is counted.
pub fn in_unit(number: Fraction, unit: &str) -> Option<(Fraction, String)> {
    let times = |multiple: i64| &number * &Fraction::from(multiple);
    if unit == "%" {
        return Some((number.checked_div(&Fraction::from(100))?, "%".to_owned()));
    }
    if unit == "‰" {
        return Some((number.checked_div(&Fraction::from(1000))?, "%".to_owned()));
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
    fn deadlines_are_days_of_the_year() {
        let day = |text: &str| quantity_text(text).day.map(|day| (day.year, day.month, day.day));
        for (text, expected, sense) in [
            ("12月底前", (None, 12, 31), Some(Sense::AtMost)),
            ("2023年6月30日前完成", (Some(2023), 6, 30), Some(Sense::AtMost)),
            ("不晚于9月末", (None, 9, 30), Some(Sense::AtMost)),
            ("11月15日", (None, 11, 15), None),
            ("2023年2月", (Some(2023), 2, 28), None),
            ("2023-07-03", (Some(2023), 7, 3), None),
            ("2023/7/3", (Some(2023), 7, 3), None),
        ] {
            assert_eq!((day(text), quantity_text(text).sense), (Some(expected), sense), "{text}");
        }
        for words in ["13月底前", "2月30日", "6个月", "每月底前", "12月底前开工", "1-6月"] {
            assert_eq!(day(words), None, "{words}");
        }
        assert!(quantity_text("12月底前").agrees(&quantity_text("2023年12月31日前")));
        assert!(!quantity_text("12月底前").agrees(&quantity_text("11月底前")));
    }

    #[test]
    fn ranges_and_sentences_stay_words() {
        for words in ["有效改善", "3-5家", "及时", "不低于5%以内", "30日内", "90%左右(下同)"] {
            assert_eq!(read(words), (None, None, String::new()), "{words}");
        }
    }
}
