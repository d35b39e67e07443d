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

    /// Compares with a threshold given as a fraction of 1.
    pub fn cmp_share(&self, share: &Fraction) -> Ordering {
        self.fraction().cmp(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_compared_before_rounding() {
        let below = Rate::new(Money::from_fen(59_995), Money::from_fen(100_000)).unwrap();
        let sixty = Fraction::parse_decimal("0.6").unwrap();
        assert_eq!(below.fraction().percent(1), "60.0%");
        assert_eq!(below.cmp_share(&sixty), Ordering::Less);
        assert_eq!(Rate::new(Money::ZERO, Money::ZERO), None);
    }
}
