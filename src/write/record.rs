//! The record of a run (`run.json`): what went in and came out, with checksums, so that anyone can tell later which
//! files and which rules a figure rests on. The clock, timings and threads are in `run.log` alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use crate::config::Config;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::history::History;
use crate::review::{FileAccount, Review, SheetAccount};
use crate::run::checksum;
use crate::score::scorecard::Status;

pub const FILE: &str = "run.json";
pub const LOG: &str = "run.log";

/// The name of the program in its records.
const NAME: &str = "jixiao";

/// The record as JSON text; `outputs` are checksums by name.
pub fn record(config: &Config, review: &Review, history: &History, outputs: &BTreeMap<String, String>) -> String {
    let severity = |severity| review.findings.iter().filter(|finding| finding.severity() == severity).count();
    let status = |status| review.projects.iter().filter(|reviewed| reviewed.card.status == status).count();
    let rows = |of: fn(&SheetAccount) -> u32| {
        review.files.iter().flat_map(|file| &file.sheets).map(|sheet| u64::from(of(sheet))).sum::<u64>()
    };
    let record = json!({
        "program": { "name": NAME, "version": env!("CARGO_PKG_VERSION") },
        "as_of": review.as_of.to_string(),
        "years": review.years.iter().map(|year| year.0).collect::<Vec<_>>(),
        "lang": config.lang.as_ref(),
        "configuration": { "sha256": if config.text.is_empty() { String::new() } else { checksum(config.text.as_bytes()) } },
        "editions": review.rubrics.iter().map(|rubric| json!({
            "id": rubric.id,
            "name": rubric.name,
            "effective": rubric.effective,
            "reference": rubric.reference,
        })).collect::<Vec<_>>(),
        "earlier": history.used.iter().map(|(as_of, sha256)| json!({ "as_of": as_of.to_string(), "sha256": sha256 })).collect::<Vec<_>>(),
        "counts": {
            "projects": review.projects.len(),
            "scored": status(Status::Scored),
            "partial": status(Status::Partial),
            "unscored": status(Status::Unscored),
            "errors": severity(Severity::Error),
            "doubts": severity(Severity::Doubt),
            "notes": severity(Severity::Note),
            "rows_read": rows(|sheet| sheet.rows.read),
            "rows_used": rows(|sheet| sheet.rows.used),
            "rows_passed_over": rows(|sheet| sheet.rows.passed_over()),
            "rows_refused": rows(|sheet| sheet.rows.refused),
        },
        "outputs": outputs,
    });
    // A map of strings, numbers and lists always has a JSON form.
    serde_json::to_string_pretty(&WithInputs { record, inputs: &review.files }).unwrap_or_default()
}

/// A record with the files of its run, of which one after another becomes a [`Value`]: there may be a hundred thousand.
#[derive(Serialize)]
struct WithInputs<'a> {
    #[serde(flatten)]
    record: Value,
    #[serde(serialize_with = "inputs")]
    inputs: &'a [FileAccount],
}

fn inputs<S: Serializer>(files: &[FileAccount], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(files.iter().map(input))
}

fn input(file: &FileAccount) -> Value {
    let sheets = file.sheets.iter().map(|sheet| {
        let passed: BTreeMap<&str, u32> =
            sheet.rows.passed.iter().map(|(reason, rows)| (reason.as_ref(), *rows)).collect();
        json!({
            "sheet": &*sheet.at.sheet,
            "first_row": sheet.first_row_0 + 1,
            "kind": sheet.kind.as_ref(),
            "rows_read": sheet.rows.read,
            "rows_used": sheet.rows.used,
            "rows_passed_over": passed,
            "rows_refused": sheet.rows.refused,
        })
    });
    json!({ "file": &*file.file, "sha256": file.checksum, "sheets": sheets.collect::<Vec<_>>() })
}

/// What an earlier run recorded, as far as it is asked for.
#[derive(Deserialize)]
pub struct Record {
    program: Program,
    /// The as-of date.
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub counts: Counts,
    /// The checksum of every workbook and table, by name.
    #[serde(default)]
    pub outputs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Program {
    name: String,
}

/// How many findings there were.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Counts {
    pub errors: i64,
    pub doubts: i64,
}

impl Record {
    /// `None` where a text is not the record of a run of this program.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|record: &Self| record.program.name == NAME)
    }
}

/// The checksums that an earlier run recorded; none where there is no record.
///
/// # Errors
/// When the record is there and cannot be read.
pub fn outputs(path: &Path) -> Result<BTreeMap<String, String>> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let fault = |reason: String| Error::Read { path: path.to_owned(), reason };
    let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    Record::parse(&text).map(|record| record.outputs).ok_or_else(|| fault("run.json".to_owned()))
}

/// What may differ between two runs of the same inputs.
pub fn log<'a>(laps: impl Iterator<Item = &'a (&'static str, Duration)>, threads: usize) -> String {
    let mut log = format!("{}\nthreads {threads}\n", chrono::Local::now().to_rfc3339());
    for (stage, took) in laps {
        log.push_str(&format!("{stage} {} ms\n", took.as_millis()));
    }
    log
}
