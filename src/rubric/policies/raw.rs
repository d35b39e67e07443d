//! Policies as they are written in an edition.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fraction::{Fraction, RoundingMode};

use super::{AdjustmentKind, Excess, Missing, TotalOf, ZeroTarget};

/// Policies that an edition does not state follow the national practice that `DECISIONS.md` records.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPolicies {
    /// The points of a rate that cannot be computed for want of a budget; "zero" where it is left out.
    pub no_budget: Option<Missing>,
    /// The points of an indicator whose actual is blank and that nobody assessed; "zero" where it is left out.
    pub blank: Option<Missing>,
    /// Whether computed points may exceed the claimed ones; true where it is left out.
    pub computed_may_exceed_claimed: Option<bool>,
    /// What a target of nought asks; "met-by-zero" where it is left out.
    pub zero_target: Option<ZeroTarget>,
    /// What happens to an actual far above its target; nothing where it is left out.
    pub over_completion: Option<RawOverCompletion>,
    /// How the total comes about; the sum of the rounded points where it is left out.
    pub total: Option<RawTotal>,
    /// A blend of the unit's claimed total and the scored one.
    pub blend: Option<RawBlend>,
    /// The most that bonus rows give together; no limit where it is left out.
    pub bonus_most: Option<Fraction>,
    /// The most that malus rows take together; no limit where it is left out.
    pub malus_most: Option<Fraction>,
    /// Facts that cap the total or the grade.
    #[serde(default)]
    pub vetoes: Vec<RawVeto>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOverCompletion {
    /// The actual over the target, as a fraction of 1, past which it is excessive: "1.3".
    pub limit: Fraction,
    /// What becomes of the points past the limit.
    pub then: Excess,
}

/// Rounding of its own has both `places` and `mode`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTotal {
    /// What is added up: the printed points, or the exact ones.
    pub of: TotalOf,
    /// Digits after the point of the total, 0 to 4; together with mode.
    pub places: Option<u32>,
    /// How the total is rounded; together with places.
    pub mode: Option<RoundingMode>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBlend {
    /// The share of the claimed total; both shares add to 1.
    pub claimed: Fraction,
    /// The share of the scored total.
    pub assessed: Fraction,
}

/// Either `total-at-most` or `grade-at-most`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawVeto {
    /// The name of the row that states the fact.
    pub indicator: String,
    /// The actuals of that row with which the veto holds.
    pub words: Vec<String>,
    /// The total is cut to this.
    pub total_at_most: Option<Fraction>,
    /// The grade is no better than this.
    pub grade_at_most: Option<String>,
}

/// A row whose points stand outside the weights.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAdjustment {
    /// As the sheets write it.
    pub name: String,
    /// Other names under which sheets speak of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether its points are added or taken.
    pub kind: AdjustmentKind,
}
