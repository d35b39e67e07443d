//! Lists of points ①②③: `以上三项各占1/3权重分`, `缺①扣权重分的40%`, `①②③④全部符合得满分`, `每有一项不符合扣1分`.

use crate::fraction::Fraction;
use crate::rubric::rules::{Amount, Award, CheckPoint, Rule, Side};

use super::awards::{best_is_weight, fixed, share};
use super::phrase::{Condition, Give, Phrase, Unit};
use super::{Composed, Read, Row, RuleText, Why, speaks_of_points};

/// A text that lists points: what stands before the first mark, and each point with what follows it.
pub struct List<'a> {
    head: &'a [Phrase],
    points: Vec<&'a [Phrase]>,
    /// Whether the marks count up from 1.
    is_counted: bool,
}

impl<'a> List<'a> {
    /// `None` where nothing is listed.
    pub fn of(phrases: &'a [Phrase]) -> Option<Self> {
        let marks: Vec<(usize, u32)> = phrases
            .iter()
            .enumerate()
            .filter_map(|(at, phrase)| if let Phrase::Mark(mark) = phrase { Some((at, *mark)) } else { None })
            .collect();
        let first = marks.first()?.0;
        let ends = marks.iter().skip(1).map(|(at, _)| *at).chain([phrases.len()]);
        let points = marks.iter().zip(ends).map(|((at, _), end)| &phrases[at + 1..end]).collect();
        // A bullet has no number of its own.
        let is_counted = marks.iter().zip(1..).all(|((_, mark), number)| *mark == number || *mark == 0);
        Some(Self { head: &phrases[..first], points, is_counted })
    }

    /// A text that names the points and lists them elsewhere: `①②③④全部符合得满分`.
    pub fn named(phrases: &'a [Phrase]) -> Option<Self> {
        let named = phrases.iter().find_map(|phrase| match phrase {
            Phrase::If(Condition::All(marks)) if !marks.is_empty() => Some(marks.len()),
            _ => None,
        })?;
        Some(Self { head: phrases, points: vec![&[]; named], is_counted: true })
    }

    /// Whether every point is a case of its own with what it gives (`①达到目标值得满分；②未达到…按比例`), and none is a point to check.
    pub fn is_of_branches(&self) -> bool {
        let is_case = |phrase: &Phrase| {
            matches!(
                phrase,
                Phrase::If(
                    Condition::Range(_)
                        | Condition::Met
                        | Condition::Missed
                        | Condition::Within
                        | Condition::Over
                        | Condition::Otherwise
                        | Condition::ThanLastYear(_)
                ) | Phrase::Lose(_)
            )
        };
        let gives = |phrase: &Phrase| matches!(phrase, Phrase::Give(_) | Phrase::Lose(_));
        self.points.iter().all(|point| point.iter().any(is_case) && point.iter().any(gives))
    }

    pub fn compose(&self, row: Row<'_>) -> Read<Composed> {
        if !self.is_counted {
            return Err(Why::NoWhole);
        }
        let mut statements = Statements::default();
        statements.take(self.head, None)?;
        for (at, point) in self.points.iter().enumerate() {
            statements.take(point, Some(at))?;
        }
        statements.compose(self.points.len(), row)
    }
}

/// What a text says of its list.
#[derive(Default)]
struct Statements {
    /// What single points give, by place.
    own: Vec<(usize, Amount, u32)>,
    rest: Option<(usize, Fraction)>,
    each: Vec<(Option<u32>, Amount)>,
    respectively: Option<Vec<Amount>>,
    lacking: Vec<(Vec<u32>, Amount)>,
    mark_gives: Vec<(Vec<u32>, Amount)>,
    all: Option<(Vec<u32>, Give)>,
    counts: Vec<(u32, Give)>,
    each_met: Option<(bool, Amount)>,
    fault: Vec<Amount>,
    otherwise: Option<Give>,
    /// What fewer than the counts named give.
    fewer: Option<(u32, Give)>,
    /// A point that is not met takes the list's whole.
    point_missed: Option<Give>,
    /// `有一项不符合不得分`
    any_missed: bool,
}

