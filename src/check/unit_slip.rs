//! Budgets given in the wrong unit.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::measure::fund::of;
use crate::rate::Rate;
use crate::rubric::measure::Base;

/// No two of a project's budgets, nor a budget and what was received of it, are a factor of ten thousand apart, as 元 and
/// 万元 are. The expenditure is compared with the ledger.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let total = &case.project.funds.total;
    let pairs = [(Base::Initial, Base::Revised), (Base::Received, Base::Initial), (Base::Received, Base::Revised)];
    let slipped = |(base, other): (Base, Base)| {
        let (used, other) = (of(total, base).as_ref()?, of(total, other).as_ref()?);
        Rate::new(used.value, other.value).filter(Rate::is_unit_slip)?;
        Some(
            Finding::new(Code::UnitSlip, used.place.clone())
                .place(other.place.clone())
                .with("fact", Fact::Term(base.term()))
                .with("used", used.value)
                .with("other", other.value),
        )
    };
    pairs.into_iter().find_map(slipped).into_iter().collect()
}
