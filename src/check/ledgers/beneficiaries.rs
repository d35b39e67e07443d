//! Beneficiaries of two projects.

use foldhash::HashMap;

use super::Ledgers;
use crate::error::Result;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::frame::ledgers::LedgerLine;
use crate::frame::payments::Payment;
use crate::money::Money;
use crate::period::FiscalYear;

/// How many of the payees are named in the message.
const MOST_NAMED: usize = 5;

/// Where a project pays at least the configured number of payees, not more than the configured share of them is paid for the same purpose by another project of the same
/// year. Payees whose payments and refunds come to nothing are not counted, nor payments that name no purpose.
pub fn check(ledgers: &Ledgers<'_>) -> Result<Vec<Finding>> {
    let mut payers = Payers::default();
    for (index, reviewed, ledger) in ledgers.with_ledger() {
        let year = reviewed.project.key.year;
        ledger.lines.iter().filter(|line| is_meant(line)).for_each(|line| payers.add(year, line, index));
    }
    let mut findings = Vec::new();
    for (index, reviewed, ledger) in ledgers.with_ledger() {
        let key = &reviewed.project.key;
        // Of each payee the first line for which another project pays too.
        let mut payees = 0;
        let mut shared: Vec<(&LedgerLine, u32)> = Vec::new();
        for lines in ledger.by_payee() {
            let mut meant = lines.iter().filter(|line| is_meant(line)).peekable();
            payees += i64::from(meant.peek().is_some());
            shared.extend(meant.find_map(|line| Some((line, payers.other(key.year, line, index)?))));
        }
        let share = Fraction::ratio(shared.len() as i64, payees);
        let thresholds = ledgers.thresholds;
        let is_list = payees >= thresholds.shared_payees_payees;
        let Some(share) = share.filter(|share| is_list && *share > thresholds.shared_payees) else { continue };
        let Some((line, other)) = shared.first() else { continue };
        let first = shared.iter().take(MOST_NAMED).map(|(line, _)| ledgers.first_paid(index, &line.payee));
        let first: Vec<Payment> = first.filter_map(Result::transpose).collect::<Result<_>>()?;
        let there = ledgers.first_paid(*other, &line.payee)?;
        let other = ledgers.project(*other).map(|other| other.name.clone()).unwrap_or_default();
        findings.push(
            Finding::of(Code::BeneficiariesShared, key)
                .with("payees", Fact::List(first.iter().map(|payment| Fact::from(payment.payee.as_str())).collect()))
                .places(first.into_iter().chain(there).map(|payment| payment.place))
                .with("count", shared.len())
                .with("share", Fact::Share(share))
                .with("other", other),
        );
    }
    Ok(findings)
}

fn is_meant(line: &LedgerLine) -> bool {
    line.amount > Money::ZERO && !line.payee.is_empty() && !line.purpose.is_empty()
}

/// Who pays a payee for a purpose: the first project, and the first other one.
#[derive(Default)]
struct Payers(HashMap<(FiscalYear, (u32, u32)), (u32, Option<u32>)>);

impl Payers {
    fn add(&mut self, year: FiscalYear, line: &LedgerLine, project: u32) {
        let (first, other) = self.0.entry((year, line.numbers)).or_insert((project, None));
        if *first != project {
            other.get_or_insert(project);
        }
    }

    /// Another project that pays the payee for the purpose of a line.
    fn other(&self, year: FiscalYear, line: &LedgerLine, project: u32) -> Option<u32> {
        let (first, other) = self.0.get(&(year, line.numbers))?;
        other.map(|other| if *first == project { other } else { *first })
    }
}
