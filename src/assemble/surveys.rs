//! Surveys: a tally of answers that are there themselves is no survey of its own.

use crate::recognise::cell::squeezed;
use crate::recognise::tables::SurveySheet;

/// The tallies of which most questions are asked in a sheet of answers, and all other surveys.
pub fn told_twice(surveys: Vec<SurveySheet>) -> (Vec<SurveySheet>, Vec<SurveySheet>) {
    let asked = |survey: &SurveySheet| survey.questions.iter().map(|question| squeezed(&question.text)).collect();
    let answered: Vec<Vec<String>> = surveys.iter().filter(|survey| survey.respondents > 0).map(asked).collect();
    surveys.into_iter().partition(|survey| {
        let questions = asked(survey);
        let known = |answers: &Vec<String>| questions.iter().filter(|question| answers.contains(question)).count();
        survey.respondents == 0 && answered.iter().any(|answers| known(answers) * 2 > questions.len())
    })
}
