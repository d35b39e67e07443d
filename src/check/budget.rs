//! A project's budget: there, and on every base no less than what was spent.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::measure::fund::of;
use crate::rubric::measure::Base;

/// A project has a budget of the base that is scored, above nought; without one it cannot have a rate. No execution
/// rate on a base that is not scored exceeds 1, which says that the bases contradict one another.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let total = &case.project.funds.total;
    let funds = &case.card.funds;
    let scored = funds.base.and_then(|base| of(total, base).as_ref());
    if scored.is_none_or(|budget| budget.value.is_zero()) {
        let none = Base::ALL.iter().all(|base| of(total, *base).is_none());
        let is_paid = funds.ledger.is_some_and(|paid| !paid.is_zero());
        let code = if none && is_paid { Code::LedgerWithoutBudget } else { Code::BudgetMissing };
        let places = scored.into_iter().chain(&total.initial).chain(&total.expenditure).map(|cell| cell.place.clone());
        let base = Fact::Term(funds.base.unwrap_or(Base::Revised).term());
        let finding = Finding::of(code, &case.project.key).places(places).with("base", base);
        return vec![finding.with("paid", funds.expenditure.unwrap_or_default())];
    }
    let over = funds.execution.iter().filter(|(base, rate)| funds.base != Some(**base) && rate.part > rate.whole);
    over.filter_map(|(base, rate)| {
        let cell = of(total, *base).as_ref()?;
        let others = Base::ALL.iter().filter(|other| *other != base).filter_map(|other| of(total, *other).as_ref());
        // Where every base is exceeded, the execution check says so once.
        let differs = others.clone().any(|other| other.value != cell.value && other.value >= rate.part);
        differs.then(|| {
            Finding::new(Code::RateOverOne, cell.place.clone())
                .places(others.map(|other| other.place.clone()))
                .with("base", Fact::Term(base.term()))
                .with("expenditure", rate.part)
                .with("budget", rate.whole)
                .share("rate", &rate.fraction())
        })
    })
    .collect()
}
