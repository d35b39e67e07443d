//! Amounts given in the wrong unit.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::location::Sited;
use crate::measure::fund::of;
use crate::money::Money;
use crate::rate::Rate;
use crate::rubric::measure::Base;

/// No two of a project's budgets, nor a budget and what was received or, without a ledger, spent of it, are a factor of ten
/// thousand apart, as 元 and 万元 are; and no expenditure is a thousand times its budget. With a ledger the expenditure is
/// compared with that.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let total = &case.project.funds.total;
    let spent = total.expenditure.as_ref().filter(|_| case.card.funds.ledger.is_none());
    let spent = spent.map(|spent| ("fact-expenditure", spent));
    let base = |base: Base| of(total, base).as_ref().map(|amount| (base.term(), amount));
    let [initial, revised, received] = [Base::Initial, Base::Revised, Base::Received].map(base);
    let pairs = [(initial, revised), (received, initial), (received, revised), (spent, initial), (spent, revised)];
    if let Some(finding) = pairs.into_iter().find_map(|(one, other)| slipped(one?, other?)) {
        return vec![finding];
    }
    spent
        .zip(initial.or(revised))
        .and_then(|((_, spent), (_, budget))| thousandfold(spent, budget))
        .into_iter()
        .collect()
}

type Named<'a> = (&'static str, &'a Sited<Money>);

fn slipped((fact, used): Named<'_>, (other_fact, other): Named<'_>) -> Option<Finding> {
    Rate::new(used.value, other.value).filter(Rate::is_unit_slip)?;
    Some(
        Finding::new(Code::UnitSlip, used.place.clone())
            .place(other.place.clone())
            .with("fact", Fact::Term(fact))
            .with("used", used.value)
            .with("other-fact", Fact::Term(other_fact))
            .with("other", other.value),
    )
}

fn thousandfold(spent: &Sited<Money>, budget: &Sited<Money>) -> Option<Finding> {
    let rate = Rate::new(spent.value, budget.value)?;
    (rate.fraction() >= Fraction::from(1_000)).then(|| {
        Finding::new(Code::ExpenditureThousandfold, spent.place.clone())
            .place(budget.place.clone())
            .with("expenditure", spent.value)
            .with("budget", budget.value)
            .with("times", Fact::Count(rate.fraction().floor().to_i64().unwrap_or(i64::MAX)))
    })
}
