//! Recognising: from grids to [typed rows](tables). A sheet's kind is told by its content, never by its name.

pub mod blocks;
pub mod budget;
pub mod cell;
pub mod form;
pub mod header;
pub mod indicators;
pub mod ledger;
pub mod monitoring;
pub mod own;
pub mod personal;
pub mod preamble;
pub mod quantity_text;
pub mod review;
pub mod rows;
pub mod survey;
pub mod tables;
pub mod totals;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

use crate::finding::{Code, Fact, Finding, Findings};
use crate::location::{CellRef, Place, SheetRef, Sited};
use crate::money::Money;
use crate::project::Amounts;
use crate::read::grid::{Cell, Grid, GridRow, Value};
use crate::read::workbook::{FileFault, ReadSheet, SheetFault};

use blocks::{Block, blocks, is_numbered};
use cell::{AmountUnit, CellFault, squeezed};
use header::{Header, HeaderColumn, Headings, Role};
use indicators::Label;
use personal::{masked, masked_number};
use preamble::{Preamble, begins_with_label, is_page_mark, without_continued};
use rows::{Fates, is_note};
use tables::{Content, PassedOver, RecognisedFile, RecognisedSheet, RowCounts, SheetKind};

/// A file that could not be read: its finding, and nothing else.
pub fn unreadable(name: &str, checksum: String, fault: &FileFault) -> RecognisedFile {
    let place = Place::file(name);
    let unreadable = |place, reason: Fact| Finding::new(Code::FileUnreadable, place).with("reason", reason);
    let finding = match fault {
        FileFault::Password => Finding::new(Code::FilePassword, place),
        FileFault::NotAWorkbook(kind) => Finding::new(Code::FileNotAWorkbook, place).with("kind", *kind),
        FileFault::TooLarge => Finding::new(Code::FileTooLarge, place),
        FileFault::NotAFile => unreadable(place, Fact::Term("term-not-a-file")),
        FileFault::Damaged => unreadable(place, Fact::Term("term-damaged")),
        FileFault::Unreadable(reason) => unreadable(place, reason.as_str().into()),
    };
    RecognisedFile { file: name.into(), checksum, sheets: Vec::new(), findings: vec![finding] }
}

/// A file before its first sheet.
pub fn file(name: &str, checksum: String) -> RecognisedFile {
    RecognisedFile { file: name.into(), checksum, sheets: Vec::new(), findings: Vec::new() }
}

/// Recognises the next sheet of a file.
pub fn add_sheet(file: &mut RecognisedFile, read: ReadSheet, headings: &Headings) {
    let at = SheetRef::new(file.file.clone(), read.name);
    if read.hidden {
        file.findings.push(Finding::new(Code::SheetHidden, at.whole()));
    }
    match read.grid {
        Ok(read) => {
            for cell in read.twice {
                file.findings.push(Finding::new(Code::CellTwice, at.at(cell)));
            }
            for (sheet, findings) in sheet(&at, &read.grid, headings) {
                if sheet.rows.passed.contains_key(&PassedOver::Own) {
                    file.tell_own();
                }
                file.findings.extend(findings);
                file.sheets.push(sheet);
            }
        }
        Err(fault) => {
            let unreadable = |place, reason: Fact| Finding::new(Code::SheetUnreadable, place).with("reason", reason);
            file.findings.push(match fault {
                SheetFault::TooLarge => Finding::new(Code::SheetTooLarge, at.whole()),
                SheetFault::LongText(cell) => unreadable(at.at(cell), Fact::Term("term-long-text")),
                SheetFault::Unreadable(reason) => {
                    unreadable(at.whole(), Fact::Said("term-damaged-sheet", vec![("detail", reason.into())]))
                }
            });
            file.sheets.push(RecognisedSheet::without_content(at, SheetKind::Unreadable));
        }
    }
}

