//! Points that move: the reviewed points that a person types into 指标得分 change the points, grade and rank of the project in
//! 项目排名 by formulas, which say the same as the program when the workbook is read back.
//!
//! A formula looks only at its own project's block of rows, and the rank at one column. Where there are more rows or projects
//! than a workbook bears, both sheets hold plain values and say so.

use rust_decimal::Decimal;

use crate::fraction::{Rounding, RoundingMode};
use crate::points::Points;
use crate::review::{Review, Reviewed};
use crate::rubric::policies::TotalOf;
use crate::rubric::{Missing, Rubric};
use crate::score::scorecard::{PointsSource, Scored};
use crate::words::Words;

use super::formula::quoted;
use super::terms;
use super::xlsx::MOST_FORMULAS;

/// With more projects than this points, grades and ranks are values: every rank looks at the whole column.
const MOST_RANKED: usize = 5_000;

/// Whether points are formulas, for this many indicators and projects.
pub fn is_live(review: &Review) -> bool {
    let indicators: usize = review.projects.iter().map(|reviewed| reviewed.card.indicators.len()).sum();
    // Points and their source.
    2 * indicators <= MOST_FORMULAS && review.projects.len() <= MOST_RANKED
}

/// The rows of each project in 指标得分, the first and the last, counted from one; `heading_0` is that of its heading. `None`
/// where a project has no indicator.
pub fn blocks(review: &Review, heading_0: u32) -> Vec<Option<(u32, u32)>> {
    let mut next = heading_0 + 2;
    let block = |reviewed: &Reviewed| {
        let rows = u32::try_from(reviewed.card.indicators.len()).unwrap_or(u32::MAX);
        let first = next;
        next += rows;
        (rows > 0).then(|| (first, next - 1))
    };
    review.projects.iter().map(block).collect()
}

/// Whether the points of a project's indicators follow what is typed: not where a weight is shared out, since then the points
/// of one rest on those of the others.
fn follows(reviewed: &Reviewed) -> bool {
    reviewed.card.indicators.iter().all(|scored| scored.policy != Some(Missing::ShareOut))
}

/// The points of an indicator: what is typed `reviewed` columns to the right, within the weight that stands `weight` columns
/// to the left, else those that count without it. `None` where they do not follow.
pub fn indicator(project: &Reviewed, scored: &Scored, reviewed: usize, weight: usize) -> Option<String> {
    let (points, source) = without(scored);
    let without = match source {
        PointsSource::None => quoted(""),
        _ => points.decimal().normalize().to_string(),
    };
    let typed = format!("IF(ISNUMBER(RC[{reviewed}]),MAX(0,MIN(RC[{reviewed}],RC[-{weight}])),{without})");
    follows(project).then_some(typed)
}

/// Where the points of an indicator come from: a reviewer, where points are typed `reviewed` columns to the left.
pub fn source(words: &Words, scored: &Scored, reviewed: usize) -> String {
    let name = |source| quoted(&terms::points_source(words, source));
    format!("IF(ISNUMBER(RC[-{reviewed}]),{},{})", name(PointsSource::Reviewed), name(without(scored).1))
}

/// The points that count without a reviewer's decision, and where they come from.
fn without(scored: &Scored) -> (Points, PointsSource) {
    scored.reviewed.as_ref().map_or((scored.points, scored.source), |decision| decision.without)
}

/// The points of a project over the points of its indicators, `cells`; `None` where the edition does not simply add them up, or
/// where these do not follow.
pub fn total(rubric: &Rubric, reviewed: &Reviewed, cells: &str) -> Option<String> {
    let policies = &rubric.policies;
    let is_capped = reviewed.card.total_basis.iter().any(|step| step.key == "basis-total-veto");
    if policies.total.of != TotalOf::Printed || policies.blend.is_some() || is_capped || !follows(reviewed) {
        return None;
    }
    let printed: Points = reviewed.card.indicators.iter().map(|scored| scored.points).sum();
    let (sum, before) = match policies.total.rounding {
        None => (format!("SUM({cells})"), printed),
        Some(rounding) => (rounded(rounding, cells), Points::rounded(&printed.fraction(), rounding)),
    };
    let points = reviewed.card.points?;
    let added = (points - before).decimal().normalize();
    // Points have four decimals; the rest is what binary numbers leave, and what makes equal points unequal.
    Some(match () {
        () if added.is_zero() && policies.total.rounding.is_some() => sum,
        () if added.is_zero() => format!("ROUND({sum},4)"),
        () if points.is_zero() => return None,
        () if added > Decimal::ZERO => format!("ROUND({sum}+{added},4)"),
        () => format!("MAX(0,ROUND({sum}{added},4))"),
    })
}

fn rounded(rounding: Rounding, cells: &str) -> String {
    let places = rounding.places;
    match rounding.mode {
        RoundingMode::HalfUp => format!("ROUND(SUM({cells}),{places})"),
        RoundingMode::Down => format!("ROUNDDOWN(ROUND(SUM({cells}),6),{places})"),
    }
}

/// The grade of the points that stand in a cell.
pub fn grade(rubric: &Rubric, points: &str) -> String {
    let mut bands = rubric.grades.iter().rev();
    let lowest = quoted(bands.next().map(|band| band.name.as_str()).unwrap_or_default());
    bands.fold(lowest, |rest, band| {
        format!("IF({points}>={},{},{rest})", band.from.decimal().normalize(), quoted(&band.name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::scorecard::Basis;
    use crate::write::sample;

    /// The formula of the first scored project of the sample, changed.
    fn formula(change: impl Fn(&mut Rubric, &mut Reviewed)) -> Option<String> {
        let review = sample::review(1);
        let (mut rubric, mut reviewed) = (review.rubrics[0].clone(), review.projects[0].clone());
        change(&mut rubric, &mut reviewed);
        total(&rubric, &reviewed, "A1:A9")
    }

    #[test]
    fn points_are_rounded_once_what_is_added_included() {
        let added = |points: &'static str| {
            formula(move |_, reviewed| {
                let sum: Points = reviewed.card.indicators.iter().map(|scored| scored.points).sum();
                reviewed.card.points = Some(sum + sample::points(points));
            })
        };
        assert_eq!(added("0").unwrap(), "ROUND(SUM(A1:A9),4)");
        assert_eq!(added("1.5").unwrap(), "ROUND(SUM(A1:A9)+1.5,4)");
        assert_eq!(added("-4.1").unwrap(), "MAX(0,ROUND(SUM(A1:A9)-4.1,4))");
    }

    #[test]
    fn what_rests_on_more_than_a_sum_stays_a_value() {
        assert!(formula(|_, _| {}).is_some());
        assert!(formula(|rubric, _| rubric.policies.total.of = TotalOf::Exact).is_none());
        let veto = Basis { key: "basis-total-veto", facts: Vec::new() };
        assert!(formula(|_, reviewed| reviewed.card.total_basis.push(veto.clone())).is_none());
        let share = |reviewed: &mut Reviewed| reviewed.card.indicators[3].policy = Some(Missing::ShareOut);
        assert!(formula(|_, reviewed| share(reviewed)).is_none());
        let mut reviewed = sample::review(1).projects[0].clone();
        assert!(indicator(&reviewed, &reviewed.card.indicators[0], 1, 1).is_some());
        share(&mut reviewed);
        assert_eq!(indicator(&reviewed, &reviewed.card.indicators[0], 1, 1), None);
    }
}
