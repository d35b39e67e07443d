//! Assembling: from the rows of many sheets to whole projects.
//!
//! Decides which project a sheet or row belongs to, and which figure goes first where two sheets speak of one fact.
//! Both are stated in findings; nothing is merged in silence.

mod ledgers;
mod owner;
mod surveys;
mod union;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::error::Result;
use crate::finding::{Code, Fact, Finding, Findings};
use crate::frame::payments::PaymentFrame;
use crate::location::{Place, SheetRef, Sited};
use crate::money::Money;
use crate::period::FiscalYear;
use crate::project::{Amounts, BudgetLine, Funds, Project, ProjectKey};
use crate::rate::Rate;
use crate::read::inbox::folder;
use crate::recognise::tables::{
    Content, FormTotals, FundRow, GroupTotal, Identity, IndicatorRow, Monitoring, PassedOver, PaymentRows,
    RecognisedFile, RecognisedSheet, ReviewRow, SheetKind, SurveySheet,
};

use owner::{CodeFrom, Index};

/// The projects of the inbox with their payments.
pub struct Assembled {
    /// In order of key.
    pub projects: Vec<Project>,
    pub payments: PaymentFrame,
    pub findings: Vec<Finding>,
}

/// Assembles projects. What sheets hold is taken out of `files`, which keep whose they are and the counts of their rows,
/// corrected where a row turns out to repeat another or to belong to no project. `year` is that of sheets that do not
/// say theirs.
///
/// # Errors
/// Only when the payments' frame cannot be built, which is a fault of the program.
pub fn assemble(files: &mut [RecognisedFile], year: Option<FiscalYear>) -> Result<Assembled> {
    let mut findings = Findings::default();
    let index = Index::new(files, year);
    index.report(&mut findings);
    let mut drafts: BTreeMap<ProjectKey, Draft> = BTreeMap::new();
    let mut owned = Owned::default();
    let mut invented: BTreeMap<ProjectKey, Finding> = BTreeMap::new();
    let mut ledgers: Vec<ledgers::Owned<'_>> = Vec::new();
    let mut reviews: Vec<&mut RecognisedSheet> = Vec::new();
    let mut seen: HashMap<u64, (Option<ProjectKey>, SheetRef)> = HashMap::new();
    for sheet in files.iter_mut().flat_map(|file| &mut file.sheets) {
        if matches!(sheet.kind, SheetKind::Own | SheetKind::Empty | SheetKind::Unknown | SheetKind::Unreadable) {
            continue;
        }
        let owner = index.owner(&sheet.identity, &sheet.at);
        if let Some((first_owner, first)) = seen.get(&sheet.digest) {
            if *first_owner == owner.clone().ok() {
                findings.push(Finding::new(Code::SheetRepeated, sheet.at.whole()).place(first.whole()));
                pass_all(sheet, PassedOver::Repeat);
                sheet.content = Content::default();
                continue;
            }
            // One ledger in two folders is counted for both projects, or for one of them by mistake.
            findings.push(Finding::new(Code::SheetShared, sheet.at.whole()).place(first.whole()));
        }
        seen.insert(sheet.digest, (owner.clone().ok(), sheet.at.clone()));
        if let (Ok(key), Some((_, from))) = (&owner, index.code(&sheet.identity, folder(&sheet.at.file))) {
            let code = match from {
                CodeFrom::Sheet => None,
                CodeFrom::Folder => Some(Code::ProjectCodeFromFolder),
                CodeFrom::Name => Some(Code::ProjectCodeFromName),
            };
            if let Some(code) = code.filter(|_| sheet.kind != SheetKind::BudgetTable) {
                let finding = || Finding::new(code, sheet.at.whole()).project(key).with("code", key.code.as_str());
                invented.entry(key.clone()).or_insert_with(finding);
            }
        }
        match (sheet.kind, owner) {
            (SheetKind::BudgetTable, _) => budget_table(sheet, &index, &mut drafts, &mut owned, &mut findings),
            (SheetKind::Review, _) => reviews.push(sheet),
            (SheetKind::Ledger, _) => {
                let rows = ledgers::owners(sheet, &index, &mut findings);
                for keys in rows.chunk_by(|one, two| one == two) {
                    keys[0].iter().for_each(|key| mark_ledger(&mut drafts, key, sheet));
                }
                ledgers.push((sheet, rows));
            }
            (_, Ok(key)) => {
                owned.sheet(sheet, &key);
                drafts.entry(key).or_default().add(sheet, &mut findings);
            }
            (_, Err(code)) => {
                owned.table(sheet, None);
                refuse_all(sheet, code, &mut findings);
            }
        }
    }
    let of_nothing: Vec<ProjectKey> =
        ledgers.iter().filter_map(|(sheet, rows)| of_nothing(sheet, rows, &index, &drafts)).collect();
    for key in of_nothing {
        drafts.entry(key).or_default();
    }
    for (sheet, rows) in &mut ledgers {
        ledger_owners(sheet, rows, &index, &mut drafts, &mut owned);
    }
    // A review decides on points of projects that other sheets speak of; it makes none of its own.
    for sheet in reviews {
        review_rows(sheet, &index, &mut drafts, &mut owned, &mut findings);
    }
    findings.extend(invented.into_values());
    let gathered = ledgers::gather(ledgers, &mut findings);
    let keys: Vec<ProjectKey> = drafts.keys().cloned().collect();
    let projects = drafts.into_iter().map(|(key, draft)| draft.finish(key, &mut findings)).collect();
    let mut findings = findings.finish();
    for finding in files.iter_mut().flat_map(|file| &mut file.findings).chain(&mut findings) {
        owned.name(finding);
    }
    Ok(Assembled { projects, payments: gathered.into_frame(keys)?, findings })
}

