//! Scoring: a project by its rubric, to a [scorecard](scorecard) that says why.
//!
//! Rows are matched with the edition's entries by code and name together, or by name or alias. All readings of an
//! indicator are kept (computed, assessed, claimed, reviewed), the strongest gives the points, and every difference is
//! a finding.

pub mod evaluate;
pub mod scorecard;

use std::collections::BTreeSet;

use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::location::{Place, Sited};
use crate::measure::actual::{Figures, measure};
use crate::points::Points;
use crate::project::Project;
use crate::quantity::{Quantity, Sense};
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{IndicatorRow, SheetKind};
use crate::rubric::measure::Measure;
use crate::rubric::rules::{Part, Rule};
use crate::rubric::{Indicator, Missing, Rubric};

use evaluate::{Doubt, Inputs, Outcome, evaluate};
use scorecard::{Basis, Measured, PointsSource, Scorecard, Scored, Status};

/// Scores a project. The figures are those that it was measured by.
pub fn score(rubric: &Rubric, figures: &Figures<'_>) -> (Scorecard, Vec<Finding>) {
    let mut scoring = Scoring { rubric, figures, findings: Vec::new(), matched: BTreeSet::new() };
    let mut indicators: Vec<Scored> = rubric.indicators.iter().filter_map(|entry| scoring.entry(entry)).collect();
    indicators.extend(scoring.own_rows());
    let project = figures.project;
    let claimed = claimed_total(project);
    let (status, reason) = status(rubric, &indicators);
    let points: Points = indicators.iter().map(|indicator| indicator.points).sum();
    let mut surveys = figures.surveys.to_vec();
    for survey in &mut surveys {
        survey.scored = scored_questions(rubric, survey);
    }
    let card = Scorecard {
        rubric: rubric.id.clone(),
        funds: figures.funds.clone(),
        points: (status != Status::Unscored).then_some(points),
        claimed,
        grade: if status == Status::Scored { rubric.grade(points).map(str::to_owned) } else { None },
        status,
        reason,
        surveys,
        indicators,
    };
    (card, scoring.findings.into_iter().map(|finding| finding.project(&project.key)).collect())
}

/// The total that the unit claims in its self-evaluation form.
fn claimed_total(project: &Project) -> Option<Sited<Points>> {
    let mut totals = project.form_totals.iter().rev().filter(|total| total.kind == SheetKind::SelfEvaluation);
    totals.find_map(|total| total.points.clone())
}

fn scored_questions(rubric: &Rubric, survey: &scorecard::SurveyFigures) -> Vec<String> {
    let wanted = rubric.indicators.iter().filter_map(|entry| match &entry.measure {
        Measure::Survey { question, .. } => Some(squeezed(question)),
        _ => None,
    });
    let found =
        wanted.filter_map(|wanted| survey.questions.iter().find(|question| squeezed(&question.text).contains(&wanted)));
    found.map(|question| question.number.clone().unwrap_or_else(|| question.text.clone())).collect()
}

fn status(rubric: &Rubric, indicators: &[Scored]) -> (Status, Option<Basis>) {
    let because = |key, facts| Some(Basis { key, facts });
    if indicators.is_empty() {
        return (Status::Unscored, because("reason-no-indicator", vec![]));
    }
    let weights: Points = indicators.iter().map(|indicator| indicator.weight).sum();
    if weights != rubric.total {
        let facts = vec![("sum", Fact::Points(weights)), ("total", Fact::Points(rubric.total))];
        return (Status::Partial, because("reason-weights", facts));
    }
    let unverified = indicators.iter().filter(|one| one.source >= PointsSource::Claimed).count();
    if unverified > 0 {
        return (Status::Partial, because("reason-unverified", vec![("count", Fact::from(unverified))]));
    }
    (Status::Scored, None)
}

/// A project being scored.
struct Scoring<'a> {
    rubric: &'a Rubric,
    figures: &'a Figures<'a>,
    findings: Vec<Finding>,
    /// Rows that an entry of the edition took, by the cell of their name.
    matched: BTreeSet<Place>,
}

impl<'a> Scoring<'a> {
    /// The rows that are scored: those of the score table, else those of the self-evaluation form.
    fn main_kind(&self) -> SheetKind {
        let has = |kind| self.figures.project.rows_of(kind).next().is_some();
        if has(SheetKind::ScoreTable) { SheetKind::ScoreTable } else { SheetKind::SelfEvaluation }
    }

