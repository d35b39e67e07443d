//! Reading: from the files of the inbox to grids of cells, each with its place. Nothing is understood yet.

mod biff;
pub mod budget;
pub mod delimited;
pub mod earlier;
pub mod grid;
mod guard;
pub mod inbox;
mod markup;
mod ods;
mod ole;
mod parts;
pub mod workbook;
mod xlsx;
mod xml;
