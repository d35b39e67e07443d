//! How what was recognised in a file becomes bytes, and is had back equal.
//!
//! Names of files and sheets, which every place repeats, are written once; that of the file itself is not written at all, so
//! that the same content under another name is still known.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::recognise::tables::RecognisedFile;

thread_local! {
    /// The names of the file at work: its own, then those of its sheets.
    static NAMES: RefCell<Vec<Arc<str>>> = const { RefCell::new(Vec::new()) };
}

/// The bytes of a file's tables.
pub fn encode(file: &RecognisedFile) -> Option<Vec<u8>> {
    NAMES.set(vec![file.file.clone()]);
    let body = postcard::to_stdvec(file).ok();
    let names = NAMES.take();
    let mut bytes = postcard::to_stdvec(&names.iter().skip(1).map(|name| &**name).collect::<Vec<_>>()).ok()?;
    bytes.extend(body?);
    Some(bytes)
}

/// The tables of the file that is now called `name`; `None` where the bytes are not those of one.
pub fn decode(name: &str, bytes: &[u8]) -> Option<RecognisedFile> {
    let (names, body) = postcard::take_from_bytes::<Vec<&str>>(bytes).ok()?;
    NAMES.set(std::iter::once(name).chain(names).map(Arc::from).collect());
    let file = postcard::from_bytes(body).ok();
    NAMES.take();
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
        let name = NAMES.with_borrow(|names| names.first().cloned());
        name.ok_or_else(|| de::Error::custom("no file is at work"))
    }
}

/// The name of a sheet, by its number.
pub mod name {
    use super::*;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub fn serialize<S: Serializer>(name: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
        let number = NAMES.with_borrow_mut(|names| {
            // Places follow one another sheet by sheet.
            names[1..].iter().rposition(|known| Arc::ptr_eq(known, name) || known == name).unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 2
            })
        });
        (number as u32).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        let number = u32::deserialize(deserializer)? as usize;
        let name = NAMES.with_borrow(|names| names.get(number.checked_add(1)?).cloned());
        name.ok_or_else(|| de::Error::custom("a name that was not written"))
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
