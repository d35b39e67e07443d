//! What recognising gives: for each sheet its kind, whom it speaks of, the fate of its rows, and its typed rows, each
//! with its cell. Everything after works from these alone and never sees a workbook.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use strum::{AsRefStr, EnumIter};

use crate::cache::codec;
use crate::finding::{Code, Finding};
use crate::fraction::Fraction;
use crate::location::{CellRef, Place, SheetRef, Sited};
use crate::money::Money;
use crate::period::{FiscalYear, PartialDate};
use crate::points::Points;
use crate::project::{Amounts, BudgetLine, ProjectKey};
use crate::quantity::Quantity;

use super::cell::squeezed;

/// What a sheet was recognised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumIter, Serialize, Deserialize)]
#[strum(serialize_all = "kebab-case")]
pub enum SheetKind {
    /// One row a project (预算安排表).
    BudgetTable,
    /// One row a budget line of a project (预算明细).
    BudgetLines,
    /// One row a payment (资金拨付台账).
    Ledger,
    /// Indicators with rule text or an evaluator's process, and assessed points (综合评分表).
    ScoreTable,
    /// Indicators repeated from elsewhere without a rule: printed points and rates, or targets with actuals.
    ScoreSummary,
    /// 项目支出绩效自评表.
    SelfEvaluation,
    /// Approved targets (绩效目标表).
    TargetForm,
    /// The running year's progress (绩效运行监控表).
    Monitoring,
    /// Points that a bureau's reviewer decided on (审定表).
    Review,
    /// One row a respondent.
    SurveyAnswers,
    /// Counts for each question.
    SurveyTally,
    /// This program wrote it, and it says nothing that is not said elsewhere.
    Own,
    /// Nothing in it.
    Empty,
    /// No kind fits; a finding says so.
    Unknown,
    /// Too large or broken; a finding says so.
    Unreadable,
}

/// Whom a sheet or a row speaks of, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub code: Option<Sited<String>>,
    pub name: Option<Sited<String>>,
    pub department: Option<Sited<String>>,
    pub unit: Option<Sited<String>>,
    pub year: Option<Sited<FiscalYear>>,
    /// A line naming the rubric edition (评价指标体系：…).
    pub rubric: Option<Sited<String>>,
}

/// Why a row was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumIter, Serialize, Deserialize)]
#[strum(serialize_all = "kebab-case")]
pub enum PassedOver {
    Blank,
    Title,
    Unit,
    Heading,
    Total,
    Note,
    Repeat,
    /// This program wrote it.
    Own,
}

/// The fate of every row of a sheet: rows read = used + passed over + refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    pub read: u32,
    pub used: u32,
    pub passed: BTreeMap<PassedOver, u32>,
    pub refused: u32,
}

impl RowCounts {
    pub fn passed_over(&self) -> u32 {
        self.passed.values().sum()
    }

    /// The equation that every sheet of every file has to satisfy.
    pub fn balance(&self) -> bool {
        self.read == self.used + self.passed_over() + self.refused
    }
}

/// A recognised sheet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecognisedSheet {
    pub at: SheetRef,
    pub kind: SheetKind,
    pub identity: Identity,
    /// The project that it was found to belong to; `None` where it speaks of several, or of none.
    pub owner: Option<ProjectKey>,
    /// The first row of the table: a sheet may hold several under one another.
    pub first_row_0: u32,
    pub rows: RowCounts,
    /// A hash of the cells: tables with identical content are one table sent twice.
    pub digest: u64,
    pub content: Content,
}

impl RecognisedSheet {
    /// A sheet of which no row was read.
    pub fn without_content(at: SheetRef, kind: SheetKind) -> Self {
        Self {
            at,
            kind,
            identity: Identity::default(),
            owner: None,
            first_row_0: 0,
            rows: RowCounts::default(),
            digest: 0,
            content: Content::default(),
        }
    }
}

