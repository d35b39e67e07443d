//! A scorecard is a project with points: for each indicator what was scored, by which rule, from which cells, why.

use std::collections::BTreeMap;
use std::sync::Arc;

use strum::AsRefStr;

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::location::{Place, Sited};
use crate::measure::statistics::{Alpha, Interval, ItemStatistics};
use crate::money::Money;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::rate::Rate;
use crate::rubric::Missing;
use crate::rubric::measure::Base;

use super::adjustments::Adjusted;

/// Where an indicator's final points come from, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr)]
#[strum(serialize_all = "kebab-case")]
pub enum PointsSource {
    Reviewed,
    Assessed,
    Computed,
    Policy,
    /// Claimed by the unit and verified by nothing.
    Claimed,
    None,
}

/// What a score rests on: a message of the catalogue with its facts, such as
/// `basis-proportional` with target, actual, weight and result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    pub key: &'static str,
    pub facts: Facts,
}

/// The actual of an indicator as it was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// `None` where there was nothing to measure.
    pub actual: Option<Quantity>,
    /// How it was measured, in words of the catalogue.
    pub basis: Basis,
    /// The cells that it was taken from; for a ledger the payments, for a survey the question.
    pub places: Vec<Place>,
}

/// An indicator with its points.
#[derive(Clone, Debug)]
pub struct Scored {
    pub code: String,
    pub level1: String,
    pub level2: String,
    pub name: String,
    pub weight: Points,
    pub target: Option<Quantity>,
    pub target_place: Option<Place>,
    /// The target that was approved at the year's start.
    pub approved: Option<Box<Quantity>>,
    pub measured: Measured,
    /// The kind of rule, as in [`Rule::name`](crate::rubric::rules::Rule::name).
    pub rule: &'static str,
    /// The rule in canonical words, with the choices that reading it from a text took.
    pub restated: Arc<Fact>,
    /// What the sheet's rule text says in canonical words, where it is understood and another rule goes before it.
    pub text_says: Option<Arc<Fact>>,
    /// Why the row's own rule text is not applied, where it is not.
    pub text_refused: Option<Fact>,
    /// The sheet's own rule text and explanation, for the score sheet.
    pub rule_text: String,
    pub explanation: String,
    /// The evaluator's or unit's account.
    pub reason: String,
    pub points: Points,
    /// The same before the indicator's rounding, where they were computed.
    pub exact: Fraction,
    pub source: PointsSource,
    /// The policy that gave the points, where one did.
    pub policy: Option<Missing>,
    pub computed: Option<Points>,
    pub assessed: Option<Sited<Points>>,
    pub reviewed: Option<Box<Decision>>,
    pub claimed: Option<Sited<Points>>,
    /// How the points came about; parts each have one of their own.
    pub basis: Vec<Basis>,
    /// The indicator's row in its sheet, when it has one.
    pub place: Option<Place>,
    /// Where an edition holds the indicator: its reference and why its rule is the one applied.
    pub reference: String,
    pub note: String,
}

/// What a reviewer decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub points: Sited<Points>,
    /// Empty where not stated.
    pub reason: String,
    pub reviewer: String,
    /// The points that count without it, and where these come from; weights are not shared out again.
    pub without: (Points, PointsSource),
}

/// Whether a project can be ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    Scored,
    /// Some points are only claimed, or missing, or the weights do not add to the total.
    Partial,
    /// There was nothing to score.
    Unscored,
}

/// The fund figures of a project.
#[derive(Clone, Debug, Default)]
pub struct FundFigures {
    pub initial: Option<Money>,
    pub revised: Option<Money>,
    pub received: Option<Money>,
    pub reported: Option<Money>,
    /// The counted payments, when the project has a ledger.
    pub ledger: Option<Money>,
    /// The ledger's sum, else the reported figure.
    pub expenditure: Option<Money>,
    pub execution: BTreeMap<Base, Rate>,
    pub funding: BTreeMap<Base, Rate>,
    /// The base of the rate that is scored and warned about.
    pub base: Option<Base>,
}

impl FundFigures {
    /// The execution rate that is scored.
    pub fn execution_rate(&self) -> Option<Rate> {
        self.base.and_then(|base| self.execution.get(&base)).copied()
    }

    /// Received over the budget that is scored; over the revised one where received is itself the base.
    pub fn funding_rate(&self) -> Option<Rate> {
        let base = match self.base? {
            Base::Received if self.funding.contains_key(&Base::Revised) => Base::Revised,
            Base::Received => Base::Initial,
            base => base,
        };
        self.funding.get(&base).copied()
    }
}

