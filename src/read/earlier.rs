//! The runs that stand in an output folder. What is read of one is what it wrote: a table that its record's checksum does
//! not fit is not read.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::run::checksum;
use crate::write::folder::is_date;
use crate::write::record::{self, Record};

use super::inbox::MOST_RECORD_BYTES;

/// A run with its record.
pub struct EarlierRun {
    pub as_of: NaiveDate,
    pub record: Record,
    /// The checksum of the record itself.
    pub checksum: String,
    folder: PathBuf,
}

/// The as-of dates of the runs in a folder, ascending; none where there is no such folder.
///
/// # Errors
/// When the folder is there and cannot be listed.
pub fn dates(output: &Path) -> Result<Vec<NaiveDate>> {
    if !output.exists() {
        return Ok(Vec::new());
    }
    let fault = |error: std::io::Error| Error::Read { path: output.to_owned(), reason: error.to_string() };
    let mut dates = Vec::new();
    for entry in fs::read_dir(output).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_date(&name) && entry.path().join(record::FILE).is_file() {
            dates.extend(name.parse::<NaiveDate>());
        }
    }
    dates.sort();
    Ok(dates)
}

impl EarlierRun {
    /// The run of a date; `None` where its record is missing or not one of this program.
    pub fn open(output: &Path, as_of: NaiveDate) -> Option<Self> {
        let folder = output.join(as_of.to_string());
        let text = small(&folder.join(record::FILE), MOST_RECORD_BYTES)?;
        // A folder that was copied under another date is no run of that date.
        let record =
            Record::parse(std::str::from_utf8(&text).ok()?).filter(|record| record.as_of == as_of.to_string())?;
        Some(Self { as_of, record, checksum: checksum(&text), folder })
    }

    /// The bytes of a table; `None` where it is missing or not as it was written.
    pub fn table(&self, name: &str) -> Option<Vec<u8>> {
        let name = format!("tables/{name}.parquet");
        let bytes = small(&self.folder.join(&name), MOST_TABLE_BYTES)?;
        (self.record.outputs.get(&name) == Some(&checksum(&bytes))).then_some(bytes)
    }
}

/// The projects of a province take less.
const MOST_TABLE_BYTES: u64 = 256 << 20;

fn small(path: &Path, most: u64) -> Option<Vec<u8>> {
    let is_small = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= most);
    is_small.then(|| fs::read(path).ok()).flatten()
}