/// The typed rows of a sheet; of most sheets only one of these holds anything.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Content {
    pub funds: Vec<FundRow>,
    pub lines: Vec<BudgetLine>,
    pub lines_total: Option<Box<BudgetLine>>,
    pub payments: PaymentRows,
    pub indicators: Vec<IndicatorRow>,
    pub group_totals: Vec<GroupTotal>,
    pub form_totals: Vec<FormTotals>,
    pub survey: Option<Box<SurveySheet>>,
    pub monitoring: Option<Monitoring>,
    pub reviews: Vec<ReviewRow>,
}

/// A file of the inbox with what was recognised in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecognisedFile {
    #[serde(with = "codec::file")]
    pub file: Arc<str>,
    /// SHA-256 of its bytes, in hexadecimal; empty when they could not be read.
    pub checksum: String,
    pub sheets: Vec<RecognisedSheet>,
    pub findings: Vec<Finding>,
}

impl RecognisedFile {
    /// Gives back the memory that growing took too much: all files of a run stand in memory until they are assembled.
    pub fn fit(&mut self) {
        self.sheets.shrink_to_fit();
        self.findings.shrink_to_fit();
        for content in self.sheets.iter_mut().map(|sheet| &mut sheet.content) {
            content.payments.fit();
            content.funds.shrink_to_fit();
            content.lines.shrink_to_fit();
            content.indicators.shrink_to_fit();
            content.group_totals.shrink_to_fit();
            content.form_totals.shrink_to_fit();
            for totals in &mut content.form_totals {
                totals.member_weights.shrink_to_fit();
                totals.member_points.shrink_to_fit();
            }
            if let Some(survey) = &mut content.survey {
                survey.questions.shrink_to_fit();
                for question in &mut survey.questions {
                    if let Answers::Rows { texts, rows, row_0, .. } = &mut question.answers {
                        texts.shrink_to_fit();
                        rows.shrink_to_fit();
                        row_0.shrink_to_fit();
                    }
                }
            }
        }
    }

    /// Says once that this program wrote sheets of the file.
    pub fn tell_own(&mut self) {
        if !self.findings.iter().any(|finding| finding.code == Code::FileOwnOutput) {
            self.findings.push(Finding::new(Code::FileOwnOutput, Place::file(&self.file)));
        }
    }
}

/// The amounts of one project, or of one source of its funds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FundRow {
    pub identity: Identity,
    /// `None` for the project's total.
    pub source: Option<String>,
    pub amounts: Amounts,
    pub approved: Option<Sited<PartialDate>>,
    /// The execution rate as printed, a fraction of 1.
    pub printed_rate: Option<Sited<Fraction>>,
    pub weight: Option<Sited<Points>>,
    pub points: Option<Sited<Points>>,
}

/// A monitoring form (绩效运行监控表): where a project stood within the year.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Monitoring {
    pub funds: Vec<MonitoredFunds>,
    pub indicators: Vec<MonitoredIndicator>,
}

/// What was spent in the year's first months, and what the unit expects of the whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MonitoredFunds {
    pub identity: Identity,
    /// `None` for the project's total.
    pub source: Option<String>,
    pub executed: Option<Sited<Money>>,
    pub expected: Option<Sited<Money>>,
}

/// How an indicator stood within the year.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MonitoredIndicator {
    pub name: Sited<String>,
    pub target: Option<Sited<Quantity>>,
    pub reached: Option<Sited<Quantity>>,
    pub expected: Option<Sited<Quantity>>,
    pub likelihood: Option<Sited<Likelihood>>,
    pub reason: Option<Sited<String>>,
}

/// Whether the unit expects to reach a target (确定能, 有可能, 完全不可能).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likelihood {
    Sure,
    Possible,
    Impossible,
}

/// A reviewer's decision on an indicator's points.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewRow {
    pub identity: Identity,
    /// The indicator's name, in the cell where it stands: without its code, but on a sheet that the program wrote as it wrote it.
    pub indicator: Sited<String>,
    /// The code and the levels above, as far as the sheet states them; else empty.
    pub code: String,
    pub level1: String,
    pub level2: String,
    /// Which of several indicators of one code, name and levels it is, counted from nought; known on a sheet that the program
    /// wrote, which lists them all.
    pub nth: Option<usize>,
    pub points: Sited<Points>,
    pub reason: Option<Sited<String>>,
    pub reviewer: Option<Sited<String>>,
}

