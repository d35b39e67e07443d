//! Assembling: from the rows of many sheets to whole projects.
//!
//! Decides which project a sheet or row belongs to, and which figure goes first where two sheets speak of one fact.
//! Both are stated in findings; nothing is merged in silence.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::Datelike;

use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::frame::payments::{PaymentColumns, PaymentFrame, payee_key};
use crate::location::{Place, SheetRef, Sited};
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::project::{Amounts, BudgetLine, Funds, Project, ProjectKey};
use crate::read::inbox::folder;
use crate::recognise::cell::squeezed;
use crate::recognise::preamble::year_in;
use crate::recognise::tables::{FundRow, Identity, LineRow, PassedOver, RecognisedFile, RecognisedSheet, SheetKind};

/// The projects of the inbox with their payments.
pub struct Assembled {
    /// In order of key.
    pub projects: Vec<Project>,
    pub payments: PaymentFrame,
    pub findings: Vec<Finding>,
}

/// Assembles projects; the counts of rows in `files` are corrected where a row turns out to repeat another or to
/// belong to no project. `year` is that of sheets that do not say theirs.
///
/// # Errors
/// Only when the payments' frame cannot be built, which is a fault of the program.
pub fn assemble(files: &mut [RecognisedFile], year: Option<FiscalYear>) -> Result<Assembled> {
    let mut findings = Vec::new();
    let index = Index::new(files, year);
    index.report(&mut findings);
    let mut drafts: BTreeMap<ProjectKey, Draft> = BTreeMap::new();
    let mut ledgers = Vec::new();
    let mut invented: BTreeMap<ProjectKey, Finding> = BTreeMap::new();
    let mut seen: HashMap<(Option<ProjectKey>, [u8; 32]), SheetRef> = HashMap::new();
    for (file_at, file) in files.iter_mut().enumerate() {
        for (sheet_at, sheet) in file.sheets.iter_mut().enumerate() {
            if matches!(sheet.kind, SheetKind::Empty | SheetKind::Unknown) {
                continue;
            }
            let owner = index.owner(&sheet.identity, &sheet.at);
            if let Some(first) = seen.get(&(owner.clone().ok(), sheet.digest)) {
                findings.push(Finding::new(Code::SheetRepeated, sheet.at.whole()).place(first.whole()));
                pass_all(sheet, PassedOver::Repeat);
                continue;
            }
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
            seen.insert((owner.clone().ok(), sheet.digest), sheet.at.clone());
            match sheet.kind {
                SheetKind::BudgetTable => budget_table(sheet, &index, &mut drafts, &mut findings),
                SheetKind::Ledger => ledgers.push((file_at, sheet_at, owner)),
                _ => match owner {
                    Ok(key) => drafts.entry(key).or_default().add(sheet),
                    Err(code) => refuse_all(sheet, code, &mut findings),
                },
            }
        }
    }
    findings.extend(invented.into_values());
    let payments = gather_payments(files, ledgers, &index, &mut drafts, &mut findings)?;
    let keys: Vec<ProjectKey> = drafts.keys().cloned().collect();
    let projects = drafts.into_iter().map(|(key, draft)| draft.finish(key, &index, &mut findings)).collect();
    let payments = payments.into_frame(keys)?;
    Ok(Assembled { projects, payments, findings })
}

/// All rows of a sheet that were used are passed over instead.
fn pass_all(sheet: &mut RecognisedSheet, reason: PassedOver) {
    let used = std::mem::take(&mut sheet.rows.used);
    *sheet.rows.passed.entry(reason).or_default() += used;
}

fn refuse_all(sheet: &mut RecognisedSheet, code: Code, findings: &mut Vec<Finding>) {
    let used = std::mem::take(&mut sheet.rows.used);
    sheet.rows.refused += used;
    findings.push(Finding::new(code, sheet.at.whole()));
}

/// A fact's place in the order in which sheets are believed, the first the lowest.
type Precedence = u8;

