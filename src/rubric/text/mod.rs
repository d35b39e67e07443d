//! Reading rule text (评分规则) as bureaus write it: from the words of a score table's cell to a [`Rule`], or to the reason why
//! it is not applied.
//!
//! A text is cut into phrases; what they say together has to be one whole rule of one kind that fits its row. What
//! is left to choose by convention is named as a [`Choice`]; what fits no single reading is refused, never guessed.

mod awards;
mod branches;
mod formula;
mod grammar;
mod ladder;
mod list;
mod memory;
mod normal;
mod phrase;
mod said;
mod slope;
mod tiers;
mod words;

use std::rc::Rc;
use std::sync::Arc;

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::rubric::restate::restate;
use crate::rubric::rules::{Amount, Rule, Subject, Tier};

pub use formula::FundFormula;

use phrase::{Give, Phrase};

/// What the meaning of a rule text depends on, of the row that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub name: &'a str,
    pub weight: Points,
    pub target: Option<&'a Quantity>,
    /// Tiers whose words are known, so that a text which names one of them means all its words.
    pub tiers: &'a [Tier],
}

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing of points: a definition, or questions to be asked.
    Silent,
    Rule(RuleText),
    Refused(Refusal),
}

/// A rule as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    pub rule: Rule,
    /// The unit of its bounds and steps, as a quantity has it; empty where it names none.
    pub unit: String,
    /// Whether it is the rule of a deviation and says nothing of one below nought.
    pub unsigned: bool,
    pub choices: Vec<Choice>,
    /// In canonical words, with the choices that were made.
    pub restated: Arc<Fact>,
}

/// A text that is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// At least one reason.
    pub why: Vec<Why>,
    /// The rule that it would be, were it not for the contradiction; to show what it would give.
    pub would_be: Option<RuleText>,
}

impl Refusal {
    /// Whether the text leaves points to whoever scores.
    pub fn is_discretion(&self) -> bool {
        self.why.iter().any(|why| matches!(why, Why::Discretion { .. }))
    }
}

/// What a text leaves open and convention decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Two bands claim their common edge: it belongs to the one that gives more.
    SharedEdge { at: Fraction, percent: bool },
    /// Part of a step counts in proportion.
    LinearSteps,
    /// `每低1%` of a rate means a percentage point.
    PercentIsPoint,
    /// A percentage beside a number that is no rate is one of the target.
    PercentOfTarget,
    /// `按比例` below a stated threshold means the rate itself, not the rate over the threshold.
    RateItself,
    /// The loss is counted from the target, since the text states no bound.
    FromTarget,
}

/// Why a text is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The most that it gives is not the weight.
    PointsNotWeight { said: Fraction },
    /// It names points of a list that the list does not have, or speaks of another number of them.
    PointsNotListed { said: u32, listed: u32 },
    /// The shares of a list do not add to the weight; the sum is a share of the weight.
    SharesSum { sum: Fraction },
    /// The direction of the text is not that of the target.
    AgainstTarget,
    /// Its points go up and down again.
    NotOrdered,
    /// It states two rules.
    TwoRules,
    /// It speaks of two figures.
    TwoSubjects { one: String, two: String },
    /// Nothing is said of the numbers between two bounds; fractions of 1 where `percent`.
    Hole { below: Fraction, above: Fraction, percent: bool },
    /// Two bands claim the same numbers.
    Overlap { at: Fraction, percent: bool },
    /// Nothing is said of what lies below, or above, everything that is said.
    NoRest,
    /// It takes no more than so many points, fewer than the weight.
    LossCapped { most: Fraction },
    /// It is left to whoever scores.
    Discretion { words: String },
    /// Words that are not understood.
    NotUnderstood { words: String },
    /// Understood word by word, and no rule as a whole.
    NoWhole,
}

type Read<T> = Result<T, Why>;

/// Reads the rule text of a row.
pub fn read(text: &str, row: Row<'_>) -> Rc<Reading> {
    memory::remembered(text, row, || understood(text, row))
}

