//! Dates as units write them, fiscal years, and the progress of time through a year (序时进度).

use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::cache::codec;
use crate::fraction::Fraction;

/// The budget year, which in China is the calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FiscalYear(pub i32);

impl FiscalYear {
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 1, 1).unwrap_or(NaiveDate::MIN)
    }

    pub fn contains(self, date: NaiveDate) -> bool {
        (self.first_day()..=self.last_day()).contains(&date)
    }

    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 12, 31).unwrap_or(NaiveDate::MAX)
    }

    /// Days elapsed over days of the year at the end of `date`: 0 before it begins, 1 once it is over.
    pub fn time_progress(self, date: NaiveDate) -> Fraction {
        let days = (self.last_day() - self.first_day()).num_days() + 1;
        let elapsed = ((date - self.first_day()).num_days() + 1).clamp(0, days);
        Fraction::ratio(elapsed, days).unwrap_or_else(Fraction::zero)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A date as exact as it was written: a day, or a month alone (`2023年12月`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartialDate {
    Day(#[serde(with = "codec::day")] NaiveDate),
    /// The first day stands for the month.
    Month(#[serde(with = "codec::day")] NaiveDate),
}

/// The years in which a date of a project can lie; a date outside is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

impl PartialDate {
    pub fn day(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|date| YEARS.contains(&date.year())).map(Self::Day)
    }

    pub fn month(year: i32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, 1).filter(|date| YEARS.contains(&date.year())).map(Self::Month)
    }

    /// The day, or the first of the month that stands for it: the form that tables keep.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Day(date) | Self::Month(date) => date,
        }
    }

    pub fn is_month(self) -> bool {
        matches!(self, Self::Month(_))
    }

    /// The order of two dates, judged only where it is known: between days, or where the months differ.
    pub fn order(self, other: Self) -> Option<Ordering> {
        let month = |date: NaiveDate| (date.year(), date.month());
        match (self, other) {
            (Self::Day(one), Self::Day(two)) => Some(one.cmp(&two)),
            _ if month(self.date()) == month(other.date()) => None,
            _ => Some(self.date().cmp(&other.date())),
        }
    }

    /// Strictly before, where the order is known.
    pub fn is_before(self, other: Self) -> bool {
        self.order(other) == Some(Ordering::Less)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{}", date.format("%Y-%m-%d")),
            Self::Month(date) => write!(f, "{}", date.format("%Y-%m")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_ordered_only_against_another_month() {
        let november = PartialDate::month(2023, 11).unwrap();
        let december = PartialDate::month(2023, 12).unwrap();
        let day = PartialDate::day(2023, 12, 5).unwrap();
        assert!(november.is_before(december));
        assert!(november.is_before(day));
        assert_eq!(december.order(day), None);
    }

    #[test]
    fn time_progress_counts_days_of_the_year() {
        let year = FiscalYear(2024);
        assert_eq!(
            year.time_progress(NaiveDate::from_ymd_opt(2024, 4, 30).unwrap()),
            Fraction::ratio(121, 366).unwrap()
        );
        assert_eq!(year.time_progress(NaiveDate::from_ymd_opt(2025, 6, 1).unwrap()), Fraction::one());
        assert_eq!(year.time_progress(NaiveDate::from_ymd_opt(2023, 6, 1).unwrap()), Fraction::zero());
    }

    #[test]
    fn dates_outside_the_century_are_refused() {
        assert_eq!(PartialDate::day(57_316, 1, 1), None);
        assert_eq!(PartialDate::day(2023, 2, 30), None);
        assert_eq!(PartialDate::month(1899, 12), None);
    }
}