/// The tables of a sheet, each as a sheet of its own; a sheet without one is of no kind that is known.
fn sheet(at: &SheetRef, grid: &Grid, headings: &Headings) -> Vec<(RecognisedSheet, Vec<Finding>)> {
    if own::is_own(grid) {
        return vec![own::sheet(at, grid, headings)];
    }
    if own::is_guide(grid) {
        return vec![(own::guide(at, grid), Vec::new())];
    }
    let blocks = blocks(grid, at, headings);
    if blocks.is_empty() {
        return vec![unknown(at.clone(), grid)];
    }
    blocks.into_iter().map(|block| table(at.clone(), grid, headings, block)).collect()
}

fn table(at: SheetRef, grid: &Grid, headings: &Headings, block: Block) -> (RecognisedSheet, Vec<Finding>) {
    let Block { kind, header, preamble, lower, first_row_0, end_row_0, rivals, again, misread_row_0, is_unnamed } =
        block;
    let kind = if kind == SheetKind::ScoreSummary && preamble.title.contains("自评") {
        SheetKind::SelfEvaluation
    } else {
        kind
    };
    let mut sheet = Sheet {
        preamble,
        at,
        grid,
        headings,
        first_row_0,
        end_row_0,
        header,
        again,
        fates: Fates::default(),
        findings: Findings::default(),
    };
    sheet.keep_to_the_year();
    let unusable = std::mem::take(&mut sheet.preamble.unusable_code);
    sheet
        .findings
        .extend(unusable.map(|code| Finding::new(Code::ProjectCodeUnusable, code.place).with("text", code.value)));
    // Labels stand among the rows of a form's fund block.
    if lower.is_none() {
        sheet.refuse_other_blocks();
    }
    let header_row_0 = sheet.header.row_0;
    sheet.settle_header();
    sheet.tell_header(lower.is_none() && kind != SheetKind::Review);
    let is_other = kind == SheetKind::Ledger && ledger::tells_no_payments(&sheet.preamble.title);
    if is_other {
        let title = sheet.preamble.title.clone();
        sheet.findings.push(Finding::new(Code::SheetUnknown, sheet.at.whole()).with("text", title));
        sheet.refuse_rows(sheet.header.last_row_0 + 1);
    }
    let kind = if is_other { SheetKind::Unknown } else { kind };
    sheet.refuse_rivals(&rivals, lower.is_some());
    if let Some(row_0) = misread_row_0.filter(|row_0| *row_0 < sheet.end_row_0) {
        sheet.refuse_from(row_0);
    }
    if is_unnamed {
        sheet.refuse_from(sheet.header.row_0);
    }
    // A ledger whose amount may stand in either of two columns says nothing.
    if kind == SheetKind::Ledger && !sheet.header.has_any(&[Role::Amount, Role::Expenditure]) {
        sheet.refuse_rows(sheet.header.last_row_0 + 1);
    }
    let mut content = match kind {
        SheetKind::BudgetTable => budget::projects(&mut sheet),
        SheetKind::BudgetLines => budget::lines(&mut sheet),
        SheetKind::Ledger => ledger::payments(&mut sheet),
        SheetKind::ScoreTable | SheetKind::ScoreSummary | SheetKind::TargetForm => {
            let mut content = Content::default();
            indicators::read(&mut sheet, kind, &mut content);
            content
        }
        SheetKind::SelfEvaluation => form::self_evaluation(&mut sheet, lower),
        SheetKind::Monitoring => lower.map(|lower| monitoring::form(&mut sheet, lower)).unwrap_or_default(),
        SheetKind::Review => review::points(&mut sheet),
        SheetKind::SurveyAnswers => survey::answers(&mut sheet),
        SheetKind::SurveyTally => survey::tally(&mut sheet),
        SheetKind::Own | SheetKind::Empty | SheetKind::Unknown | SheetKind::Unreadable => Content::default(),
    };
    if kind == SheetKind::Ledger {
        content.payments.unread = ledger::unread(&sheet, &content.payments.refused);
    }
    // What stands above the header is a title, unless something was read from it.
    sheet.fates.preamble(grid, first_row_0, header_row_0);
    let Sheet { at, preamble, fates, mut findings, .. } = sheet;
    let (rows, unsettled) = fates.finish(grid, first_row_0, end_row_0);
    for row_0 in unsettled {
        findings.push(Finding::new(Code::RowNotUnderstood, at.at(CellRef::new(row_0, 0))));
    }
    let digest = digest(grid, first_row_0, end_row_0);
    let identity = preamble.identity;
    (RecognisedSheet { at, kind, identity, owner: None, first_row_0, rows, digest, content }, findings.finish())
}