impl Statements {
    fn take(&mut self, phrases: &[Phrase], point: Option<usize>) -> Read<()> {
        let mut pending: Option<&Condition> = None;
        for phrase in phrases {
            match phrase {
                Phrase::Words(words) if speaks_of_points(words) => {
                    return Err(Why::NotUnderstood { words: words.clone() });
                }
                Phrase::Break('。' | ';') => pending = None,
                Phrase::Words(_) | Phrase::Break(_) | Phrase::Weight(_) | Phrase::Most(_) | Phrase::MostLost(_) => {}
                Phrase::If(condition) if is_of_lists(condition) => pending = Some(condition),
                // A bound in the words of a point is part of what is asked.
                Phrase::If(_) => {}
                Phrase::Give(give) => {
                    self.give(pending.take(), give, point)?;
                }
                Phrase::EachShare { listed, amount } => self.each.push((*listed, amount.clone())),
                Phrase::Respectively(amounts) => self.respectively = Some(amounts.clone()),
                Phrase::Lacking { marks, loss } => self.lacking.push((marks.clone(), loss.clone())),
                Phrase::MarkGives { marks, amount } => self.mark_gives.push((marks.clone(), amount.clone())),
                Phrase::Together { amount, requirements } => {
                    let at = point.ok_or(Why::NoWhole)?;
                    self.own.push((at, amount.clone(), *requirements));
                }
                Phrase::OfTheRest(part) => self.rest = Some((point.ok_or(Why::NoWhole)?, part.clone())),
                Phrase::AsListed => {}
                // `每少一项扣1分` of a list is one of its points.
                Phrase::Lose(lose)
                    if lose.side == Side::Short && lose.step == Fraction::one() && is_of_points(&lose.unit) =>
                {
                    self.fault.push(lose.loss.clone());
                }
                Phrase::Base { .. }
                | Phrase::Gain { .. }
                | Phrase::Lose(_)
                | Phrase::Steps(_)
                | Phrase::Graded(_)
                | Phrase::Mark(_) => {
                    return Err(Why::NoWhole);
                }
                Phrase::Definition { .. } | Phrase::Cap | Phrase::Floor | Phrase::Discretion(_) => {}
            }
        }
        Ok(())
    }

    fn give(&mut self, condition: Option<&Condition>, give: &Give, point: Option<usize>) -> Read<()> {
        match (condition, give) {
            (None | Some(Condition::PointMet), Give::Amount(amount)) => {
                let at = point.ok_or(Why::NoWhole)?;
                self.own.push((at, amount.clone(), 1));
            }
            (Some(Condition::PointMissed | Condition::Otherwise), Give::Nothing) if !self.own.is_empty() => {}
            (Some(Condition::PointMissed), Give::Nothing) => self.point_missed = Some(Give::Nothing),
            (Some(Condition::Otherwise | Condition::Missed), give) => self.otherwise = Some(give.clone()),
            (Some(Condition::All(marks)), give) => {
                if self.all.replace((marks.clone(), give.clone())).is_some() {
                    return Err(Why::TwoRules);
                }
            }
            (Some(Condition::PointMet | Condition::Met), Give::Full) => {
                if self.all.replace((Vec::new(), Give::Full)).is_some() {
                    return Err(Why::TwoRules);
                }
            }
            (Some(Condition::Fewer(count)), give) => self.fewer = Some((*count, give.clone())),
            (Some(Condition::Count(count)), give) => self.counts.push((*count, give.clone())),
            (Some(Condition::EachMet { every: false }), Give::Nothing) => self.counts.push((1, Give::Nothing)),
            (Some(Condition::EachMet { every }), Give::Amount(amount)) => {
                if self.each_met.replace((*every, amount.clone())).is_some() {
                    return Err(Why::TwoRules);
                }
            }
            (Some(Condition::EachMissed | Condition::EachFault), Give::Less(loss)) => self.fault.push(loss.clone()),
            (Some(Condition::EachMissed | Condition::EachFault), Give::Nothing) => self.any_missed = true,
            (Some(Condition::PointMissed), Give::Less(loss)) => {
                let at = point.ok_or(Why::NoWhole)?;
                self.lacking.push((vec![at as u32 + 1], loss.clone()));
            }
            _ => return Err(Why::NoWhole),
        }
        Ok(())
    }

