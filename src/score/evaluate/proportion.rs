//! Points in proportion: to the share of the target that was reached, to a rate, to a score that somebody else gave.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::quantity::{Quantity, Sense};
use crate::rubric::policies::Excess;
use crate::rubric::rules::Subject;

use super::account::{gives, not_numbers, numbers, precise, shown, units_differ, unknown};
use super::subject::{self, Unseen};
use super::{Doubt, Inputs, Outcome};

/// `w × min(1, a / t)`, or over `full_at`. A target below nought is reached or not; its share means nothing.
pub fn proportional(full_at: Option<&Fraction>, gate: Option<&Fraction>, inputs: Inputs<'_>) -> Outcome {
    let ratio = match full_at {
        Some(full_at) => match subject::see(Subject::Actual, &[full_at], inputs) {
            Ok(seen) => seen.number.checked_div(full_at).unwrap_or_else(Fraction::one),
            Err(unseen) => return unseen.outcome(inputs),
        },
        None => match subject::completion(inputs) {
            Ok(seen) => seen.number,
            Err(Unseen::NegativeTarget) if numbers(inputs).is_some_and(|(target, actual)| actual >= target) => {
                return gives(inputs.weight.clone(), "basis-met", shown(inputs), inputs);
            }
            Err(unseen) => return unseen.outcome(inputs),
        },
    };
    let mut facts = shown(inputs);
    facts.push(("ratio", precise(&ratio)));
    if let Some(gate) = gate.filter(|gate| ratio < **gate) {
        facts.push(("gate", precise(gate)));
        return gives(Fraction::zero(), "basis-proportional-gate", facts, inputs);
    }
    if ratio < Fraction::one() {
        return gives(inputs.weight * &ratio, "basis-proportional", facts, inputs);
    }
    let over = if full_at.is_none() { past_limit(inputs) } else { None };
    over.unwrap_or_else(|| gives(inputs.weight.clone(), "basis-proportional-full", facts, inputs))
}

/// What the edition makes of an actual far above its target; `None` where it is not, where more is no doubt about the
/// target, and where the edition sets no limit.
pub fn past_limit(inputs: Inputs<'_>) -> Option<Outcome> {
    let policy = inputs.over_completion?;
    if inputs.target?.sense == Some(Sense::AtMost) {
        return None;
    }
    let ratio = subject::completion(inputs).ok()?.number;
    if ratio <= policy.limit {
        return None;
    }
    let one = Fraction::one();
    let (left, key) = match policy.then {
        Excess::Flag => (one, "basis-over-completion-flag"),
        Excess::ReducePastLimit => (&one - &(&ratio - &policy.limit), "basis-over-completion-past-limit"),
        Excess::ReduceByDeviation => (&one - &(&ratio - &one), "basis-over-completion-deviation"),
    };
    let mut facts = shown(inputs);
    facts.push(("ratio", precise(&ratio)));
    facts.push(("limit", precise(&policy.limit)));
    let outcome = gives(inputs.weight * &left, key, facts, inputs);
    Some(Outcome { doubts: vec![Doubt::OverCompleted { ratio, limit: policy.limit.clone() }], ..outcome })
}

/// Full from `full_at` on, below it the weight times the rate itself.
pub fn own_rate(full_at: Option<&Fraction>, gate: Option<&Fraction>, inputs: Inputs<'_>) -> Outcome {
    let Some(rate) = inputs.actual.and_then(Quantity::share) else { return no_rate(inputs) };
    let of_target = inputs.target.and_then(Quantity::share);
    let one = Fraction::one();
    let full_at = full_at.or(of_target.as_ref()).unwrap_or(&one);
    let mut facts = shown(inputs);
    facts.push(("full-at", precise(full_at)));
    facts.push(("rate", precise(&rate)));
    if let Some(gate) = gate.filter(|gate| rate < **gate) {
        facts.push(("gate", precise(gate)));
        gives(Fraction::zero(), "basis-own-rate-gate", facts, inputs)
    } else if rate >= *full_at {
        gives(inputs.weight.clone(), "basis-own-rate-full", facts, inputs)
    } else {
        gives(inputs.weight * &rate, "basis-own-rate", facts, inputs)
    }
}

/// `w × (a - gate) / (full_at - gate)`; the loader holds the gate below `full_at`.
pub fn gated_linear(full_at: &Fraction, gate: &Fraction, inputs: Inputs<'_>) -> Outcome {
    let Some(rate) = inputs.actual.and_then(Quantity::share) else { return no_rate(inputs) };
    let mut facts = shown(inputs);
    facts.extend([("full-at", precise(full_at)), ("gate", precise(gate)), ("rate", precise(&rate))]);
    if rate < *gate {
        return gives(Fraction::zero(), "basis-own-rate-gate", facts, inputs);
    }
    let share = (&rate - gate).checked_div(&(full_at - gate)).filter(|share| *share < Fraction::one());
    match share {
        Some(share) => gives(inputs.weight * &share, "basis-gated-linear", facts, inputs),
        None => gives(inputs.weight.clone(), "basis-own-rate-full", facts, inputs),
    }
}

