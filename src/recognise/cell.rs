//! What a cell says: exact typed values from the ways in which units write amounts, dates, rates, codes and targets.
//!
//! The only place where a binary number of a workbook becomes an exact one, at the 15 digits that Excel shows.

use std::borrow::Cow;

use chrono::{Datelike, Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::fraction::Fraction;
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::points::Points;
use crate::quantity::Quantity;
use crate::read::grid::Value;

use super::personal::masked;
use super::quantity_text::quantity_text;

/// The multiple in which a column or a cell gives amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountUnit {
    Yuan,
    /// 千元
    Thousand,
    /// 万元
    TenThousand,
    /// 百万元
    Million,
    /// 亿元
    HundredMillion,
}

impl AmountUnit {
    /// From its name, `None` for anything else.
    pub fn named(text: &str) -> Option<Self> {
        match text.trim_start_matches("人民币").trim_start_matches("RMB") {
            "元" | "圆" => Some(Self::Yuan),
            "千元" => Some(Self::Thousand),
            "百万元" => Some(Self::Million),
            "万元" | "万" => Some(Self::TenThousand),
            "亿元" | "亿" => Some(Self::HundredMillion),
            _ => None,
        }
    }

    /// From what stands behind `单位：` or in brackets in a title, where the unit may be one of several or have a remark behind
    /// it: `元（人民币）`, `万元、%`, `万元/公里`, `人民币 万元`.
    pub fn stated(text: &str) -> Option<Self> {
        let text = squeezed(text);
        let text = text.strip_prefix("人民币").unwrap_or(&text).trim_start_matches([':', '(', ')']);
        let end = text.find(['、', ',', ';', '/', '(', ')', '%', '。']).unwrap_or(text.len());
        let (unit, rest) = text.split_at(end);
        // Two units of money would be a guess.
        let is_other = |part: &str| Self::named(part).is_some_and(|other| Some(other) != Self::named(unit));
        let is_clear = !rest.split(['、', ',', ';', '/', '(', ')']).any(is_other);
        Self::named(unit).filter(|_| is_clear)
    }

    /// How many yuan one of it is.
    pub fn yuan(self) -> Fraction {
        Fraction::from(self.in_yuan())
    }

    fn in_yuan(self) -> i64 {
        match self {
            Self::Yuan => 1,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::TenThousand => 10_000,
            Self::HundredMillion => 100_000_000,
        }
    }
}

/// Why a cell does not say what its column asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellFault {
    Unreadable,
    /// A formula that came to an error.
    Fault,
    /// An amount without a unit in its cell, its heading or above the table.
    NoUnit,
    /// A number past what the kind of value can be.
    OutOfRange,
}

/// An amount with how it was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub money: Money,
    /// Something below a fen was rounded off.
    pub rounded: bool,
    /// The cell was formatted as a date.
    pub was_date: bool,
}

/// Whether a text has nothing to make ordinary: most texts of the field are plain digits, letters and Chinese characters,
/// and every one of them is compared.
fn is_ordinary(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic() || is_han(c))
}

/// The ordinary form (NFKC) of a character that has one of its own, whatever stands beside it; `None` for any other. This is
/// what nearly all texts are made of.
fn ordinary(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\t' | '\n' | '\r' | '、' | '。' | '《' | '》' | '“' | '”' | '—' | '≥' | '≤' | '·' => {
            Some(c)
        }
        '\u{3000}' => Some(' '),
        // Full-width letters, digits and marks.
        '！'..='～' => char::from_u32(u32::from(c) - (u32::from('！') - u32::from('!'))),
        c => is_han(c).then_some(c),
    }
}

/// Full-width forms made ordinary, white space at the ends removed.
pub fn normal(text: &str) -> String {
    if is_ordinary(text) {
        return text.to_owned();
    }
    match text.chars().map(ordinary).collect::<Option<String>>() {
        Some(text) => text.trim().to_owned(),
        None => text.trim().nfkc().collect::<String>().trim().to_owned(),
    }
}

/// Whether a character is one of the common Chinese ones.
pub fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// As [`normal`], with all white space removed: the form in which names and headings are compared.
pub fn squeezed(text: &str) -> String {
    if is_ordinary(text) {
        return text.to_owned();
    }
    let quickly: Option<String> = text.chars().map(ordinary).filter(|c| c.is_none_or(|c| !c.is_whitespace())).collect();
    quickly.unwrap_or_else(|| text.nfkc().filter(|c| !c.is_whitespace()).collect())
}

