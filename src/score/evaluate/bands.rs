//! Bands: the award of the first band whose bound is reached.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::rubric::rules::{Band, Subject};

use super::account::{gives, shown, unknown};
use super::{Inputs, Outcome, subject};

pub fn evaluate(of: Subject, bands: &[Band], inputs: Inputs<'_>) -> Outcome {
    let bounds: Vec<&Fraction> = bands.iter().filter_map(|band| band.from.as_ref()).map(|from| &from.at).collect();
    let seen = match subject::see(of, &bounds, inputs) {
        Ok(seen) => seen,
        Err(unseen) => return unseen.outcome(inputs),
    };
    let is_reached = |band: &Band| band.from.as_ref().is_none_or(|from| from.is_reached_by(&seen.number));
    let Some(at) = bands.iter().position(is_reached) else { return unknown("basis-no-number", inputs) };
    let mut facts = shown(inputs);
    facts.push(("subject", Fact::Term(subject::term(of))));
    facts.push(("seen", seen.unit.number(&seen.number)));
    // The lowest band is told by the bound of the one above it.
    let above = at.checked_sub(1).and_then(|above| bands[above].from.as_ref());
    let key = match (&bands[at].from, above) {
        (Some(from), _) => {
            facts.push(("from", seen.unit.number(&from.at)));
            if from.inclusive { "basis-band" } else { "basis-band-above" }
        }
        (None, Some(below)) => {
            facts.push(("from", seen.unit.number(&below.at)));
            if below.inclusive { "basis-band-below" } else { "basis-band-up-to" }
        }
        (None, None) => "basis-band-only",
    };
    gives(bands[at].award.of(inputs.weight), key, facts, inputs)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{decimal, points, some};
    use super::*;
    use crate::rubric::rules::{Amount, Edge, Rule};

    fn bands(of: Subject, bounds: &[(&str, i64)], lowest: i64) -> Rule {
        let band = |(from, points): &(&str, i64)| Band {
            from: Some(Edge::inclusive(decimal(from))),
            award: Amount::Points(Fraction::from(*points)),
        };
        let mut bands: Vec<Band> = bounds.iter().map(band).collect();
        bands.push(Band { from: None, award: Amount::Points(Fraction::from(lowest)) });
        Rule::Bands { of, bands }
    }

    #[test]
    fn bands_belong_to_their_lower_bound() {
        let rule = bands(Subject::Actual, &[("0.9", 3), ("0.8", 2)], 0);
        for (actual, expected) in [("90%", "3"), ("89.99%", "2"), ("80%", "2"), ("79.99%", "0"), ("120%", "3")] {
            assert_eq!(points(&rule, 3, "100%", actual), some(expected), "{actual}");
        }
        assert_eq!(points(&rule, 3, "100%", "95户"), None);
        assert_eq!(points(&rule, 3, "≥100户", "95"), None);
    }

    #[test]
    fn counts_are_compared_in_their_own_unit() {
        let rule = bands(Subject::Actual, &[("10", 5), ("6", 3), ("1", 1)], 0);
        for (actual, expected) in
            [("10家", some("5")), ("9家", some("3")), ("6", some("3")), ("0家", some("0")), ("95%", None)]
        {
            assert_eq!(points(&rule, 5, "≥10家", actual), expected, "{actual}");
        }
        let faults = bands(Subject::Actual, &[("1", 0)], 5);
        assert_eq!(points(&faults, 5, "=0处", "3"), some("0"));
        assert_eq!(points(&faults, 5, "=0处", "0"), some("5"));
    }

    #[test]
    fn a_completion_is_a_share_of_the_target() {
        let rule = bands(Subject::Completion, &[("1", 5), ("0.8", 3)], 0);
        for (actual, expected) in [("10家", "5"), ("8家", "3"), ("7家", "0")] {
            assert_eq!(points(&rule, 5, "≥10家", actual), some(expected), "{actual}");
        }
        assert_eq!(points(&rule, 5, "=0家", "0家"), some("5"));
    }
}