/// The projects of rows that say theirs, one for all of its rows in memory where it is one.
type RowOwners = BTreeMap<u32, Arc<ProjectKey>>;

/// Whose each table and row is, so that findings made before that was known can say it.
#[derive(Default)]
struct Owned {
    /// The owners of the tables of a sheet, by the first row of each; `None` for a table of several owners, or of none.
    sheets: HashMap<SheetRef, BTreeMap<u32, Option<ProjectKey>>>,
    rows: HashMap<SheetRef, RowOwners>,
    /// The projects of each folder; `None` where there are several.
    folders: HashMap<String, Option<ProjectKey>>,
}

impl Owned {
    fn sheet(&mut self, sheet: &mut RecognisedSheet, key: &ProjectKey) {
        sheet.owner = Some(key.clone());
        self.table(sheet, Some(key.clone()));
        self.folder(&sheet.at, key);
    }

    fn table(&mut self, sheet: &RecognisedSheet, owner: Option<ProjectKey>) {
        self.sheets.entry(sheet.at.clone()).or_default().insert(sheet.first_row_0, owner);
    }

    fn folder(&mut self, at: &SheetRef, key: &ProjectKey) {
        match self.folders.get_mut(folder(&at.file)) {
            Some(owner) => *owner = owner.take().filter(|owner| owner == key),
            None => {
                self.folders.insert(folder(&at.file).to_owned(), Some(key.clone()));
            }
        }
    }

    /// Rows of several projects in one sheet; a sheet whose rows have one owner is that owner's.
    fn rows(&mut self, sheet: &mut RecognisedSheet, mut rows: RowOwners) {
        if let Some(key) = only(rows.values()) {
            return self.sheet(sheet, key);
        }
        if !rows.is_empty() {
            self.folders.insert(folder(&sheet.at.file).to_owned(), None);
            self.rows.entry(sheet.at.clone()).or_default().append(&mut rows);
        }
        self.table(sheet, None);
    }

    fn name(&self, finding: &mut Finding) {
        let (None, Some(place)) = (&finding.project, finding.places.first()) else { return };
        let sheet = place.of().clone();
        let of_row = self.rows.get(&sheet).and_then(|rows| Some(&**rows.get(&place.cell?.row_0)?));
        let of_table = || {
            let tables = self.sheets.get(&sheet)?;
            match place.cell {
                Some(cell) => tables.range(..=cell.row_0).next_back().and_then(|(_, owner)| owner.as_ref()),
                None => tables.values().next().filter(|_| tables.len() == 1).and_then(Option::as_ref),
            }
        };
        // A file that could not be read belongs to the one project of its folder.
        let folder = folder(&place.file);
        let of_folder = || self.folders.get(folder).filter(|_| !folder.is_empty())?.as_ref();
        finding.project = of_row.or_else(of_table).or_else(of_folder).cloned();
    }
}

