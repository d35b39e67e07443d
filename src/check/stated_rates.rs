//! Rates of the funds that a sheet states as an indicator's actual.

use std::collections::BTreeMap;

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::rate::Rate;
use crate::recognise::cell::squeezed;
use crate::rubric::measure::Base;
use crate::score::scorecard::Scored;

/// An actual that is taken from its cell under the name of a rate of the funds is that rate on one of the bases, at the
/// digits printed.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    case.card.indicators.iter().filter_map(|scored| differs(scored, case)).collect()
}

fn differs(scored: &Scored, case: &Case<'_>) -> Option<Finding> {
    const EXECUTION: [&str; 4] = ["预算执行率", "资金执行率", "资金使用率", "预算完成率"];
    const FUNDING: [&str; 1] = ["资金到位率"];
    // Another word before them speaks of a part of the funds.
    const WHOLE: [&str; 9] = ["", "项目", "资金", "预算", "预算资金", "项目资金", "项目预算", "年度", "全年"];
    let name = squeezed(&scored.name);
    let name = name.trim_end_matches("(%)");
    let is_one =
        |names: &[&str]| names.iter().any(|rate| name.strip_suffix(rate).is_some_and(|lead| WHOLE.contains(&lead)));
    let rates: &BTreeMap<Base, Rate> = if is_one(&EXECUTION) {
        &case.card.funds.execution
    } else if is_one(&FUNDING) {
        &case.card.funds.funding
    } else {
        return None;
    };
    let actual = scored.measured.actual.as_ref().filter(|_| scored.measured.basis.key == "measure-cell")?;
    let stated = actual.share().filter(|_| !rates.is_empty())?;
    if rates.values().any(|rate| rate.fraction().rounds_to_percent(&stated)) {
        return None;
    }
    let each = rates.iter().map(|(base, rate)| {
        let facts = vec![("base", Fact::Term(base.term())), ("rate", Fact::Share(rate.fraction()))];
        Fact::Said("label-rate-on-base", facts)
    });
    Some(
        Finding::of(Code::StatedRateDiffers, &case.project.key)
            .places(scored.measured.places.iter().cloned())
            .with("indicator", scored.name.as_str())
            .with("said", actual.text.as_str())
            .with("rates", Fact::List(each.collect())),
    )
}