    /// One way, and only one, in which the points make up the weight.
    fn compose(mut self, listed: usize, row: Row<'_>) -> Read<Composed> {
        self.names_what_is_listed(listed)?;
        let by_count = self.is_by_count();
        if !self.is_consistent(by_count) {
            return Err(Why::TwoRules);
        }
        let ways = [
            !self.own.is_empty() || self.rest.is_some(),
            !self.each.is_empty(),
            self.respectively.is_some(),
            !self.lacking.is_empty(),
            !self.mark_gives.is_empty(),
            by_count,
            self.each_met.is_some() && !by_count,
            !self.fault.is_empty(),
        ];
        let mut contradictions = self.all_is_full(row);
        match ways.iter().filter(|way| **way).count() {
            0 => self.all_or_nothing(listed, row, contradictions),
            1 => {
                let rule = if by_count {
                    self.by_count(listed, row, &mut contradictions)?
                } else if let [loss] = self.fault.as_slice() {
                    let equal = Amount::Share(Fraction::ratio(1, listed as i64).ok_or(Why::NoWhole)?);
                    let zero_at = None;
                    let award = Award::PerFault { loss: loss.clone(), zero_at };
                    Rule::Checklist { points: points(&vec![(equal, 1); listed], row)?, award }
                } else {
                    let amounts = self.amounts(listed, row)?;
                    sums_to_weight(&amounts, row)?;
                    Rule::Checklist { points: points(&amounts, row)?, award: Award::Sum }
                };
                Ok(Composed { text: RuleText::plain(rule, row), contradictions })
            }
            _ => self.two_ways(listed, row, contradictions),
        }
    }

    /// The same points said twice (`每项1分，每符合一项得1分`) are one rule; anything else is two.
    fn two_ways(mut self, listed: usize, row: Row<'_>, contradictions: Vec<Why>) -> Read<Composed> {
        let by_count = self.is_by_count();
        let mut said = Vec::new();
        for way in 0..5 {
            let mut one = Self::default();
            match way {
                0 => (one.own, one.rest) = (std::mem::take(&mut self.own), self.rest.take()),
                1 => one.each = std::mem::take(&mut self.each),
                2 => one.respectively = self.respectively.take(),
                3 => one.lacking = std::mem::take(&mut self.lacking),
                _ => one.each_met = self.each_met.take(),
            }
            if one.own.len() + one.each.len() + one.lacking.len() > 0
                || one.respectively.is_some()
                || one.each_met.is_some()
            {
                said.push(points(&one.amounts(listed, row)?, row)?);
            }
        }
        // A loss for every fault that is what a point gives says the same once more.
        let per_fault = |loss: &Amount| Ok(vec![share(loss, row.weight)?; listed]);
        let losses = self.fault.iter().map(per_fault).collect::<Read<Vec<_>>>()?;
        let Some(first) = said.first() else { return Err(Why::TwoRules) };
        let agree = said.iter().all(|other| other == first)
            && losses.iter().all(|losses| first.iter().zip(losses).all(|(point, loss)| point.share == *loss));
        if by_count || !agree || !self.mark_gives.is_empty() {
            return Err(Why::TwoRules);
        }
        let sum: Fraction = first.iter().map(|point| point.share.clone()).sum();
        if sum != Fraction::one() {
            return Err(Why::SharesSum { sum });
        }
        let rule = Rule::Checklist { points: first.clone(), award: Award::Sum };
        Ok(Composed { text: RuleText::plain(rule, row), contradictions })
    }

    /// Whether what is said of the rest goes together with what the points give: a point that is not met gives nothing, which is
    /// what shares say anyway; all or nothing is another rule.
    fn is_consistent(&self, by_count: bool) -> bool {
        let shares = !self.own.is_empty()
            || self.rest.is_some()
            || !self.each.is_empty()
            || self.respectively.is_some()
            || !self.lacking.is_empty()
            || !self.mark_gives.is_empty()
            || self.each_met.is_some()
            || !self.fault.is_empty();
        let nothing = |give: &Option<Give>| give.as_ref().is_none_or(|give| *give == Give::Nothing);
        let all_or_nothing = self.all.is_some() && (self.otherwise.is_some() || self.any_missed);
        if by_count {
            return !self.any_missed;
        }
        !shares
            || nothing(&self.otherwise)
                && nothing(&self.point_missed)
                && self.fewer.is_none()
                && !self.any_missed
                && !all_or_nothing
    }

