//! A rubric (指标体系) is what a project is scored by: indicators, weights, rules, policies, grade bands, rounding.
//!
//! An edition is a rubric with a date and a legal reference, written as a TOML file. [`raw`] mirrors the file,
//! [`load`] turns it into the types here, which are correct by construction, so that scoring cannot fail on them.

pub mod editions;
pub mod groups;
pub mod load;
pub mod measure;
pub mod policies;
pub mod raw;
pub mod restate;
pub mod rules;
pub mod schema;
pub mod text;

use std::sync::Arc;

use crate::finding::Fact;
use crate::fraction::{Fraction, Rounding};
use crate::points::Points;
use crate::quantity::{Quantity, Sense};
use crate::recognise::tables::SheetKind;

pub use policies::{Missing, Policies};

use groups::Group;
use measure::{Base, Measure};
use rules::Rule;

/// An edition as it was understood.
#[derive(Clone, Debug)]
pub struct Rubric {
    pub id: String,
    pub name: String,
    /// The regulation or report that it follows.
    pub reference: String,
    /// The first day from which it holds, a real day as `YYYY-MM-DD`.
    pub effective: String,
    /// What the weights add to.
    pub total: Points,
    /// The rounding of every indicator.
    pub rounding: Rounding,
    /// The base of the execution rate that is scored and warned about.
    pub base: Base,
    pub policies: Policies,
    /// From the highest bound to the lowest, which is 0.
    pub grades: Vec<Grade>,
    pub indicators: Vec<Indicator>,
    /// How the weights of a sheet that is scored by its own rows are split over the first level; empty where any split will
    /// do.
    pub groups: Vec<Group>,
    /// The rules for rows that no entry of `indicators` matches; `None` where such rows are not scored.
    pub own_rows: Option<Defaults>,
    /// The kinds of sheet whose rows this edition scores when nothing else names an edition.
    pub default_for: Vec<SheetKind>,
}

impl Rubric {
    /// The grade of a total: the first band whose lower bound it reaches.
    pub fn grade(&self, points: Points) -> Option<&str> {
        self.grades.iter().find(|grade| points >= grade.from).map(|grade| grade.name.as_str())
    }
}

/// A grade from its lower bound, inclusive, up to the next.
#[derive(Clone, Debug)]
pub struct Grade {
    pub name: String,
    pub from: Points,
}

/// An indicator of an edition.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub code: String,
    pub name: String,
    /// Other names under which sheets speak of it.
    pub aliases: Vec<String>,
    pub level1: String,
    pub level2: String,
    pub weight: Points,
    /// The target where the sheet gives none.
    pub target: Option<Quantity>,
    pub measure: Measure,
    pub rule: Rule,
    /// The rule in canonical words, at the weight above.
    pub restated: Arc<Fact>,
    /// What a blank actual gives, in the place of the edition's policy.
    pub blank: Option<Missing>,
    pub reference: String,
    /// Why this rule is the one applied, where a report states more than one.
    pub note: String,
    pub readings: Vec<Reading>,
}

/// Another rule that a report states for an indicator and that was not applied.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The rule as it stands in the report.
    pub text: String,
    pub why_not: String,
}

/// The rules for a sheet's own rows, by the sense of their target.
#[derive(Clone, Debug)]
pub struct Defaults {
    pub at_least: Rule,
    pub at_most: Rule,
    pub equal: Rule,
    pub qualitative: Rule,
}

impl Defaults {
    /// The rule for a target; one without a direction is a thing to be reached.
    pub fn rule_for(&self, target: &Quantity) -> &Rule {
        match (&target.number, target.sense) {
            (None, _) => &self.qualitative,
            (Some(_), Some(Sense::AtMost)) => &self.at_most,
            (Some(_), Some(Sense::Equal)) => &self.equal,
            (Some(_), Some(Sense::AtLeast) | None) => &self.at_least,
        }
    }
}

/// A share of a weight from its parts, checked on loading to lie in 0..=1.
pub fn is_share(value: &Fraction) -> bool {
    !value.is_negative() && *value <= Fraction::one()
}
