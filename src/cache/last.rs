//! The last run, by everything that decided it: when the same would be done again and its outputs still stand, there is
//! nothing to do.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::read::inbox::MOST_RECORD_BYTES;
use crate::screen::Summary;

use super::FOLDER;

/// What a run leaves for the next.
#[derive(Serialize, Deserialize)]
pub struct LastRun {
    /// The checksum of everything that decides a run.
    pub key: String,
    as_of: String,
    /// The checksum of its record.
    pub record: String,
    /// What it said on the screen.
    pub summary: Summary,
}

const FILE: &str = "last.json";

impl LastRun {
    pub fn new(key: String, as_of: NaiveDate, record: String, summary: Summary) -> Self {
        Self { key, as_of: as_of.to_string(), record, summary }
    }

    /// That of an output folder; `None` where there is none.
    pub fn load(output: &Path) -> Option<Self> {
        let path = output.join(FOLDER).join(FILE);
        let is_small = fs::metadata(&path).is_ok_and(|data| data.is_file() && data.len() <= MOST_RECORD_BYTES);
        serde_json::from_slice(&is_small.then(|| fs::read(path).ok()).flatten()?).ok()
    }

    /// Keeps it and gives back what was said; what goes wrong costs no more than the next run's time.
    pub fn store(self, output: &Path) -> Summary {
        let folder = output.join(FOLDER);
        let scratch = folder.join("last.new");
        let text = serde_json::to_vec(&self).unwrap_or_default();
        let is_written = fs::create_dir_all(&folder).and_then(|()| fs::write(&scratch, text)).is_ok();
        if !is_written || fs::rename(&scratch, folder.join(FILE)).is_err() {
            let _ = fs::remove_file(scratch);
        }
        self.summary
    }

    pub fn as_of(&self) -> Option<NaiveDate> {
        self.as_of.parse().ok()
    }
}