/// Marks that people put into a cell to say that there is nothing.
pub fn is_blank(text: &str) -> bool {
    let text = squeezed(text);
    text.is_empty() || text.chars().all(|c| "-—–/\\*无".contains(c)) && text.chars().count() <= 3
}

/// An exact number from a binary one, at 15 significant digits. `None` when it is not finite.
pub fn exact(number: f64) -> Option<Fraction> {
    let (mantissa, exponent) = decimal(number)?;
    let power = Fraction::from(10_i64.pow(exponent.unsigned_abs().min(18)));
    let rest = Fraction::from(10_i64.pow(exponent.unsigned_abs().saturating_sub(18)));
    let mantissa = Fraction::from(mantissa);
    if exponent >= 0 { Some(&(&mantissa * &power) * &rest) } else { mantissa.checked_div(&(&power * &rest)) }
}

/// The 15 significant digits that Excel shows, as a whole number and a power of ten. `None` when it is not finite or
/// beyond any figure of the field; what a sum of decimals leaves over is nought.
fn decimal(number: f64) -> Option<(i64, i32)> {
    if !number.is_finite() || number.abs() >= 1e20 {
        return None;
    }
    if number.abs() < 1e-12 {
        return Some((0, 0));
    }
    // Nearly every number of the field has two decimals at most.
    let hundredfold = (number * 100.0).round();
    if hundredfold.abs() < 1e15 && hundredfold / 100.0 == number {
        return Some((hundredfold as i64, -2));
    }
    let text = format!("{number:.14e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let mantissa: i64 = mantissa.replace('.', "").parse().ok()?;
    Some((mantissa, exponent - 14))
}

/// The amount of a binary number in whole fen without the detour over fractions, for the numbers of a ledger; `None`
/// where it does not come to whole fen, or is not small enough for 64 bits.
fn whole_fen(number: f64, unit: AmountUnit) -> Option<Money> {
    let (mantissa, exponent) = decimal(number)?;
    let fen = i128::from(mantissa) * i128::from(unit.in_yuan()) * 100;
    let fen = match u32::try_from(exponent) {
        Ok(exponent) => fen.checked_mul(10_i128.checked_pow(exponent)?)?,
        Err(_) => {
            let divisor = 10_i128.checked_pow(exponent.unsigned_abs())?;
            (fen % divisor == 0).then(|| fen / divisor)?
        }
    };
    Money::bounded(i64::try_from(fen).ok()?)
}

/// An amount of money; `None` for a blank cell. A unit in the cell goes before that of the column.
pub fn amount(value: Value<'_>, unit: Option<AmountUnit>) -> Result<Option<Amount>, CellFault> {
    if let (Value::Number(number), Some(unit)) = (value, unit)
        && let Some(money) = whole_fen(number, unit)
    {
        return Ok(Some(Amount { money, rounded: false, was_date: false }));
    }
    let (number, unit, was_date) = match value {
        Value::Number(number) => (exact(number).ok_or(CellFault::OutOfRange)?, unit, false),
        Value::Date(number) => (exact(number).ok_or(CellFault::OutOfRange)?, unit, true),
        Value::Text(text) if is_blank(text) => return Ok(None),
        Value::Text(text) => {
            let (number, suffix) = leading_number(text).ok_or(CellFault::Unreadable)?;
            let unit = match suffix.as_str() {
                "" => unit,
                "元整" => Some(AmountUnit::Yuan),
                suffix => Some(AmountUnit::named(suffix).ok_or(CellFault::Unreadable)?),
            };
            (number, unit, false)
        }
        Value::Bool(_) => return Err(CellFault::Unreadable),
        Value::Fault => return Err(CellFault::Fault),
    };
    // Nought needs no unit.
    let unit = if number.is_zero() { unit.or(Some(AmountUnit::Yuan)) } else { unit };
    let yuan = &number * &unit.ok_or(CellFault::NoUnit)?.yuan();
    let (money, rounded) = Money::from_yuan(&yuan).ok_or(CellFault::OutOfRange)?;
    Ok(Some(Amount { money, rounded, was_date }))
}

/// A number at the start of a text, with what follows it. Thousands separators, currency signs and bracketed
/// negatives are understood.
pub fn leading_number(text: &str) -> Option<(Fraction, String)> {
    let text = squeezed(text);
    // A number typed as a formula keeps its sign of equality.
    let text = text.trim_start_matches(['=', '¥', '￥']);
    let text = text.strip_prefix("人民币").unwrap_or(text);
    let (inner, negative) = match text.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inner, suffix)) => (format!("{inner}{suffix}"), true),
        None => (text.to_owned(), false),
    };
    let end = inner
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || ".,，".contains(*c) || *at == 0 && "+-−".contains(*c)))
        .map_or(inner.len(), |(at, _)| at);
    let (digits, suffix) = inner.split_at(end);
    let digits = plain_digits(digits)?;
    let number = Fraction::parse_decimal(&digits)?;
    Some((if negative { -&number } else { number }, suffix.to_owned()))
}

