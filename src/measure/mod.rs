//! Measuring: from a project's rows to the actuals of its indicators, each with the cells behind it.

pub mod actual;
pub mod evidence;
pub mod fund;
pub mod ledger;
pub mod project;
pub mod statistics;
pub mod survey;
