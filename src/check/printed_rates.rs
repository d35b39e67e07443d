//! Printed execution rates against their own row.

use super::Case;
use crate::finding::{Code, Finding};
use crate::money::Money;
use crate::rate::Rate;

/// A printed execution rate is the expenditure over one of the budgets beside it, at the digits printed.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told: Vec<(Money, Money)> = Vec::new();
    for row in &case.project.printed_rates {
        let Some(spent) = &row.amounts.expenditure else { continue };
        let budgets = [&row.amounts.revised, &row.amounts.initial, &row.amounts.received].into_iter().flatten();
        let rates: Vec<Rate> = budgets.filter_map(|budget| Rate::new(spent.value, budget.value)).collect();
        let Some(first) = rates.first() else { continue };
        if rates.iter().any(|rate| rate.fraction().rounds_to_percent(&row.printed.value)) {
            continue;
        }
        // A source that carries the whole repeats its total row, and the fault with it.
        if told.contains(&(first.part, first.whole)) {
            continue;
        }
        told.push((first.part, first.whole));
        findings.push(
            Finding::new(Code::RateDiffers, row.printed.place.clone())
                .place(spent.place.clone())
                .share("printed", &row.printed.value)
                .share("rate", &first.fraction())
                .with("expenditure", first.part)
                .with("budget", first.whole),
        );
    }
    findings
}
