//! A warning (预警) is a level raised by a low execution rate.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use strum::{AsRefStr, EnumIter, EnumString};

use crate::fraction::Fraction;
use crate::period::FiscalYear;
use crate::rate::Rate;

/// The levels, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumString, EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Warning {
    None,
    Yellow,
    Orange,
    Red,
}

/// The rate below which each level is raised, fractions of 1. At the year's end the execution rate is compared; within
/// the year the execution rate over the time progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    pub red_below: Fraction,
    /// `None` where the ladder has no such level.
    pub orange_below: Option<Fraction>,
    pub yellow_below: Fraction,
}

/// A ladder as a configuration writes it: the levels that it names, beside those of the ladder that it stands for.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct LadderKeys {
    /// Red below this rate.
    red_below: Option<Fraction>,
    /// Orange below this rate.
    orange_below: Option<Fraction>,
    /// Yellow below this rate.
    yellow_below: Option<Fraction>,
}

impl LadderKeys {
    fn over(self, ladder: Ladder) -> Ladder {
        Ladder {
            red_below: self.red_below.unwrap_or(ladder.red_below),
            orange_below: self.orange_below.or(ladder.orange_below),
            yellow_below: self.yellow_below.unwrap_or(ladder.yellow_below),
        }
    }
}

impl Ladder {
    /// Red below 60 %, orange below 80 %, yellow below 90 % of the base.
    pub fn year_end() -> Self {
        Self { red_below: hundredths(60), orange_below: Some(hundredths(80)), yellow_below: hundredths(90) }
    }

    /// Red below 60 %, yellow below 80 % of the time progress.
    pub fn in_year() -> Self {
        Self { red_below: hundredths(60), orange_below: None, yellow_below: hundredths(80) }
    }

    /// Whether each level begins where the graver one ends or above it.
    pub fn rises(&self) -> bool {
        let bounds = [Some(&self.red_below), self.orange_below.as_ref(), Some(&self.yellow_below)];
        let bounds: Vec<&Fraction> = bounds.into_iter().flatten().collect();
        bounds.iter().all(|bound| crate::rubric::is_share(bound)) && bounds.is_sorted()
    }

    fn level(&self, share: &Fraction) -> Warning {
        if *share < self.red_below {
            Warning::Red
        } else if self.orange_below.as_ref().is_some_and(|bound| share < bound) {
            Warning::Orange
        } else if *share < self.yellow_below {
            Warning::Yellow
        } else {
            Warning::None
        }
    }
}

/// Both ladders.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "LaddersKeys")]
pub struct Ladders {
    pub year_end: Ladder,
    pub in_year: Ladder,
}

/// Both ladders as a configuration writes them.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LaddersKeys {
    /// Once the fiscal year is over: execution rate.
    year_end: LadderKeys,
    /// Within the fiscal year: execution rate over time progress.
    in_year: LadderKeys,
}

impl From<LaddersKeys> for Ladders {
    fn from(keys: LaddersKeys) -> Self {
        Self { year_end: keys.year_end.over(Ladder::year_end()), in_year: keys.in_year.over(Ladder::in_year()) }
    }
}

impl Default for Ladders {
    fn default() -> Self {
        Self { year_end: Ladder::year_end(), in_year: Ladder::in_year() }
    }
}

/// The level of a project at the as-of date. A null rate has no level.
pub fn warning(rate: Option<Rate>, year: FiscalYear, as_of: NaiveDate, ladders: &Ladders) -> Option<Warning> {
    let share = rate?.fraction();
    if as_of >= year.last_day() {
        return Some(ladders.year_end.level(&share));
    }
    // Before the year begins no time has passed and nothing is late.
    let level = share.checked_div(&year.time_progress(as_of)).map(|over_time| ladders.in_year.level(&over_time));
    Some(level.unwrap_or(Warning::None))
}

fn hundredths(percent: i64) -> Fraction {
    Fraction::ratio(percent, 100).unwrap_or_else(Fraction::zero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    fn level(part: i64, whole: i64, as_of: (i32, u32, u32)) -> Option<Warning> {
        let rate = Rate::new(Money::from_fen(part), Money::from_fen(whole));
        let date = NaiveDate::from_ymd_opt(as_of.0, as_of.1, as_of.2).unwrap();
        warning(rate, FiscalYear(2023), date, &Ladders::default())
    }

    #[test]
    fn year_end_levels_hold_from_their_bound_before_any_rounding() {
        for (part, expected) in [
            (59_999, Warning::Red),
            (60_000, Warning::Orange),
            (79_999, Warning::Orange),
            (80_000, Warning::Yellow),
            (89_999, Warning::Yellow),
            (90_000, Warning::None),
        ] {
            assert_eq!(level(part, 100_000, (2023, 12, 31)), Some(expected), "{part}");
        }
        assert_eq!(level(1, 0, (2023, 12, 31)), None);
    }

    #[test]
    fn a_configuration_changes_the_levels_that_it_names_and_no_other() {
        let ladders: Ladders = toml::from_str("[in-year]\nred-below = \"0.5\"").unwrap();
        assert_eq!(ladders.year_end, Ladder::year_end());
        assert_eq!(ladders.in_year, Ladder { red_below: hundredths(50), ..Ladder::in_year() });
    }

    #[test]
    fn within_the_year_the_rate_is_measured_against_time() {
        // At the end of June 181 of 365 days have passed: 60 % of that is 29.75 %, 80 % is 39.67 %.
        for (part, expected) in [(29, Warning::Red), (30, Warning::Yellow), (39, Warning::Yellow), (40, Warning::None)]
        {
            assert_eq!(level(part, 100, (2023, 6, 30)), Some(expected), "{part}");
        }
    }
}