/// Removes thousands separators where they stand before groups of three digits; anything else is not a number, since
/// `1,5` may be one and a half or fifteen.
fn plain_digits(text: &str) -> Option<String> {
    let text = text.replace('，', ",").replace('−', "-");
    if !text.contains(',') {
        return Some(text);
    }
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let first = groups.next()?;
    let well_formed = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3) && !part.contains(',');
    well_formed.then(|| text.replace(',', ""))
}

/// A date or a month; `None` for a blank cell.
pub fn date(value: Value<'_>) -> Result<Option<PartialDate>, CellFault> {
    match value {
        Value::Date(serial) => serial_date(serial).map(Some).ok_or(CellFault::OutOfRange),
        Value::Number(number) if number.fract() == 0.0 && number >= 1e7 => {
            date_text(&format!("{number:.0}")).map(Some).ok_or(CellFault::Unreadable)
        }
        // A date whose format was lost: from 1990 to 2100.
        Value::Number(number) if SERIALS.contains(&number) => {
            serial_date(number).map(Some).ok_or(CellFault::Unreadable)
        }
        Value::Text(text) if is_blank(text) => Ok(None),
        Value::Text(text) => date_text(text).map(Some).ok_or(CellFault::Unreadable),
        Value::Fault => Err(CellFault::Fault),
        Value::Number(_) | Value::Bool(_) => Err(CellFault::Unreadable),
    }
}

/// The serial numbers of dates from 1990 to 2100.
const SERIALS: std::ops::Range<f64> = 32_874.0..73_416.0;

/// As [`date`], in the year of its sheet where it names none: `3月10日`.
pub fn date_in(value: Value<'_>, year: Option<FiscalYear>) -> Result<Option<PartialDate>, CellFault> {
    let date = date(value);
    match (date, value, year) {
        (Err(CellFault::Unreadable), Value::Text(text), Some(year)) if text.contains('月') => {
            date_text(&format!("{}年{}", year.0, squeezed(text))).map(Some).ok_or(CellFault::Unreadable)
        }
        (date, ..) => date,
    }
}

/// Days since 1899-12-30, the time of day left out.
fn serial_date(serial: f64) -> Option<PartialDate> {
    if !(0.0..1e6).contains(&serial) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial.floor() as u64))?;
    PartialDate::day(date.year(), date.month(), date.day())
}

/// `2023-12-05`, `2023/12/5`, `2023.12.05`, `2023年12月5日`, `20231205`, `2023年12月`, each with or without a time.
fn date_text(text: &str) -> Option<PartialDate> {
    let text = normal(text);
    let text = text.trim_start_matches('=').split([' ', 'T']).next()?;
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return PartialDate::day(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    // A date whose format was lost on the way into delimited text.
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|serial| SERIALS.contains(serial)).and_then(serial_date);
    }
    let parts: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '日', '号']).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => {
            PartialDate::day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [year, month] if year.len() == 4 => PartialDate::month(year.parse().ok()?, month.parse().ok()?),
        _ => None,
    }
}

/// A rate as a fraction of 1 from `0.9723`, `97.23%`, `97.23` or `1`; `None` for a blank cell. A bare number of at most 2
/// is taken as a fraction, a larger one as a percentage.
pub fn rate(value: Value<'_>) -> Result<Option<Fraction>, CellFault> {
    let hundredth = |number: &Fraction| number.checked_div(&Fraction::from(100)).ok_or(CellFault::Unreadable);
    let bare = |number: Fraction| {
        if number.abs() <= Fraction::from(2) { Ok(number) } else { hundredth(&number) }
    };
    match value {
        Value::Number(number) => bare(exact(number).ok_or(CellFault::OutOfRange)?).map(Some),
        Value::Text(text) if is_blank(text) => Ok(None),
        Value::Text(text) => {
            let stripped = squeezed(text);
            let (number, suffix) = leading_number(&stripped).ok_or(CellFault::Unreadable)?;
            match suffix.as_str() {
                "" => bare(number).map(Some),
                "%" => hundredth(&number).map(Some),
                _ => Err(CellFault::Unreadable),
            }
        }
        Value::Fault => Err(CellFault::Fault),
        Value::Date(_) | Value::Bool(_) => Err(CellFault::Unreadable),
    }
}

