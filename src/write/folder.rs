//! The output folder of an as-of date: it appears whole or not at all, and never over a workbook that a person has
//! changed.
//!
//! A run writes into a folder beside it. When everything stands there, the two are exchanged in one step where the system
//! can; else the earlier folder is moved aside, the new one takes its place, and the earlier one is removed. What a run that
//! was killed leaves behind is repaired by the next.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock, RwLockWriteGuard};

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::read::inbox::is_of_system;
use crate::run::{checksum, checksum_of};

use super::record;

/// The ends of the names of a folder that is being written and of one that was moved aside.
const NEW: &str = ".new";
const OLD: &str = ".old";

/// What this process is writing, for whoever interrupts it. Files are written under a share of the lock, folders change
/// places under all of it.
static WRITING: RwLock<Writing> = RwLock::new(Writing { new: None, appeared: false });

struct Writing {
    new: Option<PathBuf>,
    appeared: bool,
}

fn writing() -> RwLockWriteGuard<'static, Writing> {
    WRITING.write().unwrap_or_else(PoisonError::into_inner)
}

/// Held while a file is written where it stays; nobody who is [interrupted](abandon) holds it any more.
pub fn going_on() -> impl Drop {
    WRITING.read().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is being written, before the process ends itself: the earlier run stands as it was, and nothing is written
/// any more. `false` where the new run has already taken its place, in which case there is nothing left to interrupt.
pub fn abandon() -> bool {
    let mut writing = writing();
    if writing.appeared {
        return false;
    }
    if let Some(new) = writing.new.take() {
        let _ = fs::remove_dir_all(&new);
    }
    std::mem::forget(writing);
    true
}

/// A folder that was empty and is being filled where it stands; it is removed unless it [stays](Self::stays), or when the
/// process is interrupted.
pub struct Begun {
    folder: PathBuf,
}

pub fn begin(folder: &Path) -> Begun {
    *writing() = Writing { new: Some(folder.to_owned()), appeared: false };
    Begun { folder: folder.to_owned() }
}

impl Begun {
    pub fn stays(self) {
        *writing() = Writing { new: None, appeared: true };
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let mut writing = writing();
        if !writing.appeared {
            let _ = fs::remove_dir_all(&self.folder);
            writing.new = None;
        }
    }
}

/// A folder being written; it is removed again unless it [appears](Self::appear).
pub struct Folder {
    place: PathBuf,
    new: PathBuf,
    old: PathBuf,
    /// The checksum of everything written so far, by name.
    sums: Mutex<BTreeMap<String, String>>,
    /// Held until the folder is dropped.
    _lock: Lock,
}

impl Folder {
    /// Begins `<output>/<as-of>`.
    ///
    /// # Errors
    /// When the output cannot be written, or a person has changed what an earlier run wrote, or it could not be removed.
    pub fn create(lock: Lock, output: &Path, as_of: NaiveDate) -> Result<Self> {
        let place = output.join(as_of.to_string());
        let (new, old) = (output.join(format!(".{as_of}{NEW}")), output.join(format!(".{as_of}{OLD}")));
        if place.exists() {
            unchanged(&place)?;
            removable(&place)?;
        }
        let mut writing = writing();
        fs::create_dir(&new).map_err(|error| Error::writing(&new, &error))?;
        *writing = Writing { new: Some(new.clone()), appeared: false };
        Ok(Self { place, new, old, sums: Mutex::default(), _lock: lock })
    }

    /// Writes a file; `name` is its path below the folder, with `/` between the parts.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.write_pieces(name, &[bytes])
    }

    /// The same of bytes in pieces.
    ///
    /// # Errors
    /// As for [`Folder::write`].
    pub fn write_pieces(&self, name: &str, pieces: &[impl AsRef<[u8]>]) -> Result<()> {
        let _going_on = going_on();
        let path = self.new.join(name);
        let fault = |error: std::io::Error| Error::writing(&path, &error);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(fault)?;
        }
        let mut file = File::create(&path).map_err(fault)?;
        for piece in pieces {
            file.write_all(piece.as_ref()).map_err(fault)?;
        }
        let sum = checksum_of(pieces);
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), sum);
        Ok(())
    }

    /// The checksum of everything written so far, by name.
    pub fn checksums(&self) -> BTreeMap<String, String> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts the folder into its place and gives that.
    ///
    /// # Errors
    /// When it cannot be moved, as when a workbook of the earlier run is open; the earlier run then stands as it was.
    pub fn appear(self) -> Result<PathBuf> {
        let fault = |error: std::io::Error| Error::writing(&self.place, &error);
        let mut writing = writing();
        if self.place.exists() && exchanged(&self.new, &self.place) {
            // A person may have changed a workbook since the run began.
            if let Err(error) = unchanged(&self.new) {
                exchanged(&self.new, &self.place);
                return Err(match error {
                    Error::ChangedWorkbook(path) => {
                        Error::ChangedWorkbook(self.place.join(path.strip_prefix(&self.new).unwrap_or(&path)))
                    }
                    error => error,
                });
            }
            // What stands under the name of the new folder now is the earlier run; it goes when this one is dropped.
            writing.appeared = true;
            return Ok(self.place.clone());
        }
        if self.place.exists() {
            unchanged(&self.place)?;
            fs::rename(&self.place, &self.old).map_err(fault)?;
        }
        if let Err(error) = fs::rename(&self.new, &self.place) {
            if self.old.exists() {
                fs::rename(&self.old, &self.place).map_err(fault)?;
            }
            return Err(fault(error));
        }
        writing.appeared = true;
        if self.old.exists() {
            // The new run stands; what cannot be removed now the next run removes.
            let _ = fs::remove_dir_all(&self.old);
        }
        Ok(self.place.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // After `appear` it is no longer there, or holds the run that was replaced.
        let mut writing = writing();
        let _ = fs::remove_dir_all(&self.new);
        writing.new = None;
    }
}

