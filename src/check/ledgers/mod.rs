//! Checks over the payments of all projects at once: each looks through the frame of payments as a whole.
//!
//! As among the checks of a project, each is a function that states one constraint and a line in [`CHECKS`].

mod approval;
mod beneficiaries;
mod bureau_payee;
mod duplicates;
mod ledger_missing;
mod ledger_total;
mod payee_share;
mod payment_dates;
mod split;
mod units;
mod year_end;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Thresholds;
use crate::error::Result;
use crate::finding::Code::{self, *};
use crate::finding::Finding;
use crate::frame::ledgers::YearSums;
use crate::frame::payments::{Payment, PaymentFrame};
use crate::frame::suspects::Suspects;
use crate::measure::ledger::Ledger;
use crate::project::Project;
use crate::review::Reviewed;

/// The payments of a run with the projects that are reviewed.
pub struct Ledgers<'a> {
    pub payments: &'a PaymentFrame,
    /// The projects that are reviewed, by their index in the payments.
    pub payers: &'a BTreeMap<u32, Payer<'a>>,
    pub as_of: NaiveDate,
    pub thresholds: &'a Thresholds,
}

/// A reviewed project with what it paid.
pub struct Payer<'a> {
    pub reviewed: &'a Reviewed,
    /// `None` without a ledger.
    pub ledger: Option<&'a Ledger>,
    pub year: YearSums,
}

pub type Check = fn(&Ledgers<'_>) -> Result<Vec<Finding>>;

/// Every check over the payments, by the name of its file, with the codes of its findings.
pub const CHECKS: [(&str, &[Code], Check); 11] = [
    ("approval", &[PaymentBeforeApproval], approval::check),
    ("beneficiaries", &[BeneficiariesShared], beneficiaries::check),
    ("bureau-payee", &[BureauPayeeShare], bureau_payee::check),
    ("duplicates", &[PaymentDuplicate, PaymentDuplicateAcross, PaymentsAlike], duplicates::check),
    ("ledger-missing", &[LedgerMissing], ledger_missing::check),
    ("ledger-total", &[LedgerDiffers, LedgerIncomplete, UnitSlip], ledger_total::check),
    ("payee-share", &[PayeeShare], payee_share::check),
    ("payment-dates", &[PaymentAfterYear, PaymentAfterAsOf, PaymentBeforeYear, PaymentNegative], payment_dates::check),
    ("split", &[PaymentsUnderLimit], split::check),
    ("units", &[PaymentToUnit, PaymentToOtherUnit], units::check),
    ("year-end", &[YearEndRush], year_end::check),
];

impl<'a> Ledgers<'a> {
    /// The project of an index, where it is reviewed.
    fn project(&self, index: u32) -> Option<&'a Project> {
        self.payers.get(&index).map(|payer| &payer.reviewed.project)
    }

    /// The projects that have a ledger, with it.
    fn with_ledger(&self) -> impl Iterator<Item = (u32, &'a Reviewed, &'a Ledger)> {
        self.payers.iter().filter_map(|(index, payer)| Some((*index, payer.reviewed, payer.ledger?)))
    }

    /// The earliest counted payment of a project to a payee, by the normalised name.
    fn first_paid(&self, project: u32, payee: &str) -> Result<Option<Payment>> {
        Ok(self.payments.to_payee(project, payee, |row| row.counted)?.into_iter().next())
    }

    /// A finding on payments of one project: where they are, how many and how much. `None` where the project is not reviewed.
    fn finding(&self, code: Code, suspects: &Suspects) -> Option<Finding> {
        let project = self.project(suspects.project)?;
        let places = suspects.first.iter().map(|payment| payment.place.clone());
        let finding = Finding::of(code, &project.key).places(places);
        Some(finding.with("count", suspects.count).with("amount", suspects.amount))
    }
}