    /// Every row that speaks of a name, the first of each kind of sheet, in the order in which kinds are believed.
    fn rows_named(&mut self, names: &[&str], code: &str) -> Vec<&'a IndicatorRow> {
        let is_named = |row: &IndicatorRow| names.iter().any(|name| squeezed(name) == squeezed(&row.name.value));
        let mut rows: Vec<&IndicatorRow> = Vec::new();
        for row in &self.figures.project.rows {
            if is_named(row) && !rows.iter().any(|known| known.kind == row.kind && known.at == row.at) {
                rows.push(row);
            } else if !code.is_empty()
                && row.code.as_deref() == Some(code)
                && !is_named(row)
                && row.kind == self.main_kind()
            {
                self.findings.push(
                    Finding::new(Code::IndicatorCodeOnly, row.name.place.clone())
                        .with("code", code)
                        .with("name", row.name.value.as_str())
                        .with("expected", names[0]),
                );
            }
        }
        rows
    }

    /// An entry of the edition; an entry without a row in a sheet that is scored by its own rows is left out.
    fn entry(&mut self, entry: &'a Indicator) -> Option<Scored> {
        let names: Vec<&str> =
            std::iter::once(entry.name.as_str()).chain(entry.aliases.iter().map(String::as_str)).collect();
        let mut rows = self.rows_named(&names, &entry.code);
        let kind = self.main_kind();
        // The row that is scored speaks before those that repeat it.
        rows.sort_by_key(|row| row.kind != kind);
        let main = rows.first().filter(|row| row.kind == kind).copied();
        self.matched.extend(rows.iter().filter(|row| row.kind == kind).map(|row| row.name.place.clone()));
        let own = self.rubric.own_rows.is_some();
        if own && main.is_none() {
            return None;
        }
        let stated = rows.iter().find_map(|row| row.weight.as_ref()).filter(|_| main.is_some());
        let weight = match stated {
            Some(stated) if own => stated.value,
            Some(stated) => {
                if stated.value != entry.weight && main.and_then(|row| row.weight.as_ref()) == Some(stated) {
                    self.findings.push(
                        Finding::new(Code::WeightDiffers, stated.place.clone())
                            .with("indicator", entry.name.as_str())
                            .with("stated", stated.value)
                            .with("weight", entry.weight),
                    );
                }
                entry.weight
            }
            None => entry.weight,
        };
        let card = Entry {
            code: &entry.code,
            name: &entry.name,
            level1: &entry.level1,
            level2: &entry.level2,
            weight,
            target: entry.target.as_ref(),
            measure: &entry.measure,
            rule: &entry.rule,
            reference: &entry.reference,
            note: &entry.note,
        };
        let scored = self.scored(&card, &rows, main);
        self.readings(entry, &scored, main);
        Some(scored)
    }

    /// Rows that no entry took: scored by the edition's defaults, or named in a finding.
    fn own_rows(&mut self) -> Vec<Scored> {
        let kind = self.main_kind();
        let rows: Vec<&IndicatorRow> = self.figures.project.rows_of(kind).collect();
        let mut scored = Vec::new();
        let cell = Measure::Cell {};
        for row in rows {
            if self.matched.contains(&row.name.place) {
                continue;
            }
            let Some(defaults) = &self.rubric.own_rows else {
                if kind == SheetKind::ScoreTable {
                    self.findings.push(
                        Finding::new(Code::IndicatorUnmatched, row.name.place.clone())
                            .with("indicator", row.name.value.as_str())
                            .with("rubric", self.rubric.name.as_str()),
                    );
                }
                continue;
            };
            let Some(weight) = &row.weight else {
                // Rows of core indicators and 其中 rows carry no weight of their own.
                self.findings.push(
                    Finding::new(Code::IndicatorNotScored, row.name.place.clone())
                        .with("indicator", row.name.value.as_str()),
                );
                continue;
            };
            let words = Quantity::words("");
            let rule = defaults.rule_for(row.target.as_ref().map_or(&words, |target| &target.value));
            let entry = Entry {
                code: row.code.as_deref().unwrap_or_default(),
                name: &row.name.value,
                level1: &row.level1,
                level2: &row.level2,
                weight: weight.value,
                target: None,
                measure: &cell,
                rule,
                reference: &self.rubric.reference,
                note: "",
            };
            let is_same =
                |other: &&IndicatorRow| other.kind != kind && squeezed(&other.name.value) == squeezed(&row.name.value);
            let rows: Vec<&IndicatorRow> =
                std::iter::once(row).chain(self.figures.project.rows.iter().filter(is_same)).collect();
            scored.push(self.scored(&entry, &rows, Some(row)));
        }
        scored
    }

    fn scored(&mut self, entry: &Entry<'_>, rows: &[&'a IndicatorRow], main: Option<&'a IndicatorRow>) -> Scored {
        let mut measured = match entry.rule {
            Rule::Parts(_) => {
                Measured { actual: None, basis: Basis { key: "measure-parts", facts: Vec::new() }, places: Vec::new() }
            }
            _ => measure(entry.measure, self.figures, rows),
        };
        let target_cell = self.target(entry, rows);
        let target = target_cell.as_ref().map(|target| target.value.clone()).or_else(|| entry.target.cloned());
        let target = target.map(|target| as_rate_beside(target, measured.actual.as_ref()));
        let points_of = |kinds: &[SheetKind]| {
            rows.iter().filter(|row| kinds.contains(&row.kind)).find_map(|row| row.points.clone())
        };
        let assessed = points_of(&[SheetKind::ScoreTable]).or_else(|| points_of(&[SheetKind::ScoreSummary]));
        let claimed = points_of(&[SheetKind::SelfEvaluation]);
        let given = if self.main_kind() == SheetKind::ScoreTable { &assessed } else { &claimed };
        let (outcome, bases) = match entry.rule {
            Rule::Parts(parts) => {
                let (outcome, bases, places) = self.parts(entry, parts);
                measured.places = places;
                (outcome, bases)
            }
            rule => {
                let inputs = Inputs {
                    weight: entry.weight,
                    target: target.as_ref(),
                    actual: measured.actual.as_ref(),
                    given: given.as_ref().map(|points| points.value),
                };
                let outcome = evaluate(rule, inputs);
                let basis = outcome.basis.clone();
                (outcome, vec![basis])
            }
        };
        self.doubts(entry, &outcome, &measured, main, given.as_ref());
        self.measured_against_cells(entry, &measured, rows);
        let computed = outcome.points.as_ref().map(|points| Points::rounded(points, self.rubric.rounding));
        let (points, source) = self.final_points(entry, computed, assessed.as_ref(), claimed.as_ref(), &measured);
        self.differences(entry, computed, assessed.as_ref(), claimed.as_ref(), rows, points);
        if let Some(used) = &target_cell {
            self.approved(entry.name, rows, used, measured.actual.as_ref(), points == entry.weight);
        }
        let text = |of: fn(&IndicatorRow) -> Option<&str>| main.and_then(of).unwrap_or_default().to_owned();
        Scored {
            code: entry.code.to_owned(),
            level1: entry.level1.to_owned(),
            level2: entry.level2.to_owned(),
            name: entry.name.to_owned(),
            weight: entry.weight,
            target,
            target_place: target_cell.map(|target| target.place),
            measured,
            rule: entry.rule.name(),
            rule_text: text(|row| row.rule_text.as_ref().map(|text| text.value.as_str())),
            explanation: text(|row| row.explanation.as_deref()),
            reason: text(|row| row.reason.as_ref().map(|text| text.value.as_str())),
            points,
            source,
            computed,
            assessed,
            reviewed: None,
            claimed,
            basis: bases,
            place: main.or(rows.first().copied()).map(|row| row.name.place.clone()),
            reference: entry.reference.to_owned(),
            note: entry.note.to_owned(),
        }
    }

    /// The target that is scored: of the sheets in order, else the edition's own. Where another sheet says another, a
    /// finding names both, once for each; the approved target has a finding of its own.
    fn target(&mut self, entry: &Entry<'_>, rows: &[&IndicatorRow]) -> Option<Sited<Quantity>> {
        let mut targets =
            rows.iter().filter(|row| row.kind != SheetKind::TargetForm).filter_map(|row| row.target.as_ref());
        let first = targets.next()?;
        let approved = rows.iter().filter(|row| row.kind == SheetKind::TargetForm).find_map(|row| row.target.as_ref());
        let mut told: Vec<&Quantity> = approved.map(|approved| &approved.value).into_iter().collect();
        for other in targets.filter(|other| !other.value.agrees(&first.value)) {
            if told.iter().any(|told| told.agrees(&other.value)) {
                continue;
            }
            told.push(&other.value);
            self.findings.push(
                Finding::new(Code::TargetDiffers, first.place.clone())
                    .place(other.place.clone())
                    .with("indicator", entry.name)
                    .with("target", first.value.text.as_str())
                    .with("other", other.value.text.as_str()),
            );
        }
        Some(first.clone())
    }

    /// The target that was approved against the one used, and what hangs on the change.
    fn approved(
        &mut self,
        name: &str,
        rows: &[&IndicatorRow],
        used: &Sited<Quantity>,
        actual: Option<&Quantity>,
        full: bool,
    ) {
        let approved = rows.iter().filter(|row| row.kind == SheetKind::TargetForm).find_map(|row| row.target.as_ref());
        let Some(approved) = approved.filter(|approved| !approved.value.agrees(&used.value)) else { return };
        let finding = |code| {
            Finding::new(code, used.place.clone())
                .place(approved.place.clone())
                .with("indicator", name)
                .with("approved", approved.value.text.as_str())
                .with("used", used.value.text.as_str())
                .with("actual", actual.map(|actual| actual.text.clone()).unwrap_or_default())
        };
        self.findings.push(finding(Code::TargetChanged));
        let (Some(limit), Some(reached)) = (&approved.value.number, actual.and_then(|actual| actual.number.as_ref()))
        else {
            return;
        };
        if used.value.sense == Some(Sense::AtMost) && reached > limit && full {
            self.findings.push(finding(Code::CeilingOverApproved));
        }
    }

    /// What was measured against what the cells say was reached.
    fn measured_against_cells(&mut self, entry: &Entry<'_>, measured: &Measured, rows: &[&IndicatorRow]) {
        let Some(actual) = &measured.actual else { return };
        if matches!(entry.measure, Measure::Evidence {}) {
            return;
        }
        let mut told = Vec::new();
        for said in rows.iter().filter_map(|row| row.actual.as_ref()) {
            if agrees_as_printed(actual, &said.value) || told.contains(&said.value.text) {
                continue;
            }
            told.push(said.value.text.clone());
            self.findings.push(
                Finding::new(Code::ActualDiffers, said.place.clone())
                    .places(measured.places.first().cloned())
                    .with("indicator", entry.name)
                    .with("said", said.value.text.as_str())
                    .with("measured", actual.text.as_str()),
            );
        }
    }

    /// The sum of the parts, an account of each, and the cells of their actuals and assessments.
    fn parts(&mut self, entry: &Entry<'_>, parts: &[Part]) -> (Outcome, Vec<Basis>, Vec<Place>) {
        let mut sum = Some(Fraction::zero());
        let mut bases = Vec::new();
        let mut places = Vec::new();
        for part in parts {
            let rows = self.rows_named(&[&part.name], "");
            let measured = measure(&part.measure, self.figures, &rows);
            let target =
                rows.iter().filter(|row| row.kind != SheetKind::TargetForm).find_map(|row| row.target.as_ref());
            let assessed =
                rows.iter().filter(|row| row.kind != SheetKind::SelfEvaluation).find_map(|row| row.points.as_ref());
            let inputs = Inputs {
                weight: part.weight,
                target: target.map(|target| &target.value),
                actual: measured.actual.as_ref(),
                given: assessed.map(|points| points.value),
            };
            let outcome = evaluate(&part.rule, inputs);
            let points = match (&part.rule, assessed) {
                (Rule::Assessed, Some(assessed)) => Some(assessed.value.fraction()),
                (Rule::Assessed, None) => None,
                _ => outcome.points.clone(),
            };
            if let Some(used) = target {
                let full = points.as_ref() == Some(&part.weight.fraction());
                self.approved(&part.name, &rows, used, measured.actual.as_ref(), full);
            }
            places.extend(measured.places.iter().cloned().chain(assessed.map(|assessed| assessed.place.clone())));
            let shown =
                points.as_ref().map_or_else(|| Fact::Term("term-unknown"), |points| Fact::Number(points.clone()));
            bases.push(Basis {
                key: if part.rule == Rule::Assessed { "basis-part-assessed" } else { "basis-part" },
                facts: vec![
                    ("name", Fact::Text(part.name.clone())),
                    ("weight", Fact::Points(part.weight)),
                    ("target", Fact::Text(target.map(|target| target.value.text.clone()).unwrap_or_default())),
                    ("actual", Fact::Text(measured.actual.map(|actual| actual.text).unwrap_or_default())),
                    ("points", shown),
                ],
            });
            sum = sum.zip(points).map(|(sum, points)| &sum + &points);
        }
        let basis = Basis { key: "basis-parts", facts: vec![("weight", Fact::Points(entry.weight))] };
        (Outcome { points: sum, basis, doubts: Vec::new() }, bases, places)
    }

    /// Reviewed; else assessed where the edition says so or where no rule can be evaluated; else computed; else what a
    /// policy gives; else claimed, marked as unverified.
    fn final_points(
        &self,
        entry: &Entry<'_>,
        computed: Option<Points>,
        assessed: Option<&Sited<Points>>,
        claimed: Option<&Sited<Points>>,
        measured: &Measured,
    ) -> (Points, PointsSource) {
        let by_policy = |missing| match missing {
            Missing::Full => entry.weight,
            Missing::Zero => Points::ZERO,
        };
        let policies = &self.rubric.policies;
        let of_funds = matches!(entry.measure, Measure::ExecutionRate { .. } | Measure::FundingRate { .. });
        match (computed, assessed, claimed) {
            (_, Some(assessed), _) if is_assessed(entry.rule) => (assessed.value, PointsSource::Assessed),
            (Some(computed), _, Some(claimed)) if !policies.computed_may_exceed_claimed && computed > claimed.value => {
                (claimed.value, PointsSource::Policy)
            }
            (Some(computed), _, _) => (computed, PointsSource::Computed),
            (None, Some(assessed), _) => (assessed.value, PointsSource::Assessed),
            (None, None, _) if of_funds => (by_policy(policies.no_budget), PointsSource::Policy),
            (None, None, _) if measured.actual.is_none() && *entry.rule != Rule::Assessed => {
                (by_policy(policies.blank), PointsSource::Policy)
            }
            (None, None, Some(claimed)) => (claimed.value, PointsSource::Claimed),
            (None, None, None) => (Points::ZERO, PointsSource::None),
        }
    }

    fn doubts(
        &mut self,
        entry: &Entry<'_>,
        outcome: &Outcome,
        measured: &Measured,
        main: Option<&IndicatorRow>,
        given: Option<&Sited<Points>>,
    ) {
        let place = measured.places.first().cloned().or_else(|| main.map(|row| row.name.place.clone()));
        let finding = |code| {
            let finding = Finding::of(code, &self.figures.project.key).places(place.clone());
            finding.with("indicator", entry.name)
        };
        let actual = measured.actual.as_ref().map(|actual| actual.text.clone()).unwrap_or_default();
        for doubt in &outcome.doubts {
            let finding = match doubt {
                Doubt::Copied => finding(Code::ActualCopied).with("actual", actual.as_str()),
                Doubt::NoTier => finding(Code::TierUnknown).with("actual", actual.as_str()),
                Doubt::OutsideTier { tier } => finding(Code::PointsDiffer)
                    .places(given.map(|given| given.place.clone()))
                    .with("assessed", given.map_or(Points::ZERO, |given| given.value))
                    .with("computed", Fact::Text(tier.clone())),
                Doubt::NoEvidence { points } => {
                    let points: Vec<String> = points.iter().map(usize::to_string).collect();
                    finding(Code::EvidenceMissing).with("points", points.join("、"))
                }
                Doubt::EvidenceUnreadable { text } => finding(Code::EvidenceUnreadable).with("text", text.as_str()),
            };
            self.findings.push(finding);
        }
        let of_funds = matches!(entry.measure, Measure::ExecutionRate { .. } | Measure::FundingRate { .. });
        let needs_actual = !matches!(entry.rule, Rule::Assessed | Rule::Parts(_) | Rule::Checklist { .. });
        if outcome.points.is_none() && outcome.doubts.is_empty() && needs_actual && !of_funds {
            self.findings.push(finding(Code::ActualNotAssessable).with("actual", actual));
        }
    }

    fn differences(
        &mut self,
        entry: &Entry<'_>,
        computed: Option<Points>,
        assessed: Option<&Sited<Points>>,
        claimed: Option<&Sited<Points>>,
        rows: &[&IndicatorRow],
        points: Points,
    ) {
        if let (Some(computed), Some(assessed)) = (computed, assessed)
            && computed != assessed.value
        {
            let code = if is_assessed(entry.rule) { Code::PartsDiffer } else { Code::PointsDiffer };
            self.findings.push(
                Finding::new(code, assessed.place.clone())
                    .with("indicator", entry.name)
                    .with("assessed", assessed.value)
                    .with("computed", computed),
            );
        }
        let claim_weight =
            rows.iter().find(|row| row.kind == SheetKind::SelfEvaluation).and_then(|row| row.weight.as_ref());
        if let (Some(claimed), Some(weight)) = (claimed, claim_weight)
            // Claims on another weight are compared by their total alone.
            && weight.value == entry.weight
            && claimed.value != points
        {
            self.findings.push(
                Finding::new(Code::ClaimDiffers, claimed.place.clone())
                    .with("indicator", entry.name)
                    .with("claimed", claimed.value)
                    .with("points", points),
            );
        }
    }

    /// Rules that a report states beside the one applied.
    fn readings(&mut self, entry: &Indicator, scored: &Scored, main: Option<&IndicatorRow>) {
        for reading in &entry.readings {
            let place = main.map(|row| row.rule_text.as_ref().map_or(&row.name.place, |text| &text.place).clone());
            let would_give = reading.rule.as_ref().and_then(|rule| {
                let inputs = Inputs {
                    weight: scored.weight,
                    target: scored.target.as_ref(),
                    actual: scored.measured.actual.as_ref(),
                    given: None,
                };
                evaluate(rule, inputs).points
            });
            let would_give = would_give.map_or(Fact::Term("term-not-computable"), |points| {
                Fact::Points(Points::rounded(&points, self.rubric.rounding))
            });
            self.findings.push(
                Finding::of(Code::RuleTextNotApplied, &self.figures.project.key)
                    .places(place)
                    .with("indicator", entry.name.as_str())
                    .with("text", reading.text.as_str())
                    .with("reason", reading.why_not.as_str())
                    .with("points", scored.points)
                    .with("other", would_give),
            );
        }
    }
}