fn unknown(at: SheetRef, grid: &Grid) -> (RecognisedSheet, Vec<Finding>) {
    let mut rows = RowCounts { read: grid.rows().count() as u32, ..RowCounts::default() };
    rows.refused = rows.read;
    let (kind, findings) = match grid.rows().next() {
        None => (SheetKind::Empty, Vec::new()),
        Some(first) => {
            let text = masked(first.first_text().unwrap_or_default()).into_owned();
            (SheetKind::Unknown, vec![Finding::new(Code::SheetUnknown, at.whole()).with("text", text)])
        }
    };
    let digest = digest(grid, 0, u32::MAX);
    (RecognisedSheet { rows, digest, ..RecognisedSheet::without_content(at, kind) }, findings)
}

/// A sheet at work: what its recogniser reads, and what it fills in.
pub struct Sheet<'g> {
    pub at: SheetRef,
    pub grid: &'g Grid,
    pub headings: &'g Headings,
    pub header: Header,
    /// The rows under it that say it again.
    pub again: BTreeSet<u32>,
    /// The first row of what stands above the header.
    pub first_row_0: u32,
    /// The first row that belongs to another table.
    pub end_row_0: u32,
    pub preamble: Preamble,
    pub fates: Fates,
    pub findings: Findings,
}

impl<'g> Sheet<'g> {
    /// The same sheet with nothing filled in, to be read by another thread.
    fn unread(&self) -> Self {
        Self {
            at: self.at.clone(),
            header: self.header.clone(),
            again: self.again.clone(),
            preamble: self.preamble.clone(),
            fates: Fates::default(),
            findings: Findings::default(),
            ..*self
        }
    }

    /// Takes over what was filled in for rows below those read.
    fn append(&mut self, lower: Self) {
        self.fates.append(lower.fates);
        self.findings.append(lower.findings);
    }

    /// The rows under the header.
    pub fn body(&self) -> impl Iterator<Item = GridRow<'g>> + use<'g> {
        self.grid.rows_between(self.header.last_row_0 + 1, self.end_row_0)
    }

    /// Of columns for several years those of the table's own are read; the others are told like headings that are not
    /// understood. Where nothing else says the year, the headings do.
    fn keep_to_the_year(&mut self) {
        let header = &mut self.header;
        let stated = self.preamble.year();
        let mut left = Vec::new();
        for (role, other) in std::mem::take(&mut header.of_other_years) {
            let is_stated = other.year.is_some() && other.year == stated;
            left.extend(if is_stated { header.columns.insert(role, other) } else { Some(other) });
        }
        if let Some(year) = stated {
            let others = header.columns.extract_if(.., |_, column| column.year.is_some_and(|of| of != year));
            left.extend(others.map(|(_, column)| column));
        } else if let Some(latest) = header.columns.values().filter_map(|column| column.year).max() {
            let at = self.at.at(CellRef::new(header.row_0, 0));
            self.preamble.identity.year = Some(Sited::new(latest, at));
        }
        let row_0 = header.last_row_0;
        let left = left.into_iter().map(|column| (CellRef::new(row_0, column.col_0), column.heading));
        header.unknown.extend(left);
    }

    /// Settles rows of totals, notes and repeated headings; whether it was one.
    pub fn settle_ordinary(&mut self, row: &GridRow<'_>) -> bool {
        // 小计 is a heading of tallies as well.
        let is_heading = self.is_heading(row);
        if !is_heading && (self.passes_total(row) || self.passes_part(row)) {
            return true;
        }
        let reason = if is_heading {
            PassedOver::Heading
        } else if is_note(row) {
            PassedOver::Note
        } else if self.repeats_title(row) {
            PassedOver::Title
        } else {
            return false;
        };
        self.fates.passed(row.row_0, reason);
        true
    }

