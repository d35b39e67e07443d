//! Evaluating a rule: from target and actual to the exact points of a weight, with an account of how.

use std::borrow::Cow;

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::measure::evidence::Evidence;
use crate::points::Points;
use crate::quantity::{Quantity, Sense};
use crate::recognise::cell::squeezed;
use crate::rubric::rules::{Award, Band, CheckPoint, Counting, Deduction, Rule, Tier};

use super::scorecard::Basis;

/// What a rule works on.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// In points; that of a part may be a third of a point.
    pub weight: &'a Fraction,
    pub target: Option<&'a Quantity>,
    pub actual: Option<&'a Quantity>,
    /// Points that an evaluator or the unit gave, for rules that leave room inside a tier.
    pub given: Option<Points>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Exact, before the indicator's rounding; `None` where the rule cannot be evaluated.
    pub points: Option<Fraction>,
    pub basis: Basis,
    pub doubts: Vec<Doubt>,
}

/// What an evaluation came across that a reader should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The actual repeats the target's words.
    Copied,
    /// The words are in no tier.
    NoTier,
    /// The points given lie outside the tier that the words name.
    OutsideTier {
        tier: String,
    },
    /// Points of a checklist about which nothing was found.
    NoEvidence {
        points: Vec<usize>,
    },
    EvidenceUnreadable {
        text: String,
    },
    /// Target and actual are not of one kind: a rate, money, a count.
    UnitsDiffer,
}

/// Evaluates a rule that is no sum of parts.
pub fn evaluate(rule: &Rule, inputs: Inputs<'_>) -> Outcome {
    let mut outcome = by_kind(rule, inputs);
    // What was reached has no direction: an actual of `≥90%` is the target once more.
    let is_copy = inputs.target.zip(inputs.actual).is_some_and(|(target, actual)| {
        actual.sense.is_some() && actual.number.is_some() && squeezed(&target.text) == squeezed(&actual.text)
    });
    if is_copy && !outcome.doubts.contains(&Doubt::Copied) {
        outcome.doubts.push(Doubt::Copied);
    }
    outcome
}

fn by_kind(rule: &Rule, inputs: Inputs<'_>) -> Outcome {
    match rule {
        Rule::Met { words, .. } => met(words, inputs),
        Rule::Proportional { .. } => proportional(inputs),
        Rule::OwnRate { full_at, gate } => own_rate(full_at.as_ref(), gate.as_ref(), inputs),
        Rule::Ceiling { .. } => ceiling(inputs),
        Rule::Deduction(rule) => deduction(rule, inputs),
        Rule::Bands { bands, .. } => self::bands(bands, inputs),
        Rule::Checklist { points, award } => checklist(points, award, inputs),
        Rule::Tiers(tiers) => self::tiers(tiers, inputs),
        _ => unknown("basis-assessed-missing", inputs),
    }
}

fn outcome(points: Fraction, key: &'static str, facts: Facts) -> Outcome {
    Outcome { points: Some(points), basis: Basis { key, facts }, doubts: Vec::new() }
}

fn unknown(key: &'static str, inputs: Inputs<'_>) -> Outcome {
    Outcome { points: None, basis: Basis { key, facts: shown(inputs) }, doubts: Vec::new() }
}

/// The facts that every basis may show.
fn shown(inputs: Inputs<'_>) -> Facts {
    let text =
        |quantity: Option<&Quantity>| Fact::Text(quantity.map(|quantity| quantity.text.clone()).unwrap_or_default());
    vec![
        ("weight", Fact::Number(inputs.weight.clone())),
        ("target", text(inputs.target)),
        ("actual", text(inputs.actual)),
    ]
}

/// A share at so many places that whoever multiplies by it comes to the points shown.
fn precise(share: &Fraction) -> Fact {
    let at_two = Fraction::parse_decimal(share.percent(2).trim_end_matches('%'));
    let is_exact = at_two.is_some_and(|shown| shown == share * &Fraction::from(100));
    if is_exact { Fact::Share(share.clone()) } else { Fact::ShareAt(share.clone(), 4) }
}

/// The numbers of target and actual, in one unit.
fn numbers<'a>(inputs: Inputs<'a>) -> Option<(Cow<'a, Fraction>, Cow<'a, Fraction>)> {
    inputs.target?.in_one_unit(inputs.actual?)
}

/// What cannot be computed, with the doubt about units where they are the reason.
fn not_numbers(inputs: Inputs<'_>) -> Outcome {
    let both = inputs.target.zip(inputs.actual);
    let has_numbers = both.is_some_and(|(target, actual)| target.number.is_some() && actual.number.is_some());
    let doubts = if has_numbers { vec![Doubt::UnitsDiffer] } else { Vec::new() };
    Outcome { doubts, ..unknown("basis-no-number", inputs) }
}