fn budget_table(
    sheet: &mut RecognisedSheet,
    index: &Index,
    drafts: &mut BTreeMap<ProjectKey, Draft>,
    findings: &mut Vec<Finding>,
) {
    let of_bureau = sheet.content.funds.len() > 1 || folder(&sheet.at.file).is_empty();
    for row in &sheet.content.funds {
        match index.owner(&row.identity.or(&sheet.identity), &sheet.at) {
            Ok(key) => {
                let draft = drafts.entry(key).or_default();
                draft.folder.get_or_insert_with(|| folder(&sheet.at.file).to_owned());
                draft.identities.push(row.identity.or(&sheet.identity));
                // The bureau's table goes first for what the bureau decides, and last for what a unit reports.
                draft.funds.push((if of_bureau { 0 } else { 1 }, if of_bureau { 3 } else { 1 }, row.clone()));
            }
            Err(code) => {
                let place = row.identity.name.as_ref().map_or_else(|| sheet.at.whole(), |name| name.place.clone());
                findings.push(Finding::new(code, place));
                sheet.rows.used -= 1;
                sheet.rows.refused += 1;
            }
        }
    }
}

/// A project while its sheets are gathered.
#[derive(Default)]
struct Draft {
    folder: Option<String>,
    identities: Vec<Identity>,
    /// With the precedence of budgets and that of expenditure.
    funds: Vec<(Precedence, Precedence, FundRow)>,
    lines: Vec<LineRow>,
    lines_total: Option<LineRow>,
    sheets: Vec<(SheetKind, crate::recognise::tables::Content)>,
    has_ledger: bool,
}

impl Draft {
    fn add(&mut self, sheet: &RecognisedSheet) {
        self.folder.get_or_insert_with(|| folder(&sheet.at.file).to_owned());
        self.identities.push(sheet.identity.clone());
        for row in &sheet.content.funds {
            self.funds.push((2, 2, row.clone()));
        }
        if self.lines.is_empty() {
            self.lines = sheet.content.lines.clone();
            self.lines_total = sheet.content.lines_total.clone();
        }
        self.sheets.push((sheet.kind, sheet.content.clone()));
    }

    fn finish(self, key: ProjectKey, index: &Index, findings: &mut Vec<Finding>) -> Project {
        let first = |pick: fn(&Identity) -> &Option<Sited<String>>| {
            self.identities.iter().find_map(|identity| pick(identity).as_ref().map(|text| text.value.trim().to_owned()))
        };
        let name = first(|identity| &identity.name).unwrap_or_else(|| index.name_of(&key.code));
        let mut merge = Merge { key: &key, findings };
        let funds = merge.funds(&self.funds);
        let approved = self.funds.iter().find_map(|(_, _, row)| row.approved.clone());
        let mut rows = Vec::new();
        let mut group_totals = Vec::new();
        let mut form_totals = Vec::new();
        let mut surveys = Vec::new();
        for (_, content) in self.sheets {
            rows.extend(content.indicators);
            group_totals.extend(content.group_totals);
            form_totals.extend(content.form_totals);
            surveys.extend(content.survey);
        }
        // The sheet made for scoring goes before one that repeats it.
        rows.sort_by_key(|row| row.kind);
        Project {
            name,
            department: first(|identity| &identity.department).unwrap_or_default(),
            unit: first(|identity| &identity.unit).unwrap_or_default(),
            folder: self.folder.unwrap_or_default(),
            funds,
            lines: self.lines.into_iter().map(line).collect(),
            lines_total: self.lines_total.map(line),
            approved,
            rows,
            group_totals,
            form_totals,
            surveys,
            printed_rates: self.funds.iter().filter_map(|(_, _, row)| printed_rate(row)).collect(),
            rubric_line: self.identities.iter().find_map(|identity| identity.rubric.clone()),
            has_ledger: self.has_ledger,
            key,
        }
    }
}

fn line(row: LineRow) -> BudgetLine {
    BudgetLine { item: row.item, budget: row.budget, expenditure: row.expenditure }
}

fn printed_rate(row: &FundRow) -> Option<crate::project::PrintedRate> {
    let printed = row.printed_rate.clone()?;
    Some(crate::project::PrintedRate { printed, source: row.source.clone(), amounts: row.amounts.clone() })
}

/// Chooses among figures for one fact and names those that differ.
struct Merge<'a> {
    key: &'a ProjectKey,
    findings: &'a mut Vec<Finding>,
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
        for (_, _, row) in rows {
            let Some(source) = &row.source else { continue };
            if !by_source.iter().any(|(known, _)| known == source) {
                by_source.push((source.clone(), row.amounts.clone()));
            }
        }
        Funds { total, by_source }
    }

    fn first(
        &mut self,
        fact: &'static str,
        mut candidates: impl Iterator<Item = Sited<Money>>,
    ) -> Option<Sited<Money>> {
        let used = candidates.next()?;
        for other in candidates.filter(|other| other.value != used.value) {
            self.findings.push(
                Finding::new(Code::ValueConflict, used.place.clone())
                    .project(self.key)
                    .place(other.place)
                    .with("fact", Fact::Term(fact))
                    .with("used", used.value)
                    .with("other", other.value),
            );
        }
        Some(used)
    }
}

