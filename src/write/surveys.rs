//! 问卷汇总: a row a question of every survey, with the count and share of every option and the three satisfaction
//! figures, under a row with the figures of the survey as a whole.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::review::{Review, Reviewed};
use crate::score::scorecard::{QuestionFigures, SurveyFigures};
use crate::words::Words;

use super::heading;
use super::sheet::Sheet;
use super::table::{Cell, Row, Tone};

/// Open answers are listed up to so many; the survey's own sheet holds the rest.
const OPEN_ANSWERS: usize = 20;

pub fn surveys<'a>(review: &'a Review, words: &'a Words) -> Sheet<'a> {
    let mut table = heading::table(
        review,
        words,
        "surveys",
        &[
            ("project-code", 14),
            ("project", 22),
            ("survey", 20),
            ("question-number", 7),
            ("question", 30),
            ("issued", 8),
            ("returned", 8),
            ("valid", 8),
            ("recovery-rate", 10),
            ("validity-rate", 10),
            ("valid-of-issued", 10),
            ("options", 32),
            ("top-two", 10),
            ("pooled", 10),
            ("yes-share", 10),
            ("alpha", 10),
            ("scored-question", 9),
        ],
    );
    table.notes.push(words.text("note-surveys"));
    table.filter = true;
    let of_survey = |reviewed: &'a Reviewed, survey: &'a SurveyFigures| {
        let whole = whole(words, reviewed, survey);
        let questions = survey.questions.iter().map(move |question| row(words, reviewed, survey, question));
        std::iter::once(whole).chain(questions)
    };
    let surveys = review.projects.iter().flat_map(|it| it.card.surveys.iter().map(move |survey| (it, survey)));
    table.rows = surveys.flat_map(|(reviewed, survey)| of_survey(reviewed, survey)).collect();
    Sheet::from(table)
}

fn whole(words: &Words, reviewed: &Reviewed, survey: &SurveyFigures) -> Row {
    let count = |count: Option<i64>| count.map_or(Cell::Empty, Cell::Count);
    let mut row = Row::new(vec![
        Cell::text(&reviewed.project.key.code),
        Cell::text(&reviewed.project.name),
        Cell::text(&survey.title),
        Cell::Empty,
        Cell::text(words.text("label-whole-survey")),
        count(survey.issued),
        count(survey.returned),
        count(survey.valid),
        over(survey.returned, survey.issued, "RC[-2]/RC[-3]"),
        over(survey.valid, survey.returned, "RC[-2]/RC[-3]"),
        over(survey.valid, survey.issued, "RC[-3]/RC[-5]"),
        Cell::Empty,
        Cell::share(survey.top_two.clone()),
        Cell::share(survey.pooled.clone()),
        Cell::share(survey.yes_share.clone()),
        survey.alpha.map_or_else(|| Cell::text(words.text("label-no-alpha")), Cell::Statistic),
        Cell::Empty,
    ]);
    row.tone = Tone::Total;
    row
}

fn row(words: &Words, reviewed: &Reviewed, survey: &SurveyFigures, question: &QuestionFigures) -> Row {
    let mut cells = vec![
        Cell::text(&reviewed.project.key.code),
        Cell::text(&reviewed.project.name),
        Cell::text(&survey.title),
        Cell::text(question.number.clone().unwrap_or_default()),
        Cell::text(&question.text),
        Cell::Empty,
        Cell::Empty,
        Cell::Count(question.answered),
    ];
    cells.resize(11, Cell::Empty);
    cells.extend([
        Cell::text(options(words, question)),
        Cell::share(question.top_two.clone()),
        Cell::share(question.pooled.clone()),
        Cell::share(question.yes_share.clone()),
        Cell::Empty,
        Cell::text(if is_scored(survey, question) { words.text("label-yes") } else { String::new() }),
    ]);
    Row::new(cells)
}

/// Whether an indicator is scored by the question. What names it there may be its number or part of its text.
pub fn is_scored(survey: &SurveyFigures, question: &QuestionFigures) -> bool {
    survey.scored.iter().any(|scored| {
        !scored.is_empty()
            && (question.number.as_deref() == Some(scored.as_str()) || question.text.contains(scored.as_str()))
    })
}

/// The share of a count of those who answered.
pub fn share(count: i64, question: &QuestionFigures) -> Option<Fraction> {
    Fraction::ratio(count, question.answered)
}

/// Each option with its count and share, in one text.
fn options(words: &Words, question: &QuestionFigures) -> String {
    if question.open {
        let answers: Vec<&str> =
            question.options.iter().take(OPEN_ANSWERS).map(|option| option.label.as_str()).collect();
        let facts = vec![("answers", Fact::Text(answers.join("；")))];
        return words.with("label-open-answers", &facts);
    }
    let option = |option: &crate::score::scorecard::OptionCount| {
        let share = share(option.count, question).map(|share| share.percent(2)).unwrap_or_default();
        let facts = vec![
            ("label", Fact::Text(option.label.clone())),
            ("count", Fact::Count(option.count)),
            ("share", Fact::Text(share)),
        ];
        words.with("label-option", &facts)
    };
    question.options.iter().map(option).collect::<Vec<_>>().join("\n")
}

fn over(part: Option<i64>, whole: Option<i64>, formula: &str) -> Cell {
    let share = part.zip(whole).and_then(|(part, whole)| Fraction::ratio(part, whole));
    share.map_or(Cell::Empty, |share| Cell::formula(formula, Cell::Share(share)))
}