/// Keeps other runs out of an output folder while it is held; the system lets go of it when a process dies.
pub struct Lock {
    _file: File,
}

/// Takes an output folder, which is made where it is not there, and puts right what a killed run left in it.
///
/// # Errors
/// When another run is at work in it, or it cannot be written.
pub fn lock(output: &Path) -> Result<Lock> {
    fs::create_dir_all(output).map_err(|error| Error::writing(output, &error))?;
    let path = output.join(".jixiao.lock");
    let fault = |error: std::io::Error| Error::writing(&path, &error);
    if path.exists() && !path.is_file() {
        return Err(Error::NotAFile(path));
    }
    // Whatever stands there is not emptied.
    let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(fault)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(Error::Busy(output.to_owned())),
        Err(TryLockError::Error(error)) => return Err(fault(error)),
    }
    repair(output)?;
    Ok(Lock { _file: lock })
}

/// The folder of a run whose record has this checksum, if it stands there as it was written, whole and unchanged.
pub fn standing(_: &Lock, output: &Path, as_of: NaiveDate, record: &str) -> Option<PathBuf> {
    let place = output.join(as_of.to_string());
    let path = place.join(record::FILE);
    let is_own = fs::read(&path).is_ok_and(|bytes| checksum(&bytes) == record);
    let is_whole = || {
        let (Ok(recorded), Ok(found)) = (record::outputs(&path), checksums(&place)) else { return false };
        recorded.keys().all(|name| found.contains_key(name)) && changed(&found, &recorded).is_none()
    };
    (is_own && is_whole()).then_some(place)
}