    fn is_by_count(&self) -> bool {
        !self.counts.is_empty()
    }

    /// `以上五项` of three, `①②③④全部符合` of three.
    fn names_what_is_listed(&self, listed: usize) -> Read<()> {
        let whole = listed as u32;
        let wrong = |said: u32| Err(Why::PointsNotListed { said, listed: whole });
        let counts = self.each.iter().filter_map(|(named, _)| *named);
        if let Some(said) = counts.into_iter().find(|said| *said != whole) {
            return wrong(said);
        }
        let marks = self.lacking.iter().chain(&self.mark_gives).flat_map(|(marks, _)| marks);
        let all = self.all.iter().flat_map(|(marks, _)| marks);
        if let Some(said) = marks.chain(all).find(|mark| **mark > whole) {
            return wrong(*said);
        }
        if let Some((marks, _)) = self.all.as_ref().filter(|(marks, _)| !marks.is_empty() && marks.len() != listed) {
            return wrong(marks.len() as u32);
        }
        if let Some((said, _)) = self.counts.iter().find(|(count, _)| *count > whole) {
            return wrong(*said);
        }
        Ok(())
    }

    /// What all points together give has to be the weight.
    fn all_is_full(&self, row: Row<'_>) -> Vec<Why> {
        let all = self.all.as_ref().and_then(|(_, give)| fixed(give, row.weight));
        all.iter().filter_map(|award| best_is_weight(std::iter::once(award), row.weight)).collect()
    }

    fn all_or_nothing(&self, listed: usize, row: Row<'_>, contradictions: Vec<Why>) -> Read<Composed> {
        let nothing = |give: &Option<Give>| *give == Some(Give::Nothing);
        let is_lost = self.any_missed || nothing(&self.otherwise) || nothing(&self.point_missed);
        if self.all.is_none() || !is_lost {
            return Err(if self.all.is_some() { Why::NoRest } else { Why::NoWhole });
        }
        let equal = Fraction::ratio(1, listed as i64).ok_or(Why::NoWhole)?;
        let points = vec![CheckPoint { share: equal, requirements: 1 }; listed];
        let rule = Rule::Checklist { points, award: Award::All };
        Ok(Composed { text: RuleText::plain(rule, row), contradictions })
    }