fn met(words: &[String], inputs: Inputs<'_>) -> Outcome {
    let weight = inputs.weight.clone();
    let facts = shown(inputs);
    if let Some((target, actual)) = numbers(inputs) {
        let (target, actual) = (target.as_ref(), actual.as_ref());
        let is_met = match inputs.target.and_then(|target| target.sense) {
            Some(Sense::AtMost) => actual <= target,
            Some(Sense::Equal) => actual == target,
            Some(Sense::AtLeast) | None => actual >= target,
        };
        let key = if is_met { "basis-met" } else { "basis-not-met" };
        return outcome(if is_met { weight } else { Fraction::zero() }, key, facts);
    }
    let (Some(target), Some(actual)) = (inputs.target, inputs.actual) else {
        return unknown("basis-no-actual", inputs);
    };
    if target.number.is_some() && actual.number.is_some() {
        return not_numbers(inputs);
    }
    let said = squeezed(&actual.text);
    let is_met = said == squeezed(&target.text) || words.iter().any(|word| squeezed(word) == said);
    let key = if is_met { "basis-met" } else { "basis-not-met" };
    outcome(if is_met { weight } else { Fraction::zero() }, key, facts)
}

/// `weight × min(1, actual / target)`. A target of nought is met by nought alone, or by anything from nought up where it
/// says at least.
fn proportional(inputs: Inputs<'_>) -> Outcome {
    let Some((target, actual)) = numbers(inputs) else {
        return not_numbers(inputs);
    };
    let (target, actual) = (target.as_ref(), actual.as_ref());
    let weight = inputs.weight.clone();
    let mut facts = shown(inputs);
    let Some(ratio) = actual.checked_div(target) else {
        let at_least = inputs.target.is_some_and(|target| target.sense == Some(Sense::AtLeast));
        let is_met = if at_least { !actual.is_negative() } else { actual.is_zero() };
        let key = if is_met { "basis-met" } else { "basis-not-met" };
        return outcome(if is_met { weight } else { Fraction::zero() }, key, facts);
    };
    if target.is_negative() {
        // A share of a fall means nothing: reached, or not to be computed.
        return if actual >= target { outcome(weight, "basis-met", facts) } else { unknown("basis-no-number", inputs) };
    }
    facts.push(("ratio", precise(&ratio)));
    if ratio >= Fraction::one() {
        return outcome(weight, "basis-proportional-full", facts);
    }
    let points = if ratio.is_negative() { Fraction::zero() } else { &weight * &ratio };
    facts.push(("exact", Fact::Number(points.clone())));
    outcome(points, "basis-proportional", facts)
}

fn own_rate(full_at: Option<&Fraction>, gate: Option<&Fraction>, inputs: Inputs<'_>) -> Outcome {
    let Some(actual) = &inputs.actual.and_then(Quantity::share) else {
        return not_numbers(inputs);
    };
    let of_target = inputs.target.and_then(Quantity::share);
    let one = Fraction::one();
    let full_at = full_at.or(of_target.as_ref()).unwrap_or(&one);
    let weight = inputs.weight.clone();
    let mut facts = shown(inputs);
    facts.push(("full-at", Fact::Share(full_at.clone())));
    if actual >= full_at {
        return outcome(weight, "basis-own-rate-full", facts);
    }
    if let Some(gate) = gate.filter(|gate| actual < *gate) {
        facts.push(("gate", Fact::Share(gate.clone())));
        return outcome(Fraction::zero(), "basis-own-rate-gate", facts);
    }
    let points = if actual.is_negative() { Fraction::zero() } else { &weight * actual };
    facts.push(("rate", precise(actual)));
    facts.push(("exact", Fact::Number(points.clone())));
    outcome(points, "basis-own-rate", facts)
}

fn ceiling(inputs: Inputs<'_>) -> Outcome {
    let Some((target, actual)) = numbers(inputs) else {
        return not_numbers(inputs);
    };
    let (target, actual) = (target.as_ref(), actual.as_ref());
    if actual <= target {
        outcome(inputs.weight.clone(), "basis-within-ceiling", shown(inputs))
    } else {
        outcome(Fraction::zero(), "basis-over-ceiling", shown(inputs))
    }
}

fn deduction(rule: &Deduction, inputs: Inputs<'_>) -> Outcome {
    let Some((target, actual)) = numbers(inputs) else {
        return not_numbers(inputs);
    };
    let (target, actual) = (target.as_ref(), actual.as_ref());
    let weight = inputs.weight.clone();
    let mut facts = shown(inputs);
    let short = target - actual;
    if short.is_negative() || short.is_zero() {
        return outcome(weight, "basis-met", facts);
    }
    let steps = short.checked_div(&rule.step).unwrap_or_else(Fraction::zero);
    let steps = match (rule.counting, steps.round_to_i64().map(Fraction::from)) {
        (Counting::Linear, _) | (_, None) => steps,
        (Counting::Whole, Some(nearest)) if nearest > steps => &nearest - &Fraction::one(),
        (Counting::Begun, Some(nearest)) if nearest < steps => &nearest + &Fraction::one(),
        (Counting::Whole | Counting::Begun, Some(nearest)) => nearest,
    };
    let each = rule.loss.of(&weight);
    let lost = &steps * &each;
    let points = if lost >= weight { Fraction::zero() } else { &weight - &lost };
    facts.extend([
        ("short", Fact::Share(short)),
        ("steps", Fact::Number(steps)),
        ("each", Fact::Number(each)),
        ("exact", Fact::Number(points.clone())),
    ]);
    outcome(points, "basis-deduction", facts)
}

