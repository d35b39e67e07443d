//! 指标得分: one row an indicator of every project, with what was scored, by which rule, and where it stands.

use crate::location::Sited;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::review::{Review, Reviewed};
use crate::score::scorecard::{PointsSource, Scored};
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row, Tone};
use super::{heading, terms};

pub fn indicator_points<'a>(review: &'a Review, words: &'a Words) -> Sheet<'a> {
    let mut table = heading::table(
        review,
        words,
        "indicator-points",
        &[
            ("project-code", 14),
            ("project", 22),
            ("year", 6),
            ("level1", 13),
            ("level2", 13),
            ("indicator", 24),
            ("target", 12),
            ("actual", 12),
            ("rule", 11),
            ("weight", 7),
            ("points", 7),
            ("points-source", 12),
            ("computed", 7),
            ("assessed", 7),
            ("reviewed", 7),
            ("claimed", 7),
            ("basis", 44),
            ("file", 24),
            ("sheet", 13),
            ("cell", 7),
        ],
    );
    table.notes.push(words.text("note-indicator-points"));
    table.filter = true;
    let rows = review
        .projects
        .iter()
        .flat_map(move |reviewed| reviewed.card.indicators.iter().map(move |scored| row(words, reviewed, scored)));
    Sheet { rest: Some(Box::new(rows)), ..Sheet::from(table) }
}

fn row(words: &Words, reviewed: &Reviewed, scored: &Scored) -> Row {
    let key = &reviewed.project.key;
    let place = scored.place.as_ref().or_else(|| scored.measured.places.first());
    let sited = |points: &Option<Sited<Points>>| points_cell(points.as_ref().map(|points| points.value));
    let row = Row::new(vec![
        Cell::text(&key.code),
        Cell::text(&reviewed.project.name),
        Cell::Count(key.year.0.into()),
        Cell::text(&scored.level1),
        Cell::text(&scored.level2),
        Cell::text(name(scored)),
        Cell::text(text(scored.target.as_ref())),
        Cell::text(text(scored.measured.actual.as_ref())),
        Cell::text(terms::rule(words, scored.rule)),
        Cell::Points(scored.weight.decimal().normalize()),
        final_points(scored),
        Cell::text(terms::points_source(words, scored.source)),
        points_cell(scored.computed),
        sited(&scored.assessed),
        sited(&scored.reviewed),
        sited(&scored.claimed),
        Cell::text(basis(words, scored)),
        Cell::text(place.map(|place| &*place.file).unwrap_or_default()),
        Cell::text(place.map(|place| &*place.sheet).unwrap_or_default()),
        Cell::text(place.map(|place| place.a1()).unwrap_or_default()),
    ]);
    match source_tone(scored.source) {
        Tone::Plain => row,
        tone => row.toned(11, tone),
    }
}

/// The indicator's code and name.
pub fn name(scored: &Scored) -> String {
    // Some sheets write the code into the name's own cell, and it is not said twice.
    if scored.code.is_empty() || scored.name.starts_with(&scored.code) {
        scored.name.clone()
    } else {
        format!("{} {}", scored.code, scored.name)
    }
}

/// A target or an actual as it was written.
pub fn text(quantity: Option<&Quantity>) -> String {
    quantity.map(|quantity| quantity.text.clone()).unwrap_or_default()
}

/// The points that count; empty where there are none, which is not the same as nought.
pub fn final_points(scored: &Scored) -> Cell {
    points_cell((scored.source != PointsSource::None).then_some(scored.points))
}

/// How the points came about, with the evaluator's or unit's own account.
pub fn basis(words: &Words, scored: &Scored) -> String {
    let mut lines = words.account(scored);
    if !scored.reason.is_empty() {
        let facts = vec![("reason", crate::finding::Fact::Text(scored.reason.clone()))];
        lines.push(words.with("label-account", &facts));
    }
    lines.join("\n")
}

/// Points that nothing verifies stand out.
pub fn source_tone(source: PointsSource) -> Tone {
    match source {
        PointsSource::Claimed => Tone::Orange,
        PointsSource::None => Tone::Red,
        PointsSource::Policy => Tone::Yellow,
        PointsSource::Reviewed | PointsSource::Assessed | PointsSource::Computed => Tone::Plain,
    }
}

fn points_cell(points: Option<Points>) -> Cell {
    points.map_or(Cell::Empty, |points| Cell::Points(points.decimal().normalize()))
}