/// What all are; `None` where there are several, or none.
fn only<'a, T: PartialEq>(mut keys: impl Iterator<Item = &'a T>) -> Option<&'a T> {
    let first = keys.next()?;
    keys.all(|key| key == first).then_some(first)
}

/// All rows of a sheet that were used are passed over instead.
fn pass_all(sheet: &mut RecognisedSheet, reason: PassedOver) {
    let used = std::mem::take(&mut sheet.rows.used);
    *sheet.rows.passed.entry(reason).or_default() += used;
}

fn refuse_all(sheet: &mut RecognisedSheet, code: Code, findings: &mut Findings) {
    let used = std::mem::take(&mut sheet.rows.used);
    sheet.rows.refused += used;
    findings.push(Finding::new(code, sheet.at.whole()));
}

/// A row that was used is refused instead, since nobody owns it.
fn refuse_row(sheet: &mut RecognisedSheet, code: Code, place: Place, findings: &mut Findings) {
    findings.push(Finding::new(code, place));
    sheet.rows.used -= 1;
    sheet.rows.refused += 1;
}

/// A fact's place in the order in which sheets are believed, the first the lowest.
type Precedence = u8;

fn budget_table(
    sheet: &mut RecognisedSheet,
    index: &Index,
    drafts: &mut BTreeMap<ProjectKey, Draft>,
    owned: &mut Owned,
    findings: &mut Findings,
) {
    let mut rows = BTreeMap::new();
    let of_bureau = sheet.content.funds.len() > 1 || folder(&sheet.at.file).is_empty();
    let whole = owner::of_rows(sheet);
    // Where the table speaks of the year so far, each row says both.
    let mut monitored = sheet.content.monitoring.take().unwrap_or_default().funds.into_iter();
    for row in std::mem::take(&mut sheet.content.funds) {
        let monitored = monitored.next();
        let identity = row.identity.or(&whole);
        match index.owner(&identity, &sheet.at) {
            Ok(key) => {
                let named = row.identity.code.as_ref().or(row.identity.name.as_ref());
                if let Some(cell) = named.and_then(|named| named.place.cell) {
                    rows.insert(cell.row_0, Arc::new(key.clone()));
                }
                let draft = drafts.entry(key).or_default();
                draft.named(&sheet.at, identity);
                let monitoring = |row| Monitoring { funds: vec![row], ..Monitoring::default() };
                draft.monitoring.extend(monitored.map(monitoring));
                // The bureau's table goes first for what the bureau decides, and last for what a unit reports.
                draft.funds.push((if of_bureau { 0 } else { 1 }, if of_bureau { 3 } else { 1 }, row));
            }
            Err(code) => {
                let place = row.identity.name.as_ref().map_or_else(|| sheet.at.whole(), |name| name.place.clone());
                refuse_row(sheet, code, place, findings);
            }
        }
    }
    owned.rows(sheet, rows);
}

/// The project of a ledger of which nothing could be read, which it names all the same. `known` are the projects of which other
/// sheets speak.
fn of_nothing(
    sheet: &RecognisedSheet,
    rows: &ledgers::Owners,
    index: &Index,
    known: &BTreeMap<ProjectKey, Draft>,
) -> Option<ProjectKey> {
    let PaymentRows { refused, unread, .. } = &sheet.content.payments;
    let names_known = |rows| !ledgers::refused(rows, sheet, index, |key| known.contains_key(key)).owners.is_empty();
    let is_nothing = rows.iter().all(Option::is_none) && ![refused, unread].into_iter().any(names_known);
    is_nothing.then(|| index.owner(&sheet.identity, &sheet.at).ok()).flatten()
}

