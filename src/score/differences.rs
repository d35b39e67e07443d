//! Differences among what the sheets say of one indicator, and what an evaluation came across: all become findings.

use crate::finding::{Code, Fact, Finding};
use crate::location::{Place, Sited};
use crate::points::Points;
use crate::quantity::{Quantity, Sense};
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{IndicatorRow, ReviewRow, SheetKind};
use crate::rubric::rules::Rule;

use super::evaluate::{Doubt, Outcome};
use super::final_points::is_assessed;
use super::scorecard::{Basis, Measured, Scored};

/// Targets of other sheets that differ from the one used, once for each; the approved one has a finding of its own.
pub fn targets(name: &str, rows: &[&IndicatorRow], used: &Sited<Quantity>) -> Vec<Finding> {
    let mut told: Vec<&Quantity> = vec![&used.value];
    told.extend(approved_target(rows).map(|approved| &approved.value));
    let mut findings = Vec::new();
    for other in rows.iter().filter(|row| row.kind != SheetKind::TargetForm).filter_map(|row| row.target.as_ref()) {
        if told.iter().any(|told| told.agrees(&other.value)) {
            continue;
        }
        told.push(&other.value);
        findings.push(
            Finding::new(Code::TargetDiffers, used.place.clone())
                .place(other.place.clone())
                .with("indicator", name)
                .with("target", used.value.text.as_str())
                .with("other", other.value.text.as_str()),
        );
    }
    findings
}

/// The target that was approved at the year's start (绩效目标表).
pub fn approved_target<'a>(rows: &[&'a IndicatorRow]) -> Option<&'a Sited<Quantity>> {
    rows.iter().filter(|row| row.kind == SheetKind::TargetForm).find_map(|row| row.target.as_ref())
}

/// The target that was approved against the one used, and what is met or missed only because of the change.
pub fn approved(
    name: &str,
    rows: &[&IndicatorRow],
    used: &Sited<Quantity>,
    actual: Option<&Quantity>,
    full_points: bool,
) -> Vec<Finding> {
    let Some(approved) = approved_target(rows).filter(|approved| !approved.value.agrees(&used.value)) else {
        return Vec::new();
    };
    let finding = |code| {
        Finding::new(code, used.place.clone())
            .place(approved.place.clone())
            .with("indicator", name)
            .with("approved", approved.value.text.as_str())
            .with("used", used.value.text.as_str())
            .with("actual", actual.map(|actual| actual.text.clone()).unwrap_or_default())
    };
    let mut findings = vec![finding(Code::TargetChanged)];
    let met = |target: &Quantity| actual.and_then(|actual| target.is_met_by(actual));
    match (met(&approved.value), met(&used.value)) {
        (Some(false), Some(true)) if used.value.sense == Some(Sense::AtMost) && full_points => {
            findings.push(finding(Code::CeilingOverApproved));
        }
        (Some(false), Some(true)) => findings.push(finding(Code::TargetMetByChange)),
        (Some(true), Some(false)) => findings.push(finding(Code::TargetMissedByChange)),
        _ => {}
    }
    findings
}

/// What was measured against what the cells say was reached.
pub fn actuals(name: &str, rows: &[&IndicatorRow], measured: &Measured) -> Vec<Finding> {
    let Some(actual) = &measured.actual else { return Vec::new() };
    let mut told: Vec<&Quantity> = Vec::new();
    let mut findings = Vec::new();
    for said in rows.iter().filter_map(|row| row.actual.as_ref()) {
        if agrees_as_printed(actual, &said.value) || told.iter().any(|told| told.agrees(&said.value)) {
            continue;
        }
        told.push(&said.value);
        findings.push(
            Finding::new(Code::ActualDiffers, said.place.clone())
                .places(measured.places.first().cloned())
                .with("indicator", name)
                .with("said", said.value.text.as_str())
                .with("measured", actual.text.as_str()),
        );
    }
    findings
}

