//! 失分分析: where points are lost over all scored projects, by level and by indicator.

use std::collections::BTreeMap;

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::points::Points;
use crate::review::{LostPoints, Review};
use crate::words::Words;

use super::formula::sum_above;
use super::heading;
use super::sheet::{Chart, ChartKind, ChartPlace, ChartRows, Sheet};
use super::table::{Cell, Row, Table};

const COLUMNS: [(&str, u16); 10] = [
    ("level1", 16),
    ("level2", 20),
    ("indicator", 32),
    ("indicator-projects", 9),
    ("short-projects", 9),
    ("weight-total", 12),
    ("points-total", 12),
    ("lost", 11),
    ("loss-rate", 10),
    ("loss-share", 10),
];
const INDICATOR: usize = 2;
const LOST: usize = 7;
/// At most so many indicators, those that lost points, have a row of their own; the others share the last one.
const LISTED: usize = 500;
/// So many are shown in the chart.
const CHARTED: usize = 12;

pub fn losses(review: &Review, words: &Words) -> Sheet<'static> {
    let levels = by_level(&review.losses, words);
    let all = sum(&review.losses, LostPoints::unnamed());
    let mut table = heading::table(review, words, "losses", &COLUMNS);
    table.notes.push(words.text("note-losses"));
    fill(&mut table, words, &levels, 0, &all);
    let mut indicators = heading::titled(words, "losses-by-indicator", &COLUMNS);
    let lost = review.losses.iter().take_while(|lost| !lost.lost().is_zero()).count();
    let (listed, further) = review.losses.split_at(LISTED.min(lost));
    let named = listed.len();
    let mut rows = listed.to_vec();
    if !further.is_empty() {
        let facts = vec![("count", Fact::Count(further.len() as i64))];
        let name = words.with("label-further-indicators", &facts);
        rows.push(sum(further, LostPoints { name, ..LostPoints::unnamed() }));
    }
    fill(&mut indicators, words, &rows, named, &all);
    let mut sheet = Sheet {
        back: Some(heading::to_overview(words)),
        sign_off: Some(review.sign_off.line(words)),
        tables: vec![table, indicators],
        ..Sheet::default()
    };
    let charted = CHARTED.min(lost) as u32;
    if charted > 0 {
        let chart = |first_0| Chart {
            kind: ChartKind::Bar,
            title: words.text("title-losses-chart"),
            rows: ChartRows::Of { sheet: words.text("sheet-losses"), first_0, last_0: first_0 + charted - 1 },
            labels: INDICATOR,
            values: vec![(LOST, words.text("column-lost"))],
            shares: false,
            place: ChartPlace::Under { table: 0 },
            width: 900,
            height: 110 + 26 * charted,
            colours: Vec::new(),
        };
        // The chart itself moves the rows that it shows.
        sheet.charts.push(chart(0));
        let first_0 = sheet.headings_0()[1] + 1;
        sheet.charts[0] = chart(first_0);
    }
    sheet
}

/// The sums of each first level, the most points lost first.
fn by_level(losses: &[LostPoints], words: &Words) -> Vec<LostPoints> {
    let mut levels: BTreeMap<&str, Vec<LostPoints>> = BTreeMap::new();
    for lost in losses {
        levels.entry(&lost.level1).or_default().push(lost.clone());
    }
    let level = |(level1, own): (&str, Vec<LostPoints>)| {
        let name = words.with("label-indicators", &vec![("count", Fact::Count(own.len() as i64))]);
        sum(&own, LostPoints { level1: level1.to_owned(), name, ..LostPoints::unnamed() })
    };
    let mut levels: Vec<LostPoints> = levels.into_iter().map(level).collect();
    levels.sort_by_key(|level| std::cmp::Reverse(level.lost()));
    levels
}

fn sum(losses: &[LostPoints], named: LostPoints) -> LostPoints {
    losses.iter().fold(named, |sum, lost| LostPoints {
        projects: sum.projects + lost.projects,
        short: sum.short + lost.short,
        weight: sum.weight + lost.weight,
        points: sum.points + lost.points,
        ..sum
    })
}

/// The first `named` rows are those of one indicator each, and state its projects; a sum over several would count a project more
/// than once.
fn fill(table: &mut Table, words: &Words, rows: &[LostPoints], named: usize, all: &LostPoints) {
    if rows.is_empty() {
        return;
    }
    let row = |(at, lost): (usize, &LostPoints)| {
        let projects =
            if at < named { [lost.projects, lost.short].map(Cell::Count) } else { [Cell::Empty, Cell::Empty] };
        Row::new(cells(lost, projects, all, rows.len() - at, &|it| it))
    };
    table.rows = rows.iter().enumerate().map(row).collect();
    let total = LostPoints { level1: words.text("label-total"), ..all.clone() };
    let summed = |value| Cell::formula(sum_above(rows.len()), value);
    table.rows.push(Row::total(cells(&total, [Cell::Empty, Cell::Empty], all, 0, &summed)));
}

/// A row; the total stands `down` rows below it, and `summed` makes the sums of a total row formulas.
fn cells(
    lost: &LostPoints,
    projects: [Cell; 2],
    all: &LostPoints,
    down: usize,
    summed: &dyn Fn(Cell) -> Cell,
) -> Vec<Cell> {
    let ratio = |part: Points, whole: Points| part.fraction().checked_div(&whole.fraction());
    let share = |formula: String, share: Option<Fraction>| {
        share.map_or(Cell::Empty, |share| Cell::formula(formula, Cell::Share(share)))
    };
    let total = if down == 0 { "RC[-2]".to_owned() } else { format!("R[{down}]C[-2]") };
    let mut cells = vec![Cell::text(&lost.level1), Cell::text(&lost.level2), Cell::text(&lost.name)];
    cells.extend(projects);
    cells.extend([
        summed(Cell::points(lost.weight)),
        summed(Cell::points(lost.points)),
        Cell::formula("ROUND(RC[-2]-RC[-1],4)", Cell::points(lost.lost())),
        share("RC[-1]/RC[-3]".to_owned(), ratio(lost.lost(), lost.weight)),
        share(format!("RC[-2]/{total}"), ratio(lost.lost(), all.lost())),
    ]);
    cells
}