/// Points or a weight, with `分` after it or not; `None` for a blank cell.
pub fn points(value: Value<'_>) -> Result<Option<Points>, CellFault> {
    let number = match value {
        Value::Number(number) => exact(number).ok_or(CellFault::OutOfRange)?,
        Value::Text(text) if is_blank(text) => return Ok(None),
        Value::Text(text) => match leading_number(text).ok_or(CellFault::Unreadable)? {
            (number, suffix) if suffix.is_empty() || suffix == "分" => number,
            _ => return Err(CellFault::Unreadable),
        },
        Value::Fault => return Err(CellFault::Fault),
        Value::Date(_) | Value::Bool(_) => return Err(CellFault::Unreadable),
    };
    let in_range = number.abs() <= Fraction::from(MOST_POINTS);
    Points::exact(&number).filter(|_| in_range).map(Some).ok_or(CellFault::OutOfRange)
}

/// A weight, which is never below nought; `None` for a blank cell.
pub fn weight(value: Value<'_>) -> Result<Option<Points>, CellFault> {
    match points(value)? {
        Some(weight) if weight < Points::ZERO => Err(CellFault::OutOfRange),
        weight => Ok(weight),
    }
}

/// No indicator weighs more; a larger number was written for something else.
const MOST_POINTS: i64 = 1_000;

/// No count of people or copies is larger.
const LARGEST_COUNT: i64 = 2_000_000_000;

/// A count of things, not negative; `None` for a blank cell.
pub fn count(value: Value<'_>) -> Result<Option<i64>, CellFault> {
    let number = match value {
        Value::Number(number) => exact(number).ok_or(CellFault::OutOfRange)?,
        Value::Text(text) if is_blank(text) => return Ok(None),
        Value::Text(text) => match leading_number(text).ok_or(CellFault::Unreadable)? {
            (number, suffix) if suffix.chars().count() <= 1 && suffix != "%" => number,
            _ => return Err(CellFault::Unreadable),
        },
        Value::Fault => return Err(CellFault::Fault),
        Value::Date(_) | Value::Bool(_) => return Err(CellFault::Unreadable),
    };
    // More than there are people in the country is a slip, and sums of such would not fit.
    let is_plausible = |count: &i64| (0..=LARGEST_COUNT).contains(count);
    number.to_i64().filter(is_plausible).map(Some).ok_or(CellFault::Unreadable)
}

/// A project code: `5`, `5.0` and the number 5 are one code. A number from 2⁵³ on has lost its end and is a fault.
pub fn code(value: Value<'_>) -> Result<Option<String>, CellFault> {
    match value {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 => {
            Ok(Some(format!("{number:.0}")))
        }
        Value::Number(_) => Err(CellFault::OutOfRange),
        Value::Text(text) if is_blank(text) => Ok(None),
        Value::Text(text) => {
            let text = squeezed(text);
            // Marks that kept a spreadsheet from taking it for a number: ="00012", '00012.
            let text = text.trim_start_matches(['=', '\'', '‘', '’', '`']).trim_matches('"');
            let whole = text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
            let code = whole.unwrap_or(text);
            // A sign of equality before nothing is no code.
            Ok((!is_blank(code)).then(|| code.to_owned()))
        }
        Value::Fault => Err(CellFault::Fault),
        Value::Date(_) | Value::Bool(_) => Err(CellFault::Unreadable),
    }
}

/// The cell as a person reads it, for names and notes.
pub fn text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Text(text) => text.trim().into(),
        Value::Number(number) => exact(number).map(|number| number.plain(10)).unwrap_or_default().into(),
        Value::Date(serial) => serial_date(serial).map(|date| date.to_string()).unwrap_or_default().into(),
        Value::Bool(true) => "是".into(),
        Value::Bool(false) => "否".into(),
        Value::Fault => "".into(),
    }
}

