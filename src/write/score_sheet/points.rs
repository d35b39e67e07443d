//! 评分表: the indicators with their points, in the layout of the project's own score table: with an explanation and the
//! target beside the rule, or with the deduction and how it came about.

use crate::finding::Fact;
use crate::points::Points;
use crate::review::{Review, Reviewed};
use crate::score::adjustments;
use crate::score::scorecard::{PointsSource, Scorecard, Scored};
use crate::words::Words;
use crate::write::formula::sum_above;
use crate::write::indicator_points::{basis, final_points, name, text};
use crate::write::table::{Cell, Row, Table};
use crate::write::{heading, terms};

use super::{particulars, project_title};

/// How published annexes lay out a score table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// 指标解释, 评分规则, 目标值, 实际完成值, 分值, 得分
    Explained,
    /// 分值, 评价标准, 评分过程, 扣分, 实际得分
    Deducted,
}

const EXPLAINED: [(&str, u16); 11] = [
    ("level1", 13),
    ("level2", 13),
    ("level3", 18),
    ("explanation", 24),
    ("rule-text", 30),
    ("target", 11),
    ("actual", 11),
    ("weight", 7),
    ("points", 7),
    ("basis", 34),
    ("source", 20),
];
const DEDUCTED: [(&str, u16); 10] = [
    ("level1", 13),
    ("level2", 13),
    ("level3", 18),
    ("standard", 38),
    ("target", 11),
    ("weight", 7),
    ("process", 44),
    ("deduction", 7),
    ("points-given", 8),
    ("source", 20),
];
/// The columns of the levels, which a total's label spreads over.
const LEVELS: usize = 2;
/// The column of the points, in both.
const POINTS: usize = 8;

impl Layout {
    /// That of the project's own score table: deductions, where it has any.
    fn of(reviewed: &Reviewed) -> Self {
        if reviewed.project.states_deductions { Self::Deducted } else { Self::Explained }
    }

    fn columns(self) -> &'static [(&'static str, u16)] {
        match self {
            Self::Explained => &EXPLAINED,
            Self::Deducted => &DEDUCTED,
        }
    }

    /// A row of an indicator.
    fn row(self, words: &Words, scored: &Scored) -> Vec<Cell> {
        let levels = [Cell::text(&scored.level1), Cell::text(&scored.level2), Cell::text(name(scored))];
        let weight = Cell::points(scored.weight);
        let target = Cell::text(text(scored.target.as_ref()));
        let basis = Cell::text(basis(words, scored));
        let source = Cell::text(source(words, scored));
        let rest = match self {
            Self::Explained => vec![
                Cell::text(&scored.explanation),
                Cell::text(rule(words, scored)),
                target,
                Cell::text(text(scored.measured.actual.as_ref())),
                weight,
                final_points(scored),
                basis,
                source,
            ],
            Self::Deducted => vec![
                Cell::text(rule(words, scored)),
                target,
                weight,
                basis,
                match final_points(scored) {
                    Cell::Empty => Cell::Empty,
                    _ => deduction(scored.weight, scored.points),
                },
                final_points(scored),
                source,
            ],
        };
        levels.into_iter().chain(rest).collect()
    }

    /// A total row: the sums of weights and points.
    fn total(self, label: String, formula: &str, indicators: &[Scored]) -> Row {
        let weight: Points = indicators.iter().map(|scored| scored.weight).sum();
        let counted = || indicators.iter().filter(|scored| scored.source != PointsSource::None);
        let points: Points = counted().map(|scored| scored.points).sum();
        // A weight without points is not deducted; it is not scored.
        let deducted: Points = counted().map(|scored| scored.weight - scored.points).sum();
        let sum = |points: Points| {
            let value = Cell::points(points);
            if formula.is_empty() { value } else { Cell::formula(formula, value) }
        };
        let mut cells = vec![Cell::text(label)];
        match self {
            Self::Explained => {
                cells.resize(7, Cell::Empty);
                cells.extend([sum(weight), sum(points), Cell::Empty, Cell::Empty]);
            }
            Self::Deducted => {
                cells.resize(5, Cell::Empty);
                cells.extend([sum(weight), Cell::Empty, sum(deducted), sum(points), Cell::Empty]);
            }
        }
        Row::total(cells)
    }

    /// A row below the sum: what it is, its points, how they came about, and where it stands.
    fn after(self, label: String, points: Cell, basis: String, source: String) -> Vec<Cell> {
        let mut cells = vec![Cell::text(label)];
        match self {
            Self::Explained => {
                cells.resize(POINTS, Cell::Empty);
                cells.extend([points, Cell::text(basis), Cell::text(source)]);
            }
            Self::Deducted => {
                cells.resize(6, Cell::Empty);
                cells.extend([Cell::text(basis), Cell::Empty, points, Cell::text(source)]);
            }
        }
        cells
    }
}

