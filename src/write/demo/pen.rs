//! Drawing a sheet cell by cell, with a mark where a fault was sown.

use crate::location::CellRef;
use crate::rank::warnings::Warning;
use crate::write::drawing::{Drawing, Drawn, Part};
use crate::write::table::Cell;

use super::fault::Fault;

/// A sheet being drawn.
pub struct Pen {
    pub drawing: Drawing,
    /// What is to be found, and at which cell; at the sheet as a whole where `None`.
    pub marks: Vec<(Mark, Option<CellRef>)>,
}

/// What is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Fault(Fault),
    /// So little was spent that a warning is raised.
    Low(Warning),
}

impl Pen {
    pub fn new(name: &str, widths: &[u16]) -> Self {
        let drawing = Drawing { name: name.to_owned(), widths: widths.to_vec(), cells: Vec::new() };
        Self { drawing, marks: Vec::new() }
    }

    pub fn put(&mut self, row_0: u32, col_0: u16, cell: Cell) {
        self.spread((row_0, col_0), (row_0, col_0), cell, Part::Body);
    }

    /// What stands in the middle of its cell.
    pub fn centre(&mut self, row_0: u32, col_0: u16, cell: Cell) {
        self.spread((row_0, col_0), (row_0, col_0), cell, Part::Centre);
    }

    /// A short word.
    pub fn word(&mut self, row_0: u32, col_0: u16, text: impl Into<String>) {
        self.centre(row_0, col_0, Cell::text(text));
    }

    /// Labels side by side.
    pub fn labels<S: Into<String>>(&mut self, row_0: u32, col_0: u16, texts: impl IntoIterator<Item = S>) {
        for (col_0, text) in (col_0..).zip(texts) {
            self.put(row_0, col_0, Cell::Label(text.into()));
        }
    }

    /// A cell that spreads from one place to another.
    pub fn spread(&mut self, at: (u32, u16), to: (u32, u16), cell: Cell, part: Part) {
        let (at, to) = (CellRef::new(at.0, at.1), CellRef::new(to.0, to.1));
        self.drawing.cells.push(Drawn { at, to, cell, part });
    }

    /// A title or line over all columns.
    pub fn across(&mut self, row_0: u32, text: impl Into<String>, part: Part) {
        let last = self.drawing.widths.len() as u16 - 1;
        self.spread((row_0, 0), (row_0, last), Cell::text(text), part);
    }

    pub fn mark(&mut self, fault: Fault, row_0: u32, col_0: u16) {
        self.marks.push((Mark::Fault(fault), Some(CellRef::new(row_0, col_0))));
    }

    /// A mark on the sheet as a whole.
    pub fn mark_sheet(&mut self, fault: Fault) {
        self.marks.push((Mark::Fault(fault), None));
    }
}
