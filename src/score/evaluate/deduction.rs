//! Deductions: a loss for every step on the wrong side of a bound.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::rubric::rules::{Counting, Deduction, Side, Subject};

use super::account::{Unit, gives, numbers, shown};
use super::subject::{self, Seen, Unseen, is_proper_fraction};
use super::{Inputs, Outcome};

pub fn evaluate(rule: &Deduction, inputs: Inputs<'_>) -> Outcome {
    let (seen, bound) = match seen_and_bound(rule, inputs) {
        Ok(both) => both,
        Err(unseen) => return unseen.outcome(inputs),
    };
    let Seen { number, unit } = seen;
    let distance = match rule.side {
        Side::Short => &bound - &number,
        Side::Over => &number - &bound,
        Side::Either => (&number - &bound).abs(),
    };
    let mut facts = shown(inputs);
    facts.extend([
        ("subject", Fact::Term(subject::term(rule.of))),
        ("seen", unit.number(&number)),
        ("bound", unit.number(&bound)),
    ]);
    if distance <= Fraction::zero() {
        return gives(inputs.weight.clone(), "basis-deduction-none", facts, inputs);
    }
    let is_past = |gate: &&Fraction| match rule.side {
        Side::Short => number < **gate,
        Side::Over => number > **gate,
        Side::Either => false,
    };
    if let Some(gate) = rule.gate.as_ref().filter(is_past) {
        facts.push(("gate", unit.number(gate)));
        let key = if rule.side == Side::Over { "basis-deduction-gate-over" } else { "basis-deduction-gate-short" };
        return gives(Fraction::zero(), key, facts, inputs);
    }
    let steps = counted(&distance.checked_div(&rule.step).unwrap_or_else(Fraction::zero), rule.counting);
    let each = rule.loss.of(inputs.weight);
    let points = inputs.weight - &(&steps * &each);
    facts.extend([
        ("distance", unit.distance(&distance)),
        ("step", unit.distance(&rule.step)),
        ("steps", Fact::Number(steps)),
        ("each", Fact::Number(each)),
        ("counting", Fact::Term(counting_term(rule.counting))),
    ]);
    let key = match (rule.side, number < bound) {
        (Side::Short, _) => "basis-deduction-short",
        (Side::Over, _) => "basis-deduction-over",
        (Side::Either, true) => "basis-deduction-short",
        (Side::Either, false) => "basis-deduction-over",
    };
    gives(points, key, facts, inputs)
}

/// The number looked at and the bound from which it is full: the one stated, else the target, a completion of 1, no day late.
fn seen_and_bound(rule: &Deduction, inputs: Inputs<'_>) -> Result<(Seen, Fraction), Unseen> {
    let bounds: Vec<&Fraction> = rule.full_at.iter().chain(&rule.gate).collect();
    let (seen, bound) = match (rule.of, &rule.full_at) {
        (Subject::Actual, None) => by_target(inputs)?,
        (of, Some(full_at)) => (subject::see(of, &bounds, inputs)?, full_at.clone()),
        (Subject::Completion, None) => (subject::completion(inputs)?, Fraction::one()),
        (Subject::DaysLate, None) => (subject::see(Subject::DaysLate, &bounds, inputs)?, Fraction::zero()),
    };
    // Things are counted in whole numbers: a gate or a step below one is a rate.
    let of_things = matches!(seen.unit, Unit::Of(_)) && is_counted(inputs);
    let has_rate = rule.gate.iter().chain([&rule.step]).any(is_proper_fraction);
    if of_things && has_rate { Err(Unseen::UnitsDiffer) } else { Ok((seen, bound)) }
}

fn by_target(inputs: Inputs<'_>) -> Result<(Seen, Fraction), Unseen> {
    let (bound, number) = numbers(inputs).ok_or(Unseen::NoNumber)?;
    let (target, actual) = inputs.target.zip(inputs.actual).ok_or(Unseen::NoNumber)?;
    Ok((Seen { number: number.into_owned(), unit: Unit::of_both(target, actual) }, bound.into_owned()))
}

