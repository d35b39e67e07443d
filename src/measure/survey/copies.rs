//! The copies of a survey: how many there were, of how many, and how many are alike.

use std::collections::BTreeMap;

use crate::location::Sited;
use crate::recognise::tables::{Answers, Question, SurveySheet};

use super::choices::SurveyChoices;
use super::found::Found;
use super::question;

/// To few questions many give the same answers; from so many on they are looked at.
const ALIKE_QUESTIONS: usize = 5;

/// Counts as the configuration's entry for the project states them; else as a sheet does, the survey's own first and then its
/// tallies'; else as the configuration does for all; else as the rows do.
pub struct Copies {
    pub issued: Option<i64>,
    pub returned: Option<i64>,
    pub valid: Option<i64>,
    pub population: Option<i64>,
}

impl Copies {
    /// `of_scale` are the questions of the scale, by index.
    pub fn of(survey: &SurveySheet, tallies: &[&SurveySheet], choices: &SurveyChoices, of_scale: &[usize]) -> Self {
        let stated = |of: fn(&SurveySheet) -> &Option<Sited<i64>>| {
            let mut sheets = std::iter::once(survey).chain(tallies.iter().copied());
            sheets.find_map(|sheet| of(sheet).as_ref().map(|count| count.value))
        };
        let rows = (survey.respondents > 0).then(|| i64::from(survey.respondents));
        // Of a tally, the most who answered a question of one choice.
        let single = survey.questions.iter().filter(|question| !question::is_multiple(question));
        let tallied = || single.map(|question| question::answered(&question.answers)).max();
        let counted = || rows.map_or_else(tallied, |_| Some(answered_any(survey, of_scale)));
        // What the bureau says of this project corrects its sheets; what it says of all does not.
        let first = |configured: Option<i64>, stated: Option<i64>| {
            if choices.project.is_some() { configured.or(stated) } else { stated.or(configured) }
        };
        Self {
            issued: first(choices.issued, stated(|sheet| &sheet.issued)),
            returned: stated(|sheet| &sheet.returned).or(rows),
            valid: stated(|sheet| &sheet.valid).or_else(counted),
            population: first(choices.population, stated(|sheet| &sheet.population)),
        }
    }
}

/// Respondents who answered at least one question of the scale, or any question where there is no scale.
fn answered_any(survey: &SurveySheet, of_scale: &[usize]) -> i64 {
    let all: Vec<usize> = (0..survey.questions.len()).collect();
    let asked = if of_scale.is_empty() { &all } else { of_scale };
    let is_answered = |respondent: &usize| asked.iter().any(|at| answer(&survey.questions[*at], *respondent).is_some());
    (0..survey.respondents as usize).filter(is_answered).count() as i64
}

/// The most respondents who gave the same answer to every one of five questions or more, where not all of these are the best
/// ones.
pub fn alike(survey: &SurveySheet, found: &[Found]) -> usize {
    let mut rows: BTreeMap<Vec<Option<u32>>, usize> = BTreeMap::new();
    for respondent in 0..survey.respondents as usize {
        let row = survey.questions.iter().map(|question| answer(question, respondent)).collect();
        *rows.entry(row).or_default() += 1;
    }
    // Of each question on a scale, whether a text is the best answer to it.
    let best = survey.questions.iter().zip(found).map(|(question, found)| {
        let (Answers::Rows { texts, .. }, Some(scale)) = (&question.answers, found.scale()) else { return None };
        Some(texts.iter().map(|text| scale.position(text) == Some(0)).collect())
    });
    let best: Vec<Option<Vec<bool>>> = best.collect();
    let is_best = |row: &Vec<Option<u32>>| {
        let mut of_scales =
            best.iter().zip(row).filter_map(|(best, answer)| Some(best.as_ref()?[(*answer)? as usize])).peekable();
        of_scales.peek().is_some() && of_scales.all(|is_best| is_best)
    };
    let is_said = |row: &Vec<Option<u32>>| row.iter().flatten().count() >= ALIKE_QUESTIONS;
    rows.iter().filter(|(row, _)| is_said(row) && !is_best(row)).map(|(_, times)| *times).max().unwrap_or_default()
}

/// What a respondent answered, as an index into the question's texts.
fn answer(question: &Question, respondent: usize) -> Option<u32> {
    match &question.answers {
        Answers::Rows { rows, .. } => rows.get(respondent).copied().flatten(),
        Answers::Tally(_) => None,
    }
}