/// What was taken from a weight, which stands two columns to the left; the points stand to the right.
fn deduction(weight: Points, points: Points) -> Cell {
    Cell::formula("ROUND(RC[-2]-RC[1],4)", Cell::points(weight - points))
}

pub fn table(review: &Review, reviewed: &Reviewed, words: &Words) -> Table {
    let layout = Layout::of(reviewed);
    let mut table = heading::table(review, words, "score-table", layout.columns());
    table.title = project_title(reviewed, words, "title-score-table");
    table.notes.extend(particulars(review, reviewed, words));
    table.merge_columns = (0..LEVELS).collect();
    let indicators = &reviewed.card.indicators;
    if indicators.iter().any(|scored| scored.source == PointsSource::Claimed) {
        table.notes.push(words.text("note-claimed"));
    }
    // Rows of one level-1 group follow each other; the total adds the subtotals, which stand below their groups.
    let mut subtotals = Vec::new();
    for group in indicators.chunk_by(|one, two| one.level1 == two.level1) {
        table.rows.extend(group.iter().map(|scored| indicator(layout, words, scored)));
        if !group[0].level1.is_empty() {
            subtotals.push(table.rows.len());
            let facts = vec![("level", Fact::Text(group[0].level1.clone()))];
            let label = words.with("label-subtotal", &facts);
            table.rows.push(layout.total(label, &sum_above(group.len()), group));
        }
    }
    if !indicators.is_empty() {
        let own = table.rows.len();
        let ungrouped = indicators.iter().any(|scored| scored.level1.is_empty());
        // Rows without a level have no subtotal, and adding everything up would count the others twice.
        let formula = if subtotals.is_empty() {
            sum_above(own)
        } else if ungrouped {
            String::new()
        } else {
            subtotals.iter().map(|at| format!("R[-{}]C", own - at)).collect::<Vec<_>>().join("+")
        };
        table.rows.push(layout.total(words.text("label-total"), &formula, indicators));
        table.rows.extend(after_total(layout, &reviewed.card, words));
    }
    table
}

/// Below the sum of the indicators: rows outside the weights, each step to the project's points, and these.
fn after_total(layout: Layout, card: &Scorecard, words: &Words) -> Vec<Row> {
    if card.total_basis.is_empty() {
        return Vec::new();
    }
    let adjusted = card.adjustments.iter().map(|adjusted| {
        let facts =
            vec![("kind", Fact::Term(adjustments::term(adjusted.kind))), ("name", Fact::Text(adjusted.name.clone()))];
        let label = words.with("label-adjustment-row", &facts);
        Row::new(layout.after(label, Cell::points(adjusted.points), String::new(), adjusted.place.to_string()))
    });
    let steps: Vec<String> = card.total_basis.iter().map(|step| words.basis(step)).collect();
    let points = Cell::points(card.points);
    let label = words.text("label-final-total");
    let last = Row::total(layout.after(label, points, steps.join("\n"), String::new()));
    adjusted.chain([last]).collect()
}

fn indicator(layout: Layout, words: &Words, scored: &Scored) -> Row {
    let row = Row::new(layout.row(words, scored));
    match scored.source {
        PointsSource::Claimed | PointsSource::None => row.toned(POINTS, terms::source_tone(scored.source)),
        _ => row,
    }
}

/// Where the points come from, and the cell of the indicator.
fn source(words: &Words, scored: &Scored) -> String {
    let place = scored.place.as_ref().or_else(|| scored.measured.places.first());
    let source = [terms::points_source(words, scored.source)];
    source.into_iter().chain(place.map(ToString::to_string)).collect::<Vec<_>>().join("\n")
}

/// The rule as the sheet writes it, and in canonical words as it was applied.
fn rule(words: &Words, scored: &Scored) -> String {
    let applied = words.with("label-rule-applied", &vec![("rule", Fact::clone(&scored.restated))]);
    let refused = scored.text_refused.as_ref().map(|why| words.with("label-rule-refused", &vec![("why", why.clone())]));
    let text = Some(scored.rule_text.clone()).filter(|text| !text.is_empty());
    text.into_iter().chain(refused).chain([applied]).collect::<Vec<_>>().join("\n")
}
