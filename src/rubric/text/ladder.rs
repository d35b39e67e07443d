//! A ladder of bands from levels that were said in any order: without holes, overlaps or ends about which nothing is said.

use std::cmp::Reverse;

use crate::fraction::Fraction;
use crate::points::Points;
use crate::rubric::rules::{Amount, Band, Edge};

use super::phrase::{Bound, Bounds, Unit};
use super::{Choice, Read, Why};

/// The bands of levels in one unit, from the highest. What `rest` gives fills an end about which nothing is said.
pub fn bands(
    mut levels: Vec<(Bounds, Amount)>,
    rest: Option<Amount>,
    weight: Points,
    choices: &mut Vec<Choice>,
) -> Read<Vec<Band>> {
    let unit = levels.first().ok_or(Why::NoWhole)?.0.unit.clone();
    let percent = unit.is_percent();
    reach_down(&mut levels);
    levels.sort_by_key(|(bounds, _)| Reverse((lower(bounds), upper(bounds))));
    let mut bands: Vec<Band> = Vec::new();
    for at in 0..levels.len() {
        let award = levels[at].1.clone();
        let below = levels.get(at + 1);
        if at == 0 {
            bands.extend(above_all(&levels[0].0, rest.as_ref(), percent)?);
        }
        let from = match (&levels[at].0.from, below) {
            (Some(from), Some((below, other))) => {
                let better = award.of(&weight.fraction()) >= other.of(&weight.fraction());
                Some(joint(from, below.to.as_ref(), better, &unit, choices)?)
            }
            (from, None) => from.as_ref().map(Bound::edge),
            (None, Some(_)) => return Err(Why::NoWhole),
        };
        bands.push(Band { from, award });
    }
    let lowest = bands.last().and_then(|band| band.from.clone());
    match (lowest, rest) {
        (None, _) => {}
        (Some(_), Some(rest)) => bands.push(Band { from: None, award: rest }),
        // Nothing is expected below nought.
        (Some(from), None) if from.at.is_zero() && from.inclusive => {}
        (Some(_), None) => return Err(Why::NoRest),
    }
    if let Some(lowest) = bands.last_mut() {
        lowest.from = None;
    }
    if is_ordered(&bands, weight) { Ok(bands) } else { Err(Why::NotOrdered) }
}

/// `低于90%得3分，低于80%得1分`: the first reaches down to the second.
fn reach_down(levels: &mut [(Bounds, Amount)]) {
    let mut downward: Vec<usize> = (0..levels.len()).filter(|at| levels[*at].0.from.is_none()).collect();
    downward.sort_by_key(|at| upper(&levels[*at].0));
    for pair in downward.windows(2) {
        let below = levels[pair[0]].0.to.clone();
        levels[pair[1]].0.from = below.map(|bound| Bound { inclusive: !bound.inclusive, plain: true, ..bound });
    }
}

/// The top band is open upwards where it ends at the whole; one that ends elsewhere leaves room that only the rest can fill.
fn above_all(top: &Bounds, rest: Option<&Amount>, percent: bool) -> Read<Option<Band>> {
    match (&top.to, rest) {
        (None, _) => Ok(None),
        (Some(to), _) if percent && to.at == Fraction::one() => Ok(None),
        (Some(to), Some(rest)) => {
            let from = Some(Edge { at: to.at.clone(), inclusive: !to.inclusive });
            Ok(Some(Band { from, award: rest.clone() }))
        }
        (Some(_), None) => Err(Why::NoRest),
    }
}

/// Where a band ends and the one below it begins. Plain words go before what a dash or 以上 only imply; where both claim the
/// bound, or neither does, it belongs to the band that gives more.
fn joint(
    from: &Bound,
    to: Option<&Bound>,
    upper_is_better: bool,
    unit: &Unit,
    choices: &mut Vec<Choice>,
) -> Read<Edge> {
    let Some(to) = to else { return Ok(from.edge()) };
    let percent = unit.is_percent();
    if to.at > from.at {
        return Err(Why::Overlap { at: from.at.clone(), percent });
    }
    if to.at < from.at {
        // Between 49 and 50 households there is none.
        let next = &to.at + &Fraction::one();
        let touch = unit.is_counted() && next == from.at && to.at.is_integer() && to.inclusive && from.inclusive;
        return if touch {
            Ok(from.edge())
        } else {
            Err(Why::Hole { below: to.at.clone(), above: from.at.clone(), percent })
        };
    }
    let inclusive = if from.inclusive != to.inclusive {
        from.inclusive
    } else {
        match (from.plain, to.plain) {
            (true, false) => from.inclusive,
            (false, true) => !to.inclusive,
            (true, true) if !from.inclusive => {
                return Err(Why::Hole { below: to.at.clone(), above: to.at.clone(), percent });
            }
            _ => {
                choices.push(Choice::SharedEdge { at: to.at.clone(), percent });
                upper_is_better
            }
        }
    };
    Ok(Edge { at: from.at.clone(), inclusive })
}

/// Points rise with the figure, or fall, or rise up to a best band and fall from there; a table that goes up and down again is
/// a slip.
fn is_ordered(bands: &[Band], weight: Points) -> bool {
    let points: Vec<Fraction> = bands.iter().map(|band| band.award.of(&weight.fraction())).collect();
    let best = points.iter().max().and_then(|best| points.iter().position(|one| one == best)).unwrap_or(0);
    points[..=best].windows(2).all(|pair| pair[0] <= pair[1])
        && points[best..].windows(2).all(|pair| pair[0] >= pair[1])
}

fn lower(bounds: &Bounds) -> Option<Fraction> {
    bounds.from.as_ref().map(|bound| bound.at.clone())
}

fn upper(bounds: &Bounds) -> Option<Fraction> {
    bounds.to.as_ref().map(|bound| bound.at.clone())
}
