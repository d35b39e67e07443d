//! Actuals far beyond their targets.

use super::Case;
use crate::finding::{Code, Finding};
use crate::fraction::Fraction;
use crate::quantity::Sense;
use crate::score::scorecard::Scored;

/// No actual is more than the configured multiple of a target that asks for that much or more: the target may have been set
/// too low (财预〔2020〕10号). An edition with a limit of its own says so itself.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    if case.rubric.is_none_or(|rubric| rubric.policies.over_completion.is_some()) {
        return Vec::new();
    }
    case.card.indicators.iter().filter_map(|scored| over(scored, case)).collect()
}

fn over(scored: &Scored, case: &Case<'_>) -> Option<Finding> {
    let (target, actual) = (scored.target.as_ref()?, scored.measured.actual.as_ref()?);
    let more_is_better =
        matches!(target.sense, None | Some(Sense::AtLeast)) && matches!(scored.rule, "met" | "proportional");
    let (asked, reached) = target.in_one_unit(actual).filter(|_| more_is_better)?;
    // One more than a small number is many percent of it.
    let is_one_more = target.counts_things() && &*reached - &*asked <= Fraction::one();
    let ratio = reached.checked_div(&asked).filter(|ratio| !is_one_more && *ratio > case.thresholds.over_completion)?;
    Some(
        Finding::of(Code::OverCompletion, &case.project.key)
            .places(scored.measured.places.iter().chain(&scored.target_place).cloned())
            .with("indicator", scored.name.as_str())
            .with("target", target.text.as_str())
            .with("actual", actual.text.as_str())
            .share("ratio", &ratio)
            .share("limit", &case.thresholds.over_completion),
    )
}
