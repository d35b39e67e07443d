//! 项目排名: the ranked projects with their points and rates, and apart below those that are not ranked, with the
//! reason.

use crate::review::{Review, Reviewed};
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row};
use super::{FindingsByProject, amounts, heading, terms};

/// `score_sheets` are the file names of the score sheets in the order of the projects; empty where none are written.
pub fn ranking(
    review: &Review,
    words: &Words,
    findings: &FindingsByProject<'_>,
    score_sheets: &[String],
) -> Sheet<'static> {
    let mut ranked = heading::table(review, words, "ranking", &columns("rank", "rubric"));
    ranked.notes.push(words.text("note-ranking"));
    ranked.filter = true;
    let mut apart = heading::titled(words, "unranked", &columns("number", "status-reason"));
    apart.notes.push(words.text("note-unranked"));
    for (at, reviewed) in review.projects.iter().enumerate() {
        let link = score_sheets.get(at).map_or(Cell::Empty, |name| Cell::Link {
            target: format!("{}/{name}", words.text("folder-score-sheets")),
            text: words.text("label-open"),
        });
        let count = findings.get(&reviewed.project.key).map_or(0, Vec::len);
        let seventh = if reviewed.rank.is_some() {
            terms::rubric(review, &reviewed.card.rubric)
        } else {
            let reason = reviewed.card.reason.as_ref().map(|reason| words.basis(reason)).unwrap_or_default();
            [terms::status(words, reviewed.card.status), reason].join("\n").trim_end().to_owned()
        };
        let row = row(words, reviewed, apart.rows.len(), seventh, count, link);
        if reviewed.rank.is_some() { ranked.rows.push(row) } else { apart.rows.push(row) }
    }
    let tables = if apart.rows.is_empty() { vec![ranked] } else { vec![ranked, apart] };
    Sheet { tables, bars: vec![9], ..Sheet::default() }
}

/// Both tables stand in the same columns, but for the first and for what the seventh says.
fn columns(first: &'static str, seventh: &'static str) -> [(&'static str, u16); 17] {
    [
        (first, 6),
        ("project-code", 16),
        ("project", 34),
        ("department", 20),
        ("unit", 22),
        ("year", 7),
        (seventh, 26),
        ("scored-budget", 13),
        ("expenditure", 13),
        ("execution-rate", 10),
        ("points", 8),
        ("claimed-points", 8),
        ("difference", 8),
        ("grade", 8),
        ("warning", 8),
        ("findings", 7),
        ("score-sheet", 9),
    ]
}

fn row(words: &Words, reviewed: &Reviewed, apart: usize, seventh: String, findings: usize, link: Cell) -> Row {
    let Reviewed { project, card, rank, warning, .. } = reviewed;
    let (budget, spent) = (amounts::scored_base(&card.funds), card.funds.expenditure);
    let points = |points: Option<crate::points::Points>| points.map_or(Cell::Empty, |it| Cell::Points(it.decimal()));
    let claimed = card.claimed.as_ref().map(|claimed| claimed.value);
    let difference = match (card.points, claimed) {
        (Some(own), Some(claimed)) => {
            Cell::formula("ROUND(RC[-2]-RC[-1],4)", Cell::Points((own - claimed).decimal().normalize()))
        }
        _ => Cell::Empty,
    };
    let row = Row::new(vec![
        Cell::Count(rank.map_or(apart as i64 + 1, i64::from)),
        Cell::text(&project.key.code),
        Cell::text(&project.name),
        Cell::text(&project.department),
        Cell::text(&project.unit),
        Cell::Count(project.key.year.0.into()),
        Cell::text(seventh),
        Cell::money(budget),
        Cell::money(spent),
        amounts::rate(card.funds.execution_rate(), (spent, budget), (1, 2)),
        points(card.points),
        points(claimed),
        difference,
        Cell::text(card.grade.clone().unwrap_or_default()),
        Cell::text(warning.map(|warning| terms::warning(words, warning)).unwrap_or_default()),
        Cell::Count(findings as i64),
        link,
    ]);
    match warning {
        Some(crate::rank::warnings::Warning::None) | None => row,
        Some(warning) => row.toned(14, terms::warning_tone(*warning)),
    }
}
