//! What a cell stores and shows: its text, cut to what Excel takes, and its number, which becomes binary here.

use std::borrow::Cow;

use chrono::NaiveDate;
use num_traits::ToPrimitive;

use crate::fraction::Fraction;
use crate::write::table::Cell;

/// Excel's longest text in a cell, in UTF-16 units.
pub const LONGEST_TEXT: usize = 32_767;

/// The day that Excel counts from, as far as days since March 1900 are concerned.
const DAY_0: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("the day is part of the program");

/// The text of a cell that shows text.
pub fn shown_text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) | Cell::Label(text) | Cell::Link { text, .. } => Some(text),
        Cell::Formula { result, .. } => shown_text(result),
        _ => None,
    }
}

/// A number as its format shows it, to measure its width.
pub fn shown_number(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Count(count) if *count >= 10_000 => Some(format!("{count},,,")),
        Cell::Count(count) => Some(count.to_string()),
        Cell::Points(points) => Some(points.normalize().to_string()),
        Cell::Score(_) => Some("100.00".to_owned()),
        // Yuan with separators is longer than the same in 万元.
        Cell::Money(money) => Some(money.wan().text(2) + &",".repeat(money.wan().text(0).len() / 3)),
        Cell::Yuan(money) => Some(money.to_string()),
        Cell::Date(date) => Some(date.to_string()),
        Cell::Share(share) => Some(share.percent(2)),
        Cell::Statistic(_) => Some("-0.000".to_owned()),
        Cell::StatisticShare(_) => Some("100.00%".to_owned()),
        Cell::Formula { result, .. } => shown_number(result),
        Cell::Empty | Cell::Text(_) | Cell::Label(_) | Cell::Entry(_) | Cell::Covered | Cell::Link { .. } => None,
    }
}

/// The number that a cell stores; `None` for other cells and for what is not a number, which never reaches a workbook.
pub fn binary(cell: &Cell) -> Option<f64> {
    let value = match cell {
        Cell::Count(count) => count.to_f64(),
        Cell::Points(points) | Cell::Score(points) => Fraction::from(*points).to_f64().into(),
        Cell::Money(money) => money.wan().to_f64().into(),
        Cell::Yuan(money) => money.yuan().to_f64().into(),
        Cell::Date(date) => date.signed_duration_since(DAY_0).num_days().to_f64(),
        Cell::Share(share) => share.to_f64().into(),
        Cell::Statistic(statistic) | Cell::StatisticShare(statistic) => Some(*statistic),
        Cell::Formula { result, .. } => binary(result),
        Cell::Empty | Cell::Text(_) | Cell::Label(_) | Cell::Entry(_) | Cell::Covered | Cell::Link { .. } => None,
    };
    value.filter(|value| value.is_finite())
}

/// The text, cut to so many UTF-16 units with a mark where it is longer.
pub fn short(text: &str, units: usize) -> Cow<'_, str> {
    if text.len() <= units || text.encode_utf16().count() <= units {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used < units
    });
    kept.chain(['…']).collect()
}