    /// Whether a row says the header again.
    pub fn is_heading(&self, row: &GridRow<'_>) -> bool {
        self.again.contains(&row.row_0)
    }

    /// Refuses a row that can be read in two ways.
    pub fn refuse(&mut self, row: &GridRow<'_>) {
        self.findings.push(Finding::new(Code::RowNotUnderstood, self.at.at(row.first_at())));
        self.fates.refused(row.row_0);
    }

    /// Whether a row says again what stands above the table, as at the head of a printed page, or which page it is.
    pub fn repeats_title(&self, row: &GridRow<'_>) -> bool {
        // Most rows hold a number, and are put aside by that.
        if !row.cells().all(|cell| matches!(cell.value, Value::Text(_))) {
            return false;
        }
        let is_above = |text: &str| {
            let text = masked(text);
            let title = without_continued(&text);
            is_page_mark(&text) || self.preamble.texts.iter().any(|above| [&*text, title].contains(&&*above.value))
        };
        row.cells().all(|cell| matches!(cell.value, Value::Text(text) if is_above(text)))
    }

    /// The rows of the header, and one under it that numbers the columns.
    fn settle_header(&mut self) {
        for row_0 in self.header.row_0..=self.header.last_row_0 {
            self.fates.passed(row_0, PassedOver::Heading);
        }
        if is_numbered(&self.header, self.grid) {
            self.header.last_row_0 += 1;
            self.fates.passed(self.header.last_row_0, PassedOver::Heading);
        }
    }

    /// Says which headings were not understood, and which came twice.
    fn tell_header(&mut self, tell_unknown: bool) {
        // Reviewed points are read from a sheet of their own.
        let unread = self.header.columns.get(&Role::ReviewedPoints);
        let unread = unread.map(|column| (CellRef::new(self.header.last_row_0, column.col_0), column.heading.clone()));
        self.header.unknown.extend(unread);
        // A form's corner label stands beside the levels and heads no column, with the weight of its goal or without.
        let is_corner = |heading: &str| squeezed(heading) == "绩效指标" || Label::read(heading).weight.is_some();
        // In a ledger the unit of each amount is read.
        let is_unit = |heading: &str| self.header.has(Role::Amount) && preamble::is_unit_label(heading);
        let options: Vec<CellRef> = self.header.options().map(|(at, _)| *at).collect();
        let is_read = |at: &CellRef, heading: &str| is_unit(heading) || options.contains(at);
        let told = |(at, heading): &&(CellRef, String)| tell_unknown && !is_corner(heading) && !is_read(at, heading);
        for (cell, heading) in self.header.unknown.iter().filter(told) {
            let finding = Finding::new(Code::HeadingUnknown, self.at.at(*cell));
            self.findings.push(finding.with("heading", masked(heading).into_owned()));
        }
        let row_0 = self.header.last_row_0;
        for (column, unread) in self.header.settle_twice() {
            let code = if unread.is_some() { Code::HeadingAmbiguous } else { Code::HeadingTwice };
            let place = |column: &HeaderColumn| self.at.at(CellRef::new(row_0, column.col_0));
            let finding = Finding::new(code, place(&column)).places(unread.as_ref().map(place));
            self.findings.push(finding.with("heading", column.heading));
        }
    }

    /// A block for another project or in another unit that goes on without a header of its own, or under one that is not
    /// understood, is refused with its place: read under the heading above it, it would give sums that look right.
    fn refuse_other_blocks(&mut self) {
        let has_amounts = budget::AMOUNTS.iter().filter(|role| self.header.has(**role)).nth(1).is_some();
        let begins = |row: &GridRow<'_>| self.begins_another_block(row) || has_amounts && self.heads_amounts_anew(row);
        if let Some(row) = self.body().find(begins) {
            self.refuse_from(row.row_0);
        }
    }

    /// Refuses the rows from one on, and says that another table begins there.
    fn refuse_from(&mut self, row_0: u32) {
        let row = self.grid.rows_between(row_0, self.end_row_0).next();
        let text = row.and_then(|row| row.first_text()).unwrap_or_default();
        let at = row.map_or(CellRef::new(row_0, 0), |row| row.first_at());
        let finding = Finding::new(Code::SecondTable, self.at.at(at));
        self.findings.push(finding.with("text", masked(text).into_owned()));
        self.refuse_rows(row_0);
    }

