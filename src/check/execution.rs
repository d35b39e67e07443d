//! The execution of a budget as a whole.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::measure::fund::of;
use crate::money::Money;
use crate::project::Amounts;
use crate::rate::Rate;

/// Expenditure does not exceed the budget that is scored, something of a budget is spent, and neither the budget nor that of
/// a source is revised down to what was spent, which makes any rate over it 100 %.
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
    match cut(total, funds.expenditure, Fact::Term("term-whole")) {
        Some(finding) => findings.push(finding),
        // A total that was not cut may hide a source that was.
        None => findings.extend(
            case.project
                .funds
                .by_source
                .iter()
                .filter_map(|(source, amounts)| cut(amounts, amounts.reported(), Fact::Text(source.clone()))),
        ),
    }
    findings
}

/// A budget that was revised down to what was spent of it.
fn cut(amounts: &Amounts, spent: Option<Money>, of: Fact) -> Option<Finding> {
    let (initial, revised) = (amounts.initial.as_ref()?, amounts.revised.as_ref()?);
    let rate = Rate::new(revised.value, initial.value).filter(|_| amounts.is_cut_to(spent))?;
    Some(
        Finding::new(Code::RevisedCut, revised.place.clone())
            .place(initial.place.clone())
            .with("of", of)
            .with("initial", initial.value)
            .with("revised", revised.value)
            .share("rate", &rate.fraction()),
    )
}
