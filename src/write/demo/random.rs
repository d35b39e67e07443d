//! Chance that repeats itself: each project draws from a stream of its own, so that it comes out the same whatever else is
//! made, and in what order. How a number is drawn from the stream is said here and does not change with a library.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

use crate::money::Money;

/// A stream of numbers.
pub struct Stream(Pcg64);

impl Stream {
    /// The stream of a seed and a number.
    pub fn of(seed: u64, number: u64) -> Self {
        Self(Pcg64::new(u128::from(seed) << 64 | u128::from(number), number.into()))
    }

    /// From the lower to the upper bound, both among them.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = u128::from(high.abs_diff(low)) + 1;
        let drawn = (u128::from(self.0.next_u64()) * count) >> 64;
        low.saturating_add_unsigned(u64::try_from(drawn).unwrap_or_default())
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// A place in a list of so many.
    pub fn place(&mut self, count: usize) -> usize {
        self.between(0, count.saturating_sub(1) as i64).unsigned_abs() as usize
    }

    /// One of several, of which there is at least one.
    pub fn one_of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.place(several.len())]
    }

    /// One of several words.
    pub fn word<'a>(&mut self, several: &'a [String]) -> &'a str {
        &several[self.place(several.len())]
    }

    /// An amount in whole steps of so many fen.
    pub fn money(&mut self, low: Money, high: Money, step: i64) -> Money {
        Money::from_fen(self.between(low.fen() / step, high.fen() / step) * step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_for_ever() {
        let mut stream = Stream::of(7, 1);
        let drawn: Vec<i64> = (0..6).map(|_| stream.between(1, 1000)).collect();
        assert_eq!(drawn, [780, 54, 716, 343, 353, 611]);
    }

    #[test]
    fn bounds_are_drawn_too() {
        let mut stream = Stream::of(1, 2);
        let drawn: std::collections::BTreeSet<i64> = (0..200).map(|_| stream.between(-1, 1)).collect();
        assert_eq!(drawn, [-1, 0, 1].into());
    }
}
