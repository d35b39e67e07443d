//! An edition as it is written: a mirror of the TOML file, where every unknown or repeated key is refused.
//!
//! Decimals are strings, so that none passes through a float; a share may also be a fraction such as `"1/3"`. What stands
//! beside the keys is what an editor shows to whoever writes an edition: the JSON schema is made from it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fraction::{Fraction, Rounding};

use super::measure::{Base, Measure};
use super::policies::Missing;
use super::policies::raw::{RawAdjustment, RawPolicies};
use super::rules::{Better, Counting, Direction, Over, Side, Subject};

/// A rubric edition (指标体系): indicators, weights, rules, policies, grades and a rounding.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "Edition")]
pub struct RawRubric {
    /// The word by which the configuration and the tables call it: letters, digits and hyphens. No other edition has it.
    pub id: String,
    /// The full name, printed in the workbooks; a sheet may name the edition by it. No other edition has it.
    pub name: String,
    /// The regulation or report that it follows.
    pub reference: String,
    /// The first day from which it holds, YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    pub effective: String,
    /// What the weights add to.
    pub total: Fraction,
    /// Each indicator is rounded once; the total is the sum of the rounded points, unless policies.total says otherwise.
    pub rounding: Rounding,
    /// The base of the execution rate that is scored and warned about.
    pub base: Base,
    /// The kinds of sheet that it scores when nothing else names an edition. Needs own-rows.
    #[serde(default)]
    pub default_for: Vec<RawSheetKind>,
    /// What happens where a rule has nothing to work on.
    #[serde(default)]
    pub policies: RawPolicies,
    /// From the highest to the lowest, which begins at "0".
    pub grades: Vec<RawGrade>,
    /// The indicators; without own-rows their weights add to the total.
    #[serde(default)]
    pub indicators: Vec<RawIndicator>,
    /// How the weights of a sheet that is scored by its own rows are split over the first level. Needs own-rows.
    #[serde(default)]
    pub groups: Vec<RawGroup>,
    /// Bonus and malus rows, whose points stand outside the weights.
    #[serde(default)]
    pub adjustments: Vec<RawAdjustment>,
    /// The rules for rows that no indicator matches. Left out, such rows are findings.
    pub own_rows: Option<RawDefaults>,
}

/// The kinds of sheet that can be scored by their own rows.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawSheetKind {
    /// 综合评分表
    ScoreTable,
    /// 绩效自评表
    SelfEvaluation,
}

/// A grade from its lower bound, inclusive, up to the next.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGrade {
    /// 优
    pub name: String,
    /// The lower bound in points, which belongs to the grade.
    pub from: Fraction,
}

/// An indicator (三级指标) of the edition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawIndicator {
    /// A11; a row with the code alone and another name does not match.
    #[serde(default)]
    pub code: String,
    /// As the sheets write it.
    pub name: String,
    /// Other names under which sheets speak of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The group under which it is listed (一级指标).
    #[serde(default)]
    pub level1: String,
    /// The group below it (二级指标).
    #[serde(default)]
    pub level2: String,
    /// The most points that it gives, with at most four decimals.
    pub weight: Fraction,
    /// Used where no sheet gives one: "≥80公里", "≥95%", "≤50万元".
    pub target: Option<String>,
    /// Where the actual comes from.
    pub measure: Measure,
    /// How target and actual become points.
    pub rule: RawRule,
    /// What a blank actual gives, in the place of the edition's policy.
    pub blank: Option<Missing>,
    /// The place in the regulation or report.
    #[serde(default)]
    pub reference: String,
    /// Shown beside the points and among the definitions.
    #[serde(default)]
    pub note: String,
    /// Rules that a report states beside the one applied; each is a finding.
    #[serde(default)]
    pub readings: Vec<RawReading>,
}

/// First-level names (一级指标) whose weights add to `weight`, or to `at-least` so much: one of the two is stated.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawGroup {
    /// The first level as sheets write it, without code, weight and spaces: 产出指标.
    pub name: String,
    /// Other names of the same level, or of others that are added to it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What the weights under it add to.
    pub weight: Option<Fraction>,
    /// The least that they add to.
    pub at_least: Option<Fraction>,
}

