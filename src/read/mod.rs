//! Reading: from the files of the inbox to grids of cells, each with its place. Nothing is understood yet.

pub mod delimited;
pub mod grid;
mod guard;
pub mod inbox;
pub mod workbook;
