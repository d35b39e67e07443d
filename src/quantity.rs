//! A quantity is what a target or an actual says: a number with its unit and direction, or words.
//!
//! The text of the cell is kept beside it. A rate is a fraction of 1 with the unit `%`; an amount of money is in
//! yuan with the unit `元`, whatever multiple it was written in.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fraction::Fraction;
use crate::money::Money;
use crate::recognise::cell::squeezed;

/// The side of the target on which an actual has to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sense {
    AtLeast,
    AtMost,
    Equal,
}

impl Sense {
    /// Whether what was reached lies on the side of what was asked for; without a sense at least as much.
    pub fn holds(sense: Option<Self>, asked: &Fraction, reached: &Fraction) -> bool {
        match sense {
            Some(Self::AtMost) => reached <= asked,
            Some(Self::Equal) => reached == asked,
            Some(Self::AtLeast) | None => reached >= asked,
        }
    }
}

/// A day of a year, which forms mostly leave unsaid: the project's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearDay {
    pub year: Option<i32>,
    pub month: u32,
    pub day: u32,
}

impl YearDay {
    /// The first day of its month.
    pub fn first_of_month(self) -> Self {
        Self { day: 1, ..self }
    }

    /// Whether it is the day of a deadline or one before it; a year that either leaves unsaid is the other's.
    pub fn is_by(self, deadline: Self) -> bool {
        let year = |one: Self, other: Self| one.year.or(other.year).unwrap_or_default();
        (year(self, deadline), self.month, self.day) <= (year(deadline, self), deadline.month, deadline.day)
    }

    /// By how many days it lies after a deadline, below 0 where it lies before. A deadline that leaves its year unsaid is one of
    /// the fiscal year, a day that does is one of the deadline's; `None` where no year is known.
    pub fn days_after(self, deadline: Self, fiscal_year: Option<i32>) -> Option<i64> {
        let year = deadline.year.or(fiscal_year).or(self.year)?;
        let day = |one: Self, year: i32| {
            // The last of February was read without knowing the year.
            NaiveDate::from_ymd_opt(year, one.month, one.day).or_else(|| NaiveDate::from_ymd_opt(year, one.month, 28))
        };
        Some((day(self, self.year.unwrap_or(year))? - day(deadline, year)?).num_days())
    }
}

/// A target or an actual as it was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The cell's own text, trimmed; with sign and unit where these stand in cells of their own.
    pub text: String,
    pub sense: Option<Sense>,
    /// `None` where the cell holds words, such as `有效改善`.
    pub number: Option<Fraction>,
    /// `%`, `元`, `家`, … or nothing.
    pub unit: String,
    /// A deadline, or the day on which something was reached: `12月底前`.
    pub day: Option<YearDay>,
}

impl Quantity {
    pub fn words(text: &str) -> Self {
        Self { text: text.to_owned(), sense: None, number: None, unit: String::new(), day: None }
    }

    pub fn number(text: &str, number: Fraction, unit: &str) -> Self {
        Self { number: Some(number), unit: unit.to_owned(), ..Self::words(text) }
    }

    /// An amount, shown in yuan.
    pub fn money(amount: Money) -> Self {
        Self::number(&format!("{amount}元"), amount.yuan(), "元")
    }

    /// A rate, shown with two decimals of a percentage.
    pub fn rate(share: Fraction) -> Self {
        Self::number(&share.percent(2), share, "%")
    }

    pub fn is_rate(&self) -> bool {
        self.unit == "%"
    }

    pub fn is_money(&self) -> bool {
        self.unit == "元"
    }

    /// Whether its unit says that things are counted, which come in whole numbers.
    pub fn counts_things(&self) -> bool {
        self.number.is_some() && self.unit != "万" && is_classifier(&self.unit)
    }

    /// A number without a unit.
    pub fn is_bare(&self) -> bool {
        self.number.is_some() && self.unit.is_empty()
    }

    /// Whether it is a rate other than nought that is no more than one number over another.
    pub fn is_at_most(&self, part: i64, whole: i64) -> bool {
        let bound = Fraction::ratio(part, whole).unwrap_or_else(Fraction::zero);
        self.is_rate() && self.number.as_ref().is_some_and(|number| !number.is_zero() && number.abs() <= bound)
    }