    fn refuse_rows(&mut self, row_0: u32) {
        for row in self.grid.rows_between(row_0, self.end_row_0) {
            self.fates.refused(row.row_0);
        }
        self.end_row_0 = row_0.max(self.header.last_row_0 + 1);
    }

    /// Rows that read like a header and begin no table that is known: one that reads nearly as well as the header is told, and
    /// in a table without parts of its own the rows that belong to it are refused.
    fn refuse_rivals(&mut self, rivals: &[Header], is_form: bool) {
        for rival in rivals {
            let understood = self.header.understood();
            if rival.understood() + 1 >= understood {
                self.findings.push(
                    Finding::new(Code::HeaderUnclear, self.at.at(CellRef::new(self.header.row_0, 0)))
                        .place(self.at.at(CellRef::new(rival.row_0, 0)))
                        .with("understood", understood)
                        .with("other", rival.understood()),
                );
            }
            if is_form {
                continue;
            }
            if rival.row_0 > self.header.row_0 {
                if rival.row_0 < self.end_row_0 {
                    self.refuse_from(rival.row_0);
                }
            } else if self.grid.rows_between(rival.last_row_0 + 1, self.header.row_0).next().is_some() {
                let at = self.at.at(CellRef::new(rival.row_0, 0));
                let row = self.grid.rows_between(rival.row_0, rival.row_0 + 1).next();
                let text = masked(row.and_then(|row| row.first_text()).unwrap_or_default()).into_owned();
                self.findings.push(Finding::new(Code::SecondTable, at).with("text", text));
                for row in self.grid.rows_between(rival.row_0, self.header.row_0) {
                    self.fates.refused(row.row_0);
                }
            }
        }
    }

    /// Whether a row has words in several columns of amounts: headings that are not understood, in whatever unit.
    fn heads_amounts_anew(&self, row: &GridRow<'_>) -> bool {
        const NAMES: [&str; 8] = ["名称", "编码", "编号", "代码", "序号", "项目", "单位", "部门"];
        let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        let is_text = |cell: Cell<'_>| matches!(cell.value, Value::Text(text) if !has_digit(text));
        let is_name = |text: &str| {
            let text = squeezed(text);
            NAMES.iter().any(|name| text.ends_with(name))
        };
        // 待定 and the like say that there is no amount yet.
        let is_words = |text: &str| text.contains(['数', '额', '算', '元']);
        let is_headed =
            |role: &&Role| matches!(self.header.value(row, **role), Some(Value::Text(text)) if is_words(text));
        !self.is_heading(row)
            && row.first_text().is_some_and(is_name)
            && row.cells().all(is_text)
            && budget::AMOUNTS.iter().filter(is_headed).nth(1).is_some()
    }

    /// Whether a row in the table's body names another project or another unit of amounts.
    fn begins_another_block(&self, row: &GridRow<'_>) -> bool {
        if !begins_with_label(row, self.headings) || self.is_heading(row) {
            return false;
        }
        let mut block = Preamble::default();
        block.read_row(row, &self.at, self.headings);
        block.speaks_of_another(&self.preamble)
    }

    /// Says that a cell does not hold what its column asks for.
    pub fn fault(&mut self, code: Code, place: Place, value: Value<'_>, fault: CellFault) {
        let code = match fault {
            CellFault::NoUnit => Code::UnitMissing,
            CellFault::Fault => Code::FormulaNotCalculated,
            CellFault::Unreadable | CellFault::OutOfRange => code,
        };
        let text = cell::text(value);
        let text = if code == Code::ProjectCodeUnusable { masked_number(&text) } else { masked(&text) };
        self.findings.push(Finding::new(code, place).with("text", text.into_owned()));
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
        let value = self.header.value(row, role)?;
        let place = self.header.place(&self.at, row, role);
        self.amount_at(value, self.header.unit(role), place)
    }

