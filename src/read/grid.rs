//! A grid is a sheet as it was read: its cells, sparse and in order of row and column, and its merged regions.
//!
//! Texts lie one after another in a single piece of memory, and a cell takes a few words whatever it holds, so that
//! a far cell costs no more than a near one.

use crate::location::CellRef;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Number(f64),
    /// A number whose format says that it is a date: days since 1899-12-30, with the 1904 epoch already taken into
    /// account. Some old files give amounts this way, so it is the column's role that decides.
    Date(f64),
    Bool(bool),
    /// A formula that came to an error, such as `#DIV/0!`.
    Fault,
}

/// A cell with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell<'a> {
    pub at: CellRef,
    pub value: Value<'a>,
}

/// A merged region; both corners belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub first: CellRef,
    pub last: CellRef,
}

#[derive(Clone, Copy, Debug)]
enum Kept {
    Text { start: u32, len: u32 },
    Number(f64),
    Date(f64),
    Bool(bool),
    Fault,
}

/// The cells of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    texts: String,
    cells: Vec<(CellRef, Kept)>,
    /// In order of their first row, each with the last row that it or any before it reaches.
    merges: Vec<(Merge, u32)>,
}

/// Collects cells in any order; of two at one position the later wins, as in Excel.
#[derive(Debug, Default)]
pub struct GridBuilder {
    grid: Grid,
    unsorted: bool,
}

/// What a sheet may hold at the most; past it the sheet is refused.
pub const MOST_CELLS: usize = 20_000_000;
const MOST_TEXT_BYTES: usize = 1 << 30;

/// A sheet that asks for more than the limits.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLarge;

impl GridBuilder {
    /// Adds a cell. Blank text is no cell.
    pub fn push(&mut self, at: CellRef, value: Value<'_>) -> Result<(), TooLarge> {
        let kept = match value {
            Value::Text(text) => {
                let text = text.trim();
                if text.is_empty() {
                    return Ok(());
                }
                if self.grid.texts.len() + text.len() > MOST_TEXT_BYTES {
                    return Err(TooLarge);
                }
                let start = self.grid.texts.len() as u32;
                self.grid.texts.push_str(text);
                Kept::Text { start, len: text.len() as u32 }
            }
            Value::Number(number) if !number.is_finite() => Kept::Fault,
            Value::Date(number) if !number.is_finite() => Kept::Fault,
            Value::Number(number) => Kept::Number(number),
            Value::Date(number) => Kept::Date(number),
            Value::Bool(bool) => Kept::Bool(bool),
            Value::Fault => Kept::Fault,
        };
        if self.grid.cells.len() >= MOST_CELLS {
            return Err(TooLarge);
        }
        self.unsorted |= self.grid.cells.last().is_some_and(|(last, _)| *last >= at);
        self.grid.cells.push((at, kept));
        Ok(())
    }

    pub fn merge(&mut self, merge: Merge) {
        self.grid.merges.push((merge, merge.last.row_0));
    }

    /// The grid, and the positions that held more than one cell.
    pub fn finish(mut self) -> (Grid, Vec<CellRef>) {
        let mut twice = Vec::new();
        if self.unsorted {
            // A stable sort keeps the order of writing among cells of one position.
            self.grid.cells.sort_by_key(|(at, _)| *at);
            self.grid.cells.dedup_by(|later, earlier| {
                let same = later.0 == earlier.0;
                if same {
                    earlier.1 = later.1;
                    twice.push(later.0);
                }
                same
            });
        }
        self.grid.merges.sort_by_key(|(merge, _)| merge.first);
        let mut reached = 0;
        for (merge, reach) in &mut self.grid.merges {
            reached = reached.max(merge.last.row_0);
            *reach = reached;
        }
        (self.grid, twice)
    }
}

