//! The inbox is a folder tree of files that units sent. Every file is looked at; what it is, is told by its first
//! bytes, never by its extension.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, Result};
use crate::run::checksum;
use crate::write::record::{self, Record};

use super::budget::{FILES, Share};
use super::workbook::FileFault;

/// The configuration, which lies in the inbox and is not data.
pub const CONFIG_NAME: &str = "jixiao.toml";

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxFile {
    /// Its path below the inbox, with `/` on every system.
    pub name: Arc<str>,
    pub path: PathBuf,
    /// Why it cannot even be opened, where that is known.
    pub fault: Option<FileFault>,
}

/// Every file of the inbox in order of name, without those [of the system](is_of_system), the output folder and
/// `own`, the files that belong to the configuration. What an earlier run wrote is no input either, wherever it lies, but for
/// a workbook at the top of its folder that was changed since: a reviewer may have decided in it.
///
/// # Errors
/// When the inbox is not a folder, or cannot be listed.
pub fn list(inbox: &Path, output: &Path, own: &[PathBuf]) -> Result<Vec<InboxFile>> {
    if !inbox.is_dir() {
        return Err(Error::NoInbox(inbox.to_owned()));
    }
    let elsewhere: Vec<PathBuf> =
        own.iter().map(PathBuf::as_path).chain([output]).filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut earlier = WalkedRun::default();
    let mut passed_over = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        // To resolve a path takes several questions to the system, so only links and entries of the same name are resolved.
        let is_named_so = || elsewhere.iter().any(|path| path.file_name() == Some(entry.file_name()));
        let is_own = || fs::canonicalize(entry.path()).is_ok_and(|path| elsewhere.contains(&path));
        is_of_system(&name) || (entry.path_is_symlink() || is_named_so()) && is_own() || earlier.passes_over(entry)
    };
    let name = |path: &Path| {
        let below = path.strip_prefix(inbox).unwrap_or(path);
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Arc::from(parts.join("/"))
    };
    let mut files = Vec::new();
    let walk = WalkDir::new(inbox).min_depth(1).into_iter();
    for entry in walk.filter_entry(|entry| !passed_over(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                // A pipe or a device would be waited for without end.
                let leads_to_a_file = || fs::metadata(entry.path()).is_ok_and(|data| data.is_file());
                let is_file = entry.file_type().is_file() || leads_to_a_file();
                let fault = (!is_file).then_some(FileFault::NotAFile);
                files.push(InboxFile { name: name(entry.path()), path: entry.path().to_owned(), fault });
            }
            // Of an inbox that cannot be listed nothing is known; a folder in it costs itself alone.
            Err(error) if error.depth() == 0 => {
                return Err(Error::Read { path: inbox.to_owned(), reason: error.to_string() });
            }
            Err(error) => {
                let path = error.path().unwrap_or(inbox).to_owned();
                files.push(InboxFile {
                    name: name(&path),
                    path,
                    fault: Some(FileFault::Unreadable(error.to_string())),
                });
            }
        }
    }
    files.sort_by(|one, two| (&one.name, &one.path).cmp(&(&two.name, &two.path)));
    Ok(files)
}

/// Whether a file of this name is none of a person's: a dot file, the lock of an open workbook, what a system leaves in the
/// folders that it shows.
pub fn is_of_system(name: &str) -> bool {
    let is_left = |left: &str| name.eq_ignore_ascii_case(left);
    name.starts_with('.') || name.starts_with("~$") || ["Thumbs.db", "desktop.ini"].into_iter().any(is_left)
}

/// The folder of an earlier run that is being walked through, with the checksums that it recorded.
#[derive(Default)]
struct WalkedRun(Option<(PathBuf, BTreeMap<String, String>)>);

impl WalkedRun {
    /// Whether a path lies in an earlier run's folder and is not a changed workbook at its top. A folder comes before what it
    /// holds.
    fn passes_over(&mut self, entry: &DirEntry) -> bool {
        let path = entry.path();
        let recorded =
            self.0.as_ref().filter(|(folder, _)| path.parent() == Some(folder)).map(|(_, recorded)| recorded);
        if entry.file_type().is_dir() || entry.path_is_symlink() && path.is_dir() {
            let is_inside = recorded.is_some();
            if !is_inside && is_earlier_run(path) {
                let outputs = record::outputs(&path.join(record::FILE)).unwrap_or_default();
                self.0 = Some((path.to_owned(), outputs));
            }
            return is_inside;
        }
        let Some(recorded) = recorded else { return false };
        let is_workbook = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        let is_small = fs::metadata(path).is_ok_and(|data| data.len() <= MOST_FILE_BYTES);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_as_written = || fs::read(path).is_ok_and(|bytes| recorded.get(&*name) == Some(&checksum(&bytes)));
        !is_workbook || is_small && is_as_written()
    }
}

