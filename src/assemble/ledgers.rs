//! Ledgers: the payments of every ledger sheet by project, none counted twice.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::error::Result;
use crate::finding::{Code, Finding, Findings};
use crate::frame::payments::{PaymentColumns, PaymentFrame};
use crate::location::{CellRef, SheetRef};
use crate::money::Money;
use crate::period::PartialDate;
use crate::project::ProjectKey;
use crate::recognise::tables::{Identity, PassedOver, PaymentRows, RecognisedSheet, RefusedRows, TextColumn};

use super::owner::Index;
use super::{RowOwners, only, union};

/// Payments with the key of their project.
#[derive(Default)]
pub struct Gathered {
    columns: PaymentColumns,
    keys: Vec<Arc<ProjectKey>>,
    sheets: Vec<(SheetRef, u16)>,
}

/// A ledger sheet with the owner of each of its payments; whoever looked for an owner said why there is none.
pub type Owned<'a> = (&'a mut RecognisedSheet, Owners);

/// The owner of each payment of a sheet, one for all of them in memory where it is one.
pub type Owners = Vec<Option<Arc<ProjectKey>>>;

/// What a row names as its project.
struct Named {
    owner: std::result::Result<Arc<ProjectKey>, Code>,
    /// The code, where nothing says which of its years is meant.
    of_open_year: Option<String>,
}

/// No sum over so many fen can overflow an aggregate of 64 bits.
const ROOM: i64 = i64::MAX / 4;

/// Takes the payments of all ledger sheets, those that several ledgers hold once.
pub fn gather(mut ledgers: Vec<Owned<'_>>, findings: &mut Findings) -> Gathered {
    let mut room = ROOM;
    for (sheet, owners) in &mut ledgers {
        refuse(sheet, owners, &mut room, findings);
    }
    let mut repeats = HashSet::new();
    for (key, parts) in union::parts(&ledgers) {
        repeats.extend(union::repeats(key, &parts, findings));
    }
    let mut gathered = Gathered::with_room(&ledgers);
    for (number, (sheet, owners)) in ledgers.into_iter().enumerate() {
        let payments = std::mem::take(&mut sheet.content.payments);
        gathered.sheets.push((sheet.at.clone(), payments.amount_col_0));
        let mut repeated = 0;
        for (at, key) in owners.into_iter().enumerate() {
            let Some(key) = key else { continue };
            if repeats.contains(&(number, at)) {
                repeated += 1;
                continue;
            }
            gathered.keys.push(key);
            push(&mut gathered.columns, &payments, at, number as u32);
        }
        sheet.rows.used -= repeated;
        if repeated > 0 {
            *sheet.rows.passed.entry(PassedOver::Repeat).or_default() += repeated;
        }
    }
    gathered
}

/// Refuses payments without an owner, and those that no sum has room for.
fn refuse(
    sheet: &mut RecognisedSheet,
    owners: &mut [Option<Arc<ProjectKey>>],
    room: &mut i64,
    findings: &mut Findings,
) {
    let payments = &sheet.content.payments;
    for (at, owner) in owners.iter_mut().enumerate() {
        let amount = payments.amount[at].abs().fen();
        if owner.is_some() && amount <= *room {
            *room -= amount;
        } else if owner.take().is_some() {
            let place = sheet.at.at(payments.cell(at));
            findings.push(Finding::new(Code::AmountUnreadable, place).with("text", payments.amount[at]));
        }
    }
    let refused = owners.iter().filter(|owner| owner.is_none()).count() as u32;
    printed_total(sheet, owners, refused, findings);
    sheet.rows.used -= refused;
    sheet.rows.refused += refused;
}

