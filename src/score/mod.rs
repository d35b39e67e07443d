//! Scoring: a project by its rubric, to a [`scorecard`] that says why.
//!
//! Rows are matched with the edition's entries by code and name together, or by name or alias. All readings of an
//! indicator are kept (computed, assessed, claimed, reviewed), the strongest gives the points, and every difference is
//! a finding.

pub mod adjustments;
mod differences;
pub mod evaluate;
pub mod final_points;
pub mod others;
mod rows;
mod rule_text;
pub mod scorecard;
mod share_out;
mod total;
pub mod vetoes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::location::{Place, Sited};
use crate::measure::actual::{BLANK, Figures, LEDGER_RATE, NO_BUDGET, NO_EVIDENCE, measure};
use crate::measure::survey;
use crate::points::Points;
use crate::project::Project;
use crate::quantity::Quantity;
use crate::recognise::cell::squeezed;
use crate::recognise::indicators::Label;
use crate::recognise::tables::{IndicatorRow, ReviewRow, SheetKind};
use crate::rubric::measure::Measure;
use crate::rubric::restate::restate;
use crate::rubric::rules::{Part, Rule};
use crate::rubric::text::{Reading, Refusal, RuleText};
use crate::rubric::{Indicator, Missing, Rubric};

use evaluate::{Doubt, Inputs, Outcome, evaluate, units_differ};
use final_points::{Readings, final_points, is_assessed};
use others::Others;
use rows::Rows;
use rule_text::NotApplied;
use scorecard::{Basis, Decision, Measured, PointsSource, Scorecard, Scored, Status};

/// Scores a project. The figures are those that it was measured by.
pub fn score(rubric: &Rubric, figures: &Figures<'_>, others: &Others) -> (Scorecard, Vec<Finding>) {
    let rows = Rows::new(figures.project);
    let project = figures.project;
    let adjusted = adjustments::sums(&rubric.policies.adjustments, project, &rows);
    let vetoes = vetoes::held(&rubric.policies.vetoes, &rows);
    let matched = outside_weights(rubric, &rows);
    let mut scoring = Scoring { rubric, figures, others, rows, findings: Vec::new(), matched, equals: BTreeMap::new() };
    let mut indicators: Vec<Scored> = rubric.indicators.iter().filter_map(|entry| scoring.entry(entry)).collect();
    indicators.extend(scoring.own_rows());
    share_out::share_out(rubric, &mut indicators);
    let used: Vec<&Place> = adjusted.rows.iter().map(|row| &row.place).collect();
    scoring.findings.extend(differences::unmatched_reviews(&project.reviews, &indicators, &used));
    scoring.findings.extend(adjusted.findings.iter().cloned());
    scoring.findings.extend(vetoes.iter().map(vetoes::Held::finding));
    let claimed = claimed_total(project);
    let total = total::total(rubric, &indicators, &adjusted, claimed.as_ref(), &vetoes);
    let (mut status, mut reason) = status(rubric, &indicators);
    if status == Status::Scored && total.lacks_claim {
        (status, reason) = (Status::Partial, Some(Basis { key: "reason-no-claimed-total", facts: Vec::new() }));
    }
    let mut surveys = figures.surveys.to_vec();
    mark_scored(rubric, &mut surveys);
    let card = Scorecard {
        rubric: rubric.id.clone(),
        funds: figures.funds.clone(),
        points: (status != Status::Unscored).then_some(total.points),
        total_basis: total.basis,
        adjustments: adjusted.rows,
        claimed,
        grade: total.grade.filter(|_| status == Status::Scored),
        status,
        reason,
        surveys,
        indicators,
    };
    (card, scoring.findings.into_iter().map(|finding| finding.project(&project.key)).collect())
}

/// The rows that state a bonus, a malus or a veto: they are no indicators, unless they carry a weight as a veto's row may.
fn outside_weights(rubric: &Rubric, rows: &Rows<'_>) -> BTreeSet<Place> {
    let policies = &rubric.policies;
    let adjustments = policies.adjustments.items.iter().flat_map(|item| rows.named(adjustments::names(item)));
    let vetoes = policies.vetoes.iter().flat_map(|veto| rows.named(std::iter::once(veto.indicator.as_str())));
    let vetoes = vetoes.filter(|row| row.weight.is_none() || rubric.own_rows.is_none());
    adjustments.chain(vetoes).map(|row| row.name.place.clone()).collect()
}