fn is_counted(inputs: Inputs<'_>) -> bool {
    inputs.target.into_iter().chain(inputs.actual).any(|quantity| quantity.counts_things())
}

fn counted(steps: &Fraction, counting: Counting) -> Fraction {
    match counting {
        Counting::Linear => steps.clone(),
        Counting::Whole => steps.floor(),
        Counting::Begun => steps.ceil(),
    }
}

fn counting_term(counting: Counting) -> &'static str {
    match counting {
        Counting::Linear => "term-counting-linear",
        Counting::Whole => "term-counting-whole",
        Counting::Begun => "term-counting-begun",
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decimal, points, some};
    use super::*;
    use crate::rubric::rules::{Amount, Rule};

    fn of(of: Subject, side: Side, step: &str, loss: Amount) -> Deduction {
        Deduction { of, side, full_at: None, gate: None, step: decimal(step), loss, counting: Counting::Linear }
    }

    #[test]
    fn a_deduction_counts_its_steps_as_it_says() {
        let rule = |counting| {
            let each = Amount::Share(decimal("0.05"));
            Rule::Deduction(Deduction { counting, ..of(Subject::Actual, Side::Short, "0.01", each) })
        };
        // 7.39 points short: 7.39, 7 or 8 steps of half a point.
        assert_eq!(points(&rule(Counting::Linear), 10, "≥90%", "82.61%"), some("6.305"));
        assert_eq!(points(&rule(Counting::Whole), 10, "≥90%", "82.61%"), some("6.5"));
        assert_eq!(points(&rule(Counting::Begun), 10, "≥90%", "82.61%"), some("6"));
        assert_eq!(points(&rule(Counting::Begun), 10, "≥90%", "82%"), some("6"));
        assert_eq!(points(&rule(Counting::Linear), 10, "≥90%", "50%"), some("0"));
        // A step of a hundredth means nothing to a number of firms.
        assert_eq!(points(&rule(Counting::Linear), 10, "≥10家", "8家"), None);
    }

    #[test]
    fn counts_and_completions_are_short_in_their_own_unit() {
        let firms = Rule::Deduction(of(Subject::Actual, Side::Short, "1", Amount::Points(decimal("0.5"))));
        assert_eq!(points(&firms, 10, "≥10家", "8家"), some("9"));
        let deviation = Rule::Deduction(of(Subject::Completion, Side::Either, "0.05", Amount::Points(decimal("1"))));
        assert_eq!(points(&deviation, 10, "10家", "8家"), some("6"));
        assert_eq!(points(&deviation, 10, "10家", "12家"), some("6"));
        assert_eq!(points(&deviation, 10, "10家", "10家"), some("10"));
    }

    #[test]
    fn days_late_are_days_of_the_calendar() {
        let rule = Rule::Deduction(of(Subject::DaysLate, Side::Over, "1", Amount::Points(decimal("0.2"))));
        for (target, actual, expected) in [
            ("6月30日前", "6月30日", some("5")),
            ("6月30日前", "7月1日", some("4.8")),
            ("2月底前", "3月1日", some("4.8")),
            ("2022年12月31日前", "2023年1月10日", some("3")),
            ("6月30日前", "按时", None),
        ] {
            assert_eq!(points(&rule, 5, target, actual), expected, "{actual}");
        }
    }

    #[test]
    fn past_the_gate_nothing_is_left_and_at_it_the_distance_counts() {
        let each = Amount::Points(decimal("0.1"));
        let gate = Some(decimal("0.8"));
        let rule = Rule::Deduction(Deduction { gate, ..of(Subject::Actual, Side::Short, "0.01", each) });
        assert_eq!(points(&rule, 5, "100%", "80%"), some("3"));
        assert_eq!(points(&rule, 5, "100%", "79.99%"), some("0"));
    }
}
