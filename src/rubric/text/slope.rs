//! Slopes: points that move with the figure, in proportion, by a formula or by a loss for every step, from a bound at which
//! they are full down to a gate past which nothing is left.

use crate::fraction::Fraction;
use crate::quantity::{Quantity, Sense};
use crate::rubric::rules::{Amount, Counting, Deduction, Over, Rule, Side, Subject};

use super::phrase::{Bound, Bounds, Formula, Give, Lose, Unit};
use super::{Choice, Read, Row, Why};

/// A slope as a text states it.
pub struct Slope<'a> {
    pub row: Row<'a>,
    /// The name of the figure, where the text gives one.
    pub subject: Option<&'a str>,
    pub steps: Option<Counting>,
    /// From here on the points are full; `None` where the text says the target, or nothing.
    pub full_at: Option<Fraction>,
    /// Past this bound nothing is left.
    pub gate: Option<Fraction>,
    /// Whether the text says that points are full at the target.
    pub full_at_target: bool,
}

impl Slope<'_> {
    /// `按比例计分` below the bound.
    pub fn proportion(&self, of: Subject, unit: Option<&Unit>, choices: &mut Vec<Choice>) -> Read<Rule> {
        let gate = self.gate.clone();
        let of_rate = of == Subject::Actual && unit.is_none_or(Unit::is_percent);
        match (&self.full_at, of) {
            (None, _) => Ok(Rule::Proportional { full_at: None, gate }),
            (Some(at), Subject::Completion) if *at == Fraction::one() => Ok(Rule::Proportional { full_at: None, gate }),
            (Some(at), Subject::Actual) if of_rate => {
                if *at != Fraction::one() {
                    choices.push(Choice::RateItself);
                }
                Ok(Rule::OwnRate { full_at: Some(at.clone()), gate })
            }
            (Some(at), Subject::Actual) if gate.is_none() => {
                Ok(Rule::Proportional { full_at: Some(at.clone()), gate: None })
            }
            _ => Err(Why::NoWhole),
        }
    }

    pub fn formula(&self, formula: &Formula, choices: &mut Vec<Choice>) -> Read<Rule> {
        let full_at = self.full_at.as_ref();
        let gate = self.gate.clone();
        let is_whole = full_at.is_none_or(|at| *at == Fraction::one());
        let is_count = is_count(self.row);
        match formula {
            Formula::Ratio if is_whole => Ok(Rule::Proportional { full_at: None, gate }),
            // `完成12个以上得满分；未达到的按完成数/12` says the target once more.
            Formula::Ratio if self.row.target.and_then(|target| target.number.as_ref()) == full_at => {
                Ok(Rule::Proportional { full_at: None, gate })
            }
            Formula::Quotient if is_count && is_whole => Ok(Rule::Proportional { full_at: None, gate }),
            // The quotient is the rate that the indicator is named for.
            Formula::Quotient if is_rate(self.row) => {
                Ok(Rule::OwnRate { full_at: Some(full_at.cloned().unwrap_or_else(Fraction::one)), gate })
            }
            Formula::Inverse if gate.is_none() && full_at.is_none() => Ok(Rule::Ceiling { over: Over::Ratio }),
            Formula::Rate(name) if is_count && is_whole => {
                if !speaks_of_completion(name) {
                    choices.push(Choice::PercentOfTarget);
                }
                Ok(Rule::Proportional { full_at: None, gate })
            }
            Formula::Rate(name) if !is_count => {
                completion_is_clear(Some(name), &self.full_at, self.row)?;
                Ok(Rule::OwnRate { full_at: Some(full_at.cloned().unwrap_or_else(Fraction::one)), gate })
            }
            Formula::RateOver(_, over) if !is_count && full_at.is_none_or(|at| at == over) && gate.is_none() => {
                Ok(Rule::Proportional { full_at: Some(over.clone()), gate: None })
            }
            Formula::RatioOver(over) if gate.is_none() && full_at.is_none_or(|at| at == over) => {
                Ok(Rule::Proportional { full_at: Some(over.clone()), gate: None })
            }
            Formula::Score { out_of } if gate.is_none() && full_at.is_none() => {
                Ok(Rule::External { out_of: out_of.clone() })
            }
            Formula::Deviation if gate.is_none() && full_at.is_none() => Ok(Rule::Deduction(Deduction {
                of: Subject::Completion,
                side: Side::Either,
                full_at: None,
                gate: None,
                step: Fraction::one(),
                loss: Amount::Share(Fraction::one()),
                counting: Counting::Linear,
            })),
            Formula::Linear { gate: own, full } if own < full => {
                let fits = full_at.is_none_or(|at| at == full) && gate.as_ref().is_none_or(|gate| gate == own);
                if fits {
                    Ok(Rule::GatedLinear { full_at: full.clone(), gate: own.clone() })
                } else {
                    Err(Why::NoWhole)
                }
            }
            _ => Err(Why::NoWhole),
        }
    }

    pub fn loss(&self, lose: &Lose, choices: &mut Vec<Choice>) -> Read<Rule> {
        if lose.step.is_zero() {
            return Err(Why::NoWhole);
        }
        if lose.unit.is_of_things() && self.row.target.is_some_and(Quantity::is_rate) {
            return Err(Why::AgainstTarget);
        }
        let counted = self.row.target.filter(|target| target.number.is_some());
        let of = match lose.unit {
            Unit::Days if counted.is_some_and(|target| matches!(target.unit.as_str(), "天" | "日")) => {
                Subject::Actual
            }
            // Days that are late have nothing to do with a rate or a number of things.
            Unit::Days if counted.is_some() => return Err(Why::AgainstTarget),
            Unit::Days if lose.side != Side::Over => return Err(Why::NoWhole),
            Unit::Days => Subject::DaysLate,
            _ => subject_of(&lose.unit, self.row),
        };
        if lose.unit == Unit::Percent {
            let of_target = of == Subject::Completion && !self.subject.is_some_and(speaks_of_completion);
            choices.push(if of_target { Choice::PercentOfTarget } else { Choice::PercentIsPoint });
        }
        let of_whole = lose.unit.is_counted()
            || matches!(&lose.unit, Unit::Other(unit) if unit.is_empty())
            || lose.unit == Unit::Days;
        if self.steps.is_none() && !of_whole {
            choices.push(Choice::LinearSteps);
        }
        let full_at = if of == Subject::DaysLate { None } else { lose.bound.clone().or_else(|| self.full_at.clone()) };
        if full_at.is_none() && !self.full_at_target && of != Subject::DaysLate {
            choices.push(Choice::FromTarget);
        }
        let sense = self.row.target.and_then(|target| target.sense);
        if lose.side == Side::Either && matches!(sense, Some(Sense::AtLeast | Sense::AtMost)) {
            return Err(Why::AgainstTarget);
        }
        if of == Subject::Completion {
            let highest = full_at.clone().or_else(|| Some(Fraction::one()));
            completion_is_meant(self.subject, &highest, self.row)?;
        }
        let wrong_side = full_at.as_ref().zip(self.gate.as_ref()).is_some_and(|(full, gate)| match lose.side {
            Side::Short => gate >= full,
            Side::Over => gate <= full,
            Side::Either => true,
        });
        if wrong_side {
            return Err(Why::NoWhole);
        }
        Ok(Rule::Deduction(Deduction {
            of,
            side: lose.side,
            full_at,
            gate: self.gate.clone(),
            step: lose.step.clone(),
            loss: lose.loss.clone(),
            counting: self.steps.unwrap_or_default(),
        }))
    }

    pub fn give(&self, give: &Give, of: Subject, unit: Option<&Unit>, choices: &mut Vec<Choice>) -> Read<Rule> {
        match give {
            Give::Proportion => self.proportion(of, unit, choices),
            Give::Formula { formula, factor } => {
                if factor.as_ref().is_some_and(|factor| *factor != self.row.weight.fraction()) {
                    return Err(Why::PointsNotWeight { said: factor.clone().unwrap_or_else(Fraction::zero) });
                }
                self.formula(formula, choices)
            }
            _ => Err(Why::NoWhole),
        }
    }
}

