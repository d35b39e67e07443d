//! Recognising: from grids to [typed rows](tables). A sheet's kind is told by its content, never by its name.

pub mod budget;
pub mod cell;
pub mod form;
pub mod header;
pub mod indicators;
pub mod ledger;
pub mod preamble;
pub mod quantity_text;
pub mod rows;
pub mod survey;
pub mod tables;

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::finding::{Code, Fact, Finding, Findings};
use crate::location::{CellRef, Place, SheetRef, Sited};
use crate::money::Money;
use crate::read::grid::{Cell, Grid, GridRow, Value};
use crate::read::workbook::{FileFault, ReadSheet, SheetFault};

use cell::CellFault;
use header::{Header, Headings, Role, could_be_header};
use preamble::Preamble;
use rows::Fates;
use tables::{Content, Identity, PassedOver, RecognisedFile, RecognisedSheet, RowCounts, SheetKind};

/// How far down a header is looked for.
const HEADER_ROWS: usize = 40;

/// A file that could not be read: its finding, and nothing else.
pub fn unreadable(name: &str, checksum: String, fault: &FileFault) -> RecognisedFile {
    let place = Place::file(name);
    let finding = match fault {
        FileFault::Password => Finding::new(Code::FilePassword, place),
        FileFault::NotAWorkbook(kind) => Finding::new(Code::FileNotAWorkbook, place).with("kind", *kind),
        FileFault::OwnOutput => Finding::new(Code::FileOwnOutput, place),
        FileFault::TooLarge => Finding::new(Code::FileTooLarge, place),
        FileFault::Damaged => Finding::new(Code::FileUnreadable, place).with("reason", Fact::Term("term-damaged")),
        FileFault::Unreadable(reason) => Finding::new(Code::FileUnreadable, place).with("reason", reason.as_str()),
    };
    RecognisedFile { file: name.into(), checksum, sheets: Vec::new(), findings: vec![finding] }
}

/// A file before its first sheet.
pub fn file(name: &str, checksum: String) -> RecognisedFile {
    RecognisedFile { file: name.into(), checksum, sheets: Vec::new(), findings: Vec::new() }
}

/// Recognises the next sheet of a file.
pub fn add_sheet(file: &mut RecognisedFile, read: ReadSheet, headings: &Headings) {
    let at = SheetRef { file: file.file.clone(), sheet: read.name };
    if read.hidden {
        file.findings.push(Finding::new(Code::SheetHidden, at.whole()));
    }
    match read.grid {
        Ok(read) => {
            for cell in read.twice {
                file.findings.push(Finding::new(Code::CellTwice, at.at(cell)));
            }
            let (sheet, findings) = sheet(at, &read.grid, headings);
            file.findings.extend(findings);
            file.sheets.push(sheet);
        }
        Err(fault) => {
            let unreadable = |place, reason: Fact| Finding::new(Code::SheetUnreadable, place).with("reason", reason);
            file.findings.push(match fault {
                SheetFault::TooLarge => Finding::new(Code::SheetTooLarge, at.whole()),
                SheetFault::LongText(cell) => unreadable(at.at(cell), Fact::Term("term-long-text")),
                SheetFault::Unreadable(reason) => unreadable(at.whole(), reason.into()),
            });
            file.sheets.push(RecognisedSheet {
                at,
                kind: SheetKind::Unreadable,
                identity: Identity::default(),
                owner: None,
                rows: RowCounts::default(),
                digest: 0,
                content: Content::default(),
            });
        }
    }
}

