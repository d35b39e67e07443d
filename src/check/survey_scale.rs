//! The scale of a survey.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::recognise::tables::SurveySheet;
use crate::score::scorecard::{QuestionFigures, SurveyFigures};

/// It is clear how many steps the scale of an ordered question has, the reliability of a scale can be computed, and the
/// questions that the configuration names are there.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let surveys = || case.card.surveys.iter().zip(&case.project.surveys);
    let found = surveys().flat_map(|(figures, sheet)| of_survey(figures, sheet));
    // A name may be meant for one of several surveys.
    let mut all = surveys().map(|(figures, _)| figures);
    let unmatched = all.next().map(|first| (first, all.collect::<Vec<_>>())).map(|(first, others)| {
        let in_none = |name: &&String| others.iter().all(|other| other.unmatched.contains(name));
        let names: Vec<Fact> = first.unmatched.iter().filter(in_none).map(|name| Fact::from(name.as_str())).collect();
        (!names.is_empty())
            .then(|| Finding::new(Code::SurveyChoiceUnmatched, first.place.clone()).with("names", Fact::List(names)))
    });
    found.chain(unmatched.flatten()).collect()
}

fn of_survey(figures: &SurveyFigures, sheet: &SurveySheet) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !figures.misplaced.is_empty() {
        let names = figures.misplaced.iter().map(|name| Fact::from(name.as_str())).collect();
        let finding = Finding::new(Code::SurveyChoiceMisplaced, figures.place.clone());
        findings.push(finding.with("survey", figures.title.as_str()).with("names", Fact::List(names)));
    }
    let items = figures.questions.iter().filter(|question| question.item.is_some()).count();
    if sheet.respondents > 0 && items >= 2 && figures.alpha.is_none() {
        let finding = Finding::new(Code::SurveyAlphaUnknown, figures.place.clone());
        findings.push(finding.with("survey", figures.title.as_str()));
    }
    let unclear: Vec<&QuestionFigures> = figures.questions.iter().filter(|question| question.unclear).collect();
    if let Some(first) = unclear.first() {
        findings.push(
            Finding::new(Code::SurveyScaleUnclear, first.place.clone())
                .with("survey", figures.title.as_str())
                .with("count", unclear.len())
                .with("question", first.text.as_str()),
        );
    }
    let numbered = figures.questions.iter().filter(|question| question.in_numbers && question.item.is_some());
    let numbered: Vec<&QuestionFigures> = numbered.collect();
    if let Some(first) = numbered.first().filter(|_| !figures.items_named) {
        let name =
            |question: &&QuestionFigures| Fact::from(question.number.as_ref().unwrap_or(&question.text).as_str());
        findings.push(
            Finding::new(Code::SurveyItemsAssumed, first.place.clone())
                .with("survey", figures.title.as_str())
                .with("items", Fact::List(numbered.iter().map(name).collect())),
        );
    }
    let assumed = figures.questions.iter().filter_map(|question| Some((question, question.assumed_steps?)));
    let assumed: Vec<_> = assumed.collect();
    if let Some((first, (steps, other))) = assumed.first() {
        findings.push(
            Finding::new(Code::SurveyScaleAssumed, first.place.clone())
                .with("survey", figures.title.as_str())
                .with("count", assumed.len())
                .with("question", first.text.as_str())
                .with("steps", *steps)
                .with("other", *other),
        );
    }
    findings
}
