//! How what was recognised in a file becomes bytes, and is had back equal.
//!
//! Names of files and sheets, which every place repeats, are written once; that of the file itself is not written at all, so
//! that the same content under another name is still known.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::location::SheetRef;
use crate::recognise::tables::RecognisedFile;

thread_local! {
    /// The name of the file at work, and its sheets that were met.
    static AT_WORK: RefCell<Option<AtWork>> = const { RefCell::new(None) };
}

struct AtWork {
    file: Arc<str>,
    sheets: Vec<SheetRef>,
}

/// The bytes of a file's tables.
pub fn encode(file: &RecognisedFile) -> Option<Vec<u8>> {
    AT_WORK.set(Some(AtWork { file: file.file.clone(), sheets: Vec::new() }));
    let body = postcard::to_stdvec(file).ok();
    let sheets = AT_WORK.take()?.sheets;
    let mut bytes = postcard::to_stdvec(&sheets.iter().map(|sheet| &*sheet.sheet).collect::<Vec<_>>()).ok()?;
    bytes.extend(body?);
    Some(bytes)
}

/// The tables of the file that is now called `name`; `None` where the bytes are not those of one.
pub fn decode(name: &str, bytes: &[u8]) -> Option<RecognisedFile> {
    let (sheets, body) = postcard::take_from_bytes::<Vec<&str>>(bytes).ok()?;
    let file: Arc<str> = name.into();
    let sheets = sheets.into_iter().map(|sheet| SheetRef::new(file.clone(), sheet)).collect();
    AT_WORK.set(Some(AtWork { file, sheets }));
    let file = postcard::from_bytes(body).ok();
    AT_WORK.take();
    file
}

/// The name of the file at work, which is not written.
pub mod file {
    use super::*;
    use serde::{Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(_: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        ().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(_: D) -> Result<Arc<str>, D::Error> {
        let name = AT_WORK.with_borrow(|at_work| at_work.as_ref().map(|at_work| at_work.file.clone()));
        name.ok_or_else(|| de::Error::custom("no file is at work"))
    }
}

/// A sheet of the file at work, by its number.
pub mod sheet {
    use super::*;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

    pub fn serialize<S: Serializer>(sheet: &SheetRef, serializer: S) -> Result<S::Ok, S::Error> {
        let number = AT_WORK.with_borrow_mut(|at_work| {
            let sheets = &mut at_work.as_mut()?.sheets;
            // Places follow one another sheet by sheet.
            Some(sheets.iter().rposition(|known| known.sheet == sheet.sheet).unwrap_or_else(|| {
                sheets.push(sheet.clone());
                sheets.len() - 1
            }))
        });
        let number = number.ok_or_else(|| ser::Error::custom("no file is at work"))?;
        (number as u32).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SheetRef, D::Error> {
        let number = u32::deserialize(deserializer)? as usize;
        let sheet = AT_WORK.with_borrow(|at_work| at_work.as_ref()?.sheets.get(number).cloned());
        sheet.ok_or_else(|| de::Error::custom("a sheet that was not written"))
    }
}

/// A date, as days.
pub mod day {
    use chrono::{Datelike, NaiveDate};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        day.num_days_from_ce().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let days = i32::deserialize(deserializer)?;
        NaiveDate::from_num_days_from_ce_opt(days).ok_or_else(|| de::Error::custom("not a day"))
    }
}

/// The name of a message or of a fact in one, which is a part of the program.
pub mod key {
    use super::*;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    static KEYS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

    /// The same text, for good. There are some hundred such names.
    pub fn known(key: &str) -> &'static str {
        let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = keys.get(key) {
            return known;
        }
        let known: &'static str = Box::leak(Box::from(key));
        keys.insert(known);
        known
    }

    pub fn serialize<S: Serializer>(key: &&'static str, serializer: S) -> Result<S::Ok, S::Error> {
        (*key).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
        <&str>::deserialize(deserializer).map(known)
    }
}

/// The facts of a finding by their names.
pub mod facts {
    use crate::finding::{Fact, Facts};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(facts: &Facts, serializer: S) -> Result<S::Ok, S::Error> {
        facts.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Facts, D::Error> {
        let facts: Vec<(&str, Fact)> = Deserialize::deserialize(deserializer)?;
        Ok(facts.into_iter().map(|(name, fact)| (super::key::known(name), fact)).collect())
    }
}
