//! Ceilings: full up to the target, which is a cost that should not be passed.

use crate::fraction::Fraction;
use crate::rubric::rules::Over;

use super::account::{Unit, gives, not_numbers, numbers, precise, shown};
use super::{Inputs, Outcome};

pub fn evaluate(over: Over, inputs: Inputs<'_>) -> Outcome {
    let Some((limit, reached)) = numbers(inputs) else { return not_numbers(inputs) };
    let (limit, reached) = (limit.as_ref(), reached.as_ref());
    let mut facts = shown(inputs);
    if reached <= limit {
        return gives(inputs.weight.clone(), "basis-within-ceiling", facts, inputs);
    }
    if let Some((target, actual)) = inputs.target.zip(inputs.actual) {
        facts.push(("excess", Unit::of_both(target, actual).distance(&(reached - limit))));
    }
    // Over a ceiling of nought there is no share to be left.
    let times = reached.checked_div(limit).filter(|_| !limit.is_negative());
    let (share, key) = match (over, times) {
        (Over::Nothing, _) | (_, None) => (Fraction::zero(), "basis-over-ceiling"),
        (Over::Ratio, Some(times)) => {
            (Fraction::one().checked_div(&times).unwrap_or_else(Fraction::zero), "basis-over-ceiling-ratio")
        }
        (Over::LinearToDouble, Some(times)) => (&Fraction::from(2) - &times, "basis-over-ceiling-linear"),
    };
    facts.push(("share", precise(&share)));
    gives(inputs.weight * &share, key, facts, inputs)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{points, some};
    use crate::rubric::rules::{Over, Rule};

    #[test]
    fn a_ceiling_forgives_nothing_unless_it_says_so() {
        let rule = |over| Rule::Ceiling { over };
        assert_eq!(points(&rule(Over::Nothing), 3, "≤3.65万元", "36500元"), some("3"));
        assert_eq!(points(&rule(Over::Nothing), 3, "≤3.65万元", "36500.01元"), some("0"));
        for (actual, ratio, linear) in
            [("100元", "10", "10"), ("125元", "8", "7.5"), ("200元", "5", "0"), ("400元", "2.5", "0")]
        {
            assert_eq!(points(&rule(Over::Ratio), 10, "≤100元", actual), some(ratio), "{actual}");
            assert_eq!(points(&rule(Over::LinearToDouble), 10, "≤100元", actual), some(linear), "{actual}");
        }
        assert_eq!(points(&rule(Over::Ratio), 10, "≤0元", "1元"), some("0"));
    }
}
