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
mod materials;
mod monitoring;
mod over_completion;
mod points;
mod printed_rates;
mod reasons;
mod sources;
mod stated_rates;
mod survey_answers;
mod survey_copies;
mod survey_scale;
mod tallies;
mod thresholds;
mod unit_slip;
mod weights;

pub use thresholds::Thresholds;

use crate::finding::Code::{self, *};
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
    /// Whether its fiscal year is over at the as-of date.
    pub year_is_over: bool,
    pub thresholds: &'a Thresholds,
}

pub type Check = fn(&Case<'_>) -> Vec<Finding>;

/// Every check of a project, by the name of its file, with the codes of its findings.
pub const CHECKS: [(&str, &[Code], Check); 21] = [
    ("approved-targets", &[TargetsOverBudget, TargetsBelowBudget], approved_targets::check),
    ("budget", &[BudgetMissing, LedgerWithoutBudget, RateOverOne], budget::check),
    ("budget-lines", &[LinesBudgetTotal, LinesExpenditureTotal, LineOverspent], budget_lines::check),
    ("ceilings", &[CeilingUnderspent], ceilings::check),
    ("claims", &[ClaimTotalDiffers, ClaimFar], claims::check),
    ("execution", &[OverExecution, NothingSpent, RevisedCut], execution::check),
    ("groups", &[GroupsDiffer, ResultsWeightLow], groups::check),
    ("materials", &[MaterialsMissing], materials::check),
    ("monitoring", &[TargetOutOfReach, MonitoredOverExpenditure], monitoring::check),
    ("over-completion", &[OverCompletion], over_completion::check),
    (
        "points",
        &[PointsOverWeight, PointsNegative, DeductionDiffers, PointsRateDiffers, PointsTotalDiffers],
        points::check,
    ),
    ("printed-rates", &[RateDiffers], printed_rates::check),
    ("reasons", &[PointsOffUnexplained, FullPointsUnexplained], reasons::check),
    ("sources", &[SourcesTotal], sources::check),
    ("stated-rates", &[StatedRateDiffers], stated_rates::check),
    ("survey-answers", &[SurveyAllBest, SurveyAlike, SurveyLettersUnknown, SurveyAnswersStray], survey_answers::check),
    (
        "survey-copies",
        &[SurveyTooSmall, SurveyOverPopulation, SurveyRecoveryFull, SurveyCountsContradict, SurveyRateDiffers],
        survey_copies::check,
    ),
    (
        "survey-scale",
        &[
            SurveyAlphaUnknown,
            SurveyScaleUnclear,
            SurveyScaleAssumed,
            SurveyItemsAssumed,
            SurveyChoiceUnmatched,
            SurveyChoiceMisplaced,
        ],
        survey_scale::check,
    ),
    ("tallies", &[TallyShareDiffers, TallySharesUncounted, TallyDiffers], tallies::check),
    ("unit-slip", &[UnitSlip, ExpenditureThousandfold], unit_slip::check),
    ("weights", &[WeightsTotal, WeightsGroup], weights::check),
];

/// Runs every check over a project.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let findings = CHECKS.iter().flat_map(|(_, _, check)| check(case));
    findings.map(|finding| finding.project(&case.project.key)).collect()
}
