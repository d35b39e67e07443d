//! 目标完成情况: each indicator's target as it was approved, as it is now, and what was reached.

use crate::review::{Review, Reviewed};
use crate::score::scorecard::Scored;
use crate::words::Words;
use crate::write::heading;
use crate::write::indicator_points::{name, text};
use crate::write::table::{Cell, Row, Table, Tone};

use super::project_title;

const COLUMNS: [(&str, u16); 9] = [
    ("level1", 14),
    ("level2", 16),
    ("level3", 28),
    ("approved-target", 16),
    ("target", 16),
    ("actual", 18),
    ("completion", 11),
    ("is-reached", 11),
    ("deviation", 34),
];
const REACHED: usize = 7;

/// `None` where no indicator has a target.
pub fn table(review: &Review, reviewed: &Reviewed, words: &Words) -> Option<Table> {
    let has_target = |scored: &&Scored| scored.target.is_some() || scored.approved.is_some();
    let mut table = heading::table(review, words, "goals", &COLUMNS);
    table.title = project_title(reviewed, words, "title-goals");
    table.notes.push(words.text("note-goals"));
    table.merge_columns = vec![0, 1];
    table.rows = reviewed.card.indicators.iter().filter(has_target).map(|scored| row(words, scored)).collect();
    (!table.rows.is_empty()).then_some(table)
}

fn row(words: &Words, scored: &Scored) -> Row {
    let actual = scored.measured.actual.as_ref();
    let both = scored.target.as_ref().zip(actual);
    let reached = both.and_then(|(target, actual)| target.is_met_by(actual));
    let said = reached.map(|is_met| words.text(if is_met { "label-reached" } else { "label-not-reached" }));
    let row = Row::new(vec![
        Cell::text(&scored.level1),
        Cell::text(&scored.level2),
        Cell::text(name(scored)),
        Cell::text(text(scored.approved.as_deref())),
        Cell::text(text(scored.target.as_ref())),
        Cell::text(text(actual)),
        Cell::share(both.and_then(|(target, actual)| target.part_reached_by(actual))),
        Cell::text(said.unwrap_or_default()),
        Cell::text(&scored.reason),
    ]);
    if reached == Some(false) { row.toned(REACHED, Tone::Red) } else { row }
}
