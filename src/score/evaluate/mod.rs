//! Evaluating a rule: from target and actual to the exact points of a weight, with an account of how.
//!
//! A file for each family of rules; `account` holds what they have in common, `subject` what bands and deductions look at.

mod account;
mod bands;
mod ceiling;
mod checklist;
mod deduction;
mod met;
pub mod peers;
pub mod periods;
mod proportion;
mod series;
mod subject;
mod tiers;
mod zero_target;

use crate::fraction::Fraction;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::recognise::cell::squeezed;
use crate::rubric::policies::{OverCompletion, ZeroTarget};
use crate::rubric::rules::Rule;

use super::scorecard::Basis;
use peers::Peers;
use periods::Previous;

/// What a rule works on.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// In points; that of a part may be a third of a point.
    pub weight: &'a Fraction,
    pub target: Option<&'a Quantity>,
    pub actual: Option<&'a Quantity>,
    /// Points that an evaluator or the unit gave, for rules that leave room inside a tier.
    pub given: Option<Points>,
    /// The fiscal year, of days that leave theirs unsaid.
    pub year: Option<i32>,
    pub zero_target: ZeroTarget,
    pub over_completion: Option<&'a OverCompletion>,
    /// The other projects, where the rule looks at them.
    pub peers: Option<&'a Peers>,
    /// The period before, where the rule looks at it.
    pub previous: Option<&'a Previous>,
}

impl<'a> Inputs<'a> {
    /// Nothing but a weight, and the policies of an edition that states none.
    pub fn of(weight: &'a Fraction) -> Self {
        Self {
            weight,
            target: None,
            actual: None,
            given: None,
            year: None,
            zero_target: ZeroTarget::default(),
            over_completion: None,
            peers: None,
            previous: None,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Exact, before the indicator's rounding, between 0 and the weight; `None` where the rule cannot be evaluated.
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
    /// The actual lies so far above the target that the edition doubts the target.
    OverCompleted {
        ratio: Fraction,
        limit: Fraction,
    },
    /// There is no actual of the period before.
    NoPrevious,
    /// So few projects have an actual that there is nothing to compare with.
    FewPeers,
    /// All projects have the same actual, which leaves no range.
    EqualPeers,
}

/// What cannot be evaluated, because the actual is in another unit than the rule.
pub fn units_differ(inputs: Inputs<'_>) -> Outcome {
    account::units_differ(inputs)
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
        Rule::Met { within, words } => met::evaluate(within.as_ref(), words, inputs),
        Rule::Proportional { full_at, gate } => proportion::proportional(full_at.as_ref(), gate.as_ref(), inputs),
        Rule::OwnRate { full_at, gate } => proportion::own_rate(full_at.as_ref(), gate.as_ref(), inputs),
        Rule::GatedLinear { full_at, gate } => proportion::gated_linear(full_at, gate, inputs),
        Rule::Ceiling { over } => ceiling::evaluate(*over, inputs),
        Rule::Deduction(rule) => deduction::evaluate(rule, inputs),
        Rule::Bands { of, bands } => bands::evaluate(*of, bands, inputs),
        Rule::Checklist { points, award } => checklist::evaluate(points, award, inputs),
        Rule::Tiers(tiers) => tiers::evaluate(tiers, inputs),
        Rule::Series { direction } => series::evaluate(*direction, inputs),
        Rule::Comparison { better, same } => periods::comparison(*better, same, inputs),
        Rule::Improvement { better, at_same, step, gain } => periods::improvement(*better, at_same, step, gain, inputs),
        Rule::PeerAverage { better, at_average, step, gain } => peers::average(*better, at_average, step, gain, inputs),
        Rule::PeerRange { better, within } => peers::range(*better, within.as_ref(), inputs),
        Rule::External { out_of } => proportion::external(out_of, inputs),
        Rule::Parts(_) | Rule::Assessed => account::unknown("basis-assessed-missing", inputs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::quantity_text::quantity_text;

    /// The points of a weight, as text; for the tests of every rule.
    pub fn points(rule: &Rule, weight: i64, target: &str, actual: &str) -> Option<String> {
        outcome(rule, weight, target, actual).points.map(|points| points.plain(4))
    }

    pub fn outcome(rule: &Rule, weight: i64, target: &str, actual: &str) -> Outcome {
        let (target, actual) = (quantity_text(target), quantity_text(actual));
        let weight = Fraction::from(weight);
        let has = |quantity: &Quantity| !quantity.text.is_empty();
        let (target, actual) = (Some(&target).filter(|it| has(it)), Some(&actual).filter(|it| has(it)));
        evaluate(rule, Inputs { target, actual, year: Some(2023), ..Inputs::of(&weight) })
    }

    pub fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    pub fn decimal(text: &str) -> Fraction {
        Fraction::parse_decimal(text).unwrap()
    }
}