/// Payments with the key of their project.
#[derive(Default)]
struct Gathered {
    columns: PaymentColumns,
    keys: Vec<ProjectKey>,
    sheets: Vec<(SheetRef, u16)>,
}

impl Gathered {
    fn into_frame(mut self, projects: Vec<ProjectKey>) -> Result<PaymentFrame> {
        let index: HashMap<&ProjectKey, u32> = projects.iter().zip(0..).collect();
        self.columns.project = self.keys.iter().map(|key| index[key]).collect();
        PaymentFrame::new(self.columns, self.sheets, projects)
    }
}

/// What makes two entries of different ledgers the same payment.
type PaymentSame = (Option<chrono::NaiveDate>, String, String, String, Money);

/// The union of each project's ledgers as a multiset: a payment counts as often as in the ledger that has it most, so
/// that a cumulative ledger sent every month is not added up.
fn gather_payments(
    files: &mut [RecognisedFile],
    ledgers: Vec<(usize, usize, std::result::Result<ProjectKey, Code>)>,
    index: &Index,
    drafts: &mut BTreeMap<ProjectKey, Draft>,
    findings: &mut Vec<Finding>,
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let mut known: HashMap<(ProjectKey, PaymentSame), u32> = HashMap::new();
    // The sum of all amounts stays far from what 64 bits hold, so that no aggregate can overflow.
    let mut room = i64::MAX / 4;
    // Vouchers are compared only where every ledger has them.
    let vouchers = ledgers.iter().all(|(file, sheet, _)| {
        files[*file].sheets[*sheet].content.payments.voucher.iter().all(|voucher| !voucher.is_empty())
    });
    for (file_at, sheet_at, owner) in ledgers {
        let sheet = &mut files[file_at].sheets[sheet_at];
        let sheet_number = gathered.sheets.len() as u32;
        gathered.sheets.push((sheet.at.clone(), sheet.content.payments.amount_col_0));
        let payments = &sheet.content.payments;
        if payments.is_empty() {
            match owner {
                Ok(key) => mark_ledger(drafts, key, &sheet.at, &sheet.identity),
                Err(code) => refuse_all(sheet, code, findings),
            }
            continue;
        }
        let mut here: HashMap<(ProjectKey, PaymentSame), u32> = HashMap::new();
        let (mut repeated, mut refused) = (0, 0);
        let mut sums: BTreeMap<Option<ProjectKey>, Money> = BTreeMap::new();
        for at in 0..payments.len() {
            let place = sheet.at.at(payments.cell(at));
            let owner = match (payments.code.get(at), payments.name.get(at)) {
                ("", "") => owner.clone(),
                (code, name) => index.owner(&Identity::of_row(code, name, &place).or(&sheet.identity), &sheet.at),
            };
            let amount = payments.amount[at];
            let owner = owner.map(|key| index.of_earlier_year(key, payments.date[at]));
            let key = match owner {
                Ok(key) if amount.abs().fen() <= room => key,
                Ok(_) => {
                    findings.push(Finding::new(Code::AmountUnreadable, place).with("text", amount));
                    refused += 1;
                    continue;
                }
                Err(code) => {
                    findings.push(Finding::new(code, place));
                    refused += 1;
                    continue;
                }
            };
            let same = (
                payments.date[at].map(|date| date.date()),
                payee_key(payments.payee.get(at)),
                squeezed(payments.purpose.get(at)),
                if vouchers { payments.voucher.get(at).to_owned() } else { String::new() },
                amount,
            );
            *sums.entry(Some(key.clone())).or_default() =
                sums.get(&Some(key.clone())).copied().unwrap_or_default() + amount;
            let times = here.entry((key.clone(), same.clone())).or_default();
            *times += 1;
            let counted = known.entry((key.clone(), same)).or_default();
            if *times <= *counted {
                repeated += 1;
                continue;
            }
            *counted = *times;
            room -= amount.abs().fen();
            mark_ledger(drafts, key.clone(), &sheet.at, &sheet.identity);
            gathered.keys.push(key);
            let columns = &mut gathered.columns;
            columns.date.push(payments.date[at]);
            columns.voucher.push(payments.voucher.get(at));
            columns.payee.push(payments.payee.get(at));
            columns.purpose.push(payments.purpose.get(at));
            columns.amount.push(amount);
            columns.planned.push(payments.planned[at]);
            columns.approved.push(payments.approved[at]);
            columns.sheet.push(sheet_number);
            columns.row_0.push(payments.row_0[at]);
        }
        sheet.rows.used -= repeated + refused;
        sheet.rows.refused += refused;
        if repeated > 0 {
            *sheet.rows.passed.entry(PassedOver::Repeat).or_default() += repeated;
        }
        printed_total(sheet, &sums, refused, findings);
    }
    Ok(gathered)
}

