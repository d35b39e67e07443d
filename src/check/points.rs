//! Printed points, rates of points and totals against the figures that they should follow from.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::location::Sited;
use crate::points::Points;
use crate::project::Project;
use crate::recognise::tables::IndicatorRow;

/// Points do not exceed their weight; a deduction and the points add to the weight; a printed rate of points is points
/// over weight, at the digits printed; a printed total is the sum of its rows.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let rows = case.project.rows.iter().flat_map(row);
    rows.chain(totals(case.project)).collect()
}

fn row(row: &IndicatorRow) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (Some(weight), Some(points)) = (&row.weight, &row.points) else { return findings };
    let name = row.name.value.as_str();
    if points.value > weight.value {
        findings.push(
            Finding::new(Code::PointsOverWeight, points.place.clone())
                .place(weight.place.clone())
                .with("indicator", name)
                .with("points", points.value)
                .with("weight", weight.value),
        );
    }
    if points.value < Points::ZERO {
        let finding = Finding::new(Code::PointsNegative, points.place.clone());
        findings.push(finding.with("indicator", name).with("points", points.value));
    }
    if let Some(deduction) = &row.deduction
        && weight.value - deduction.value != points.value
    {
        findings.push(
            Finding::new(Code::DeductionDiffers, deduction.place.clone())
                .place(points.place.clone())
                .with("indicator", name)
                .with("weight", weight.value)
                .with("deduction", deduction.value)
                .with("points", points.value),
        );
    }
    if let Some(printed) = &row.points_rate
        && let Some(share) = points.value.fraction().checked_div(&weight.value.fraction())
        && !share.rounds_to_percent(&printed.value)
    {
        findings.push(
            Finding::new(Code::PointsRateDiffers, printed.place.clone())
                .places([points.place.clone(), weight.place.clone()])
                .with("indicator", name)
                .with("printed", Fact::Share(printed.value.clone()))
                .with("share", Fact::Share(share))
                .with("points", points.value)
                .with("weight", weight.value),
        );
    }
    findings
}

fn totals(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for total in &project.form_totals {
        for (printed, members, term) in [
            (&total.weight, &total.member_weights, "term-weights"),
            (&total.points, &total.member_points, "term-points"),
        ] {
            let Some(printed) = printed else { continue };
            let sum = sum(members);
            if !members.is_empty() && sum != printed.value {
                findings.push(
                    Finding::new(Code::PointsTotalDiffers, printed.place.clone())
                        .places(members.iter().map(|member| member.place.clone()))
                        .with("of", Fact::Term(term))
                        .with("printed", printed.value)
                        .with("sum", sum),
                );
            }
        }
    }
    findings
}

fn sum(members: &[Sited<Points>]) -> Points {
    members.iter().map(|member| member.value).sum()
}
