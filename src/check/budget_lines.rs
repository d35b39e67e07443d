//! Budget lines against the project's totals.

use super::Case;
use crate::finding::{Code, Finding};
use crate::location::{Place, Sited};
use crate::money::Money;
use crate::project::BudgetLine;

/// The lines of a budget add to its total and their expenditure to the project's; no line is spent over its budget
/// while the total is inside.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let project = case.project;
    if project.lines.is_empty() {
        return Vec::new();
    }
    let total = &project.funds.total;
    let budget = total.initial.as_ref().or(total.revised.as_ref());
    let printed = project.lines_total.as_ref();
    let mut findings = Vec::new();
    findings.extend(sum(
        &project.lines,
        |line| &line.budget,
        budget.into_iter().chain(printed.and_then(|total| total.budget.as_ref())),
        Code::LinesBudgetTotal,
    ));
    findings.extend(sum(
        &project.lines,
        |line| &line.expenditure,
        total.expenditure.iter().chain(printed.and_then(|total| total.expenditure.as_ref())),
        Code::LinesExpenditureTotal,
    ));
    for line in &project.lines {
        if let (Some(budget), Some(spent)) = (&line.budget, &line.expenditure)
            && spent.value > budget.value
        {
            findings.push(
                Finding::new(Code::LineOverspent, spent.place.clone())
                    .place(budget.place.clone())
                    .with("item", line.item.value.as_str())
                    .with("expenditure", spent.value)
                    .with("budget", budget.value),
            );
        }
    }
    findings
}

/// One finding for all totals that differ from the sum in the same way.
fn sum<'a>(
    lines: &[BudgetLine],
    of: fn(&BudgetLine) -> &Option<Sited<Money>>,
    totals: impl Iterator<Item = &'a Sited<Money>>,
    code: Code,
) -> Option<Finding> {
    let parts: Vec<&Sited<Money>> = lines.iter().filter_map(|line| of(line).as_ref()).collect();
    let sum: Money = parts.iter().map(|part| part.value).sum();
    let wrong: Vec<&Sited<Money>> = totals.filter(|total| total.value != sum).collect();
    let total = wrong.first()?;
    let places: Vec<Place> = wrong.iter().skip(1).chain(&parts).map(|cell| cell.place.clone()).collect();
    (!parts.is_empty()).then(|| {
        Finding::new(code, total.place.clone())
            .places(places)
            .with("sum", sum)
            .with("total", total.value)
            .with("difference", sum - total.value)
    })
}
