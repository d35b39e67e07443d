//! The heading of every sheet: title, a line with year, as-of date and unit of money, and the columns.

use crate::finding::Fact;
use crate::review::Review;
use crate::words::Words;

use super::table::{Column, Table};

/// An empty table named `sheet-<key>` and titled `title-<key>` in the catalogue, each column headed `column-<key>`
/// with its width.
pub fn table(review: &Review, words: &Words, key: &str, columns: &[(&str, u16)]) -> Table {
    Table {
        name: words.text(&format!("sheet-{key}")),
        title: words.text(&format!("title-{key}")),
        notes: vec![standing(review, words)],
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

/// Which years and up to which day.
fn standing(review: &Review, words: &Words) -> String {
    let years: Vec<String> = review.years.iter().map(ToString::to_string).collect();
    let facts = vec![("years", Fact::Text(years.join(", "))), ("as-of", Fact::Text(review.as_of.to_string()))];
    words.with("label-standing", &facts)
}
