//! Points that do not follow from the target, and no word why.

use super::Case;
use crate::finding::{Code, Finding};
use crate::measure::actual::LEDGER_RATE;
use crate::recognise::cell::squeezed;
use crate::score::scorecard::Scored;

/// Where a unit or an evaluator takes points off although the rule gives full points, or gives full points although it
/// does not, a reason stands beside them. 不扣分 is none. An execution rate over a part of the year is not judged: points are given
/// for the whole of it.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let is_judged = |scored: &&Scored| case.year_is_over || scored.measured.basis.key != LEDGER_RATE;
    case.card.indicators.iter().filter(is_judged).filter_map(unexplained).collect()
}

fn unexplained(scored: &Scored) -> Option<Finding> {
    let given = scored.assessed.as_ref().or(scored.claimed.as_ref())?;
    let computed = scored.computed?;
    let code = if computed == scored.weight && given.value < scored.weight {
        Code::PointsOffUnexplained
    } else if computed < scored.weight && given.value == scored.weight {
        Code::FullPointsUnexplained
    } else {
        return None;
    };
    let text = |quantity: &Option<crate::quantity::Quantity>| {
        quantity.as_ref().map(|quantity| quantity.text.clone()).unwrap_or_default()
    };
    (!is_reason(&scored.reason)).then(|| {
        Finding::new(code, given.place.clone())
            .with("indicator", scored.name.as_str())
            .with("target", text(&scored.target))
            .with("actual", text(&scored.measured.actual))
            .with("points", given.value)
            .with("weight", scored.weight)
    })
}

fn is_reason(text: &str) -> bool {
    let text = squeezed(text);
    !text.is_empty()
        && !["不扣分", "无偏差", "无扣分", "未扣分"].iter().any(|said| text.trim_end_matches('。') == *said)
}
