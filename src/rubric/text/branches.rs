//! Branches: conditions with what each gives that together are one rule over one figure.

use std::cmp::Ordering;

use crate::fraction::Fraction;
use crate::quantity::{Quantity, Sense};
use crate::rubric::rules::{
    Amount, Award, Band, Better, CheckPoint, Counting, Deduction, Edge, Over, Range, Rule, Side, Subject,
};

use super::awards::{best_is_weight, fixed, full_is_weight, share};
use super::phrase::{Bound, Bounds, Give, Phrase, Unit};
use super::said::{Said, Then};
use super::slope::{self, Slope, speaks_of_completion, subject_of};
use super::{Choice, Composed, Read, Row, RuleText, Why, ladder, tiers};

/// The one rule that the phrases state.
pub fn compose(phrases: &[Phrase], row: Row<'_>) -> Read<Composed> {
    let mut said = Said::of(phrases, row)?;
    said.words_of_last_year();
    said.whole_in_words();
    let of_target = said.met.is_some() || said.missed.is_some() || said.within.is_some() || said.over.is_some();
    let of_numbers = of_target || !said.ranges.is_empty() || !said.free.is_empty();
    let kinds =
        [of_numbers, said.series.is_some(), !said.last_year.is_empty(), said.gain.is_some(), !said.in_words.is_empty()];
    if !said.faults.is_empty() || said.faults_from.is_some() {
        return said.faults(row);
    }
    match kinds {
        [true, false, false, false, false] if said.ranges.is_empty() => said.against_target(row),
        [true, false, false, false, false] => said.over_ranges(row),
        [false, true, false, false, false] => said.one_way_only(row),
        [false, false, true, false, false] => said.against_last_year(row),
        [false, false, false, true, false] => said.gains(row),
        [false, false, false, false, true] => said.words_alone(row),
        [true, false, false, false, true] => said.days_late(row),
        _ => Err(Why::NoWhole),
    }
}

impl Said {
    /// `每发现一处扣1分`: the actual is how many there are; the full points may be said too.
    fn faults(self, row: Row<'_>) -> Read<Composed> {
        // What is to be reached is no number of faults.
        let to_reach = row.target.is_some_and(|target| {
            let is_nought = target.number.as_ref().is_none_or(Fraction::is_zero);
            !is_nought && target.sense != Some(Sense::AtMost)
        });
        if to_reach {
            return Err(Why::AgainstTarget);
        }
        let nothing_else = self.ranges.is_empty()
            && self.free.is_empty()
            && self.within.is_none()
            && self.over.is_none()
            && self.missed.is_none()
            && self.gain.is_none();
        let mut fulls = Vec::new();
        for (_, give) in &self.in_words {
            fulls.push(fixed(give, row.weight).ok_or(Why::NoWhole)?);
        }
        for then in self.met.iter().chain(&self.otherwise) {
            let Then::Give(give) = then else { return Err(Why::NoWhole) };
            fulls.push(fixed(give, row.weight).ok_or(Why::NoWhole)?);
        }
        if !nothing_else || fulls.len() > 1 {
            return Err(Why::NoWhole);
        }
        let rule = match (self.faults.as_slice(), self.faults_from) {
            ([], Some(1)) => {
                let none = Some(Edge::inclusive(Fraction::zero()));
                Rule::Met { within: Some(Range { from: None, to: none }), words: Vec::new() }
            }
            ([loss], from) if from != Some(1) => Rule::Deduction(Deduction {
                of: Subject::Actual,
                side: Side::Over,
                full_at: Some(Fraction::zero()),
                // There are only whole faults: from three on is past two.
                gate: from.map(|from| Fraction::from(i64::from(from) - 1)),
                step: Fraction::one(),
                loss: loss.clone(),
                counting: Counting::Linear,
            }),
            _ => return Err(Why::TwoRules),
        };
        let contradictions = best_is_weight(fulls.iter(), row.weight).into_iter().collect();
        Ok(Composed { text: RuleText::new(rule, "处", Vec::new(), row), contradictions })
    }

    fn one_way_only(self, row: Row<'_>) -> Read<Composed> {
        let rest = self.otherwise.or(self.missed);
        let (Some((direction, give)), Some(Then::Give(Give::Nothing))) = (&self.series, &rest) else {
            return Err(Why::NoRest);
        };
        let contradictions = full_is_weight(give, row.weight)?.into_iter().collect();
        Ok(Composed { text: RuleText::plain(Rule::Series { direction: *direction }, row), contradictions })
    }

