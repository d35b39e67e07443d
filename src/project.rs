//! A project is identified by its code and its fiscal year; everything known of it is gathered here.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fraction::Fraction;
use crate::location::Sited;
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::recognise::tables::{FormTotals, GroupTotal, IndicatorRow, Monitoring, ReviewRow, SheetKind, SurveySheet};

/// What tells one project from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProjectKey {
    pub code: String,
    pub year: FiscalYear,
}

impl fmt::Display for ProjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.code, self.year)
    }
}

/// Everything that the inbox says of one project, each fact with its cell. Where two sheets speak of one fact, the
/// one that goes first is here and a finding names both.
#[derive(Clone, Debug)]
pub struct Project {
    pub key: ProjectKey,
    pub name: String,
    pub department: String,
    pub unit: String,
    /// The folder of its first file, `""` for the inbox itself.
    pub folder: String,
    pub funds: Funds,
    pub lines: Vec<BudgetLine>,
    /// The total printed under the lines.
    pub lines_total: Option<Box<BudgetLine>>,
    /// Execution rates as printed, with the amounts beside them.
    pub printed_rates: Vec<PrintedRate>,
    /// The day or month on which the budget was approved (批复/审批/会议日期).
    pub approved: Option<Sited<PartialDate>>,
    /// Indicator rows of every sheet, those of the sheet made for scoring first.
    pub rows: Vec<IndicatorRow>,
    pub group_totals: Vec<GroupTotal>,
    pub form_totals: Vec<FormTotals>,
    pub surveys: Vec<SurveySheet>,
    /// Tallies of surveys whose answers are there too: compared, and not counted again.
    pub tallies: Vec<Tally>,
    pub monitoring: Vec<Monitoring>,
    /// What reviewers of the bureau decided, in the order of their sheets.
    pub reviews: Vec<ReviewRow>,
    /// The line of a sheet that names the rubric edition, if one does.
    pub rubric_line: Option<Sited<String>>,
    /// Whether a payment of any ledger sheet belongs to the project.
    pub has_ledger: bool,
    /// Whether its score table states deductions, and how each came about.
    pub states_deductions: bool,
    /// The ledger sheets of the project of which rows were refused, with how many.
    pub refused_payments: Vec<Sited<u32>>,
}

impl Project {
    /// Drops what only measuring, scoring and checking look at, so that the projects of a province stand in memory together.
    pub fn forget_sheets(&mut self) {
        self.rows = Vec::new();
        self.group_totals = Vec::new();
        self.form_totals = Vec::new();
        self.surveys = Vec::new();
        self.tallies = Vec::new();
        self.monitoring = Vec::new();
        self.reviews = Vec::new();
        self.printed_rates = Vec::new();
    }

    /// A ledger of which rows were refused does not go before what the project reports.
    pub fn is_reported_used(&self) -> bool {
        self.funds.total.expenditure.is_some() && (!self.has_ledger || !self.refused_payments.is_empty())
    }

    /// The tallies of one of its surveys.
    pub fn tallies_of(&self, survey: usize) -> impl Iterator<Item = &SurveySheet> {
        self.tallies.iter().filter(move |tally| tally.of == survey).map(|tally| &tally.sheet)
    }

    /// The rows of one kind of sheet.
    pub fn rows_of(&self, kind: SheetKind) -> impl Iterator<Item = &IndicatorRow> {
        self.rows.iter().filter(move |row| row.kind == kind)
    }
}

/// A tally of a survey of which the answers are there too.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The survey's place among those of the project.
    pub of: usize,
    pub sheet: SurveySheet,
}

/// The four amounts of a project or of one source of its funds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    pub initial: Option<Sited<Money>>,
    pub revised: Option<Sited<Money>>,
    pub received: Option<Sited<Money>>,
    /// As reported by the unit, whatever a ledger says.
    pub expenditure: Option<Sited<Money>>,
}

impl Amounts {
    /// Whether the budget was revised down to exactly what was spent.
    pub fn is_cut_to(&self, spent: Option<Money>) -> bool {
        let (Some(initial), Some(revised)) = (&self.initial, &self.revised) else { return false };
        Some(revised.value) == spent && revised.value < initial.value && revised.value > Money::ZERO
    }

    /// The expenditure that is reported.
    pub fn reported(&self) -> Option<Money> {
        self.expenditure.as_ref().map(|spent| spent.value)
    }
}

/// The funds of a project: its totals, and by source where a form gives sources.
#[derive(Clone, Debug, Default)]
pub struct Funds {
    pub total: Amounts,
    pub by_source: Vec<(String, Amounts)>,
}

/// One line of a project's budget, or the total printed under the lines.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BudgetLine {
    pub item: Sited<String>,
    pub budget: Option<Sited<Money>>,
    pub expenditure: Option<Sited<Money>>,
}

/// An execution rate printed in a sheet, a fraction of 1, and the row of amounts that it should follow from.
#[derive(Clone, Debug)]
pub struct PrintedRate {
    pub printed: Sited<Fraction>,
    /// `None` for the total row.
    pub source: Option<String>,
    pub amounts: Amounts,
}
