//! How wide the columns of a sheet are, over all its tables.

use crate::write::table::Table;
use crate::write::width;

use super::values::{shown_number, shown_text};

/// The width of each column of a sheet: the wanted one or that of the content, wide enough for every number and for
/// the words of the headings.
pub fn widths(tables: &[Table]) -> Vec<u16> {
    let count = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
    let mut widths = vec![4; count];
    for table in tables {
        for (at, column) in table.columns.iter().enumerate() {
            let mut width = column.width.max(width::heading(&column.heading));
            for cell in table.rows.iter().filter_map(|row| row.cells.get(at)) {
                let needed = match shown_text(cell) {
                    Some(_) if column.width > 0 => 0,
                    Some(text) => text.split('\n').map(width::text).max().unwrap_or(0),
                    None => shown_number(cell).map_or(0, |text| width::text(&text)),
                };
                width = width.max(width::column(needed, width::WIDEST));
            }
            widths[at] = widths[at].max(width);
        }
    }
    widths
}
