//! The copies of a survey: how many there are, of how many.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::recognise::tables::{CopyRate, SurveySheet};
use crate::score::scorecard::SurveyFigures;

/// A survey has at least the configured number of valid copies, and no more than there are people to ask; its counts do not
/// contradict one another nor the rates printed of them, and not every copy came back.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let surveys = case.card.surveys.iter().zip(&case.project.surveys).enumerate();
    let sheets = |at, sheet| std::iter::once(sheet).chain(case.project.tallies_of(at)).collect::<Vec<_>>();
    surveys.flat_map(|(at, (figures, sheet))| of_survey(case, figures, &sheets(at, sheet))).collect()
}

/// `sheets` are that of the survey and its tallies.
fn of_survey(case: &Case<'_>, figures: &SurveyFigures, sheets: &[&SurveySheet]) -> Vec<Finding> {
    let finding = |code| Finding::new(code, figures.place.clone()).with("survey", figures.title.as_str());
    let mut findings = Vec::new();
    if let Some(valid) = figures.valid.filter(|valid| *valid < case.thresholds.survey_answers) {
        let least = Fact::Count(case.thresholds.survey_answers);
        findings.push(finding(Code::SurveyTooSmall).with("valid", Fact::Count(valid)).with("least", least));
    }
    if let (Some(valid), Some(population)) = (figures.valid, figures.population)
        && valid > population
    {
        let stated = sheets.iter().find_map(|sheet| sheet.population.as_ref());
        let finding = finding(Code::SurveyOverPopulation).places(stated.map(|stated| stated.place.clone()));
        findings.push(finding.with("valid", Fact::Count(valid)).with("population", Fact::Count(population)));
    }
    if let (Some(issued), Some(returned)) = (figures.issued, figures.returned)
        && issued == returned
    {
        findings.push(finding(Code::SurveyRecoveryFull).with("returned", Fact::Count(returned)));
    }
    let known: Vec<i64> = [figures.issued, figures.returned, figures.valid].into_iter().flatten().collect();
    if !known.is_sorted_by(|more, less| more >= less) {
        let shown = |count: Option<i64>| count.map_or(Fact::Term("term-not-stated"), Fact::Count);
        let finding = finding(Code::SurveyCountsContradict).with("issued", shown(figures.issued));
        findings.push(finding.with("returned", shown(figures.returned)).with("valid", shown(figures.valid)));
    }
    findings.extend(sheets.iter().flat_map(|sheet| printed_rates(sheet, figures)));
    findings
}

/// Rates of copies that are printed beside counts from which they do not follow.
fn printed_rates(sheet: &SurveySheet, figures: &SurveyFigures) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rate in &sheet.printed_rates {
        let (part, whole, share, term) = match rate.of {
            CopyRate::Recovery => (figures.returned, figures.issued, figures.recovery_rate(), "term-recovery-rate"),
            CopyRate::Validity => (figures.valid, figures.returned, figures.validity_rate(), "term-validity-rate"),
            CopyRate::ValidRecovery => {
                (figures.valid, figures.issued, figures.valid_of_issued(), "term-valid-recovery-rate")
            }
        };
        let Some(share) = share.filter(|share| !share.rounds_to_percent(&rate.printed.value)) else { continue };
        let of_issued = figures.valid_of_issued().map_or(Fact::Term("term-not-stated"), Fact::Share);
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
