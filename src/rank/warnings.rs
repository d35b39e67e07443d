//! A warning (预警) is a level raised by a low execution rate.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{AsRefStr, EnumIter, EnumString};

use crate::fraction::Fraction;
use crate::period::FiscalYear;
use crate::rate::Rate;

/// The levels, the mildest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsRefStr, EnumString, EnumIter, Serialize, Deserialize,
)]
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
    fn rises(&self) -> bool {
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

/// The shares of the budget that are to be spent by certain days of the year (支出进度考核时点). Below the share of the latest day
/// that has come yellow is raised, and below a part of it red; before the first day none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedLadder {
    /// In order of date.
    pub checkpoints: Vec<Checkpoint>,
    /// Red below so much of the share, a fraction of 1.
    pub red_part: Fraction,
}

/// A day of the year and the share that is to be spent by its end.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Checkpoint {
    /// Month and day, `04-30`.
    #[schemars(with = "String")]
    pub date: MonthDay,
    /// The share of the budget, a fraction of 1.
    pub share: Fraction,
}

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let day = || {
            let (month, day) = text.split_once('-')?;
            let day = Self { month: month.parse().ok()?, day: day.parse().ok()? };
            // A common year: the 29th of February is no day of every year.
            NaiveDate::from_ymd_opt(2023, day.month, day.day).map(|_| day)
        };
        day().ok_or_else(|| format!("{text}: not a month and day such as 04-30"))
    }
}

impl std::fmt::Display for MonthDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl DatedLadder {
    /// 25, 40, 60 and 80 % by the ends of April, June, August and October (川财绩〔2025〕10号), red below half of it.
    pub fn four_dates() -> Self {
        let checkpoint =
            |(month, day, percent)| Checkpoint { date: MonthDay { month, day }, share: hundredths(percent) };
        let checkpoints = [(4, 30, 25), (6, 30, 40), (8, 31, 60), (10, 31, 80)].map(checkpoint);
        Self { checkpoints: checkpoints.into(), red_part: hundredths(50) }
    }

    /// Whether the days follow one another and the shares do not fall.
    fn is_sound(&self) -> bool {
        let share = |checkpoint: &Checkpoint| crate::rubric::is_share(&checkpoint.share);
        let follows = |one: &Checkpoint, two: &Checkpoint| one.date < two.date && one.share <= two.share;
        crate::rubric::is_share(&self.red_part)
            && !self.checkpoints.is_empty()
            && self.checkpoints.iter().all(share)
            && self.checkpoints.is_sorted_by(follows)
    }

    /// The checkpoint that holds at a day.
    pub fn at(&self, date: NaiveDate) -> Option<&Checkpoint> {
        let today = MonthDay { month: date.month(), day: date.day() };
        self.checkpoints.iter().rev().find(|checkpoint| checkpoint.date <= today)
    }

    fn level(&self, rate: &Fraction, date: NaiveDate) -> Warning {
        let Some(checkpoint) = self.at(date) else { return Warning::None };
        if *rate < &checkpoint.share * &self.red_part {
            Warning::Red
        } else if *rate < checkpoint.share {
            Warning::Yellow
        } else {
            Warning::None
        }
    }
}

/// What is compared within the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InYear {
    /// The execution rate over the time progress.
    OverTime(Ladder),
    /// The execution rate itself with the share of the latest checkpoint.
    Dated(DatedLadder),
}

/// The ladder of the year's end and that within the year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "LaddersKeys")]
pub struct Ladders {
    pub year_end: Ladder,
    pub in_year: InYear,
}

/// Ladders that are in use, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Preset {
    /// Within the year the execution rate over the time progress: red below 60 %, yellow below 80 %.
    #[default]
    TimeProgress,
    /// Within the year 25, 40, 60 and 80 % by the ends of April, June, August and October: yellow below, red below half.
    Dated,
}

/// The ladders as a configuration writes them: a preset by its name, and what differs from it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LaddersKeys {
    /// The ladders that hold where the keys below say nothing else.
    preset: Preset,
    /// Once the fiscal year is over: execution rate.
    year_end: LadderKeys,
    /// Within the fiscal year, of the preset `time-progress`: execution rate over time progress.
    in_year: Option<LadderKeys>,
    /// Within the fiscal year, of the preset `dated`: execution rate by certain days.
    dated: Option<DatedKeys>,
}

/// A dated ladder as a configuration writes it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DatedKeys {
    /// The days and their shares, in order.
    checkpoints: Option<Vec<Checkpoint>>,
    /// Red below so much of the share.
    red_part: Option<Fraction>,
}

impl TryFrom<LaddersKeys> for Ladders {
    type Error = String;

    fn try_from(keys: LaddersKeys) -> Result<Self, String> {
        let unused = |key, preset| Err(format!("{key}: of no use without preset = \"{preset}\""));
        let in_year = match (keys.preset, keys.in_year, keys.dated) {
            (Preset::TimeProgress, _, Some(_)) => return unused("dated", "dated"),
            (Preset::Dated, Some(_), _) => return unused("in-year", "time-progress"),
            (Preset::TimeProgress, in_year, None) => {
                InYear::OverTime(in_year.unwrap_or_default().over(Ladder::in_year()))
            }
            (Preset::Dated, None, dated) => {
                let four = DatedLadder::four_dates();
                let (checkpoints, red_part) = dated.map_or((None, None), |keys| (keys.checkpoints, keys.red_part));
                InYear::Dated(DatedLadder {
                    checkpoints: checkpoints.unwrap_or(four.checkpoints),
                    red_part: red_part.unwrap_or(four.red_part),
                })
            }
        };
        Ok(Self { year_end: keys.year_end.over(Ladder::year_end()), in_year })
    }
}

impl Ladders {
    /// The key of a ladder that makes no sense, with the reason.
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        const RISES: &str = "red, orange and yellow have to rise and lie in 0..=1";
        if !self.year_end.rises() {
            return Some(("year-end", RISES));
        }
        match &self.in_year {
            InYear::OverTime(ladder) => (!ladder.rises()).then_some(("in-year", RISES)),
            InYear::Dated(ladder) => (!ladder.is_sound()).then_some((
                "dated",
                "days have to follow one another, at least one, shares to rise within 0..=1, and red-part to lie in it",
            )),
        }
    }
}

impl Default for Ladders {
    fn default() -> Self {
        Self { year_end: Ladder::year_end(), in_year: InYear::OverTime(Ladder::in_year()) }
    }
}

/// The level of a project at the as-of date. A null rate has no level.
pub fn warning(rate: Option<Rate>, year: FiscalYear, as_of: NaiveDate, ladders: &Ladders) -> Option<Warning> {
    let share = rate?.fraction();
    if as_of >= year.last_day() {
        return Some(ladders.year_end.level(&share));
    }
    // Before the year begins no time has passed and nothing is late.
    if as_of < year.first_day() {
        return Some(Warning::None);
    }
    let level = match &ladders.in_year {
        InYear::OverTime(ladder) => {
            share.checked_div(&year.time_progress(as_of)).map(|over_time| ladder.level(&over_time))
        }
        InYear::Dated(ladder) => Some(ladder.level(&share, as_of)),
    };
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
        assert_eq!(ladders.in_year, InYear::OverTime(Ladder { red_below: hundredths(50), ..Ladder::in_year() }));
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