/// A text that a report states for an indicator and that was not applied.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawReading {
    /// The rule as it stands in the report.
    pub text: String,
    /// Why it is not the one applied.
    pub why_not: String,
}

/// The rules for a sheet's own rows, by their target. They state no points of their own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawDefaults {
    /// For ≥, and for a number without a sign.
    pub at_least: RawRule,
    /// For ≤.
    pub at_most: RawRule,
    /// For =.
    pub equal: RawRule,
    /// For words.
    pub qualitative: RawRule,
}

/// How target and actual become points of the weight w; t is the target, a the actual.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", deny_unknown_fields, rename_all = "kebab-case")]
pub enum RawRule {
    /// w where the condition is met, else 0; the condition is the target where no bound is stated.
    #[serde(rename_all = "kebab-case")]
    Met {
        /// The lower bound, which is met.
        at_least: Option<Fraction>,
        /// The lower bound, which is not met.
        above: Option<Fraction>,
        /// The upper bound, which is met.
        at_most: Option<Fraction>,
        /// The upper bound, which is not met.
        below: Option<Fraction>,
        /// Words that are met beside the target's own.
        #[serde(default)]
        words: Vec<String>,
    },
    /// w × min(1, a ÷ t).
    #[serde(rename_all = "kebab-case")]
    Proportional {
        /// Divides the actual in the place of the target.
        full_at: Option<Fraction>,
        /// Nothing where a ÷ t is below it; a fraction of 1.
        gate: Option<Fraction>,
    },
    /// w × a, where the actual is a rate.
    #[serde(rename_all = "kebab-case")]
    OwnRate {
        /// From here on w; the target where it is left out, else "1".
        full_at: Option<Fraction>,
        /// Nothing below it.
        gate: Option<Fraction>,
    },
    /// w × (a − gate) ÷ (full-at − gate) between the two, nothing below the gate; the actual is a rate.
    #[serde(rename_all = "kebab-case")]
    GatedLinear {
        /// From here on w.
        full_at: Fraction,
        /// Up to here 0.
        gate: Fraction,
    },
    /// w up to the target: for costs.
    Ceiling {
        /// What an actual over the target gives.
        #[serde(default)]
        over: Over,
    },
    /// w less a loss for every step that the actual lies on the wrong side of its bound, not below 0.
    #[serde(rename_all = "kebab-case")]
    Deduction {
        /// What is compared.
        #[serde(default)]
        of: Subject,
        /// The side of the bound that is at fault.
        #[serde(default)]
        side: Side,
        /// The bound; the target where it is left out, or "1" for a completion.
        full_at: Option<Fraction>,
        /// Past this bound nothing is left.
        gate: Option<Fraction>,
        /// In the unit of what is compared: "0.01" for a percentage point.
        step: Fraction,
        /// The loss of a step in points; either this or loss-share.
        loss_points: Option<Fraction>,
        /// The loss of a step as a share of w.
        loss_share: Option<Share>,
        /// How part of a step counts.
        #[serde(default)]
        counting: Counting,
    },
    /// The award of the first band that is reached.
    Bands {
        /// What is compared.
        #[serde(default)]
        of: Subject,
        /// From the highest to the lowest, which begins from "0".
        bands: Vec<RawBand>,
    },
    /// The points ①②③ of a list, each met, in part or not. Goes with the measure evidence. Where neither all-or-nothing nor a
    /// loss nor by-count is stated: w × the shares that are met.
    #[serde(rename_all = "kebab-case")]
    Checklist {
        /// The share of each point; they add to 1.
        shares: Vec<Share>,
        /// Of how many equal requirements each point consists; one each where it is not stated.
        #[serde(default)]
        requirements: Vec<u32>,
        /// w where every point is met, else 0.
        #[serde(default)]
        all_or_nothing: bool,
        /// A loss in points for every fault.
        loss_points: Option<Fraction>,
        /// A loss for every fault as a share of w.
        loss_share: Option<Share>,
        /// Nothing is left from so many faults on.
        zero_at: Option<u32>,
        /// By how many points are met, from the most to the fewest, which is 0.
        #[serde(default)]
        by_count: Vec<RawCount>,
    },
    /// By the words of the actual (定性指标).
    Tiers {
        /// From the best to the worst.
        tiers: Vec<RawTier>,
    },
    /// w where the numbers of the actual go strictly one way, else 0: 0、1、3.
    Series {
        /// The way that they have to go.
        direction: Direction,
    },
    /// w where the actual is better than in the period before, else 0.
    Comparison {
        /// Which of two numbers is the better.
        #[serde(default)]
        better: Better,
        /// The share of w where nothing changed; "0" where it is left out.
        same: Option<Share>,
    },
    /// w × at-same where nothing changed since the period before, from there a gain for every step better, the same loss for
    /// every step worse.
    #[serde(rename_all = "kebab-case")]
    Improvement {
        /// Which of two numbers is the better.
        #[serde(default)]
        better: Better,
        /// The share of w where nothing changed.
        at_same: Share,
        /// In the unit of the actual.
        step: Fraction,
        /// The gain of a step in points; either this or gain-share.
        gain_points: Option<Fraction>,
        /// The gain of a step as a share of w.
        gain_share: Option<Share>,
    },
    /// w × at-average at the mean of the projects in the run that the edition scores, from there a gain for every step better,
    /// the same loss for every step worse.
    #[serde(rename_all = "kebab-case")]
    PeerAverage {
        /// Which of two numbers is the better.
        #[serde(default)]
        better: Better,
        /// The share of w at the mean.
        at_average: Share,
        /// In the unit of the actual.
        step: Fraction,
        /// The gain of a step in points; either this or gain-share.
        gain_points: Option<Fraction>,
        /// The gain of a step as a share of w.
        gain_share: Option<Share>,
    },
    /// w × (a − min) ÷ (max − min) over the projects in the run that the edition scores.
    PeerRange {
        /// Which of two numbers is the better.
        #[serde(default)]
        better: Better,
        /// The extremes lie no further from their mean than this.
        within: Option<Fraction>,
    },
    /// w × a ÷ out-of: a score that somebody else gave.
    #[serde(rename_all = "kebab-case")]
    External {
        /// The most that this score can be: "100".
        out_of: Fraction,
    },
    /// The sum of parts, each with its own measure and rule.
    Parts {
        /// A part is matched with a sheet's row by its name.
        parts: Vec<RawPart>,
    },
    /// The points that an evaluator gave.
    Assessed {},
}

