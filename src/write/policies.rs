//! The policies of an edition in words, a line each, in the order in which they hold.

use crate::finding::Fact;
use crate::fraction::{Rounding, RoundingMode};
use crate::rubric::policies::{AdjustmentKind, Policies};
use crate::rubric::{Missing, Rubric};
use crate::score::{adjustments, vetoes};
use crate::words::Words;

use super::terms;

pub fn lines(words: &Words, rubric: &Rubric) -> Vec<String> {
    let policies = &rubric.policies;
    let say = |key: &str, facts| words.with(&format!("label-policy-{key}"), &facts);
    let text = |text: String| Fact::Text(text);
    let mut lines = vec![
        say(
            "missing",
            vec![
                ("no-budget", text(missing(words, policies.no_budget))),
                ("blank", text(missing(words, policies.blank))),
            ],
        ),
        say("exceed", vec![("may-exceed", text(terms::yes_or_no(words, policies.computed_may_exceed_claimed)))]),
        words.text(&format!("label-zero-target-{}", policies.zero_target.as_ref())),
    ];
    lines.push(match &policies.over_completion {
        None => words.text("label-over-completion-none"),
        Some(over) => {
            let facts = vec![("limit", Fact::Share(over.limit.clone()))];
            words.with(&format!("label-over-completion-{}", over.then.as_ref()), &facts)
        }
    });
    let of = |rounding: Option<Rounding>| match rounding {
        Some(rounding) => text(self::rounding(words, rounding)),
        None => Fact::Term("label-rounding-none"),
    };
    let own = |indicator: &crate::rubric::Indicator| {
        let blank = missing(words, indicator.blank?);
        Some(say("own-blank", vec![("indicator", text(indicator.name.clone())), ("blank", text(blank))]))
    };
    lines.extend(rubric.indicators.iter().filter_map(own));
    let total = words.text(&format!("label-total-{}", policies.total.of.as_ref()));
    lines.push(say("total", vec![("of", text(total)), ("rounding", of(policies.total.rounding))]));
    lines.extend(adjustment_lines(words, policies));
    if let Some(blend) = &policies.blend {
        let facts =
            vec![("claimed", Fact::Share(blend.claimed.clone())), ("assessed", Fact::Share(blend.assessed.clone()))];
        lines.push(say("blend", facts));
    }
    for veto in &policies.vetoes {
        let facts = vec![
            ("indicator", text(veto.indicator.clone())),
            ("words", text(veto.words.join(&words.separator("term-list-separator")))),
            ("cap", vetoes::cap(&veto.cap)),
        ];
        lines.push(say("veto", facts));
    }
    lines
}

fn adjustment_lines(words: &Words, policies: &Policies) -> Vec<String> {
    let adjustments = &policies.adjustments;
    let sides = [(AdjustmentKind::Bonus, adjustments.bonus_most), (AdjustmentKind::Malus, adjustments.malus_most)];
    let line = |(kind, most): (AdjustmentKind, Option<crate::points::Points>)| {
        let names = adjustments.items.iter().filter(|item| item.kind == kind).map(|item| item.name.as_str());
        let names: Vec<&str> = names.collect();
        let facts = vec![
            ("kind", Fact::Term(adjustments::term(kind))),
            ("names", Fact::Text(names.join(&words.separator("term-list-separator")))),
            ("most", most.map_or(Fact::Term("term-no-cap"), Fact::Points)),
        ];
        (!names.is_empty()).then(|| words.with("label-policy-adjustment", &facts))
    };
    sides.into_iter().filter_map(line).collect()
}

pub fn rounding(words: &Words, rounding: Rounding) -> String {
    let key = match rounding.mode {
        RoundingMode::HalfUp => "label-rounding-half-up",
        RoundingMode::Down => "label-rounding-down",
    };
    words.with(key, &vec![("places", Fact::Count(rounding.places.into()))])
}

fn missing(words: &Words, missing: Missing) -> String {
    words.text(&format!("label-missing-{}", missing.as_ref()))
}
