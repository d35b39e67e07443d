//! Weights against their groups and the rubric's total.

use super::Case;
use crate::finding::{Code, Finding};
use crate::location::Place;
use crate::points::Points;

/// The weights of a project's indicators add to the rubric's total; a weight printed beside a group is the sum of the
/// group's indicators.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let weights: Points = case.card.indicators.iter().map(|indicator| indicator.weight).sum();
    if let Some(rubric) = case.rubric
        && !case.card.indicators.is_empty()
        && weights != rubric.total
    {
        let places: Vec<Place> = case.card.indicators.iter().filter_map(|indicator| indicator.place.clone()).collect();
        findings.push(
            Finding::of(Code::WeightsTotal, &case.project.key)
                .places(places)
                .with("sum", weights)
                .with("total", rubric.total),
        );
    }
    for group in &case.project.group_totals {
        let sum: Points = group.members.iter().map(|member| member.value).sum();
        if sum != group.weight.value {
            findings.push(
                Finding::new(Code::WeightsGroup, group.weight.place.clone())
                    .places(group.members.iter().map(|member| member.place.clone()))
                    .with("group", group.name.as_str())
                    .with("printed", group.weight.value)
                    .with("sum", sum),
            );
        }
    }
    findings
}
