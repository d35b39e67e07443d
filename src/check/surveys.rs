//! Surveys that prove little.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::measure::scales::without_letter;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, SurveySheet};
use crate::score::scorecard::SurveyFigures;

/// A survey has at least the configured number of valid answers, not everybody gave the best answer to everything, not
/// every copy came back, the reliability of its scale can be computed, a printed share follows from its count, and a tally
/// counts the answers that are there.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (figures, sheet) in case.card.surveys.iter().zip(&case.project.surveys) {
        let finding = |code| Finding::new(code, figures.place.clone()).with("survey", figures.title.as_str());
        if let Some(valid) = figures.valid.filter(|valid| *valid < case.thresholds.survey_answers) {
            let least = Fact::Count(case.thresholds.survey_answers);
            findings.push(finding(Code::SurveyTooSmall).with("valid", Fact::Count(valid)).with("least", least));
        }
        if let (Some(issued), Some(returned)) = (figures.issued, figures.returned)
            && issued == returned
        {
            findings.push(finding(Code::SurveyRecoveryFull).with("returned", Fact::Count(returned)));
        }
        let ordered = figures.questions.iter().filter(|question| question.ordered).count();
        if sheet.respondents > 0 && ordered >= 2 && figures.alpha.is_none() {
            findings.push(finding(Code::SurveyAlphaUnknown));
        }
        let unclear: Vec<_> = figures.questions.iter().filter(|q| q.ordered && q.pooled.is_none()).collect();
        if let Some(first) = unclear.first() {
            findings.push(
                Finding::new(Code::SurveyScaleUnclear, first.place.clone())
                    .with("survey", figures.title.as_str())
                    .with("count", unclear.len())
                    .with("question", first.text.as_str()),
            );
        }
        let counts = [figures.issued, figures.returned, figures.valid];
        let known: Vec<i64> = counts.into_iter().flatten().collect();
        if !known.is_sorted_by(|more, less| more >= less) {
            let shown = |count: Option<i64>| count.map_or(Fact::Term("term-not-stated"), Fact::Count);
            findings.push(
                finding(Code::SurveyCountsContradict)
                    .with("issued", shown(figures.issued))
                    .with("returned", shown(figures.returned))
                    .with("valid", shown(figures.valid)),
            );
        }
        if all_best(figures) {
            findings.push(finding(Code::SurveyAllBest).with("valid", Fact::Count(figures.valid.unwrap_or_default())));
        }
        findings.extend(printed_shares(sheet));
    }
    for tally in &case.project.tallies {
        findings.extend(printed_shares(tally));
        findings.extend(against_answers(tally, &case.card.surveys));
    }
    findings
}

/// The counts of a tally against those of the answers themselves, which are used.
fn against_answers(tally: &SurveySheet, surveys: &[SurveyFigures]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in &tally.questions {
        let Answers::Tally(options) = &asked.answers else { continue };
        let questions = surveys.iter().flat_map(|survey| &survey.questions);
        let Some(answered) = questions.into_iter().find(|known| squeezed(&known.text) == squeezed(&asked.text)) else {
            continue;
        };
        for option in options {
            let label = without_letter(&option.label);
            let chosen = answered.options.iter().find(|known| without_letter(&known.label) == label);
            let count = chosen.map_or(0, |chosen| chosen.count);
            if count != option.count.value {
                findings.push(
                    Finding::new(Code::TallyDiffers, option.count.place.clone())
                        .place(answered.place.clone())
                        .with("question", asked.text.as_str())
                        .with("option", option.label.as_str())
                        .with("tally", Fact::Count(option.count.value))
                        .with("count", Fact::Count(count)),
                );
            }
        }
    }
    findings
}

/// Every answer to every closed question is the best one, or 是.
fn all_best(figures: &SurveyFigures) -> bool {
    let closed: Vec<_> =
        figures.questions.iter().filter(|q| q.answered > 0 && (q.ordered || q.yes_share.is_some())).collect();
    let best = |question: &&&crate::score::scorecard::QuestionFigures| {
        question.options.first().is_some_and(|option| option.count == question.answered)
    };
    !closed.is_empty() && closed.iter().filter(best).count() == closed.len()
}

fn printed_shares(sheet: &SurveySheet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for question in &sheet.questions {
        let Answers::Tally(options) = &question.answers else { continue };
        let answered: i64 = options.iter().map(|option| option.count.value).sum();
        for option in options {
            let Some(printed) = &option.printed_share else { continue };
            let Some(share) = crate::fraction::Fraction::ratio(option.count.value, answered) else { continue };
            if !share.rounds_to_percent(&printed.value) {
                findings.push(
                    Finding::new(Code::TallyShareDiffers, printed.place.clone())
                        .place(option.count.place.clone())
                        .with("question", question.text.as_str())
                        .with("option", option.label.as_str())
                        .share("printed", &printed.value)
                        .share("share", &share)
                        .with("count", Fact::Count(option.count.value))
                        .with("answered", Fact::Count(answered)),
                );
            }
        }
    }
    findings
}
