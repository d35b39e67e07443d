//! The kinds of rule: how a target and an actual become points of a weight.
//!
//! Every number in a rule was checked when its edition was loaded or its text was read: shares lie in 0..=1, bands have
//! no holes, steps are positive. In the formulas w is the weight, t the target and a the actual.

use schemars::JsonSchema;
use serde::Deserialize;
use strum::{AsRefStr, VariantNames};

use crate::fraction::Fraction;

use super::measure::Measure;

#[derive(Clone, Debug, PartialEq, Eq, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Rule {
    /// Full when the condition is met, else nothing; the condition is the target where none is stated. Words are met when
    /// they are the target's own or one of `words`.
    Met { within: Option<Range>, words: Vec<String> },
    /// `w × min(1, a / t)` (财预〔2020〕10号), or over `full_at` in the place of the target; nothing where `a / t` is below
    /// the gate.
    Proportional { full_at: Option<Fraction>, gate: Option<Fraction> },
    /// Full from `full_at` on (the target, else 1), below it `w × a`, where the actual is a rate; nothing below the gate.
    OwnRate { full_at: Option<Fraction>, gate: Option<Fraction> },
    /// `w × (a - gate) / (full_at - gate)` between the two, nothing below the gate (财预〔2021〕101号); the actual is a rate.
    GatedLinear { full_at: Fraction, gate: Fraction },
    /// Full up to the target, over it what `over` says: for costs.
    Ceiling { over: Over },
    /// A loss for every step that the actual lies on the wrong side of its bound, not below 0.
    Deduction(Deduction),
    /// From the highest to the lowest, which has no lower bound.
    Bands { of: Subject, bands: Vec<Band> },
    /// The points ①②③… of a list, each met, in part or not.
    Checklist { points: Vec<CheckPoint>, award: Award },
    /// From the best to the worst.
    Tiers(Vec<Tier>),
    /// Full where the numbers of the actual go strictly one way, else nothing: `0、1、3`.
    Series { direction: Direction },
    /// Full where the actual is better than in the period before, `same` of the weight where it is equal, else nothing.
    Comparison { better: Better, same: Fraction },
    /// Gains or losses against the period before: `w × at_same` where nothing changed, from there `gain` for every step
    /// better or worse, within 0 and w.
    Improvement { better: Better, at_same: Fraction, step: Fraction, gain: Amount },
    /// `w × at_average` at the mean of the projects in the run that the edition scores, from there `gain` for every step
    /// better or worse, within 0 and w.
    PeerAverage { better: Better, at_average: Fraction, step: Fraction, gain: Amount },
    /// `w × (a - min) / (max - min)` over the projects in the run that the edition scores; the extremes lie no further from
    /// their mean than `within`, where it is stated.
    PeerRange { better: Better, within: Option<Fraction> },
    /// `w × a / out_of`: a score that somebody else gave.
    External { out_of: Fraction },
    /// A sum of parts whose shares add to 1.
    Parts(Vec<Part>),
    /// Points given by an evaluator, with a reason for every deduction.
    Assessed,
}

impl Rule {
    /// The name of the kind, as editions and tables write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Met { .. } => "met",
            Self::Proportional { .. } => "proportional",
            Self::OwnRate { .. } => "own-rate",
            Self::GatedLinear { .. } => "gated-linear",
            Self::Ceiling { .. } => "ceiling",
            Self::Deduction(_) => "deduction",
            Self::Bands { .. } => "bands",
            Self::Checklist { .. } => "checklist",
            Self::Tiers(_) => "tiers",
            Self::Series { .. } => "series",
            Self::Comparison { .. } => "comparison",
            Self::Improvement { .. } => "improvement",
            Self::PeerAverage { .. } => "peer-average",
            Self::PeerRange { .. } => "peer-range",
            Self::External { .. } => "external",
            Self::Parts(_) => "parts",
            Self::Assessed => "assessed",
        }
    }

    /// Whether it looks at other projects of the run.
    pub fn needs_peers(&self) -> bool {
        matches!(self, Self::PeerAverage { .. } | Self::PeerRange { .. })
    }

    /// Whether it looks at the period before.
    pub fn needs_previous(&self) -> bool {
        matches!(self, Self::Comparison { .. } | Self::Improvement { .. })
    }
}

