//! 项目排名: the ranked projects with their points and rates, and apart below those that are not ranked, with the
//! reason. Points, grades and ranks follow the reviewed points that are typed into 指标得分.

use crate::review::{Review, Reviewed};
use crate::words::Words;

use super::places::Places;
use super::sheet::Sheet;
use super::table::{Cell, Row, Table};
use super::{FindingsByProject, amounts, heading, indicator_points, live, terms};

const COLUMNS: [(&str, u16); 18] = [
    ("rank", 6),
    ("project-code", 15),
    ("project", 32),
    ("year", 6),
    ("department", 20),
    ("scored-budget", 13),
    ("expenditure", 13),
    ("execution-rate", 10),
    ("points", 8),
    ("grade", 7),
    ("warning", 8),
    ("findings", 7),
    ("score-sheet", 8),
    ("remark", 22),
    ("unit", 22),
    ("rubric", 26),
    ("claimed-points", 8),
    ("difference", 8),
];
const RATE: usize = 7;
pub const POINTS: usize = 8;
pub const GRADE: usize = 9;
const WARNING: usize = 10;
const REMARK: usize = 13;
/// What follows is not printed.
const PRINTED: usize = 14;

/// The tables without their rows: the ranked projects, and those that are not.
pub fn heads(review: &Review, words: &Words) -> (Table, Table) {
    let mut ranked = heading::table(review, words, "ranking", &COLUMNS);
    ranked.notes.push(words.text("note-ranking"));
    ranked.notes.push(words.text(if live::is_live(review) { "note-live" } else { "note-not-live" }));
    ranked.key = terms::warning_key(words);
    ranked.filter = true;
    ranked.frozen = 3;
    let mut apart = heading::titled(words, "unranked", &COLUMNS);
    apart.notes.push(words.text("note-unranked"));
    let conditions = [terms::warning_conditions(words, WARNING), terms::grade_conditions(review, GRADE)].concat();
    for table in [&mut ranked, &mut apart] {
        table.conditions.clone_from(&conditions);
        table.printed = Some(PRINTED);
    }
    (ranked, apart)
}

/// `score_sheets` are the file names of the score sheets in the order of the projects; empty where none are written.
pub fn ranking(
    review: &Review,
    words: &Words,
    findings: &FindingsByProject<'_>,
    places: &Places<'_>,
    score_sheets: &[String],
) -> Sheet<'static> {
    let (mut ranked, mut apart) = heads(review, words);
    let folder = words.text("folder-score-sheets");
    for (at, reviewed) in review.projects.iter().enumerate() {
        let link = score_sheets.get(at).map_or(Cell::Empty, |name| Cell::Link {
            target: format!("{folder}/{name}"),
            text: words.text("label-open"),
        });
        let number = findings.get(&reviewed.project.key).map_or(0, Vec::len);
        let number = places.to_findings(&reviewed.project.key, &number.to_string());
        let mut cells = cells(review, words, reviewed, number, link);
        let follows = !places.is_live || make_live(&mut cells, review, reviewed, places, at);
        cells[REMARK] = Cell::text(remark(words, reviewed, !follows));
        let rows = if reviewed.rank.is_some() { &mut ranked.rows } else { &mut apart.rows };
        rows.push(Row::new(cells));
    }
    let tables = if apart.rows.is_empty() { vec![ranked] } else { vec![ranked, apart] };
    Sheet {
        tables,
        bars: vec![RATE],
        back: Some(heading::to_overview(words)),
        sign_off: Some(review.sign_off.line(words)),
        ..Sheet::default()
    }
}

/// Makes points, grade and rank formulas; gives whether the points follow. Those that rest on more than a sum stay values, and
/// the rank compares all.
fn make_live(cells: &mut [Cell], review: &Review, reviewed: &Reviewed, places: &Places<'_>, at: usize) -> bool {
    let rubric = review.rubrics.iter().find(|rubric| rubric.id == reviewed.card.rubric);
    let block = places.block(at, indicator_points::POINTS);
    let total = rubric.zip(block).and_then(|(rubric, block)| live::total(rubric, reviewed, &block));
    let follows = total.is_some() || reviewed.card.points.is_none();
    let mut formulas = vec![(POINTS, total)];
    if reviewed.rank.is_some() {
        let own = format!("RC{}", POINTS + 1);
        formulas.push((0, places.ranked(POINTS).map(|all| format!("RANK({own},{all})"))));
        formulas.push((GRADE, rubric.map(|rubric| live::grade(rubric, &own))));
    }
    for (column, formula) in formulas {
        let Some(formula) = formula else { continue };
        let result = std::mem::replace(&mut cells[column], Cell::Empty);
        cells[column] = if result == Cell::Empty { result } else { Cell::formula(formula, result) };
    }
    follows
}

/// Why a project is not ranked, and whether its points follow a reviewer at the next run alone.
fn remark(words: &Words, reviewed: &Reviewed, follows_later: bool) -> String {
    let card = &reviewed.card;
    let is_unranked = reviewed.rank.is_none();
    let status = is_unranked.then(|| terms::status(words, card.status));
    let reason = card.reason.as_ref().filter(|_| is_unranked).map(|reason| words.basis(reason));
    let later = follows_later.then(|| words.text("remark-follows-later"));
    status.into_iter().chain(reason).chain(later).collect::<Vec<_>>().join("\n")
}

/// Without the remark.
fn cells(review: &Review, words: &Words, reviewed: &Reviewed, findings: Cell, link: Cell) -> Vec<Cell> {
    let Reviewed { project, card, rank, warning, .. } = reviewed;
    let (budget, spent) = (amounts::scored_base(&card.funds), card.funds.expenditure);
    let claimed = card.claimed.as_ref().map(|claimed| claimed.value);
    let difference = match (card.points, claimed) {
        (Some(own), Some(claimed)) => {
            let value = Cell::Score((own - claimed).decimal().normalize());
            Cell::formula(format!("ROUND(RC{}-RC[-1],4)", POINTS + 1), value)
        }
        _ => Cell::Empty,
    };
    vec![
        rank.map_or(Cell::Empty, |rank| Cell::Count(rank.into())),
        Cell::text(&project.key.code),
        Cell::text(&project.name),
        Cell::Count(project.key.year.0.into()),
        Cell::text(&project.department),
        Cell::money(budget),
        Cell::money(spent),
        amounts::rate(card.funds.execution_rate(), (spent, budget), (-1, -2)),
        Cell::score(card.points),
        Cell::text(card.grade.clone().unwrap_or_default()),
        Cell::text(terms::level(words, *warning)),
        findings,
        link,
        Cell::Empty,
        Cell::text(&project.unit),
        Cell::text(terms::rubric(review, &card.rubric)),
        Cell::score(claimed),
        difference,
    ]
}
