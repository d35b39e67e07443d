//! Loading an edition: from TOML text to a [`Rubric`] that scoring cannot fail on.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::fraction::Fraction;
use crate::points::Points;
use crate::recognise::cell::squeezed;
use crate::recognise::quantity_text::quantity_text;
use crate::recognise::tables::SheetKind;

use super::measure::Measure;
use super::raw::{RawDefaults, RawIndicator, RawPart, RawReading, RawRubric, RawRule, RawSheetKind};
use super::rules::{Band, Loss, Part, Rule, Tier};
use super::{Defaults, Grade, Indicator, Policies, Reading, Rubric, is_share};

/// Reads an edition. `file` names it in messages.
///
/// # Errors
/// With the path of the key: unknown and repeated keys, values of the wrong form, weights that do not add to the total,
/// bands with holes, shares outside 0..=1.
pub fn rubric(file: &str, text: &str) -> Result<Rubric> {
    let fault = |reason: String| Error::Rubric { file: file.to_owned(), reason };
    let parsed = toml::Deserializer::parse(text).map_err(|error| fault(error.to_string()))?;
    let raw: RawRubric = serde_path_to_error::deserialize(parsed)
        .map_err(|error| fault(format!("{}: {}", error.path(), error.inner().message())))?;
    understand(raw).map_err(|Fault { path, reason }| fault(format!("{path}: {reason}")))
}

/// What is wrong with an edition, by the path of its key.
struct Fault {
    path: String,
    reason: String,
}

type Checked<T> = std::result::Result<T, Fault>;

fn fault<T>(path: &str, reason: impl Into<String>) -> Checked<T> {
    Err(Fault { path: path.to_owned(), reason: reason.into() })
}

fn understand(raw: RawRubric) -> Checked<Rubric> {
    let total = points("total", &raw.total)?;
    if raw.rounding.places > 4 {
        return fault("rounding.places", "more than 4");
    }
    let grades = grades(&raw)?;
    let mut indicators = Vec::new();
    for (at, indicator) in raw.indicators.into_iter().enumerate() {
        indicators.push(self::indicator(&format!("indicators[{at}]"), indicator)?);
    }
    let mut names = BTreeSet::new();
    for (at, indicator) in indicators.iter().enumerate() {
        let own = std::iter::once(&indicator.name).chain(&indicator.aliases);
        if let Some(name) = own.map(|name| squeezed(name)).find(|name| !names.insert(name.clone())) {
            return fault(&format!("indicators[{at}].name"), format!("\"{name}\" stands twice"));
        }
    }
    if raw.own_rows.is_none() {
        let sum: Points = indicators.iter().map(|indicator| indicator.weight).sum();
        if sum != total {
            return fault("indicators", format!("the weights add to {sum}, not to {total}"));
        }
    }
    if !raw.default_for.is_empty() && raw.own_rows.is_none() {
        return fault("default-for", "needs own-rows");
    }
    let own_rows = raw.own_rows.map(defaults).transpose()?;
    let missing = super::Missing::Zero;
    Ok(Rubric {
        id: raw.id,
        name: raw.name,
        reference: raw.reference,
        effective: raw.effective,
        total,
        rounding: raw.rounding,
        base: raw.base,
        policies: Policies {
            no_budget: raw.policies.no_budget.unwrap_or(missing),
            blank: raw.policies.blank.unwrap_or(missing),
            computed_may_exceed_claimed: raw.policies.computed_may_exceed_claimed.unwrap_or(true),
        },
        grades,
        indicators,
        own_rows,
        default_for: raw
            .default_for
            .into_iter()
            .map(|kind| match kind {
                RawSheetKind::ScoreTable => SheetKind::ScoreTable,
                RawSheetKind::SelfEvaluation => SheetKind::SelfEvaluation,
            })
            .collect(),
    })
}

/// Bands from the highest to the lowest, which has to begin at 0: half-open, so that they leave no hole.
fn grades(raw: &RawRubric) -> Checked<Vec<Grade>> {
    let mut grades = Vec::new();
    for (at, grade) in raw.grades.iter().enumerate() {
        let path = format!("grades[{at}].from");
        let from = points(&path, &grade.from)?;
        if grades.last().is_some_and(|higher: &Grade| higher.from <= from) {
            return fault(&path, "not below the grade before it");
        }
        grades.push(Grade { name: grade.name.clone(), from });
    }
    match grades.last() {
        Some(lowest) if lowest.from.is_zero() => Ok(grades),
        _ => fault("grades", "the last has to begin at 0"),
    }
}

fn indicator(path: &str, raw: RawIndicator) -> Checked<Indicator> {
    let weight = points(&format!("{path}.weight"), &raw.weight)?;
    let rule = rule(&format!("{path}.rule"), raw.rule, Some(weight))?;
    measure_fits(path, &raw.measure, &rule)?;
    let mut readings = Vec::new();
    for (at, reading) in raw.readings.into_iter().enumerate() {
        readings.push(self::reading(&format!("{path}.readings[{at}]"), reading, weight)?);
    }
    Ok(Indicator {
        code: raw.code,
        name: raw.name,
        aliases: raw.aliases,
        level1: raw.level1,
        level2: raw.level2,
        weight,
        target: raw.target.as_deref().map(quantity_text),
        measure: raw.measure,
        rule,
        reference: raw.reference,
        note: raw.note,
        readings,
    })
}

fn reading(path: &str, raw: RawReading, weight: Points) -> Checked<Reading> {
    let rule = raw.rule.map(|rule| self::rule(&format!("{path}.rule"), rule, Some(weight))).transpose()?;
    Ok(Reading { text: raw.text, why_not: raw.why_not, rule })
}