fn sheet(at: SheetRef, grid: &Grid, headings: &Headings) -> (RecognisedSheet, Vec<Finding>) {
    let Some((kind, header)) = kind_of(grid, headings) else {
        return unknown(at, grid);
    };
    let mut sheet = Sheet {
        preamble: Preamble::read(grid, &at, header.row_0, headings),
        at,
        grid,
        headings,
        end_row_0: u32::MAX,
        header,
        fates: Fates::default(),
        findings: Findings::default(),
    };
    let unusable = std::mem::take(&mut sheet.preamble.unusable_code);
    sheet
        .findings
        .extend(unusable.map(|code| Finding::new(Code::ProjectCodeUnusable, code.place).with("text", code.value)));
    refuse_other_tables(&mut sheet, kind);
    sheet.fates.preamble(grid, sheet.header.row_0);
    sheet.fates.passed(sheet.header.row_0, PassedOver::Heading);
    for (cell, heading) in sheet.header.unknown.iter().filter(|_| kind != SheetKind::SelfEvaluation) {
        sheet.findings.push(Finding::new(Code::HeadingUnknown, sheet.at.at(*cell)).with("heading", heading.as_str()));
    }
    for (cell, heading) in &sheet.header.twice {
        sheet.findings.push(Finding::new(Code::HeadingTwice, sheet.at.at(*cell)).with("heading", heading.as_str()));
    }
    let content = match kind {
        SheetKind::BudgetTable => budget::projects(&mut sheet),
        SheetKind::BudgetLines => budget::lines(&mut sheet),
        SheetKind::Ledger => ledger::payments(&mut sheet),
        SheetKind::ScoreTable | SheetKind::ScoreSummary | SheetKind::TargetForm => indicators::table(&mut sheet, kind),
        SheetKind::SelfEvaluation => form::self_evaluation(&mut sheet),
        SheetKind::SurveyAnswers => survey::answers(&mut sheet),
        SheetKind::SurveyTally => survey::tally(&mut sheet),
        SheetKind::Empty | SheetKind::Unknown | SheetKind::Unreadable => Content::default(),
    };
    let Sheet { at, preamble, fates, mut findings, .. } = sheet;
    let (rows, unsettled) = fates.finish(grid);
    for row_0 in unsettled {
        findings.push(Finding::new(Code::RowNotUnderstood, at.at(CellRef::new(row_0, 0))));
    }
    let sheet =
        RecognisedSheet { at, kind, identity: preamble.identity, owner: None, rows, digest: digest(grid), content };
    (sheet, findings.finish())
}

fn unknown(at: SheetRef, grid: &Grid) -> (RecognisedSheet, Vec<Finding>) {
    let mut rows = RowCounts { read: grid.rows().count() as u32, ..RowCounts::default() };
    rows.refused = rows.read;
    let (kind, findings) = match grid.rows().next() {
        None => (SheetKind::Empty, Vec::new()),
        Some(first) => {
            let text = first.first_text().unwrap_or_default();
            (SheetKind::Unknown, vec![Finding::new(Code::SheetUnknown, at.whole()).with("text", text)])
        }
    };
    let identity = Identity::default();
    let sheet =
        RecognisedSheet { at, kind, identity, owner: None, rows, digest: digest(grid), content: Content::default() };
    (sheet, findings)
}

/// A sheet at work: what its recogniser reads, and what it fills in.
pub struct Sheet<'g> {
    pub at: SheetRef,
    pub grid: &'g Grid,
    pub headings: &'g Headings,
    pub header: Header,
    /// The first row that belongs to another table.
    pub end_row_0: u32,
    pub preamble: Preamble,
    pub fates: Fates,
    pub findings: Findings,
}

impl<'g> Sheet<'g> {
    /// The rows under the header.
    pub fn body(&self) -> impl Iterator<Item = GridRow<'g>> + use<'g> {
        let (start, end) = (self.header.row_0, self.end_row_0);
        self.grid.rows().skip_while(move |row| row.row_0 <= start).take_while(move |row| row.row_0 < end)
    }

    /// Whether a row in the table's body names another project or another unit of amounts.
    fn begins_another_block(&self, row: &GridRow<'_>) -> bool {
        let is_label = |text: &str| text.contains(['：', ':']) && text.chars().count() <= 60;
        if !row.first_text().is_some_and(is_label) {
            return false;
        }
        let mut block = Preamble::default();
        block.read_row(row, &self.at, self.headings);
        let differs = |other: &Option<Sited<String>>, own: &Option<Sited<String>>| {
            other.as_ref().is_some_and(|other| own.as_ref().is_none_or(|own| own.value != other.value))
        };
        differs(&block.identity.code, &self.preamble.identity.code)
            || differs(&block.identity.name, &self.preamble.identity.name)
            || block.unit.is_some() && block.unit != self.preamble.unit
    }