fn bands(bands: &[Band], inputs: Inputs<'_>) -> Outcome {
    // Bounds up to 1 are shares, others are counts or amounts.
    let of_shares = bands.iter().filter_map(|band| band.from.as_ref()).all(|from| from.at <= Fraction::one());
    let number = inputs.actual.and_then(|actual| if of_shares { actual.share() } else { actual.number.clone() });
    let Some(actual) = &number else {
        return not_numbers(inputs);
    };
    let mut facts = shown(inputs);
    let reached = |band: &&Band| band.from.as_ref().is_none_or(|from| from.is_reached_by(actual));
    let Some(band) = bands.iter().find(reached) else {
        return unknown("basis-no-number", inputs);
    };
    let points = band.award.of(inputs.weight);
    facts.push(("from", Fact::Share(band.from.as_ref().map_or_else(Fraction::zero, |from| from.at.clone()))));
    facts.push(("exact", Fact::Number(points.clone())));
    outcome(points, "basis-band", facts)
}

fn checklist(points: &[CheckPoint], award: &Award, inputs: Inputs<'_>) -> Outcome {
    let shares: Vec<&Fraction> = points.iter().map(|point| &point.share).collect();
    let all_or_nothing = *award == Award::All;
    let Some(actual) = inputs.actual else {
        let mut outcome = unknown("basis-no-evidence", inputs);
        outcome.doubts.push(Doubt::NoEvidence { points: (1..=shares.len()).collect() });
        return outcome;
    };
    let evidence = Evidence::read(&actual.text);
    let mut doubts: Vec<Doubt> =
        evidence.unreadable.iter().map(|text| Doubt::EvidenceUnreadable { text: text.clone() }).collect();
    let missing: Vec<usize> = (1..=shares.len()).filter(|point| !evidence.points.contains_key(point)).collect();
    if !missing.is_empty() {
        doubts.push(Doubt::NoEvidence { points: missing });
        return Outcome { doubts, ..unknown("basis-no-evidence", inputs) };
    }
    let beyond = evidence.points.keys().filter(|point| **point > shares.len());
    doubts.extend(beyond.map(|point| Doubt::EvidenceUnreadable { text: format!("({point})") }));
    let weight = inputs.weight.clone();
    let met: Fraction = shares.iter().zip(1..).map(|(share, point)| *share * &evidence.points[&point]).sum();
    let points = if !all_or_nothing {
        &weight * &met
    } else if met == Fraction::one() {
        weight
    } else {
        Fraction::zero()
    };
    let mut facts = shown(inputs);
    facts.extend([("met", Fact::Share(met)), ("exact", Fact::Number(points.clone()))]);
    let key = if all_or_nothing { "basis-checklist-all" } else { "basis-checklist" };
    Outcome { doubts, ..outcome(points, key, facts) }
}

fn tiers(tiers: &[Tier], inputs: Inputs<'_>) -> Outcome {
    let Some(actual) = inputs.actual else {
        return unknown("basis-no-actual", inputs);
    };
    let said = squeezed(&actual.text);
    let copied = inputs.target.is_some_and(|target| squeezed(&target.text) == said);
    let named = tiers.iter().position(|tier| tier.words.iter().any(|word| squeezed(word) == said));
    let days = inputs.target.and_then(|target| target.day).zip(actual.day);
    let in_time = days.is_some_and(|(deadline, day)| day.is_by(deadline));
    let Some(at) = named.or((copied || in_time).then_some(0)) else {
        return Outcome { doubts: vec![Doubt::NoTier], ..unknown("basis-no-tier", inputs) };
    };
    let tier = &tiers[at];
    let weight = inputs.weight.clone();
    let (floor, top) = (&weight * &tier.floor, &weight * &tier.top);
    let mut facts = shown(inputs);
    facts.push(("tier", Fact::Text(tier.name.clone())));
    let mut doubts = Vec::new();
    if copied && named.is_none() {
        doubts.push(Doubt::Copied);
    }
    // The best tier gives its top; inside the others whoever scored chose within the range.
    let given = inputs.given.filter(|_| at > 0);
    let points = match given.map(Points::fraction) {
        Some(given) if given >= floor && given <= top => given,
        Some(_) => {
            doubts.push(Doubt::OutsideTier { tier: tier.name.clone() });
            top
        }
        None => top,
    };
    facts.push(("exact", Fact::Number(points.clone())));
    let key = if given.is_some() && doubts.is_empty() { "basis-tier-given" } else { "basis-tier" };
    Outcome { doubts, ..outcome(points, key, facts) }
}
