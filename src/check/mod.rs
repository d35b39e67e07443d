//! Checks (疑点): each a function that states one constraint and finds where it does not hold.
//!
//! A check is a line in [`CHECKS`]; its doc comment states the constraint, its message is in the catalogues, and its
//! threshold, if it has one, in [`Thresholds`].

mod approval;
mod approved_targets;
mod budget;
mod budget_lines;
mod claims;
mod duplicates;
mod execution;
mod groups;
mod ledger_total;
mod monitoring;
mod payment_dates;
mod points;
mod printed_rates;
mod reasons;
mod sources;
mod surveys;
mod thresholds;
mod weights;
mod year_end;

pub use thresholds::Thresholds;

use chrono::NaiveDate;

use crate::finding::Finding;
use crate::frame::payments::Payment;
use crate::project::Project;
use crate::rubric::Rubric;
use crate::score::scorecard::Scorecard;

/// A project with all that checks look at.
pub struct Case<'a> {
    pub project: &'a Project,
    pub card: &'a Scorecard,
    /// `None` where no edition was found.
    pub rubric: Option<&'a Rubric>,
    /// In order of date.
    pub payments: &'a [Payment],
    pub as_of: NaiveDate,
    pub thresholds: &'a Thresholds,
}

pub type Check = fn(&Case<'_>) -> Vec<Finding>;

/// Every check, by the name of its file.
pub const CHECKS: [(&str, Check); 18] = [
    ("approval", approval::check),
    ("approved-targets", approved_targets::check),
    ("budget", budget::check),
    ("budget-lines", budget_lines::check),
    ("claims", claims::check),
    ("duplicates", duplicates::check),
    ("execution", execution::check),
    ("groups", groups::check),
    ("ledger-total", ledger_total::check),
    ("monitoring", monitoring::check),
    ("payment-dates", payment_dates::check),
    ("points", points::check),
    ("printed-rates", printed_rates::check),
    ("reasons", reasons::check),
    ("sources", sources::check),
    ("surveys", surveys::check),
    ("weights", weights::check),
    ("year-end", year_end::check),
];

/// Runs every check over a project.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let findings = CHECKS.iter().flat_map(|(_, check)| check(case));
    findings.map(|finding| finding.project(&case.project.key)).collect()
}
