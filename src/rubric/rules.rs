//! The kinds of rule: how a target and an actual become points of a weight.
//!
//! Every number in a rule was checked when its edition was loaded: shares lie in 0..=1, bands have no holes, steps
//! are positive.

use crate::fraction::Fraction;
use crate::points::Points;

use super::measure::Measure;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Full when the target is met, else nothing. Words are met when they are the target's own or one of `words`.
    Met { words: Vec<String> },
    /// `weight × min(1, actual / target)` (财预〔2020〕10号).
    Proportional,
    /// Full at the target, below it `weight × actual`, where the actual is a rate; nothing below the gate.
    OwnRate { full_at: Option<Fraction>, gate: Option<Fraction> },
    /// Full up to the target, nothing above it: for costs.
    Ceiling,
    /// A loss for every step that the actual falls short of the target, not below 0.
    Deduction { step: Fraction, loss: Loss, counting: Counting },
    /// From the highest bound to the lowest, which is 0; a bound is inclusive.
    Bands(Vec<Band>),
    /// Shares of the weight for the points ①②③…; with `all_or_nothing` a single point missed costs the whole.
    Checklist { shares: Vec<Fraction>, all_or_nothing: bool },
    /// From the best to the worst.
    Tiers(Vec<Tier>),
    /// A sum of parts whose weights add to the indicator's.
    Parts(Vec<Part>),
    /// Points given by an evaluator, with a reason for every deduction.
    Assessed,
}

impl Rule {
    /// The name of the kind, as editions and tables write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Met { .. } => "met",
            Self::Proportional => "proportional",
            Self::OwnRate { .. } => "own-rate",
            Self::Ceiling => "ceiling",
            Self::Deduction { .. } => "deduction",
            Self::Bands(_) => "bands",
            Self::Checklist { .. } => "checklist",
            Self::Tiers(_) => "tiers",
            Self::Parts(_) => "parts",
            Self::Assessed => "assessed",
        }
    }
}

/// What a step costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    Points(Fraction),
    /// A share of the weight.
    Share(Fraction),
}

/// How part of a step counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    Linear,
    Whole,
    Begun,
}

/// Points from a bound, inclusive, up to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    pub from: Fraction,
    pub points: Fraction,
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
    pub weight: Points,
    pub measure: Measure,
    pub rule: Rule,
}
