//! A sheet of a workbook: tables one under another, with charts beside them. The first table gives the sheet its
//! name, title and filter.

use super::table::{Row, Table};

#[derive(Default)]
pub struct Sheet<'a> {
    pub tables: Vec<Table>,
    /// Rows of the last table beyond those it holds, made only as they are written, so that a sheet of a million rows
    /// never stands in memory. Its columns need a width.
    pub rest: Option<Box<dyn Iterator<Item = Row> + 'a>>,
    pub charts: Vec<Chart>,
    /// Columns of the first table whose shares are shown with a bar.
    pub bars: Vec<usize>,
}

impl From<Table> for Sheet<'_> {
    fn from(table: Table) -> Self {
        Self { tables: vec![table], ..Self::default() }
    }
}

/// A chart over the rows of one table of its sheet, total rows left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    pub title: String,
    /// The table, counted from nought.
    pub table: usize,
    /// The column of the labels.
    pub labels: usize,
    /// The columns of the values, each a series named by its heading.
    pub values: Vec<usize>,
    /// The first column it covers.
    pub column: usize,
    /// The table beside whose heading it begins.
    pub beside: usize,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// A colour for each row, as `RRGGBB`; the default ones where empty.
    pub colours: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    Column,
    Line,
}
