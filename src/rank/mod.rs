//! Ranking the scored projects, and the warning levels that a low execution rate raises.

pub mod ranking;
pub mod warnings;
