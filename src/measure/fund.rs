//! Fund figures: the amounts of a project and its rates on every base that can be computed.

use std::collections::BTreeMap;

use crate::location::Sited;
use crate::money::Money;
use crate::project::{Amounts, Project};
use crate::rate::Rate;
use crate::rubric::measure::Base;
use crate::score::scorecard::FundFigures;

/// Computes every rate. `ledger` is the sum of the counted payments, `None` without a ledger; `base` is the one that the
/// rubric scores.
///
/// The expenditure is the ledger's sum, else the reported figure; a ledger of which rows were refused gives way to the
/// reported one. A rate over no budget is absent.
pub fn figures(project: &Project, ledger: Option<Money>, base: Option<Base>) -> FundFigures {
    let total = &project.funds.total;
    let value = |sited: &Option<Sited<Money>>| sited.as_ref().map(|amount| amount.value);
    let reported = value(&total.expenditure);
    let expenditure = if project.is_reported_used() { reported } else { ledger.or(reported) };
    let rates = |part: Option<Money>, bases: &[Base]| -> BTreeMap<Base, Rate> {
        let rate = |base: &Base| Some((*base, Rate::new(part?, value(of(total, *base))?)?));
        bases.iter().filter_map(rate).collect()
    };
    FundFigures {
        initial: value(&total.initial),
        revised: value(&total.revised),
        received: value(&total.received),
        reported,
        ledger,
        expenditure,
        execution: rates(expenditure, &Base::ALL),
        funding: rates(value(&total.received), &[Base::Initial, Base::Revised]),
        base,
    }
}

/// The amount that a base stands for.
pub fn of(amounts: &Amounts, base: Base) -> &Option<Sited<Money>> {
    match base {
        Base::Initial => &amounts.initial,
        Base::Revised => &amounts.revised,
        Base::Received => &amounts.received,
    }
}
