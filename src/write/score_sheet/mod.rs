//! The workbook of one project: its score table as the annexes of published reports lay it out, its goals, its funds, its
//! surveys with a chart for each question, its findings.

mod funds;
mod goals;
mod points;
mod survey_charts;
mod surveys;

use crate::finding::{Fact, Finding};
use crate::review::{Review, Reviewed};
use crate::words::Words;

use super::findings::account;
use super::places::Places;
use super::sheet::Sheet;
use super::table::{Cell, Row, Table};
use super::{heading, terms};

/// The sheets: 评分表, 目标完成情况 where there are targets, 资金, 问卷 and its charts where there are surveys, 疑点. `findings` are
/// those of this project.
pub fn sheets(
    review: &Review,
    reviewed: &Reviewed,
    findings: &[&Finding],
    places: &Places<'_>,
    words: &Words,
) -> Vec<Sheet<'static>> {
    let back = || Some(places.to_ranking_from_outside(&reviewed.project.key, &words.text("label-to-ranking")));
    let table = Sheet { sign_off: Some(review.sign_off.line(words)), ..points::table(review, reviewed, words).into() };
    let mut sheets = vec![table];
    sheets.extend(goals::table(review, reviewed, words).map(Sheet::from));
    sheets.push(funds::funds(review, reviewed, words));
    if !reviewed.card.surveys.is_empty() {
        let (mut figures, questions) = surveys::surveys(review, reviewed, words);
        let charts = survey_charts::charts(review, reviewed, words, &figures, &questions);
        if charts.is_some() {
            figures.charted = vec![surveys::OPTION, surveys::SHARE];
        }
        sheets.push(figures);
        sheets.extend(charts);
    }
    sheets.push(own_findings(review, reviewed, findings, words).into());
    // Several years may be reviewed together; these sheets are about one.
    let standing = heading::standing(words, &[reviewed.project.key.year], review.as_of);
    for note in sheets.iter_mut().filter_map(|sheet| sheet.tables.first_mut()?.notes.first_mut()) {
        note.clone_from(&standing);
    }
    sheets.into_iter().map(|sheet| Sheet { back: back(), ..sheet }).collect()
}

fn project_title(reviewed: &Reviewed, words: &Words, key: &str) -> String {
    let facts = vec![
        ("project", Fact::Text(reviewed.project.name.clone())),
        ("year", Fact::Text(reviewed.project.key.year.to_string())),
    ];
    words.with(key, &facts)
}

/// The lines under the title: who, what, with which result.
fn particulars(review: &Review, reviewed: &Reviewed, words: &Words) -> Vec<String> {
    let Reviewed { project, card, rank, .. } = reviewed;
    let or_none = |text: String| Fact::Text(if text.is_empty() { words.text("label-none") } else { text });
    let rank = rank.map(|rank| {
        words.with(
            "label-rank-of",
            &vec![("rank", Fact::Count(rank.into())), ("ranked", Fact::from(review.ranked().len()))],
        )
    });
    let facts = vec![
        ("project", Fact::Text(project.name.clone())),
        ("code", Fact::Text(project.key.code.clone())),
        ("year", Fact::Text(project.key.year.to_string())),
        ("department", or_none(project.department.clone())),
        ("unit", or_none(project.unit.clone())),
        ("rubric", or_none(terms::rubric(review, &card.rubric))),
        ("points", or_none(card.points.map(|points| points.to_string()).unwrap_or_default())),
        ("claimed", or_none(card.claimed.as_ref().map(|claimed| claimed.value.to_string()).unwrap_or_default())),
        ("grade", or_none(card.grade.clone().unwrap_or_default())),
        ("rank", or_none(rank.unwrap_or_default())),
        ("status", Fact::Text(terms::status(words, card.status))),
        ("rate", or_none(card.funds.execution_rate().map(|rate| rate.fraction().percent(2)).unwrap_or_default())),
    ];
    let mut lines =
        vec![words.with("label-particulars-project", &facts), words.with("label-particulars-result", &facts)];
    if let Some(reason) = &card.reason {
        lines.push(words.with("label-particulars-reason", &vec![("reason", Fact::Text(words.basis(reason)))]));
    }
    lines
}

fn own_findings(review: &Review, reviewed: &Reviewed, findings: &[&Finding], words: &Words) -> Table {
    let columns = [
        ("severity", 9),
        ("file", 30),
        ("sheet", 16),
        ("cell", 8),
        ("message", 60),
        ("help", 46),
        ("further-places", 34),
    ];
    let mut table = heading::table(review, words, "project-findings", &columns);
    table.title = project_title(reviewed, words, "title-project-findings");
    table.conditions = terms::severity_conditions(words, 0);
    if findings.is_empty() {
        table.notes.push(words.text("note-no-findings"));
    }
    table.rows = findings
        .iter()
        .map(|finding| {
            let mut cells = vec![Cell::text(terms::severity(words, finding.severity()))];
            cells.extend(account(finding, words));
            Row::new(cells)
        })
        .collect();
    table
}
