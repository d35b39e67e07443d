//! `jixiao` (绩效, "performance") reviews all of a finance bureau's annual projects at once.
//!
//! It reads every project's budget, disbursement ledger, indicator table and satisfaction survey from the spreadsheets
//! that units really send, scores each project against a rubric, and writes workbooks that rank the projects, flag low
//! execution rates and say where every figure came from. The stages, in order, are those of [`run`]:
//!
//! [`read`] → [`recognise`] → [`assemble`] → [`measure`] → [`score`] → [`check`] → [`rank`] → [`mod@write`]

pub mod assemble;
pub mod cache;
pub mod check;
pub mod cli;
pub mod config;
pub mod error;
pub mod explain;
pub mod finding;
pub mod fraction;
pub mod frame;
pub mod history;
pub mod location;
pub mod measure;
pub mod money;
pub mod period;
pub mod points;
pub mod progress;
pub mod project;
pub mod quantity;
pub mod rank;
pub mod rate;
pub mod read;
pub mod recognise;
pub mod review;
pub mod rubric;
pub mod run;
pub mod score;
pub mod screen;
pub mod sign_off;
pub mod words;
pub mod write;
