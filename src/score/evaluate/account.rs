//! The account of a result: the facts that every basis may show, and numbers in the unit that they were meant in.

use std::borrow::Cow;

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::quantity::Quantity;
use crate::score::scorecard::Basis;

use super::{Doubt, Inputs, Outcome};

/// Points between nought and the weight, with what was lost.
pub fn gives(points: Fraction, key: &'static str, mut facts: Facts, inputs: Inputs<'_>) -> Outcome {
    let points = points.clamp(Fraction::zero(), inputs.weight.clone());
    facts.push(("lost", Fact::Number(inputs.weight - &points)));
    facts.push(("exact", Fact::Number(points.clone())));
    Outcome { points: Some(points), basis: Basis { key, facts }, doubts: Vec::new() }
}

pub fn unknown(key: &'static str, inputs: Inputs<'_>) -> Outcome {
    Outcome { points: None, basis: Basis { key, facts: shown(inputs) }, doubts: Vec::new() }
}

/// What cannot be computed, with the doubt about units where they are the reason.
pub fn not_numbers(inputs: Inputs<'_>) -> Outcome {
    let both = inputs.target.zip(inputs.actual);
    let has_numbers = both.is_some_and(|(target, actual)| target.number.is_some() && actual.number.is_some());
    if has_numbers { units_differ(inputs) } else { unknown("basis-no-number", inputs) }
}

pub fn units_differ(inputs: Inputs<'_>) -> Outcome {
    Outcome { doubts: vec![Doubt::UnitsDiffer], ..unknown("basis-units-differ", inputs) }
}

/// Weight, target and actual.
pub fn shown(inputs: Inputs<'_>) -> Facts {
    let text = |quantity: Option<&Quantity>| {
        let text = quantity.map(|quantity| quantity.text.clone()).filter(|text| !text.is_empty());
        text.map_or(Fact::Term("term-none"), Fact::Text)
    };
    vec![
        ("weight", Fact::Number(inputs.weight.clone())),
        ("target", text(inputs.target)),
        ("actual", text(inputs.actual)),
    ]
}

/// The numbers of target and actual, in one unit.
pub fn numbers<'a>(inputs: Inputs<'a>) -> Option<(Cow<'a, Fraction>, Cow<'a, Fraction>)> {
    inputs.target?.in_one_unit(inputs.actual?)
}

/// A share at so many places that whoever multiplies by it comes to the points shown.
pub fn precise(share: &Fraction) -> Fact {
    let is_exact = (share * &Fraction::from(10_000)).is_integer();
    if is_exact { Fact::Share(share.clone()) } else { Fact::ShareAt(share.clone(), 4) }
}

/// What a number stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A fraction of 1.
    Share,
    Days,
    /// `元`, `家`, … or nothing.
    Of(String),
}

impl Unit {
    /// That of two quantities that were compared in one unit.
    pub fn of_both(one: &Quantity, two: &Quantity) -> Self {
        match (one.is_rate() || two.is_rate(), one.unit.is_empty()) {
            (true, _) => Self::Share,
            (false, true) => Self::Of(two.unit.clone()),
            (false, false) => Self::Of(one.unit.clone()),
        }
    }

    pub fn number(&self, number: &Fraction) -> Fact {
        match self {
            Self::Share => precise(number),
            Self::Days => Fact::Said("fact-days", vec![("number", Fact::Number(number.clone()))]),
            Self::Of(unit) => {
                let facts = vec![("number", Fact::Number(number.clone())), ("unit", Fact::Text(unit.clone()))];
                Fact::Said("fact-in-unit", facts)
            }
        }
    }

    /// The distance between two numbers; that of rates is in percentage points.
    pub fn distance(&self, number: &Fraction) -> Fact {
        match self {
            Self::Share => {
                let facts = vec![("number", Fact::Number(number * &Fraction::from(100)))];
                Fact::Said("fact-percentage-points", facts)
            }
            _ => self.number(number),
        }
    }
}
