//! The words of the field's own terms, by their name in the catalogue.

use crate::finding::Severity;
use crate::rank::warnings::Warning;
use crate::recognise::tables::{PassedOver, SheetKind};
use crate::review::Review;
use crate::score::scorecard::{PointsSource, Status};
use crate::words::Words;

use super::table::{Cell, Tone};

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
