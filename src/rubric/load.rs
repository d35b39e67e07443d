//! Loading an edition: from TOML text to a [`Rubric`] that scoring cannot fail on.

mod groups;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::error::{Error, Result};
use crate::fraction::Fraction;
use crate::points::Points;
use crate::quantity::Quantity;
use crate::recognise::cell::squeezed;
use crate::recognise::quantity_text::quantity_text;
use crate::recognise::tables::SheetKind;

use super::measure::Measure;
use super::raw::{
    RawBand, RawCount, RawDefaults, RawIndicator, RawPart, RawReading, RawRubric, RawRule, RawSheetKind, RawTier, Share,
};
use super::restate::restate;
use super::rules::{Amount, Award, Band, CheckPoint, Deduction, Edge, Part, Range, Rule, Side, Subject, Tier};
use super::{Defaults, Grade, Indicator, Policies, Reading, Rubric, is_share, policies};

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
pub(super) struct Fault {
    path: String,
    reason: String,
}

pub(super) type Checked<T> = std::result::Result<T, Fault>;

pub(super) fn fault<T>(path: &str, reason: impl Into<String>) -> Checked<T> {
    Err(Fault { path: path.to_owned(), reason: reason.into() })
}

fn understand(raw: RawRubric) -> Checked<Rubric> {
    if raw.id.is_empty() || !raw.id.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return fault("id", "not a plain word of letters, digits and hyphens");
    }
    if raw.name.trim().is_empty() {
        return fault("name", "empty");
    }
    if !is_day(&raw.effective) {
        return fault("effective", "not a day such as 2024-01-01");
    }
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
    if !raw.groups.is_empty() && raw.own_rows.is_none() {
        return fault("groups", "needs own-rows");
    }
    let groups = groups::groups(raw.groups, total)?;
    let own_rows = raw.own_rows.map(defaults).transpose()?;
    let policies = policies::load::policies(raw.policies, raw.adjustments, &grades)?;
    apart(&policies, &names)?;
    Ok(Rubric {
        id: raw.id,
        name: raw.name,
        reference: raw.reference,
        effective: raw.effective,
        total,
        rounding: raw.rounding,
        base: raw.base,
        policies,
        grades,
        indicators,
        groups,
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

/// Whether a text is a day of the calendar as `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|day| day.to_string() == text)
}

/// Bonus and malus rows are no indicators, and none stands twice.
fn apart(policies: &Policies, names: &BTreeSet<String>) -> Checked<()> {
    let mut names = names.clone();
    for (at, item) in policies.adjustments.items.iter().enumerate() {
        let own = std::iter::once(&item.name).chain(&item.aliases);
        if let Some(name) = own.map(|name| squeezed(name)).find(|name| !names.insert(name.clone())) {
            return fault(&format!("adjustments[{at}].name"), format!("\"{name}\" stands twice"));
        }
    }
    Ok(())
}

/// Bands from the highest to the lowest, which has to begin at 0: half-open, so that they leave no hole.
fn grades(raw: &RawRubric) -> Checked<Vec<Grade>> {
    let mut grades = Vec::new();
    for (at, grade) in raw.grades.iter().enumerate() {
        let path = format!("grades[{at}].from");
        let from = points(&path, &grade.from)?;
        if grades.iter().any(|higher: &Grade| higher.name == grade.name) {
            return fault(&format!("grades[{at}].name"), format!("\"{}\" stands twice", grade.name));
        }
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
    let target = raw.target.as_deref().map(quantity_text);
    let restated = restate(&rule, &weight.fraction(), unit_of(&raw.measure, target.as_ref())).into();
    let reading = |raw: RawReading| Reading { text: raw.text, why_not: raw.why_not };
    Ok(Indicator {
        code: raw.code,
        name: raw.name,
        aliases: raw.aliases,
        level1: raw.level1,
        level2: raw.level2,
        weight,
        target,
        measure: raw.measure,
        restated,
        rule,
        blank: raw.blank,
        reference: raw.reference,
        note: raw.note,
        readings: raw.readings.into_iter().map(reading).collect(),
    })
}

/// The unit of the bounds of a rule, where the measure or the target tells.
fn unit_of<'t>(measure: &Measure, target: Option<&'t Quantity>) -> Option<&'t str> {
    match measure {
        Measure::ExecutionRate { .. } | Measure::FundingRate { .. } | Measure::Survey { .. } => Some("%"),
        _ => target
            .filter(|target| target.number.is_some() && !target.unit.is_empty())
            .map(|target| target.unit.as_str()),
    }
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
        rule if matches!(rule, Rule::Parts(_) | Rule::Checklist { .. })
            || rule.needs_peers()
            || rule.needs_previous() =>
        {
            fault(&format!("own-rows.{name}"), "not a rule for any row")
        }
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
    let key = |name: &str| format!("{path}.{name}");
    let amount = |name: &str, points, share| amount(path, name, points, share, weight);
    Ok(match raw {
        RawRule::Met { at_least, above, at_most, below, words } => {
            let from = edge(path, at_least, above)?;
            let to = edge(path, at_most, below)?;
            let is_empty = from.as_ref().zip(to.as_ref()).is_some_and(|(from, to)| from.at > to.at);
            if is_empty {
                return fault(path, "no number lies between the bounds");
            }
            let within = (from.is_some() || to.is_some()).then_some(Range { from, to });
            Rule::Met { within, words }
        }
        RawRule::Proportional { full_at, gate } => {
            positive(&key("full-at"), full_at.as_ref())?;
            proper_share(&key("gate"), gate.as_ref())?;
            Rule::Proportional { full_at, gate }
        }
        RawRule::OwnRate { full_at, gate } => {
            proper_share(&key("full-at"), full_at.as_ref())?;
            proper_share(&key("gate"), gate.as_ref())?;
            if full_at.as_ref().zip(gate.as_ref()).is_some_and(|(full_at, gate)| gate > full_at) {
                return fault(&key("gate"), "above full-at");
            }
            Rule::OwnRate { full_at, gate }
        }
        RawRule::GatedLinear { full_at, gate } => {
            proper_share(&key("full-at"), Some(&full_at))?;
            if gate.is_negative() || gate >= full_at {
                return fault(&key("gate"), "not in 0 ≤ x < full-at");
            }
            Rule::GatedLinear { full_at, gate }
        }
        RawRule::Ceiling { over } => Rule::Ceiling { over },
        RawRule::Deduction { of, side, full_at, gate, step, loss_points, loss_share, counting } => {
            positive(&key("step"), Some(&step))?;
            if gate.is_some() && side == Side::Either {
                return fault(&key("gate"), "not for either side");
            }
            if of == Subject::DaysLate && side != Side::Over {
                return fault(&key("side"), "days late are over their bound");
            }
            let wrong_side = full_at.as_ref().zip(gate.as_ref()).is_some_and(|(full_at, gate)| match side {
                Side::Short => gate > full_at,
                Side::Over | Side::Either => gate < full_at,
            });
            if wrong_side {
                return fault(&key("gate"), "on the side of full-at that is full");
            }
            let loss = amount("loss", loss_points, loss_share)?;
            Rule::Deduction(Deduction { of, side, full_at, gate, step, loss, counting })
        }
        RawRule::Bands { of, bands } => Rule::Bands { of, bands: self::bands(path, bands, weight)? },
        RawRule::Checklist { shares, requirements, all_or_nothing, loss_points, loss_share, zero_at, by_count } => {
            let points = check_points(path, shares, requirements)?;
            let per_fault = loss_points.is_some() || loss_share.is_some();
            let award = match (all_or_nothing, per_fault, by_count.is_empty()) {
                (false, false, true) => Award::Sum,
                (true, false, true) => Award::All,
                (false, true, true) => Award::PerFault { loss: amount("loss", loss_points, loss_share)?, zero_at },
                (false, false, false) => Award::ByCount(counts(path, by_count, points.len(), weight)?),
                _ => return fault(path, "only one of all-or-nothing, a loss and by-count"),
            };
            if zero_at.is_some() && !per_fault {
                return fault(&key("zero-at"), "needs a loss");
            }
            Rule::Checklist { points, award }
        }
        RawRule::Tiers { tiers } => Rule::Tiers(self::tiers(path, tiers)?),
        RawRule::Series { direction } => Rule::Series { direction },
        RawRule::Comparison { better, same } => {
            let same = same.map_or_else(Fraction::zero, |share| share.0);
            share(&key("same"), &same)?;
            Rule::Comparison { better, same }
        }
        RawRule::Improvement { better, at_same, step, gain_points, gain_share } => {
            share(&key("at-same"), &at_same.0)?;
            positive(&key("step"), Some(&step))?;
            Rule::Improvement { better, at_same: at_same.0, step, gain: amount("gain", gain_points, gain_share)? }
        }
        RawRule::PeerAverage { better, at_average, step, gain_points, gain_share } => {
            share(&key("at-average"), &at_average.0)?;
            positive(&key("step"), Some(&step))?;
            let gain = amount("gain", gain_points, gain_share)?;
            Rule::PeerAverage { better, at_average: at_average.0, step, gain }
        }
        RawRule::PeerRange { better, within } => {
            positive(&key("within"), within.as_ref())?;
            Rule::PeerRange { better, within }
        }
        RawRule::External { out_of } => {
            positive(&key("out-of"), Some(&out_of))?;
            Rule::External { out_of }
        }
        RawRule::Parts { parts } => self::parts(path, parts, weight)?,
        RawRule::Assessed {} => Rule::Assessed,
    })
}