/// Exchanges two folders in one step; `false` where the system or the disk cannot.
#[cfg(target_os = "linux")]
fn exchanged(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchanged(_: &Path, _: &Path) -> bool {
    false
}

/// Puts right what runs that were killed left behind, of whatever date: an earlier folder moved aside goes back unless
/// the new one took its place, and a new one that never appeared is removed.
fn repair(output: &Path) -> Result<()> {
    let fault = |path: &Path, error: std::io::Error| Error::writing(path, &error);
    for entry in fs::read_dir(output).map_err(|error| fault(output, error))? {
        let path = entry.map_err(|error| fault(output, error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // What else bears such a name is somebody else's.
        let of_a_run = |end: &str| {
            let date = name.strip_prefix('.')?.strip_suffix(end)?;
            (is_date(date) && path.is_dir() && !path.is_symlink()).then_some(date)
        };
        let done = match (of_a_run(NEW), of_a_run(OLD)) {
            (Some(_), _) => fs::remove_dir_all(&path),
            (_, Some(date)) if output.join(date).exists() => fs::remove_dir_all(&path),
            (_, Some(date)) => fs::rename(&path, output.join(date)),
            _ => Ok(()),
        };
        done.map_err(|error| fault(&path, error))?;
    }
    Ok(())
}

/// Whether a name is an as-of date as runs write it.
pub fn is_date(name: &str) -> bool {
    name.parse::<NaiveDate>().is_ok_and(|date| date.to_string() == name)
}

fn checksums(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut sums = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let fault = |reason: String| Error::Read { path: folder.to_owned(), reason };
        let entry = entry.map_err(|error| fault(error.to_string()))?;
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            let bytes = fs::read(entry.path()).map_err(|error| fault(error.to_string()))?;
            sums.insert(parts.join("/"), checksum(&bytes));
        }
    }
    Ok(sums)
}

/// Whether everything in an earlier run's folder is as its record says.
fn unchanged(place: &Path) -> Result<()> {
    let (found, recorded) = (checksums(place)?, record::outputs(&place.join(record::FILE))?);
    changed(&found, &recorded).map_or(Ok(()), |name| Err(Error::ChangedWorkbook(place.join(name))))
}

/// Refuses to replace a folder that could not be removed then, as where another account owns it: it would stand in the way of
/// the next run. Elsewhere than under Linux folders cannot be exchanged, and what cannot be moved is not replaced.
#[cfg(target_os = "linux")]
fn removable(place: &Path) -> Result<()> {
    use rustix::fs::{Access, access};
    let folders = walkdir::WalkDir::new(place).into_iter().flatten().filter(|entry| entry.file_type().is_dir());
    folders.map(walkdir::DirEntry::into_path).try_for_each(|folder| {
        access(&folder, Access::WRITE_OK | Access::EXEC_OK).map_err(|error| Error::writing(&folder, &error.into()))
    })
}

#[cfg(not(target_os = "linux"))]
fn removable(_: &Path) -> Result<()> {
    Ok(())
}

/// The first file that is not as the record says; the record and the log are not in it, nor are the lock files of an open
/// workbook.
fn changed<'f>(found: &'f BTreeMap<String, String>, recorded: &BTreeMap<String, String>) -> Option<&'f String> {
    let own =
        |name: &str| name == record::FILE || name == record::LOG || name.rsplit('/').next().is_some_and(is_of_system);
    let mut files = found.iter().filter(|(name, _)| !own(name));
    files.find(|(name, checksum)| recorded.get(*name) != Some(*checksum)).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 12, 31).unwrap()
    }

    fn run(output: &Path, text: &str) -> Result<PathBuf> {
        let folder = Folder::create(lock(output)?, output, day())?;
        folder.write("评分表/a.xlsx", text.as_bytes())?;
        let program = serde_json::json!({ "name": "jixiao" });
        let record = serde_json::json!({ "program": program, "outputs": folder.checksums() }).to_string();
        folder.write(record::FILE, record.as_bytes())?;
        folder.appear()
    }

    #[test]
    fn a_later_run_replaces_an_earlier_one_and_leaves_nothing_beside_it() {
        let output = tempfile::tempdir().unwrap();
        run(output.path(), "one").unwrap();
        let place = run(output.path(), "two").unwrap();
        assert_eq!(fs::read_to_string(place.join("评分表/a.xlsx")).unwrap(), "two");
        let names: Vec<_> = fs::read_dir(output.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn what_stands_in_the_place_of_the_lock_and_is_no_file_stops_a_run() {
        let output = tempfile::tempdir().unwrap();
        fs::create_dir(output.path().join(".jixiao.lock")).unwrap();
        assert!(matches!(lock(output.path()), Err(Error::NotAFile(_))));
    }

    #[test]
    fn a_workbook_that_a_person_changed_or_added_is_not_overwritten() {
        let output = tempfile::tempdir().unwrap();
        let place = run(output.path(), "one").unwrap();
        fs::write(place.join("评分表/a.xlsx"), "mine").unwrap();
        assert!(matches!(run(output.path(), "two"), Err(Error::ChangedWorkbook(_))));
        assert_eq!(fs::read_to_string(place.join("评分表/a.xlsx")).unwrap(), "mine");
        fs::write(place.join("评分表/a.xlsx"), "one").unwrap();
        fs::write(place.join("评分表/~$a.xlsx"), "").unwrap();
        run(output.path(), "two").unwrap();
        fs::write(place.join("notes.txt"), "mine").unwrap();
        assert!(matches!(run(output.path(), "three"), Err(Error::ChangedWorkbook(_))));
    }

    #[test]
    fn a_run_killed_between_its_moves_is_repaired() {
        let output = tempfile::tempdir().unwrap();
        let place = run(output.path(), "one").unwrap();
        fs::rename(&place, output.path().join(".2023-12-31.old")).unwrap();
        fs::create_dir(output.path().join(".2023-12-31.new")).unwrap();
        // By a run of whatever date.
        drop(lock(output.path()).unwrap());
        assert!(!output.path().join(".2023-12-31.new").exists());
        assert_eq!(fs::read_to_string(place.join("评分表/a.xlsx")).unwrap(), "one");
    }

    #[test]
    fn a_second_run_at_the_same_time_is_told_so() {
        let output = tempfile::tempdir().unwrap();
        let first = lock(output.path()).unwrap();
        assert!(matches!(lock(output.path()), Err(Error::Busy(_))));
        drop(first);
        assert!(lock(output.path()).is_ok());
    }

    #[test]
    fn a_workbook_that_is_changed_while_the_run_writes_stays() {
        let output = tempfile::tempdir().unwrap();
        let place = run(output.path(), "one").unwrap();
        let folder = Folder::create(lock(output.path()).unwrap(), output.path(), day()).unwrap();
        folder.write("评分表/a.xlsx", b"two").unwrap();
        fs::write(place.join("评分表/a.xlsx"), "mine").unwrap();
        assert!(matches!(folder.appear(), Err(Error::ChangedWorkbook(path)) if path.starts_with(&place)));
        assert_eq!(fs::read_to_string(place.join("评分表/a.xlsx")).unwrap(), "mine");
        assert!(!output.path().join(".2023-12-31.new").exists());
    }

    #[test]
    fn what_is_not_of_a_run_is_left_alone() {
        let output = tempfile::tempdir().unwrap();
        for name in [".config.new", ".2023-2-1.old", ".2023-12-31.newer"] {
            fs::create_dir(output.path().join(name)).unwrap();
        }
        fs::write(output.path().join(".2023-12-31.new"), "a file").unwrap();
        drop(lock(output.path()).unwrap());
        assert_eq!(fs::read_dir(output.path()).unwrap().count(), 5);
    }
}