/// Says whose a ledger and its rows are, once all projects are known, and whose payments are not all read. A row that is refused
/// makes no project: it is that of the project it names, in any of its years where nothing says which. One that names nobody
/// known is of the project whose ledger it stands in, and on a page that is refused as a whole it may be anybody's of the
/// sheet.
fn ledger_owners(
    sheet: &mut RecognisedSheet,
    rows: &ledgers::Owners,
    index: &Index,
    drafts: &mut BTreeMap<ProjectKey, Draft>,
    owned: &mut Owned,
) {
    let stated = index.owner(&sheet.identity, &sheet.at).ok().filter(|key| drafts.contains_key(key));
    let of = |rows| ledgers::refused(rows, sheet, index, |key| drafts.contains_key(key));
    let (refused, unread) = (of(&sheet.content.payments.refused), of(&sheet.content.payments.unread));
    let unowned = ledgers::unowned(rows, sheet, index);
    let by_row = || refused.owners.values().chain(unread.owners.values());
    let used = rows.chunk_by(|one, two| one == two).filter_map(|alike| alike[0].as_ref());
    let mut all: BTreeSet<ProjectKey> = used.chain(by_row()).map(|key| ProjectKey::clone(key)).collect();
    if all.is_empty() {
        all.extend(stated.clone());
    }
    let whole = only(all.iter());
    let mut counts: BTreeMap<ProjectKey, u32> = BTreeMap::new();
    let mut add = |key: &ProjectKey, count| *counts.entry(key.clone()).or_default() += count;
    by_row().for_each(|key| add(key, 1));
    for code in [&refused, &unread, &unowned].into_iter().flat_map(|rows| &rows.of_any_year) {
        let here = all.iter().any(|key| key.code == *code);
        let keys = drafts.keys().filter(|key| key.code == *code && (!here || all.contains(key)));
        keys.for_each(|key| add(key, 1));
    }
    if let Some(key) = whole.or(stated.as_ref()) {
        add(key, refused.of_nobody + unowned.of_nobody);
    }
    all.iter().for_each(|key| add(key, unread.of_nobody));
    if let Some(draft) = whole.and_then(|key| drafts.get_mut(key)).filter(|draft| !draft.has_ledger) {
        draft.named(&sheet.at, sheet.identity.clone());
    }
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let draft = drafts.entry(key).or_default();
        draft.refused_payments.push(Sited::new(count, sheet.at.whole()));
    }
    match whole {
        Some(key) => owned.sheet(sheet, key),
        None => {
            let used = ledgers::rows_owned(sheet, rows);
            owned.rows(sheet, used.into_iter().chain(refused.owners).chain(unread.owners).collect());
        }
    }
}

fn review_rows(
    sheet: &mut RecognisedSheet,
    index: &Index,
    drafts: &mut BTreeMap<ProjectKey, Draft>,
    owned: &mut Owned,
    findings: &mut Findings,
) {
    let mut rows = BTreeMap::new();
    for row in std::mem::take(&mut sheet.content.reviews) {
        let owner = index.owner(&row.identity.or(&sheet.identity), &sheet.at);
        let known = owner.and_then(|key| drafts.get_mut(&key).map(|draft| (key, draft)).ok_or(Code::ProjectUnknown));
        match known {
            Ok((key, draft)) => {
                rows.extend(row.points.place.cell.map(|cell| (cell.row_0, Arc::new(key))));
                draft.reviews.push(row);
            }
            Err(code) => {
                refuse_row(sheet, code, row.indicator.place, findings);
            }
        }
    }
    owned.rows(sheet, rows);
}

/// A project while its sheets are gathered.
#[derive(Default)]
struct Draft {
    folder: Option<String>,
    identities: Vec<Identity>,
    /// With the precedence of budgets and that of expenditure.
    funds: Vec<(Precedence, Precedence, FundRow)>,
    lines: Vec<BudgetLine>,
    lines_total: Option<Box<BudgetLine>>,
    lines_sheet: Option<SheetRef>,
    indicators: Vec<IndicatorRow>,
    group_totals: Vec<GroupTotal>,
    form_totals: Vec<FormTotals>,
    surveys: Vec<SurveySheet>,
    monitoring: Vec<Monitoring>,
    reviews: Vec<ReviewRow>,
    has_ledger: bool,
    refused_payments: Vec<Sited<u32>>,
}

impl Draft {
    /// A sheet names the project. Its folder is that of the first sheet that does.
    fn named(&mut self, at: &SheetRef, identity: Identity) {
        self.folder.get_or_insert_with(|| folder(&at.file).to_owned());
        self.identities.push(identity);
    }

