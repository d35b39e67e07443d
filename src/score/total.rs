//! The total of a project and its grade: the points of its indicators, bonus and malus, the blend with what the unit claims,
//! vetoes, in this order.

use crate::finding::Fact;
use crate::fraction::{Fraction, Rounding};
use crate::location::Sited;
use crate::points::Points;
use crate::rubric::Rubric;
use crate::rubric::policies::{Cap, TotalOf};

use super::adjustments::Sums;
use super::scorecard::{Basis, Scored};
use super::vetoes::Held;

/// A project's total.
pub struct Total {
    pub points: Points,
    pub grade: Option<String>,
    /// How it came about, empty where it is the sum of the printed points.
    pub basis: Vec<Basis>,
    /// Whether the edition blends it with a claimed total that there is not.
    pub lacks_claim: bool,
}

/// Nothing makes a total less than 0.
pub fn total(
    rubric: &Rubric,
    indicators: &[Scored],
    adjusted: &Sums,
    claimed: Option<&Sited<Points>>,
    vetoes: &[Held<'_>],
) -> Total {
    let mut basis = Vec::new();
    let mut points = sum(rubric, indicators, &mut basis);
    points = adjust(points, adjusted, &mut basis);
    let lacks_claim = rubric.policies.blend.is_some() && claimed.is_none();
    points = blend(rubric, points, claimed, &mut basis);
    let mut best = 0;
    for held in vetoes {
        basis.push(held.basis());
        match &held.veto.cap {
            Cap::Total(most) => points = points.min(*most),
            Cap::Grade(name) => best = best.max(rank(rubric, name)),
        }
    }
    let reached = rubric.grade(points).map_or(0, |name| rank(rubric, name));
    let grade = rubric.grades.get(reached.max(best)).map(|grade| grade.name.clone());
    Total { points, grade, basis, lacks_claim }
}

/// The place of a grade, from the best.
fn rank(rubric: &Rubric, name: &str) -> usize {
    rubric.grades.iter().position(|grade| grade.name == name).unwrap_or_default()
}

fn sum(rubric: &Rubric, indicators: &[Scored], basis: &mut Vec<Basis>) -> Points {
    let policy = rubric.policies.total;
    let printed: Points = indicators.iter().map(|one| one.points).sum();
    let (sum, rounding, key) = match (policy.of, policy.rounding) {
        (TotalOf::Printed, None) => return printed,
        (TotalOf::Printed, Some(rounding)) => (printed.fraction(), rounding, "basis-total-printed"),
        (TotalOf::Exact, rounding) => {
            let exact = indicators.iter().map(|one| one.exact.clone()).sum();
            (exact, rounding.unwrap_or(rubric.rounding), "basis-total-exact")
        }
    };
    let points = Points::rounded(&sum, rounding);
    basis.push(Basis { key, facts: vec![("sum", Fact::Number(sum)), ("points", Fact::Points(points))] });
    points
}

fn adjust(points: Points, adjusted: &Sums, basis: &mut Vec<Basis>) -> Points {
    if adjusted.rows.is_empty() {
        return points;
    }
    let after = (points + adjusted.bonus - adjusted.malus).max(Points::ZERO);
    let facts = vec![
        ("before", Fact::Points(points)),
        ("bonus", Fact::Points(adjusted.bonus)),
        ("malus", Fact::Points(adjusted.malus)),
        ("points", Fact::Points(after)),
    ];
    basis.push(Basis { key: "basis-total-adjusted", facts });
    after
}

fn blend(rubric: &Rubric, points: Points, claimed: Option<&Sited<Points>>, basis: &mut Vec<Basis>) -> Points {
    let Some((blend, claimed)) = rubric.policies.blend.as_ref().zip(claimed) else { return points };
    let sum: Fraction = &(&blend.claimed * &claimed.value.fraction()) + &(&blend.assessed * &points.fraction());
    let rounding: Rounding = rubric.policies.total.rounding.unwrap_or(rubric.rounding);
    let after = Points::rounded(&sum, rounding).max(Points::ZERO);
    let facts = vec![
        ("claimed", Fact::Points(claimed.value)),
        ("claimed-share", Fact::Share(blend.claimed.clone())),
        ("before", Fact::Points(points)),
        ("assessed-share", Fact::Share(blend.assessed.clone())),
        ("points", Fact::Points(after)),
    ];
    basis.push(Basis { key: "basis-total-blend", facts });
    after
}
