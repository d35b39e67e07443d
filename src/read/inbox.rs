//! The inbox is a folder tree of files that units sent. Every file is looked at; what it is, is told by its first
//! bytes, never by its extension.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::error::{Error, Result};

/// The configuration, which lies in the inbox and is not data.
pub const CONFIG_NAME: &str = "jixiao.toml";

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InboxFile {
    /// Its path below the inbox, with `/` on every system.
    pub name: Arc<str>,
    pub path: PathBuf,
}

/// Every file of the inbox in order of name, without lock files (`~$…`, `.~…`), dot files, the output folder and
/// `own`, the files that belong to the configuration.
///
/// # Errors
/// When the inbox is not a folder or a folder in it cannot be listed.
pub fn list(inbox: &Path, output: &Path, own: &[PathBuf]) -> Result<Vec<InboxFile>> {
    if !inbox.is_dir() {
        return Err(Error::NoInbox(inbox.to_owned()));
    }
    let elsewhere: Vec<PathBuf> =
        own.iter().map(PathBuf::as_path).chain([output]).filter_map(|path| fs::canonicalize(path).ok()).collect();
    let passed_over = |path: &Path, name: &str| {
        let is_own = || fs::canonicalize(path).is_ok_and(|path| elsewhere.contains(&path));
        name.starts_with('.') || name.starts_with("~$") || is_own()
    };
    let mut files = Vec::new();
    let walk = WalkDir::new(inbox).min_depth(1).into_iter();
    for entry in walk.filter_entry(|entry| !passed_over(entry.path(), &entry.file_name().to_string_lossy())) {
        let entry = entry.map_err(|error| Error::Read {
            path: error.path().unwrap_or(inbox).to_owned(),
            reason: error.to_string(),
        })?;
        let below = entry.path().strip_prefix(inbox).unwrap_or(entry.path());
        if entry.file_type().is_dir() {
            continue;
        }
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        files.push(InboxFile { name: parts.join("/").into(), path: entry.path().to_owned() });
    }
    files.sort();
    Ok(files)
}

/// The folder part of a file's name, `""` for a file in the inbox itself.
pub fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A zip: xlsx, xlsm, xlsb, ods, or no workbook at all; the parts inside decide.
    Zip,
    /// An OLE container: xls, et, a workbook behind a password, or a Word file.
    Ole,
    Pdf,
    /// SpreadsheetML or HTML, often under an `.xls` name.
    Markup,
    /// Something else, perhaps text.
    Other,
}

/// # Errors
/// When the file cannot be read.
pub fn kind_of(path: &Path) -> std::io::Result<FileKind> {
    let mut first = Vec::with_capacity(64);
    fs::File::open(path)?.take(64).read_to_end(&mut first)?;
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first);
    Ok(if first.starts_with(b"PK\x03\x04") {
        FileKind::Zip
    } else if first.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        FileKind::Ole
    } else if first.starts_with(b"%PDF") {
        FileKind::Pdf
    } else if text.trim_ascii_start().starts_with(b"<") {
        FileKind::Markup
    } else {
        FileKind::Other
    })
}