    /// `全部到位得2分，到位90%以上得1.5分`, `全部发放得满分；否则…`: everything is the target, or the whole of a rate.
    fn whole_in_words(&mut self) {
        let is_whole = |words: &str| ["全部", "全额", "足额"].iter().any(|whole| words.starts_with(whole));
        let beside = !self.ranges.is_empty() || !self.free.is_empty() || self.otherwise.is_some();
        let [(words, give)] = self.in_words.as_slice() else { return };
        if !beside || !is_whole(words) {
            return;
        }
        let then = Then::Give(give.clone());
        if self.ranges.first().is_some_and(|(bounds, _)| bounds.unit.is_percent()) {
            let whole = Bound { at: Fraction::one(), inclusive: true, plain: true };
            self.ranges.push((Bounds { from: Some(whole), to: None, unit: Unit::Percent }, then));
        } else if matches!(
            self.otherwise.as_ref().or(self.free.first()),
            Some(Then::Give(Give::Formula { .. } | Give::Proportion))
        ) {
            self.met = Some(then);
        } else {
            return;
        }
        self.in_words.clear();
    }

    /// `较上年提高得满分；持平得50%；降低不得分`: the later ones are short for the comparison.
    fn words_of_last_year(&mut self) {
        if self.last_year.is_empty() {
            return;
        }
        let order = |words: &str| match words {
            "提高" | "增长" | "上升" | "增加" | "提升" => Some(Ordering::Greater),
            "降低" | "下降" | "减少" | "下滑" => Some(Ordering::Less),
            _ => None,
        };
        let (known, others) =
            std::mem::take(&mut self.in_words).into_iter().partition(|(words, _)| order(words).is_some());
        self.in_words = others;
        let known: Vec<(String, Give)> = known;
        self.last_year.extend(known.into_iter().filter_map(|(words, give)| Some((order(&words)?, give))));
    }

    fn against_last_year(self, row: Row<'_>) -> Read<Composed> {
        let of = |order| self.last_year.iter().find(|(known, _)| *known == order).map(|(_, give)| give);
        let award = |give: &Give| fixed(give, row.weight).ok_or(Why::NoWhole);
        let rest = match &self.otherwise {
            Some(Then::Give(give)) => Some(give),
            Some(Then::Lose(_)) => return Err(Why::NoWhole),
            None => None,
        };
        let (more, same, less) = (of(Ordering::Greater), of(Ordering::Equal), of(Ordering::Less));
        let (better, best, worst) = match (more, less) {
            (Some(best), worst) if best != &Give::Nothing => (Better::Higher, best, worst),
            (worst, Some(best)) => (Better::Lower, best, worst),
            _ => return Err(Why::NoRest),
        };
        let same = same.or(rest).ok_or(Why::NoRest)?;
        if worst.or(rest) != Some(&Give::Nothing) || self.last_year.len() > 3 {
            return Err(Why::NoRest);
        }
        let contradictions = full_is_weight(best, row.weight)?.into_iter().collect();
        let rule = Rule::Comparison { better, same: share(&award(same)?, row.weight)? };
        Ok(Composed { text: RuleText::plain(rule, row), contradictions })
    }

    /// `每开展一次得1分，最高4分`: in proportion up to as many as make the weight.
    fn gains(self, row: Row<'_>) -> Read<Composed> {
        let Some((step, unit, gain)) = &self.gain else { return Err(Why::NoWhole) };
        // How many times so many percentage points fit is no number of things.
        let of_rate = unit.is_percent() || *unit == Unit::Days || row.target.is_some_and(Quantity::is_rate);
        if self.otherwise.is_some() || of_rate {
            return Err(Why::NoWhole);
        }
        let weight = row.weight.fraction();
        let steps = weight.checked_div(&gain.of(&weight)).ok_or(Why::NoWhole)?;
        let rule = Rule::Proportional { full_at: Some(&steps * step), gate: None };
        let text = RuleText::new(rule, &unit.name(), Vec::new(), row);
        Ok(Composed { text, contradictions: Vec::new() })
    }