    /// The numbers of both in one unit; `None` where one has none, or where a rate, an amount of money and a count stand
    /// against one another.
    ///
    /// A bare number beside a rate is a share up to 2 and a percentage above, as rates are written. A bare number beside
    /// money says nothing, since it may be in 元 or 万元.
    pub fn in_one_unit<'a>(&'a self, other: &'a Self) -> Option<(Cow<'a, Fraction>, Cow<'a, Fraction>)> {
        let (one, two) = (self.number.as_ref()?, other.number.as_ref()?);
        let plain = Some((Cow::Borrowed(one), Cow::Borrowed(two)));
        match (self.unit.as_str(), other.unit.as_str()) {
            (one, two) if one == two => plain,
            ("%", "") => Some((Cow::Borrowed(one), Cow::Owned(bare_share(two)))),
            ("", "%") => Some((Cow::Owned(bare_share(one)), Cow::Borrowed(two))),
            ("%", _) | (_, "%") => None,
            ("元", "万") | ("万", "元") => plain,
            ("元", _) | (_, "元") => None,
            ("", _) | (_, "") => plain,
            (one, two) if is_classifier(one) && is_classifier(two) => plain,
            // 公里 and 米, 次/月 and 次/周.
            _ => None,
        }
    }

    /// The number as a share, where it can be one.
    pub fn share(&self) -> Option<Fraction> {
        let number = self.number.as_ref()?;
        match self.unit.as_str() {
            "%" => Some(number.clone()),
            "" => Some(bare_share(number)),
            _ => None,
        }
    }

    /// Whether an actual keeps this target: numbers of one unit on the side that it asks for, at least as much without a sign; a
    /// day that is not late; the very words. `None` where that cannot be told.
    pub fn is_met_by(&self, actual: &Self) -> Option<bool> {
        if let Some((asked, reached)) = self.in_one_unit(actual) {
            return Some(Sense::holds(self.sense, &asked, &reached));
        }
        if let (Some(deadline), Some(day)) = (self.day, actual.day) {
            return Some(day.is_by(deadline));
        }
        (self.number.is_none() && self.agrees(actual)).then_some(true)
    }

    /// The part of this target that an actual comes to, a fraction of 1; `None` for ceilings, for targets that are not above
    /// nought, and where they are not numbers of one unit.
    pub fn part_reached_by(&self, actual: &Self) -> Option<Fraction> {
        let (asked, reached) = self.in_one_unit(actual)?;
        let has_part = self.sense != Some(Sense::AtMost) && *asked > Fraction::zero();
        has_part.then(|| reached.checked_div(&asked)).flatten()
    }

    /// Whether both say the same: the same number, or the same words.
    pub fn agrees(&self, other: &Self) -> bool {
        if let Some((one, two)) = self.in_one_unit(other) {
            return one == two;
        }
        if let (Some(one), Some(two)) = (self.day, other.day) {
            let years_differ = one.year.zip(two.year).is_some_and(|(one, two)| one != two);
            return !years_differ && (one.month, one.day) == (two.month, two.day);
        }
        match (&self.number, &other.number) {
            (None, None) => squeezed(&self.text) == squeezed(&other.text),
            _ => false,
        }
    }
}

/// Words that only say that something is counted; forms use one for another.
pub fn is_classifier(unit: &str) -> bool {
    const CLASSIFIERS: [&str; 29] = [
        "万", "家", "户", "个", "项", "处", "座", "所", "台", "套", "件", "条", "份", "次", "场", "期", "批", "批次",
        "人", "名", "位", "人次", "家次", "户次", "起", "例", "笔", "篇", "宗",
    ];
    CLASSIFIERS.contains(&unit)
}

/// A bare number read as rates are: `0.9` and `90` are both 90 %.
fn bare_share(number: &Fraction) -> Fraction {
    if number.abs() <= Fraction::from(2) {
        return number.clone();
    }
    number.checked_div(&Fraction::from(100)).unwrap_or_else(Fraction::zero)
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