impl Grid {
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn get(&self, at: CellRef) -> Option<Value<'_>> {
        let index = self.cells.binary_search_by_key(&at, |(place, _)| *place).ok()?;
        Some(self.value(index))
    }

    /// The cell's value, or that of the merged region it lies in.
    pub fn get_merged(&self, at: CellRef) -> Option<Cell<'_>> {
        if let Some(value) = self.get(at) {
            return Some(Cell { at, value });
        }
        let first = self.merge_of(at)?.first;
        self.get(first).map(|value| Cell { at: first, value })
    }

    /// The merged region that a position lies in.
    pub fn merge_of(&self, at: CellRef) -> Option<Merge> {
        let inside = |merge: &Merge| {
            (merge.first.row_0..=merge.last.row_0).contains(&at.row_0)
                && (merge.first.col_0..=merge.last.col_0).contains(&at.col_0)
        };
        // Back from the last that begins in time, until none before can reach this row.
        let begun = self.merges.partition_point(|(merge, _)| merge.first.row_0 <= at.row_0);
        let reaching = self.merges[..begun].iter().rev().take_while(|(_, reach)| *reach >= at.row_0);
        reaching.map(|(merge, _)| *merge).find(inside)
    }

    pub fn has_merges(&self) -> bool {
        !self.merges.is_empty()
    }

    /// Every row that holds a cell, from the first, with its cells from left to right.
    pub fn rows(&self) -> impl Iterator<Item = GridRow<'_>> {
        self.rows_between(0, u32::MAX)
    }

    /// The rows from one up to another, which is not among them.
    pub fn rows_between(&self, first_row_0: u32, end_row_0: u32) -> impl Iterator<Item = GridRow<'_>> {
        let mut start = self.cells.partition_point(|(at, _)| at.row_0 < first_row_0);
        std::iter::from_fn(move || {
            let row_0 = self.cells.get(start)?.0.row_0;
            if row_0 >= end_row_0 {
                return None;
            }
            let len = self.cells[start..].iter().take_while(|(at, _)| at.row_0 == row_0).count();
            let row = GridRow { grid: self, row_0, start, end: start + len };
            start += len;
            Some(row)
        })
    }

    fn value(&self, index: usize) -> Value<'_> {
        match self.cells[index].1 {
            Kept::Text { start, len } => Value::Text(&self.texts[start as usize..(start + len) as usize]),
            Kept::Number(number) => Value::Number(number),
            Kept::Date(number) => Value::Date(number),
            Kept::Bool(bool) => Value::Bool(bool),
            Kept::Fault => Value::Fault,
        }
    }
}

/// A row that holds at least one cell.
#[derive(Clone, Copy, Debug)]
pub struct GridRow<'a> {
    grid: &'a Grid,
    pub row_0: u32,
    start: usize,
    end: usize,
}

impl<'a> GridRow<'a> {
    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        let grid = self.grid;
        (self.start..self.end).map(move |index| Cell { at: grid.cells[index].0, value: grid.value(index) })
    }

    pub fn get(&self, col_0: u16) -> Option<Value<'a>> {
        let cells = &self.grid.cells[self.start..self.end];
        let index = cells.binary_search_by_key(&col_0, |(at, _)| at.col_0).ok()?;
        Some(self.grid.value(self.start + index))
    }

    pub fn text(&self, col_0: u16) -> Option<&'a str> {
        match self.get(col_0)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The first text of the row.
    pub fn first_text(&self) -> Option<&'a str> {
        self.cells().find_map(|cell| match cell.value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row_0: u32, col_0: u16) -> CellRef {
        CellRef::new(row_0, col_0)
    }

    #[test]
    fn cells_out_of_order_are_put_in_order_and_the_later_of_two_wins() {
        let mut builder = GridBuilder::default();
        builder.push(at(5, 0), Value::Number(1.0)).unwrap();
        builder.push(at(2, 3), Value::Text(" x ")).unwrap();
        builder.push(at(5, 0), Value::Number(2.0)).unwrap();
        builder.push(at(9, 9), Value::Text("  ")).unwrap();
        let (grid, twice) = builder.finish();
        assert_eq!(twice, [at(5, 0)]);
        assert_eq!(grid.get(at(5, 0)), Some(Value::Number(2.0)));
        assert_eq!(grid.get(at(2, 3)), Some(Value::Text("x")));
        assert_eq!(grid.rows().map(|row| row.row_0).collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn a_merged_cell_speaks_for_its_whole_region() {
        let mut builder = GridBuilder::default();
        builder.push(at(1, 1), Value::Text("决策")).unwrap();
        builder.merge(Merge { first: at(1, 1), last: at(4, 1) });
        let (grid, _) = builder.finish();
        assert_eq!(grid.get_merged(at(3, 1)).map(|cell| cell.at), Some(at(1, 1)));
        assert_eq!(grid.get_merged(at(5, 1)), None);
    }
}
