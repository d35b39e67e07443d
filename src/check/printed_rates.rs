//! Printed execution rates against their own row.

use super::Case;
use crate::finding::{Code, Finding};
use crate::rate::Rate;

/// A printed execution rate is the expenditure over one of the budgets beside it, at the digits printed.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in &case.project.printed_rates {
        let Some(spent) = &row.amounts.expenditure else { continue };
        let budgets = [&row.amounts.revised, &row.amounts.initial, &row.amounts.received].into_iter().flatten();
        let rates: Vec<Rate> = budgets.filter_map(|budget| Rate::new(spent.value, budget.value)).collect();
        let Some(first) = rates.first() else { continue };
        if rates.iter().any(|rate| rate.fraction().rounds_to_percent(&row.printed.value)) {
            continue;
        }
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
