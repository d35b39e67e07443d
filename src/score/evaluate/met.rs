//! Met or not: a number on the right side of its target or inside a range, a day that is not late, words that say so.

use crate::fraction::Fraction;
use crate::quantity::Sense;
use crate::recognise::cell::squeezed;
use crate::rubric::rules::{Range, Subject};

use super::account::{gives, not_numbers, numbers, shown, unknown};
use super::{Inputs, Outcome, proportion, subject};

pub fn evaluate(within: Option<&Range>, words: &[String], inputs: Inputs<'_>) -> Outcome {
    let Some(actual) = inputs.actual else { return unknown("basis-no-actual", inputs) };
    let said = squeezed(&actual.text);
    let is_named = || words.iter().any(|word| squeezed(word) == said);
    if let Some(within) = within {
        let bounds: Vec<&Fraction> = within.from.iter().chain(&within.to).map(|edge| &edge.at).collect();
        return match subject::see(Subject::Actual, &bounds, inputs) {
            Ok(seen) => verdict(within.holds(&seen.number), inputs),
            Err(_) if is_named() => verdict(true, inputs),
            Err(unseen) => unseen.outcome(inputs),
        };
    }
    if let Some((target, reached)) = numbers(inputs) {
        let sense = inputs.target.and_then(|target| target.sense);
        let is_met = Sense::holds(sense, &target, &reached);
        let is_ceiling = sense == Some(Sense::AtMost);
        return match proportion::past_limit(inputs).filter(|_| !is_ceiling && reached >= target) {
            Some(over) => over,
            None => verdict(is_met, inputs),
        };
    }
    let target = inputs.target;
    if let Some(in_time) = subject::is_in_time(inputs) {
        return verdict(in_time, inputs);
    }
    if is_named() || target.is_some_and(|target| squeezed(&target.text) == said) {
        return verdict(true, inputs);
    }
    // Words say nothing of a number, nor a number of words.
    let target_in_words = target.is_none_or(|target| target.number.is_none() && target.day.is_none());
    let has_condition = target.is_some() || !words.is_empty();
    if target_in_words && has_condition && actual.number.is_none() {
        verdict(false, inputs)
    } else {
        not_numbers(inputs)
    }
}

fn verdict(is_met: bool, inputs: Inputs<'_>) -> Outcome {
    if is_met {
        gives(inputs.weight.clone(), "basis-met", shown(inputs), inputs)
    } else {
        gives(Fraction::zero(), "basis-not-met", shown(inputs), inputs)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decimal, points, some};
    use crate::rubric::rules::{Edge, Range, Rule};

    #[test]
    fn the_target_says_on_which_side_it_is_met() {
        let rule = Rule::Met { within: None, words: vec!["按时".to_owned()] };
        for (target, actual, expected) in [
            ("≥3家", "3家", some("4")),
            ("≥3家", "2家", some("0")),
            ("≤260万元", "2600000.01元", some("0")),
            ("=8个", "9个", some("0")),
            ("及时", "及时", some("4")),
            ("及时", "不及时", some("0")),
            ("及时", "按时", some("4")),
            ("12月底前", "11月30日", some("4")),
            ("6月底前", "7月1日", some("0")),
            ("≥3家", "若干", None),
            ("≥3家", "50%", None),
            ("", "按时", some("4")),
        ] {
            assert_eq!(points(&rule, 4, target, actual), expected, "{target} {actual}");
        }
    }

    #[test]
    fn a_range_takes_the_place_of_the_target() {
        let within = Range { from: Some(Edge::inclusive(decimal("0.9"))), to: Some(Edge::exclusive(decimal("1.1"))) };
        let rule = Rule::Met { within: Some(within), words: vec![] };
        for (actual, expected) in
            [("90%", some("4")), ("89.99%", some("0")), ("109.99%", some("4")), ("110%", some("0")), ("95户", None)]
        {
            assert_eq!(points(&rule, 4, "100%", actual), expected, "{actual}");
        }
    }
}