/// Points, not below nought, or a share in 0..=1.
fn amount(
    path: &str,
    name: &str,
    points: Option<Fraction>,
    share: Option<Share>,
    weight: Option<Points>,
) -> Checked<Amount> {
    match (points, share) {
        (Some(_), None) if weight.is_none() => fault(path, "not a rule for any row"),
        (Some(points), None) if !points.is_negative() => Ok(Amount::Points(points)),
        (None, Some(share)) if is_share(&share.0) => Ok(Amount::Share(share.0)),
        _ => fault(path, format!("needs either {name}-points or {name}-share, not negative")),
    }
}

/// An amount that is given for a level and may not be more than the weight.
fn award(path: &str, points: Option<Fraction>, share: Option<Share>, weight: Option<Points>) -> Checked<Amount> {
    match (points, share, weight) {
        (Some(_), None, None) => fault(path, "not a rule for any row"),
        (Some(points), None, Some(weight)) if !points.is_negative() && points <= weight.fraction() => {
            Ok(Amount::Points(points))
        }
        (Some(_), None, Some(_)) => fault(path, "points outside 0 and the weight"),
        (None, Some(share), _) if is_share(&share.0) => Ok(Amount::Share(share.0)),
        _ => fault(path, "needs either points or a share in 0..=1"),
    }
}