impl Gathered {
    /// Room for the payments of all ledgers: growing would copy them and take twice the memory meanwhile.
    fn with_room(ledgers: &[Owned<'_>]) -> Self {
        let payments = || ledgers.iter().map(|(sheet, _)| &sheet.content.payments);
        let count = payments().map(PaymentRows::len).sum();
        let texts = |of: fn(&PaymentRows) -> &TextColumn| {
            TextColumn::with_capacity(count, payments().map(|payments| of(payments).bytes()).sum())
        };
        let columns = PaymentColumns {
            project: Vec::new(),
            date: Vec::with_capacity(count),
            voucher: texts(|payments| &payments.voucher),
            payee: texts(|payments| &payments.payee),
            purpose: texts(|payments| &payments.purpose),
            amount: Vec::with_capacity(count),
            planned: Vec::with_capacity(count),
            approved: Vec::with_capacity(count),
            sheet: Vec::with_capacity(count),
            row_0: Vec::with_capacity(count),
        };
        Self { columns, keys: Vec::with_capacity(count), sheets: Vec::with_capacity(ledgers.len()) }
    }

    /// # Errors
    /// Only when the frame cannot be built, which is a fault of the program.
    pub fn into_frame(mut self, projects: Vec<ProjectKey>) -> Result<PaymentFrame> {
        let index: HashMap<&ProjectKey, u32> = projects.iter().zip(0..).collect();
        self.columns.project = Vec::with_capacity(self.keys.len());
        for keys in self.keys.chunk_by(Arc::ptr_eq) {
            self.columns.project.extend(std::iter::repeat_n(index[&*keys[0]], keys.len()));
        }
        self.keys = Vec::new();
        PaymentFrame::new(self.columns, self.sheets, projects)
    }
}

/// The owner of each payment of a sheet, with a finding for each that has none.
pub fn owners(sheet: &RecognisedSheet, index: &Index, findings: &mut Findings) -> Owners {
    let payments = &sheet.content.payments;
    let mut known: Vec<Named> = Vec::new();
    let mut memory: HashMap<(&str, &str), usize> = HashMap::new();
    // Rows of one project mostly follow one another.
    let mut before = None;
    let mut owners = Vec::with_capacity(payments.len());
    for at in 0..payments.len() {
        let place = || sheet.at.at(payments.cell(at));
        let own = (payments.code.get(at), payments.name.get(at));
        let number = before.filter(|(said, _)| *said == own).map(|(_, number)| number).unwrap_or_else(|| {
            *memory.entry(own).or_insert_with(|| {
                let (code, name) = own;
                findings.extend(index.named_as_another(code, name, place()));
                let identity = Identity::of_row(code, name, &place()).or(&sheet.identity);
                known.push(Named::new(identity, sheet, index));
                known.len() - 1
            })
        });
        before = Some((own, number));
        owners.push(match known[number].on(payments.date[at], index) {
            Ok(key) => Some(key),
            Err(code) => {
                findings.push(Finding::new(code, place()));
                None
            }
        });
    }
    refuse_unnamed(sheet, &mut owners, findings);
    owners
}

impl Named {
    fn new(identity: Identity, sheet: &RecognisedSheet, index: &Index) -> Self {
        let owner = index.owner(&identity, &sheet.at).map(Arc::new);
        Self { owner, of_open_year: index.of_open_year(&identity, &sheet.at) }
    }

