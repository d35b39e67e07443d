//! 口径说明: every definition, threshold and policy in force in this run, so that any figure of the workbook can be
//! followed without the program at hand.

use crate::finding::Fact;
use crate::review::Review;
use crate::rubric::Rubric;
use crate::rubric::groups::{Group, GroupWeight};
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row, Table};
use super::{heading, low_execution, policies, terms};

/// What is defined, in the order of the sheet: `define-<key>` is its name, `definition-<key>` what it means.
const DEFINED: [&str; 16] = [
    "as-of",
    "money",
    "execution-rate",
    "bases",
    "expenditure",
    "payments",
    "funding-rate",
    "time-progress",
    "points",
    "claimed",
    "difference",
    "status",
    "rank",
    "survey",
    "rows",
    "severity",
];

/// A page in portrait: what, and what it means.
const COLUMNS: [(&str, u16); 2] = [("defined", 26), ("definition", 84)];

pub fn definitions(review: &Review, words: &Words) -> Sheet<'static> {
    let mut tables = vec![general(review, words), editions(review, words)];
    let notes = notes(review, words);
    if !notes.rows.is_empty() {
        tables.push(notes);
    }
    Sheet { tables, back: Some(heading::to_overview(words)), ..Sheet::default() }
}

fn general(review: &Review, words: &Words) -> Table {
    let mut table = heading::table(review, words, "definitions", &COLUMNS);
    table.landscape = false;
    let facts = vec![("as-of", Fact::Text(review.as_of.to_string()))];
    let mut row = |name: String, text: String| table.rows.push(Row::new(vec![Cell::text(name), Cell::text(text)]));
    for key in DEFINED {
        row(words.text(&format!("define-{key}")), words.with(&format!("definition-{key}"), &facts));
    }
    let warning = words.text("define-warning");
    row(warning.clone(), low_execution::year_end(words, &review.ladders));
    row(warning, low_execution::in_year(words, &review.ladders));
    for (key, value) in &review.thresholds {
        row(words.text(key), words.fact(value));
    }
    table
}

/// An edition with its policies, a line each.
fn editions(review: &Review, words: &Words) -> Table {
    let mut table = heading::titled(words, "editions", &COLUMNS);
    table.columns[0].heading = words.text("column-rubric");
    for rubric in &review.rubrics {
        let facts = vec![
            ("reference", Fact::Text(rubric.reference.clone())),
            ("edition", Fact::Text(rubric.id.clone())),
            ("effective", Fact::Text(rubric.effective.clone())),
            ("points", Fact::Points(rubric.total)),
            ("base", Fact::Text(words.text(rubric.base.term()))),
            ("rounding", Fact::Text(policies::rounding(words, rubric.rounding))),
            ("grades", Fact::Text(grades(words, rubric))),
            ("groups", Fact::Text(groups(words, rubric))),
        ];
        let line = |line| words.with(&format!("label-edition-{line}"), &facts);
        let mut lines = ["reference", "edition", "scoring"].map(line).to_vec();
        lines.extend(policies::lines(words, rubric));
        lines.push(line("grades"));
        if !rubric.groups.is_empty() {
            lines.push(line("groups"));
        }
        table.rows.push(Row::new(vec![Cell::text(&rubric.name), Cell::text(lines.join("\n"))]));
    }
    table
}

/// The bands of an edition, each from its lower bound, inclusive.
fn grades(words: &Words, rubric: &Rubric) -> String {
    let mut upper = None;
    let mut bands = Vec::new();
    for grade in &rubric.grades {
        let mut facts = vec![("grade", Fact::Text(grade.name.clone())), ("from", Fact::Points(grade.from))];
        let key = match upper {
            None => "label-band-top",
            Some(below) => {
                facts.push(("below", Fact::Points(below)));
                "label-band"
            }
        };
        bands.push(words.with(key, &facts));
        upper = Some(grade.from);
    }
    bands.join(&words.text("label-separator"))
}

/// How an edition splits its total over the first level.
fn groups(words: &Words, rubric: &Rubric) -> String {
    let said = |group: &Group| {
        let key = match group.weight {
            GroupWeight::Exactly(_) => "label-group",
            GroupWeight::AtLeast(_) => "label-group-at-least",
        };
        let weight = Fact::Points(group.weight.points());
        words.with(key, &vec![("group", Fact::Text(group.name.clone())), ("weight", weight)])
    };
    rubric.groups.iter().map(said).collect::<Vec<_>>().join(&words.text("label-separator"))
}

/// Where an edition says which of several rules of a report was applied, and what the others were.
fn notes(review: &Review, words: &Words) -> Table {
    let mut table = heading::titled(words, "indicator-notes", &COLUMNS);
    table.columns[0].heading = words.text("column-indicator");
    for rubric in &review.rubrics {
        let told = rubric.indicators.iter().filter(|it| !it.note.is_empty() || !it.readings.is_empty());
        for indicator in told {
            let name = format!("{} {}", indicator.code, indicator.name);
            let facts = vec![
                ("rubric", Fact::Text(rubric.name.clone())),
                ("rule", Fact::Text(terms::rule(words, indicator.rule.name()))),
                ("reference", Fact::Text(indicator.reference.clone())),
            ];
            let mut lines = vec![words.with("label-applied", &facts), indicator.note.clone()];
            if !indicator.reference.is_empty() {
                lines.push(words.with("label-reference", &facts));
            }
            for reading in &indicator.readings {
                let facts =
                    vec![("text", Fact::Text(reading.text.clone())), ("why", Fact::Text(reading.why_not.clone()))];
                lines.push(words.with("label-reading", &facts));
            }
            lines.retain(|line| !line.is_empty());
            table.rows.push(Row::new(vec![Cell::text(name.trim()), Cell::text(lines.join("\n"))]));
        }
    }
    table
}
