//! A sheet of a workbook: tables one under another, with charts beside them. The first table gives the sheet its
//! name, title and filter.

use super::table::{Cell, Row, Table};

#[derive(Default)]
pub struct Sheet<'a> {
    pub tables: Vec<Table>,
    /// Rows of the last table beyond those it holds, made only as they are written, so that a sheet of a million rows
    /// never stands in memory. Its columns need a width.
    pub rest: Option<Box<dyn Iterator<Item = Row> + 'a>>,
    pub charts: Vec<Chart>,
    /// Columns that charts of another sheet show.
    pub charted: Vec<usize>,
    /// Columns of the first table whose shares are shown with a bar.
    pub bars: Vec<usize>,
    /// A link right of the title, to where the reader came from.
    pub back: Option<Cell>,
    /// The line under the last row: who made it, who checked it, who answers for it.
    pub sign_off: Option<String>,
    /// Whether rows are to be added below the last one, as in a blank form.
    pub open_below: bool,
    /// Whether everything is printed on one page.
    pub one_page: bool,
}

impl From<Table> for Sheet<'_> {
    fn from(table: Table) -> Self {
        Self { tables: vec![table], ..Self::default() }
    }
}

impl Sheet<'_> {
    /// The charts under a table.
    pub fn under(&self, table: usize) -> impl Iterator<Item = &Chart> {
        self.charts.iter().filter(move |chart| chart.place == ChartPlace::Under { table })
    }

    /// The row of each table's heading, counted from nought: the tables stand under one another with a blank row between.
    pub fn headings_0(&self) -> Vec<u32> {
        let mut next = 0;
        let mut headings = Vec::with_capacity(self.tables.len());
        for (at, table) in self.tables.iter().enumerate() {
            let heading = next + usize::from(at > 0) + table.above_heading();
            headings.push(u32::try_from(heading).unwrap_or(u32::MAX));
            next = heading + 1 + table.rows.len() + self.under(at).map(Chart::rows_under).sum::<u32>() as usize;
        }
        headings
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub kind: ChartKind,
    pub title: String,
    pub rows: ChartRows,
    /// The column of the labels.
    pub labels: usize,
    /// The columns of the values, each a series with its name.
    pub values: Vec<(usize, String)>,
    /// Whether the values are fractions of 1, shown as percentages.
    pub shares: bool,
    pub place: ChartPlace,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// A colour for each row, as `RRGGBB`; the default ones where empty.
    pub colours: Vec<&'static str>,
}

/// The height of an ordinary row, in pixels.
const ROW_PIXELS: u32 = 20;

impl Chart {
    /// The rows that it covers.
    pub fn rows_high(&self) -> u32 {
        self.height / ROW_PIXELS + 1
    }

    /// The rows that it takes under a table, with a blank one above it.
    pub fn rows_under(&self) -> u32 {
        self.rows_high() + 1
    }
}

/// The rows that a chart shows.
#[derive(Clone, Debug, PartialEq)]
pub enum ChartRows {
    /// Those of a table of its sheet, counted from nought, total rows left out.
    Table(usize),
    /// Rows of another sheet of the workbook, from the first to the last, counted from nought.
    Of { sheet: String, first_0: u32, last_0: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartPlace {
    /// Beside a table, from a column on.
    Beside { table: usize, column: usize },
    /// Under the last row of a table.
    Under { table: usize },
    /// On a page of charts: so many in a row, at this number counted from nought.
    Grid { in_row: usize, at: usize },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Upright bars.
    Column,
    /// Bars from left to right, the first row on top.
    Bar,
    Line,
}
