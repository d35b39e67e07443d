//! Approved cost targets against the budget.

use super::Case;
use crate::finding::{Code, Finding};
use crate::money::Money;
use crate::quantity::Sense;
use crate::recognise::tables::SheetKind;

/// The ceilings of cost that were approved for a project's parts do not add to more than its budget.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let total = &case.project.funds.total;
    let Some(budget) = total.initial.as_ref().or(total.revised.as_ref()) else { return Vec::new() };
    let ceilings: Vec<(Money, crate::location::Place)> = case
        .project
        .rows_of(SheetKind::TargetForm)
        .filter_map(|row| row.target.as_ref())
        .filter(|target| target.value.sense == Some(Sense::AtMost) && target.value.is_money())
        .filter_map(|target| Some((Money::from_yuan(target.value.number.as_ref()?)?.0, target.place.clone())))
        .collect();
    let sum: Money = ceilings.iter().map(|(amount, _)| *amount).sum();
    if ceilings.len() < 2 || sum <= budget.value {
        return Vec::new();
    }
    let mut places = ceilings.into_iter().map(|(_, place)| place);
    let first = places.next().unwrap_or_else(|| budget.place.clone());
    vec![
        Finding::new(Code::TargetsOverBudget, first)
            .places(places)
            .place(budget.place.clone())
            .with("sum", sum)
            .with("budget", budget.value),
    ]
}