    /// The owner of a payment of a day, which tells the year where nothing else does, and may be of an earlier one.
    fn on(&self, date: Option<PartialDate>, index: &Index) -> std::result::Result<Arc<ProjectKey>, Code> {
        let by_date = self.of_open_year.as_ref().zip(date).and_then(|(code, date)| index.by_date(code, date));
        let key = by_date.map_or_else(|| self.owner.clone(), |key| Ok(Arc::new(key)))?;
        Ok(index.of_earlier_year(&key, date).map_or(key, Arc::new))
    }
}

/// A ledger that names the project in every row names none in a row left empty: the folder speaks for it only where all
/// other rows agree.
fn refuse_unnamed(sheet: &RecognisedSheet, owners: &mut [Option<Arc<ProjectKey>>], findings: &mut Findings) {
    let payments = &sheet.content.payments;
    let is_named = |at: usize| !payments.code.get(at).is_empty() || !payments.name.get(at).is_empty();
    let says_itself = sheet.identity.code.is_some() || sheet.identity.name.is_some();
    let Some(first) = (0..owners.len()).find(|at| is_named(*at)).filter(|_| !says_itself) else { return };
    let mut named = (0..owners.len()).filter(|at| is_named(*at));
    let agreed = owners[first].clone().filter(|first| named.all(|at| owners[at].as_ref() == Some(first)));
    for (at, owner) in owners.iter_mut().enumerate().filter(|(at, _)| !is_named(*at)) {
        if owner.is_some() && *owner != agreed {
            *owner = None;
            findings.push(Finding::new(Code::ProjectUnknown, sheet.at.at(payments.cell(at))));
        }
    }
}

fn push(columns: &mut PaymentColumns, payments: &PaymentRows, at: usize, sheet: u32) {
    columns.date.push(payments.date[at]);
    columns.voucher.push(payments.voucher.get(at));
    columns.payee.push(payments.payee.get(at));
    columns.purpose.push(payments.purpose.get(at));
    columns.amount.push(payments.amount[at]);
    columns.planned.push(payments.planned[at]);
    columns.approved.push(payments.approved[at]);
    columns.sheet.push(sheet);
    columns.row_0.push(payments.row_0[at]);
}

/// The total printed under a ledger against the sum of its payments; not judged where rows were refused, which have
/// findings of their own.
fn printed_total(sheet: &RecognisedSheet, owners: &[Option<Arc<ProjectKey>>], refused: u32, findings: &mut Findings) {
    let payments = &sheet.content.payments;
    let Some(total) = &payments.total else { return };
    let sum: Money = payments.amount.iter().copied().sum();
    if refused > 0 || sheet.rows.refused > 0 || total.value == sum {
        return;
    }
    let finding = Finding::new(Code::LedgerTotalDiffers, total.place.clone())
        .with("printed", total.value)
        .with("sum", sum)
        .with("difference", total.value - sum);
    findings.push(match only(owners.iter().flatten()) {
        Some(key) => finding.project(key),
        None => finding,
    });
}

/// Whose the rows of a ledger are that could not be used.
#[derive(Default)]
pub struct Unused {
    pub owners: RowOwners,
    /// The codes of rows that may be of any of the code's years.
    pub of_any_year: Vec<String>,
    /// So many name nobody whom `is_known` knows.
    pub of_nobody: u32,
}

/// Whose refused rows are, as far as the row or its sheet names one.
pub fn refused(
    rows: &RefusedRows,
    sheet: &RecognisedSheet,
    index: &Index,
    is_known: impl Fn(&ProjectKey) -> bool,
) -> Unused {
    let mut unused = Unused::default();
    for (at, row_0) in rows.row_0.iter().enumerate() {
        let place = sheet.at.at(CellRef::new(*row_0, 0));
        let identity = Identity::of_row(rows.code.get(at), rows.name.get(at), &place).or(&sheet.identity);
        let is_named = identity.code.is_some() || identity.name.is_some();
        let named = is_named.then(|| Named::new(identity, sheet, index));
        match named.as_ref().map(|named| (named, named.on(rows.date[at], index))) {
            Some((_, Ok(key))) if is_known(&key) => drop(unused.owners.insert(*row_0, key)),
            Some((Named { of_open_year: Some(code), .. }, Err(_))) => unused.of_any_year.push(code.clone()),
            _ => unused.of_nobody += 1,
        }
    }
    unused
}

/// The same of payments that have no owner.
pub fn unowned(owners: &Owners, sheet: &RecognisedSheet, index: &Index) -> Unused {
    let mut unused = Unused::default();
    let payments = &sheet.content.payments;
    for (at, _) in owners.iter().enumerate().filter(|(_, owner)| owner.is_none()) {
        let place = sheet.at.at(payments.cell(at));
        let identity = Identity::of_row(payments.code.get(at), payments.name.get(at), &place).or(&sheet.identity);
        match index.of_open_year(&identity, &sheet.at) {
            Some(code) => unused.of_any_year.push(code),
            None => unused.of_nobody += 1,
        }
    }
    unused
}

/// The projects that a ledger sheet belongs to, by the row where it says so: for findings that were made before owners
/// were known.
pub fn rows_owned(sheet: &RecognisedSheet, owners: &[Option<Arc<ProjectKey>>]) -> RowOwners {
    let rows = sheet.content.payments.row_0.iter().zip(owners);
    rows.filter_map(|(row_0, key)| Some((*row_0, key.clone()?))).collect()
}
