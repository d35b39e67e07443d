//! Ledgers: the payments of every ledger sheet by project, none counted twice.
//!
//! Ledgers of one project are united as multisets: a payment counts as often as in the ledger that has it most, so that
//! a cumulative ledger sent every month is not added up. A ledger that tells the payments of another in other words (other
//! dates, other vouchers) is not added at all.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use crate::error::Result;
use crate::finding::{Code, Finding, Findings};
use crate::frame::payments::{PaymentColumns, PaymentFrame, payee_key};
use crate::location::SheetRef;
use crate::money::Money;
use crate::period::PartialDate;
use crate::project::ProjectKey;
use crate::recognise::tables::{Identity, PassedOver, PaymentRows, RecognisedSheet};

use super::owner::Index;

/// Two entries within so many days may be one payment in two books: the unit's and the treasury's.
const NEAR_DAYS: i64 = 31;

/// Payments with the key of their project.
#[derive(Default)]
pub struct Gathered {
    columns: PaymentColumns,
    keys: Vec<ProjectKey>,
    sheets: Vec<(SheetRef, u16)>,
    /// What is taken of each project so far.
    known: HashMap<ProjectKey, Known>,
    /// What 64 bits still have room for, so that no aggregate can overflow.
    room: i64,
}

/// The payments of a project that were taken from its ledgers so far.
#[derive(Default)]
struct Known {
    /// How often each exact payment is there.
    exact: HashMap<Exact, u32>,
    /// The dates of the payments of one amount to one payee.
    near: HashMap<(String, Money), Vec<Option<NaiveDate>>>,
    first_sheet: Option<SheetRef>,
}

/// What makes entries of two ledgers the same payment. The purpose is left out: every book words it in its own way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Exact {
    date: Option<NaiveDate>,
    payee: String,
    /// Empty where either ledger has payments without a voucher.
    voucher: String,
    amount: Money,
}

impl Gathered {
    pub fn new() -> Self {
        Self { room: i64::MAX / 4, ..Self::default() }
    }

    /// Takes the payments of a ledger sheet, each for its owner. `vouchers` says which projects have a voucher
    /// with every payment of every ledger, so that vouchers can be compared.
    pub fn take(
        &mut self,
        sheet: &mut RecognisedSheet,
        owners: Vec<Option<ProjectKey>>,
        vouchers: &HashSet<ProjectKey>,
        findings: &mut Findings,
    ) {
        let payments = std::mem::take(&mut sheet.content.payments);
        let sheet_number = self.sheets.len() as u32;
        self.sheets.push((sheet.at.clone(), payments.amount_col_0));
        let mut by_project: BTreeMap<ProjectKey, Vec<usize>> = BTreeMap::new();
        let mut refused = 0;
        for (at, key) in owners.into_iter().enumerate() {
            let amount = payments.amount[at].abs().fen();
            match key {
                Some(key) if amount <= self.room => {
                    self.room -= amount;
                    by_project.entry(key).or_default().push(at);
                }
                Some(_) => {
                    let place = sheet.at.at(payments.cell(at));
                    findings.push(Finding::new(Code::AmountUnreadable, place).with("text", payments.amount[at]));
                    refused += 1;
                }
                // Whoever looked for the owner said why there is none.
                None => refused += 1,
            }
        }
        printed_total(sheet, &payments, &by_project, refused, findings);
        let mut repeated = 0;
        for (key, rows) in by_project {
            let compare_vouchers = vouchers.contains(&key);
            let entries: Vec<(usize, Exact)> =
                rows.into_iter().map(|at| (at, exact(&payments, at, compare_vouchers))).collect();
            let known = self.known.entry(key.clone()).or_default();
            if let Some(first) = &known.first_sheet
                && tells_the_same(known, &entries)
            {
                let amount: Money = entries.iter().map(|(_, exact)| exact.amount).sum();
                findings.push(
                    Finding::new(Code::LedgerNotAdded, sheet.at.whole())
                        .project(&key)
                        .place(first.whole())
                        .with("count", entries.len())
                        .with("amount", amount),
                );
                repeated += entries.len() as u32;
                continue;
            }
            known.first_sheet.get_or_insert_with(|| sheet.at.clone());
            let mut here: HashMap<Exact, u32> = HashMap::new();
            for (at, exact) in entries {
                let times = here.entry(exact.clone()).or_default();
                *times += 1;
                let counted = known.exact.entry(exact.clone()).or_default();
                if *times <= *counted {
                    repeated += 1;
                    continue;
                }
                *counted = *times;
                known.near.entry((exact.payee, exact.amount)).or_default().push(exact.date);
                self.keys.push(key.clone());
                push(&mut self.columns, &payments, at, sheet_number);
            }
        }
        sheet.rows.used -= repeated + refused;
        sheet.rows.refused += refused;
        if repeated > 0 {
            *sheet.rows.passed.entry(PassedOver::Repeat).or_default() += repeated;
        }
    }

