//! What bands and deductions look at: the actual in its own unit, its share of the target, or the days that it came late.

use crate::fraction::Fraction;
use crate::quantity::{Quantity, YearDay};
use crate::recognise::cell::squeezed;
use crate::rubric::rules::Subject;

use super::account::{Unit, not_numbers, units_differ, unknown};
use super::{Inputs, Outcome, zero_target};

/// A number in the unit in which its bounds are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub number: Fraction,
    pub unit: Unit,
}

/// Why there is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    NoNumber,
    UnitsDiffer,
    NoDay,
    NegativeTarget,
    ZeroTarget,
}

impl Unseen {
    pub fn outcome(self, inputs: Inputs<'_>) -> Outcome {
        match self {
            Self::NoNumber => not_numbers(inputs),
            Self::UnitsDiffer => units_differ(inputs),
            Self::NoDay => unknown("basis-no-day", inputs),
            Self::NegativeTarget => unknown("basis-negative-target", inputs),
            Self::ZeroTarget => zero_target::evaluate(inputs),
        }
    }
}

/// The message that names a subject.
pub fn term(of: Subject) -> &'static str {
    match of {
        Subject::Actual => "term-subject-actual",
        Subject::Completion => "term-subject-completion",
        Subject::DaysLate => "term-subject-days-late",
    }
}

/// The number that a rule with these bounds looks at.
pub fn see(of: Subject, bounds: &[&Fraction], inputs: Inputs<'_>) -> Result<Seen, Unseen> {
    match of {
        Subject::Actual => actual(bounds, inputs),
        Subject::Completion => completion(inputs),
        Subject::DaysLate => days_late(inputs),
    }
}

/// The actual over the target, both of one kind.
pub fn completion(inputs: Inputs<'_>) -> Result<Seen, Unseen> {
    let (target, actual) = inputs.target.zip(inputs.actual).ok_or(Unseen::NoNumber)?;
    let (target, actual) = target.in_one_unit(actual).ok_or(Unseen::NoNumber)?;
    if target.is_negative() {
        // A share of a fall means nothing.
        return Err(Unseen::NegativeTarget);
    }
    let number = actual.checked_div(&target).ok_or(Unseen::ZeroTarget)?;
    Ok(Seen { number, unit: Unit::Share })
}

/// Bounds up to 1 are rates where the actual can be one; a count and an amount are compared with bounds in their own unit, and
/// with a rate never.
fn actual(bounds: &[&Fraction], inputs: Inputs<'_>) -> Result<Seen, Unseen> {
    let actual = inputs.actual.ok_or(Unseen::NoNumber)?;
    let number = actual.number.clone().ok_or(Unseen::NoNumber)?;
    let up_to = |most: i64| bounds.iter().all(|bound| **bound <= Fraction::from(most));
    let has_rate = bounds.iter().any(|bound| is_proper_fraction(bound));
    if actual.is_rate() {
        return if up_to(2) { Ok(Seen { number, unit: Unit::Share }) } else { Err(Unseen::UnitsDiffer) };
    }
    let counts = |target: &Quantity| target.number.is_some() && !target.is_rate() && !target.is_bare();
    let is_counted = !actual.is_bare() || inputs.target.is_some_and(counts);
    if is_counted && has_rate {
        return Err(Unseen::UnitsDiffer);
    }
    let beside_rate = inputs.target.is_some_and(Quantity::is_rate);
    match actual.share().filter(|_| !is_counted && (up_to(1) || beside_rate && up_to(2))) {
        Some(number) => Ok(Seen { number, unit: Unit::Share }),
        None => {
            let stated = if actual.is_bare() { inputs.target.map(|target| &target.unit) } else { None };
            Ok(Seen { number, unit: Unit::Of(stated.unwrap_or(&actual.unit).clone()) })
        }
    }
}

/// Whether a bound can only be a rate.
pub fn is_proper_fraction(bound: &Fraction) -> bool {
    !bound.is_integer() && bound.abs() < Fraction::one()
}

fn days_late(inputs: Inputs<'_>) -> Result<Seen, Unseen> {
    if let Some(late) = inputs.actual.and_then(|actual| said_late(&actual.text)) {
        return Ok(Seen { number: late, unit: Unit::Days });
    }
    let (deadline, day) = days(inputs).ok_or(Unseen::NoDay)?;
    // Of a month alone no more is known than that it was before the deadline's, or not.
    if inputs.actual.is_some_and(|actual| actual.text.ends_with('月')) {
        let before = day.first_of_month().days_after(deadline.first_of_month(), inputs.year).ok_or(Unseen::NoDay)? < 0;
        return if before { Ok(Seen { number: Fraction::zero(), unit: Unit::Days }) } else { Err(Unseen::NoDay) };
    }
    let late = day.days_after(deadline, inputs.year).ok_or(Unseen::NoDay)?;
    Ok(Seen { number: Fraction::from(late.max(0)), unit: Unit::Days })
}

/// `逾期3天`, `延迟0天`
fn said_late(text: &str) -> Option<Fraction> {
    let text = squeezed(text);
    let late = ["逾期", "延迟", "延期", "推迟", "滞后", "晚"].iter().find_map(|word| text.strip_prefix(word))?;
    Fraction::parse_decimal(late.strip_suffix(['天', '日'])?)
}

/// Whether something was reached by its deadline; `None` where one of both is no day.
pub fn is_in_time(inputs: Inputs<'_>) -> Option<bool> {
    let (deadline, day) = days(inputs)?;
    let late = day.days_after(deadline, inputs.year);
    Some(late.map_or_else(|| day.is_by(deadline), |late| late <= 0))
}

fn days(inputs: Inputs<'_>) -> Option<(YearDay, YearDay)> {
    inputs.target?.day.zip(inputs.actual?.day)
}
