//! Bonus and malus: points outside the weights, given in rows of their own.

use crate::finding::{Code, Fact, Finding};
use crate::location::{Place, Sited};
use crate::points::Points;
use crate::project::Project;
use crate::recognise::tables::{IndicatorRow, SheetKind};
use crate::rubric::policies::{Adjustment, AdjustmentKind, Adjustments};

use super::rows::Rows;
use super::{Named, points_of, review_of};

/// A row that adds or takes points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjusted {
    pub name: String,
    pub kind: AdjustmentKind,
    /// As given, without a sign.
    pub points: Points,
    pub place: Place,
}

/// What the rows of a project add and take, each side cut to its cap.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    pub rows: Vec<Adjusted>,
    pub bonus: Points,
    pub malus: Points,
    pub findings: Vec<Finding>,
}

/// The names of a row.
pub fn names(item: &Adjustment) -> impl Iterator<Item = &str> {
    std::iter::once(&item.name).chain(&item.aliases).map(String::as_str)
}

/// Reviewed points, else assessed ones; what a unit claims for itself does not count.
pub fn sums(adjustments: &Adjustments, project: &Project, rows: &Rows<'_>) -> Sums {
    let mut sums = Sums::default();
    for item in &adjustments.items {
        let found = rows.named(names(item));
        if let Some(given) = given(item, project, &found) {
            let points = given.value;
            // A malus is written with its sign and without; a bonus that takes points is no bonus.
            let points = if item.kind == AdjustmentKind::Malus { points.abs() } else { points.max(Points::ZERO) };
            if points.is_zero() && !given.value.is_zero() {
                sums.findings.push(capped(item.kind, given.value, points, given.place.clone()));
            }
            sums.rows.push(Adjusted { name: item.name.clone(), kind: item.kind, points, place: given.place });
        }
    }
    let caps = [(AdjustmentKind::Bonus, adjustments.bonus_most), (AdjustmentKind::Malus, adjustments.malus_most)];
    for (kind, most) in caps {
        let of_kind = || sums.rows.iter().filter(|row| row.kind == kind);
        let sum: Points = of_kind().map(|row| row.points).sum();
        let counted = most.map_or(sum, |most| sum.min(most));
        if let Some(row) = of_kind().next().filter(|_| counted < sum) {
            sums.findings.push(capped(kind, sum, counted, row.place.clone()));
        }
        match kind {
            AdjustmentKind::Bonus => sums.bonus = counted,
            AdjustmentKind::Malus => sums.malus = counted,
        }
    }
    sums
}

fn given(item: &Adjustment, project: &Project, rows: &[&IndicatorRow]) -> Option<Sited<Points>> {
    let reviewed =
        review_of(project, &Named { name: &item.name, ..Named::default() }, rows).map(|review| review.points.clone());
    let assessed = || points_of(rows, SheetKind::ScoreTable).or_else(|| points_of(rows, SheetKind::ScoreSummary));
    reviewed.or_else(assessed)
}

fn capped(kind: AdjustmentKind, given: Points, counted: Points, place: Place) -> Finding {
    Finding::new(Code::AdjustmentCapped, place)
        .with("kind", Fact::Term(term(kind)))
        .with("points", given)
        .with("counted", counted)
}

/// The message that names a kind.
pub fn term(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Bonus => "term-bonus",
        AdjustmentKind::Malus => "term-malus",
    }
}