/// What is given or taken: points, or a share of the weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    Points(Fraction),
    Share(Fraction),
}

impl Amount {
    /// In points of a weight.
    pub fn of(&self, weight: &Fraction) -> Fraction {
        match self {
            Self::Points(points) => points.clone(),
            Self::Share(share) => share * weight,
        }
    }
}

/// What bands and deductions look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, AsRefStr, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Subject {
    /// The actual itself, in its own unit; a rate is a fraction of 1.
    #[default]
    Actual,
    /// The actual over the target, as a fraction of 1.
    Completion,
    /// The days by which the day of the actual lies after that of the target; 0 where it does not.
    DaysLate,
}

/// A bound of a range or a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub at: Fraction,
    /// Whether the bound itself lies inside: in a band, whether it belongs to this one and not to the band below.
    pub inclusive: bool,
}

impl Edge {
    pub fn inclusive(at: Fraction) -> Self {
        Self { at, inclusive: true }
    }

    pub fn exclusive(at: Fraction) -> Self {
        Self { at, inclusive: false }
    }

    /// Whether a number lies on this edge or above it.
    pub fn is_reached_by(&self, number: &Fraction) -> bool {
        *number > self.at || self.inclusive && *number == self.at
    }

    /// Whether a number lies on this edge or below it.
    pub fn is_kept_by(&self, number: &Fraction) -> bool {
        *number < self.at || self.inclusive && *number == self.at
    }
}

/// Numbers between two bounds, of which at least one is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    pub from: Option<Edge>,
    pub to: Option<Edge>,
}

impl Range {
    pub fn holds(&self, number: &Fraction) -> bool {
        self.from.as_ref().is_none_or(|from| from.is_reached_by(number))
            && self.to.as_ref().is_none_or(|to| to.is_kept_by(number))
    }
}

/// What an actual over its ceiling gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, AsRefStr, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Over {
    /// 0.
    #[default]
    Nothing,
    /// `w × t / a`.
    Ratio,
    /// `w × (1 - (a - t) / t)`, which is nothing from the double on.
    LinearToDouble,
}

/// `w − loss × distance / step`: the distance is that from the bound, counted on the side that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deduction {
    pub of: Subject,
    pub side: Side,
    /// The bound, from which on the points are full; where it is not stated the target, or 1 for a completion.
    pub full_at: Option<Fraction>,
    /// Past this bound nothing is left; the bound itself still counts by its distance.
    pub gate: Option<Fraction>,
    /// In the unit of the subject; above 0.
    pub step: Fraction,
    pub loss: Amount,
    pub counting: Counting,
}

/// The side of the bound that is at fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, AsRefStr, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Side {
    #[default]
    Short,
    Over,
    Either,
}

/// How part of a step counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, AsRefStr, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Counting {
    #[default]
    Linear,
    Whole,
    Begun,
}

/// An award from a bound up to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// `None` in the lowest band alone.
    pub from: Option<Edge>,
    pub award: Amount,
}

/// A point of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckPoint {
    /// Of the weight; the shares of a list add to 1.
    pub share: Fraction,
    /// Of how many equal requirements it consists; what meets some of them has their part of the share.
    pub requirements: u32,
}

/// What the points of a checklist give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Award {
    /// The shares that are met, in part or whole.
    Sum,
    /// The weight where every point is met, else nothing.
    All,
    /// A loss for every fault, or for every point that is not met where faults are not counted; nothing from so many faults
    /// on.
    PerFault { loss: Amount, zero_at: Option<u32> },
    /// By how many points are met, from the most to the fewest, which is 0.
    ByCount(Vec<(u32, Amount)>),
}

/// The way that a series has to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, AsRefStr, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Direction {
    Rising,
    Falling,
}

/// Which of two numbers is the better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, AsRefStr, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Better {
    #[default]
    Higher,
    Lower,
}

/// A level of fulfilment in words, giving between `floor` and `top` of the weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    pub name: String,
    pub words: Vec<String>,
    pub top: Fraction,
    pub floor: Fraction,
}

/// A part of an indicator, matched with a sheet's row by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    /// Of the indicator's weight; a share or points.
    pub share: Fraction,
    pub measure: Measure,
    pub rule: Rule,
}
