//! 问卷: each survey's copies and reliability, its questions with every option, and satisfaction by background question.

use std::ops::Range;

use crate::finding::Fact;
use crate::measure::statistics::{Alpha, alpha_band};
use crate::review::{Review, Reviewed};
use crate::score::scorecard::{GroupFigures, SurveyFigures};
use crate::words::Words;
use crate::write::sheet::Sheet;
use crate::write::surveys::{asked, group_rows, groups_table, interval, item, share};
use crate::write::table::{Cell, Row, Table};
use crate::write::{heading, terms};

/// The columns of the options and of their shares.
pub const OPTION: usize = 2;
pub const SHARE: usize = 4;

/// A question whose options a chart can show.
pub struct Charted {
    /// Its number and wording.
    pub asked: String,
    /// The table of the sheet, and its rows.
    pub table: usize,
    pub rows: Range<usize>,
}

/// The sheet, and where in it the options of each question stand that a chart can show.
pub fn surveys(review: &Review, reviewed: &Reviewed, words: &Words) -> (Sheet<'static>, Vec<Charted>) {
    let mut tables: Vec<Table> = Vec::new();
    let mut charted = Vec::new();
    for (at, survey) in reviewed.card.surveys.iter().enumerate() {
        let columns = [
            ("question-number", 8),
            ("question", 40),
            ("option", 28),
            ("count", 10),
            ("share", 12),
            ("top-two", 12),
            ("pooled", 12),
            ("yes-share", 12),
            ("interval-low", 12),
            ("interval-high", 12),
            ("item-total", 10),
            ("item-band", 10),
            ("item-rest", 10),
            ("alpha-without", 10),
            ("scored-question", 10),
        ];
        let mut table = if at == 0 {
            heading::table(review, words, "project-surveys", &columns)
        } else {
            heading::titled(words, "project-surveys", &columns)
        };
        table.title = survey.title.clone();
        table.notes.push(survey_line(words, survey));
        table.merge_columns = vec![0, 1];
        for question in &survey.questions {
            // Two questions of equal wording stay apart, since a question without options still has its row.
            let shares = [&question.top_two, &question.pooled, &question.yes_share];
            let shares = shares.into_iter().cloned().map(Cell::share).chain(interval(question));
            let figures: Vec<Cell> =
                shares.chain(item(words, question)).chain([terms::yes(words, question.scored)]).collect();
            let number = question.number.clone().unwrap_or_default();
            let mut figures = Some(figures);
            let mut row = |table: &mut Table, label: String, count: Cell, share: Cell| {
                let mut cells = vec![Cell::text(&number), Cell::text(&question.text), Cell::text(label), count, share];
                cells.extend(figures.take().into_iter().flatten());
                table.rows.push(Row::new(cells));
            };
            if question.options.is_empty() {
                row(&mut table, words.text("label-no-answers"), Cell::Count(question.answered), Cell::Empty);
            }
            for heading in &question.keywords {
                let label = words.with("label-keyword", &vec![("name", Fact::Text(heading.label.clone()))]);
                row(&mut table, label, Cell::Count(heading.count), Cell::share(share(heading.count, question)));
            }
            let first = table.rows.len();
            for option in &question.options {
                let share = if question.open { None } else { share(option.count, question) };
                row(&mut table, option.label.clone(), Cell::Count(option.count), Cell::share(share));
            }
            if !question.open && !question.options.is_empty() {
                let asked = asked(question);
                charted.push(Charted { asked, table: tables.len(), rows: first..table.rows.len() });
            }
        }
        tables.push(table);
        // Under the number, the question and the option of the table above.
        let lead = |group: &GroupFigures| vec![Cell::Empty, Cell::text(&group.question), Cell::text(&group.option)];
        let groups = group_rows(survey, lead);
        if !groups.is_empty() {
            let lead = [("question-number", 8), ("group-question", 40), ("group-option", 28)];
            tables.push(Table { rows: groups, ..groups_table(words, &lead) });
        }
    }
    (Sheet { tables, ..Sheet::default() }, charted)
}

/// Copies and the figures of the survey as a whole, in a line.
fn survey_line(words: &Words, survey: &SurveyFigures) -> String {
    let none = || words.text("label-none");
    let count = |count: Option<i64>| Fact::Text(count.map_or_else(none, |count| count.to_string()));
    let percent = |share: &Option<crate::fraction::Fraction>| {
        Fact::Text(share.as_ref().map_or_else(none, |share| share.percent(2)))
    };

    let alpha = |alpha: Option<Alpha>| {
        Fact::Text(alpha.map_or_else(|| words.text("label-no-alpha"), |alpha| format!("{alpha:.3}")))
    };
    let facts = vec![
        ("issued", count(survey.issued)),
        ("returned", count(survey.returned)),
        ("valid", count(survey.valid)),
        ("recovery", percent(&survey.recovery_rate())),
        ("validity", percent(&survey.validity_rate())),
        ("of-issued", percent(&survey.valid_of_issued())),
        ("top-two", percent(&survey.top_two)),
        ("pooled", percent(&survey.pooled)),
        ("yes-share", percent(&survey.yes_share)),
        ("population", count(survey.population)),
        ("needed", count(survey.needed)),
        ("alpha", alpha(survey.alpha)),
        ("pairwise", alpha(survey.alpha_pairwise)),
        ("band", Fact::Text(survey.alpha.map_or_else(none, |alpha| words.text(alpha_band(alpha))))),
        ("complete", Fact::from(survey.complete)),
        ("place", Fact::Place(survey.place.clone())),
    ];
    words.with("label-survey-line", &facts)
}
