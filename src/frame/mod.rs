//! The tables that span projects, and every aggregate over them. Only here is polars named.
//!
//! polars is used without its lazy engine: what is aggregated here needs a sort, a filter and a grouped sum, and the
//! engine would nearly double the time of a cold build.

pub mod earlier;
pub mod export;
pub mod ledgers;
pub mod losses;
pub mod payments;
mod repeated;
pub mod rows;
pub mod suspects;
pub mod totals;

/// A frame that cannot be built is a fault of the program; it ends the run rather than losing rows.
impl From<polars::error::PolarsError> for crate::error::Error {
    fn from(error: polars::error::PolarsError) -> Self {
        Self::Frame(error.to_string())
    }
}
