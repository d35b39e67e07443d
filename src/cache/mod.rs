//! What was recognised in the files of the last run, so that a file that has not changed is not read again.
//!
//! A file is known by the checksum of its bytes; the whole cache belongs to one program, built from the same sources, and one
//! configuration. What is not exactly as it was written is read anew, so the cache may be deleted, cut off or replaced at any
//! time and never changes a result. It lies in the output folder and is exchanged as a whole when a run has read everything.

pub mod codec;
pub mod last;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::recognise::tables::RecognisedFile;
use crate::run::checksum;

/// The folder of the cache in the output folder.
pub const FOLDER: &str = ".jixiao-cache";

/// What the program was built from, so that another one never takes what this one kept.
pub const SOURCES: &str = env!("JIXIAO_SOURCES");

/// Where a file's tables stand.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    start: u64,
    len: u64,
    checksum: String,
}

/// By the checksum of the file's bytes.
type Entries = BTreeMap<String, Entry>;

/// What stands at the end of the cache: where its list of entries begins.
const TAIL: usize = 8;
/// The list of entries of a hundred thousand files is smaller.
const MOST_LIST_BYTES: u64 = 64 << 20;
/// So many bytes are written at a time: an entry has a few thousand.
const WRITTEN_BYTES: usize = 1 << 20;

pub struct Cache {
    folder: PathBuf,
    stamp: String,
    earlier: Option<(Mutex<File>, Entries)>,
    next: Mutex<Next>,
}

/// The cache of the next run, as it grows.
#[derive(Default)]
struct Next {
    /// Made at the first file that was not known.
    file: Option<BufWriter<File>>,
    len: u64,
    added: Entries,
    /// Checksums of files that were known.
    kept: Vec<String>,
    /// Whether something could not be written: then there is no next cache.
    failed: bool,
}

impl Cache {
    /// The cache of an output folder for a program and a configuration; empty where there is none for these.
    pub fn open(output: &Path, configuration: &str) -> Self {
        let folder = output.join(FOLDER);
        let stamp = checksum(format!("{SOURCES}\n{configuration}").as_bytes());
        let earlier = entries(&folder, &stamp).map(|(file, entries)| (Mutex::new(file), entries));
        Self { folder, stamp, earlier, next: Mutex::default() }
    }

    /// What was recognised in the file that is now called `name`, by the checksum of its bytes.
    pub fn get(&self, name: &str, sum: &str) -> Option<RecognisedFile> {
        let (file, entries) = self.earlier.as_ref()?;
        let bytes = piece(file, entries.get(sum)?)?;
        let file = codec::decode(name, &bytes).filter(|file| file.checksum == sum)?;
        self.next().kept.push(sum.to_owned());
        Some(file)
    }

    /// Keeps what was recognised in a file.
    pub fn put(&self, file: &RecognisedFile) {
        let Some(bytes) = codec::encode(file) else { return };
        // Before the lock, for which other threads wait.
        let checksum = checksum(&bytes);
        let mut next = self.next();
        if next.failed || next.added.contains_key(&file.checksum) {
            return;
        }
        if next.file.is_none() {
            next.file = self.begin();
        }
        next.add(file.checksum.clone(), &bytes, checksum);
    }

    /// Puts the next cache into its place, when every file was read. What goes wrong costs the cache alone.
    pub fn finish(self) {
        let Self { folder, earlier, next, .. } = self;
        let mut next = next.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Nothing is new.
        if next.file.is_none() {
            return;
        }
        for sum in std::mem::take(&mut next.kept) {
            let kept = earlier.as_ref().and_then(|(file, entries)| {
                let entry = entries.get(&sum)?;
                Some((piece(file, entry)?, entry.checksum.clone()))
            });
            if let Some((bytes, checksum)) = kept.filter(|_| !next.added.contains_key(&sum)) {
                next.add(sum, &bytes, checksum);
            }
        }
        if next.close().is_none() || fs::rename(scratch(&folder), place(&folder)).is_err() {
            let _ = fs::remove_file(scratch(&folder));
        }
    }

    fn next(&self) -> std::sync::MutexGuard<'_, Next> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The file of the next cache, with its stamp.
    fn begin(&self) -> Option<BufWriter<File>> {
        fs::create_dir_all(&self.folder).ok()?;
        let mut file = BufWriter::with_capacity(WRITTEN_BYTES, File::create(scratch(&self.folder)).ok()?);
        file.write_all(self.stamp.as_bytes()).ok()?;
        Some(file)
    }
}

impl Next {
    fn add(&mut self, sum: String, bytes: &[u8], checksum: String) {
        let len = bytes.len() as u64;
        match self.file.as_mut().map(|file| file.write_all(bytes)) {
            Some(Ok(())) => {
                self.added.insert(sum, Entry { start: self.len, len, checksum });
                self.len += len;
            }
            _ => self.failed = true,
        }
    }

    /// Writes the list of entries and where it begins.
    fn close(&mut self) -> Option<()> {
        let list = postcard::to_stdvec(&self.added).ok()?;
        let file = self.file.as_mut().filter(|_| !self.failed)?;
        file.write_all(checksum(&list).as_bytes()).ok()?;
        file.write_all(&list).ok()?;
        file.write_all(&self.len.to_le_bytes()).ok()?;
        file.flush().ok()
    }
}

fn place(folder: &Path) -> PathBuf {
    folder.join("recognised")
}

/// What a process writes before it takes its place.
fn scratch(folder: &Path) -> PathBuf {
    folder.join("recognised.new")
}

/// A stamp or checksum in hexadecimal.
const SUM: usize = 64;

/// The list of entries of the cache that is there, if it has this stamp.
fn entries(folder: &Path, stamp: &str) -> Option<(File, Entries)> {
    let path = place(folder);
    let mut file = path.is_file().then(|| File::open(path).ok())??;
    let mut own = [0; SUM];
    file.read_exact(&mut own).ok()?;
    if own != *stamp.as_bytes() {
        return None;
    }
    let end = file.seek(SeekFrom::End(-(TAIL as i64))).ok()?;
    let mut tail = [0; TAIL];
    file.read_exact(&mut tail).ok()?;
    let start = (SUM as u64).checked_add(u64::from_le_bytes(tail))?;
    let len = end.checked_sub(start).filter(|len| (SUM as u64..MOST_LIST_BYTES).contains(len))?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut list = vec![0; len as usize];
    file.read_exact(&mut list).ok()?;
    let (sum, list) = list.split_at(SUM);
    let entries = (sum == checksum(list).as_bytes()).then(|| postcard::from_bytes(list).ok())??;
    Some((file, entries))
}

/// The bytes of an entry, as they were written.
fn piece(file: &Mutex<File>, entry: &Entry) -> Option<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(entry.len).ok()?];
    {
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(SUM as u64 + entry.start)).ok()?;
        file.read_exact(&mut bytes).ok()?;
    }
    (checksum(&bytes) == entry.checksum).then_some(bytes)
}