/// The total printed under a ledger against the sum of its payments; not judged where payments were refused, which
/// has a finding of its own.
fn printed_total(
    sheet: &RecognisedSheet,
    sums: &BTreeMap<Option<ProjectKey>, Money>,
    refused: u32,
    findings: &mut Vec<Finding>,
) {
    let Some(total) = &sheet.content.payments.total else { return };
    let sum: Money = sums.values().copied().sum();
    if refused == 0 && sheet.rows.refused == 0 && total.value != sum {
        let finding = Finding::new(Code::LedgerTotalDiffers, total.place.clone())
            .with("printed", total.value)
            .with("sum", sum)
            .with("difference", total.value - sum);
        findings.push(match sums.keys().flatten().next() {
            Some(key) if sums.len() == 1 => finding.project(key),
            _ => finding,
        });
    }
}

fn mark_ledger(drafts: &mut BTreeMap<ProjectKey, Draft>, key: ProjectKey, at: &SheetRef, identity: &Identity) {
    let draft = drafts.entry(key).or_default();
    if !draft.has_ledger {
        draft.has_ledger = true;
        draft.folder.get_or_insert_with(|| folder(&at.file).to_owned());
        draft.identities.push(identity.clone());
    }
}

/// Which codes, names and years the inbox speaks of, by which a sheet's owner is found.
struct Index {
    /// Normalised name to code.
    codes: BTreeMap<String, BTreeSet<String>>,
    /// Code to names as written, with the first place of each.
    names: BTreeMap<String, BTreeMap<String, Place>>,
    /// Normalised names without a code that stand in a folder.
    folder_names: BTreeMap<String, BTreeSet<String>>,
    /// Codes known in a folder.
    folder_codes: BTreeMap<String, BTreeSet<String>>,
    years: BTreeMap<String, BTreeSet<FiscalYear>>,
    default_year: Option<FiscalYear>,
}

impl Index {
    fn new(files: &[RecognisedFile], default_year: Option<FiscalYear>) -> Self {
        let mut index = Self {
            codes: BTreeMap::new(),
            names: BTreeMap::new(),
            folder_names: BTreeMap::new(),
            folder_codes: BTreeMap::new(),
            years: BTreeMap::new(),
            default_year,
        };
        let identities = || {
            files.iter().flat_map(|file| &file.sheets).flat_map(|sheet| {
                let rows = sheet.content.funds.iter().map(|row| row.identity.or(&sheet.identity));
                let rows = rows.filter(move |_| sheet.kind == SheetKind::BudgetTable);
                std::iter::once(sheet.identity.clone())
                    .chain(rows)
                    .map(move |identity| (folder(&sheet.at.file), identity))
            })
        };
        for (folder, identity) in identities() {
            if let Some(code) = &identity.code {
                index.folder_codes.entry(folder.to_owned()).or_default().insert(code.value.clone());
                if let Some(name) = &identity.name {
                    index.codes.entry(squeezed(&name.value)).or_default().insert(code.value.clone());
                    let names = index.names.entry(code.value.clone()).or_default();
                    names.entry(squeezed(&name.value)).or_insert_with(|| name.place.clone());
                }
            } else if let Some(name) = &identity.name {
                index.folder_names.entry(folder.to_owned()).or_default().insert(squeezed(&name.value));
            }
        }
        for (folder, identity) in identities() {
            if let (Some((code, _)), Some(year)) = (index.code(&identity, folder), own_year(&identity, folder)) {
                index.years.entry(code).or_default().insert(year);
            }
        }
        index
    }

    /// The name of a project that only its ledger or survey speaks of is its code.
    fn name_of(&self, code: &str) -> String {
        code.to_owned()
    }

