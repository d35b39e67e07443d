//! Rule text beside the rule that is applied: which of the two goes first, what the other would have given, and why it does not
//! count.
//!
//! An edition's own entry goes before the text of a row; the text, where it is understood and fits its row, before the edition's
//! default for the kind of target.

use std::rc::Rc;

use crate::finding::{Code, Fact, Finding};
use crate::fraction::Rounding;
use crate::location::Place;
use crate::measure::actual::Figures;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::IndicatorRow;
use crate::rubric::measure::{Base, Measure};
use crate::rubric::rules::{Counting, Deduction, Rule, Tier};
use crate::rubric::text::{self, Choice, FundFormula, Reading, Row, RuleText, Why};
use crate::rubric::{self, Defaults};

use super::evaluate::{Inputs, evaluate};

/// What the rule text of a row says; `None` without one.
pub fn reading(
    row: &IndicatorRow,
    weight: Points,
    target: Option<&Quantity>,
    defaults: Option<&Defaults>,
) -> Option<Rc<Reading>> {
    let text = row.rule_text.as_ref()?;
    let tiers: &[Tier] = match defaults.map(|defaults| &defaults.qualitative) {
        Some(Rule::Tiers(tiers)) => tiers,
        _ => &[],
    };
    Some(text::read(&text.value, Row { name: &row.name.value, weight, target, tiers }))
}

/// Where the actual of a row without an entry comes from: evidence for a list, a fund rate where the sheet gives its formula and
/// the project has the funds, else the cell.
pub fn measure_of(row: &IndicatorRow, rule: &Rule, figures: &Figures<'_>) -> Measure {
    if matches!(rule, Rule::Checklist { .. }) {
        return Measure::Evidence {};
    }
    if matches!(rule, Rule::Tiers(_) | Rule::Assessed) {
        return Measure::Cell {};
    }
    let texts = row.rule_text.iter().map(|text| text.value.as_str()).chain(row.explanation.as_deref());
    let budget = if figures.project.funds.total.revised.is_some() { Base::Revised } else { Base::Initial };
    let measure = FundFormula::find(&row.name.value, texts).map(|formula| formula.measure(budget));
    let is_known = |measure: &Measure| match measure {
        Measure::ExecutionRate { base: Some(base) } => figures.funds.execution.contains_key(base),
        Measure::FundingRate { base } => figures.funds.funding.contains_key(base),
        _ => false,
    };
    measure.filter(is_known).unwrap_or(Measure::Cell {})
}

/// A text that is not applied, as it was read.
#[derive(Clone)]
pub struct NotApplied<'a> {
    pub indicator: &'a str,
    pub text: &'a str,
    pub place: Option<&'a Place>,
    pub weight: Points,
    /// The rule that is applied, and the points that count.
    pub applied: Fact,
    pub points: Points,
    pub rounding: Rounding,
}

impl NotApplied<'_> {
    /// `would_be` is the rule of the text, where it makes one, with what it is evaluated on.
    pub fn finding(&self, reason: Fact, would_be: Option<(&RuleText, Inputs<'_>)>) -> Finding {
        let would_give = would_be.and_then(|(text, inputs)| would_give(text, inputs, self.rounding));
        let finding = Finding::at(Code::RuleTextNotApplied, self.place.cloned());
        finding
            .with("indicator", self.indicator)
            .with("text", self.text)
            .with("reason", reason)
            .with("applied", self.applied.clone())
            .with("points", self.points)
            .with("other", would_give.unwrap_or(Fact::Term("term-not-computable")))
    }

    /// Reasons of a refusal, one after another.
    pub fn because(&self, why: &[Why]) -> Fact {
        Fact::List(why.iter().map(|why| why.fact(self.weight)).collect())
    }
}

/// The points of a text's rule; where it leaves open how part of a step counts, those of all three ways.
pub fn would_give(text: &RuleText, inputs: Inputs<'_>, rounding: Rounding) -> Option<Fact> {
    let points = |rule: &Rule| {
        let points = Points::rounded(&evaluate(rule, inputs).points?, rounding);
        // With all its decimals, since the three ways stand side by side.
        Some(Fact::Text(points.decimal().to_string()))
    };
    let given = points(&text.rule)?;
    let Rule::Deduction(deduction) = &text.rule else { return Some(given) };
    if !text.choices.contains(&Choice::LinearSteps) {
        return Some(given);
    }
    let counted = |counting| points(&Rule::Deduction(Deduction { counting, ..deduction.clone() }));
    let facts = vec![("linear", given), ("whole", counted(Counting::Whole)?), ("begun", counted(Counting::Begun)?)];
    Some(Fact::Said("would-give-steps", facts))
}

/// The readings of an edition that are of this text, or that stand for a text which the sheet does not give.
pub fn known<'r>(readings: &'r [rubric::Reading], text: &str, reading: Option<&Reading>) -> Vec<&'r rubric::Reading> {
    let states_nothing = matches!(reading, None | Some(Reading::Silent));
    let text = squeezed(text);
    readings.iter().filter(|known| states_nothing || text.contains(&squeezed(&known.text))).collect()
}
