//! The inbox is a folder tree of files that units sent. Every file is looked at; what it is, is told by its first
//! bytes, never by its extension.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::error::{Error, Result};
use crate::write::record;

/// The configuration, which lies in the inbox and is not data.
pub const CONFIG_NAME: &str = "jixiao.toml";

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InboxFile {
    /// Its path below the inbox, with `/` on every system.
    pub name: Arc<str>,
    pub path: PathBuf,
    /// Why it cannot even be opened, where that is known.
    pub fault: Option<String>,
}

/// Every file of the inbox in order of name, without lock files (`~$…`, `.~…`), dot files, the output folder and
/// `own`, the files that belong to the configuration. What an earlier run wrote is no input either, wherever it lies.
///
/// # Errors
/// When the inbox is not a folder.
pub fn list(inbox: &Path, output: &Path, own: &[PathBuf]) -> Result<Vec<InboxFile>> {
    if !inbox.is_dir() {
        return Err(Error::NoInbox(inbox.to_owned()));
    }
    let elsewhere: Vec<PathBuf> =
        own.iter().map(PathBuf::as_path).chain([output]).filter_map(|path| fs::canonicalize(path).ok()).collect();
    let passed_over = |path: &Path, name: &str| {
        let is_own = || fs::canonicalize(path).is_ok_and(|path| elsewhere.contains(&path));
        name.starts_with('.') || name.starts_with("~$") || is_own() || is_earlier_run(path)
    };
    let name = |path: &Path| {
        let below = path.strip_prefix(inbox).unwrap_or(path);
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Arc::from(parts.join("/"))
    };
    let mut files = Vec::new();
    let walk = WalkDir::new(inbox).min_depth(1).into_iter();
    for entry in walk.filter_entry(|entry| !passed_over(entry.path(), &entry.file_name().to_string_lossy())) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                // A pipe or a device would be waited for without end.
                let is_file = fs::metadata(entry.path()).is_ok_and(|data| data.is_file());
                let fault = (!is_file).then(|| "not a regular file".to_owned());
                files.push(InboxFile { name: name(entry.path()), path: entry.path().to_owned(), fault });
            }
            // A folder that cannot be listed costs itself alone.
            Err(error) => {
                let path = error.path().unwrap_or(inbox).to_owned();
                files.push(InboxFile { name: name(&path), path, fault: Some(error.to_string()) });
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a folder is the output of an earlier run, as its record tells.
fn is_earlier_run(folder: &Path) -> bool {
    let record = fs::read_to_string(folder.join(record::FILE));
    record.is_ok_and(|text| record::is_ours(&text))
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

/// The kind of a file with these bytes.
pub fn kind_of(bytes: &[u8]) -> FileKind {
    let first = &bytes[..bytes.len().min(64)];
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    if first.starts_with(b"PK\x03\x04") {
        FileKind::Zip
    } else if first.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        FileKind::Ole
    } else if first.starts_with(b"%PDF") {
        FileKind::Pdf
    } else if text.trim_ascii_start().starts_with(b"<") {
        FileKind::Markup
    } else {
        FileKind::Other
    }
}
