//! Why a run could not go on. A fault in the data is a [finding](crate::finding), never one of these.

use std::path::PathBuf;

use thiserror::Error;

/// An error ends the run with exit code 2; its words come from the catalogue, by [`Error::key`].
#[derive(Debug, Error)]
pub enum Error {
    #[error("inbox not found: {0}")]
    NoInbox(PathBuf),
    #[error("{path}: {reason}")]
    Read { path: PathBuf, reason: String },
    #[error("{path}: {reason}")]
    Write { path: PathBuf, reason: String },
    /// A configuration file with the path of the key at fault.
    #[error("{file}: {reason}")]
    Config { file: String, reason: String },
    /// A rubric edition with the path of the key at fault.
    #[error("{file}: {reason}")]
    Rubric { file: String, reason: String },
    #[error("no such rubric: {0}")]
    NoRubric(String),
    #[error("no project in {0}")]
    NoProject(PathBuf),
    #[error("no project matches {0}")]
    UnknownProject(String),
    #[error("no indicator matches {0}")]
    UnknownIndicator(String),
    #[error("changed since it was written: {0}")]
    ChangedWorkbook(PathBuf),
    #[error("another run is at work in {0}")]
    Busy(PathBuf),
    #[error("tables: {0}")]
    Frame(String),
    #[error("workbook: {0}")]
    Workbook(String),
}

impl Error {
    /// The message's name in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoInbox(_) => "error-no-inbox",
            Self::Read { .. } => "error-read",
            Self::Write { .. } => "error-write",
            Self::Config { .. } => "error-config",
            Self::Rubric { .. } => "error-rubric",
            Self::NoRubric(_) => "error-no-rubric",
            Self::NoProject(_) => "error-no-project",
            Self::UnknownProject(_) => "error-unknown-project",
            Self::UnknownIndicator(_) => "error-unknown-indicator",
            Self::ChangedWorkbook(_) => "error-changed-workbook",
            Self::Busy(_) => "error-busy",
            Self::Frame(_) | Self::Workbook(_) => "error-internal",
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;
