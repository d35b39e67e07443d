//! Ranking the scored projects, the warning levels that a low execution rate raises, and what grades mean for the next budget.

pub mod advice;
pub mod ranking;
pub mod warnings;