fn understood(text: &str, row: Row<'_>) -> Reading {
    let phrases = grammar::phrases(text);
    if !phrases.iter().any(states_points) {
        return match phrases.iter().find_map(spurious).or_else(|| bare_shares(&phrases)) {
            Some(words) => refused(vec![Why::NotUnderstood { words }], None),
            None => Reading::Silent,
        };
    }
    let mut why: Vec<Why> = phrases.iter().filter_map(discretion).collect();
    let phrases: Vec<Phrase> = phrases.into_iter().filter(is_of_weight).collect();
    match compose(&phrases, row) {
        Ok(Composed { text, mut contradictions }) => {
            contradictions.append(&mut why);
            contradictions.extend(stated_weight(&phrases, row));
            if row.target.is_some_and(|target| !target.is_rate() && !text.can_judge(target)) {
                contradictions.push(Why::AgainstTarget);
            }
            if contradictions.is_empty() { Reading::Rule(text) } else { refused(contradictions, Some(text)) }
        }
        Err(fault) => {
            // What is left to discretion hardly ever makes a whole, and that is reason enough.
            if why.is_empty() {
                why.push(fault);
            }
            why.extend(over_weight(&phrases, row));
            refused(why, None)
        }
    }
}

fn refused(why: Vec<Why>, would_be: Option<RuleText>) -> Reading {
    Reading::Refused(Refusal { why, would_be })
}

impl RuleText {
    /// A rule with bounds in a unit, `%` for rates and empty where there is none.
    fn new(rule: Rule, unit: &str, choices: Vec<Choice>, row: Row<'_>) -> Self {
        let words = restate(&rule, &row.weight.fraction(), (!unit.is_empty()).then_some(unit));
        let restated = Fact::List(std::iter::once(words).chain(words::facts(&choices)).collect());
        let unsigned = said::DEVIATIONS.iter().any(|word| row.name.contains(word)) && !speaks_below_nought(&rule);
        Self { rule, unit: unit.to_owned(), unsigned, choices, restated: Arc::new(restated) }
    }

    /// Whether a quantity can be held against its bounds: metres and kilometres, or an amount without its unit, cannot.
    pub fn can_judge(&self, actual: &Quantity) -> bool {
        if self.unsigned && actual.number.as_ref().is_some_and(Fraction::is_negative) {
            return false;
        }
        let of_days = matches!(&self.rule, Rule::Deduction(deduction) if deduction.of == Subject::DaysLate);
        if self.unit.is_empty() || self.unit == "%" || actual.number.is_none() || of_days {
            return true;
        }
        let days = ["天", "日"];
        if days.contains(&self.unit.as_str()) && days.contains(&actual.unit.as_str()) {
            return true;
        }
        Quantity::number("", Fraction::one(), &self.unit).in_one_unit(actual).is_some()
    }

    /// A rule that leaves nothing to choose and names no unit.
    fn plain(rule: Rule, row: Row<'_>) -> Self {
        Self::new(rule, "", Vec::new(), row)
    }
}

/// Whether a bound of the rule lies at nought or below it, so that it says what is given there.
fn speaks_below_nought(rule: &Rule) -> bool {
    let below = |at: &Fraction| at.is_negative() || at.is_zero();
    match rule {
        Rule::Bands { bands, .. } => bands.iter().filter_map(|band| band.from.as_ref()).any(|edge| below(&edge.at)),
        Rule::Met { within: Some(range), .. } => range.from.iter().chain(&range.to).any(|edge| below(&edge.at)),
        Rule::Deduction(deduction) => deduction.full_at.as_ref().is_some_and(below),
        _ => false,
    }
}

/// A rule that was put together, with what in the text contradicts the row.
struct Composed {
    text: RuleText,
    contradictions: Vec<Why>,
}

