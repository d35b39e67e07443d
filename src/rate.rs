//! A rate is an amount over an amount, both kept.
//!
//! A threshold is tested on the exact share, before any rounding. A rate over nothing does not exist: no budget
//! is `None`, which is not the same as nothing spent.

use std::cmp::Ordering;

use crate::fraction::Fraction;
use crate::money::Money;

/// `part / whole`, where `whole` is never nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub part: Money,
    pub whole: Money,
}

impl Rate {
    /// `None` when there is nothing to be a share of.
    pub fn new(part: Money, whole: Money) -> Option<Self> {
        (!whole.is_zero()).then_some(Self { part, whole })
    }

    /// The exact share, as a fraction of 1.
    pub fn fraction(&self) -> Fraction {
        Fraction::ratio(self.part.fen(), self.whole.fen()).unwrap_or_else(Fraction::zero)
    }

    /// Whether one amount is ten thousand times the other within one percent, as 万元 is of 元.
    pub fn is_unit_slip(&self) -> bool {
        let is_near = |times: Fraction| times >= Fraction::from(9_900) && times <= Fraction::from(10_100);
        let inverse = Self::new(self.whole, self.part);
        is_near(self.fraction()) || inverse.is_some_and(|inverse| is_near(inverse.fraction()))
    }

    /// Compares with a threshold given as a fraction of 1.
    pub fn cmp_share(&self, share: &Fraction) -> Ordering {
        self.fraction().cmp(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_factor_of_ten_thousand_and_not_of_a_thousand() {
        let rate = |part, whole| Rate::new(Money::from_fen(part), Money::from_fen(whole)).unwrap();
        assert!(rate(1_863_500_000_000, 186_350_000).is_unit_slip());
        assert!(rate(186_350_000, 1_863_500_000_000).is_unit_slip());
        assert!(!rate(186_350_000_000, 186_350_000).is_unit_slip());
        assert!(!rate(100, 100).is_unit_slip());
        assert!(!rate(0, 100).is_unit_slip());
    }

    #[test]
    fn thresholds_are_compared_before_rounding() {
        let below = Rate::new(Money::from_fen(59_995), Money::from_fen(100_000)).unwrap();
        let sixty = Fraction::parse_decimal("0.6").unwrap();
        assert_eq!(below.fraction().percent(1), "60.0%");
        assert_eq!(below.cmp_share(&sixty), Ordering::Less);
        assert_eq!(Rate::new(Money::ZERO, Money::ZERO), None);
    }
}