/// A checklist is answered by evidence and by nothing else.
fn measure_fits(path: &str, measure: &Measure, rule: &Rule) -> Checked<()> {
    let evidence = *measure == Measure::Evidence {};
    let checklist = matches!(rule, Rule::Checklist { .. });
    if evidence != checklist {
        return fault(&format!("{path}.measure"), "a checklist and the measure \"evidence\" go together");
    }
    Ok(())
}

fn defaults(raw: RawDefaults) -> Checked<Defaults> {
    let one = |name: &str, raw: RawRule| match rule(&format!("own-rows.{name}"), raw, None)? {
        Rule::Parts(_) | Rule::Checklist { .. } => fault(&format!("own-rows.{name}"), "not a rule for any row"),
        rule => Ok(rule),
    };
    Ok(Defaults {
        at_least: one("at-least", raw.at_least)?,
        at_most: one("at-most", raw.at_most)?,
        equal: one("equal", raw.equal)?,
        qualitative: one("qualitative", raw.qualitative)?,
    })
}

/// `weight` is `None` for a rule that serves rows of any weight; such a rule states no points.
fn rule(path: &str, raw: RawRule, weight: Option<Points>) -> Checked<Rule> {
    Ok(match raw {
        RawRule::Met { words } => Rule::Met { words },
        RawRule::Proportional {} => Rule::Proportional,
        RawRule::OwnRate { full_at, gate } => {
            for (name, value) in [("full-at", &full_at), ("gate", &gate)] {
                if value.as_ref().is_some_and(|value| !is_share(value) || value.is_zero()) {
                    return fault(&format!("{path}.{name}"), "not in 0 < x ≤ 1");
                }
            }
            Rule::OwnRate { full_at, gate }
        }
        RawRule::Ceiling {} => Rule::Ceiling,
        RawRule::Deduction { step, loss_points, loss_share, counting } => {
            if step.is_negative() || step.is_zero() {
                return fault(&format!("{path}.step"), "not above 0");
            }
            let loss = match (loss_points, loss_share) {
                (Some(points), None) if !points.is_negative() && weight.is_some() => Loss::Points(points),
                (None, Some(share)) if is_share(&share) => Loss::Share(share),
                _ => return fault(path, "needs either loss-points or loss-share, not negative"),
            };
            Rule::Deduction { step, loss, counting }
        }
        RawRule::Bands { bands } => {
            let Some(weight) = weight else { return fault(path, "not a rule for any row") };
            let mut understood: Vec<Band> = Vec::new();
            for (at, band) in bands.into_iter().enumerate() {
                let path = format!("{path}.bands[{at}]");
                if understood.last().is_some_and(|higher| higher.from <= band.from) {
                    return fault(&path, "not below the band before it");
                }
                if band.points.is_negative() || band.points > weight.fraction() {
                    return fault(&path, "points outside 0 and the weight");
                }
                understood.push(Band { from: band.from, points: band.points });
            }
            match understood.last() {
                Some(lowest) if lowest.from.is_zero() => Rule::Bands(understood),
                _ => return fault(path, "the last band has to begin at 0"),
            }
        }
        RawRule::Checklist { shares, all_or_nothing } => {
            let shares: Vec<Fraction> = shares.into_iter().map(|share| share.0).collect();
            if shares.iter().any(|share| !is_share(share))
                || shares.iter().cloned().sum::<Fraction>() != Fraction::one()
            {
                return fault(&format!("{path}.shares"), "the shares have to add to 1");
            }
            Rule::Checklist { shares, all_or_nothing }
        }
        RawRule::Tiers { tiers } => {
            let mut understood: Vec<Tier> = Vec::new();
            for (at, tier) in tiers.into_iter().enumerate() {
                let path = format!("{path}.tiers[{at}]");
                if !is_share(&tier.top) || tier.floor.is_negative() || tier.floor > tier.top {
                    return fault(&path, "top and floor have to lie in 0..=1, the floor not above the top");
                }
                if understood.last().is_some_and(|better| better.floor < tier.top) {
                    return fault(&path, "not below the tier before it");
                }
                understood.push(Tier { name: tier.name, words: tier.words, top: tier.top, floor: tier.floor });
            }
            if understood.is_empty() {
                return fault(path, "no tier");
            }
            Rule::Tiers(understood)
        }
        RawRule::Parts { parts } => self::parts(path, parts, weight)?,
        RawRule::Assessed {} => Rule::Assessed,
    })
}

fn parts(path: &str, raw: Vec<RawPart>, weight: Option<Points>) -> Checked<Rule> {
    let mut parts = Vec::new();
    for (at, part) in raw.into_iter().enumerate() {
        let path = format!("{path}.parts[{at}]");
        let weight = points(&format!("{path}.weight"), &part.weight)?;
        let rule = rule(&format!("{path}.rule"), part.rule, Some(weight))?;
        if matches!(rule, Rule::Parts(_) | Rule::Checklist { .. }) {
            return fault(&format!("{path}.rule"), "not a rule for a part");
        }
        parts.push(Part { name: part.name, weight, measure: part.measure, rule });
    }
    let sum: Points = parts.iter().map(|part| part.weight).sum();
    match weight {
        Some(weight) if weight == sum => Ok(Rule::Parts(parts)),
        _ => fault(path, format!("the parts add to {sum}, not to the weight")),
    }
}

fn points(path: &str, value: &Fraction) -> Checked<Points> {
    match Points::exact(value) {
        Some(points) if !value.is_negative() && *value <= Fraction::from(1_000_000) => Ok(points),
        _ => fault(path, "not a number of points with at most 4 decimals"),
    }
}