    fn add(&mut self, sheet: &mut RecognisedSheet, findings: &mut Findings) {
        self.named(&sheet.at, sheet.identity.clone());
        let mut content = std::mem::take(&mut sheet.content);
        if let Some(first) = self.resubmitted(&content.indicators) {
            findings.push(Finding::new(Code::SheetNotUsed, sheet.at.whole()).place(first.whole()));
            pass_all(sheet, PassedOver::Repeat);
            // Its funds are still compared with those used.
            content = Content { funds: content.funds, ..Content::default() };
        }
        // What stood within the year gives way to what stood at its end.
        let precedence = if sheet.kind == SheetKind::Monitoring { 4 } else { 2 };
        self.funds.extend(content.funds.into_iter().map(|row| (precedence, precedence, row)));
        if !content.lines.is_empty() {
            if let Some(first) = &self.lines_sheet {
                findings.push(Finding::new(Code::SheetNotUsed, sheet.at.whole()).place(first.whole()));
                pass_all(sheet, PassedOver::Repeat);
            } else {
                self.lines_sheet = Some(sheet.at.clone());
                self.lines = content.lines;
                self.lines_total = content.lines_total;
            }
        }
        self.indicators.extend(content.indicators);
        self.group_totals.extend(content.group_totals);
        self.form_totals.extend(content.form_totals);
        self.surveys.extend(content.survey.map(|survey| *survey));
        self.monitoring.extend(content.monitoring);
    }

    /// The sheet that a form or score table was sent for before: of the same kind, and most of the indicators of the
    /// shorter one are in both. A table in several parts has its own in each.
    fn resubmitted(&self, rows: &[IndicatorRow]) -> Option<SheetRef> {
        let first = rows.first().filter(|row| matches!(row.kind, SheetKind::ScoreTable | SheetKind::SelfEvaluation))?;
        let mut sheets: Vec<(&SheetRef, Vec<&str>)> = Vec::new();
        for row in self.indicators.iter().filter(|row| row.kind == first.kind && row.at != first.at) {
            match sheets.iter_mut().find(|(at, _)| **at == row.at) {
                Some((_, names)) => names.push(&row.name.value),
                None => sheets.push((&row.at, vec![&row.name.value])),
            }
        }
        let is_same = |names: &Vec<&str>| {
            let both = rows.iter().filter(|row| names.contains(&row.name.value.as_str())).count();
            both * 2 > rows.len().min(names.len())
        };
        sheets.into_iter().find(|(_, names)| is_same(names)).map(|(at, _)| at.clone())
    }

    fn finish(mut self, key: ProjectKey, findings: &mut Findings) -> Project {
        let first = |pick: fn(&Identity) -> &Option<Sited<String>>| {
            self.identities.iter().find_map(|identity| pick(identity).as_ref().map(|text| text.value.trim().to_owned()))
        };
        // The project's own sheets speak of it before the bureau's.
        self.funds.sort_by_key(|(_, report, _)| *report);
        let mut merge = Merge { key: &key, findings };
        let approvals = self.funds.iter().filter_map(|(_, _, row)| row.approved.clone());
        let approved = merge.first("fact-approved", approvals);
        let funds = merge.funds(&self.funds);
        // A table of weights and points without rules is the score table where there is no other.
        let is_scored = |row: &IndicatorRow| matches!(row.kind, SheetKind::ScoreTable | SheetKind::SelfEvaluation);
        if !self.indicators.iter().any(is_scored) {
            let summary = self.indicators.iter_mut().filter(|row| row.kind == SheetKind::ScoreSummary);
            summary.filter(|row| row.weight.is_some()).for_each(|row| row.kind = SheetKind::ScoreTable);
        }
        // The sheet made for scoring goes before one that repeats it.
        self.indicators.sort_by_key(|row| row.kind);
        let (tallies, surveys) = surveys::told_twice(self.surveys);
        Project {
            // A project that only its ledger or survey speaks of is called by its code.
            name: first(|identity| &identity.name).unwrap_or_else(|| key.code.clone()),
            department: first(|identity| &identity.department).unwrap_or_default(),
            unit: first(|identity| &identity.unit).unwrap_or_default(),
            folder: self.folder.unwrap_or_default(),
            funds,
            lines: self.lines,
            lines_total: self.lines_total,
            approved,
            states_deductions: (self.indicators.iter())
                .any(|row| row.kind == SheetKind::ScoreTable && row.deduction.is_some()),
            rows: self.indicators,
            group_totals: self.group_totals,
            form_totals: self.form_totals,
            surveys,
            tallies,
            monitoring: self.monitoring,
            reviews: self.reviews,
            printed_rates: self.funds.iter().filter_map(|(_, _, row)| printed_rate(row)).collect(),
            rubric_line: self.identities.iter().find_map(|identity| identity.rubric.clone()),
            has_ledger: self.has_ledger,
            refused_payments: self.refused_payments,
            key,
        }
    }
}