/// The bound past which nothing is given, held against the end of the slope: between the two nothing may be left open. Where
/// both claim the bound it belongs to the slope, which gives more.
pub fn gate(
    nothing: Option<&Bounds>,
    end: Option<&Bound>,
    rising: bool,
    choices: &mut Vec<Choice>,
) -> Read<Option<Fraction>> {
    let Some(nothing) = nothing else {
        return match end {
            Some(end) if !end.at.is_zero() => Err(Why::NoRest),
            _ => Ok(None),
        };
    };
    let percent = nothing.unit.is_percent();
    let (edge, beyond) = if rising { (&nothing.to, &nothing.from) } else { (&nothing.from, &nothing.to) };
    let is_open = beyond.as_ref().is_none_or(|beyond| rising && beyond.at.is_zero());
    let Some(edge) = edge.as_ref().filter(|_| is_open) else { return Err(Why::NoWhole) };
    if let Some(end) = end {
        if end.at != edge.at {
            return Err(Why::hole(&end.at, &edge.at, percent));
        }
        if !end.inclusive && end.plain && !edge.inclusive && edge.plain {
            return Err(Why::hole(&edge.at, &edge.at, percent));
        }
    }
    let slope_gives_way = edge.inclusive && edge.plain && end.is_none_or(|end| !(end.inclusive && end.plain));
    if slope_gives_way {
        // That the bound itself gives nothing cannot be said by a gate.
        return Err(Why::NoWhole);
    }
    if edge.inclusive {
        choices.push(Choice::SharedEdge { at: edge.at.clone(), percent });
    }
    Ok(Some(edge.at.clone()))
}

