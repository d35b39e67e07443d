//! Points are what an indicator or a project scores: decimals, after the one rounding that the rubric names.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::fraction::{Fraction, Rounding};

/// Points of a score; also weights, which are the most points that an indicator gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Points(Decimal);

impl Points {
    pub const ZERO: Self = Self(Decimal::ZERO);

    pub fn new(value: Decimal) -> Self {
        Self(value)
    }

    /// The one rounding on the way from a rule's exact result.
    pub fn rounded(value: &Fraction, rounding: Rounding) -> Self {
        Self(rounding.round(value))
    }

    /// A fraction with at most four decimals, as weights and printed points are; `None` for any other.
    pub fn exact(value: &Fraction) -> Option<Self> {
        let rounding = Rounding { places: 4, mode: crate::fraction::RoundingMode::Down };
        let points = Self(rounding.round(value).normalize());
        (points.fraction() == *value).then_some(points)
    }

    pub fn decimal(self) -> Decimal {
        self.0
    }

    pub fn fraction(self) -> Fraction {
        self.0.into()
    }

    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// Without trailing noughts: `4.8`, `15`, `96.74`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}
