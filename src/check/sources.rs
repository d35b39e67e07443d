//! The sources of a project's funds against its total.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::location::Sited;
use crate::money::Money;
use crate::project::Amounts;

/// Where a form gives sources, they add to the total row. The total compared is that of the form itself or of whichever
/// sheet went first for it.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let funds = &case.project.funds;
    let columns: [(&'static str, fn(&Amounts) -> &Option<Sited<Money>>); 3] = [
        ("fact-initial-budget", |amounts| &amounts.initial),
        ("fact-revised-budget", |amounts| &amounts.revised),
        ("fact-expenditure", |amounts| &amounts.expenditure),
    ];
    let mut findings = Vec::new();
    for (fact, of) in columns {
        let parts: Vec<&Sited<Money>> =
            funds.by_source.iter().filter_map(|(_, amounts)| of(amounts).as_ref()).collect();
        let Some(total) = of(&funds.total).as_ref().filter(|_| !parts.is_empty()) else { continue };
        let sum: Money = parts.iter().map(|part| part.value).sum();
        if sum != total.value {
            findings.push(
                Finding::new(Code::SourcesTotal, total.place.clone())
                    .places(parts.iter().map(|part| part.place.clone()))
                    .with("fact", Fact::Term(fact))
                    .with("sum", sum)
                    .with("total", total.value)
                    .with("difference", sum - total.value),
            );
        }
    }
    findings
}