    fn words_alone(self, row: Row<'_>) -> Read<Composed> {
        let otherwise = match &self.otherwise {
            Some(Then::Give(give)) => Some(give),
            Some(Then::Lose(_)) => return Err(Why::NoWhole),
            None => None,
        };
        let shares: Option<Vec<Fraction>> = self
            .in_words
            .iter()
            .map(|(_, give)| fixed(give, row.weight).and_then(|award| share(&award, row.weight).ok()))
            .collect();
        // Parts that make up the weight only together are a list whose points have no marks.
        let one = Fraction::one();
        let parts = shares.filter(|shares| {
            shares.len() > 1
                && shares.iter().cloned().sum::<Fraction>() == one
                && shares.iter().all(|share| !share.is_zero())
        });
        match parts {
            Some(shares) if otherwise.is_none_or(|give| *give == Give::Nothing) => {
                let points = shares.into_iter().map(|share| CheckPoint { share, requirements: 1 }).collect();
                Ok(Composed {
                    text: RuleText::plain(Rule::Checklist { points, award: Award::Sum }, row),
                    contradictions: Vec::new(),
                })
            }
            _ => tiers::in_words(&self.in_words, otherwise, row),
        }
    }

    /// `按期完工得5分，每逾期1天扣0.5分`
    fn days_late(self, row: Row<'_>) -> Read<Composed> {
        let ([(_, full)], [Then::Lose(lose)]) = (self.in_words.as_slice(), self.free.as_slice()) else {
            return Err(Why::NoWhole);
        };
        if lose.unit != Unit::Days || !self.ranges.is_empty() || self.otherwise.is_some() || self.met.is_some() {
            return Err(Why::NoWhole);
        }
        let contradictions = full_is_weight(full, row.weight)?.into_iter().collect();
        let mut choices = Vec::new();
        let rule = self.slope(row, None, None, true).loss(lose, &mut choices)?;
        Ok(Composed { text: RuleText::new(rule, "", choices, row), contradictions })
    }