    fn by_count(&mut self, listed: usize, row: Row<'_>, contradictions: &mut Vec<Why>) -> Read<Rule> {
        let mut counts: Vec<(u32, Amount)> = Vec::new();
        let whole = self.all.take().map(|(_, give)| (listed as u32, give));
        let one = self.each_met.take().map(|(_, amount)| (1, Give::Amount(amount)));
        let said: Vec<(u32, Give)> = self.counts.drain(..).chain(whole).chain(one).collect();
        for (count, give) in said {
            counts.push((count, fixed(&give, row.weight).ok_or(Why::NoWhole)?));
        }
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if counts.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(Why::TwoRules);
        }
        let fewer = self.fewer.as_ref().map(|(_, give)| give);
        let rest = self.otherwise.as_ref().or(self.point_missed.as_ref()).or(fewer);
        let lowest = counts.last().map_or(0, |(count, _)| *count);
        match rest.and_then(|give| fixed(give, row.weight)) {
            Some(award) if lowest > 0 => counts.push((0, award)),
            // None of them met gives nothing, where one of them has its own award.
            None if lowest == 1 => counts.push((0, Amount::Points(Fraction::zero()))),
            _ if lowest == 0 => {}
            _ => return Err(Why::NoRest),
        }
        let highest = counts.first().map_or(0, |(count, _)| *count);
        // Every number between the most and the fewest that are named has to be named, and what is fewer has to begin below.
        let named = counts.iter().filter(|(count, _)| *count >= lowest);
        let gaps = named.clone().zip(named.skip(1)).any(|(more, fewer)| more.0 != fewer.0 + 1);
        let fewer_apart = self.fewer.as_ref().is_some_and(|(count, _)| *count != lowest);
        if highest as usize != listed || gaps || fewer_apart {
            return Err(Why::NoRest);
        }
        contradictions.extend(best_is_weight(counts.iter().map(|(_, award)| award), row.weight));
        let equal = Fraction::ratio(1, listed as i64).ok_or(Why::NoWhole)?;
        let points = vec![CheckPoint { share: equal, requirements: 1 }; listed];
        Ok(Rule::Checklist { points, award: Award::ByCount(counts) })
    }

    /// What each point gives, and of how many requirements it consists.
    fn amounts(&self, listed: usize, row: Row<'_>) -> Read<Vec<(Amount, u32)>> {
        let mut amounts: Vec<Option<(Amount, u32)>> = vec![None; listed];
        let set = |amounts: &mut Vec<Option<(Amount, u32)>>, at: usize, amount: &Amount, requirements: u32| {
            let place = amounts.get_mut(at).ok_or(Why::NoWhole)?;
            if place.replace((amount.clone(), requirements)).is_some() { Err(Why::TwoRules) } else { Ok(()) }
        };
        for (at, amount, requirements) in &self.own {
            set(&mut amounts, *at, amount, *requirements)?;
        }
        for (marks, amount) in self.lacking.iter().chain(&self.mark_gives) {
            for mark in marks {
                set(&mut amounts, *mark as usize - 1, amount, 1)?;
            }
        }
        let each = self.each.iter().map(|(_, amount)| amount).chain(self.each_met.iter().map(|(_, amount)| amount));
        for amount in each {
            for at in 0..listed {
                set(&mut amounts, at, amount, 1)?;
            }
        }
        for (at, amount) in self.respectively.iter().flatten().enumerate() {
            if at >= listed {
                return Err(Why::PointsNotListed { said: at as u32 + 1, listed: listed as u32 });
            }
            set(&mut amounts, at, amount, 1)?;
        }
        if let Some((at, part)) = &self.rest {
            let others: Fraction = amounts
                .iter()
                .flatten()
                .map(|(amount, _)| share(amount, row.weight))
                .collect::<Read<Vec<_>>>()?
                .into_iter()
                .sum();
            let requirements =
                Fraction::one().checked_div(part).and_then(|count| count.to_i64()).ok_or(Why::NoWhole)?;
            let left = &Fraction::one() - &others;
            if left.is_negative() || requirements <= 0 {
                return Err(Why::SharesSum { sum: others });
            }
            set(&mut amounts, *at, &Amount::Share(left), u32::try_from(requirements).map_err(|_| Why::NoWhole)?)?;
        }
        // Every point has to give something, or the text does not say what it gives.
        amounts.into_iter().collect::<Option<Vec<_>>>().ok_or(Why::NoWhole)
    }
}

/// `每少一项`, and not `每少1人`.
fn is_of_points(unit: &Unit) -> bool {
    matches!(unit, Unit::Other(unit) if matches!(unit.as_str(), "" | "项" | "条" | "个"))
}

fn is_of_lists(condition: &Condition) -> bool {
    !matches!(
        condition,
        Condition::Range(_)
            | Condition::Within
            | Condition::Over
            | Condition::Rising
            | Condition::Falling
            | Condition::ThanLastYear(_)
    )
}

fn sums_to_weight(amounts: &[(Amount, u32)], row: Row<'_>) -> Read<()> {
    let shares = amounts.iter().map(|(amount, _)| share(amount, row.weight)).collect::<Read<Vec<_>>>()?;
    let sum: Fraction = shares.into_iter().sum();
    if sum == Fraction::one() { Ok(()) } else { Err(Why::SharesSum { sum }) }
}

fn points(amounts: &[(Amount, u32)], row: Row<'_>) -> Read<Vec<CheckPoint>> {
    let point = |(amount, requirements): &(Amount, u32)| {
        Ok(CheckPoint { share: share(amount, row.weight)?, requirements: *requirements })
    };
    amounts.iter().map(point).collect()
}
