//! A sheet as a unit draws it: every cell at a place of its own, some spread over several, without the frame of titles,
//! notes and columns that a [`Table`](super::table::Table) has.

use crate::location::CellRef;

use super::table::Cell;

/// A drawn sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The name on the sheet's tab.
    pub name: String,
    /// The widths of the columns in half-width characters.
    pub widths: Vec<u16>,
    pub cells: Vec<Drawn>,
}

/// A cell, spread up to `to`, which is the cell itself where it is not spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub at: CellRef,
    pub to: CellRef,
    pub cell: Cell,
    pub part: Part,
}

/// What part of a sheet a cell is, which decides its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    /// A line above or below a table.
    Line,
    Body,
    /// A short word of the body, which stands in the middle.
    Centre,
}
