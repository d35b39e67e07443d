//! Final points: of all readings of an indicator the strongest.

use crate::location::Sited;
use crate::points::Points;
use crate::rubric::rules::Rule;
use crate::rubric::{Missing, Policies};

use super::scorecard::PointsSource;

/// What an indicator may be scored by.
#[derive(Clone, Copy, Debug)]
pub struct Readings<'a> {
    pub weight: Points,
    pub rule: &'a Rule,
    pub reviewed: Option<&'a Sited<Points>>,
    pub computed: Option<Points>,
    pub assessed: Option<&'a Sited<Points>>,
    pub claimed: Option<&'a Sited<Points>>,
    /// What the rubric's policy gives where a cell is blank or a rate has no budget; `None` where something is there that
    /// could not be judged.
    pub policy: Option<Missing>,
}

/// Reviewed; else assessed where the edition says so or where no rule can be evaluated; else computed; else what the
/// rubric's policy gives where there was nothing to evaluate; else claimed, unverified. What the program cannot judge is
/// never nought points of its own making. Points given over the weight, which have a finding, count as the weight; those below
/// nought as nought.
pub fn final_points(readings: Readings<'_>, policies: &Policies) -> (Points, PointsSource) {
    let weight = readings.weight;
    let given = |points: &Sited<Points>| points.value.clamp(Points::ZERO, weight);
    if let Some(reviewed) = readings.reviewed {
        return (given(reviewed), PointsSource::Reviewed);
    }
    match (readings.computed, readings.assessed, readings.claimed) {
        (_, Some(assessed), _) if is_assessed(readings.rule) => (given(assessed), PointsSource::Assessed),
        (Some(computed), _, Some(claimed)) if !policies.computed_may_exceed_claimed && computed > claimed.value => {
            (given(claimed), PointsSource::Policy)
        }
        (Some(computed), _, _) => (computed, PointsSource::Computed),
        (None, Some(assessed), _) => (given(assessed), PointsSource::Assessed),
        (None, None, claimed) => match (readings.policy, claimed) {
            (Some(Missing::Full), _) => (weight, PointsSource::Policy),
            // What is shared out comes when the rest is known.
            (Some(Missing::Zero | Missing::ShareOut), _) => (Points::ZERO, PointsSource::Policy),
            (None, Some(claimed)) => (given(claimed), PointsSource::Claimed),
            (None, None) => (Points::ZERO, PointsSource::None),
        },
    }
}

/// Whether an evaluator gives the points, of the whole or of every part.
pub fn is_assessed(rule: &Rule) -> bool {
    match rule {
        Rule::Parts(parts) => parts.iter().all(|part| part.rule == Rule::Assessed),
        rule => *rule == Rule::Assessed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fraction::Fraction;
    use crate::location::Place;

    #[test]
    fn the_strongest_reading_gives_the_points() {
        let points = |number: i64| Points::exact(&Fraction::from(number)).unwrap();
        let sited = |number: i64| Sited::new(points(number), Place::file("a.xlsx"));
        let (assessed, claimed, over) = (sited(6), sited(8), sited(12));
        let policies = Policies::default();
        let reviewed = sited(5);
        let of = |rule: &Rule, computed: Option<i64>, assessed, claimed, absent: bool| {
            let computed = computed.map(points);
            let readings = Readings {
                weight: points(10),
                rule,
                reviewed: None,
                computed,
                assessed,
                claimed,
                policy: absent.then_some(Missing::Zero),
            };
            let decided = final_points(Readings { reviewed: Some(&reviewed), ..readings }, &policies);
            assert_eq!(decided, (reviewed.value, PointsSource::Reviewed));
            let (points, source) = final_points(readings, &policies);
            (points.to_string(), source)
        };
        let (met, judged) = (Rule::Proportional { full_at: None, gate: None }, Rule::Assessed);
        let (assessed, claimed) = (Some(&assessed), Some(&claimed));
        for (found, expected) in [
            (of(&met, Some(9), assessed, claimed, false), ("9", PointsSource::Computed)),
            (of(&judged, None, assessed, claimed, false), ("6", PointsSource::Assessed)),
            (of(&met, None, assessed, claimed, false), ("6", PointsSource::Assessed)),
            (of(&met, None, None, claimed, true), ("0", PointsSource::Policy)),
            (of(&met, None, None, claimed, false), ("8", PointsSource::Claimed)),
            (of(&judged, None, None, claimed, false), ("8", PointsSource::Claimed)),
            (of(&judged, None, None, None, false), ("0", PointsSource::None)),
            (of(&judged, None, Some(&over), None, false), ("10", PointsSource::Assessed)),
        ] {
            assert_eq!(found, (expected.0.to_owned(), expected.1));
        }
    }
}
