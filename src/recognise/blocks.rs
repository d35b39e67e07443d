//! A block is one table of a sheet with what stands above it. Most sheets are one block; some hold forms of several projects
//! under one another, or a budget above a ledger.

use std::collections::BTreeSet;

use crate::location::SheetRef;
use crate::read::grid::{Grid, GridRow};

use super::cell::{self, squeezed};
use super::header::{Header, Headings, Role, could_be_header};
use super::indicators::is_lower_header;
use super::preamble::Preamble;
use super::rows::is_note;
use super::tables::{Identity, SheetKind};
use super::totals::is_total;

/// A table with its place among the rows of a sheet.
#[derive(Debug)]
pub struct Block {
    pub kind: SheetKind,
    pub header: Header,
    /// What stands above the header, and for what is not said there what stands above the tables before it.
    pub preamble: Preamble,
    /// Of a form: the header of its indicators, which stand under its fund block.
    pub lower: Option<Header>,
    /// The first row of what stands above the header.
    pub first_row_0: u32,
    /// The first row that belongs to it no more.
    pub end_row_0: u32,
    /// Rows above or below that read like headers of tables that are not known.
    pub rivals: Vec<Header>,
    /// The rows further down that say a header again, or number its columns.
    pub again: BTreeSet<u32>,
    /// The first row of a header further down under which this one's columns hold something else.
    pub misread_row_0: Option<u32>,
    /// Whether it repeats the header above under another title, and does not say of which project it is.
    pub is_unnamed: bool,
}

/// With fewer headings that are understood a row is no header, unless it makes a table all the same.
const LEAST: usize = 3;

/// How many rows make a header at the most.
const HEADER_ROWS: usize = 3;

/// The tables of a sheet, from the first row down. Without one the sheet is of no kind that is known.
pub fn blocks(grid: &Grid, at: &SheetRef, headings: &Headings) -> Vec<Block> {
    let rows: Vec<GridRow<'_>> = grid.rows().collect();
    let headers = headers(&rows, grid, headings);
    let mut blocks: Vec<Block> = Vec::new();
    let mut rivals: Vec<&Header> = Vec::new();
    // What stands right above the last table.
    let mut title_above = String::new();
    let mut next = 0;
    while let Some(header) = headers.get(next) {
        next += 1;
        let first_row_0 = blocks.last().map_or(0, |above| above_header(&rows, above, header.row_0, at, headings));
        let (mut is_unnamed, mut is_of_year) = (false, true);
        let mut kind = kind_of(header, &headers[next..], blocks.is_empty());
        let said = || Preamble::read(grid, at, first_row_0, header.row_0, headings);
        if let Some((block, repeated)) = blocks.last().and_then(|block| Some((block, block.repeated(header)?))) {
            let own = said();
            // Money under another title may be another project's; indicators under a caption are not.
            let is_of_money = matches!(block.kind, SheetKind::Ledger | SheetKind::BudgetLines);
            is_unnamed = is_of_money && own.has_title_but(&title_above);
            let is_budget = block.kind == SheetKind::BudgetTable;
            let is_titled = is_budget && own.has_title_of_other_year(&block.preamble);
            // What stands between the parts of a budget table may name any year.
            is_of_year = !is_budget || is_titled || own.stated_year.is_some();
            let is_of_others = own.speaks_of_another(&block.preamble)
                || is_titled
                || is_budget && own.names_other_department(&block.preamble);
            if !is_of_others && !is_unnamed {
                let is_misread = repeated.misreads(header, &block.preamble, grid);
                let is_numbered = is_numbered(repeated, grid) && is_numbered(header, grid);
                if let Some(block) = blocks.last_mut() {
                    block.again.extend(header.row_0..=header.last_row_0 + u32::from(is_numbered));
                    block.misread_row_0 = block.misread_row_0.or(is_misread.then_some(header.row_0));
                }
                continue;
            }
            is_unnamed &= own.identity.code.is_none() && own.identity.name.is_none();
            let lower = block.lower.clone().filter(|_| kind.as_ref().is_some_and(|(_, lower)| lower.is_some()));
            kind = kind.or(Some((block.kind, lower)));
        }
        let Some((kind, lower)) = kind else {
            rivals.push(header);
            continue;
        };
        if let Some(lower) = &lower {
            next += 1 + headers[next..].iter().position(|next| next.row_0 == lower.row_0).unwrap_or(0);
        }
        let mut preamble = said();
        title_above = preamble.title.clone();
        if let Some(above) = blocks.last_mut() {
            above.end_row_0 = first_row_0;
            if !is_of_year {
                preamble.identity.year = None;
            }
            preamble.inherit(&above.preamble);
        }
        blocks.push(Block {
            kind,
            header: header.clone(),
            preamble,
            lower,
            first_row_0,
            end_row_0: u32::MAX,
            rivals: Vec::new(),
            again: BTreeSet::new(),
            misread_row_0: None,
            is_unnamed,
        });
    }
    for block in &mut blocks {
        let inside = |rival: &&Header| (block.first_row_0..block.end_row_0).contains(&rival.row_0);
        let is_header = |rival: &&Header| rival.unknown.len() < rival.understood();
        block.rivals = rivals.iter().copied().filter(inside).filter(is_header).cloned().collect();
    }
    blocks
}

