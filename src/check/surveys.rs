//! Surveys that prove little.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::recognise::tables::{CopyRate, SurveySheet};
use crate::score::scorecard::{QuestionFigures, SurveyFigures};

/// A survey has at least the configured number of valid answers, and no more than there are people to ask; its copies do not
/// contradict one another nor the rates printed of them; not every copy came back, not everybody gave the best answer to
/// everything, and not too many gave the same answers; its letters have a list, its scale is clear and its reliability can be
/// computed.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (figures, sheet) in case.card.surveys.iter().zip(&case.project.surveys) {
        let finding = |code| Finding::new(code, figures.place.clone()).with("survey", figures.title.as_str());
        if let Some(valid) = figures.valid.filter(|valid| *valid < case.thresholds.survey_answers) {
            let least = Fact::Count(case.thresholds.survey_answers);
            findings.push(finding(Code::SurveyTooSmall).with("valid", Fact::Count(valid)).with("least", least));
        }
        if let (Some(valid), Some(population)) = (figures.valid, figures.population)
            && valid > population
        {
            let stated =
                std::iter::once(sheet).chain(&case.project.tallies).find_map(|sheet| sheet.population.as_ref());
            let finding = finding(Code::SurveyOverPopulation).places(stated.map(|stated| stated.place.clone()));
            findings.push(finding.with("valid", Fact::Count(valid)).with("population", Fact::Count(population)));
        }
        if let (Some(issued), Some(returned)) = (figures.issued, figures.returned)
            && issued == returned
        {
            findings.push(finding(Code::SurveyRecoveryFull).with("returned", Fact::Count(returned)));
        }
        let count = |is: fn(&&QuestionFigures) -> bool| figures.questions.iter().filter(is).count();
        let is_scale = count(|question| question.ordered) >= 2 || count(|question| question.item.is_some()) >= 2;
        if sheet.respondents > 0 && is_scale && figures.alpha.is_none() {
            findings.push(finding(Code::SurveyAlphaUnknown));
        }
        let unclear: Vec<_> =
            figures.questions.iter().filter(|q| q.ordered && q.pooled.is_none() && !is_summed(q)).collect();
        if let Some(first) = unclear.first() {
            findings.push(
                Finding::new(Code::SurveyScaleUnclear, first.place.clone())
                    .with("survey", figures.title.as_str())
                    .with("count", unclear.len())
                    .with("question", first.text.as_str()),
            );
        }
        if figures.in_letters > 0 {
            findings.push(finding(Code::SurveyLettersUnknown).with("count", figures.in_letters));
        }
        findings.extend(copies(figures).map(|facts| {
            facts
                .into_iter()
                .fold(finding(Code::SurveyCountsContradict), |finding, (name, fact)| finding.with(name, fact))
        }));
        if all_best(figures) {
            findings.push(finding(Code::SurveyAllBest).with("valid", Fact::Count(figures.valid.unwrap_or_default())));
        }
        let share = Fraction::ratio(figures.alike as i64, i64::from(sheet.respondents));
        if let Some(share) = share.filter(|share| *share > case.thresholds.alike_share)
            && figures.alike as i64 >= case.thresholds.alike_answers
        {
            let finding = finding(Code::SurveyAlike).with("count", figures.alike);
            findings.push(finding.with("respondents", Fact::Count(sheet.respondents.into())).share("share", &share));
        }
        let tallies = case.project.tallies.iter().filter(|tally| tally.tells_of(sheet));
        findings.extend(std::iter::once(sheet).chain(tallies).flat_map(|sheet| printed_rates(sheet, figures)));
    }
    findings
}

/// What a survey says of its copies, where it cannot be.
fn copies(figures: &SurveyFigures) -> Option<Vec<(&'static str, Fact)>> {
    let counts = [("issued", figures.issued), ("returned", figures.returned), ("valid", figures.valid)];
    let known: Vec<i64> = counts.iter().filter_map(|(_, count)| *count).collect();
    let shown = |count: Option<i64>| count.map_or(Fact::Term("term-not-stated"), Fact::Count);
    (!known.is_sorted_by(|more, less| more >= less)).then(|| counts.map(|(name, count)| (name, shown(count))).into())
}

/// Whether an option stands for several, of which nothing says how many chose each.
fn is_summed(question: &QuestionFigures) -> bool {
    question.options.iter().any(|option| crate::measure::survey::scales::parts(&option.label).len() > 1)
}

/// Rates of copies that are printed beside counts from which they do not follow.
fn printed_rates(sheet: &SurveySheet, figures: &SurveyFigures) -> Vec<Finding> {
    let over =
        |part: Option<i64>, whole: Option<i64>| part.zip(whole).and_then(|(part, whole)| Fraction::ratio(part, whole));
    let mut findings = Vec::new();
    for rate in &sheet.printed_rates {
        let (part, whole, term) = match rate.of {
            CopyRate::Recovery => (figures.returned, figures.issued, "term-recovery-rate"),
            CopyRate::Validity => (figures.valid, figures.returned, "term-validity-rate"),
        };
        let Some(share) = over(part, whole).filter(|share| !share.rounds_to_percent(&rate.printed.value)) else {
            continue;
        };
        let of_issued = over(figures.valid, figures.issued).map_or(Fact::Term("term-not-stated"), Fact::Share);
        findings.push(
            Finding::new(Code::SurveyRateDiffers, rate.printed.place.clone())
                .with("survey", figures.title.as_str())
                .with("rate", Fact::Term(term))
                .share("printed", &rate.printed.value)
                .with("part", Fact::Count(part.unwrap_or_default()))
                .with("whole", Fact::Count(whole.unwrap_or_default()))
                .share("share", &share)
                .with("of-issued", of_issued),
        );
    }
    findings
}

/// Every answer to every closed question is the best one, or 是.
fn all_best(figures: &SurveyFigures) -> bool {
    let closed: Vec<_> =
        figures.questions.iter().filter(|q| q.answered > 0 && (q.ordered || q.yes_share.is_some())).collect();
    let best =
        |question: &&&QuestionFigures| question.options.first().is_some_and(|option| option.count == question.answered);
    !closed.is_empty() && closed.iter().filter(best).count() == closed.len()
}
