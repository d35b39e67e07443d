//! Checking the policies of an edition.

use crate::fraction::{Fraction, Rounding};
use crate::rubric::Grade;
use crate::rubric::is_share;
use crate::rubric::load::{Checked, fault, points};

use super::raw::{RawAdjustment, RawBlend, RawOverCompletion, RawPolicies, RawTotal, RawVeto};
use super::{Adjustment, Adjustments, Blend, Cap, OverCompletion, Policies, Total, Veto};

/// The policies of an edition with these grades.
pub fn policies(raw: RawPolicies, adjustments: Vec<RawAdjustment>, grades: &[Grade]) -> Checked<Policies> {
    let default = Policies::default();
    let cap =
        |key: &str, most: Option<&Fraction>| most.map(|most| points(&format!("policies.{key}"), most)).transpose();
    let mut vetoes = Vec::new();
    for (at, veto) in raw.vetoes.into_iter().enumerate() {
        vetoes.push(self::veto(&format!("policies.vetoes[{at}]"), veto, grades)?);
    }
    Ok(Policies {
        no_budget: raw.no_budget.unwrap_or(default.no_budget),
        blank: raw.blank.unwrap_or(default.blank),
        computed_may_exceed_claimed: raw.computed_may_exceed_claimed.unwrap_or(default.computed_may_exceed_claimed),
        zero_target: raw.zero_target.unwrap_or(default.zero_target),
        over_completion: raw.over_completion.map(over_completion).transpose()?,
        total: raw.total.map_or(Ok(default.total), total)?,
        blend: raw.blend.map(blend).transpose()?,
        adjustments: Adjustments {
            items: self::adjustments(adjustments)?,
            bonus_most: cap("bonus-most", raw.bonus_most.as_ref())?,
            malus_most: cap("malus-most", raw.malus_most.as_ref())?,
        },
        vetoes,
    })
}

fn over_completion(raw: RawOverCompletion) -> Checked<OverCompletion> {
    if raw.limit < Fraction::one() {
        return fault("policies.over-completion.limit", "below 1");
    }
    Ok(OverCompletion { limit: raw.limit, then: raw.then })
}

fn total(raw: RawTotal) -> Checked<Total> {
    let rounding = match (raw.places, raw.mode) {
        (None, None) => None,
        (Some(places), Some(mode)) if places <= 4 => Some(Rounding { places, mode }),
        (Some(_), Some(_)) => return fault("policies.total.places", "more than 4"),
        _ => return fault("policies.total", "places and mode go together"),
    };
    Ok(Total { of: raw.of, rounding })
}

fn blend(raw: RawBlend) -> Checked<Blend> {
    let adds = &raw.claimed + &raw.assessed == Fraction::one();
    if !adds || !is_share(&raw.claimed) || !is_share(&raw.assessed) {
        return fault("policies.blend", "the shares have to add to 1");
    }
    Ok(Blend { claimed: raw.claimed, assessed: raw.assessed })
}

fn veto(path: &str, raw: RawVeto, grades: &[Grade]) -> Checked<Veto> {
    if raw.words.is_empty() {
        return fault(&format!("{path}.words"), "no word");
    }
    let cap = match (raw.total_at_most, raw.grade_at_most) {
        (Some(most), None) => Cap::Total(points(&format!("{path}.total-at-most"), &most)?),
        (None, Some(grade)) if grades.iter().any(|known| known.name == grade) => Cap::Grade(grade),
        (None, Some(_)) => return fault(&format!("{path}.grade-at-most"), "no grade of the edition"),
        _ => return fault(path, "needs either total-at-most or grade-at-most"),
    };
    Ok(Veto { indicator: raw.indicator, words: raw.words, cap })
}

fn adjustments(raw: Vec<RawAdjustment>) -> Checked<Vec<Adjustment>> {
    let one = |raw: RawAdjustment| Adjustment { name: raw.name, aliases: raw.aliases, kind: raw.kind };
    Ok(raw.into_iter().map(one).collect())
}
