//! The answers of a survey: who gave them, and what they stand for.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::recognise::tables::SurveySheet;
use crate::score::scorecard::{QuestionFigures, SurveyFigures};

/// How many answers are named in a message.
const MOST_NAMED: usize = 5;

/// Not everybody gave the best answer to everything, not more than the configured share gave the same answers, answers
/// that are letters have a list of options, and where a scale has most answers it has all.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let surveys = case.card.surveys.iter().zip(&case.project.surveys);
    surveys.flat_map(|(figures, sheet)| of_survey(case, figures, sheet)).collect()
}

fn of_survey(case: &Case<'_>, figures: &SurveyFigures, sheet: &SurveySheet) -> Vec<Finding> {
    let finding = |code| Finding::new(code, figures.place.clone()).with("survey", figures.title.as_str());
    let mut findings = Vec::new();
    if figures.in_letters > 0 {
        findings.push(finding(Code::SurveyLettersUnknown).with("count", figures.in_letters));
    }
    findings.extend(figures.questions.iter().filter(|question| !question.strays.is_empty()).map(|question| {
        let strays = question.strays.iter().take(MOST_NAMED).map(|stray| Fact::from(stray.as_str())).collect();
        Finding::new(Code::SurveyAnswersStray, question.place.clone())
            .with("survey", figures.title.as_str())
            .with("question", question.text.as_str())
            .with("answers", Fact::List(strays))
    }));
    if all_best(figures) {
        findings.push(finding(Code::SurveyAllBest).with("valid", Fact::Count(figures.valid.unwrap_or_default())));
    }
    let share = Fraction::ratio(figures.alike as i64, i64::from(sheet.respondents));
    let is_many = figures.alike as i64 >= case.thresholds.alike_answers;
    if let Some(share) = share.filter(|share| is_many && *share > case.thresholds.alike_share) {
        let finding = finding(Code::SurveyAlike).with("count", figures.alike);
        findings.push(finding.with("respondents", Fact::Count(sheet.respondents.into())).share("share", &share));
    }
    findings
}

/// Every answer to every closed question is the best one, or yes.
fn all_best(figures: &SurveyFigures) -> bool {
    let is_closed = |question: &&QuestionFigures| question.ordered || question.yes_share.is_some();
    let is_best = |question: &QuestionFigures| {
        let first = question.options.first().is_some_and(|option| option.count == question.answered);
        question.top_two.is_some() && first
            || question.yes_share.as_ref().is_some_and(|share| *share == Fraction::one())
    };
    let mut closed = figures.questions.iter().filter(|question| question.answered > 0).filter(is_closed).peekable();
    closed.peek().is_some() && closed.all(is_best)
}
