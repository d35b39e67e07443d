//! Why a run could not go on. A fault in the data is a [finding](crate::finding), never one of these.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// An error ends the run with exit code 2. Its words come from the catalogue, by [`Error::key`]; what it displays is the
/// fact that goes into them.
#[derive(Debug, Error)]
pub enum Error {
    #[error("{0}")]
    NoInbox(PathBuf),
    #[error("{path}: {reason}")]
    Read { path: PathBuf, reason: String },
    #[error("{path}: {reason}")]
    Write { path: PathBuf, reason: String },
    /// A folder, a pipe or a device stands where a file should.
    #[error("{0}")]
    NotAFile(PathBuf),
    /// No room is left on the disk of this file or folder.
    #[error("{0}")]
    DiskFull(PathBuf),
    /// The folder or disk is read-only, or on Windows a workbook in it is open.
    #[error("{0}")]
    NotWritable(PathBuf),
    /// A configuration file with the path of the key at fault.
    #[error("{file}: {reason}")]
    Config { file: String, reason: String },
    /// A rubric edition with the path of the key at fault.
    #[error("{file}: {reason}")]
    Rubric { file: String, reason: String },
    #[error("{0}")]
    NoRubric(String),
    #[error("{0}")]
    NoFile(PathBuf),
    #[error("{0}")]
    NoProject(PathBuf),
    #[error("{0}")]
    NoProjectOfYear(i32),
    /// An as-of date before the first year that is reviewed.
    #[error("{0}")]
    BeforeTheYear(chrono::NaiveDate),
    #[error("{0}")]
    UnknownProject(String),
    #[error("{0}")]
    UnknownIndicator(String),
    #[error("{0}")]
    NoEarlierRun(PathBuf),
    #[error("{0}")]
    NoRun(PathBuf),
    #[error("{0}")]
    UnsoundRun(PathBuf),
    #[error("{0}")]
    ChangedWorkbook(PathBuf),
    #[error("{0}")]
    FileExists(PathBuf),
    #[error("{0}")]
    FolderNotEmpty(PathBuf),
    #[error("{0}")]
    Busy(PathBuf),
    #[error("{0}")]
    Frame(String),
    #[error("{0}")]
    Workbook(String),
    /// What a part of the program that gave up said.
    #[error("{0}")]
    Panic(String),
}

impl Error {
    /// Why a file or folder could not be written.
    pub fn writing(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull(path.to_owned()),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::ResourceBusy => {
                Self::NotWritable(path.to_owned())
            }
            _ => Self::Write { path: path.to_owned(), reason: error.to_string() },
        }
    }

    /// The message's name in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoInbox(_) => "error-no-inbox",
            Self::Read { .. } => "error-read",
            Self::Write { .. } => "error-write",
            Self::NotAFile(_) => "error-not-a-file",
            Self::DiskFull(_) => "error-disk-full",
            Self::NotWritable(_) => "error-not-writable",
            Self::Config { .. } => "error-config",
            Self::Rubric { .. } => "error-rubric",
            Self::NoRubric(_) => "error-no-rubric",
            Self::NoFile(_) => "error-no-file",
            Self::NoProject(_) => "error-no-project",
            Self::NoProjectOfYear(_) => "error-no-project-of-year",
            Self::BeforeTheYear(_) => "error-before-the-year",
            Self::UnknownProject(_) => "error-unknown-project",
            Self::UnknownIndicator(_) => "error-unknown-indicator",
            Self::NoEarlierRun(_) => "error-no-earlier-run",
            Self::NoRun(_) => "error-no-run",
            Self::UnsoundRun(_) => "error-unsound-run",
            Self::ChangedWorkbook(_) => "error-changed-workbook",
            Self::FileExists(_) => "error-file-exists",
            Self::FolderNotEmpty(_) => "error-folder-not-empty",
            Self::Busy(_) => "error-busy",
            Self::Frame(_) | Self::Workbook(_) | Self::Panic(_) => "error-internal",
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;
