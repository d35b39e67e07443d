//! A measured project: everything known of it with the figures that its indicators are measured by.

use crate::project::Project;
use crate::recognise::tables::SurveySheet;
use crate::rubric::measure::Base;
use crate::score::scorecard::{FundFigures, SurveyFigures};

use super::actual::Figures;
use super::fund;
use super::ledger::Ledger;
use super::survey;
use super::survey::choices::SurveyChoices;

pub struct MeasuredProject {
    pub project: Project,
    /// `None` without a ledger.
    pub ledger: Option<Ledger>,
    pub funds: FundFigures,
    pub surveys: Vec<SurveyFigures>,
}

impl MeasuredProject {
    /// `base` is that of the rate which is scored; `choices` are what the configuration says of its surveys.
    pub fn new(project: Project, ledger: Option<Ledger>, base: Base, choices: &SurveyChoices) -> Self {
        let funds = fund::figures(&project, ledger.as_ref().map(Ledger::paid), Some(base));
        let figures = |(at, sheet)| {
            let tallies: Vec<&SurveySheet> = project.tallies_of(at).collect();
            survey::figures(sheet, &tallies, choices)
        };
        let surveys = project.surveys.iter().enumerate().map(figures).collect();
        Self { project, ledger, funds, surveys }
    }

    pub fn figures(&self) -> Figures<'_> {
        Figures { project: &self.project, funds: &self.funds, ledger: self.ledger.as_ref(), surveys: &self.surveys }
    }
}
