//! 问卷汇总: a row a question of every survey, with the count and share of every option and the three satisfaction
//! figures, under a row with the figures of the survey as a whole.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::measure::statistics::alpha_band;
use crate::review::{Review, Reviewed};
use crate::score::scorecard::{GroupFigures, OptionCount, QuestionFigures, SurveyFigures};
use crate::words::Words;

use super::heading;
use super::sheet::Sheet;
use super::table::{Cell, Row, Table, Tone};

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
            ("population", 8),
            ("needed", 8),
            ("recovery-rate", 10),
            ("validity-rate", 10),
            ("valid-of-issued", 10),
            ("options", 32),
            ("top-two", 10),
            ("pooled", 10),
            ("yes-share", 10),
            ("interval-low", 10),
            ("interval-high", 10),
            ("alpha", 10),
            ("alpha-band", 12),
            ("item-total", 10),
            ("item-rest", 10),
            ("alpha-without", 10),
            ("scored-question", 9),
        ],
    );
    table.notes.push(words.text("note-surveys"));
    table.notes.push(words.text("note-survey-statistics"));
    table.filter = true;
    let of_survey = |reviewed: &'a Reviewed, survey: &'a SurveyFigures| {
        let whole = whole(words, reviewed, survey);
        let questions = survey.questions.iter().map(move |question| row(words, reviewed, survey, question));
        std::iter::once(whole).chain(questions)
    };
    let surveys = review.projects.iter().flat_map(|it| it.card.surveys.iter().map(move |survey| (it, survey)));
    table.rows = surveys.clone().flat_map(|(reviewed, survey)| of_survey(reviewed, survey)).collect();
    let mut groups = groups_table(words);
    groups.rows = surveys.flat_map(|(reviewed, survey)| group_rows(reviewed, survey)).collect();
    let tables = std::iter::once(table).chain(Some(groups).filter(|groups| !groups.rows.is_empty()));
    Sheet { tables: tables.collect(), ..Sheet::default() }
}

/// Satisfaction by the options of background questions.
pub fn groups_table(words: &Words) -> Table {
    let columns = [
        ("project-code", 14),
        ("project", 22),
        ("survey", 20),
        ("group-question", 12),
        ("group-option", 30),
        ("respondents", 8),
        ("top-two", 10),
        ("pooled", 10),
        ("yes-share", 10),
    ];
    heading::titled(words, "survey-groups", &columns)
}

pub fn group_rows(reviewed: &Reviewed, survey: &SurveyFigures) -> Vec<Row> {
    let row = |group: &GroupFigures| {
        Row::new(vec![
            Cell::text(&reviewed.project.key.code),
            Cell::text(&reviewed.project.name),
            Cell::text(&survey.title),
            Cell::text(&group.question),
            Cell::text(&group.option),
            Cell::Count(group.respondents),
            Cell::share(group.top_two.clone()),
            Cell::share(group.pooled.clone()),
            Cell::share(group.yes_share.clone()),
        ])
    };
    survey.groups.iter().map(row).collect()
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
        count(survey.population),
        count(survey.needed),
        over(survey.returned, survey.issued, "RC[-4]/RC[-5]"),
        over(survey.valid, survey.returned, "RC[-4]/RC[-5]"),
        over(survey.valid, survey.issued, "RC[-5]/RC[-7]"),
        Cell::Empty,
        Cell::share(survey.top_two.clone()),
        Cell::share(survey.pooled.clone()),
        Cell::share(survey.yes_share.clone()),
        Cell::Empty,
        Cell::Empty,
        survey.alpha.map_or_else(|| Cell::text(words.text("label-no-alpha")), Cell::Statistic),
        Cell::text(survey.alpha.map(|alpha| words.text(alpha_band(alpha))).unwrap_or_default()),
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
    cells.resize(13, Cell::Empty);
    cells.extend([
        Cell::text(options(words, question)),
        Cell::share(question.top_two.clone()),
        Cell::share(question.pooled.clone()),
        Cell::share(question.yes_share.clone()),
    ]);
    cells.extend(interval(question));
    cells.extend([Cell::Empty, Cell::Empty]);
    cells.extend(item(question));
    cells.extend([Cell::text(if is_scored(survey, question) { words.text("label-yes") } else { String::new() })]);
    Row::new(cells)
}

/// Wilson's interval, shown as percentages.
pub fn interval(question: &QuestionFigures) -> [Cell; 2] {
    let bounds = question.interval.map(|interval| [interval.low, interval.high]);
    bounds.map_or([Cell::Empty, Cell::Empty], |bounds| bounds.map(Cell::StatisticShare))
}

/// r with the total, r with the other items, and α without the question.
pub fn item(question: &QuestionFigures) -> [Cell; 3] {
    let item = question.item.unwrap_or_default();
    [item.with_total, item.with_rest, item.alpha_without].map(|it| it.map_or(Cell::Empty, Cell::Statistic))
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
        let said = words.with("label-open-answers", &facts);
        let keywords = question.keywords.iter().map(|heading| option_line(words, question, heading));
        return keywords.chain([said]).collect::<Vec<_>>().join("\n");
    }
    question.options.iter().map(|option| option_line(words, question, option)).collect::<Vec<_>>().join("\n")
}

/// An option, or a heading of open answers, with its count and share.
fn option_line(words: &Words, question: &QuestionFigures, option: &OptionCount) -> String {
    let share = share(option.count, question).map(|share| share.percent(2)).unwrap_or_default();
    let facts = vec![
        ("label", Fact::Text(option.label.clone())),
        ("count", Fact::Count(option.count)),
        ("share", Fact::Text(share)),
    ];
    words.with("label-option", &facts)
}

fn over(part: Option<i64>, whole: Option<i64>, formula: &str) -> Cell {
    let share = part.zip(whole).and_then(|(part, whole)| Fraction::ratio(part, whole));
    share.map_or(Cell::Empty, |share| Cell::formula(formula, Cell::Share(share)))
}
