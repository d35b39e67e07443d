//! Every kind of sheet as units send it: a workbook made in the test, read through the program's own functions, and all
//! that was recognised in it compared with the block of text beside it.

mod cases;
mod editions;
mod formats;
mod forms;
mod render;
mod roundtrip;
mod rules;
#[path = "../support/mod.rs"]
mod support;
mod tables;
