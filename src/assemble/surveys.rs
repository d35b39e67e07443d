//! Surveys: a tally of answers that are there themselves is no survey of its own.

use crate::recognise::tables::SurveySheet;

/// The tallies of sheets of answers, and all other surveys.
pub fn told_twice(surveys: Vec<SurveySheet>) -> (Vec<SurveySheet>, Vec<SurveySheet>) {
    let answers: Vec<SurveySheet> = surveys.iter().filter(|survey| survey.respondents > 0).cloned().collect();
    surveys.into_iter().partition(|survey| survey.respondents == 0 && answers.iter().any(|sheet| survey.tells_of(sheet)))
}