    fn slope<'a>(
        &'a self,
        row: Row<'a>,
        full_at: Option<Fraction>,
        gate: Option<Fraction>,
        full_at_target: bool,
    ) -> Slope<'a> {
        Slope { row, subject: self.subject.as_deref(), steps: self.steps, full_at, gate, full_at_target }
    }

    /// `达到目标值得满分；未达到的按比例计分`, `超过标杆值，不得分`, `得分=完成率×权重`.
    fn against_target(self, row: Row<'_>) -> Read<Composed> {
        let mut contradictions = Vec::new();
        let mut choices = Vec::new();
        let full = self.met.as_ref().or(self.within.as_ref());
        if let Some(full) = full {
            let Then::Give(give) = full else { return Err(Why::NoWhole) };
            contradictions.extend(full_is_weight(give, row.weight)?);
        }
        let costs = self.within.is_some() || self.over.is_some();
        let mut rest: Vec<&Then> =
            self.missed.iter().chain(&self.over).chain(&self.otherwise).chain(&self.free).collect();
        rest.dedup();
        let [rest] = rest.as_slice() else {
            return Err(if rest.is_empty() { Why::NoRest } else { Why::TwoRules });
        };
        let sense = row.target.and_then(|target| target.sense);
        let is_cost_target = sense == Some(Sense::AtMost);
        let loses = matches!(rest, Then::Lose(_));
        if self.base.is_some() && !loses {
            return Err(Why::NoWhole);
        }
        let slope = self.slope(row, self.base.clone(), None, full.is_some());
        let rule = match rest {
            Then::Give(Give::Nothing) if costs => {
                if sense == Some(Sense::AtLeast) {
                    contradictions.push(Why::AgainstTarget);
                }
                Rule::Ceiling { over: Over::Nothing }
            }
            Then::Give(Give::Nothing) if full.is_some() => Rule::Met { within: None, words: Vec::new() },
            Then::Give(give @ (Give::Amount(_) | Give::Less(_))) if full.is_some() && !costs => {
                let award = fixed(give, row.weight).ok_or(Why::NoWhole)?;
                if is_cost_target {
                    contradictions.push(Why::AgainstTarget);
                }
                let top = Band { from: Some(Edge::inclusive(Fraction::one())), award: Amount::Share(Fraction::one()) };
                Rule::Bands { of: Subject::Completion, bands: vec![top, Band { from: None, award }] }
            }
            Then::Give(give @ (Give::Proportion | Give::Formula { .. })) => {
                if *give == Give::Proportion && full.is_none() && self.subject.is_none() && self.otherwise.is_some() {
                    return Err(Why::NoRest);
                }
                let rule = slope.give(give, Subject::Actual, None, &mut choices)?;
                let falls = matches!(rule, Rule::Ceiling { .. } | Rule::Deduction(_));
                // The target over the actual is for what has to stay below it.
                if matches!(rule, Rule::Ceiling { .. }) && row.target.is_some() && !is_cost_target {
                    contradictions.push(Why::AgainstTarget);
                }
                if costs && !falls {
                    return Err(Why::AgainstTarget);
                }
                if is_cost_target && !falls {
                    contradictions.push(Why::AgainstTarget);
                }
                rule
            }
            Then::Lose(lose) => {
                let against = lose.side == Side::Over && sense == Some(Sense::AtLeast)
                    || lose.side == Side::Short && is_cost_target;
                if against && lose.unit != Unit::Days {
                    contradictions.push(Why::AgainstTarget);
                }
                slope.loss(lose, &mut choices)?
            }
            Then::Give(_) => return Err(Why::NoWhole),
        };
        let unit = if let Then::Lose(lose) = rest { lose.unit.name() } else { String::new() };
        Ok(Composed { text: RuleText::new(rule, &unit, choices, row), contradictions })
    }

    fn over_ranges(mut self, row: Row<'_>) -> Read<Composed> {
        self.rest_by_side();
        if self.within.is_some() || self.over.is_some() {
            return Err(Why::NoWhole);
        }
        let unit = self.one_unit()?;
        let beside_rate = row.target.is_some_and(Quantity::is_rate);
        if beside_rate && unit.is_of_things() {
            return Err(Why::AgainstTarget);
        }
        let all_fixed = self.ranges.iter().all(|(_, then)| is_fixed(then))
            && self.otherwise.as_ref().is_none_or(is_fixed)
            && self.free.is_empty()
            && self.met.is_none()
            && self.missed.is_none();
        slope::completion_is_clear(self.subject.as_deref(), &self.highest(), row)?;
        if unit.is_percent() && row.target.is_some_and(|target| target.unit == "分") {
            return Err(Why::AgainstTarget);
        }
        let of = subject_of(&unit, row);
        if of == Subject::Completion {
            slope::completion_is_meant(self.subject.as_deref(), &self.highest(), row)?;
        }
        let mut choices = Vec::new();
        if of == Subject::Completion && !self.subject.as_deref().is_some_and(speaks_of_completion) {
            choices.push(Choice::PercentOfTarget);
        }
        let composed =
            if all_fixed { self.bands(of, &unit, choices, row)? } else { self.sliding(of, &unit, choices, row)? };
        // The more of a ceiling is used the better it is not.
        let is_ceiling = row.target.is_some_and(|target| target.sense == Some(Sense::AtMost));
        if of == Subject::Completion && is_ceiling && direction_of(&composed.text.rule, row) == Side::Over {
            return Err(Why::AgainstTarget);
        }
        if self.better.is_some_and(|better| better != direction_of(&composed.text.rule, row)) {
            return Err(Why::AgainstTarget);
        }
        Ok(composed)
    }

    /// `≤3000元得满分，超过的不得分`: beyond the one bound that is stated is the rest.
    fn rest_by_side(&mut self) {
        let ([(bounds, _)], None) = (self.ranges.as_slice(), &self.otherwise) else { return };
        let place = match (&bounds.from, &bounds.to) {
            (None, Some(_)) => &mut self.over,
            (Some(_), None) => &mut self.missed,
            _ => return,
        };
        if place.as_ref().is_some_and(is_fixed) {
            self.otherwise = place.take();
        }
    }

    /// The highest bound that is named.
    fn highest(&self) -> Option<Fraction> {
        self.ranges
            .iter()
            .flat_map(|(bounds, _)| bounds.from.iter().chain(&bounds.to))
            .map(|bound| bound.at.clone())
            .max()
    }

    /// The unit of all ranges; nought without a unit is in every one.
    fn one_unit(&mut self) -> Read<Unit> {
        let bare = Unit::Other(String::new());
        let is_nought = |bounds: &Bounds| {
            bounds.unit == bare && bounds.from.iter().chain(&bounds.to).all(|bound| bound.at.is_zero())
        };
        let known = self.ranges.iter().find(|(bounds, _)| !is_nought(bounds)).map(|(bounds, _)| bounds.unit.clone());
        let losses = self.ranges.iter().map(|(_, then)| then).chain(&self.free).chain(&self.otherwise);
        let lost_in =
            losses.filter_map(|then| if let Then::Lose(lose) = then { Some(lose.unit.clone()) } else { None }).next();
        // Nought is in the unit of what is lost for every step over it.
        let unit = known.or(lost_in).unwrap_or(bare.clone());
        // `200人以上…100-199…`: the unit is said once.
        let named = self.ranges.iter().map(|(bounds, _)| &bounds.unit).find(|other| **other != bare).cloned();
        let unit =
            if unit == bare { named.filter(|named| matches!(named, Unit::Other(_))).unwrap_or(unit) } else { unit };
        for (bounds, _) in &mut self.ranges {
            let joins =
                bounds.unit == unit || is_nought(bounds) || bounds.unit == bare && matches!(unit, Unit::Other(_));
            if !joins {
                return Err(Why::NoWhole);
            }
            bounds.unit = unit.clone();
        }
        Ok(unit)
    }

    fn bands(&self, of: Subject, unit: &Unit, mut choices: Vec<Choice>, row: Row<'_>) -> Read<Composed> {
        let award = |then: &Then| match then {
            Then::Give(give) => fixed(give, row.weight).ok_or(Why::NoWhole),
            Then::Lose(_) => Err(Why::NoWhole),
        };
        let mut levels = Vec::new();
        for (bounds, then) in &self.ranges {
            levels.push((bounds.clone(), award(then)?));
        }
        let rest = self.otherwise.as_ref().map(award).transpose()?;
        let bands = ladder::bands(levels, rest, row.weight, &mut choices)?;
        let contradictions = best_is_weight(bands.iter().map(|band| &band.award), row.weight).into_iter().collect();
        let rule = as_condition(&bands, of, row).unwrap_or(Rule::Bands { of, bands });
        Ok(Composed { text: RuleText::new(rule, &unit.name(), choices, row), contradictions })
    }

    /// Full from a bound on, from there a slope, and nothing past a gate.
    fn sliding(&self, of: Subject, unit: &Unit, mut choices: Vec<Choice>, row: Row<'_>) -> Read<Composed> {
        let mut full: Option<&Bounds> = None;
        let mut nothing: Option<Bounds> = None;
        let mut middle: Vec<(Option<&Bounds>, &Then)> = Vec::new();
        let mut contradictions = Vec::new();
        for (bounds, then) in &self.ranges {
            match then {
                Then::Give(Give::Nothing) if nothing.is_none() => nothing = Some(bounds.clone()),
                Then::Give(give) if is_fixed(then) && full.is_none() && *give != Give::Nothing => {
                    contradictions.extend(full_is_weight(give, row.weight)?);
                    full = Some(bounds);
                }
                then if is_fixed(then) => return Err(Why::TwoRules),
                then => middle.push((Some(bounds), then)),
            }
        }
        if let Some(then) = &self.met {
            let Then::Give(give) = then else { return Err(Why::NoWhole) };
            contradictions.extend(full_is_weight(give, row.weight)?);
        }
        for then in self.otherwise.iter().chain(&self.missed).chain(&self.free) {
            match then {
                Then::Give(Give::Nothing) if nothing.is_none() => nothing = Some(below_all(&middle, unit)?),
                then => middle.push((None, then)),
            }
        }
        let [(slope_bounds, slope)] = middle.as_slice() else {
            return Err(if middle.is_empty() { Why::NoRest } else { Why::TwoRules });
        };
        let rising = !matches!(slope, Then::Lose(lose) if lose.side == Side::Over);
        let begins = slope_bounds.and_then(|bounds| if rising { bounds.to.clone() } else { bounds.from.clone() });
        let full_at = self.full_at(full, begins.as_ref(), rising, unit)?;
        if self.base.is_some() && self.base != full_at {
            return Err(Why::NoWhole);
        }
        let end = slope_bounds.and_then(|bounds| if rising { bounds.from.as_ref() } else { bounds.to.as_ref() });
        let gate = slope::gate(nothing.as_ref(), end, rising, &mut choices)?;
        let slope_of = self.slope(row, full_at, gate, self.met.is_some());
        let rule = match slope {
            Then::Give(give) => slope_of.give(give, of, Some(unit), &mut choices)?,
            Then::Lose(lose) => {
                let other_unit = lose.unit.is_percent() != unit.is_percent() && lose.unit != Unit::Days
                    || lose.unit.is_of_things() && unit.is_of_things() && lose.unit != *unit;
                if other_unit {
                    return Err(Why::NoWhole);
                }
                let differ = lose.bound.as_ref().zip(slope_of.full_at.as_ref()).filter(|(one, two)| one != two);
                if let Some((one, two)) = differ {
                    return Err(Why::hole(one, two, unit.is_percent()));
                }
                slope_of.loss(lose, &mut choices)?
            }
        };
        let sense = row.target.and_then(|target| target.sense);
        if rising && sense == Some(Sense::AtMost) || !rising && sense == Some(Sense::AtLeast) {
            contradictions.push(Why::AgainstTarget);
        }
        choices.dedup();
        Ok(Composed { text: RuleText::new(rule, &unit.name(), choices, row), contradictions })
    }

    /// Where the full points end the slope has to begin.
    fn full_at(
        &self,
        full: Option<&Bounds>,
        begins: Option<&Bound>,
        rising: bool,
        unit: &Unit,
    ) -> Read<Option<Fraction>> {
        let edge = full.map(|bounds| if rising { bounds.from.clone() } else { bounds.to.clone() });
        // Full between two bounds is no slope that begins at one of them.
        let beyond = full.and_then(|bounds| if rising { bounds.to.as_ref() } else { bounds.from.as_ref() });
        let is_closed = beyond.is_some_and(|beyond| match edge.as_ref().and_then(Option::as_ref) {
            Some(edge) => rising && beyond.at != edge.at && !(unit.is_percent() && beyond.at == Fraction::one()),
            None => true,
        });
        if edge == Some(None) || is_closed {
            return Err(Why::NoWhole);
        }
        let edge = edge.flatten();
        if let (Some(edge), Some(begins)) = (&edge, begins)
            && edge.at != begins.at
        {
            return Err(Why::hole(&edge.at, &begins.at, unit.is_percent()));
        }
        Ok(edge.as_ref().or(begins).map(|bound| bound.at.clone()))
    }
}

