//! Money is a whole number of fen (分), a hundredth of a yuan (元).
//!
//! Money adds and compares. Money times money does not compile; money over money is a [`Rate`](crate::rate::Rate).

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::fraction::Fraction;

/// An amount in whole fen.
///
/// Amounts enter through [`Money::from_yuan`], which bounds a single one, and `assemble` bounds their sum over
/// the inbox, so that adding within a run cannot overflow; were a bound ever missed, sums stop at the largest value
/// instead of wrapping round to a wrong one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money(i64);

/// No single amount exceeds a trillion yuan (万亿元), well over any province's yearly budget.
const LARGEST_FEN: i64 = 100_000_000_000_000;

impl Money {
    pub const ZERO: Self = Self(0);

    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// From yuan, rounded half up to a fen; the second value says whether anything was rounded off. `None` past
    /// a trillion yuan.
    pub fn from_yuan(yuan: &Fraction) -> Option<(Self, bool)> {
        let fen = yuan * &Fraction::from(100);
        let whole = Self::bounded(fen.round_to_i64()?)?;
        Some((whole, !fen.is_integer()))
    }

    /// `None` past a trillion yuan.
    pub fn bounded(fen: i64) -> Option<Self> {
        (fen.unsigned_abs() <= LARGEST_FEN.unsigned_abs()).then_some(Self(fen))
    }

    pub const fn fen(self) -> i64 {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The amount in yuan, exactly.
    pub fn yuan(self) -> Fraction {
        &Fraction::from(self.0) * &Fraction::ratio(1, 100).unwrap_or_else(Fraction::zero)
    }

    /// The amount in ten thousand yuan (万元), exactly.
    pub fn wan(self) -> Fraction {
        &Fraction::from(self.0) * &Fraction::ratio(1, 1_000_000).unwrap_or_else(Fraction::zero)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// In yuan with two decimals and thousands separators: `1,250,000.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let whole = (fen / 100).to_string();
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{grouped}.{:02}", fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_in_yuan_with_separators() {
        for (fen, text) in [(0, "0.00"), (-5, "-0.05"), (125_000_000, "1,250,000.00"), (99_999, "999.99")] {
            assert_eq!(Money::from_fen(fen).to_string(), text);
        }
    }

    #[test]
    fn yuan_below_a_fen_is_rounded_and_said() {
        let yuan = Fraction::parse_decimal("0.015").unwrap();
        assert_eq!(Money::from_yuan(&yuan), Some((Money::from_fen(2), true)));
        assert_eq!(Money::from_yuan(&Fraction::from(10)), Some((Money::from_fen(1000), false)));
        assert_eq!(Money::from_yuan(&Fraction::from(2_000_000_000_000)), None);
    }
}