/// Whether a folder is the output of an earlier run, as its record tells.
fn is_earlier_run(folder: &Path) -> bool {
    let path = folder.join(record::FILE);
    let is_small = fs::metadata(&path).is_ok_and(|data| data.len() <= MOST_RECORD_BYTES);
    is_small && fs::read_to_string(path).is_ok_and(|text| Record::parse(&text).is_some())
}

/// The record of a run over a hundred thousand files is smaller.
pub const MOST_RECORD_BYTES: u64 = 64 << 20;

/// The largest file that is read. Ledgers of a million rows have some 50 MB as xlsx, some 130 MB as text.
const MOST_FILE_BYTES: u64 = 160 << 20;

/// The bytes of a file, with a share of the memory for them.
///
/// # Errors
/// When it cannot be opened, or is larger than any workbook of the field.
pub fn bytes(file: &InboxFile) -> std::result::Result<(Vec<u8>, Share), FileFault> {
    if let Some(fault) = &file.fault {
        return Err(fault.clone());
    }
    let unreadable = |error: std::io::Error| FileFault::Unreadable(error.to_string());
    let mut opened = fs::File::open(&file.path).map_err(unreadable)?;
    let len = opened.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::new();
    opened.by_ref().take(FIRST_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
    // The stream of an OLE container is copied out of it, and what is needed out of the stream.
    let copies = if kind_of(&bytes) == FileKind::Ole { 3 } else { 1 };
    let taken = len.saturating_mul(copies);
    if taken > MOST_FILE_BYTES {
        return Err(FileFault::TooLarge);
    }
    let share = FILES.take(taken);
    bytes.reserve_exact((len as usize).saturating_sub(bytes.len()));
    // A file that grows meanwhile is read as far as it went.
    opened.take(len.saturating_sub(FIRST_BYTES)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok((bytes, share))
}

/// By so many of its first bytes a file's kind is told.
const FIRST_BYTES: u64 = 64;

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
    let first = &bytes[..bytes.len().min(FIRST_BYTES as usize)];
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_to_what_is_no_input_are_passed_over_and_what_only_bears_its_name_is_not() {
        use std::os::unix::fs::symlink;

        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        let write = |name: &str| {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), "a").unwrap();
        };
        for file in [
            "inbox/P1/台账.csv",
            "inbox/评分标准.toml",
            "inbox/P1/评分标准.toml",
            "inbox/output/汇总.csv",
            "inbox/P2/output/台账.csv",
            "elsewhere/P3/台账.csv",
            "elsewhere/单.csv",
        ] {
            write(file);
        }
        symlink(at("inbox/output"), at("inbox/上次的结果")).unwrap();
        symlink(at("inbox/评分标准.toml"), at("inbox/P1/标准.toml")).unwrap();
        symlink(at("elsewhere/P3"), at("inbox/P3")).unwrap();
        symlink(at("elsewhere/单.csv"), at("inbox/P1/单.csv")).unwrap();
        symlink(at("nowhere"), at("inbox/P1/断.csv")).unwrap();
        let files = list(&at("inbox"), &at("inbox/output"), &[at("inbox/评分标准.toml")]).unwrap();
        let files: Vec<_> = files.iter().map(|file| (&*file.name, file.fault.is_some())).collect();
        let expected = [
            ("P1/单.csv", false),
            ("P1/断.csv", true),
            ("P1/台账.csv", false),
            ("P1/评分标准.toml", false),
            ("P2/output/台账.csv", false),
            // A folder elsewhere is no part of the inbox; that it was passed over is said.
            ("P3", true),
        ];
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(files, expected);
    }

    #[test]
    fn a_file_of_any_size_is_refused_unread_or_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, first: &[u8], len: u64| {
            let path = folder.path().join(name);
            fs::write(&path, first).unwrap();
            fs::File::options().write(true).open(&path).unwrap().set_len(len).unwrap();
            bytes(&InboxFile { name: name.into(), path, fault: None }).map(|(bytes, _)| bytes.len() as u64)
        };
        for len in [0, 1, 63, 64, 65, 1_000_000] {
            assert_eq!(read("a.csv", b"", len), Ok(len));
        }
        assert_eq!(read("b.xlsx", b"PK\x03\x04", 5 << 30), Err(FileFault::TooLarge));
        let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        assert_eq!(read("c.xls", &ole, 60 << 20), Err(FileFault::TooLarge));
    }
}