fn printed_rate(row: &FundRow) -> Option<crate::project::PrintedRate> {
    let printed = row.printed_rate.clone()?;
    Some(crate::project::PrintedRate { printed, source: row.source.clone(), amounts: row.amounts.clone() })
}

/// Chooses among figures for one fact and names those that differ.
struct Merge<'a> {
    key: &'a ProjectKey,
    findings: &'a mut Findings,
}

impl Merge<'_> {
    fn funds(&mut self, rows: &[(Precedence, Precedence, FundRow)]) -> Funds {
        let totals: Vec<_> = rows.iter().filter(|(_, _, row)| row.source.is_none()).collect();
        let mut pick = |fact: &'static str, of: fn(&Amounts) -> &Option<Sited<Money>>, reported: bool| {
            let mut candidates: Vec<_> = totals
                .iter()
                .filter_map(|(budget, report, row)| {
                    let precedence = if reported { *report } else { *budget };
                    of(&row.amounts).clone().map(|amount| (precedence, amount))
                })
                .collect();
            candidates.sort_by_key(|(precedence, _)| *precedence);
            self.first(fact, candidates.into_iter().map(|(_, amount)| amount))
        };
        let total = Amounts {
            initial: pick("fact-initial-budget", |amounts| &amounts.initial, false),
            revised: pick("fact-revised-budget", |amounts| &amounts.revised, false),
            received: pick("fact-received", |amounts| &amounts.received, false),
            expenditure: pick("fact-expenditure", |amounts| &amounts.expenditure, true),
        };
        let mut by_source: Vec<(String, Amounts)> = Vec::new();
        // Every sheet names the sources in its own way: those of the one that goes first are the project's.
        let sheet_of = |row: &FundRow| {
            let amounts = [&row.amounts.initial, &row.amounts.revised, &row.amounts.received, &row.amounts.expenditure];
            amounts.into_iter().flatten().next().map(|amount| (amount.place.file.clone(), amount.place.sheet.clone()))
        };
        let of_sources = || rows.iter().map(|(_, _, row)| row).filter(|row| row.source.is_some());
        let first = of_sources().find_map(sheet_of);
        for row in of_sources().filter(|row| sheet_of(row) == first) {
            let Some(source) = &row.source else { continue };
            if !by_source.iter().any(|(known, _)| known == source) {
                by_source.push((source.clone(), row.amounts.clone()));
            }
        }
        Funds { total, by_source }
    }

    fn first<T>(&mut self, fact: &'static str, mut candidates: impl Iterator<Item = Sited<T>>) -> Option<Sited<T>>
    where
        T: PartialEq + Copy + Into<Fact>,
    {
        let used = candidates.next()?;
        for other in candidates.filter(|other| other.value != used.value) {
            let is_slip = match (used.value.into(), other.value.into()) {
                (Fact::Money(used), Fact::Money(other)) => {
                    Rate::new(used, other).is_some_and(|rate| rate.is_unit_slip())
                }
                _ => false,
            };
            self.findings.push(
                Finding::new(if is_slip { Code::UnitSlip } else { Code::ValueConflict }, used.place.clone())
                    .project(self.key)
                    .place(other.place)
                    .with("fact", Fact::Term(fact))
                    .with("used", used.value)
                    .with("other-fact", Fact::Term("term-another-sheet"))
                    .with("other", other.value),
            );
        }
        Some(used)
    }
}

fn mark_ledger(drafts: &mut BTreeMap<ProjectKey, Draft>, key: &ProjectKey, sheet: &RecognisedSheet) {
    if drafts.get(key).is_some_and(|draft| draft.has_ledger) {
        return;
    }
    let draft = drafts.entry(key.clone()).or_default();
    draft.has_ledger = true;
    draft.named(&sheet.at, sheet.identity.clone());
}
