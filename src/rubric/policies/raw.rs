//! Policies as they are written in an edition.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fraction::{Fraction, RoundingMode};

use super::{AdjustmentKind, Excess, Missing, TotalOf, ZeroTarget};

/// Policies that an edition does not state follow the national practice that `DECISIONS.md` records.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPolicies {
    pub no_budget: Option<Missing>,
    pub blank: Option<Missing>,
    pub computed_may_exceed_claimed: Option<bool>,
    pub zero_target: Option<ZeroTarget>,
    pub over_completion: Option<RawOverCompletion>,
    pub total: Option<RawTotal>,
    pub blend: Option<RawBlend>,
    pub bonus_most: Option<Fraction>,
    pub malus_most: Option<Fraction>,
    #[serde(default)]
    pub vetoes: Vec<RawVeto>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOverCompletion {
    pub limit: Fraction,
    pub then: Excess,
}

/// Rounding of its own has both `places` and `mode`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTotal {
    pub of: TotalOf,
    pub places: Option<u32>,
    pub mode: Option<RoundingMode>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBlend {
    pub claimed: Fraction,
    pub assessed: Fraction,
}

/// Either `total-at-most` or `grade-at-most`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawVeto {
    pub indicator: String,
    pub words: Vec<String>,
    pub total_at_most: Option<Fraction>,
    pub grade_at_most: Option<String>,
}

/// A row whose points stand outside the weights.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAdjustment {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub kind: AdjustmentKind,
}