impl Block {
    /// The header of this table that one further down says again. A fund block begins a form of its own even where it looks
    /// like the one above.
    fn repeated(&self, header: &Header) -> Option<&Header> {
        let own = self.lower.iter().chain([&self.header]).find(|own| own.is_repeated(header));
        own.filter(|_| !is_fund_block(header))
    }
}

/// Whether the row right under a header numbers its columns.
pub fn is_numbered(header: &Header, grid: &Grid) -> bool {
    let under = header.last_row_0 + 1;
    grid.rows_between(under, under + 1).next().is_some_and(|row| numbers_columns(&row))
}

/// Whether a row under a header does nothing but number its columns: 栏次 1 2 3=2/1, or A B C.
fn numbers_columns(row: &GridRow<'_>) -> bool {
    let texts: Vec<String> = row.cells().map(|cell| squeezed(&cell::text(cell.value))).collect();
    let marks = texts.iter().filter(|text| !["栏次", "列次", "行次", "—", "--"].contains(&text.as_str()));
    let marks: Vec<&str> = marks.filter_map(|text| text.split(['=', '(']).next()).collect();
    let runs = |mark: fn(u8) -> String| marks.iter().zip(0..u8::MAX).all(|(text, at)| *text == mark(at));
    let numbers = |at: u8| (u32::from(at) + 1).to_string();
    let letters = |at: u8| char::from(b'A'.saturating_add(at)).to_string();
    marks.len() >= 3 && (runs(numbers) || runs(letters))
}

/// Whether a row names columns.
pub fn is_heading(row: &GridRow<'_>, headings: &Headings) -> bool {
    could_be_header(row) && Header::read(row, headings).understood() >= LEAST
}

/// Every row that may be a header, read together with the rows under it where these belong to it.
fn headers(rows: &[GridRow<'_>], grid: &Grid, headings: &Headings) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let is_part = headers.last().is_some_and(|header| row.row_0 <= header.last_row_0);
        if is_part || !could_be_header(row) {
            continue;
        }
        let stack = &rows[at..rows.len().min(at + HEADER_ROWS)];
        let header = Header::read_stacked(stack, grid, headings);
        headers.extend(header.filter(|header| header.understood() >= LEAST || kind_of(header, &[], true).is_some()));
    }
    headers
}

/// The kind of table that a header begins, and of a form its second header, which is among those that `follow`.
fn kind_of(header: &Header, follow: &[Header], is_first: bool) -> Option<(SheetKind, Option<Header>)> {
    if is_fund_block(header) {
        let lower = follow.iter().take_while(|next| !is_fund_block(next)).find(|next| is_lower_header(next));
        return lower.map(|lower| {
            let in_year = [header, lower].iter().any(|header| header.has_any(&IN_YEAR));
            (if in_year { SheetKind::Monitoring } else { SheetKind::SelfEvaluation }, Some(lower.clone()))
        });
    }
    // Two headings in a row of words under a table are no table of their own.
    kind_by_header(header).filter(|_| is_first || header.columns.len() >= 3).map(|kind| (kind, None))
}