/// Whether the target is a number of things, or money.
pub fn is_count(row: Row<'_>) -> bool {
    let counts = |target: &Quantity| target.number.is_some() && !target.is_rate() && !target.unit.is_empty();
    row.target.is_some_and(counts)
}

/// Whether the indicator is a rate, by its target or its name.
fn is_rate(row: Row<'_>) -> bool {
    row.target.is_some_and(Quantity::is_rate) || row.name.ends_with(['率', '度']) || row.name.ends_with("比例")
}

/// Whether a name speaks of what was done over what was to be done.
pub fn speaks_of_completion(subject: &str) -> bool {
    const COMPLETION: [&str; 6] = ["完成率", "完成比例", "完成程度", "完成度", "达成率", "完成进度"];
    COMPLETION.iter().any(|word| subject.contains(word))
}

/// Beside a target that is a rate below the whole, 完成率 may be the rate itself or the rate over its target. It is the rate where
/// the indicator is called so, or where the bound from which the points are full is the target.
pub fn completion_is_clear(subject: Option<&str>, highest: &Option<Fraction>, row: Row<'_>) -> Read<()> {
    let target = row.target.filter(|target| target.is_rate()).and_then(|target| target.number.as_ref());
    let open = target.is_some_and(|target| *target != Fraction::one() && highest.as_ref() != Some(target));
    let unclear = open && subject.is_some_and(speaks_of_completion) && !speaks_of_completion(row.name);
    if unclear { Err(Why::AgainstTarget) } else { Ok(()) }
}

/// A percentage beside a number of things or an amount is one of the target only where the text speaks of completion, or names no
/// figure and is full near the whole: every other rate (合格率, 超支率, 增长率) is a figure of its own.
pub fn completion_is_meant(subject: Option<&str>, highest: &Option<Fraction>, row: Row<'_>) -> Read<()> {
    let near = Fraction::ratio(1, 2).is_some_and(|half| highest.as_ref().is_some_and(|highest| *highest >= half));
    match subject {
        Some(subject) if speaks_of_completion(subject) || ["完成情况", "完成目标", "完成"].contains(&subject) => {
            Ok(())
        }
        Some(subject) if subject == row.name && near => Ok(()),
        Some(subject) => Err(Why::TwoSubjects { one: row.name.to_owned(), two: subject.to_owned() }),
        None if near => Ok(()),
        None => Err(Why::NoWhole),
    }
}

/// What bounds in a unit are held against: a percentage beside a target that is no rate is one of the target.
pub fn subject_of(unit: &Unit, row: Row<'_>) -> Subject {
    if unit.is_percent() && is_count(row) { Subject::Completion } else { Subject::Actual }
}
