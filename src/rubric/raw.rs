//! An edition as it is written: a mirror of the TOML file, where every unknown or repeated key is refused.
//!
//! Decimals are strings, so that none passes through a float; a share may also be a fraction such as `"1/3"`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fraction::{Fraction, Rounding};

use super::measure::{Base, Measure};
use super::policies::Missing;
use super::policies::raw::{RawAdjustment, RawPolicies};
use super::rules::{Better, Counting, Direction, Over, Side, Subject};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawRubric {
    pub id: String,
    pub name: String,
    pub reference: String,
    pub effective: String,
    pub total: Fraction,
    pub rounding: Rounding,
    pub base: Base,
    #[serde(default)]
    pub default_for: Vec<RawSheetKind>,
    #[serde(default)]
    pub policies: RawPolicies,
    pub grades: Vec<RawGrade>,
    #[serde(default)]
    pub indicators: Vec<RawIndicator>,
    /// Bonus and malus rows, whose points stand outside the weights.
    #[serde(default)]
    pub adjustments: Vec<RawAdjustment>,
    pub own_rows: Option<RawDefaults>,
}

/// The kinds of sheet that can be scored by their own rows.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawSheetKind {
    ScoreTable,
    SelfEvaluation,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGrade {
    pub name: String,
    pub from: Fraction,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawIndicator {
    #[serde(default)]
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub level1: String,
    #[serde(default)]
    pub level2: String,
    pub weight: Fraction,
    pub target: Option<String>,
    pub measure: Measure,
    pub rule: RawRule,
    /// In the place of the edition's policy.
    pub blank: Option<Missing>,
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub readings: Vec<RawReading>,
}

/// A text that a report states for an indicator and that was not applied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawReading {
    pub text: String,
    pub why_not: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawDefaults {
    pub at_least: RawRule,
    pub at_most: RawRule,
    pub equal: RawRule,
    pub qualitative: RawRule,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", deny_unknown_fields, rename_all = "kebab-case")]
pub enum RawRule {
    #[serde(rename_all = "kebab-case")]
    Met {
        /// Bounds in the place of the target's; `at-least` and `at-most` are inclusive, `above` and `below` are not.
        at_least: Option<Fraction>,
        above: Option<Fraction>,
        at_most: Option<Fraction>,
        below: Option<Fraction>,
        #[serde(default)]
        words: Vec<String>,
    },
    #[serde(rename_all = "kebab-case")]
    Proportional {
        full_at: Option<Fraction>,
        gate: Option<Fraction>,
    },
    #[serde(rename_all = "kebab-case")]
    OwnRate {
        full_at: Option<Fraction>,
        gate: Option<Fraction>,
    },
    #[serde(rename_all = "kebab-case")]
    GatedLinear {
        full_at: Fraction,
        gate: Fraction,
    },
    Ceiling {
        #[serde(default)]
        over: Over,
    },
    #[serde(rename_all = "kebab-case")]
    Deduction {
        #[serde(default)]
        of: Subject,
        #[serde(default)]
        side: Side,
        full_at: Option<Fraction>,
        gate: Option<Fraction>,
        step: Fraction,
        loss_points: Option<Fraction>,
        loss_share: Option<Share>,
        #[serde(default)]
        counting: Counting,
    },
    Bands {
        #[serde(default)]
        of: Subject,
        bands: Vec<RawBand>,
    },
    #[serde(rename_all = "kebab-case")]
    Checklist {
        shares: Vec<Share>,
        /// Of how many equal requirements each point consists; one each where it is not stated.
        #[serde(default)]
        requirements: Vec<u32>,
        #[serde(default)]
        all_or_nothing: bool,
        /// A loss for every fault, with nothing left from `zero_at` faults on.
        loss_points: Option<Fraction>,
        loss_share: Option<Share>,
        zero_at: Option<u32>,
        /// By how many points are met.
        #[serde(default)]
        by_count: Vec<RawCount>,
    },
    Tiers {
        tiers: Vec<RawTier>,
    },
    Series {
        direction: Direction,
    },
    Comparison {
        #[serde(default)]
        better: Better,
        /// The share of the weight where nothing changed.
        same: Option<Share>,
    },
    #[serde(rename_all = "kebab-case")]
    Improvement {
        #[serde(default)]
        better: Better,
        at_same: Share,
        step: Fraction,
        gain_points: Option<Fraction>,
        gain_share: Option<Share>,
    },
    #[serde(rename_all = "kebab-case")]
    PeerAverage {
        #[serde(default)]
        better: Better,
        at_average: Share,
        step: Fraction,
        gain_points: Option<Fraction>,
        gain_share: Option<Share>,
    },
    PeerRange {
        #[serde(default)]
        better: Better,
        within: Option<Fraction>,
    },
    #[serde(rename_all = "kebab-case")]
    External {
        out_of: Fraction,
    },
    Parts {
        parts: Vec<RawPart>,
    },
    Assessed {},
}

/// From `from` on, or from everything `above`; the lowest band begins at `"0"` and takes what lies below it too.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBand {
    pub from: Option<Fraction>,
    pub above: Option<Fraction>,
    pub points: Option<Fraction>,
    pub share: Option<Share>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCount {
    pub met: u32,
    pub points: Option<Fraction>,
    pub share: Option<Share>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTier {
    pub name: String,
    pub words: Vec<String>,
    pub top: Fraction,
    pub floor: Fraction,
}

/// A part has a `weight`, in points, or every part has none and all weigh the same.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPart {
    pub name: String,
    pub weight: Option<Fraction>,
    pub measure: Measure,
    pub rule: RawRule,
}

/// A share of a weight: `"0.4"` or `"1/3"`.
#[derive(Clone, Debug, JsonSchema)]
pub struct Share(#[schemars(with = "String", regex(pattern = r"^\d+(\.\d+)?(/\d+(\.\d+)?)?$"))] pub Fraction);

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let share = match text.split_once('/') {
            Some((part, whole)) => {
                let whole = Fraction::parse_decimal(whole.trim());
                Fraction::parse_decimal(part.trim()).zip(whole).and_then(|(part, whole)| part.checked_div(&whole))
            }
            None => Fraction::parse_decimal(&text),
        };
        share.map(Self).ok_or_else(|| serde::de::Error::custom(format!("not a share: \"{text}\"")))
    }
}