/// The payments of a ledger sheet, in columns since there may be a million.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PaymentRows {
    pub amount_col_0: u16,
    pub row_0: Vec<u32>,
    pub code: TextColumn,
    pub name: TextColumn,
    pub date: Vec<Option<PartialDate>>,
    pub voucher: TextColumn,
    pub payee: TextColumn,
    pub purpose: TextColumn,
    pub amount: Vec<Money>,
    pub planned: Vec<Option<PartialDate>>,
    pub approved: Vec<Option<PartialDate>>,
    /// The printed total under the payments.
    pub total: Option<Sited<Money>>,
    pub refused: RefusedRows,
    /// Those that are refused with the page or the table that they stand in.
    pub unread: RefusedRows,
}

/// Rows that may be payments and could not be read as such, each with the project that it names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RefusedRows {
    pub row_0: Vec<u32>,
    pub code: TextColumn,
    pub name: TextColumn,
    pub date: Vec<Option<PartialDate>>,
}

impl RefusedRows {
    fn fit(&mut self) {
        self.row_0.shrink_to_fit();
        self.date.shrink_to_fit();
        self.code.fit();
        self.name.fit();
    }

    fn append(&mut self, lower: &Self) {
        self.row_0.extend_from_slice(&lower.row_0);
        self.code.append(&lower.code);
        self.name.append(&lower.name);
        self.date.extend_from_slice(&lower.date);
    }
}

impl PaymentRows {
    fn fit(&mut self) {
        self.row_0.shrink_to_fit();
        self.amount.shrink_to_fit();
        for dates in [&mut self.date, &mut self.planned, &mut self.approved] {
            dates.shrink_to_fit();
        }
        for texts in [&mut self.code, &mut self.name, &mut self.voucher, &mut self.payee, &mut self.purpose] {
            texts.fit();
        }
        self.refused.fit();
        self.unread.fit();
    }

    /// Adds the payments of rows further down, with the total under them. What is refused as a whole is counted when all is read.
    pub fn append(&mut self, lower: Self) {
        let Self {
            amount_col_0: _,
            row_0,
            code,
            name,
            date,
            voucher,
            payee,
            purpose,
            amount,
            planned,
            approved,
            total,
            refused,
            unread: _,
        } = lower;
        self.row_0.extend(row_0);
        self.code.append(&code);
        self.name.append(&name);
        self.date.extend(date);
        self.voucher.append(&voucher);
        self.payee.append(&payee);
        self.purpose.append(&purpose);
        self.amount.extend(amount);
        self.planned.extend(planned);
        self.approved.extend(approved);
        self.total = total.or(self.total.take());
        self.refused.append(&refused);
    }

    pub fn len(&self) -> usize {
        self.row_0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.row_0.is_empty()
    }

    /// The cell of the amount of payment `at`.
    pub fn cell(&self, at: usize) -> CellRef {
        CellRef::new(self.row_0[at], self.amount_col_0)
    }
}

/// Many short texts in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Room for so many texts of so many bytes in all.
    pub fn with_capacity(texts: usize, bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(texts) }
    }

    fn fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The bytes of all texts.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Adds a text. The whole column holds at most 4 GiB, which the reader's limits keep far away; past it a text
    /// is kept as empty rather than cut in the middle.
    pub fn push(&mut self, text: &str) {
        if let Ok(end) = u32::try_from(self.text.len() + text.len()) {
            self.text.push_str(text);
            self.ends.push(end);
        } else {
            self.ends.push(self.text.len() as u32);
        }
    }

    /// Adds the texts of another column.
    pub fn append(&mut self, other: &Self) {
        other.iter().for_each(|text| self.push(text));
    }

    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(at))
    }
}