    /// An amount wherever it stands; `unit` is that of its label, before that of the sheet.
    pub fn amount_at(&mut self, value: Value<'_>, unit: Option<AmountUnit>, place: Place) -> Option<Sited<Money>> {
        let amount = match cell::amount(value, unit.or(self.preamble.unit)) {
            Ok(amount) => amount?,
            Err(fault) => {
                self.fault(Code::AmountUnreadable, place, value, fault);
                return None;
            }
        };
        let notes = [(Code::AmountRounded, amount.rounded), (Code::AmountIsDate, amount.was_date)];
        for (code, _) in notes.into_iter().filter(|(_, holds)| *holds) {
            self.findings.push(Finding::new(code, place.clone()).with("amount", amount.money));
        }
        Some(Sited::new(amount.money, place))
    }

    /// Whether a row has an amount in a role's column: the label of a total, or a note, may stand there instead.
    pub fn has_amount(&self, row: &GridRow<'_>, role: Role) -> bool {
        let value = self.header.value(row, role);
        value.is_some_and(|value| cell::amount(value, Some(AmountUnit::Yuan)).is_ok())
    }

    /// The amounts of a row: `initial` and `revised` are the columns of the budget as approved and as it stood in the end.
    pub fn amounts(&mut self, row: &GridRow<'_>, initial: Role, revised: Role) -> Amounts {
        Amounts {
            initial: self.amount(row, initial),
            revised: self.amount(row, revised),
            received: self.amount(row, Role::Received),
            expenditure: self.amount(row, Role::Expenditure),
        }
    }

    /// The amounts of a project as a whole; a finding where the initial budget was left empty beside a revised one.
    pub fn total_amounts(&mut self, row: &GridRow<'_>, initial: Role, revised: Role) -> Amounts {
        let amounts = self.amounts(row, initial, revised);
        if let Some(revised) = amounts.revised.as_ref().filter(|revised| !revised.value.is_zero())
            && self.header.has(initial)
            && self.cell(row, initial).is_none_or(|cell| cell::is_blank(&cell::text(cell.value)))
        {
            let finding = Finding::new(Code::InitialBudgetMissing, self.header.place(&self.at, row, initial));
            self.findings.push(finding.place(revised.place.clone()).with("revised", revised.value));
        }
        amounts
    }

    /// A text of a row, the merged cell's where the row's own is empty, without personal numbers.
    pub fn text(&self, row: &GridRow<'_>, role: Role) -> Option<Sited<String>> {
        let cell = self.cell(row, role)?;
        let text = masked(&cell::text(cell.value)).into_owned();
        (!text.is_empty()).then(|| Sited::new(text, self.at.at(cell.at)))
    }

    /// The cell under `role`, or the one merged over it.
    pub fn cell<'r>(&self, row: &GridRow<'r>, role: Role) -> Option<Cell<'r>>
    where
        'g: 'r,
    {
        let at = CellRef::new(row.row_0, self.header.col(role)?);
        if let Some(value) = row.get(at.col_0) {
            return Some(Cell { at, value });
        }
        let at = self.grid.merge_of(at)?.first;
        self.grid.get(at).map(|value| Cell { at, value })
    }
}

/// A hash of what rows say, by which a table sent twice is found within a run.
fn digest(grid: &Grid, first_row_0: u32, end_row_0: u32) -> u64 {
    let mut hash = DefaultHasher::new();
    // Row by row, since many small pieces take the hash longer than what they say.
    let mut said = Vec::new();
    for row in grid.rows_between(first_row_0, end_row_0) {
        said.push(4);
        said.extend((row.row_0 - first_row_0).to_le_bytes());
        for cell in row.cells() {
            said.extend(cell.at.col_0.to_le_bytes());
            match cell.value {
                Value::Text(text) => {
                    said.push(0);
                    said.extend_from_slice(text.as_bytes());
                    said.push(0xFF);
                }
                Value::Number(number) | Value::Date(number) => {
                    said.push(1);
                    said.extend(number.to_bits().to_le_bytes());
                }
                Value::Bool(bool) => said.extend([2, u8::from(bool)]),
                Value::Fault => said.push(3),
            }
        }
        hash.write(&said);
        said.clear();
    }
    hash.finish()
}