/// Whether a printed figure is the measured one: equal, or equal at the digits that were printed.
fn agrees_as_printed(measured: &Quantity, said: &Quantity) -> bool {
    match measured.in_one_unit(said) {
        Some((exact, printed)) => exact == printed || measured.is_rate() && exact.rounds_to_percent(&printed),
        None => measured.agrees(said),
    }
}

/// What the evaluation of an indicator came across. `place` is where its actual stands.
pub fn doubts(
    name: &str,
    rule: &Rule,
    outcome: &Outcome,
    measured: &Measured,
    place: Option<&Place>,
    given: Option<&Sited<Points>>,
) -> Vec<Finding> {
    let finding = |code| {
        let finding = Finding { code, project: None, places: place.cloned().into_iter().collect(), facts: Vec::new() };
        finding.with("indicator", name)
    };
    let actual = measured.actual.as_ref().map(|actual| actual.text.clone()).unwrap_or_default();
    let mut findings = Vec::new();
    for doubt in &outcome.doubts {
        findings.push(match doubt {
            Doubt::Copied => finding(Code::ActualCopied).with("actual", actual.as_str()),
            Doubt::NoTier => finding(Code::TierUnknown).with("actual", actual.as_str()),
            Doubt::UnitsDiffer => {
                finding(Code::UnitsDiffer).with("actual", actual.as_str()).with("target", shown_target(outcome))
            }
            Doubt::OutsideTier { tier } => finding(Code::PointsOutsideTier)
                .places(given.map(|given| given.place.clone()))
                .with("given", given.map_or(Points::ZERO, |given| given.value))
                .with("tier", tier.as_str()),
            Doubt::NoEvidence { points } => {
                let points: Vec<String> = points.iter().map(usize::to_string).collect();
                finding(Code::EvidenceMissing).with("points", points.join("、"))
            }
            Doubt::EvidenceUnreadable { text } => finding(Code::EvidenceUnreadable).with("text", text.as_str()),
            Doubt::OverCompleted { ratio, limit } => finding(Code::OverCompletion)
                .with("actual", actual.as_str())
                .with("target", shown_target(outcome))
                .share("ratio", ratio)
                .share("limit", limit),
            Doubt::NoPrevious => finding(Code::PreviousMissing),
            Doubt::FewPeers | Doubt::EqualPeers => {
                let said = Fact::Said(outcome.basis.key, outcome.basis.facts.clone());
                finding(Code::PeersNotComparable).with("reason", said)
            }
        });
    }
    let needs_actual = !matches!(rule, Rule::Assessed | Rule::Parts(_));
    if outcome.points.is_none() && outcome.doubts.is_empty() && needs_actual {
        let said = Fact::Said(measured.basis.key, measured.basis.facts.clone());
        findings.push(finding(Code::ActualNotAssessable).with("measured", said));
    }
    findings
}

fn shown_target(outcome: &Outcome) -> Fact {
    let target = outcome.basis.facts.iter().find(|(name, _)| *name == "target");
    target.map_or_else(|| Fact::Text(String::new()), |(_, target)| target.clone())
}

/// Assessed points against those computed, and a claim, given with its weight, against those that count.
pub fn points(
    name: &str,
    rule: &Rule,
    weight: Points,
    computed: Option<Points>,
    assessed: Option<&Sited<Points>>,
    claimed: Option<(&Sited<Points>, &Sited<Points>)>,
    points: Points,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(computed), Some(assessed)) = (computed, assessed)
        && computed != assessed.value
    {
        let code = if is_assessed(rule) { Code::PartsDiffer } else { Code::PointsDiffer };
        let finding = Finding::new(code, assessed.place.clone()).with("indicator", name);
        findings.push(finding.with("assessed", assessed.value).with("computed", computed));
    }
    // Claims on another weight are compared by their total alone.
    if let Some((claimed, of_weight)) = claimed
        && of_weight.value == weight
        && claimed.value != points
    {
        let finding = Finding::new(Code::ClaimDiffers, claimed.place.clone()).with("indicator", name);
        findings.push(finding.with("claimed", claimed.value).with("points", points));
    }
    findings
}