/// What only a form of the running year asks for.
const IN_YEAR: [Role; 4] =
    [Role::InterimExpenditure, Role::InterimActual, Role::ExpectedExpenditure, Role::ExpectedActual];

/// The heading of the fund block of a form, which has no project or item column.
fn is_fund_block(header: &Header) -> bool {
    header.has_any(&[Role::Expenditure, Role::InterimExpenditure])
        && header.has_any(&[Role::InitialBudget, Role::RevisedBudget, Role::ItemBudget])
        && (header.has_any(&[Role::Weight, Role::Points, Role::ExecutionRate, Role::InterimRate])
            || header.has(Role::ExpectedExpenditure))
        && !header.has_any(&[Role::ProjectName, Role::ProjectCode, Role::BudgetItem, Role::Level3])
}

fn kind_by_header(header: &Header) -> Option<SheetKind> {
    use Role::*;
    // A site's export of one question is known by the columns that only a site writes.
    let is_export = header.has(Respondent) && header.has(Serial) && !header.questions.is_empty();
    if is_export || header.questions.len() >= 2 && header.has_any(&[Serial, Respondent]) {
        return Some(SheetKind::SurveyAnswers);
    }
    let by_option = header.has(Option) && header.has(OptionCount);
    if by_option
        || header.has(Question) && (header.has(YesCount) && header.has(NoCount) || header.options().nth(1).is_some())
    {
        return Some(SheetKind::SurveyTally);
    }
    // A column of reviewed points in a score table does not make it a review.
    let is_scored = header.has_any(&[RuleText, Process, Target, Actual]);
    if header.has(ReviewedPoints) && header.has(Level3) && !is_scored {
        return Some(SheetKind::Review);
    }
    if header.has(Level3) {
        return match () {
            () if header.has_any(&[RuleText, Process]) && header.has_any(&[Weight, Points]) => {
                Some(SheetKind::ScoreTable)
            }
            () if header.has(Weight) && header.has(Points) => Some(SheetKind::ScoreSummary),
            () if header.has(Target) && header.has(Actual) => Some(SheetKind::ScoreSummary),
            () if header.has(Target) => Some(SheetKind::TargetForm),
            () => None,
        };
    }
    let is_dated = header.has_any(&[Date, DateMonth, Voucher]);
    let has_budget = header.has_any(&[ItemBudget, InitialBudget, RevisedBudget]);
    if header.has(Amount) && (is_dated || header.has(Payee))
        // A ledger may call its payments 支出金额.
        || header.has(Expenditure) && is_dated && header.has_any(&[Payee, Purpose]) && !has_budget
    {
        return Some(SheetKind::Ledger);
    }
    if header.has(BudgetItem) && header.has_any(&[ItemBudget, InitialBudget, RevisedBudget, Expenditure]) {
        return Some(SheetKind::BudgetLines);
    }
    if header.has_any(&[ProjectName, ProjectCode])
        && header.has_any(&[InitialBudget, RevisedBudget, ItemBudget, InterimExpenditure])
    {
        return Some(SheetKind::BudgetTable);
    }
    None
}

/// The first row of what stands above a header and under the table before it: titles, and labels of a project or unit; not
/// rows of that table, its totals or its notes.
fn above_header(rows: &[GridRow<'_>], above: &Block, header_row_0: u32, at: &SheetRef, headings: &Headings) -> u32 {
    let last_header_row_0 = above.lower.as_ref().map_or(above.header.last_row_0, |lower| lower.last_row_0);
    let end = rows.partition_point(|row| row.row_0 < header_row_0);
    let between = rows[..end].iter().rev().take_while(|row| row.row_0 > last_header_row_0);
    between.take_while(|row| is_above(row, at, headings)).last().map_or(header_row_0, |row| row.row_0)
}

fn is_above(row: &GridRow<'_>, at: &SheetRef, headings: &Headings) -> bool {
    if is_total(row) || is_note(row) {
        return false;
    }
    let mut said = Preamble::default();
    said.read_row(row, at, headings);
    // Any text may name a year.
    let named = Identity { year: None, ..said.identity };
    let is_label = said.unit.is_some() || said.stated_year.is_some() || named != Identity::default();
    is_label || row.cells().nth(1).is_none() && row.first_text().is_some()
}
