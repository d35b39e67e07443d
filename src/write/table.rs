//! A sheet without Excel: a title, notes, columns and rows of typed cells. Sheets are made and tested as tables;
//! [`xlsx`](super::xlsx) alone puts them into a workbook.

use rust_decimal::Decimal;

use crate::fraction::Fraction;
use crate::measure::statistics::Statistic;
use crate::money::Money;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Count(i64),
    Points(Decimal),
    /// Shown in 万元 with two decimals; the exact amount is stored.
    Money(Money),
    /// A fraction of 1, shown as a percentage with two decimals.
    Share(Fraction),
    /// A statistic such as α, shown with three decimals.
    Statistic(Statistic),
    /// A share that is a statistic, a fraction of 1, shown as a percentage with two decimals.
    StatisticShare(Statistic),
    /// A formula with the value that it must come to.
    Formula {
        formula: String,
        result: Box<Cell>,
    },
    /// A link to a file beside the workbook or to a place in it.
    Link {
        target: String,
        text: String,
    },
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub fn money(money: Option<Money>) -> Self {
        money.map_or(Self::Empty, Self::Money)
    }

    pub fn share(share: Option<Fraction>) -> Self {
        share.map_or(Self::Empty, Self::Share)
    }

    pub fn formula(formula: impl Into<String>, result: Cell) -> Self {
        Self::Formula { formula: formula.into(), result: Box::new(result) }
    }
}

/// How a cell is set off from its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    #[default]
    Plain,
    /// A total row.
    Total,
    Red,
    Orange,
    Yellow,
    Green,
    Grey,
}

/// A column's heading and its width in half-width characters; 0 leaves the width to the content.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub heading: String,
    pub width: u16,
}

impl Column {
    pub fn new(heading: impl Into<String>, width: u16) -> Self {
        Self { heading: heading.into(), width }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub tone: Tone,
    /// The cell that the tone applies to; the whole row where `None`.
    pub toned: Option<usize>,
}

impl Row {
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }

    pub fn total(cells: Vec<Cell>) -> Self {
        Self { cells, tone: Tone::Total, toned: None }
    }

    pub fn toned(mut self, cell: usize, tone: Tone) -> Self {
        self.tone = tone;
        self.toned = Some(cell);
        self
    }
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The name on the sheet's tab.
    pub name: String,
    pub title: String,
    /// Lines under the title: period, as-of date, unit.
    pub notes: Vec<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Cells of equal text one under another in these columns become one (level columns of a score sheet).
    pub merge_columns: Vec<usize>,
    /// Whether the heading has a filter; tables of prose have none.
    pub filter: bool,
    pub landscape: bool,
}