/// The total that the unit claims in its self-evaluation form.
fn claimed_total(project: &Project) -> Option<Sited<Points>> {
    let mut totals = project.form_totals.iter().rev().filter(|total| total.kind == SheetKind::SelfEvaluation);
    totals.find_map(|total| total.points.clone())
}

/// Marks each question that an indicator is scored by.
fn mark_scored(rubric: &Rubric, surveys: &mut [scorecard::SurveyFigures]) {
    let measures = rubric.indicators.iter().flat_map(|indicator| {
        let parts = if let Rule::Parts(parts) = &indicator.rule { parts.as_slice() } else { &[] };
        std::iter::once(&indicator.measure).chain(parts.iter().map(|part| &part.measure))
    });
    for measure in measures {
        let Measure::Survey { question, .. } = measure else { continue };
        if let Some((survey, at)) = survey::find(surveys, question) {
            surveys[survey].questions[at].scored = true;
        }
    }
}

fn status(rubric: &Rubric, indicators: &[Scored]) -> (Status, Option<Basis>) {
    let because = |key, facts| Some(Basis { key, facts });
    // Blank rows that a policy gives nothing are nothing to score; points that a policy gives or cuts are.
    let is_evaluated = |indicator: &Scored| match indicator.source {
        PointsSource::None => false,
        PointsSource::Policy => indicator.computed.is_some() || indicator.policy != Some(Missing::Zero),
        _ => true,
    };
    if !indicators.iter().any(is_evaluated) {
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
    others: &'a Others,
    rows: Rows<'a>,
    findings: Vec<Finding>,
    /// Rows that an entry of the edition took, by the cell of their name.
    matched: BTreeSet<Place>,
    /// How many indicators of a code, levels and name came so far.
    equals: BTreeMap<[String; 4], usize>,
}

impl<'a> Scoring<'a> {
    /// An entry of the edition; an entry without a row in a sheet that is scored by its own rows is left out.
    fn entry(&mut self, entry: &'a Indicator) -> Option<Scored> {
        let names = || std::iter::once(&entry.name).chain(&entry.aliases).map(String::as_str);
        let rows = self.rows.named(names());
        self.code_alone(entry, &rows);
        let main = rows.first().filter(|row| row.kind == self.rows.scored).copied();
        let of_scored_kind = rows.iter().filter(|row| row.kind == self.rows.scored);
        self.matched.extend(of_scored_kind.map(|row| row.name.place.clone()));
        let own = self.rubric.own_rows.is_some();
        if own && main.is_none() {
            return None;
        }
        let stated = main.and_then(|row| row.weight.as_ref());
        if let Some(stated) = stated.filter(|stated| !own && stated.value != entry.weight) {
            self.findings.push(
                Finding::new(Code::WeightDiffers, stated.place.clone())
                    .with("indicator", entry.name.as_str())
                    .with("stated", stated.value)
                    .with("weight", entry.weight),
            );
        }
        let weight = stated.filter(|_| own).map_or(entry.weight, |stated| stated.value);
        let card = Entry {
            code: &entry.code,
            name: &entry.name,
            level1: &entry.level1,
            level2: &entry.level2,
            weight,
            target: entry.target.as_ref(),
            measure: &entry.measure,
            rule: &entry.rule,
            is_own: false,
            read: None,
            restated: if weight == entry.weight { entry.restated.clone() } else { restated(&entry.rule, weight) },
            blank: entry.blank,
            reference: &entry.reference,
            note: &entry.note,
        };
        let mut scored = self.scored(&card, &rows, main);
        scored.text_says = self.text_beside(entry, &scored, main);
        Some(scored)
    }

    /// Rows that have the entry's code and another name are not its rows.
    fn code_alone(&mut self, entry: &Indicator, rows: &[&IndicatorRow]) {
        if entry.code.is_empty() {
            return;
        }
        for row in self.rows.of_scored_kind().filter(|row| row.code.as_ref() == Some(&entry.code)) {
            if !rows.iter().any(|known| known.name.place == row.name.place) {
                self.findings.push(
                    Finding::new(Code::IndicatorCodeOnly, row.name.place.clone())
                        .with("code", entry.code.as_str())
                        .with("name", row.name.value.as_str())
                        .with("expected", entry.name.as_str()),
                );
            }
        }
    }

    /// Rows that no entry took: scored by the edition's defaults, or named in a finding.
    fn own_rows(&mut self) -> Vec<Scored> {
        let mut scored = Vec::new();
        let mut first: BTreeMap<String, &IndicatorRow> = BTreeMap::new();
        let mut nth: BTreeMap<String, usize> = BTreeMap::new();
        for row in self.rows.of_scored_kind() {
            if self.matched.contains(&row.name.place) {
                continue;
            }
            let Some(defaults) = &self.rubric.own_rows else {
                if self.rows.scored == SheetKind::ScoreTable {
                    self.findings.push(
                        Finding::new(Code::IndicatorUnmatched, row.name.place.clone())
                            .with("indicator", row.name.value.as_str())
                            .with("rubric", self.rubric.name.as_str()),
                    );
                }
                continue;
            };
            // One sheet may well have two rows of a name; two sheets speak of one indicator.
            let known = *first.entry(squeezed(&row.name.value)).or_insert(row);
            if known.at != row.at {
                self.findings.push(differences::repeated(row, known));
                continue;
            }
            let Some(weight) = &row.weight else {
                // Rows of core indicators and 其中 rows carry no weight of their own.
                let finding = Finding::new(Code::IndicatorNotScored, row.name.place.clone());
                self.findings.push(finding.with("indicator", row.name.value.as_str()));
                continue;
            };
            let target = row.target.as_ref().map(|target| &target.value);
            let reading = rule_text::reading(row, weight.value, target, Some(defaults));
            let (rule, restated, read) = match reading.as_deref() {
                Some(Reading::Rule(text)) => (&text.rule, text.restated.clone(), Some(text)),
                // What a text leaves to discretion is for whoever scored it.
                Some(Reading::Refused(refusal)) if refusal.is_discretion() && row.points.is_some() => {
                    (&Rule::Assessed, restated(&Rule::Assessed, weight.value), None)
                }
                _ => {
                    let rule = defaults.rule_for(target.unwrap_or(&Quantity::words("")));
                    (rule, restated(rule, weight.value), None)
                }
            };
            let entry = Entry {
                code: row.code.as_deref().unwrap_or_default(),
                name: &row.name.value,
                level1: &row.level1,
                level2: &row.level2,
                weight: weight.value,
                target: None,
                measure: &rule_text::measure_of(row, rule, self.figures),
                rule,
                is_own: true,
                read,
                restated,
                blank: None,
                reference: &self.rubric.reference,
                note: "",
            };
            // Of several rows of a name the first goes with the first of every other sheet, and so on.
            let place = *nth.entry(squeezed(&row.name.value)).and_modify(|nth| *nth += 1).or_insert(0);
            let others = self.rows.elsewhere(row, place);
            let rows: Vec<&IndicatorRow> = std::iter::once(row).chain(others).collect();
            let mut one = self.scored(&entry, &rows, Some(row));
            if let Some(Reading::Refused(Refusal { why, would_be })) = reading.as_deref() {
                let not_applied = self.not_applied(&one, Some(row));
                let reason = not_applied.because(why);
                let finding =
                    self.would_be(&one, row, would_be.as_ref(), |given| not_applied.finding(reason.clone(), given));
                self.findings.push(finding);
                one.text_refused = Some(reason);
            }
            scored.push(one);
        }
        scored
    }

    /// The reviewer's decision on an indicator.
    fn review_of(
        &mut self,
        entry: &Entry<'_>,
        rows: &[&IndicatorRow],
        main: Option<&IndicatorRow>,
    ) -> Option<&'a ReviewRow> {
        let project = self.figures.project;
        if project.reviews.is_empty() {
            return None;
        }
        let Entry { code, level1, level2, name, .. } = *entry;
        let count = self.equals.entry([code, level1, level2, name].map(str::to_owned)).or_default();
        *count += 1;
        let has_equals = *count > 1 || main.is_some_and(|row| self.rows.has_equals(row));
        review_of(project, &Named { code, level1, level2, name, nth: *count - 1, has_equals }, rows)
    }

    /// A row's rule text beside the rule that was applied to it.
    fn not_applied<'s>(&self, scored: &'s Scored, row: Option<&'s IndicatorRow>) -> NotApplied<'s> {
        let text = row.and_then(|row| row.rule_text.as_ref());
        NotApplied {
            indicator: &scored.name,
            text: text.map_or("", |text| text.value.as_str()),
            place: text.map(|text| &text.place).or(row.map(|row| &row.name.place)),
            weight: scored.weight,
            applied: Fact::clone(&scored.restated),
            points: scored.points,
            rounding: self.rubric.rounding,
        }
    }

    /// Gives a text's rule together with what it would be evaluated on.
    fn would_be<T>(
        &self,
        scored: &Scored,
        row: &IndicatorRow,
        text: Option<&RuleText>,
        then: impl FnOnce(Option<(&RuleText, Inputs<'_>)>) -> T,
    ) -> T {
        let Some(text) = text else { return then(None) };
        let weight = scored.weight.fraction();
        let evidence = row.evidence.as_ref().map(|text| Quantity::words(&text.value));
        let of_list = matches!(text.rule, Rule::Checklist { .. });
        let actual = if of_list { evidence.as_ref() } else { scored.measured.actual.as_ref() };
        let project = &self.figures.project.key;
        let inputs = Inputs {
            target: scored.target.as_ref(),
            actual,
            previous: self.others.previous(project, &scored.name),
            ..self.inputs(&weight)
        };
        then(Some((text, inputs)))
    }

    /// What the rule text of an entry's row says beside the edition's own rule: readings that the edition itself names, a text that
    /// contradicts its row, and one that gives other points. Gives the text in canonical words, where it is understood.
    fn text_beside(&mut self, entry: &Indicator, scored: &Scored, main: Option<&IndicatorRow>) -> Option<Arc<Fact>> {
        let reading = main.and_then(|row| rule_text::reading(row, scored.weight, scored.target.as_ref(), None));
        let not_applied = self.not_applied(scored, main);
        let (refused, text) = match reading.as_deref() {
            Some(Reading::Rule(text)) => (Vec::new(), Some(text)),
            Some(Reading::Refused(Refusal { why, would_be })) => (vec![not_applied.because(why)], would_be.as_ref()),
            Some(Reading::Silent) | None => (Vec::new(), None),
        };
        let known = rule_text::known(&entry.readings, not_applied.text, reading.as_deref());
        let tell = |given: Option<(&RuleText, Inputs<'_>)>| {
            let of_edition = known.iter().map(|known| {
                let reasons = std::iter::once(Fact::Text(known.why_not.clone())).chain(refused.iter().cloned());
                let text = if text.is_some() || !refused.is_empty() { not_applied.text } else { &known.text };
                NotApplied { text, ..not_applied.clone() }.finding(Fact::List(reasons.collect()), given)
            });
            let of_edition: Vec<Finding> = of_edition.collect();
            if !of_edition.is_empty() {
                return of_edition;
            }
            let differs = given.is_some_and(|(text, inputs)| {
                let points = evaluate(&text.rule, inputs).points;
                points
                    .map(|points| Points::rounded(&points, self.rubric.rounding))
                    .is_some_and(|points| Some(points) != scored.computed)
            });
            let contradicts = !refused.is_empty() && text.is_some();
            let reason = match refused.first() {
                Some(reason) if contradicts => reason.clone(),
                None if differs => Fact::Said("why-edition-first", Vec::new()),
                _ => return Vec::new(),
            };
            vec![not_applied.finding(reason, given)]
        };
        let findings = match main {
            Some(row) => self.would_be(scored, row, text, tell),
            None => tell(None),
        };
        self.findings.extend(findings);
        text.map(|text| text.restated.clone())
    }

    /// `rows` speak of the indicator, `main` first where it is among them.
    fn scored(&mut self, entry: &Entry<'_>, rows: &[&IndicatorRow], main: Option<&IndicatorRow>) -> Scored {
        let mut measured = match entry.rule {
            Rule::Parts(_) => {
                Measured { actual: None, basis: Basis { key: "measure-parts", facts: Vec::new() }, places: Vec::new() }
            }
            _ => measure(entry.measure, self.figures, rows),
        };
        let target_cell = target(rows).cloned();
        let target = target_cell.as_ref().map(|target| target.value.clone()).or_else(|| entry.target.cloned());
        let target = target.map(|target| as_rate_beside(target, measured.actual.as_ref()));
        let assessed = points_of(rows, SheetKind::ScoreTable).or_else(|| points_of(rows, SheetKind::ScoreSummary));
        let claimed = points_of(rows, SheetKind::SelfEvaluation);
        let review = self.review_of(entry, rows, main);
        let given = if self.rows.scored == SheetKind::ScoreTable { &assessed } else { &claimed };
        let (outcome, basis) = match entry.rule {
            Rule::Parts(parts) => {
                let (outcome, basis, places) = self.parts(entry, parts);
                measured.places = places;
                (outcome, basis)
            }
            rule => {
                let weight = entry.weight.fraction();
                let project = &self.figures.project.key;
                let inputs = Inputs {
                    target: target.as_ref(),
                    actual: measured.actual.as_ref(),
                    given: given.as_ref().map(|points| points.value),
                    peers: self.others.peers(self.rubric, project.year, entry.name),
                    previous: self.others.previous(project, entry.name),
                    ..self.inputs(&weight)
                };
                let judged = entry.read.zip(inputs.actual).is_none_or(|(text, actual)| text.can_judge(actual));
                let outcome = if judged { evaluate(rule, inputs) } else { units_differ(inputs) };
                let basis = vec![outcome.basis.clone()];
                (outcome, basis)
            }
        };
        // Rounding to fewer places than the weight has may go past it.
        let computed = outcome.points.as_ref();
        let computed = computed.map(|points| Points::rounded(points, self.rubric.rounding).min(entry.weight));
        let no_budget = measured.basis.key == NO_BUDGET;
        let policy = match measured.basis.key {
            NO_BUDGET => Some(self.rubric.policies.no_budget),
            BLANK => Some(entry.blank.unwrap_or(self.rubric.policies.blank)),
            _ => None,
        };
        // What only an evaluator can judge is not blank for want of an actual.
        let policy = policy.filter(|_| !is_assessed(entry.rule));
        let readings = Readings {
            weight: entry.weight,
            rule: entry.rule,
            reviewed: review.map(|review| &review.points),
            computed,
            assessed: assessed.as_ref(),
            claimed: claimed.as_ref(),
            policy,
        };
        let (points, source) = final_points(readings, &self.rubric.policies);
        let reviewed = review.map(|review| {
            let without = final_points(Readings { reviewed: None, ..readings }, &self.rubric.policies);
            let said = |text: &Option<Sited<String>>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
            Decision {
                points: review.points.clone(),
                reason: said(&review.reason),
                reviewer: said(&review.reviewer),
                without,
            }
        });
        let mut basis = basis;
        let policy = policy.filter(|_| source == PointsSource::Policy && computed.is_none());
        basis.extend(policy.and_then(|policy| share_out::policy_basis(policy, entry.weight)));
        if let Some(review) = review {
            basis.push(differences::reviewed_basis(review, entry.weight));
            let without = computed.or(assessed.as_ref().map(|assessed| assessed.value));
            self.findings.extend(differences::review(entry.name, entry.weight, review, without));
        }
        let place = measured.places.first().or(main.map(|row| &row.name.place));
        // A project without a budget has one finding, from the checks, not one for each rate.
        // A table without evidence is scored by its evaluator, which its points say.
        let unlisted = entry.is_own && measured.basis.key == NO_EVIDENCE && assessed.is_some();
        if !no_budget && !unlisted {
            self.findings.extend(differences::doubts(
                entry.name,
                entry.rule,
                &outcome,
                &measured,
                place,
                given.as_ref(),
            ));
        }
        // What a unit says of the whole year is not held against a part of it.
        let is_part_year = self.figures.ledger.is_some_and(|ledger| ledger.is_part_year);
        let is_comparable = !(is_part_year && measured.basis.key == LEDGER_RATE);
        if is_comparable && !matches!(entry.measure, Measure::Evidence {}) {
            self.findings.extend(differences::actuals(entry.name, rows, &measured));
        }
        let claim = rows.iter().find(|row| is_comparable && row.kind == SheetKind::SelfEvaluation);
        let claim = claim.and_then(|row| claimed.as_ref().zip(row.weight.as_ref()));
        let told = outcome.doubts.iter().any(|doubt| matches!(doubt, Doubt::OutsideTier { .. }));
        let assessed_differ = if told { None } else { assessed.as_ref() };
        self.findings.extend(differences::points(
            entry.name,
            entry.rule,
            entry.weight,
            computed,
            assessed_differ,
            claim,
            points,
        ));
        if let Some(used) = &target_cell {
            let full = points == entry.weight;
            self.findings.extend(differences::targets(entry.name, rows, used));
            self.findings.extend(differences::approved(entry.name, rows, used, measured.actual.as_ref(), full));
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
            approved: differences::approved_target(rows).map(|approved| Box::new(approved.value.clone())),
            measured,
            rule: entry.rule.name(),
            restated: entry.restated.clone(),
            text_says: None,
            text_refused: None,
            rule_text: text(|row| row.rule_text.as_ref().map(|text| text.value.as_str())),
            explanation: text(|row| row.explanation.as_deref()),
            reason: text(|row| row.reason.as_ref().map(|text| text.value.as_str())),
            points,
            exact: outcome.points.filter(|_| source == PointsSource::Computed).unwrap_or_else(|| points.fraction()),
            source,
            policy,
            computed,
            assessed,
            reviewed: reviewed.map(Box::new),
            claimed,
            basis,
            place: main.or(rows.first().copied()).map(|row| row.name.place.clone()),
            reference: entry.reference.to_owned(),
            note: entry.note.to_owned(),
        }
    }

    /// A weight under the edition's policies, in the project's year.
    fn inputs<'i>(&self, weight: &'i Fraction) -> Inputs<'i>
    where
        'a: 'i,
    {
        let policies = &self.rubric.policies;
        Inputs {
            year: Some(self.figures.project.key.year.0),
            zero_target: policies.zero_target,
            over_completion: policies.over_completion.as_ref(),
            ..Inputs::of(weight)
        }
    }

    /// The sum of the parts, an account of each, and the cells of their actuals and assessments.
    fn parts(&mut self, entry: &Entry<'_>, parts: &[Part]) -> (Outcome, Vec<Basis>, Vec<Place>) {
        let mut sum = Some(Fraction::zero());
        let mut bases = Vec::new();
        let mut places = Vec::new();
        for part in parts {
            let weight = &part.share * &entry.weight.fraction();
            let rows = self.rows.named(std::iter::once(part.name.as_str()));
            let measured = measure(&part.measure, self.figures, &rows);
            let target = target(&rows);
            let by_evaluator = rows.iter().filter(|row| row.kind != SheetKind::SelfEvaluation);
            let assessed = by_evaluator.filter_map(|row| row.points.as_ref()).next();
            let outcome = match (&part.rule, assessed) {
                (Rule::Assessed, assessed) => Outcome {
                    points: assessed.map(|assessed| assessed.value.fraction().clamp(Fraction::zero(), weight.clone())),
                    basis: Basis { key: "basis-part-by-evaluator", facts: Vec::new() },
                    doubts: Vec::new(),
                },
                (rule, assessed) => {
                    let inputs = Inputs {
                        target: target.map(|target| &target.value),
                        actual: measured.actual.as_ref(),
                        given: assessed.map(|points| points.value),
                        ..self.inputs(&weight)
                    };
                    evaluate(rule, inputs)
                }
            };
            // A project without a budget has one finding, from the checks, not one for each rate.
            if measured.basis.key != NO_BUDGET {
                let place = measured.places.first().or(rows.first().map(|row| &row.name.place));
                let doubts = differences::doubts(&part.name, &part.rule, &outcome, &measured, place, assessed);
                self.findings.extend(doubts);
            }
            let points = outcome.points;
            if let Some(used) = target {
                let full = points.as_ref() == Some(&weight);
                self.findings.extend(differences::approved(&part.name, &rows, used, measured.actual.as_ref(), full));
            }
            places.extend(measured.places.iter().cloned().chain(assessed.map(|assessed| assessed.place.clone())));
            let shown = points.as_ref().map_or(Fact::Term("term-unknown"), |points| Fact::Number(points.clone()));
            bases.push(Basis {
                key: "basis-part",
                facts: vec![
                    ("name", Fact::Text(part.name.clone())),
                    ("weight", Fact::Number(weight)),
                    ("how", Fact::Said(outcome.basis.key, outcome.basis.facts)),
                    ("points", shown),
                ],
            });
            sum = sum.zip(points).map(|(sum, points)| &sum + &points);
        }
        let basis = Basis { key: "basis-parts", facts: vec![("weight", Fact::Points(entry.weight))] };
        (Outcome { points: sum, basis, doubts: Vec::new() }, bases, places)
    }
}

/// A rule of an edition in canonical words.
fn restated(rule: &Rule, weight: Points) -> Arc<Fact> {
    Arc::new(restate(rule, &weight.fraction(), None))
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
    /// Whether it is a sheet's own row, which no entry of the edition matches.
    is_own: bool,
    /// The text that the rule was read from, where it was.
    read: Option<&'e RuleText>,
    /// The rule in canonical words.
    restated: Arc<Fact>,
    /// What a blank actual gives, where the entry says so itself.
    blank: Option<Missing>,
    reference: &'e str,
    note: &'e str,
}

/// The reviewer's decision on an indicator, under its own name or that of one of its rows: the first, where several sheets have
/// one. A decision that states a code or levels is on the indicator that has them.
fn review_of<'a>(project: &'a Project, named: &Named<'_>, rows: &[&IndicatorRow]) -> Option<&'a ReviewRow> {
    if project.reviews.is_empty() {
        return None;
    }
    let with_code = format!("{}{}", named.code, named.name);
    let names: Vec<String> = [named.name, with_code.as_str()]
        .into_iter()
        .chain(rows.iter().map(|row| row.name.value.as_str()))
        .map(squeezed)
        .collect();
    let same = |one: &str, two: &str| squeezed(one) == squeezed(two) || squeezed(one) == Label::read(two).name;
    let agree = |one: &str, two: &str| one.is_empty() || two.is_empty() || same(one, two);
    project.reviews.iter().find(|review| {
        names.contains(&squeezed(&review.indicator.value))
            && agree(&review.code, named.code)
            && agree(&review.level1, named.level1)
            && agree(&review.level2, named.level2)
            // Of several equal ones, a decision that does not say which it is on is on none.
            && review.nth.map_or(!named.has_equals, |nth| nth == named.nth)
    })
}

/// By what a decision finds its indicator; empty where nothing is stated.
#[derive(Default)]
struct Named<'a> {
    code: &'a str,
    level1: &'a str,
    level2: &'a str,
    name: &'a str,
    /// Which of several indicators of these it is, counted from nought.
    nth: usize,
    has_equals: bool,
}

/// The first points that a kind of sheet gives.
fn points_of(rows: &[&IndicatorRow], kind: SheetKind) -> Option<Sited<Points>> {
    rows.iter().filter(|row| row.kind == kind).find_map(|row| row.points.clone())
}

/// The target that is scored: of the sheets in order, approved targets left aside.
fn target<'a>(rows: &[&'a IndicatorRow]) -> Option<&'a Sited<Quantity>> {
    rows.iter().filter(|row| row.kind != SheetKind::TargetForm).find_map(|row| row.target.as_ref())
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
