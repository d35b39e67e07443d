//! What earlier runs said, and what has changed since: every run is held against the latest one of an earlier as-of date, and
//! all of them together show how the year went.
//!
//! A run is compared by what it left in its folder: its record and its tables, each as the record's checksum says. One that
//! is not as it was written is named and passed over.

pub mod changes;
pub mod snapshot;

use std::path::Path;

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::frame::earlier as tables;
use crate::read::earlier::{self, EarlierRun};
use crate::review::Review;
use crate::words::Words;

use changes::{Changes, drop_moved, unmatched};
use snapshot::{FindingKey, Standing, Told, Totals};

/// What a run has to say of those before it.
#[derive(Default)]
pub struct History {
    /// Against the latest sound run of an earlier as-of date; `None` where there is none.
    pub changes: Option<Changes>,
    /// Earlier runs and this one, the oldest first; the latest sixty of them.
    pub trend: Vec<Totals>,
    /// Earlier runs whose record or tables are missing or were changed.
    pub unsound: Vec<NaiveDate>,
    /// The earlier runs that were used, each with the checksum of its record.
    pub used: Vec<(NaiveDate, String)>,
}

/// A trend goes back so many runs: five years of months.
const MOST_RUNS: usize = 60;

/// What one run said of its projects, and how many errors and doubts it had.
struct Said {
    projects: Vec<Standing>,
    totals: Totals,
    run: EarlierRun,
}

impl Said {
    fn open(output: &Path, as_of: NaiveDate) -> Option<Self> {
        let run = EarlierRun::open(output, as_of)?;
        let projects = tables::projects(run.table("projects")?).ok()?;
        let totals = Totals::of(as_of, &projects, run.record.counts.errors, run.record.counts.doubts);
        Some(Self { projects, totals, run })
    }

    fn findings(&self) -> Option<Vec<Told>> {
        tables::findings(self.run.table("findings")?).ok()
    }
}

impl History {
    /// What the runs of earlier as-of dates in the output folder said, beside a review.
    ///
    /// # Errors
    /// When the output folder is there and cannot be listed.
    pub fn of(output: &Path, review: &Review, words: &Words) -> Result<Self> {
        let mut history = Self::default();
        let mut dates: Vec<NaiveDate> =
            earlier::dates(output)?.into_iter().filter(|date| *date < review.as_of).collect();
        dates.drain(..dates.len().saturating_sub(MOST_RUNS - 1));
        if dates.is_empty() {
            return Ok(history);
        }
        let standings: Vec<Standing> = review.projects.iter().map(Standing::of).collect();
        history.trend.push(Totals::of_review(review, &standings));
        let mut later = Some(standings);
        for date in dates.into_iter().rev() {
            // Only the latest is compared, and only its findings are read.
            let said = Said::open(output, date).and_then(|said| {
                let told = if later.is_some() { said.findings()? } else { Vec::new() };
                Some((said, told))
            });
            let Some((said, told)) = said else {
                history.unsound.push(date);
                continue;
            };
            history.used.push((date, said.run.checksum));
            history.trend.push(said.totals);
            if let Some(later) = later.take() {
                let keys: Vec<FindingKey> = review.findings.iter().map(FindingKey::of).collect();
                let findings = differing(told, &keys, |at| Told::of(&review.findings[at], words));
                history.changes = Some(Changes::between((date, said.projects), (review.as_of, later), findings));
            }
        }
        history.trend.reverse();
        Ok(history)
    }
}

/// What stands in an output folder of earlier as-of dates, as a text that changes when any of it does.
///
/// # Errors
/// When the output folder is there and cannot be listed.
pub fn stamp(output: &Path, as_of: NaiveDate) -> Result<String> {
    let dates = earlier::dates(output)?.into_iter().filter(|date| *date < as_of);
    let run = |date: NaiveDate| match EarlierRun::open(output, date) {
        Some(run) => {
            let sound = ["projects", "findings"].map(|table| run.table(table).is_some());
            format!("{date} {} {sound:?}\n", run.checksum)
        }
        None => format!("{date}\n"),
    };
    Ok(dates.map(run).collect())
}

/// The findings of a later run that the earlier one did not tell, and those that it told and the later one has no more; only the
/// new ones of the later run are put into words, by `tell`.
fn differing(earlier: Vec<Told>, later: &[FindingKey], tell: impl Fn(usize) -> Told) -> (Vec<Told>, Vec<Told>) {
    let told = || earlier.iter().map(|told| &told.key);
    let mut new: Vec<Told> = unmatched(later.iter(), told()).into_iter().map(tell).collect();
    let mut settled: Vec<Told> = unmatched(told(), later.iter()).into_iter().map(|at| earlier[at].clone()).collect();
    drop_moved(&mut new, &mut settled);
    (new, settled)
}

/// What changed between two runs of an output folder: those of two dates, that of one date and the latest before it, or the
/// latest two.
///
/// # Errors
/// When the folder has no such runs, or one of them is not as it was written.
pub fn compare(output: &Path, dates: &[NaiveDate]) -> Result<Changes> {
    let there = earlier::dates(output)?;
    let before = |date: Option<NaiveDate>| {
        let earlier = there.iter().rev().find(|there| date.is_none_or(|date| **there < date));
        let of = || date.map_or_else(|| output.to_owned(), |date| output.join(date.to_string()));
        earlier.copied().ok_or_else(|| Error::NoEarlierRun(of()))
    };
    let (one, other) = match *dates {
        [] => (before(Some(before(None)?))?, before(None)?),
        [date] => (before(Some(date))?, date),
        [one, other, ..] => (one.min(other), one.max(other)),
    };
    let open = |date: NaiveDate| {
        let folder = || output.join(date.to_string());
        if !there.contains(&date) {
            return Err(Error::NoRun(folder()));
        }
        let said = Said::open(output, date).and_then(|said| Some((said.findings()?, said)));
        said.ok_or_else(|| Error::UnsoundRun(folder()))
    };
    let ((earlier_told, earlier), (later_told, later)) = (open(one)?, open(other)?);
    let keys: Vec<FindingKey> = later_told.iter().map(|told| told.key.clone()).collect();
    let findings = differing(earlier_told, &keys, |at| later_told[at].clone());
    Ok(Changes::between((one, earlier.projects), (other, later.projects), findings))
}
