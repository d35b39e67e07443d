//! Choices and reasons as facts, for the catalogue to put into words.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::points::Points;

use super::{Choice, Why};

/// The choices one after another, bounds that are shared together.
pub fn facts(choices: &[Choice]) -> Vec<Fact> {
    let shared: Vec<String> = choices.iter().filter_map(Choice::shared).collect();
    let edges = (!shared.is_empty()).then(|| Fact::Said("choice-shared-edge", vec![("at", shared.join("、").into())]));
    edges.into_iter().chain(choices.iter().filter_map(Choice::fact)).collect()
}

impl Choice {
    fn shared(&self) -> Option<String> {
        match self {
            Self::SharedEdge { at, percent } => Some(number(at, *percent)),
            _ => None,
        }
    }

    fn fact(&self) -> Option<Fact> {
        let key = match self {
            Self::SharedEdge { .. } => return None,
            Self::LinearSteps => "choice-linear-steps",
            Self::PercentIsPoint => "choice-percent-is-point",
            Self::PercentOfTarget => "choice-percent-of-target",
            Self::RateItself => "choice-rate-itself",
            Self::FromTarget => "choice-from-target",
        };
        Some(Fact::Said(key, Vec::new()))
    }
}

impl Why {
    /// What lies between two bounds is left open, whichever of them is the lower.
    pub fn hole(one: &Fraction, two: &Fraction, percent: bool) -> Self {
        Self::Hole { below: one.min(two).clone(), above: one.max(two).clone(), percent }
    }

    /// `weight` is that of the row.
    pub fn fact(&self, weight: Points) -> Fact {
        let text = |text: &String| Fact::Text(text.clone());
        let number = |at: &Fraction, percent: bool| Fact::Text(number(at, percent));
        let (key, facts) = match self {
            Self::PointsNotWeight { said } => {
                ("why-points-not-weight", vec![("said", Fact::Number(said.clone())), ("weight", Fact::Points(weight))])
            }
            Self::PointsNotListed { said, listed } => (
                "why-points-not-listed",
                vec![("said", Fact::Count(i64::from(*said))), ("listed", Fact::Count(i64::from(*listed)))],
            ),
            Self::SharesSum { sum } => ("why-shares-sum", vec![("sum", number(sum, true))]),
            Self::AgainstTarget => ("why-against-target", vec![]),
            Self::NotOrdered => ("why-not-ordered", vec![]),
            Self::TwoRules => ("why-two-rules", vec![]),
            Self::TwoSubjects { one, two } => ("why-two-subjects", vec![("one", text(one)), ("two", text(two))]),
            Self::Hole { below, above, percent } if below == above => {
                ("why-hole-at", vec![("below", number(below, *percent))])
            }
            Self::Hole { below, above, percent } => {
                ("why-hole", vec![("below", number(below, *percent)), ("above", number(above, *percent))])
            }
            Self::Overlap { at, percent } => ("why-overlap", vec![("at", number(at, *percent))]),
            Self::NoRest => ("why-no-rest", vec![]),
            Self::LossCapped { most } => ("why-loss-capped", vec![("most", Fact::Number(most.clone()))]),
            Self::Discretion { words } => ("why-discretion", vec![("words", text(words))]),
            Self::NotUnderstood { words } => ("why-not-understood", vec![("words", text(words))]),
            Self::NoWhole => ("why-no-whole", vec![]),
        };
        Fact::Said(key, facts)
    }
}

fn number(number: &Fraction, percent: bool) -> String {
    if percent { format!("{}%", (number * &Fraction::from(100)).plain(4)) } else { number.plain(4) }
}
