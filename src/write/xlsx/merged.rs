//! Cells that become one with those under them, as the levels of a score table do.

use std::collections::HashMap;

use crate::write::table::{Cell, Row, Tone};
use crate::write::width;

/// Cells that become one with those under them.
#[derive(Default)]
pub struct Merged {
    /// For each row and merged column the length of the run that begins there, 0 inside one.
    runs: HashMap<(usize, usize), u32>,
    /// The lines that a row needs so that the runs over it show their text.
    pub lines: Vec<usize>,
}

impl Merged {
    /// A run never crosses the border of a run in an earlier column.
    pub fn of(rows: &[Row], columns: &[usize], widths: &[u16]) -> Self {
        let mut merged = Self { runs: HashMap::new(), lines: vec![1; rows.len()] };
        let mut borders = vec![false; rows.len()];
        for &column in columns {
            let text = |row: &Row| match row.cells.get(column) {
                Some(Cell::Text(text)) if row.tone != Tone::Total => Some(text.clone()),
                _ => None,
            };
            let mut start = 0;
            while start < rows.len() {
                let own = text(&rows[start]);
                let mut end = start + 1;
                while end < rows.len() && !borders[end] && own.is_some() && text(&rows[end]) == own {
                    end += 1;
                }
                borders[start] = true;
                if let (Some(own), true) = (&own, end - start > 1) {
                    merged.runs.insert((start, column), u32::try_from(end - start).unwrap_or(u32::MAX));
                    for inside in start + 1..end {
                        merged.runs.insert((inside, column), 0);
                    }
                    let needed = width::lines(own, widths.get(column).copied().unwrap_or(width::WIDEST));
                    for lines in &mut merged.lines[start..end] {
                        *lines = (*lines).max(needed.div_ceil(end - start));
                    }
                }
                start = end;
            }
        }
        merged
    }

    pub fn run(&self, row: usize, column: usize) -> Option<u32> {
        self.runs.get(&(row, column)).copied()
    }

    pub fn has(&self, row: usize, column: usize) -> bool {
        self.runs.contains_key(&(row, column))
    }
}