    /// The code of what an identity speaks of, and how it was found.
    fn code(&self, identity: &Identity, folder: &str) -> Option<(String, CodeFrom)> {
        if let Some(code) = &identity.code {
            return Some((code.value.clone(), CodeFrom::Sheet));
        }
        let last = folder.rsplit('/').next().unwrap_or_default();
        if let Some(name) = &identity.name {
            let name = squeezed(&name.value);
            if let Some(codes) = self.codes.get(&name).filter(|codes| codes.len() == 1) {
                return codes.first().map(|code| (code.clone(), CodeFrom::Sheet));
            }
            let alone = self.folder_names.get(folder).is_some_and(|names| names.len() == 1)
                && !self.folder_codes.contains_key(folder);
            return Some(if alone && !last.is_empty() {
                (last.to_owned(), CodeFrom::Folder)
            } else {
                (name, CodeFrom::Name)
            });
        }
        // A sheet that names nobody belongs to the one project of its folder.
        if last.is_empty() {
            return None;
        }
        match (self.folder_codes.get(folder), self.folder_names.get(folder)) {
            (Some(codes), _) if codes.len() == 1 => codes.first().map(|code| (code.clone(), CodeFrom::Sheet)),
            (Some(_), _) => None,
            (None, Some(names)) if names.len() > 1 => None,
            (None, Some(names)) => {
                let name = names.first()?;
                let known = self.codes.get(name).filter(|codes| codes.len() == 1).and_then(|codes| codes.first());
                Some(known.map_or((last.to_owned(), CodeFrom::Folder), |code| (code.clone(), CodeFrom::Sheet)))
            }
            (None, None) => Some((last.to_owned(), CodeFrom::Folder)),
        }
    }

    fn owner(&self, identity: &Identity, at: &SheetRef) -> std::result::Result<ProjectKey, Code> {
        let folder = folder(&at.file);
        let (code, _) = self.code(identity, folder).ok_or(Code::ProjectUnknown)?;
        let known = || self.years.get(&code).filter(|years| years.len() == 1).and_then(|years| years.first().copied());
        let year = own_year(identity, folder).or_else(known).or(self.default_year).ok_or(Code::YearMissing)?;
        Ok(ProjectKey { code, year })
    }

    /// A payment before a project's fiscal year belongs to the project's year of its date, if there is one.
    fn of_earlier_year(&self, key: ProjectKey, date: Option<PartialDate>) -> ProjectKey {
        let year = date.map(|date| FiscalYear(date.date().year())).filter(|year| *year < key.year);
        let known = |year: &FiscalYear| self.years.get(&key.code).is_some_and(|years| years.contains(year));
        match year.filter(known) {
            Some(year) => ProjectKey { year, ..key },
            None => key,
        }
    }

    /// Codes with two names.
    fn report(&self, findings: &mut Vec<Finding>) {
        for (code, names) in &self.names {
            let mut places = names.iter();
            let Some((first, place)) = places.next() else { continue };
            for (other, other_place) in places {
                findings.push(
                    Finding::new(Code::CodeTwoNames, place.clone())
                        .place(other_place.clone())
                        .with("code", code.as_str())
                        .with("name", first.as_str())
                        .with("other", other.as_str()),
                );
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodeFrom {
    Sheet,
    Folder,
    Name,
}

/// The year that a sheet states, else that in its folder's name, else that in the project's name.
fn own_year(identity: &Identity, folder: &str) -> Option<FiscalYear> {
    let stated = identity.year.as_ref().map(|year| year.value);
    stated.or_else(|| year_in(folder)).or_else(|| identity.name.as_ref().and_then(|name| year_in(&name.value)))
}

impl Identity {
    /// What this does not say, `other` says.
    fn or(&self, other: &Self) -> Self {
        // A row's own code or name is not completed by the other half of its sheet's.
        let own = self.code.is_some() || self.name.is_some();
        Self {
            code: self.code.clone().or_else(|| if own { None } else { other.code.clone() }),
            name: self.name.clone().or_else(|| if own { None } else { other.name.clone() }),
            department: self.department.clone().or_else(|| other.department.clone()),
            unit: self.unit.clone().or_else(|| other.unit.clone()),
            year: self.year.clone().or_else(|| other.year.clone()),
            rubric: self.rubric.clone().or_else(|| other.rubric.clone()),
        }
    }

    fn of_row(code: &str, name: &str, place: &Place) -> Self {
        let sited = |text: &str| (!text.is_empty()).then(|| Sited::new(text.to_owned(), place.clone()));
        Self { code: sited(code), name: sited(name), ..Self::default() }
    }
}