/// The award from a bound up to the band before it, in points or as a share of the weight. The lowest band begins from "0" and
/// takes what lies below it too.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBand {
    /// The lower bound, which belongs to the band.
    pub from: Option<Fraction>,
    /// The lower bound, which belongs to the band below.
    pub above: Option<Fraction>,
    /// The award in points; either this or share.
    pub points: Option<Fraction>,
    /// The award as a share of the weight.
    pub share: Option<Share>,
}

/// The award where so many points of a checklist are met.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCount {
    /// How many.
    pub met: u32,
    /// The award in points; either this or share.
    pub points: Option<Fraction>,
    /// The award as a share of the weight.
    pub share: Option<Share>,
}

/// A level of fulfilment in words. No tier's top is above the floor of the tier before it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTier {
    /// 达成预期指标
    pub name: String,
    /// The actuals that are in it.
    pub words: Vec<String>,
    /// The most that it gives, as a share of the weight.
    pub top: Fraction,
    /// The least that it gives.
    pub floor: Fraction,
}

/// A part has a `weight`, in points, or every part has none and all weigh the same.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RawPart {
    /// As its row in a sheet writes it.
    pub name: String,
    /// In points.
    pub weight: Option<Fraction>,
    /// Where the actual comes from.
    pub measure: Measure,
    /// How target and actual become points.
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
