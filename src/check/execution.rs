//! The execution of a budget as a whole.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::measure::fund::of;

/// Expenditure does not exceed the budget that is scored, something of a budget is spent, and a budget is not revised
/// down to what was spent, which makes any rate over it 100 %.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let funds = &case.card.funds;
    let total = &case.project.funds.total;
    let mut findings = Vec::new();
    if let (Some(rate), Some(base)) = (funds.execution_rate(), funds.base) {
        let places = of(total, base).iter().chain(&total.expenditure).map(|cell| cell.place.clone());
        let finding = |code| {
            Finding::of(code, &case.project.key)
                .places(places.clone())
                .with("base", Fact::Term(base.term()))
                .with("expenditure", rate.part)
                .with("budget", rate.whole)
        };
        if rate.part > rate.whole {
            findings.push(finding(Code::OverExecution).share("rate", &rate.fraction()));
        } else if rate.part.is_zero() {
            findings.push(finding(Code::NothingSpent));
        }
    }
    if let (Some(initial), Some(revised), Some(spent)) = (&total.initial, &total.revised, funds.expenditure)
        && revised.value == spent
        && revised.value < initial.value
    {
        findings.push(
            Finding::new(Code::RevisedCut, revised.place.clone())
                .place(initial.place.clone())
                .with("initial", initial.value)
                .with("revised", revised.value),
        );
    }
    findings
}
