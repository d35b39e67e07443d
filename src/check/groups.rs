//! How a sheet that is scored by its own rows splits its weights over the first level.

use super::Case;
use crate::finding::{Code, Finding};
use crate::points::Points;
use crate::rubric::groups::{Group, GroupWeight, Split};

/// The weights under each first level are those of the edition's groups, or reach the least that the edition asks for.
/// Weights that do not add to the total have a finding of their own.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let Some(rubric) = case.rubric else { return Vec::new() };
    let split = Split::of(case.project);
    if split.total() != rubric.total || !split.speaks_of(&rubric.groups) {
        return Vec::new();
    }
    let finding = |code| Finding::of(code, &case.project.key).places(split.first.clone());
    let mut findings = Vec::new();
    for group in &rubric.groups {
        let weight = split.weight_of(group);
        if let GroupWeight::AtLeast(least) = group.weight
            && weight < least
        {
            let finding = finding(Code::ResultsWeightLow).with("groups", group.name.as_str());
            findings.push(finding.with("sum", weight).with("least", least));
        }
    }
    let exact: Vec<Group> =
        rubric.groups.iter().filter(|group| matches!(group.weight, GroupWeight::Exactly(_))).cloned().collect();
    if !split.fits(&exact, rubric.total) {
        let own = split.levels.iter().map(|(level1, weight)| (level1.as_str(), *weight));
        let stated = exact.iter().map(|group| (group.name.as_str(), group.weight.points()));
        findings.push(
            finding(Code::GroupsDiffer)
                .with("own", shown(own))
                .with("rubric", rubric.name.as_str())
                .with("stated", shown(stated)),
        );
    }
    findings
}

/// `产出指标 50、效益指标 30`
fn shown<'a>(groups: impl Iterator<Item = (&'a str, Points)>) -> String {
    let each: Vec<String> = groups.map(|(name, weight)| format!("{name} {weight}").trim_start().to_owned()).collect();
    each.join("、")
}