/// An indicator to score: an edition's entry, or a sheet's own row.
struct Entry<'e> {
    code: &'e str,
    name: &'e str,
    level1: &'e str,
    level2: &'e str,
    weight: Points,
    target: Option<&'e Quantity>,
    measure: &'e Measure,
    rule: &'e Rule,
    reference: &'e str,
    note: &'e str,
}

/// Whether an evaluator gives the points, of the whole or of every part.
fn is_assessed(rule: &Rule) -> bool {
    match rule {
        Rule::Parts(parts) => parts.iter().all(|part| part.rule == Rule::Assessed),
        rule => *rule == Rule::Assessed,
    }
}

/// A target such as `1` beside a rate is a share: the cell showed it as 100 %.
fn as_rate_beside(target: Quantity, actual: Option<&Quantity>) -> Quantity {
    match &target.number {
        Some(number)
            if target.unit.is_empty() && actual.is_some_and(Quantity::is_rate) && *number <= Fraction::one() =>
        {
            Quantity { sense: target.sense, ..Quantity::rate(number.clone()) }
        }
        _ => target,
    }
}

/// Whether a printed figure is the measured one: equal, or equal at the digits that were printed.
fn agrees_as_printed(measured: &Quantity, said: &Quantity) -> bool {
    let (Some(exact), Some(printed)) = (&measured.number, &said.number) else {
        return measured.agrees(said);
    };
    exact == printed || measured.is_rate() && exact.rounds_to_percent(printed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::cell::quantity_text;

    #[test]
    fn a_printed_rate_agrees_at_its_own_digits() {
        let exact = Fraction::ratio(19, 23).unwrap();
        let measured = Quantity::number("82.61%", exact, "%");
        assert!(agrees_as_printed(&measured, &quantity_text("=82.61%")));
        assert!(agrees_as_printed(&measured, &quantity_text("82.6%")));
        assert!(agrees_as_printed(&measured, &quantity_text("83%")));
        assert!(!agrees_as_printed(&measured, &quantity_text("82.62%")));
        assert!(!agrees_as_printed(&measured, &quantity_text("100%")));
    }
}
