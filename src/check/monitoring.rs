//! What a unit said within the year against what came of it.

use super::Case;
use crate::finding::{Code, Finding};
use crate::recognise::tables::Likelihood;

/// A target that the unit itself expects to miss is looked at in time, and what was spent in the year's first months is no
/// more than what was spent in the whole of it.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let forms = || case.project.monitoring.iter();
    let out_of_reach = forms().flat_map(|form| &form.indicators).filter_map(|indicator| {
        let likelihood = indicator.likelihood.as_ref().filter(|said| said.value == Likelihood::Impossible)?;
        Some(
            Finding::new(Code::TargetOutOfReach, likelihood.place.clone())
                .with("indicator", indicator.name.value.as_str())
                .with("target", indicator.target.as_ref().map(|target| target.value.text.clone()).unwrap_or_default()),
        )
    });
    let spent = case.project.funds.total.expenditure.as_ref();
    let over = forms().flat_map(|form| &form.funds).filter(|row| row.source.is_none()).filter_map(|row| {
        let (executed, spent) = (row.executed.as_ref()?, spent?);
        (executed.value > spent.value).then(|| {
            Finding::new(Code::MonitoredOverExpenditure, executed.place.clone())
                .place(spent.place.clone())
                .with("executed", executed.value)
                .with("expenditure", spent.value)
        })
    });
    out_of_reach.chain(over).collect()
}
