//! Surveys: a tally of answers that are there themselves is no survey of its own.

use crate::measure::survey::scales::without_letter;
use crate::project::Tally;
use crate::recognise::tables::{Answers, Question, SurveySheet, TallyOption};

/// The tallies of sheets of answers, each with the one it tells of, and all other surveys.
pub fn told_twice(sheets: Vec<SurveySheet>) -> (Vec<Tally>, Vec<SurveySheet>) {
    let told = |sheet: &SurveySheet| {
        let is_told =
            |answers: &SurveySheet| answers.respondents > 0 && sheet.tells_of(answers) && is_of(sheet, answers);
        sheet.respondents == 0 && sheets.iter().any(is_told)
    };
    let is_tally: Vec<bool> = sheets.iter().map(told).collect();
    let (tallies, surveys): (Vec<_>, Vec<_>) = sheets.into_iter().zip(is_tally).partition(|(_, is_tally)| *is_tally);
    let surveys: Vec<SurveySheet> = surveys.into_iter().map(|(sheet, _)| sheet).collect();
    let tally = |sheet: SurveySheet| {
        // Of two surveys with these questions, the one whose answers come to more of the counts.
        let closeness = |at: &usize| (same_questions(&sheet, &surveys[*at]), same_counts(&sheet, &surveys[*at]));
        let answered = (0..surveys.len()).filter(|at| surveys[*at].respondents > 0);
        let of = answered.rev().max_by_key(closeness).unwrap_or_default();
        Tally { of, sheet }
    };
    let tallies = tallies.into_iter().map(|(sheet, _)| tally(sheet)).collect();
    (tallies, surveys)
}

/// Whether a tally with the questions of a sheet of answers can be one of these answers: as many people, or a third of the
/// counts. Another group asked the same is a survey of its own.
fn is_of(tally: &SurveySheet, answers: &SurveySheet) -> bool {
    let counted = |question: &Question| match &question.answers {
        Answers::Tally(options) => options.iter().filter_map(|option| Some(option.count.as_ref()?.value)).collect(),
        Answers::Rows { .. } => Vec::new(),
    };
    let counts: Vec<Vec<i64>> = tally.questions.iter().map(counted).collect();
    let people = i64::from(answers.respondents);
    let are_as_many = counts.iter().any(|counts| counts.iter().sum::<i64>() == people);
    let compared: usize = counts.iter().map(Vec::len).sum();
    are_as_many || compared == 0 || same_counts(tally, answers) * 3 >= compared
}

fn same_questions(tally: &SurveySheet, survey: &SurveySheet) -> usize {
    tally.questions.iter().filter(|question| survey.questions.iter().any(|asked| asked.is_same(&question.text))).count()
}

fn same_counts(tally: &SurveySheet, survey: &SurveySheet) -> usize {
    let pairs = tally.questions.iter().filter_map(|question| {
        let asked = survey.questions.iter().find(|asked| asked.is_same(&question.text))?;
        Some(agreeing(question, asked))
    });
    pairs.sum()
}

/// The options of a tally of which as many answers are there.
fn agreeing(tallied: &Question, asked: &Question) -> usize {
    let (Answers::Tally(options), Answers::Rows { texts, rows, .. }) = (&tallied.answers, &asked.answers) else {
        return 0;
    };
    let count = |label: &str| {
        let label = without_letter(label);
        rows.iter().flatten().filter(|at| without_letter(&texts[**at as usize]) == label).count() as i64
    };
    let agrees =
        |option: &&TallyOption| option.count.as_ref().is_some_and(|counted| counted.value == count(&option.label));
    options.iter().filter(agrees).count()
}
