//! Points that move: the reviewed points that a person types into 指标得分 change the points, grade and rank of the project in
//! 项目排名 by formulas, which say the same as the program when the workbook is read back.
//!
//! A formula looks only at its own project's block of rows, and the rank at one column. Where there are more rows or projects
//! than a workbook bears, both sheets hold plain values and say so.

use rust_decimal::Decimal;

use crate::fraction::{Rounding, RoundingMode};
use crate::points::Points;
use crate::review::{Review, Reviewed};
use crate::rubric::Rubric;
use crate::rubric::policies::TotalOf;
use crate::score::scorecard::{PointsSource, Scored};

use super::xlsx::MOST_FORMULAS;

/// More ranked projects than this are given their rank as a number: every rank looks at the whole column.
pub const MOST_RANKED: usize = 5_000;

/// Whether points are formulas, for this many indicators and projects.
pub fn is_live(review: &Review) -> bool {
    let indicators: usize = review.projects.iter().map(|reviewed| reviewed.card.indicators.len()).sum();
    indicators <= MOST_FORMULAS && review.projects.len() <= MOST_RANKED
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

/// The points of an indicator: what is typed `reviewed` columns to the right, within the weight that stands `weight` columns
/// to the left, else those that count without it.
pub fn indicator(scored: &Scored, reviewed: usize, weight: usize) -> String {
    let without = match &scored.reviewed {
        Some(decision) => decision.instead_of,
        None => (scored.source != PointsSource::None).then_some(scored.points),
    };
    let without = without.map_or_else(|| "\"\"".to_owned(), |points| points.decimal().normalize().to_string());
    format!("IF(ISNUMBER(RC[{reviewed}]),MAX(0,MIN(RC[{reviewed}],RC[-{weight}])),{without})")
}

/// The points of a project over the points of its indicators, `cells`; `None` where the edition does not simply add them up.
pub fn total(rubric: &Rubric, reviewed: &Reviewed, cells: &str) -> Option<String> {
    let policies = &rubric.policies;
    let is_capped = reviewed.card.total_basis.iter().any(|step| step.key == "basis-total-veto");
    if policies.total.of != TotalOf::Printed || policies.blend.is_some() || is_capped {
        return None;
    }
    let printed: Points = reviewed.card.indicators.iter().map(|scored| scored.points).sum();
    let (sum, before) = match policies.total.rounding {
        // Points have four decimals; the rest is what binary numbers leave.
        None => (format!("ROUND(SUM({cells}),4)"), printed),
        Some(rounding) => (rounded(rounding, cells), Points::rounded(&printed.fraction(), rounding)),
    };
    let points = reviewed.card.points?;
    let added = (points - before).decimal().normalize();
    Some(match () {
        () if added.is_zero() => sum,
        () if points.is_zero() => return None,
        () if added > Decimal::ZERO => format!("{sum}+{added}"),
        () => format!("MAX(0,{sum}{added})"),
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
    let name = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let lowest = bands.next().map_or_else(|| "\"\"".to_owned(), |band| name(&band.name));
    bands.fold(lowest, |rest, band| {
        format!("IF({points}>={},{},{rest})", band.from.decimal().normalize(), name(&band.name))
    })
}
