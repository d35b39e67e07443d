//! A target of nought, of which nothing is a share: the edition says what gives the points.

use crate::fraction::Fraction;
use crate::quantity::Sense;
use crate::rubric::policies::ZeroTarget;

use super::account::{gives, not_numbers, numbers, shown, unknown};
use super::{Inputs, Outcome};

pub fn evaluate(inputs: Inputs<'_>) -> Outcome {
    let Some((_, actual)) = numbers(inputs) else { return not_numbers(inputs) };
    let at_least = inputs.target.is_some_and(|target| target.sense == Some(Sense::AtLeast));
    let is_met = match inputs.zero_target {
        ZeroTarget::NotAssessable => return unknown("basis-zero-target-unknown", inputs),
        ZeroTarget::Full => return gives(inputs.weight.clone(), "basis-zero-target-full", shown(inputs), inputs),
        ZeroTarget::MetByZero if at_least => !actual.is_negative(),
        ZeroTarget::MetByZero => *actual <= Fraction::zero(),
    };
    if is_met {
        gives(inputs.weight.clone(), "basis-zero-target-met", shown(inputs), inputs)
    } else {
        gives(Fraction::zero(), "basis-zero-target-not-met", shown(inputs), inputs)
    }
}