/// A project with its points.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// The edition's id, empty where none was found.
    pub rubric: String,
    pub funds: FundFigures,
    pub indicators: Vec<Scored>,
    pub points: Option<Points>,
    /// How the total came about, empty where it is the sum of the printed points.
    pub total_basis: Vec<Basis>,
    /// Rows outside the weights.
    pub adjustments: Vec<Adjusted>,
    pub claimed: Option<Sited<Points>>,
    pub grade: Option<String>,
    pub status: Status,
    /// Why it is not `Scored`: a message of the catalogue with its facts.
    pub reason: Option<Basis>,
    pub surveys: Vec<SurveyFigures>,
}

/// What was computed from one survey.
#[derive(Clone, Debug)]
pub struct SurveyFigures {
    pub title: String,
    pub place: Place,
    pub issued: Option<i64>,
    pub returned: Option<i64>,
    pub valid: Option<i64>,
    /// How many could have been asked, where it is known.
    pub population: Option<i64>,
    /// The copies needed for a share within the configured margin at 95 %.
    pub needed: Option<i64>,
    pub questions: Vec<QuestionFigures>,
    /// Of the overall-satisfaction question when there is one, else over the scale items; fractions of 1.
    pub top_two: Option<Fraction>,
    pub pooled: Option<Fraction>,
    pub yes_share: Option<Fraction>,
    /// Cronbach's α over the scale items, listwise; a statistic, hence not exact.
    pub alpha: Option<Alpha>,
    /// The same from the respondents of each pair of items.
    pub alpha_pairwise: Option<Alpha>,
    /// Respondents who answered every item of the scale.
    pub complete: usize,
    /// By the options of the background questions that the configuration names.
    pub groups: Vec<GroupFigures>,
    /// Questions of which every answer is a letter, and no list says what the letters stand for.
    pub in_letters: usize,
    /// Whether the configuration names the items of the scale.
    pub items_named: bool,
    /// Names of questions in the configuration's entry for the project that no question has.
    pub unmatched: Vec<String>,
    /// Questions that the configuration names for the scale, or with options, and that cannot be so.
    pub misplaced: Vec<String>,
    /// The most respondents who gave the same answer to every one of at least five questions and not the best one to each.
    pub alike: usize,
}

impl SurveyFigures {
    /// 回收率: returned over issued; this and the others are fractions of 1.
    pub fn recovery_rate(&self) -> Option<Fraction> {
        Fraction::ratio(self.returned?, self.issued?)
    }

    /// 有效率: valid over returned.
    pub fn validity_rate(&self) -> Option<Fraction> {
        Fraction::ratio(self.valid?, self.returned?)
    }

    pub fn valid_of_issued(&self) -> Option<Fraction> {
        Fraction::ratio(self.valid?, self.issued?)
    }
}

/// What was computed from one question.
#[derive(Clone, Debug)]
pub struct QuestionFigures {
    pub number: Option<String>,
    pub text: String,
    pub place: Place,
    /// In the order of the scale where it is known, else as first met.
    pub options: Vec<OptionCount>,
    pub answered: i64,
    /// Whether the options are an ordered scale, best first.
    pub ordered: bool,
    /// Whether scales of several lengths fit and nothing tells which it is.
    pub unclear: bool,
    /// Answers that a scale lacks which has most of them, so that it has no satisfaction.
    pub strays: Vec<String>,
    /// The steps of the scale that is taken since every option of it was chosen, and those of another that fits too.
    pub assumed_steps: Option<(usize, usize)>,
    /// Whether the answers are numbers.
    pub in_numbers: bool,
    /// Whether the answers are words of the respondents' own.
    pub open: bool,
    /// Whether an indicator is scored by it.
    pub scored: bool,
    /// Whether a respondent could choose several options.
    pub multiple: bool,
    pub top_two: Option<Fraction>,
    pub pooled: Option<Fraction>,
    pub yes_share: Option<Fraction>,
    /// Wilson's interval at 95 % of the share of the two best, or of yes.
    pub interval: Option<Interval>,
    /// What it adds to the scale, where it is one of its items.
    pub item: Option<ItemStatistics>,
    /// How many open answers speak of each configured heading.
    pub keywords: Vec<OptionCount>,
}

/// The satisfaction of those who chose one option of a background question; fractions of 1.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupFigures {
    pub question: String,
    pub option: String,
    pub respondents: i64,
    pub top_two: Option<Fraction>,
    pub pooled: Option<Fraction>,
    pub yes_share: Option<Fraction>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionCount {
    pub label: String,
    pub count: i64,
}
