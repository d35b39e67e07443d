//! An edition as it is written: a mirror of the TOML file, where every unknown or repeated key is refused.
//!
//! Decimals are strings, so that none passes through a float; a share may also be a fraction such as `"1/3"`.

use serde::Deserialize;

use crate::fraction::{Fraction, Rounding};

use super::Missing;
use super::measure::{Base, Measure};
use super::rules::Counting;

#[derive(Debug, Deserialize)]
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
    pub own_rows: Option<RawDefaults>,
}

/// The kinds of sheet that can be scored by their own rows.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RawSheetKind {
    ScoreTable,
    SelfEvaluation,
}

/// Policies that an edition does not state follow the national practice that `DECISIONS.md` records.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPolicies {
    pub no_budget: Option<Missing>,
    pub blank: Option<Missing>,
    pub computed_may_exceed_claimed: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawGrade {
    pub name: String,
    pub from: Fraction,
}

#[derive(Debug, Deserialize)]
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
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub readings: Vec<RawReading>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawReading {
    pub text: String,
    pub why_not: String,
    pub rule: Option<RawRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawDefaults {
    pub at_least: RawRule,
    pub at_most: RawRule,
    pub equal: RawRule,
    pub qualitative: RawRule,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", deny_unknown_fields, rename_all = "kebab-case")]
pub enum RawRule {
    Met {
        #[serde(default)]
        words: Vec<String>,
    },
    Proportional {},
    #[serde(rename_all = "kebab-case")]
    OwnRate {
        full_at: Option<Fraction>,
        gate: Option<Fraction>,
    },
    Ceiling {},
    #[serde(rename_all = "kebab-case")]
    Deduction {
        step: Fraction,
        loss_points: Option<Fraction>,
        loss_share: Option<Fraction>,
        #[serde(default = "linear")]
        counting: Counting,
    },
    Bands {
        bands: Vec<RawBand>,
    },
    #[serde(rename_all = "kebab-case")]
    Checklist {
        shares: Vec<Share>,
        #[serde(default)]
        all_or_nothing: bool,
    },
    Tiers {
        tiers: Vec<RawTier>,
    },
    Parts {
        parts: Vec<RawPart>,
    },
    Assessed {},
}

fn linear() -> Counting {
    Counting::Linear
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBand {
    pub from: Fraction,
    pub points: Fraction,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTier {
    pub name: String,
    pub words: Vec<String>,
    pub top: Fraction,
    pub floor: Fraction,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPart {
    pub name: String,
    pub weight: Fraction,
    pub measure: Measure,
    pub rule: RawRule,
}

/// A share of a weight: `"0.4"` or `"1/3"`.
#[derive(Clone, Debug)]
pub struct Share(pub Fraction);

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