fn edge(path: &str, inclusive: Option<Fraction>, exclusive: Option<Fraction>) -> Checked<Option<Edge>> {
    match (inclusive, exclusive) {
        (Some(_), Some(_)) => fault(path, "two bounds for one side"),
        (Some(at), None) => Ok(Some(Edge::inclusive(at))),
        (None, Some(at)) => Ok(Some(Edge::exclusive(at))),
        (None, None) => Ok(None),
    }
}

fn share(path: &str, value: &Fraction) -> Checked<()> {
    if is_share(value) { Ok(()) } else { fault(path, "not in 0..=1") }
}

/// A share above nought, where one is stated.
fn proper_share(path: &str, value: Option<&Fraction>) -> Checked<()> {
    let is_proper = value.is_none_or(|value| is_share(value) && !value.is_zero());
    if is_proper { Ok(()) } else { fault(path, "not in 0 < x ≤ 1") }
}

fn positive(path: &str, value: Option<&Fraction>) -> Checked<()> {
    let is_positive = value.is_none_or(|value| !value.is_negative() && !value.is_zero());
    if is_positive { Ok(()) } else { fault(path, "not above 0") }
}

/// Half-open bands from the highest to the lowest, which begins at 0 in the file and takes what lies below it too.
fn bands(path: &str, raw: Vec<RawBand>, weight: Option<Points>) -> Checked<Vec<Band>> {
    let mut bands: Vec<Band> = Vec::new();
    let last = raw.len().saturating_sub(1);
    for (at, band) in raw.into_iter().enumerate() {
        let path = format!("{path}.bands[{at}]");
        let Some(from) = edge(&path, band.from, band.above)? else {
            return fault(&path, "needs from or above");
        };
        // A band above a bound may stand over the one that is the bound alone.
        let is_below =
            |higher: &Edge| higher.at > from.at || higher.at == from.at && from.inclusive && !higher.inclusive;
        if bands.last().and_then(|higher| higher.from.as_ref()).is_some_and(|higher| !is_below(higher)) {
            return fault(&path, "not below the band before it");
        }
        let is_lowest = at == last;
        if is_lowest && from != Edge::inclusive(Fraction::zero()) {
            return fault(&path, "the last band has to begin from 0");
        }
        bands.push(Band { from: (!is_lowest).then_some(from), award: award(&path, band.points, band.share, weight)? });
    }
    if bands.is_empty() { fault(path, "no band") } else { Ok(bands) }
}

