//! Peers: the actual against those of the other projects that the edition scores.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::quantity::Quantity;
use crate::rubric::rules::{Amount, Better};

use super::account::{Unit, gives, not_numbers, shown, units_differ, unknown};
use super::periods::better_by;
use super::{Doubt, Inputs, Outcome};

/// The actuals of one indicator over the projects of a year, the project's own among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peers {
    /// One of them, in whose unit the figures are.
    unit_of: Quantity,
    pub count: usize,
    pub mean: Fraction,
    pub least: Fraction,
    pub most: Fraction,
}

impl Peers {
    /// The unit that most actuals are in, of equally frequent ones the first by name, says what all are counted in; one of another
    /// kind is left out. `None` where there is none.
    pub fn new(actuals: &[Quantity]) -> Option<Self> {
        let numbers = || actuals.iter().filter(|actual| actual.number.is_some());
        let mut units: BTreeMap<&str, usize> = BTreeMap::new();
        for actual in numbers().filter(|actual| !actual.is_bare()) {
            *units.entry(&actual.unit).or_default() += 1;
        }
        let most = units.iter().max_by_key(|(unit, count)| (**count, Reverse(**unit))).map(|(unit, _)| *unit);
        let unit_of = numbers().find(|actual| most.is_none_or(|unit| actual.unit == unit))?;
        let in_unit = |actual: &Quantity| unit_of.in_one_unit(actual).map(|(_, number)| number.into_owned());
        let numbers: Vec<Fraction> = numbers().filter_map(in_unit).collect();
        let sum: Fraction = numbers.iter().cloned().sum();
        Some(Self {
            unit_of: unit_of.clone(),
            count: numbers.len(),
            mean: sum.checked_div(&Fraction::from(numbers.len() as i64))?,
            least: numbers.iter().min()?.clone(),
            most: numbers.into_iter().max()?,
        })
    }
}

/// With fewer than this there is nothing to compare with.
const LEAST_PEERS: usize = 2;

/// The project's own number among those of its peers.
struct Among<'a> {
    peers: &'a Peers,
    number: Fraction,
    unit: Unit,
    facts: Facts,
}

fn among<'a>(inputs: Inputs<'a>) -> Result<Among<'a>, Box<Outcome>> {
    let Some(actual) = inputs.actual else { return Err(Box::new(unknown("basis-no-actual", inputs))) };
    if actual.number.is_none() {
        return Err(Box::new(not_numbers(inputs)));
    }
    let Some(peers) = inputs.peers.filter(|peers| peers.count >= LEAST_PEERS) else {
        let count = inputs.peers.map_or(0, |peers| peers.count);
        let mut outcome = unknown("basis-few-peers", inputs);
        outcome.basis.facts.push(("count", Fact::from(count)));
        outcome.doubts.push(Doubt::FewPeers);
        return Err(Box::new(outcome));
    };
    let Some((_, number)) = peers.unit_of.in_one_unit(actual) else { return Err(Box::new(units_differ(inputs))) };
    let unit = Unit::of_both(&peers.unit_of, actual);
    let mut facts = shown(inputs);
    facts.push(("count", Fact::from(peers.count)));
    facts.push(("mean", unit.number(&peers.mean)));
    Ok(Among { peers, number: number.into_owned(), unit, facts })
}

pub fn average(better: Better, at_average: &Fraction, step: &Fraction, gain: &Amount, inputs: Inputs<'_>) -> Outcome {
    let Among { peers, number, unit, mut facts } = match among(inputs) {
        Ok(among) => among,
        Err(outcome) => return *outcome,
    };
    let difference = &number - &peers.mean;
    let ahead = better_by(better, &difference);
    let steps = ahead.checked_div(step).unwrap_or_else(Fraction::zero);
    let each = gain.of(inputs.weight);
    let start = inputs.weight * at_average;
    let points = &start + &(&steps * &each);
    facts.extend([
        ("start", Fact::Number(start)),
        ("step", unit.distance(step)),
        ("each", Fact::Number(each)),
        ("distance", unit.distance(&difference.abs())),
    ]);
    let key = if ahead.is_negative() { "basis-peer-average-worse" } else { "basis-peer-average-better" };
    gives(points, key, facts, inputs)
}

