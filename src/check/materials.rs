//! What was read of a project that has a budget.

use super::Case;
use crate::finding::{Code, Finding};
use crate::measure::fund::of;
use crate::rubric::measure::Base;

/// Of a project with a budget that is not nought more is known than that: there is a form, a score table, a survey or a ledger,
/// or at least its expenditure.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let project = case.project;
    let total = &project.funds.total;
    let has_nothing = project.rows.is_empty()
        && project.lines.is_empty()
        && project.surveys.is_empty()
        && project.monitoring.is_empty()
        && !project.has_ledger
        && project.refused_payments.is_empty()
        && total.expenditure.is_none();
    let budget = [Base::Revised, Base::Initial].into_iter().find_map(|base| of(total, base).as_ref());
    let missing = budget
        .filter(|budget| has_nothing && !budget.value.is_zero())
        .map(|budget| Finding::new(Code::MaterialsMissing, budget.place.clone()).with("budget", budget.value));
    missing.into_iter().collect()
}
