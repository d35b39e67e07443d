//! 指标得分: one row an indicator of every project, with what was scored, by which rule, and where it stands. In the marked
//! columns a reviewer decides: points, reason and name; the points beside them, and 项目排名, follow.

use crate::location::Sited;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::review::{Review, Reviewed};
use crate::score::scorecard::{PointsSource, Scored};
use crate::words::Words;

use super::places::Places;
use super::sheet::Sheet;
use super::table::{Cell, Entry, EntryOf, Row, Table};
use super::{heading, live, terms};

const COLUMNS: [(&str, u16); 22] = [
    ("project-code", 13),
    ("project", 18),
    ("year", 6),
    ("level1", 10),
    ("level2", 12),
    ("indicator", 20),
    ("target", 10),
    ("actual", 11),
    ("weight", 6),
    ("points", 7),
    ("reviewed", 8),
    ("review-reason", 14),
    ("reviewer", 8),
    ("points-source", 9),
    ("basis", 44),
    ("rule", 11),
    ("computed", 7),
    ("assessed", 7),
    ("claimed", 7),
    ("file", 24),
    ("sheet", 13),
    ("cell", 7),
];
const WEIGHT: usize = 8;
pub const POINTS: usize = 9;
const REVIEWED: usize = 10;
const SOURCE: usize = 13;
/// What follows is not printed.
const PRINTED: usize = 15;

/// The table without its rows.
pub fn head(review: &Review, words: &Words) -> Table {
    let mut table = heading::table(review, words, "indicator-points", &COLUMNS);
    table.notes.push(words.text("note-indicator-points"));
    table.notes.push(words.text(if live::is_live(review) { "note-review" } else { "note-review-not-live" }));
    table.filter = true;
    table.frozen = 2;
    table.printed = Some(PRINTED);
    table.conditions = terms::source_conditions(words, SOURCE);
    let entries = [
        ("hint-reviewed", EntryOf::PointsOf(WEIGHT)),
        ("hint-review-reason", EntryOf::Text),
        ("hint-reviewer", EntryOf::Text),
    ];
    for (column, (hint, of)) in table.columns.iter_mut().skip(REVIEWED).zip(entries) {
        column.entry = Some(Entry { of, hint: words.text(hint) });
    }
    table
}

pub fn indicator_points<'a>(review: &'a Review, words: &'a Words, places: &'a Places<'a>) -> Sheet<'a> {
    let rows = review.projects.iter().flat_map(move |reviewed| {
        reviewed.card.indicators.iter().map(move |scored| row(words, places, reviewed, scored))
    });
    Sheet { rest: Some(Box::new(rows)), back: Some(heading::to_overview(words)), ..Sheet::from(head(review, words)) }
}

fn row(words: &Words, places: &Places<'_>, reviewed: &Reviewed, scored: &Scored) -> Row {
    let key = &reviewed.project.key;
    let place = scored.place.as_ref().or_else(|| scored.measured.places.first());
    let sited = |points: &Option<Sited<Points>>| Cell::points(points.as_ref().map(|points| points.value));
    let formula = live::indicator(reviewed, scored, REVIEWED - POINTS, POINTS - WEIGHT).filter(|_| places.is_live);
    let points = match formula {
        Some(formula) => Cell::formula(formula, final_points(scored)),
        None => final_points(scored),
    };
    let source = Cell::text(terms::points_source(words, scored.source));
    let source = match places.is_live {
        true => Cell::formula(live::source(words, scored, SOURCE - REVIEWED), source),
        false => source,
    };
    let decision = scored.reviewed.as_ref();
    Row::new(vec![
        places.to_ranking(key, &key.code),
        Cell::text(&reviewed.project.name),
        Cell::Count(key.year.0.into()),
        Cell::text(&scored.level1),
        Cell::text(&scored.level2),
        Cell::text(name(scored)),
        Cell::text(text(scored.target.as_ref())),
        Cell::text(text(scored.measured.actual.as_ref())),
        Cell::points(scored.weight),
        points,
        Cell::points(decision.map(|decision| decision.points.value)),
        Cell::text(decision.map(|decision| decision.reason.as_str()).unwrap_or_default()),
        Cell::text(decision.map(|decision| decision.reviewer.as_str()).unwrap_or_default()),
        source,
        Cell::text(basis(words, scored)),
        Cell::text(terms::rule(words, scored.rule)),
        Cell::points(scored.computed),
        sited(&scored.assessed),
        sited(&scored.claimed),
        Cell::text(place.map(|place| &*place.file).unwrap_or_default()),
        Cell::text(place.map(|place| &*place.sheet).unwrap_or_default()),
        Cell::text(place.map(|place| place.a1()).unwrap_or_default()),
    ])
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
    Cell::points((scored.source != PointsSource::None).then_some(scored.points))
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
