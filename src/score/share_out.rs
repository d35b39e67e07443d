//! Weights shared out: an indicator without anything to evaluate has the points rate of the rest of its project.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::points::Points;
use crate::rubric::{Missing, Rubric};

use super::scorecard::{Basis, PointsSource, Scored};

/// `w × Σ points of the rest ÷ Σ weights of the rest`, which is as if the rest had the weight among them. Where there is no rest
/// there are no points.
pub fn share_out(rubric: &Rubric, indicators: &mut [Scored]) {
    let is_shared = |one: &Scored| one.policy == Some(Missing::ShareOut) && one.source == PointsSource::Policy;
    if !indicators.iter().any(is_shared) {
        return;
    }
    let rest = || indicators.iter().filter(|one| !is_shared(one));
    let points: Fraction = rest().map(|one| one.exact.clone()).sum();
    let weights: Points = rest().map(|one| one.weight).sum();
    let rate = points.checked_div(&weights.fraction());
    for one in indicators.iter_mut().filter(|one| is_shared(one)) {
        let Some(rate) = &rate else {
            one.source = PointsSource::None;
            one.policy = None;
            one.basis.push(Basis { key: "basis-share-out-nothing", facts: Vec::new() });
            continue;
        };
        one.exact = &one.weight.fraction() * rate;
        one.points = Points::rounded(&one.exact, rubric.rounding).min(one.weight);
        let facts = vec![
            ("weight", Fact::Points(one.weight)),
            ("points", Fact::Number(points.clone())),
            ("weights", Fact::Points(weights)),
            ("exact", Fact::Number(one.exact.clone())),
        ];
        one.basis.push(Basis { key: "basis-share-out", facts });
    }
}

/// The account of a policy that gave the points.
pub fn policy_basis(policy: Missing, weight: Points) -> Option<Basis> {
    let key = match policy {
        Missing::Full => "basis-policy-full",
        Missing::Zero => "basis-policy-zero",
        // It is written when the rest is known.
        Missing::ShareOut => return None,
    };
    Some(Basis { key, facts: vec![("weight", Fact::Number(Fraction::from(weight.decimal())))] })
}
