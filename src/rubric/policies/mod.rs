//! Policies: what an edition states beside its rules, for whatever no rule decides.
//!
//! They hold in this order: the rules of a project's own figures, with zero targets and over-completion; rules that look at other
//! projects or at the year before; weights that are shared out among the rest; the total; bonus and malus; the blend with the
//! claimed total; vetoes; the grade.

pub(super) mod load;
pub mod raw;

use schemars::JsonSchema;
use serde::Deserialize;
use strum::{AsRefStr, EnumIter};

use crate::fraction::{Fraction, Rounding};
use crate::points::Points;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policies {
    /// The points of an execution or funding rate without a budget.
    pub no_budget: Missing,
    /// The points of an indicator whose actual is blank; an indicator may state its own.
    pub blank: Missing,
    /// Whether computed points may exceed the claimed ones.
    pub computed_may_exceed_claimed: bool,
    pub zero_target: ZeroTarget,
    /// `None` where more than the target is never a doubt.
    pub over_completion: Option<OverCompletion>,
    pub total: Total,
    pub blend: Option<Blend>,
    pub adjustments: Adjustments,
    pub vetoes: Vec<Veto>,
}

/// National practice, as `DECISIONS.md` records it.
impl Default for Policies {
    fn default() -> Self {
        Self {
            no_budget: Missing::Zero,
            blank: Missing::Zero,
            computed_may_exceed_claimed: true,
            zero_target: ZeroTarget::default(),
            over_completion: None,
            total: Total::default(),
            blend: None,
            adjustments: Adjustments::default(),
            vetoes: Vec::new(),
        }
    }
}

/// The points of an indicator that cannot be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, AsRefStr, EnumIter)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Missing {
    /// The weight.
    Full,
    /// Nothing.
    Zero,
    /// The weight is shared out among the rest in proportion to their weights, which is the points rate of the rest:
    /// `w × Σ points ÷ Σ weights`.
    ShareOut,
}

/// What a target of nought gives where points depend on a share of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, AsRefStr, EnumIter)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ZeroTarget {
    /// Full up to nought, else nothing; a target of at least nought is met from nought on.
    #[default]
    MetByZero,
    /// The weight, whatever was reached.
    Full,
    /// No points can be computed.
    NotAssessable,
}

/// An actual far above its target, in rules that compare it with the target: not with a ceiling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverCompletion {
    /// The share of the target up to which more is no doubt; at least 1.
    pub limit: Fraction,
    pub then: Excess,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, AsRefStr, EnumIter)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Excess {
    /// Full points and a finding.
    Flag,
    /// `w × max(0, 1 − (a / t − limit))`.
    ReducePastLimit,
    /// `w × max(0, 1 − (a − t) / t)`: by the deviation (偏离度) of which 财预〔2020〕10号 speaks.
    ReduceByDeviation,
}

/// How the points of the indicators make the total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub of: TotalOf,
    /// Of the total itself; the edition's own where exact points are added, none where printed ones are.
    pub rounding: Option<Rounding>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, AsRefStr, EnumIter)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum TotalOf {
    /// The points as they are printed, after each indicator's rounding.
    #[default]
    Printed,
    /// The points before any rounding.
    Exact,
}

/// The total is `claimed × the unit's claimed total + assessed × the scored one`; the shares add to 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blend {
    pub claimed: Fraction,
    pub assessed: Fraction,
}

/// Points outside the weights, given in rows of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjustments {
    pub items: Vec<Adjustment>,
    /// The most that bonus rows add, and that malus rows take; no cap where `None`.
    pub bonus_most: Option<Points>,
    pub malus_most: Option<Points>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: AdjustmentKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, AsRefStr, EnumIter)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum AdjustmentKind {
    Bonus,
    Malus,
}

/// A stated fact that caps the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Veto {
    /// The name of the row that states it.
    pub indicator: String,
    /// What the row's actual says where it holds.
    pub words: Vec<String>,
    pub cap: Cap,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cap {
    Total(Points),
    /// The best grade that is left, by its name.
    Grade(String),
}
