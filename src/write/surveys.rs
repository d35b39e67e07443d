//! 问卷汇总: the surveys, a row each, with their copies, satisfaction and reliability; then satisfaction by background
//! questions; then their questions with the count and share of every option.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::measure::statistics::{alpha_band, correlation_band};
use crate::review::{Review, Reviewed};
use crate::score::scorecard::{GroupFigures, OptionCount, QuestionFigures, SurveyFigures};
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row, Table};
use super::{heading, terms};

/// Open answers are listed up to so many; the survey's own sheet holds the rest.
const OPEN_ANSWERS: usize = 20;

pub fn surveys<'a>(review: &'a Review, words: &'a Words) -> Sheet<'a> {
    let all = move || review.projects.iter().flat_map(|it| it.card.surveys.iter().map(move |survey| (it, survey)));
    let mut wholes = heading::table(
        review,
        words,
        "surveys",
        &[
            ("project-code", 14),
            ("project", 30),
            ("survey", 34),
            ("issued", 10),
            ("returned", 10),
            ("valid", 10),
            ("population", 10),
            ("needed", 10),
            ("recovery-rate", 10),
            ("validity-rate", 10),
            ("valid-of-issued", 10),
            ("top-two", 10),
            ("pooled", 10),
            ("yes-share", 10),
            ("alpha", 10),
            ("alpha-band", 10),
        ],
    );
    wholes.notes.push(words.text("note-surveys"));
    wholes.filter = true;
    wholes.rows = all().map(|(reviewed, survey)| whole(words, reviewed, survey)).collect();
    let mut questions = heading::titled(
        words,
        "survey-questions",
        &[
            ("project-code", 14),
            ("question", 30),
            ("options", 34),
            ("answered", 10),
            ("top-two", 10),
            ("pooled", 10),
            ("yes-share", 10),
            ("interval-low", 10),
            ("interval-high", 10),
            ("item-total", 10),
            ("item-band", 10),
            ("item-rest", 10),
            ("alpha-without", 10),
            ("scored-question", 10),
        ],
    );
    questions.notes.push(words.text("note-survey-statistics"));
    let of_survey = move |(reviewed, survey): (&'a Reviewed, &'a SurveyFigures)| {
        survey.questions.iter().map(move |question| row(words, reviewed, survey, question))
    };
    let mut rows = all().flat_map(of_survey).peekable();
    let mut groups = groups_table(words, &[("project-code", 14), ("group-question", 30), ("group-option", 34)]);
    let of_survey = |(reviewed, survey): (&Reviewed, &SurveyFigures)| {
        let lead = move |group: &GroupFigures| {
            [&reviewed.project.key.code, &group.question, &group.option].map(Cell::text).to_vec()
        };
        group_rows(survey, lead)
    };
    groups.rows = all().flat_map(of_survey).collect();
    let mut tables = vec![wholes];
    tables.extend(Some(groups).filter(|groups| !groups.rows.is_empty()));
    let rest = rows.peek().is_some().then_some(rows);
    tables.extend(rest.is_some().then_some(questions));
    Sheet {
        tables,
        rest: rest.map(|rows| Box::new(rows) as Box<dyn Iterator<Item = Row> + 'a>),
        back: Some(heading::to_overview(words)),
        ..Sheet::default()
    }
}

/// Satisfaction by the options of background questions, which the first columns name.
pub fn groups_table(words: &Words, lead: &[(&str, u16)]) -> Table {
    let figures = [("respondents", 10), ("top-two", 10), ("pooled", 10), ("yes-share", 10)];
    heading::titled(words, "survey-groups", &[lead, &figures].concat())
}

/// A row a group; `lead` makes its first cells.
pub fn group_rows(survey: &SurveyFigures, lead: impl Fn(&GroupFigures) -> Vec<Cell>) -> Vec<Row> {
    let row = |group: &GroupFigures| {
        let mut cells = lead(group);
        cells.push(Cell::Count(group.respondents));
        cells.extend([&group.top_two, &group.pooled, &group.yes_share].map(|share| Cell::share(share.clone())));
        Row::new(cells)
    };
    survey.groups.iter().map(row).collect()
}

fn whole(words: &Words, reviewed: &Reviewed, survey: &SurveyFigures) -> Row {
    let count = |count: Option<i64>| count.map_or(Cell::Empty, Cell::Count);
    Row::new(vec![
        Cell::text(&reviewed.project.key.code),
        Cell::text(&reviewed.project.name),
        Cell::text(&survey.title),
        count(survey.issued),
        count(survey.returned),
        count(survey.valid),
        count(survey.population),
        count(survey.needed),
        over(survey.recovery_rate(), "RC[-4]/RC[-5]"),
        over(survey.validity_rate(), "RC[-4]/RC[-5]"),
        over(survey.valid_of_issued(), "RC[-5]/RC[-7]"),
        Cell::share(survey.top_two.clone()),
        Cell::share(survey.pooled.clone()),
        Cell::share(survey.yes_share.clone()),
        survey.alpha.map_or_else(|| Cell::text(words.text("label-no-alpha")), Cell::Statistic),
        Cell::text(survey.alpha.map(|alpha| words.text(alpha_band(alpha))).unwrap_or_default()),
    ])
}

fn row(words: &Words, reviewed: &Reviewed, survey: &SurveyFigures, question: &QuestionFigures) -> Row {
    // Where a project has several surveys, the question says which it is of.
    let title = Some(survey.title.as_str()).filter(|_| reviewed.card.surveys.len() > 1);
    let asked = asked(question);
    let mut cells = vec![
        Cell::text(&reviewed.project.key.code),
        Cell::text(title.into_iter().chain([asked.as_str()]).collect::<Vec<_>>().join("\n")),
        Cell::text(options(words, question)),
        Cell::Count(question.answered),
    ];
    cells.extend([&question.top_two, &question.pooled, &question.yes_share].map(|share| Cell::share(share.clone())));
    cells.extend(interval(question));
    cells.extend(item(words, question));
    cells.push(terms::yes(words, question.scored));
    Row::new(cells)
}

/// A question with its number.
pub fn asked(question: &QuestionFigures) -> String {
    match &question.number {
        Some(number) => format!("{number}、{}", question.text),
        None => question.text.clone(),
    }
}

/// Wilson's interval, shown as percentages.
pub fn interval(question: &QuestionFigures) -> [Cell; 2] {
    let bounds = question.interval.map(|interval| [interval.low, interval.high]);
    bounds.map_or([Cell::Empty, Cell::Empty], |bounds| bounds.map(Cell::StatisticShare))
}

/// r with the total and what it is called, r with the other items, and α without the question.
pub fn item(words: &Words, question: &QuestionFigures) -> [Cell; 4] {
    let item = question.item.unwrap_or_default();
    let statistic = |statistic: Option<_>| statistic.map_or(Cell::Empty, Cell::Statistic);
    let band = item.with_total.map(|r| words.text(correlation_band(r))).unwrap_or_default();
    [statistic(item.with_total), Cell::text(band), statistic(item.with_rest), statistic(item.alpha_without)]
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
        let facts = vec![("answers", Fact::Text(answers.join(&words.text("label-separator"))))];
        let said = words.with("label-open-answers", &facts);
        let keywords = question.keywords.iter().map(|heading| option_line(words, question, heading));
        return keywords.chain([said]).collect::<Vec<_>>().join("\n");
    }
    let several = question.multiple.then(|| words.text("label-several-choices"));
    let options = question.options.iter().map(|option| option_line(words, question, option));
    several.into_iter().chain(options).collect::<Vec<_>>().join("\n")
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

fn over(share: Option<Fraction>, formula: &str) -> Cell {
    share.map_or(Cell::Empty, |share| Cell::formula(formula, Cell::Share(share)))
}
