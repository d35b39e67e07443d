//! The rows of a project by the indicator that they speak of.

use std::collections::BTreeMap;

use crate::location::SheetRef;
use crate::project::Project;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{IndicatorRow, SheetKind};

/// A project's indicator rows, found by name.
pub struct Rows<'a> {
    all: &'a [IndicatorRow],
    by_name: BTreeMap<String, Vec<usize>>,
    /// The kind of sheet whose rows are scored: the score table, else the self-evaluation form.
    pub scored: SheetKind,
}

impl<'a> Rows<'a> {
    pub fn new(project: &'a Project) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in project.rows.iter().enumerate() {
            by_name.entry(squeezed(&row.name.value)).or_default().push(at);
        }
        let has_table = project.rows_of(SheetKind::ScoreTable).next().is_some();
        let scored = if has_table { SheetKind::ScoreTable } else { SheetKind::SelfEvaluation };
        Self { all: &project.rows, by_name, scored }
    }

    /// Every row that one of the names speaks of, the row that is scored first, then in the order in which kinds of
    /// sheet are believed.
    pub fn named<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<&'a IndicatorRow> {
        let mut found: Vec<usize> =
            names.filter_map(|name| self.by_name.get(&squeezed(name))).flatten().copied().collect();
        found.sort_by_key(|at| (self.all[*at].kind != self.scored, *at));
        found.dedup();
        found.into_iter().map(|at| &self.all[at]).collect()
    }

    /// The rows of that name in sheets of other kinds: in each sheet the one at place `nth` among those of the name.
    pub fn elsewhere(&self, row: &IndicatorRow, nth: usize) -> impl Iterator<Item = &'a IndicatorRow> {
        let mut in_sheet: BTreeMap<&SheetRef, usize> = BTreeMap::new();
        let named = self.named(std::iter::once(row.name.value.as_str()));
        let mut found = Vec::new();
        for other in named.into_iter().filter(|other| other.kind != row.kind) {
            let place = in_sheet.entry(&other.at).or_insert(0);
            if *place == nth {
                found.push(other);
            }
            *place += 1;
        }
        found.into_iter()
    }

    /// The rows that are scored, in the order of their sheets.
    /// Whether its sheet has another row of the same code, levels and name.
    pub fn has_equals(&self, row: &IndicatorRow) -> bool {
        let is_equal = |other: &&IndicatorRow| {
            (&other.code, &other.level1, &other.level2, &other.name.value)
                == (&row.code, &row.level1, &row.level2, &row.name.value)
        };
        self.all.iter().filter(|other| other.at == row.at).filter(is_equal).nth(1).is_some()
    }

    pub fn of_scored_kind(&self) -> impl Iterator<Item = &'a IndicatorRow> + use<'a> {
        let kind = self.scored;
        self.all.iter().filter(move |row| row.kind == kind)
    }
}