/// A count or an amount where a rate is needed.
fn no_rate(inputs: Inputs<'_>) -> Outcome {
    let is_other = inputs.actual.is_some_and(|actual| actual.number.is_some());
    if is_other { units_differ(inputs) } else { not_numbers(inputs) }
}

/// `w × a / out_of`; a rate is a share of the whole. A score outside its scale is no score.
pub fn external(out_of: &Fraction, inputs: Inputs<'_>) -> Outcome {
    let Some(actual) = inputs.actual else { return unknown("basis-no-actual", inputs) };
    let share = match (&actual.number, actual.unit.as_str()) {
        (Some(share), "%") => Some(share.clone()),
        (Some(score), "" | "分") => score.checked_div(out_of),
        (Some(_), _) => return units_differ(inputs),
        (None, _) => return not_numbers(inputs),
    };
    let mut facts = shown(inputs);
    facts.push(("out-of", Fact::Number(out_of.clone())));
    match share.filter(crate::rubric::is_share) {
        Some(share) => gives(inputs.weight * &share, "basis-external", facts, inputs),
        None => {
            let mut outcome = unknown("basis-external-outside", inputs);
            outcome.basis.facts = facts;
            outcome
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decimal, points, some};
    use crate::fraction::Fraction;
    use crate::rubric::rules::Rule;

    const PLAIN: Rule = Rule::Proportional { full_at: None, gate: None };

    #[test]
    fn proportional_is_capped_and_knows_a_target_of_nought() {
        assert_eq!(points(&PLAIN, 10, "≥13家", "14家"), some("10"));
        assert_eq!(points(&PLAIN, 10, "≥3家", "2家"), some("6.6667"));
        assert_eq!(points(&PLAIN, 10, "=0次", "0次"), some("10"));
        assert_eq!(points(&PLAIN, 10, "=0次", "1次"), some("0"));
        assert_eq!(points(&PLAIN, 10, "≥0次", "5次"), some("10"));
        assert_eq!(points(&PLAIN, 10, "≥3家", "若干"), None);
        assert_eq!(points(&PLAIN, 10, "≥-5%", "-4%"), some("10"));
        assert_eq!(points(&PLAIN, 10, "≥-5%", "-6%"), None);
    }

    #[test]
    fn a_bound_of_its_own_goes_before_the_target() {
        let rule = Rule::Proportional { full_at: Some(decimal("0.95")), gate: Some(decimal("0.6")) };
        assert_eq!(points(&rule, 10, "100%", "95%"), some("10"));
        assert_eq!(points(&rule, 10, "100%", "76%"), some("8"));
        assert_eq!(points(&rule, 10, "100%", "57%"), some("6"));
        assert_eq!(points(&rule, 10, "100%", "56.99%"), some("0"));
        assert_eq!(points(&rule, 10, "≥10家", "9家"), None);
    }

    #[test]
    fn a_rate_money_and_a_count_are_never_compared() {
        let ceiling = Rule::Ceiling { over: Default::default() };
        assert_eq!(points(&PLAIN, 10, "≥90%", "50户"), None);
        assert_eq!(points(&PLAIN, 10, "≥10户", "2万元"), None);
        assert_eq!(points(&ceiling, 10, "≤260万元", "260"), None);
        assert_eq!(points(&ceiling, 10, "≤260万元", "260万"), some("10"));
        // A bare number beside a rate is read as rates are written.
        assert_eq!(points(&PLAIN, 10, "≥90%", "45"), some("5"));
        assert_eq!(points(&PLAIN, 10, "≥90%", "0.45"), some("5"));
        assert_eq!(points(&PLAIN, 10, "90", "95%"), some("10"));
    }

    #[test]
    fn own_rate_is_full_from_its_bound_and_the_rate_itself_below() {
        let rule = Rule::OwnRate { full_at: Some(decimal("0.9")), gate: Some(decimal("0.6")) };
        assert_eq!(points(&rule, 10, "≥90%", "90%"), some("10"));
        assert_eq!(points(&rule, 10, "≥90%", "82.61%"), some("8.261"));
        assert_eq!(points(&rule, 10, "≥90%", "60%"), some("6"));
        assert_eq!(points(&rule, 10, "≥90%", "59.99%"), some("0"));
        assert_eq!(points(&rule, 10, "≥90%", "59户"), None);
    }

    #[test]
    fn a_gated_line_begins_at_its_gate() {
        let rule = Rule::GatedLinear { full_at: Fraction::one(), gate: decimal("0.6") };
        for (actual, expected) in [("100%", "10"), ("120%", "10"), ("80%", "5"), ("60%", "0"), ("59.99%", "0")] {
            assert_eq!(points(&rule, 10, "100%", actual), some(expected), "{actual}");
        }
    }

    #[test]
    fn a_score_of_somebody_else_lies_on_its_scale() {
        let rule = Rule::External { out_of: Fraction::from(100) };
        for (actual, expected) in [
            ("86.5分", some("8.65")),
            ("86.5", some("8.65")),
            ("100", some("10")),
            ("86.5%", some("8.65")),
            ("860", None),
        ] {
            assert_eq!(points(&rule, 10, "", actual), expected, "{actual}");
        }
    }
}