    /// Says that a cell does not hold what its column asks for.
    pub fn fault(&mut self, code: Code, place: Place, value: Value<'_>, fault: CellFault) {
        let code = match fault {
            CellFault::NoUnit => Code::UnitMissing,
            CellFault::Fault => Code::FormulaNotCalculated,
            CellFault::Unreadable | CellFault::OutOfRange => code,
        };
        self.findings.push(Finding::new(code, place).with("text", cell::text(value)));
    }

    /// The typed value of a row's cell in a role's column, with its place; a finding where the cell holds something
    /// else.
    pub fn read<T>(
        &mut self,
        row: &GridRow<'_>,
        role: Role,
        code: Code,
        parse: impl FnOnce(Value<'_>) -> Result<Option<T>, CellFault>,
    ) -> Option<Sited<T>> {
        let value = self.header.value(row, role)?;
        let place = self.header.place(&self.at, row, role);
        match parse(value) {
            Ok(parsed) => parsed.map(|parsed| Sited::new(parsed, place)),
            Err(fault) => {
                self.fault(code, place, value, fault);
                None
            }
        }
    }

    /// The project code of a row, which may be merged over the rows of a project.
    pub fn code(&mut self, row: &GridRow<'_>) -> Option<Sited<String>> {
        let cell = self.cell(row, Role::ProjectCode)?;
        let place = self.at.at(cell.at);
        match cell::code(cell.value) {
            Ok(code) => code.map(|code| Sited::new(code, place)),
            Err(fault) => {
                self.fault(Code::ProjectCodeUnusable, place, cell.value, fault);
                None
            }
        }
    }

    /// An amount of a row, with notes on what was done to read it.
    pub fn amount(&mut self, row: &GridRow<'_>, role: Role) -> Option<Sited<Money>> {
        let unit = self.header.unit(role).or(self.preamble.unit);
        let amount = self.read(row, role, Code::AmountUnreadable, |value| cell::amount(value, unit))?;
        if amount.value.rounded {
            let finding = Finding::new(Code::AmountRounded, amount.place.clone());
            self.findings.push(finding.with("amount", amount.value.money));
        }
        if amount.value.was_date {
            let finding = Finding::new(Code::AmountIsDate, amount.place.clone());
            self.findings.push(finding.with("amount", amount.value.money));
        }
        Some(amount.map(|amount| amount.money))
    }

    /// A text of a row, the merged cell's where the row's own is empty.
    pub fn text(&self, row: &GridRow<'_>, role: Role) -> Option<Sited<String>> {
        let cell = self.cell(row, role)?;
        let text = cell::text(cell.value);
        (!text.is_empty()).then(|| Sited::new(text, self.at.at(cell.at)))
    }

    /// The cell under `role`, or the one merged over it.
    fn cell<'r>(&self, row: &GridRow<'r>, role: Role) -> Option<Cell<'r>>
    where
        'g: 'r,
    {
        let at = CellRef::new(row.row_0, self.header.col(role)?);
        match row.get(at.col_0) {
            Some(value) => Some(Cell { at, value }),
            None if self.grid.has_merges() => self.grid.get_merged(at),
            None => None,
        }
    }
}

