//! A sheet without Excel: a title, notes, columns and rows of typed cells. Sheets are made and tested as tables;
//! [`xlsx`](super::xlsx) alone puts them into a workbook.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::fraction::Fraction;
use crate::measure::statistics::Statistic;
use crate::money::Money;
use crate::points::Points;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Count(i64),
    Points(Decimal),
    /// A total of points, shown with two decimals.
    Score(Decimal),
    /// Shown in 万元 with two decimals; the exact amount is stored.
    Money(Money),
    /// Shown in yuan with two decimals.
    Yuan(Money),
    Date(NaiveDate),
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
    /// The label of what stands right of it, as in a form.
    Label(String),
    /// What a person fills in.
    Entry(Entry),
    /// A part of the cell to the left, which spreads over it.
    Covered,
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

    /// Points with as many decimals as they have.
    pub fn points(points: impl Into<Option<Points>>) -> Self {
        points.into().map_or(Self::Empty, |points| Self::Points(points.decimal().normalize()))
    }

    /// A total of points.
    pub fn score(points: impl Into<Option<Points>>) -> Self {
        points.into().map_or(Self::Empty, |points| Self::Score(points.decimal()))
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
    /// The last one, by which tones are counted.
    Grey,
}

/// A column's heading and its width in half-width characters; 0 leaves the width to the content.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub heading: String,
    pub width: u16,
    /// What a person types into it; the other columns of its sheet are protected.
    pub entry: Option<Entry>,
    /// Whether a person writes its heading too, as the questions of a survey.
    pub own_heading: bool,
}

impl Column {
    pub fn new(heading: impl Into<String>, width: u16) -> Self {
        Self { heading: heading.into(), width, entry: None, own_heading: false }
    }
}

/// What a person types into a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub of: EntryOf,
    /// Shown beside the cell when it is chosen.
    pub hint: String,
}

/// What an entry has to be.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryOf {
    Text,
    /// A number that is not negative.
    Number,
    /// A number, below nought too, as what was paid back.
    Amount,
    /// Points or a weight, which are not negative.
    Points,
    /// From nought to the weight, which stands in this column of the same row, with four decimals at most.
    PointsOf(usize),
    Date,
    Year,
    /// One of these, or something else.
    OneOf(Vec<String>),
}

/// A colour that follows what a column's cells say, also when a person changes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub column: usize,
    /// The whole text of the cell.
    pub says: String,
    pub tone: Tone,
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
    /// What the colours stand for, in a line above the heading.
    pub key: Vec<(String, Tone)>,
    pub conditions: Vec<Condition>,
    /// The first so many columns are printed; all where `None`.
    pub printed: Option<usize>,
    /// The first so many columns stand still while the others move.
    pub frozen: usize,
}

impl Table {
    /// The rows from the table's first one to its heading.
    pub fn above_heading(&self) -> usize {
        usize::from(!self.title.is_empty()) + self.notes.len() + usize::from(!self.key.is_empty())
    }

    /// The columns that are printed.
    pub fn width(&self) -> usize {
        self.printed.unwrap_or(self.columns.len()).min(self.columns.len())
    }
}