fn check_points(path: &str, shares: Vec<Share>, requirements: Vec<u32>) -> Checked<Vec<CheckPoint>> {
    let shares: Vec<Fraction> = shares.into_iter().map(|share| share.0).collect();
    if shares.iter().any(|share| !is_share(share)) || shares.iter().cloned().sum::<Fraction>() != Fraction::one() {
        return fault(&format!("{path}.shares"), "the shares have to add to 1");
    }
    let requirements = if requirements.is_empty() { vec![1; shares.len()] } else { requirements };
    if requirements.len() != shares.len() || requirements.contains(&0) {
        return fault(&format!("{path}.requirements"), "one number above 0 for each point");
    }
    let point = |(share, requirements)| CheckPoint { share, requirements };
    Ok(shares.into_iter().zip(requirements).map(point).collect())
}

/// From the most points met to the fewest, which is 0.
fn counts(path: &str, raw: Vec<RawCount>, points: usize, weight: Option<Points>) -> Checked<Vec<(u32, Amount)>> {
    let mut counts: Vec<(u32, Amount)> = Vec::new();
    for (at, count) in raw.into_iter().enumerate() {
        let path = format!("{path}.by-count[{at}]");
        if count.met as usize > points || counts.last().is_some_and(|(more, _)| *more <= count.met) {
            return fault(&path, "more than there are points, or not below the one before it");
        }
        counts.push((count.met, award(&path, count.points, count.share, weight)?));
    }
    match counts.last() {
        Some((0, _)) => Ok(counts),
        _ => fault(&format!("{path}.by-count"), "the last has to be for 0 points"),
    }
}

fn tiers(path: &str, raw: Vec<RawTier>) -> Checked<Vec<Tier>> {
    let mut tiers: Vec<Tier> = Vec::new();
    for (at, tier) in raw.into_iter().enumerate() {
        let path = format!("{path}.tiers[{at}]");
        if !is_share(&tier.top) || tier.floor.is_negative() || tier.floor > tier.top {
            return fault(&path, "top and floor have to lie in 0..=1, the floor not above the top");
        }
        if tiers.last().is_some_and(|better| better.floor < tier.top) {
            return fault(&path, "not below the tier before it");
        }
        let known = |word: &String| tiers.iter().any(|better| better.words.contains(word));
        if let Some(word) = tier.words.iter().find(|word| known(word)) {
            return fault(&path, format!("\"{word}\" stands in two tiers"));
        }
        tiers.push(Tier { name: tier.name, words: tier.words, top: tier.top, floor: tier.floor });
    }
    if tiers.is_empty() { fault(path, "no tier") } else { Ok(tiers) }
}

fn parts(path: &str, raw: Vec<RawPart>, weight: Option<Points>) -> Checked<Rule> {
    let Some(weight) = weight else { return fault(path, "not a rule for any row") };
    let many = raw.len() as i64;
    let stated = raw.iter().filter(|part| part.weight.is_some()).count();
    if stated != 0 && stated != raw.len() {
        return fault(path, "either every part has a weight or none");
    }
    let mut parts = Vec::new();
    for (at, part) in raw.into_iter().enumerate() {
        let path = format!("{path}.parts[{at}]");
        let share = match part.weight {
            Some(points) => {
                self::points(&format!("{path}.weight"), &points)?.fraction().checked_div(&weight.fraction())
            }
            None => Fraction::ratio(1, many),
        };
        let Some(share) = share else { return fault(&path, "the indicator has no weight") };
        // The rule of a part states points only where the part's weight is a number of points.
        let own = Points::exact(&(&share * &weight.fraction()));
        let rule = rule(&format!("{path}.rule"), part.rule, own)?;
        if matches!(rule, Rule::Parts(_) | Rule::Checklist { .. }) || rule.needs_peers() || rule.needs_previous() {
            return fault(&format!("{path}.rule"), "not a rule for a part");
        }
        parts.push(Part { name: part.name, share, measure: part.measure, rule });
    }
    let sum: Fraction = parts.iter().map(|part| part.share.clone()).sum();
    if sum == Fraction::one() { Ok(Rule::Parts(parts)) } else { fault(path, "the parts do not add to the weight") }
}

pub(super) fn points(path: &str, value: &Fraction) -> Checked<Points> {
    match Points::exact(value) {
        Some(points) if !value.is_negative() && *value <= Fraction::from(1_000_000) => Ok(points),
        _ => fault(path, "not a number of points with at most 4 decimals"),
    }
}