fn is_fixed(then: &Then) -> bool {
    matches!(then, Then::Give(Give::Full | Give::Nothing | Give::Amount(_) | Give::Less(_)))
}

/// What is left when every range is said: below the lowest of the slopes.
fn below_all(middle: &[(Option<&Bounds>, &Then)], unit: &Unit) -> Read<Bounds> {
    let lowest =
        middle.iter().filter_map(|(bounds, _)| bounds.as_ref()?.from.clone()).min_by(|one, two| one.at.cmp(&two.at));
    let lowest = lowest.ok_or(Why::NoWhole)?;
    let to = Bound { inclusive: !lowest.inclusive, ..lowest };
    Ok(Bounds { from: None, to: Some(to), unit: unit.clone() })
}

/// Whether points rise with the figure or fall.
fn direction_of(rule: &Rule, row: Row<'_>) -> Side {
    match rule {
        Rule::Deduction(deduction) if deduction.side == Side::Over => Side::Short,
        Rule::Ceiling { .. } => Side::Short,
        Rule::Met { within: Some(range), .. } if range.from.is_none() => Side::Short,
        Rule::Bands { bands, .. } => {
            let points = |band: Option<&Band>| band.map(|band| band.award.of(&row.weight.fraction()));
            if points(bands.first()) < points(bands.last()) { Side::Short } else { Side::Over }
        }
        _ => Side::Over,
    }
}

/// Two bands of everything and nothing are a condition, met or not.
fn as_condition(bands: &[Band], of: Subject, row: Row<'_>) -> Option<Rule> {
    let [upper, lower] = bands else { return None };
    let weight = row.weight.fraction();
    let edge = upper.from.clone()?;
    let is_full = |band: &Band| band.award.of(&weight) == weight;
    let is_nothing = |band: &Band| band.award.of(&weight).is_zero();
    let within = match of {
        Subject::Actual if is_full(upper) && is_nothing(lower) => Range { from: Some(edge), to: None },
        Subject::Actual if is_nothing(upper) && is_full(lower) => {
            Range { from: None, to: Some(Edge { at: edge.at, inclusive: !edge.inclusive }) }
        }
        _ => return None,
    };
    Some(Rule::Met { within: Some(within), words: Vec::new() })
}
