//! Amounts given in the wrong unit.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::location::{Place, Sited};
use crate::measure::fund::of;
use crate::money::Money;
use crate::rate::Rate;
use crate::rubric::measure::Base;

/// No two of a project's budgets, nor a budget and what was received or spent of it, are a factor of ten thousand apart, as 元
/// and 万元 are; and no expenditure is a thousand times its budget. The reported expenditure and the ledger are compared with
/// one another elsewhere.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let total = &case.project.funds.total;
    let stated = |fact, amount: &Option<Sited<Money>>| {
        let amount = amount.as_ref()?;
        Some(Amount { fact, value: amount.value, place: Some(amount.place.clone()) })
    };
    let [initial, revised, received] =
        [Base::Initial, Base::Revised, Base::Received].map(|base| stated(base.term(), of(total, base)));
    let ledger = case.card.funds.ledger.map(|value| Amount { fact: "fact-ledger-sum", value, place: None });
    let reported = stated("fact-expenditure", &total.expenditure);
    if let (Some(ledger), Some(reported)) = (&ledger, &reported)
        && is_slip(ledger, reported)
    {
        return Vec::new();
    }
    let spent = ledger.as_ref().or(reported.as_ref());
    let pairs = [
        (&initial, revised.as_ref()),
        (&initial, received.as_ref()),
        (&revised, received.as_ref()),
        (&initial, spent),
        (&revised, spent),
    ];
    let pairs: Vec<(&Amount, &Amount)> =
        pairs.into_iter().filter_map(|(budget, other)| Some((budget.as_ref()?, other?))).collect();
    let is_part = |(budget, other): &&(&Amount, &Amount)| {
        Some(other.fact) == spent.map(|spent| spent.fact) && is_part(budget, other)
    };
    let found = pairs.iter().find(|(budget, other)| is_slip(budget, other)).or_else(|| pairs.iter().find(is_part));
    if let Some((budget, other)) = found {
        return vec![slip(budget, other)];
    }
    let budget = initial.or(revised);
    let mut spent = [reported, ledger].into_iter().flatten();
    budget.and_then(|budget| spent.find_map(|spent| thousandfold(&spent, &budget))).into_iter().collect()
}

/// An amount by the message that names it; the sum of a ledger has no place of its own.
struct Amount {
    fact: &'static str,
    value: Money,
    place: Option<Place>,
}

fn is_slip(one: &Amount, other: &Amount) -> bool {
    Rate::new(one.value, other.value).is_some_and(|rate| rate.is_unit_slip())
}

/// Half of a budget or more was spent, had it been given in the other unit.
fn is_part(budget: &Amount, spent: &Amount) -> bool {
    let times = Rate::new(budget.value, spent.value).map(|rate| rate.fraction());
    times.is_some_and(|times| times >= Fraction::from(9_000) && times <= Fraction::from(20_000))
}

fn slip(used: &Amount, other: &Amount) -> Finding {
    Finding::at(Code::UnitSlip, used.place.clone())
        .places(other.place.clone())
        .with("fact", Fact::Term(used.fact))
        .with("used", used.value)
        .with("other-fact", Fact::Term(other.fact))
        .with("other", other.value)
}

fn thousandfold(spent: &Amount, budget: &Amount) -> Option<Finding> {
    let rate = Rate::new(spent.value, budget.value)?;
    let times = rate.fraction().floor().to_i64().unwrap_or(i64::MAX);
    (times >= 1_000).then(|| {
        Finding::at(Code::ExpenditureThousandfold, spent.place.clone())
            .places(budget.place.clone())
            .with("fact", Fact::Term(spent.fact))
            .with("expenditure", spent.value)
            .with("budget", budget.value)
            .with("times", Fact::Count(times))
    })
}