fn compose(phrases: &[Phrase], row: Row<'_>) -> Read<Composed> {
    if let Some(composed) = tiers::graded(phrases, row) {
        return composed;
    }
    match list::List::of(phrases) {
        Some(list) if list.is_of_branches() => {
            let plain: Vec<Phrase> =
                phrases.iter().filter(|phrase| !matches!(phrase, Phrase::Mark(_))).cloned().collect();
            branches::compose(&plain, row).or_else(|fault| list.compose(row).map_err(|_| fault))
        }
        Some(list) => list.compose(row),
        None => match list::List::named(phrases) {
            Some(list) => list.compose(row),
            None => branches::compose(phrases, row),
        },
    }
}

/// Whether a phrase says how points come about.
fn states_points(phrase: &Phrase) -> bool {
    !matches!(
        phrase,
        Phrase::Words(_)
            | Phrase::Break(_)
            | Phrase::Mark(_)
            | Phrase::Definition { .. }
            | Phrase::If(_)
            | Phrase::Weight(_)
            | Phrase::Most(_)
            | Phrase::MostLost(_)
            | Phrase::Cap
            | Phrase::Floor
            | Phrase::Steps(_)
    )
}

fn is_of_weight(phrase: &Phrase) -> bool {
    !matches!(phrase, Phrase::Definition { .. } | Phrase::Cap | Phrase::Floor | Phrase::Discretion(_))
}

fn discretion(phrase: &Phrase) -> Option<Why> {
    match phrase {
        Phrase::Discretion(words) => Some(Why::Discretion { words: words.clone() }),
        _ => None,
    }
}

/// `满分5分` at a weight of 10.
fn stated_weight(phrases: &[Phrase], row: Row<'_>) -> Option<Why> {
    phrases.iter().find_map(|phrase| match phrase {
        Phrase::Weight(said) | Phrase::Most(said) if *said != row.weight.fraction() => {
            Some(Why::PointsNotWeight { said: said.clone() })
        }
        Phrase::MostLost(most) if *most != row.weight.fraction() => Some(Why::LossCapped { most: most.clone() }),
        _ => None,
    })
}

/// `得10分` at a weight of 8, whatever else is said.
fn over_weight(phrases: &[Phrase], row: Row<'_>) -> Option<Why> {
    let points = phrases.iter().filter_map(|phrase| match phrase {
        Phrase::Give(Give::Amount(Amount::Points(points))) => Some(points),
        _ => None,
    });
    points
        .max()
        .filter(|points| **points > row.weight.fraction())
        .map(|said| Why::PointsNotWeight { said: said.clone() })
}

/// Words that speak of points all the same.
fn spurious(phrase: &Phrase) -> Option<String> {
    match phrase {
        Phrase::Words(words) if speaks_of_points(words) => Some(words.clone()),
        _ => None,
    }
}

/// `①财务制度40%；②业务制度60%`: shares, most likely, that nothing calls so.
fn bare_shares(phrases: &[Phrase]) -> Option<String> {
    let mut shares = phrases.iter().filter_map(|phrase| match phrase {
        Phrase::Words(words) if words.ends_with('%') => Some(words),
        _ => None,
    });
    shares.next()?;
    shares.next().cloned()
}

/// Whether words that no production took speak of points: then the text is not understood.
fn speaks_of_points(words: &str) -> bool {
    const OF_POINTS: [&str; 20] = [
        "扣",
        "不得分",
        "得分",
        "满分",
        "加分",
        "减分",
        "权重",
        "计分",
        "给分",
        "分值",
        "打分",
        "赋分",
        "评分",
        "最高",
        "最多",
        "酌",
        "倍",
        "+",
        "*",
        "按比例",
    ];
    let is_points = |(at, _): (usize, &str)| {
        words[..at].ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c))
            && !words[at..].starts_with("分之")
    };
    OF_POINTS.iter().any(|word| words.contains(word)) || words.match_indices('分').any(is_points)
}

/// Words beside a condition that would change it: a second condition, an exception, an alternative.
fn changes_condition(words: &str) -> bool {
    const CHANGING: [&str; 14] =
        ["且", "并", "同时", "或", "除", "但", "其中", "累计", "连续", "每", "不", "未", "仅", "如有"];
    words.contains(|c: char| "%≤≥<>=*-±".contains(c))
        || said::has_number(words)
        || CHANGING.iter().any(|word| words.contains(word))
}
