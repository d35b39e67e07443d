//! A rule in canonical words: what was understood, printed beside the text that it was read from.
//!
//! The words are those of the [catalogue](crate::words); here it is decided which of them, with which numbers.

use crate::finding::{Fact, Facts};
use crate::fraction::Fraction;
use crate::rubric::rules::{
    Amount, Award, Band, Better, CheckPoint, Counting, Deduction, Direction, Edge, Over, Range, Rule, Side, Subject,
    Tier,
};

/// A rule for a weight in points. `unit` is that of its bounds where it is known, else fractions of 1 are taken for rates.
pub fn restate(rule: &Rule, weight: &Fraction, unit: Option<&str>) -> Fact {
    Restating { weight, unit }.rule(rule)
}

struct Restating<'a> {
    weight: &'a Fraction,
    unit: Option<&'a str>,
}

fn said(key: &'static str, facts: Facts) -> Fact {
    Fact::Said(key, facts)
}

impl Restating<'_> {
    fn rule(&self, rule: &Rule) -> Fact {
        match rule {
            Rule::Met { within, words } => {
                let whole = match within {
                    Some(range) => said("says-met-within", vec![("range", self.range(range))]),
                    None => said("says-met", vec![]),
                };
                let words = (!words.is_empty()).then(|| Fact::Text(words.join("、")));
                with_gate(whole, words, "says-met-words")
            }
            Rule::Proportional { full_at, gate } => {
                let whole = match full_at {
                    Some(full) => said("says-proportional-of", vec![("full", self.bound(full, &[full]))]),
                    None => said("says-proportional", vec![]),
                };
                with_gate(whole, gate.as_ref().map(percent), "says-gate-completion")
            }
            Rule::OwnRate { full_at, gate } => {
                let whole = match full_at {
                    Some(full) => said("says-own-rate", vec![("full", percent(full))]),
                    None => said("says-own-rate-target", vec![]),
                };
                with_gate(whole, gate.as_ref().map(percent), "says-gate-short")
            }
            Rule::GatedLinear { full_at, gate } => {
                said("says-gated-linear", vec![("full", percent(full_at)), ("gate", percent(gate))])
            }
            Rule::Ceiling { over } => said(
                match over {
                    Over::Nothing => "says-ceiling",
                    Over::Ratio => "says-ceiling-ratio",
                    Over::LinearToDouble => "says-ceiling-linear",
                },
                vec![],
            ),
            Rule::Deduction(deduction) => self.deduction(deduction),
            Rule::Bands { of, bands } => self.bands(*of, bands),
            Rule::Checklist { points, award } => self.checklist(points, award),
            Rule::Tiers(tiers) => self.tiers(tiers),
            Rule::Series { direction: Direction::Rising } => said("says-rising", vec![]),
            Rule::Series { direction: Direction::Falling } => said("says-falling", vec![]),
            Rule::Comparison { better, same } => {
                let points = self.points(&Amount::Share(same.clone()));
                said(by(*better, "says-comparison-higher", "says-comparison-lower"), vec![("same", points)])
            }
            Rule::Improvement { better, at_same, step, gain } => said(
                by(*better, "says-improvement-higher", "says-improvement-lower"),
                vec![
                    ("start", self.points(&Amount::Share(at_same.clone()))),
                    ("step", self.bound(step, &[step])),
                    ("gain", self.points(gain)),
                ],
            ),
            Rule::PeerAverage { better, at_average, step, gain } => said(
                by(*better, "says-peer-average-higher", "says-peer-average-lower"),
                vec![
                    ("start", self.points(&Amount::Share(at_average.clone()))),
                    ("step", self.bound(step, &[step])),
                    ("gain", self.points(gain)),
                ],
            ),
            Rule::PeerRange { better, within } => {
                let whole = said(by(*better, "says-peer-range-higher", "says-peer-range-lower"), vec![]);
                with_gate(whole, within.as_ref().map(|within| self.bound(within, &[within])), "says-peer-range-within")
            }
            Rule::External { out_of } => said("says-external", vec![("out-of", Fact::Number(out_of.clone()))]),
            Rule::Parts(parts) => {
                let part = |part: &super::rules::Part| {
                    let weight = &part.share * self.weight;
                    let how = restate(&part.rule, &weight, None);
                    said(
                        "says-part",
                        vec![("name", part.name.as_str().into()), ("weight", Fact::Number(weight)), ("how", how)],
                    )
                };
                Fact::List(parts.iter().map(part).collect())
            }
            Rule::Assessed => said("says-assessed", vec![]),
        }
    }

    fn deduction(&self, rule: &Deduction) -> Fact {
        // What is counted has whole steps.
        let is_percent = match self.unit {
            Some(unit) => unit == "%",
            None => rule.step < Fraction::one(),
        };
        let number = |number: &Fraction| {
            let text = if is_percent {
                percent_text(number)
            } else {
                format!("{}{}", number.exact_text(), self.unit.unwrap_or_default())
            };
            Fact::Text(text)
        };
        let shown = |number_at: &Fraction| match rule.of {
            Subject::Completion => percent(number_at),
            Subject::DaysLate => said("fact-days", vec![("number", Fact::Number(number_at.clone()))]),
            Subject::Actual => number(number_at),
        };
        let step = match rule.of {
            Subject::Actual if is_percent => {
                let points = &rule.step * &Fraction::from(100);
                said("fact-percentage-points", vec![("number", Fact::Number(points))])
            }
            _ => shown(&rule.step),
        };
        let key = match (rule.of, rule.side) {
            (Subject::DaysLate, _) if rule.full_at.is_none() => "says-deduction-late",
            (Subject::DaysLate, _) => "says-deduction-later",
            (Subject::Completion, Side::Short) => "says-deduction-completion-short",
            (Subject::Completion, Side::Over) => "says-deduction-completion-over",
            (Subject::Completion, Side::Either) => "says-deduction-completion-either",
            (Subject::Actual, Side::Short) => "says-deduction-short",
            (Subject::Actual, Side::Over) => "says-deduction-over",
            (Subject::Actual, Side::Either) => "says-deduction-either",
        };
        let full = match (&rule.full_at, rule.of) {
            (Some(full), _) => shown(full),
            (None, Subject::Completion) => percent(&Fraction::one()),
            (None, Subject::Actual) => Fact::Term("term-the-target"),
            (None, Subject::DaysLate) => said("fact-days", vec![("number", Fact::Number(Fraction::zero()))]),
        };
        let counting = match rule.counting {
            Counting::Linear => "says-steps-linear",
            Counting::Whole => "says-steps-whole",
            Counting::Begun => "says-steps-begun",
        };
        let facts = vec![
            ("full", full),
            ("step", step),
            ("loss", self.points(&rule.loss)),
            ("counting", said(counting, vec![])),
        ];
        let gate_key = if rule.side == Side::Over { "says-gate-over" } else { "says-gate-short" };
        with_gate(said(key, facts), rule.gate.as_ref().map(shown), gate_key)
    }

    fn bands(&self, of: Subject, bands: &[Band]) -> Fact {
        let edges: Vec<&Fraction> = bands.iter().filter_map(|band| band.from.as_ref()).map(|edge| &edge.at).collect();
        let mut levels = Vec::new();
        for (at, band) in bands.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|above| bands[above].from.as_ref());
            let to = above.map(|edge| Edge { at: edge.at.clone(), inclusive: !edge.inclusive });
            let range = self.between(of, band.from.as_ref(), to.as_ref(), &edges);
            levels.push(said("says-band", vec![("range", range), ("points", self.points(&band.award))]));
        }
        let levels = Fact::List(levels);
        match of {
            Subject::Actual => levels,
            Subject::Completion => said("says-of-completion", vec![("rule", levels)]),
            Subject::DaysLate => said("says-of-days-late", vec![("rule", levels)]),
        }
    }

    fn range(&self, range: &Range) -> Fact {
        let edges: Vec<&Fraction> = range.from.iter().chain(&range.to).map(|edge| &edge.at).collect();
        self.between(Subject::Actual, range.from.as_ref(), range.to.as_ref(), &edges)
    }

    /// `80%≤X<90%`, in signs that every language reads.
    fn between(&self, of: Subject, from: Option<&Edge>, to: Option<&Edge>, edges: &[&Fraction]) -> Fact {
        let shown = |number: &Fraction| match of {
            Subject::Completion => percent_text(number),
            Subject::DaysLate => number.plain(4),
            Subject::Actual => self.bound_text(number, edges),
        };
        let text = match (from, to) {
            (Some(from), Some(to)) if from.at == to.at => format!("={}", shown(&from.at)),
            (Some(from), Some(to)) => {
                let (low, high) = (if from.inclusive { "≤" } else { "<" }, if to.inclusive { "≤" } else { "<" });
                format!("{}{low}X{high}{}", shown(&from.at), shown(&to.at))
            }
            (Some(from), None) => format!("{}{}", if from.inclusive { "≥" } else { ">" }, shown(&from.at)),
            (None, Some(to)) => format!("{}{}", if to.inclusive { "≤" } else { "<" }, shown(&to.at)),
            (None, None) => return Fact::Term("term-any"),
        };
        Fact::Text(text)
    }

    fn checklist(&self, points: &[CheckPoint], award: &Award) -> Fact {
        let marks = Fact::Text((1..=points.len()).map(mark).collect());
        match award {
            Award::Sum => {
                let point = |(number, point): (usize, &CheckPoint)| {
                    let share = Amount::Share(point.share.clone());
                    let mut facts = vec![("number", Fact::Text(mark(number))), ("points", self.points(&share))];
                    if point.requirements == 1 {
                        return said("says-point", facts);
                    }
                    let each = share_of(&point.share, point.requirements);
                    facts.push(("requirements", Fact::Count(i64::from(point.requirements))));
                    facts.push(("each", self.points(&Amount::Share(each))));
                    said("says-point-of-several", facts)
                };
                let list = Fact::List((1..).zip(points).map(point).collect());
                said("says-checklist", vec![("points", list)])
            }
            Award::All => said("says-checklist-all", vec![("marks", marks)]),
            Award::PerFault { loss, zero_at } => {
                let whole = said("says-checklist-faults", vec![("marks", marks), ("loss", self.points(loss))]);
                let zero_at = zero_at.map(|faults| Fact::Count(i64::from(faults)));
                with_gate(whole, zero_at, "says-checklist-zero")
            }
            Award::ByCount(counts) => {
                let level = |(at, (met, award)): (usize, &(u32, Amount))| {
                    // The last level takes whatever is fewer than the one before it.
                    let above = at.checked_sub(1).filter(|_| at + 1 == counts.len()).map(|above| counts[above].0);
                    let key = if above.is_some() { "says-checklist-fewer" } else { "says-checklist-count" };
                    let met = i64::from(above.unwrap_or(*met));
                    said(key, vec![("met", Fact::Count(met)), ("points", self.points(award))])
                };
                said(
                    "says-checklist-counts",
                    vec![("marks", marks), ("levels", Fact::List(counts.iter().enumerate().map(level).collect()))],
                )
            }
        }
    }

    fn tiers(&self, tiers: &[Tier]) -> Fact {
        let tier = |tier: &Tier| {
            let of = |share: &Fraction| self.points(&Amount::Share(share.clone()));
            let name = Fact::Text(tier.name.clone());
            if tier.floor == tier.top {
                return said("says-tier", vec![("name", name), ("points", of(&tier.top))]);
            }
            said("says-tier-range", vec![("name", name), ("floor", of(&tier.floor)), ("top", of(&tier.top))])
        };
        Fact::List(tiers.iter().map(tier).collect())
    }

    /// In points of the weight, whichever way the rule says it.
    fn points(&self, amount: &Amount) -> Fact {
        Fact::Text(amount.of(self.weight).exact_text())
    }

    fn is_percent(&self, bounds: &[&Fraction]) -> bool {
        match self.unit {
            Some(unit) => unit == "%",
            None => {
                bounds.iter().all(|bound| bound.abs() <= Fraction::one()) && bounds.iter().any(|bound| !bound.is_zero())
            }
        }
    }

    fn bound(&self, number: &Fraction, bounds: &[&Fraction]) -> Fact {
        Fact::Text(self.bound_text(number, bounds))
    }

    fn bound_text(&self, number: &Fraction, bounds: &[&Fraction]) -> String {
        if self.is_percent(bounds) {
            return percent_text(number);
        }
        format!("{}{}", number.exact_text(), self.unit.unwrap_or_default())
    }
}

fn by(better: Better, higher: &'static str, lower: &'static str) -> &'static str {
    if better == Better::Higher { higher } else { lower }
}

fn with_gate(whole: Fact, gate: Option<Fact>, key: &'static str) -> Fact {
    match gate {
        Some(gate) => Fact::List(vec![whole, said(key, vec![("gate", gate)])]),
        None => whole,
    }
}

fn share_of(share: &Fraction, many: u32) -> Fraction {
    share.checked_div(&Fraction::from(i64::from(many))).unwrap_or_else(Fraction::zero)
}

fn percent(number: &Fraction) -> Fact {
    Fact::Text(percent_text(number))
}

fn percent_text(number: &Fraction) -> String {
    let percent = (number * &Fraction::from(100)).exact_text();
    // Two thirds are no number of percent.
    if percent.contains('/') { number.exact_text() } else { format!("{percent}%") }
}

/// `①`, and past twenty `(21)`.
fn mark(number: usize) -> String {
    let circled = u32::try_from(number).ok().filter(|number| (1..=20).contains(number));
    circled
        .and_then(|number| char::from_u32('①' as u32 + number - 1))
        .map_or_else(|| format!("({number})"), |c| c.to_string())
}