/// An indicator that stands in two sheets of the kind that is scored: the first is scored.
pub fn repeated(row: &IndicatorRow, first: &IndicatorRow) -> Finding {
    let shown = |row: &IndicatorRow| {
        row.points.as_ref().map_or(Fact::Term("term-unknown"), |points| Fact::Points(points.value))
    };
    Finding::new(Code::IndicatorRepeated, row.name.place.clone())
        .place(first.name.place.clone())
        .with("indicator", row.name.value.as_str())
        .with("used", shown(first))
        .with("other", shown(row))
}

/// A reviewer's decision: what it changes, and whether it says why. `without` is what the points would be else, as far as it is
/// known.
pub fn review(name: &str, weight: Points, review: &ReviewRow, without: Option<Points>) -> Vec<Finding> {
    let place = &review.points.place;
    let given = review.points.value;
    let finding = |code| Finding::new(code, place.clone()).with("indicator", name);
    let mut findings = Vec::new();
    if without != Some(given) {
        let without = without.map_or(Fact::Term("term-unknown"), Fact::Points);
        let finding = finding(Code::PointsReviewed).with("points", given.min(weight)).with("other", without);
        findings.push(finding.with("reason", said(&review.reason)));
    }
    if given > weight {
        findings.push(finding(Code::PointsOverWeight).with("points", given).with("weight", weight));
    }
    if review.reason.is_none() || review.reviewer.is_none() {
        findings.push(finding(Code::ReviewIncomplete).with("points", given));
    }
    findings
}

/// The account of a reviewer's decision; points over the weight count as the weight.
pub fn reviewed_basis(review: &ReviewRow, weight: Points) -> Basis {
    let facts = vec![
        ("points", Fact::Points(review.points.value.min(weight))),
        ("reason", said(&review.reason)),
        ("reviewer", said(&review.reviewer)),
    ];
    Basis { key: "basis-reviewed", facts }
}

fn said(text: &Option<Sited<String>>) -> Fact {
    text.as_ref().map_or(Fact::Term("term-not-stated"), |text| Fact::Text(text.value.clone()))
}

/// Decisions on indicators that the project does not have, and those that come after another on the same one. `outside` are the
/// cells of decisions on rows outside the weights.
pub fn unmatched_reviews(reviews: &[ReviewRow], indicators: &[Scored], outside: &[&Place]) -> Vec<Finding> {
    let is_used = |review: &&ReviewRow| {
        let mut reviewed = indicators.iter().filter_map(|one| one.reviewed.as_ref());
        reviewed.any(|one| one.points == review.points) || outside.contains(&&review.points.place)
    };
    let mut findings = Vec::new();
    for review in reviews.iter().filter(|review| !is_used(review)) {
        let name = squeezed(&review.indicator.value);
        let finding = |code| Finding::new(code, review.indicator.place.clone()).with("indicator", name.as_str());
        let used = reviews.iter().filter(is_used).find(|used| squeezed(&used.indicator.value) == name);
        match used {
            None => findings.push(finding(Code::ReviewUnmatched)),
            Some(used) if used.points.value != review.points.value => findings.push(
                finding(Code::ReviewRepeated)
                    .place(used.indicator.place.clone())
                    .with("used", used.points.value)
                    .with("other", review.points.value),
            ),
            Some(_) => {}
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fraction::Fraction;
    use crate::recognise::quantity_text::quantity_text;

    #[test]
    fn a_printed_rate_agrees_at_its_own_digits() {
        let measured = Quantity::rate(Fraction::ratio(19, 23).unwrap());
        for (printed, agrees) in
            [("=82.61%", true), ("82.6%", true), ("83%", true), ("82.62%", false), ("100%", false), ("0.8261", true)]
        {
            assert_eq!(agrees_as_printed(&measured, &quantity_text(printed)), agrees, "{printed}");
        }
    }
}
