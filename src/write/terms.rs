//! The words of the field's own terms, by their name in the catalogue.

use crate::finding::Severity;
use crate::history::changes::WarningChange;
use crate::rank::warnings::Warning;
use crate::recognise::tables::{PassedOver, SheetKind};
use crate::review::Review;
use crate::score::scorecard::{PointsSource, Status};
use crate::words::Words;

use super::table::{Cell, Condition, Tone};

pub fn severity(words: &Words, severity: Severity) -> String {
    words.text(&format!("severity-{}", severity.as_ref()))
}

pub fn kind(words: &Words, kind: SheetKind) -> String {
    words.text(&format!("kind-{}", kind.as_ref()))
}

pub fn passed(words: &Words, reason: PassedOver) -> String {
    words.text(&format!("passed-{}", reason.as_ref()))
}

pub fn status(words: &Words, status: Status) -> String {
    words.text(&format!("status-{}", status.as_ref()))
}

pub fn warning(words: &Words, warning: Warning) -> String {
    words.text(&format!("warning-{}", warning.as_ref()))
}

pub fn warning_change(words: &Words, change: WarningChange) -> String {
    words.text(&format!("warning-change-{}", change.as_ref()))
}

pub fn points_source(words: &Words, source: PointsSource) -> String {
    words.text(&format!("points-source-{}", source.as_ref()))
}

/// `rule` is a kind of rule, as in [`Rule::name`](crate::rubric::rules::Rule::name), or empty.
pub fn rule(words: &Words, rule: &str) -> String {
    if rule.is_empty() { String::new() } else { words.text(&format!("rule-{rule}")) }
}

pub fn yes_or_no(words: &Words, yes: bool) -> String {
    words.text(if yes { "label-yes" } else { "label-no" })
}

/// The name of an edition; its id where it is not among those in force.
pub fn rubric(review: &Review, id: &str) -> String {
    review.rubrics.iter().find(|rubric| rubric.id == id).map_or(id, |rubric| rubric.name.as_str()).to_owned()
}

/// A project's level, or that there is no rate to compare.
pub fn level(words: &Words, level: Option<Warning>) -> String {
    level.map_or_else(|| words.text("warning-no-rate"), |level| warning(words, level))
}

const LEVELS: [Warning; 4] = [Warning::Red, Warning::Orange, Warning::Yellow, Warning::None];

/// What the colours of warning levels stand for.
pub fn warning_key(words: &Words) -> Vec<(String, Tone)> {
    let title = (words.text("label-key-warning"), Tone::Plain);
    std::iter::once(title).chain(LEVELS.map(|level| (warning(words, level), warning_tone(level)))).collect()
}

/// The colours of a column of warning levels.
pub fn warning_conditions(words: &Words, column: usize) -> Vec<Condition> {
    LEVELS.map(|level| Condition { column, says: warning(words, level), tone: warning_tone(level) }).to_vec()
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Doubt, Severity::Note];

/// The colours of a column of severities.
pub fn severity_conditions(words: &Words, column: usize) -> Vec<Condition> {
    SEVERITIES.map(|it| Condition { column, says: severity(words, it), tone: severity_tone(it) }).to_vec()
}

/// The grades of the editions in force, the best first.
pub fn grades(review: &Review) -> Vec<&str> {
    let mut bands: Vec<_> = review.rubrics.iter().flat_map(|rubric| &rubric.grades).collect();
    bands.sort_by_key(|band| std::cmp::Reverse(band.from));
    let mut names: Vec<&str> = Vec::new();
    for band in bands {
        if !names.contains(&band.name.as_str()) {
            names.push(&band.name);
        }
    }
    names
}

/// The colours of a column of grades: the best green, the last red, the one before it yellow.
pub fn grade_conditions(review: &Review, column: usize) -> Vec<Condition> {
    let names = grades(review);
    let tone = |at: usize| match names.len() - at {
        _ if at == 0 => Tone::Green,
        1 => Tone::Red,
        2 => Tone::Yellow,
        _ => Tone::Plain,
    };
    let condition = |(at, name): (usize, &&str)| Condition { column, says: (*name).to_owned(), tone: tone(at) };
    names.iter().enumerate().map(condition).filter(|it| it.tone != Tone::Plain).collect()
}

/// The colours of a column of sources of points.
pub fn source_conditions(words: &Words, column: usize) -> Vec<Condition> {
    use PointsSource::{Claimed, None, Policy, Reviewed};
    [Reviewed, Claimed, None, Policy]
        .map(|source| Condition { column, says: points_source(words, source), tone: source_tone(source) })
        .to_vec()
}

/// The colour of a source of points: those that nothing verifies stand out, and what a reviewer decided.
pub fn source_tone(source: PointsSource) -> Tone {
    match source {
        PointsSource::Reviewed => Tone::Green,
        PointsSource::Claimed => Tone::Orange,
        PointsSource::None => Tone::Red,
        PointsSource::Policy => Tone::Yellow,
        PointsSource::Assessed | PointsSource::Computed => Tone::Plain,
    }
}

/// The colour of a warning level.
pub fn warning_tone(warning: Warning) -> Tone {
    match warning {
        Warning::None => Tone::Green,
        Warning::Yellow => Tone::Yellow,
        Warning::Orange => Tone::Orange,
        Warning::Red => Tone::Red,
    }
}

/// The colour of a finding.
pub fn severity_tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Red,
        Severity::Doubt => Tone::Yellow,
        Severity::Note => Tone::Grey,
    }
}

/// A cell that says yes, or nothing.
pub fn yes(words: &Words, is_so: bool) -> Cell {
    Cell::text(if is_so { words.text("label-yes") } else { String::new() })
}
