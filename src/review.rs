//! A review is the whole result of a run, ready to be written: projects with their points in order of rank, findings,
//! and what became of every file.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::finding::Finding;
use crate::fraction::Fraction;
use crate::location::SheetRef;
use crate::money::Money;
use crate::period::FiscalYear;
use crate::points::Points;
use crate::project::Project;
use crate::rank::advice::Advice;
use crate::rank::warnings::{Ladders, Warning};
use crate::recognise::tables::{RecognisedFile, RecognisedSheet, RowCounts, SheetKind};
use crate::rubric::Rubric;
use crate::score::scorecard::Scorecard;
use crate::sign_off::SignOff;

pub struct Review {
    /// At the latest the last day of the run's year, unless a later day was asked for.
    pub as_of: NaiveDate,
    /// The fiscal years that are ranked, ascending.
    pub years: Vec<FiscalYear>,
    /// How many projects of other years the inbox has, by year.
    pub other_years: BTreeMap<FiscalYear, usize>,
    /// In order of rank; those that are not ranked follow.
    pub projects: Vec<Reviewed>,
    /// By severity, the gravest first, then by project and place.
    pub findings: Vec<Finding>,
    pub files: Vec<FileAccount>,
    pub departments: Vec<DepartmentTotals>,
    pub months: Vec<MonthTotals>,
    pub department_months: Vec<DepartmentMonths>,
    /// By indicator, the most points lost first.
    pub losses: Vec<LostPoints>,
    /// The editions in force in this run.
    pub rubrics: Vec<Rubric>,
    pub ladders: Ladders,
    /// What each grade means for the next budget.
    pub advice: Vec<Advice>,
    pub sign_off: SignOff,
    /// Thresholds of checks in force: the name of a message and the value shown.
    pub thresholds: Vec<(&'static str, crate::finding::Fact)>,
}

impl Review {
    /// The projects that have a rank, in order.
    pub fn ranked(&self) -> &[Reviewed] {
        &self.projects[..self.projects.partition_point(|reviewed| reviewed.rank.is_some())]
    }

    pub fn findings_of<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(|finding| finding.project.as_ref() == Some(&project.key))
    }
}

/// What became of a file of the inbox.
#[derive(Clone, Debug)]
pub struct FileAccount {
    pub file: Arc<str>,
    /// SHA-256 of its bytes, in hexadecimal; empty when they could not be read.
    pub checksum: String,
    /// Every table of every sheet; none where nothing could be read.
    pub sheets: Box<[SheetAccount]>,
}

/// What became of the rows of a table.
#[derive(Clone, Debug)]
pub struct SheetAccount {
    pub at: SheetRef,
    pub kind: SheetKind,
    /// The code of the project that it was found to belong to, or else the one that it says, and the name that it says, with a
    /// space between them; empty where neither is known.
    pub belongs_to: String,
    /// The table's first row: a sheet may hold several under one another.
    pub first_row_0: u32,
    pub rows: RowCounts,
}

impl From<RecognisedFile> for FileAccount {
    fn from(file: RecognisedFile) -> Self {
        let RecognisedFile { file, checksum, sheets, findings: _ } = file;
        Self { file, checksum, sheets: sheets.into_iter().map(SheetAccount::from).collect() }
    }
}

impl From<RecognisedSheet> for SheetAccount {
    fn from(sheet: RecognisedSheet) -> Self {
        let RecognisedSheet { at, kind, identity, owner, first_row_0, rows, .. } = sheet;
        let code = owner.map(|owner| owner.code).or(identity.code.map(|code| code.value));
        let said: Vec<String> = code.into_iter().chain(identity.name.map(|name| name.value)).collect();
        Self { at, kind, belongs_to: said.join(" "), first_row_0, rows }
    }
}

/// A project with its points and its place among the others.
#[derive(Clone, Debug)]
pub struct Reviewed {
    pub project: Project,
    pub card: Scorecard,
    pub rank: Option<u32>,
    /// `None` without a rate.
    pub warning: Option<Warning>,
    /// `None` without a ledger.
    pub paid: Option<MonthlyPaid>,
}

/// What was paid by counted payments in each month of a fiscal year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MonthlyPaid {
    months: [Money; 12],
    /// By payments without a date.
    pub undated: Money,
}

impl MonthlyPaid {
    /// `month` is 1 to 12, or 0 for no date.
    pub fn add(&mut self, month: u32, amount: Money) {
        let sum = match month.checked_sub(1) {
            Some(at) => &mut self.months[at as usize % 12],
            None => &mut self.undated,
        };
        *sum = *sum + amount;
    }

    pub fn add_all(&mut self, other: &Self) {
        (0..).zip(&other.months).for_each(|(at, amount)| self.add(at + 1, *amount));
        self.add(0, other.undated);
    }

    pub fn in_month(&self, month: u32) -> Money {
        self.months[(month as usize - 1) % 12]
    }

    /// From the first of the year to the end of a month, 1 to 12; what has no date is left out.
    pub fn by_end_of(&self, month: u32) -> Money {
        self.months.iter().take(month as usize).copied().sum()
    }
}

/// The sums over a department's projects.
#[derive(Clone, Debug, PartialEq)]
pub struct DepartmentTotals {
    pub department: String,
    pub projects: i64,
    pub scored: i64,
    /// Sums over the projects that have both a budget of the scored base and an expenditure.
    pub budget: Money,
    pub expenditure: Money,
    /// The sum of the points of the scored projects, for the mean.
    pub points: Points,
    /// Projects with a warning of any level.
    pub warned: i64,
}

/// What the projects of a department that have a ledger paid in a fiscal year.
#[derive(Clone, Debug, PartialEq)]
pub struct DepartmentMonths {
    pub year: FiscalYear,
    pub department: String,
    /// Of those that have a budget of the base that is scored; `None` where none has.
    pub budget: Option<Money>,
    pub paid: MonthlyPaid,
    /// Of this, what those paid that have a budget.
    pub paid_with_budget: MonthlyPaid,
}

/// What was paid in a month by counted payments, over all projects that have a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthTotals {
    pub year: FiscalYear,
    /// 1 to 12; 0 for payments without a date.
    pub month: u32,
    pub paid: Money,
    /// From the first of the year to the end of this month.
    pub cumulative: Money,
    /// Of this, what belongs to projects that have a budget of the base that is scored.
    pub cumulative_with_budget: Money,
    /// `None` for undated payments.
    pub time_progress: Option<Fraction>,
}

/// The points that the scored projects lost on an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct LostPoints {
    pub level1: String,
    pub level2: String,
    pub name: String,
    /// The projects that have the indicator.
    pub projects: i64,
    /// Of these, the ones that lost points on it.
    pub short: i64,
    /// Sums over these projects.
    pub weight: Points,
    pub points: Points,
}

impl LostPoints {
    /// Of no indicator: what others are added to.
    pub fn unnamed() -> Self {
        Self {
            level1: String::new(),
            level2: String::new(),
            name: String::new(),
            projects: 0,
            short: 0,
            weight: Points::ZERO,
            points: Points::ZERO,
        }
    }

    pub fn lost(&self) -> Points {
        self.weight - self.points
    }
}
