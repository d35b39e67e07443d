//! The ranking: printed points; equal points share a rank (1, 2, 2, 4) and stand in order of execution rate, then
//! code. Only `scored` projects are ranked; the others follow in order of code and year.

use std::cmp::Ordering;

use crate::project::ProjectKey;
use crate::score::scorecard::{Scorecard, Status};

/// Sorts and gives each project's rank, `None` for those that are not ranked.
///
/// `key` tells what is compared, so that the caller may carry whatever else belongs to a project.
pub fn rank<T>(mut projects: Vec<T>, key: impl Fn(&T) -> (&ProjectKey, &Scorecard)) -> Vec<(Option<u32>, T)> {
    projects.sort_by(|one, two| order(key(one), key(two)));
    let mut ranked: Vec<(Option<u32>, T)> = Vec::with_capacity(projects.len());
    for (at, project) in projects.into_iter().enumerate() {
        let card = key(&project).1;
        let rank = (card.status == Status::Scored).then(|| match ranked.last() {
            Some((Some(rank), before)) if key(before).1.points == card.points => *rank,
            _ => at as u32 + 1,
        });
        ranked.push((rank, project));
    }
    ranked
}

fn order(one: (&ProjectKey, &Scorecard), two: (&ProjectKey, &Scorecard)) -> Ordering {
    let scored = |card: &Scorecard| card.status == Status::Scored;
    match (scored(one.1), scored(two.1)) {
        (true, true) => {
            let rate = |card: &Scorecard| card.funds.execution_rate().map(|rate| rate.fraction());
            (two.1.points.cmp(&one.1.points)).then_with(|| rate(two.1).cmp(&rate(one.1))).then_with(|| one.0.cmp(two.0))
        }
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => one.0.cmp(two.0),
    }
}