/// A sheet holds one table. Whatever another header above or below, or a block for another project or in another unit,
/// begins is refused with its place rather than passed over as a title or read under the wrong heading.
fn refuse_other_tables(sheet: &mut Sheet<'_>, kind: SheetKind) {
    // A form has two headers of its own, and its labels stand among its rows.
    if kind == SheetKind::SelfEvaluation {
        return;
    }
    let is_table = |row: &GridRow<'_>| {
        if !could_be_header(row) {
            return false;
        }
        let header = Header::read(row, sheet.headings);
        header.columns.len() >= 3 && kind_by_header(&header).is_some()
    };
    let header_row_0 = sheet.header.row_0;
    let above = sheet.grid.rows().take_while(|row| row.row_0 < header_row_0).find(is_table).map(|row| row.row_0);
    let below = sheet.body().find(|row| {
        !sheet.header.is_repeated_by(row, sheet.headings) && (is_table(row) || sheet.begins_another_block(row))
    });
    let below = below.map(|row| row.row_0);
    for row in sheet.grid.rows() {
        let is_above = above.is_some_and(|first| (first..header_row_0).contains(&row.row_0));
        let is_below = below.is_some_and(|first| row.row_0 >= first);
        if is_above || is_below {
            sheet.fates.refused(row.row_0);
        }
        if Some(row.row_0) == above || Some(row.row_0) == below {
            let text = row.first_text().unwrap_or_default();
            let at = row.cells().next().map_or(CellRef::new(row.row_0, 0), |cell| cell.at);
            sheet.findings.push(Finding::new(Code::SecondTable, sheet.at.at(at)).with("text", text));
        }
    }
    sheet.end_row_0 = below.unwrap_or(u32::MAX);
}

/// The kind of a sheet and the header that tells it: of all rows and kinds that fit, the one with most headings.
fn kind_of(grid: &Grid, headings: &Headings) -> Option<(SheetKind, Header)> {
    let rows: Vec<GridRow<'_>> = grid.rows().take(HEADER_ROWS).collect();
    let headers: Vec<Header> = rows.iter().map(|row| Header::read(row, headings)).collect();
    if let Some(block) = headers.iter().find(|header| is_fund_block(header)) {
        let rows = headers.iter().filter(|header| header.row_0 > block.row_0);
        if rows.clone().any(indicators::is_lower_header) {
            return Some((SheetKind::SelfEvaluation, block.clone()));
        }
    }
    headers
        .into_iter()
        .filter_map(|header| kind_by_header(&header).map(|kind| (kind, header)))
        // The first of the fullest: a heading repeated further down starts no table of its own.
        .min_by_key(|(_, header)| (std::cmp::Reverse(header.columns.len() + header.questions.len()), header.row_0))
}

/// The heading of the fund block of a self-evaluation form, which has no project or item column.
fn is_fund_block(header: &Header) -> bool {
    header.has(Role::Expenditure)
        && header.has_any(&[Role::InitialBudget, Role::RevisedBudget])
        && header.has_any(&[Role::Weight, Role::ExecutionRate])
        && !header.has_any(&[Role::ProjectName, Role::ProjectCode, Role::BudgetItem, Role::Level3])
}

fn kind_by_header(header: &Header) -> Option<SheetKind> {
    use Role::*;
    if header.questions.len() >= 2 && header.has_any(&[Serial, Respondent]) {
        return Some(SheetKind::SurveyAnswers);
    }
    if header.has(Question)
        && (header.has(YesCount) && header.has(NoCount) || header.has(Option) && header.has(OptionCount))
    {
        return Some(SheetKind::SurveyTally);
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
    if header.has(Amount) && header.has_any(&[Date, Voucher, Payee]) {
        return Some(SheetKind::Ledger);
    }
    if header.has(BudgetItem) && header.has_any(&[ItemBudget, InitialBudget, RevisedBudget, Expenditure]) {
        return Some(SheetKind::BudgetLines);
    }
    if header.has_any(&[ProjectName, ProjectCode]) && header.has_any(&[InitialBudget, RevisedBudget, ItemBudget]) {
        return Some(SheetKind::BudgetTable);
    }
    None
}

/// A hash of what a sheet says, by which a sheet sent twice is found within a run.
fn digest(grid: &Grid) -> u64 {
    let mut hash = DefaultHasher::new();
    for cell in grid.rows().flat_map(|row| row.cells()) {
        cell.at.hash(&mut hash);
        match cell.value {
            Value::Text(text) => text.hash(&mut hash),
            Value::Number(number) | Value::Date(number) => number.to_bits().hash(&mut hash),
            Value::Bool(bool) => bool.hash(&mut hash),
            Value::Fault => hash.write_u8(0),
        }
    }
    hash.finish()
}