pub fn range(better: Better, within: Option<&Fraction>, inputs: Inputs<'_>) -> Outcome {
    let Among { peers, number, unit, mut facts } = match among(inputs) {
        Ok(among) => among,
        Err(outcome) => return *outcome,
    };
    let least =
        within.map(|within| &peers.mean - within).map_or(peers.least.clone(), |low| low.max(peers.least.clone()));
    let most =
        within.map(|within| &peers.mean + within).map_or(peers.most.clone(), |high| high.min(peers.most.clone()));
    facts.push(("least", unit.number(&least)));
    facts.push(("most", unit.number(&most)));
    let number = number.clamp(least.clone(), most.clone());
    let ahead = match better {
        Better::Higher => &number - &least,
        Better::Lower => &most - &number,
    };
    let Some(share) = ahead.checked_div(&(&most - &least)) else {
        let mut outcome = unknown("basis-equal-peers", inputs);
        outcome.basis.facts.push(("count", Fact::from(peers.count)));
        outcome.doubts.push(Doubt::EqualPeers);
        return outcome;
    };
    let key = match better {
        Better::Higher => "basis-peer-range-higher",
        Better::Lower => "basis-peer-range-lower",
    };
    gives(inputs.weight * &share, key, facts, inputs)
}

#[cfg(test)]
mod tests {
    use super::super::tests::decimal;
    use super::super::{Inputs, evaluate};
    use super::*;
    use crate::recognise::quantity_text::quantity_text;
    use crate::rubric::rules::Rule;

    fn outcome(rule: &Rule, all: &[&str], own: &str) -> Outcome {
        let actuals: Vec<Quantity> = all.iter().map(|text| quantity_text(text)).collect();
        let peers = Peers::new(&actuals);
        let actual = quantity_text(own);
        evaluate(rule, Inputs { actual: Some(&actual), peers: peers.as_ref(), ..Inputs::of(&decimal("10")) })
    }

    fn points(rule: &Rule, all: &[&str], own: &str) -> Option<String> {
        outcome(rule, all, own).points.map(|points| points.plain(4))
    }

    #[test]
    fn half_the_weight_stands_at_the_average() {
        let gain = Amount::Points(decimal("1"));
        let rule = Rule::PeerAverage { better: Better::Higher, at_average: decimal("0.5"), step: decimal("0.1"), gain };
        let all = ["60%", "80%", "100%", "不详"];
        for (own, expected) in [("60%", "3"), ("80%", "5"), ("100%", "7"), ("0%", "0")] {
            assert_eq!(points(&rule, &all, own).as_deref(), Some(expected), "{own}");
        }
        assert_eq!(outcome(&rule, &["60%"], "60%").doubts, [Doubt::FewPeers]);
        assert_eq!(outcome(&rule, &all, "60家").doubts, [Doubt::UnitsDiffer]);
    }

    #[test]
    fn the_best_of_a_range_is_full_and_the_worst_nothing() {
        let rule = |better, within| Rule::PeerRange { better, within };
        let all = ["10天", "20天", "30天"];
        for (own, expected) in [("10天", "10"), ("15天", "7.5"), ("30天", "0")] {
            assert_eq!(points(&rule(Better::Lower, None), &all, own).as_deref(), Some(expected), "{own}");
        }
        let near = rule(Better::Higher, Some(decimal("5")));
        for (own, expected) in [("10天", "0"), ("20天", "5"), ("30天", "10")] {
            assert_eq!(points(&near, &all, own).as_deref(), Some(expected), "{own}");
        }
        assert_eq!(outcome(&near, &["3天", "3天"], "3天").doubts, [Doubt::EqualPeers]);
    }
}
