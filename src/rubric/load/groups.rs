//! The groups of an edition: each a name with its weight, within the total.

use std::collections::BTreeSet;

use crate::points::Points;
use crate::recognise::cell::squeezed;
use crate::rubric::groups::{Group, GroupWeight, exact};
use crate::rubric::raw::RawGroup;

use super::{Checked, fault, points};

pub fn groups(raw: Vec<RawGroup>, total: Points) -> Checked<Vec<Group>> {
    let mut groups = Vec::new();
    let mut names = BTreeSet::new();
    for (at, raw) in raw.into_iter().enumerate() {
        let path = format!("groups[{at}]");
        let weight = match (&raw.weight, &raw.at_least) {
            (Some(weight), None) => GroupWeight::Exactly(points(&format!("{path}.weight"), weight)?),
            (None, Some(least)) => GroupWeight::AtLeast(points(&format!("{path}.at-least"), least)?),
            _ => return fault(&path, "needs either weight or at-least"),
        };
        if weight.points() > total {
            return fault(&path, "more than the total");
        }
        let own = std::iter::once(&raw.name).chain(&raw.aliases);
        if let Some(name) = own.map(|name| squeezed(name)).find(|name| !names.insert(name.clone())) {
            return fault(&format!("{path}.name"), format!("\"{name}\" stands twice"));
        }
        groups.push(Group { name: raw.name, aliases: raw.aliases, weight });
    }
    let sum = exact(&groups);
    if sum > total { fault("groups", format!("the weights add to {sum}, more than {total}")) } else { Ok(groups) }
}
