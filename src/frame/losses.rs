//! Where points are lost over all scored projects: by indicator of the same name and levels.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::review::{LostPoints, Reviewed};
use crate::score::scorecard::Status;

/// The most points lost first, equal ones in order of their names.
pub fn losses(projects: &[Reviewed]) -> Vec<LostPoints> {
    let mut by_name: BTreeMap<(&str, &str, &str), LostPoints> = BTreeMap::new();
    let scored = projects.iter().filter(|reviewed| reviewed.card.status == Status::Scored);
    for one in scored.flat_map(|reviewed| &reviewed.card.indicators) {
        let lost = by_name.entry((&one.level1, &one.level2, &one.name)).or_insert_with(|| LostPoints {
            level1: one.level1.clone(),
            level2: one.level2.clone(),
            name: one.name.clone(),
            ..LostPoints::unnamed()
        });
        lost.projects += 1;
        lost.short += i64::from(one.points < one.weight);
        lost.weight = lost.weight + one.weight;
        lost.points = lost.points + one.points;
    }
    let mut losses: Vec<LostPoints> = by_name.into_values().collect();
    losses.sort_by_key(|lost| Reverse(lost.lost()));
    losses
}