/// A target or an actual; `None` for a blank cell.
pub fn quantity(value: Value<'_>) -> Option<Quantity> {
    match value {
        Value::Number(number) => {
            let number = exact(number)?;
            Some(Quantity::number(&number.plain(10), number, ""))
        }
        Value::Text(text) if is_blank(text) => None,
        Value::Text(text) => {
            let quantity = quantity_text(text);
            // A target is a figure; in words a person's number may stand.
            let is_words = quantity.number.is_none();
            let text = masked(&quantity.text).into_owned();
            Some(if is_words { Quantity { text, ..quantity } } else { quantity })
        }
        Value::Date(_) => Some(quantity_text(&self::text(value))),
        Value::Bool(_) => Some(Quantity::words(&self::text(value))),
        Value::Fault => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_ordinary_quickly_is_as_unicode_says() {
        let slowly = |text: &str| text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
        let all = (0..=0xFFFF).filter_map(char::from_u32);
        for c in all.clone().filter(|c| ordinary(*c).is_some()) {
            // Alone, and between others that might join it.
            for text in [format!("{c}"), format!("项{c}A{c}（{c}")] {
                assert_eq!(squeezed(&text), slowly(&text), "{c:?}");
                assert_eq!(normal(&text), text.trim().nfkc().collect::<String>().trim(), "{c:?}");
            }
        }
        for c in all.filter(|c| ordinary(*c).is_none()) {
            let text = format!("≥{c}１");
            assert_eq!(squeezed(&text), slowly(&text), "{c:?}");
        }
    }

    #[test]
    fn two_decimals_are_read_as_any_other_number() {
        let slowly = |number: f64| {
            let text = format!("{number:.14e}");
            let (mantissa, exponent) = text.split_once('e').unwrap();
            Fraction::parse_decimal(mantissa).map(|it| {
                let power = Fraction::from(10_i64.pow(exponent.parse::<i32>().unwrap().unsigned_abs()));
                if exponent.starts_with('-') { it.checked_div(&power).unwrap() } else { &it * &power }
            })
        };
        for fen in (0..2_000_000_i64).step_by(7).chain([99_999_999_999_999, 123_456_789_012_345, 1, 10, 100]) {
            let number = fen as f64 / 100.0;
            for number in [number, -number, number + number / 3.0] {
                assert_eq!(exact(number), slowly(number), "{number}");
            }
        }
        assert_eq!(exact(0.1 + 0.2), slowly(0.3));
    }

    #[test]
    fn a_date_cell_is_the_day_on_which_something_was_reached() {
        let day = quantity(Value::Date(45110.0)).unwrap().day.unwrap();
        assert_eq!((day.year, day.month, day.day), (Some(2023), 7, 3));
    }

    fn fen(value: Value<'_>, unit: Option<AmountUnit>) -> Result<Option<i64>, CellFault> {
        Ok(amount(value, unit)?.map(|amount| amount.money.fen()))
    }

    #[test]
    fn amounts_as_units_write_them() {
        let wan = Some(AmountUnit::TenThousand);
        for (text, unit, expected) in [
            ("1,234.50", Some(AmountUnit::Yuan), 123_450),
            ("１２３", Some(AmountUnit::Yuan), 12_300),
            ("￥1,000.00", Some(AmountUnit::Yuan), 100_000),
            ("(500)", Some(AmountUnit::Yuan), -50_000),
            ("-3.65", wan, -3_650_000),
            ("287.65万元", Some(AmountUnit::Yuan), 287_650_000),
            ("287.65", wan, 287_650_000),
            ("2 876 500元", wan, 287_650_000),
        ] {
            assert_eq!(fen(Value::Text(text), unit), Ok(Some(expected)), "{text}");
        }
        assert_eq!(fen(Value::Number(0.1 + 0.2), wan), Ok(Some(300_000)));
        assert_eq!(fen(Value::Text("—"), wan), Ok(None));
        assert_eq!(fen(Value::Number(5.0), None), Err(CellFault::NoUnit));
        assert_eq!(fen(Value::Text("1,5"), wan), Err(CellFault::Unreadable));
        assert_eq!(fen(Value::Text("约300"), wan), Err(CellFault::Unreadable));
        assert_eq!(fen(Value::Number(1e15), wan), Err(CellFault::OutOfRange));
    }

    #[test]
    fn units_as_sheets_state_them() {
        let wan = Some(AmountUnit::TenThousand);
        for text in ["万元", "万元、%", "人民币 万元", "万元/公里", "万元（保留两位小数）", "万元；人", "（万元）"]
        {
            assert_eq!(AmountUnit::stated(text), wan, "{text}");
        }
        for text in ["元（人民币）", "RMB元", "人民币：元"] {
            assert_eq!(AmountUnit::stated(text), Some(AmountUnit::Yuan), "{text}");
        }
        for text in ["县公路段", "万元、元", "个", "元旦活动"] {
            assert_eq!(AmountUnit::stated(text), None, "{text}");
        }
    }

    #[test]
    fn the_short_way_to_fen_is_the_exact_one() {
        for unit in [AmountUnit::Yuan, AmountUnit::TenThousand, AmountUnit::HundredMillion] {
            for number in [0.0, 0.01, 0.005, 1.1 + 2.2, 287.65, -3.65, 1e9, 123_456.789, 1e15, -1e-13, 99_999_999.99] {
                let yuan = &exact(number).unwrap() * &unit.yuan();
                let slow = Money::from_yuan(&yuan).filter(|(_, rounded)| !rounded).map(|(money, _)| money);
                assert_eq!(whole_fen(number, unit), slow, "{number} {unit:?}");
            }
        }
    }

    #[test]
    fn what_a_formula_leaves_below_a_fen_is_rounded_and_said() {
        let third = amount(Value::Number(100.0 / 3.0), Some(AmountUnit::Yuan)).unwrap().unwrap();
        assert_eq!((third.money.fen(), third.rounded), (3_333, true));
        let slip = amount(Value::Number(1.1 + 2.2), Some(AmountUnit::Yuan)).unwrap().unwrap();
        assert_eq!((slip.money.fen(), slip.rounded), (330, false));
    }

    #[test]
    fn dates_as_units_write_them() {
        let december = PartialDate::day(2023, 12, 5);
        for text in ["2023-12-05", "2023/12/5", "2023.12.05", "2023年12月5日", "20231205", "2023-12-05 10:00:00"] {
            assert_eq!(date(Value::Text(text)), Ok(december), "{text}");
        }
        assert_eq!(date(Value::Text("45265")), Ok(december));
        let in_year = |text, year| date_in(Value::Text(text), year);
        assert_eq!(in_year("12月5日", Some(FiscalYear(2023))), Ok(december));
        assert_eq!(in_year("12月", Some(FiscalYear(2023))), Ok(PartialDate::month(2023, 12)));
        assert_eq!(in_year("2022年12月5日", Some(FiscalYear(2023))), Ok(PartialDate::day(2022, 12, 5)));
        assert_eq!(in_year("12月5日", None), Err(CellFault::Unreadable));
        assert_eq!(in_year("十二月", Some(FiscalYear(2023))), Err(CellFault::Unreadable));
        assert_eq!(date(Value::Date(45_265.4)), Ok(december));
        assert_eq!(date(Value::Number(20_231_205.0)), Ok(december));
        assert_eq!(date(Value::Text("2023年12月")), Ok(PartialDate::month(2023, 12)));
        assert_eq!(date(Value::Text("十二月")), Err(CellFault::Unreadable));
        assert_eq!(date(Value::Date(-200_000_000_000.0)), Err(CellFault::OutOfRange));
        assert_eq!(date(Value::Text("2023-13-05")), Err(CellFault::Unreadable));
    }

    #[test]
    fn rates_of_every_notation() {
        let expected = Fraction::parse_decimal("0.9723");
        for value in [Value::Number(0.9723), Value::Number(97.23), Value::Text("97.23%"), Value::Text("=97.23%")] {
            assert_eq!(rate(value), Ok(expected.clone()));
        }
        assert_eq!(rate(Value::Number(1.0)), Ok(Some(Fraction::one())));
    }

    #[test]
    fn codes_are_one_however_they_arrive() {
        for value in [Value::Number(5.0), Value::Text("5"), Value::Text("5.0"), Value::Text(" ５ ")] {
            assert_eq!(code(value), Ok(Some("5".to_owned())));
        }
        assert_eq!(code(Value::Number(110_105_199_001_011_234.0)), Err(CellFault::OutOfRange));
        for value in ["'A01", "=\"A01\"", "Ａ０１"] {
            assert_eq!(code(Value::Text(value)), Ok(Some("A01".to_owned())));
        }
        for none in ["=", "=-", ".0"] {
            assert_eq!(code(Value::Text(none)), Ok(None), "{none}");
        }
    }
}
