//! What one run said, as far as runs are compared; made of a review, or of the tables that an earlier run left.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::finding::{Code, Finding, Severity};
use crate::fraction::Fraction;
use crate::location::Place;
use crate::money::Money;
use crate::points::Points;
use crate::project::ProjectKey;
use crate::rank::warnings::Warning;
use crate::rate::Rate;
use crate::review::{Review, Reviewed};
use crate::words::Words;

/// Where a project stood in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub key: ProjectKey,
    pub name: String,
    pub department: String,
    /// `None` where it was not ranked.
    pub rank: Option<u32>,
    pub points: Option<Points>,
    /// Over the base that is scored; `None` where it cannot be computed.
    pub rate: Option<Rate>,
    /// `None` without a rate.
    pub warning: Option<Warning>,
}

impl Standing {
    pub fn of(reviewed: &Reviewed) -> Self {
        Self {
            key: reviewed.project.key.clone(),
            name: reviewed.project.name.clone(),
            department: reviewed.project.department.clone(),
            rank: reviewed.rank,
            points: reviewed.card.points,
            rate: reviewed.card.funds.execution_rate(),
            warning: reviewed.warning,
        }
    }

    /// The points that made a rank: those of a project that was not ranked are no whole score.
    pub fn ranked_points(&self) -> Option<Points> {
        self.points.filter(|_| self.rank.is_some())
    }
}

/// What tells one finding from another in two runs: what is wrong, with which project, in which cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingKey {
    pub code: String,
    pub project: Option<ProjectKey>,
    pub file: String,
    pub sheet: String,
    /// `A1`, empty where a sheet or a file is meant.
    pub cell: String,
}

impl FindingKey {
    pub fn of(finding: &Finding) -> Self {
        let place = finding.places.first();
        let text = |pick: fn(&Place) -> String| place.map(pick).unwrap_or_default();
        let [file, sheet, cell] =
            [text(|place| place.file.to_string()), text(|place| place.sheet.to_string()), text(Place::a1)];
        Self::new(finding.code.name().to_owned(), finding.project.clone(), [file, sheet, cell])
    }

    /// `place` is a file, a sheet and a cell, any of which may be empty.
    pub fn new(code: String, project: Option<ProjectKey>, place: [String; 3]) -> Self {
        let [file, sheet, cell] = place;
        // The first payment after the as-of date is another one every month.
        let cell = if code == Code::PaymentAfterAsOf.name() { String::new() } else { cell };
        Self { code, project, file, sheet, cell }
    }
}

/// A finding as a run told it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub key: FindingKey,
    pub severity: Severity,
    pub message: String,
}

impl Told {
    pub fn of(finding: &Finding, words: &Words) -> Self {
        Self { key: FindingKey::of(finding), severity: finding.severity(), message: words.message(finding) }
    }
}

/// The sums over a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    pub as_of: NaiveDate,
    pub projects: i64,
    pub ranked: i64,
    /// Of the ranked projects.
    pub points: Points,
    /// Over the projects that have a rate.
    pub spent: Amounts,
    pub by_department: BTreeMap<String, Amounts>,
    pub red: i64,
    pub orange: i64,
    pub yellow: i64,
    pub errors: i64,
    pub doubts: i64,
}

/// Expenditure over the budgets that are scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    pub expenditure: Money,
    pub budget: Money,
}

impl Amounts {
    fn add(&mut self, rate: Rate) {
        self.expenditure = self.expenditure + rate.part;
        self.budget = self.budget + rate.whole;
    }

    pub fn rate(self) -> Option<Rate> {
        Rate::new(self.expenditure, self.budget)
    }
}

impl Totals {
    /// `errors` and `doubts` count findings.
    pub fn of(as_of: NaiveDate, projects: &[Standing], errors: i64, doubts: i64) -> Self {
        let at = |level| projects.iter().filter(|standing| standing.warning == Some(level)).count() as i64;
        let mut spent = Amounts::default();
        let mut by_department: BTreeMap<String, Amounts> = BTreeMap::new();
        for (department, rate) in projects.iter().filter_map(|it| Some((&it.department, it.rate?))) {
            spent.add(rate);
            by_department.entry(department.clone()).or_default().add(rate);
        }
        Self {
            as_of,
            projects: projects.len() as i64,
            ranked: projects.iter().filter(|standing| standing.rank.is_some()).count() as i64,
            points: projects.iter().filter_map(Standing::ranked_points).sum(),
            spent,
            by_department,
            red: at(Warning::Red),
            orange: at(Warning::Orange),
            yellow: at(Warning::Yellow),
            errors,
            doubts,
        }
    }

    pub fn of_review(review: &Review, projects: &[Standing]) -> Self {
        let count = |severity| review.findings.iter().filter(|it| it.severity() == severity).count() as i64;
        Self::of(review.as_of, projects, count(Severity::Error), count(Severity::Doubt))
    }

    /// The mean points of the ranked projects.
    pub fn mean(&self) -> Option<Fraction> {
        self.points.fraction().checked_div(&Fraction::from(self.ranked))
    }
}