    /// # Errors
    /// Only when the frame cannot be built, which is a fault of the program.
    pub fn into_frame(mut self, projects: Vec<ProjectKey>) -> Result<PaymentFrame> {
        let index: HashMap<&ProjectKey, u32> = projects.iter().zip(0..).collect();
        self.columns.project = self.keys.iter().map(|key| index[key]).collect();
        PaymentFrame::new(self.columns, self.sheets, projects)
    }
}

/// The owner of each payment of a sheet, with a finding for each that has none.
pub fn owners(sheet: &RecognisedSheet, index: &Index, findings: &mut Findings) -> Vec<Option<ProjectKey>> {
    let payments = &sheet.content.payments;
    let mut memory: HashMap<(String, String), (Identity, std::result::Result<ProjectKey, Code>)> = HashMap::new();
    let mut owners = Vec::with_capacity(payments.len());
    for at in 0..payments.len() {
        let place = || sheet.at.at(payments.cell(at));
        let own = (payments.code.get(at).to_owned(), payments.name.get(at).to_owned());
        let (identity, owner) = memory.entry(own).or_insert_with_key(|(code, name)| {
            let identity = Identity::of_row(code, name, &place()).or(&sheet.identity);
            let owner = index.owner(&identity, &sheet.at);
            (identity, owner)
        });
        let date = payments.date[at];
        let owner = match owner {
            Err(Code::YearMissing) => index.by_date(identity, &sheet.at, date).ok_or(Code::YearMissing),
            owner => owner.clone(),
        };
        owners.push(match owner {
            Ok(key) => Some(index.of_earlier_year(key, date)),
            Err(code) => {
                findings.push(Finding::new(code, place()));
                None
            }
        });
    }
    owners
}

/// The projects of which every payment has a voucher.
pub fn with_vouchers<'a>(
    sheets: impl Iterator<Item = (&'a PaymentRows, &'a [Option<ProjectKey>])>,
) -> HashSet<ProjectKey> {
    let mut with = HashSet::new();
    let mut without = HashSet::new();
    for (payments, owners) in sheets {
        for (voucher, key) in payments.voucher.iter().zip(owners) {
            let Some(key) = key else { continue };
            let seen = if voucher.is_empty() { &mut without } else { &mut with };
            if !seen.contains(key) {
                seen.insert(key.clone());
            }
        }
    }
    with.retain(|key| !without.contains(key));
    with
}

fn exact(payments: &PaymentRows, at: usize, compare_vouchers: bool) -> Exact {
    Exact {
        date: payments.date[at].map(PartialDate::date),
        payee: payee_key(payments.payee.get(at)),
        voucher: if compare_vouchers { payments.voucher.get(at).to_owned() } else { String::new() },
        amount: payments.amount[at],
    }
}

/// Whether a ledger largely tells payments that another has already, under other dates or vouchers: at least half of
/// its payments have one of the same amount to the same payee within a month, and are not exactly there.
fn tells_the_same(known: &Known, entries: &[(usize, Exact)]) -> bool {
    let mut left = known.exact.clone();
    let mut near_left = known.near.clone();
    let mut near = 0;
    for (_, exact) in entries {
        let dates = near_left.entry((exact.payee.clone(), exact.amount)).or_default();
        match left.get_mut(exact).filter(|times| **times > 0) {
            Some(times) => {
                *times -= 1;
                if let Some(at) = dates.iter().position(|date| *date == exact.date) {
                    dates.swap_remove(at);
                }
            }
            None => {
                let is_near = |date: &Option<NaiveDate>| match (date, exact.date) {
                    (Some(one), Some(two)) => (*one - two).num_days().abs() <= NEAR_DAYS,
                    _ => true,
                };
                if let Some(at) = dates.iter().position(is_near) {
                    dates.swap_remove(at);
                    near += 1;
                }
            }
        }
    }
    near * 2 >= entries.len() && near > 0
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
fn printed_total(
    sheet: &RecognisedSheet,
    payments: &PaymentRows,
    by_project: &BTreeMap<ProjectKey, Vec<usize>>,
    refused: u32,
    findings: &mut Findings,
) {
    let Some(total) = &payments.total else { return };
    let sum: Money = payments.amount.iter().copied().sum();
    if refused > 0 || sheet.rows.refused > 0 || total.value == sum {
        return;
    }
    let finding = Finding::new(Code::LedgerTotalDiffers, total.place.clone())
        .with("printed", total.value)
        .with("sum", sum)
        .with("difference", total.value - sum);
    findings.push(match by_project.first_key_value() {
        Some((key, _)) if by_project.len() == 1 => finding.project(key),
        _ => finding,
    });
}

/// The projects that a ledger sheet belongs to, by the row where it says so: for findings that were made before owners
/// were known.
pub fn rows_owned(sheet: &RecognisedSheet, owners: &[Option<ProjectKey>]) -> BTreeMap<u32, ProjectKey> {
    let rows = sheet.content.payments.row_0.iter().zip(owners);
    rows.filter_map(|(row_0, key)| Some((*row_0, key.clone()?))).collect()
}
