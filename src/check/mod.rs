//! Checks (疑点): each a function that states one constraint and finds where it does not hold.
//!
//! A check is a line in [`CHECKS`], or in [`ledgers::CHECKS`] where it looks at payments or spans projects; its doc comment
//! states the constraint, its message is in the catalogues, and its threshold, if it has one, in [`Thresholds`].

mod approved_targets;
mod budget;
mod budget_lines;
mod ceilings;
mod claims;
mod execution;
mod groups;
pub mod ledgers;
mod monitoring;
mod over_completion;
mod points;
mod printed_rates;
mod reasons;
mod sources;
mod stated_rates;
mod surveys;
mod tallies;
mod thresholds;
mod unit_slip;
mod weights;

pub use thresholds::Thresholds;

use crate::finding::Finding;
use crate::project::Project;
use crate::rubric::Rubric;
use crate::score::scorecard::Scorecard;

/// A project with all that checks look at.
pub struct Case<'a> {
    pub project: &'a Project,
    pub card: &'a Scorecard,
    /// `None` where no edition was found.
    pub rubric: Option<&'a Rubric>,
    pub thresholds: &'a Thresholds,
}

pub type Check = fn(&Case<'_>) -> Vec<Finding>;

/// Every check of a project, by the name of its file.
pub const CHECKS: [(&str, Check); 18] = [
    ("approved-targets", approved_targets::check),
    ("budget", budget::check),
    ("budget-lines", budget_lines::check),
    ("ceilings", ceilings::check),
    ("claims", claims::check),
    ("execution", execution::check),
    ("groups", groups::check),
    ("monitoring", monitoring::check),
    ("over-completion", over_completion::check),
    ("points", points::check),
    ("printed-rates", printed_rates::check),
    ("reasons", reasons::check),
    ("sources", sources::check),
    ("stated-rates", stated_rates::check),
    ("surveys", surveys::check),
    ("tallies", tallies::check),
    ("unit-slip", unit_slip::check),
    ("weights", weights::check),
];

/// Runs every check over a project.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let findings = CHECKS.iter().flat_map(|(_, check)| check(case));
    findings.map(|finding| finding.project(&case.project.key)).collect()
}
