//! Ceilings that are kept because little was spent.

use super::Case;
use crate::finding::{Code, Finding};
use crate::quantity::Sense;
use crate::score::scorecard::Scored;

/// A ceiling on an amount of money that earns full points is used to at least the configured share: to spend much less than
/// planned keeps any ceiling, and says nothing of the cost of what was done.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    case.card.indicators.iter().filter_map(|scored| underspent(scored, case)).collect()
}

fn underspent(scored: &Scored, case: &Case<'_>) -> Option<Finding> {
    let (target, actual) = (scored.target.as_ref()?, scored.measured.actual.as_ref()?);
    let is_ceiling = target.sense == Some(Sense::AtMost) && target.is_money() && actual.is_money();
    let (ceiling, spent) = target.in_one_unit(actual).filter(|_| is_ceiling && scored.points == scored.weight)?;
    let share = spent.checked_div(&ceiling).filter(|share| *share < case.thresholds.ceiling_share)?;
    let places = scored.measured.places.iter().chain(&scored.target_place).cloned();
    Some(
        Finding::of(Code::CeilingUnderspent, &case.project.key)
            .places(places)
            .with("indicator", scored.name.as_str())
            .with("target", target.text.as_str())
            .with("actual", actual.text.as_str())
            .with("points", scored.points)
            .share("share", &share),
    )
}