/// A row of an indicator table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IndicatorRow {
    pub kind: SheetKind,
    pub at: SheetRef,
    /// The code before the name (`A11`), where there is one.
    pub code: Option<String>,
    pub level1: String,
    pub level2: String,
    /// The indicator's name without code and weight, in the cell where it stands.
    pub name: Sited<String>,
    pub explanation: Option<String>,
    pub rule_text: Option<Sited<String>>,
    pub evidence: Option<Sited<String>>,
    pub target: Option<Sited<Quantity>>,
    pub actual: Option<Sited<Quantity>>,
    pub weight: Option<Sited<Points>>,
    /// Assessed points in a score table, claimed ones in a self-evaluation form.
    pub points: Option<Sited<Points>>,
    pub deduction: Option<Sited<Points>>,
    /// Points over weight as printed, a fraction of 1.
    pub points_rate: Option<Sited<Fraction>>,
    /// The reason of a deviation, or the evaluator's account of the score.
    pub reason: Option<Sited<String>>,
}

/// A weight printed with a group (`A1项目立项（7分）`) and the indicators under it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupTotal {
    pub name: String,
    pub weight: Sited<Points>,
    /// The weights of its indicators.
    pub members: Vec<Sited<Points>>,
}

/// A total row of an indicator table (合计, 小计, 总分) over the rows above it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FormTotals {
    pub kind: SheetKind,
    /// Whether it spans the whole table, not a block of it.
    pub whole: bool,
    pub weight: Option<Sited<Points>>,
    pub points: Option<Sited<Points>>,
    pub member_weights: Vec<Sited<Points>>,
    pub member_points: Vec<Sited<Points>>,
}

/// A survey: its answers, one row a respondent, or its tally.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SurveySheet {
    pub at: SheetRef,
    /// Empty where the sheet has none.
    pub title: String,
    pub issued: Option<Sited<i64>>,
    pub returned: Option<Sited<i64>>,
    pub valid: Option<Sited<i64>>,
    pub population: Option<Sited<i64>>,
    /// Recovery and validity as printed in words above the table.
    pub printed_rates: Vec<PrintedShare>,
    /// Number of respondents whose rows were read; 0 for a tally.
    pub respondents: u32,
    pub questions: Vec<Question>,
}

impl SurveySheet {
    /// Whether it is a tally of another sheet's answers: most of its questions are asked there.
    pub fn tells_of(&self, other: &Self) -> bool {
        let is_asked = |question: &&Question| other.questions.iter().any(|asked| asked.is_same(&question.text));
        self.questions.iter().filter(is_asked).count() * 2 > self.questions.len()
    }
}

impl Question {
    /// Whether it asks the same, white space, width and the word that several options may be chosen apart.
    pub fn is_same(&self, text: &str) -> bool {
        let asked = |text: &str| {
            let choices = ["(多选)", "(可多选)", "(多选题)", "(单选)", "(单选题)"];
            choices.iter().fold(squeezed(text), |text, word| text.replace(word, ""))
        };
        asked(&self.text) == asked(text)
    }
}

/// A rate of copies that a sheet prints (回收率, 有效率), a fraction of 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedShare {
    pub of: CopyRate,
    pub printed: Sited<Fraction>,
}

/// Which copies are held against which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyRate {
    /// 回收率: returned over issued.
    Recovery,
    /// 有效率: valid over returned.
    Validity,
    /// 有效回收率: valid over issued.
    ValidRecovery,
}

/// A question with its answers or its tally.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The number before the question, where there is one.
    pub number: Option<String>,
    pub text: String,
    pub place: Place,
    /// Whether it says itself that several options may be chosen.
    pub is_multiple: bool,
    /// Whether rows of its tally were refused, so that what is counted is a part of it.
    pub is_partial: bool,
    pub answers: Answers,
}

/// The answers to a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answers {
    /// Each respondent's answer as an index into `texts`, in the order of the rows; `None` where the cell is empty.
    Rows { texts: Vec<String>, rows: Vec<Option<u32>>, col_0: u16, row_0: Vec<u32> },
    /// The count of each option, with the share as printed (a fraction of 1).
    Tally(Vec<TallyOption>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TallyOption {
    pub label: String,
    /// `None` where only a share is printed.
    pub count: Option<Sited<i64>>,
    pub printed_share: Option<Sited<Fraction>>,
}
