//! Groups (一级指标): how an edition splits its total over the first level, and how a project's sheets do.

use std::collections::BTreeMap;

use crate::location::{Place, SheetRef};
use crate::points::Points;
use crate::project::Project;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::SheetKind;

/// First-level names whose indicators weigh so much together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub aliases: Vec<String>,
    pub weight: GroupWeight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupWeight {
    Exactly(Points),
    AtLeast(Points),
}

impl GroupWeight {
    pub fn points(self) -> Points {
        match self {
            Self::Exactly(points) | Self::AtLeast(points) => points,
        }
    }
}

impl Group {
    /// Whether rows under this first-level name, as the recogniser leaves it, belong to the group.
    fn holds(&self, level1: &str) -> bool {
        let level1 = squeezed(level1);
        std::iter::once(&self.name).chain(&self.aliases).any(|name| squeezed(name) == level1)
    }
}

/// The weights of a project's rows by their first level, in the order of the sheet; a score table goes before a
/// self-evaluation form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub levels: Vec<(String, Points)>,
    /// The cell of the first weight.
    pub first: Option<Place>,
}

impl Split {
    pub fn of(project: &Project) -> Self {
        let has_table = project.rows_of(SheetKind::ScoreTable).next().is_some();
        let kind = if has_table { SheetKind::ScoreTable } else { SheetKind::SelfEvaluation };
        let mut split = Self::default();
        // Two sheets that have a row of one name speak of one indicator.
        let mut known: BTreeMap<String, &SheetRef> = BTreeMap::new();
        for row in project.rows_of(kind) {
            let Some(weight) = &row.weight else { continue };
            if *known.entry(squeezed(&row.name.value)).or_insert(&row.at) != &row.at {
                continue;
            }
            split.first.get_or_insert_with(|| weight.place.clone());
            match split.levels.iter_mut().find(|(level1, _)| *level1 == row.level1) {
                Some((_, sum)) => *sum = *sum + weight.value,
                None => split.levels.push((row.level1.clone(), weight.value)),
            }
        }
        split
    }

    pub fn total(&self) -> Points {
        self.levels.iter().map(|(_, weight)| *weight).sum()
    }

    /// What the rows under a group weigh.
    pub fn weight_of(&self, group: &Group) -> Points {
        self.levels.iter().filter(|(level1, _)| group.holds(level1)).map(|(_, weight)| *weight).sum()
    }

    /// Whether any row stands under one of the groups: a sheet with other first levels, or none, says nothing of them.
    pub fn speaks_of(&self, groups: &[Group]) -> bool {
        self.levels.iter().any(|(level1, _)| groups.iter().any(|group| group.holds(level1)))
    }

    /// Whether every group weighs what it has to. What no group holds may weigh anything, unless the groups make up the
    /// whole total.
    pub fn fits(&self, groups: &[Group], total: Points) -> bool {
        let kept = |group: &Group| match group.weight {
            GroupWeight::Exactly(weight) => self.weight_of(group) == weight,
            GroupWeight::AtLeast(weight) => self.weight_of(group) >= weight,
        };
        groups.iter().all(kept) && (exact(groups) != total || self.total() == total)
    }
}

/// What the groups of an exact weight add to.
pub fn exact(groups: &[Group]) -> Points {
    let exact = |group: &Group| match group.weight {
        GroupWeight::Exactly(weight) => weight,
        GroupWeight::AtLeast(_) => Points::ZERO,
    };
    groups.iter().map(exact).sum()
}
