//! Two periods: the actual against that of the year before.

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::location::Place;
use crate::quantity::Quantity;
use crate::rubric::rules::{Amount, Better};

use super::account::{Unit, gives, not_numbers, shown, units_differ, unknown};
use super::{Doubt, Inputs, Outcome};

/// The actual of the period before, measured as the present one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    pub actual: Quantity,
    /// The first cell that it was taken from.
    pub place: Option<Place>,
}

/// Two numbers in one unit, the present one first, and by how much it is the better.
struct Change {
    gain: Fraction,
    unit: Unit,
    facts: Facts,
}

fn change(better: Better, inputs: Inputs<'_>) -> Result<Change, Box<Outcome>> {
    let Some(actual) = inputs.actual else { return Err(Box::new(unknown("basis-no-actual", inputs))) };
    let Some(previous) = inputs.previous else {
        return Err(Box::new(Outcome { doubts: vec![Doubt::NoPrevious], ..unknown("basis-no-previous", inputs) }));
    };
    let Some((now, before)) = actual.in_one_unit(&previous.actual) else {
        let has_numbers = actual.number.is_some() && previous.actual.number.is_some();
        return Err(Box::new(if has_numbers { units_differ(inputs) } else { not_numbers(inputs) }));
    };
    let unit = Unit::of_both(actual, &previous.actual);
    let difference = now.as_ref() - before.as_ref();
    let mut facts = shown(inputs);
    facts.push(("previous", Fact::Text(previous.actual.text.clone())));
    facts.push(("place", previous.place.clone().map_or(Fact::Term("term-no-cell"), Fact::Place)));
    facts.push(("change", unit.distance(&difference.abs())));
    Ok(Change { gain: better_by(better, &difference), unit, facts })
}

/// A difference from a bound, above 0 where it is for the better.
pub fn better_by(better: Better, difference: &Fraction) -> Fraction {
    match better {
        Better::Higher => difference.clone(),
        Better::Lower => -difference,
    }
}

pub fn comparison(better: Better, same: &Fraction, inputs: Inputs<'_>) -> Outcome {
    let Change { gain, facts, .. } = match change(better, inputs) {
        Ok(change) => change,
        Err(outcome) => return *outcome,
    };
    if gain.is_zero() {
        gives(inputs.weight * same, "basis-comparison-same", facts, inputs)
    } else if gain.is_negative() {
        gives(Fraction::zero(), "basis-comparison-worse", facts, inputs)
    } else {
        gives(inputs.weight.clone(), "basis-comparison-better", facts, inputs)
    }
}

pub fn improvement(
    better: Better,
    at_same: &Fraction,
    step: &Fraction,
    gain_of_step: &Amount,
    inputs: Inputs<'_>,
) -> Outcome {
    let Change { gain, unit, mut facts } = match change(better, inputs) {
        Ok(change) => change,
        Err(outcome) => return *outcome,
    };
    let steps = gain.checked_div(step).unwrap_or_else(Fraction::zero);
    let each = gain_of_step.of(inputs.weight);
    let start = inputs.weight * at_same;
    let points = &start + &(&steps * &each);
    facts.extend([("start", Fact::Number(start)), ("step", unit.distance(step)), ("each", Fact::Number(each))]);
    let key = if gain.is_negative() { "basis-improvement-worse" } else { "basis-improvement-better" };
    gives(points, key, facts, inputs)
}

#[cfg(test)]
mod tests {
    use super::super::tests::decimal;
    use super::super::{Inputs, evaluate};
    use super::*;
    use crate::recognise::quantity_text::quantity_text;
    use crate::rubric::rules::Rule;

    fn points(rule: &Rule, before: &str, now: &str) -> Option<String> {
        let previous = Previous { actual: quantity_text(before), place: None };
        let (actual, weight) = (quantity_text(now), decimal("4"));
        let inputs = Inputs { actual: Some(&actual), previous: Some(&previous), ..Inputs::of(&weight) };
        evaluate(rule, inputs).points.map(|points| points.plain(4))
    }

    #[test]
    fn the_year_before_is_what_counts() {
        let cost = Rule::Comparison { better: Better::Lower, same: decimal("0.5") };
        for (now, expected) in [("99元", Some("4")), ("100元", Some("2")), ("100.01元", Some("0")), ("99%", None)] {
            assert_eq!(points(&cost, "100元", now).as_deref(), expected, "{now}");
        }
        let gain = Amount::Points(decimal("0.01"));
        let rule = Rule::Improvement { better: Better::Higher, at_same: decimal("0.5"), step: decimal("0.001"), gain };
        for (now, expected) in [("80%", "2"), ("81%", "2.1"), ("79%", "1.9"), ("100%", "4"), ("0%", "0")] {
            assert_eq!(points(&rule, "80%", now).as_deref(), Some(expected), "{now}");
        }
        let actual = quantity_text("5");
        let alone = evaluate(&rule, Inputs { actual: Some(&actual), ..Inputs::of(&decimal("4")) });
        assert_eq!((alone.points, alone.doubts), (None, vec![Doubt::NoPrevious]));
    }
}
