//! The heading of every sheet: title, a line with year, as-of date and unit of money, and the columns.

use chrono::NaiveDate;

use crate::finding::{Fact, Facts};
use crate::period::FiscalYear;
use crate::recognise::own::MARK;
use crate::review::Review;
use crate::words::Words;

use super::table::{Cell, Column, Table};

/// An empty table named `sheet-<key>` and titled `title-<key>` in the catalogue, each column headed `column-<key>`
/// with its width.
pub fn table(review: &Review, words: &Words, key: &str, columns: &[(&str, u16)]) -> Table {
    Table {
        name: words.text(&format!("sheet-{key}")),
        title: words.text(&format!("title-{key}")),
        notes: vec![standing(words, &review.years, review.as_of)],
        ..section(words, columns)
    }
}

/// A further table of a sheet, under the title `title-<key>`.
pub fn titled(words: &Words, key: &str, columns: &[(&str, u16)]) -> Table {
    Table { title: words.text(&format!("title-{key}")), ..section(words, columns) }
}

fn section(words: &Words, columns: &[(&str, u16)]) -> Table {
    let column = |(key, width): &(&str, u16)| Column::new(words.text(&format!("column-{key}")), *width);
    Table { columns: columns.iter().map(column).collect(), landscape: true, ..Table::default() }
}

/// A link to the first sheet of the aggregate workbook.
pub fn to_overview(words: &Words) -> Cell {
    let target = format!("internal:'{}'!A1", words.text("sheet-overview"));
    Cell::Link { target, text: words.text("label-to-overview") }
}

/// Which years and up to which day, in which unit; the mark at its end tells the program its own sheets.
pub fn standing(words: &Words, years: &[FiscalYear], as_of: NaiveDate) -> String {
    format!("{}　　{MARK}", words.with("label-standing", &standing_facts(years, as_of)))
}

/// Which years and up to which day, at the head of every printed page.
pub fn period(words: &Words, years: &[FiscalYear], as_of: NaiveDate) -> String {
    words.with("label-period", &standing_facts(years, as_of))
}

fn standing_facts(years: &[FiscalYear], as_of: NaiveDate) -> Facts {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    vec![("years", Fact::Text(years.join(", "))), ("as-of", Fact::Text(as_of.to_string()))]
}
