//! Approved cost targets against the budget.

use std::cmp::Ordering;

use super::Case;
use crate::finding::{Code, Finding};
use crate::location::Place;
use crate::money::Money;
use crate::quantity::Sense;
use crate::recognise::tables::{IndicatorRow, SheetKind};

/// What the name of a cost of one unit holds: `每公里养护成本`, `人均补助标准`.
const PER_UNIT: [&str; 5] = ["每", "均", "单位", "单价", "标准"];

/// The ceilings of cost that were approved for a project's parts add to its budget: to more, they allow what it cannot pay;
/// to less, they leave a part of it without a target. Costs of one unit of something are no parts.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let total = &case.project.funds.total;
    let Some(budget) = total.initial.as_ref().or(total.revised.as_ref()) else { return Vec::new() };
    let is_part = |row: &&IndicatorRow| !PER_UNIT.iter().any(|word| row.name.value.contains(word));
    let ceilings: Vec<(Money, Place)> = case
        .project
        .rows_of(SheetKind::TargetForm)
        .filter(is_part)
        .filter_map(|row| row.target.as_ref())
        .filter(|target| target.value.sense == Some(Sense::AtMost) && target.value.is_money())
        .filter_map(|target| Some((Money::from_yuan(target.value.number.as_ref()?)?.0, target.place.clone())))
        .collect();
    let sum: Money = ceilings.iter().map(|(amount, _)| *amount).sum();
    let code = match sum.cmp(&budget.value) {
        _ if ceilings.len() < 2 => return Vec::new(),
        Ordering::Equal => return Vec::new(),
        Ordering::Greater => Code::TargetsOverBudget,
        Ordering::Less => Code::TargetsBelowBudget,
    };
    let mut places = ceilings.into_iter().map(|(_, place)| place);
    let first = places.next().unwrap_or_else(|| budget.place.clone());
    vec![
        Finding::new(code, first)
            .places(places)
            .place(budget.place.clone())
            .with("sum", sum)
            .with("budget", budget.value),
    ]
}
