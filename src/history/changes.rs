//! What changed between two runs: rank, points, rate and warning of each project, findings new and settled.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use strum::AsRefStr;

use crate::fraction::Fraction;
use crate::period::FiscalYear;
use crate::points::Points;
use crate::project::ProjectKey;
use crate::rank::warnings::Warning;

use super::snapshot::{FindingKey, Standing, Told};

pub struct Changes {
    pub before: NaiveDate,
    pub after: NaiveDate,
    /// The projects of either run, in the order of the later one, then those that are gone.
    pub projects: Vec<Change>,
    /// Findings of the later run that the earlier one did not have.
    pub new: Vec<Told>,
    /// Findings of the earlier run that the later one has no more.
    pub settled: Vec<Told>,
}

/// A project in two runs; at least one of them has it.
#[derive(Clone, Debug)]
pub struct Change {
    pub before: Option<Standing>,
    pub after: Option<Standing>,
}

/// What became of a project's warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsRefStr)]
#[strum(serialize_all = "kebab-case")]
pub enum WarningChange {
    Raised,
    Graver,
    Milder,
    Cleared,
    /// There was one, and now nothing tells: the project is gone, or has no rate any more.
    Lost,
}

impl Changes {
    pub fn between(
        (before, earlier): (NaiveDate, Vec<Standing>),
        (after, later): (NaiveDate, Vec<Standing>),
        (new, settled): (Vec<Told>, Vec<Told>),
    ) -> Self {
        let mut earlier: BTreeMap<ProjectKey, Standing> =
            earlier.into_iter().map(|standing| (standing.key.clone(), standing)).collect();
        let mut projects: Vec<Change> = later
            .into_iter()
            .map(|standing| Change { before: earlier.remove(&standing.key), after: Some(standing) })
            .collect();
        projects.extend(earlier.into_values().map(|standing| Change { before: Some(standing), after: None }));
        Self { before, after, projects, new, settled }
    }

    /// The projects of which a figure differs, or that only one of the runs has.
    pub fn changed(&self) -> impl Iterator<Item = &Change> {
        self.projects.iter().filter(|change| change.is_any())
    }

    /// The projects whose warning was raised, cleared or changed, the gravest first. Of a year that the later run does not review
    /// no warning is lost.
    pub fn warnings(&self) -> Vec<(&Change, WarningChange)> {
        let later = self.projects.iter().filter_map(|change| change.after.as_ref());
        let years: BTreeSet<FiscalYear> = later.map(|standing| standing.key.year).collect();
        let of_year = |change: &&Change| change.project().is_some_and(|standing| years.contains(&standing.key.year));
        let changes = self.projects.iter().filter(of_year);
        let mut warnings: Vec<_> = changes.filter_map(|change| Some((change, change.warning()?))).collect();
        let level = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.warning);
        warnings.sort_by_key(|(change, _)| (Reverse(level(&change.after)), Reverse(level(&change.before))));
        warnings
    }
}

impl Change {
    /// The project as the later run knows it, else the earlier.
    pub fn project(&self) -> Option<&Standing> {
        self.after.as_ref().or(self.before.as_ref())
    }

    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    pub fn is_gone(&self) -> bool {
        self.after.is_none()
    }

    fn is_any(&self) -> bool {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return true };
        let rate = |standing: &Standing| standing.rate.map(|rate| rate.fraction());
        before.rank != after.rank
            || before.points != after.points
            || before.warning != after.warning
            || rate(before) != rate(after)
    }

    /// The places that the project went up; negative down.
    pub fn ranks_up(&self) -> Option<i64> {
        let (before, after) = (self.before.as_ref()?.rank?, self.after.as_ref()?.rank?);
        Some(i64::from(before) - i64::from(after))
    }

    /// Points won, or lost where negative, of a project that both runs ranked.
    pub fn points(&self) -> Option<Points> {
        Some(self.after.as_ref()?.ranked_points()? - self.before.as_ref()?.ranked_points()?)
    }

    /// What the rate rose by, or fell where negative, as a fraction of 1.
    pub fn rate(&self) -> Option<Fraction> {
        Some(&self.after.as_ref()?.rate?.fraction() - &self.before.as_ref()?.rate?.fraction())
    }

    /// A level where there was none is raised, of a project that is new too; none where there was one is cleared, but lost with
    /// a project that is gone or has no rate any more.
    pub fn warning(&self) -> Option<WarningChange> {
        let level = |standing: &Option<Standing>| standing.as_ref().and_then(|standing| standing.warning);
        let before = level(&self.before).unwrap_or(Warning::None);
        let Some(after) = level(&self.after) else {
            return (before > Warning::None).then_some(WarningChange::Lost);
        };
        match (before, after) {
            _ if before == after => None,
            (Warning::None, _) => Some(WarningChange::Raised),
            (_, Warning::None) => Some(WarningChange::Cleared),
            _ if after > before => Some(WarningChange::Graver),
            _ => Some(WarningChange::Milder),
        }
    }
}

/// Which of `these` have no match among `those`; of several that are alike, each matches one.
pub fn unmatched<'k>(
    these: impl Iterator<Item = &'k FindingKey>,
    those: impl Iterator<Item = &'k FindingKey>,
) -> Vec<usize> {
    let mut left: BTreeMap<&FindingKey, usize> = BTreeMap::new();
    for key in those {
        *left.entry(key).or_default() += 1;
    }
    let is_unmatched = |key| match left.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let unmatched: Vec<bool> = these.map(is_unmatched).collect();
    (0..unmatched.len()).filter(|at| unmatched[*at]).collect()
}

/// Takes out what the two runs tell of one project in the same words: a row that was inserted above, or a file that was
/// renamed, moves a finding and makes no new one.
pub fn drop_moved(new: &mut Vec<Told>, settled: &mut Vec<Told>) {
    let mut moved: BTreeMap<(String, Option<ProjectKey>, String), usize> = BTreeMap::new();
    let words = |told: &Told| (told.key.code.clone(), told.key.project.clone(), told.message.clone());
    for told in settled.iter() {
        *moved.entry(words(told)).or_default() += 1;
    }
    let mut found: BTreeMap<_, usize> = BTreeMap::new();
    new.retain(|told| {
        let key = words(told);
        let is_moved = moved.get(&key).is_some_and(|count| found.get(&key).is_none_or(|found| found < count));
        if is_moved {
            *found.entry(key).or_default() += 1;
        }
        !is_moved
    });
    settled.retain(|told| match found.get_mut(&words(told)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::period::FiscalYear;
    use crate::rate::Rate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn standing(code: &str, rank: u32, points: i64, spent: i64, warning: Warning) -> Standing {
        Standing {
            key: ProjectKey { code: code.to_owned(), year: FiscalYear(2024) },
            name: code.to_owned(),
            department: String::new(),
            rank: Some(rank),
            points: Some(Points::new(points.into())),
            rate: Rate::new(Money::from_fen(spent), Money::from_fen(100)),
            warning: Some(warning),
        }
    }

    fn changes(before: Vec<Standing>, after: Vec<Standing>) -> Changes {
        Changes::between((day("2024-06-30"), before), (day("2024-07-31"), after), (Vec::new(), Vec::new()))
    }

    #[test]
    fn a_project_is_compared_with_itself() {
        let before = vec![standing("a", 2, 80, 40, Warning::Red), standing("b", 1, 90, 95, Warning::None)];
        let after = vec![standing("a", 1, 92, 95, Warning::None), standing("b", 2, 90, 95, Warning::None)];
        let changes = changes(before, after);
        let a = &changes.projects[0];
        assert_eq!((a.ranks_up(), a.points()), (Some(1), Some(Points::new(12.into()))));
        assert_eq!(a.rate(), Fraction::ratio(55, 100));
        assert_eq!(a.warning(), Some(WarningChange::Cleared));
        assert_eq!(changes.changed().count(), 2);
        assert_eq!(changes.warnings().len(), 1);
    }

    #[test]
    fn a_warning_that_nothing_tells_any_more_is_not_cleared() {
        let before = ["a", "b", "c"].map(|code| standing(code, 1, 80, 40, Warning::Red)).to_vec();
        let without_rate = Standing { rate: None, warning: None, ..standing("b", 1, 80, 40, Warning::Red) };
        let changes = changes(
            [before, vec![standing("d", 1, 80, 95, Warning::None)]].concat(),
            vec![standing("a", 1, 80, 95, Warning::None), without_rate],
        );
        let kinds: Vec<_> = changes.projects.iter().map(Change::warning).collect();
        let (cleared, lost) = (Some(WarningChange::Cleared), Some(WarningChange::Lost));
        assert_eq!(kinds, [cleared, lost, lost, None]);
    }

    #[test]
    fn of_a_year_that_is_not_reviewed_any_more_no_warning_is_lost() {
        let mut next = standing("b", 1, 80, 40, Warning::Red);
        next.key.year = FiscalYear(next.key.year.0 + 1);
        let changes = changes(vec![standing("a", 1, 80, 40, Warning::Red)], vec![next]);
        let warnings: Vec<_> = changes.warnings().iter().map(|(change, kind)| (change.is_new(), *kind)).collect();
        assert_eq!(warnings, [(true, WarningChange::Raised)]);
    }

    #[test]
    fn what_did_not_move_is_no_change() {
        let same = || vec![standing("a", 1, 80, 40, Warning::Red)];
        assert_eq!(changes(same(), same()).changed().count(), 0);
        assert!(changes(same(), same()).warnings().is_empty());
    }

    #[test]
    fn a_project_that_is_gone_clears_no_warning_and_a_new_one_raises_its_own() {
        let before = vec![standing("a", 1, 80, 40, Warning::Red)];
        let after = vec![standing("b", 1, 80, 70, Warning::Orange)];
        let changes = changes(before, after);
        let warnings: Vec<_> = changes.warnings().iter().map(|(change, kind)| (change.is_new(), *kind)).collect();
        assert_eq!(warnings, [(true, WarningChange::Raised), (false, WarningChange::Lost)]);
        assert!(changes.projects[1].is_gone());
        assert_eq!(changes.projects[1].points(), None);
    }

    #[test]
    fn a_finding_that_moved_is_no_new_one() {
        let told = |cell: &str, message: &str| Told {
            key: FindingKey::new("unit-slip".to_owned(), None, ["a.xlsx", "1", cell].map(str::to_owned)),
            severity: crate::finding::Severity::Error,
            message: message.to_owned(),
        };
        let (mut new, mut settled) =
            (vec![told("A2", "x"), told("A9", "x"), told("A3", "y")], vec![told("A1", "x"), told("A3", "z")]);
        drop_moved(&mut new, &mut settled);
        let left = |told: &[Told]| told.iter().map(|told| told.key.cell.clone()).collect::<Vec<_>>();
        assert_eq!((left(&new), left(&settled)), (vec!["A9".to_owned(), "A3".to_owned()], vec!["A3".to_owned()]));
    }

    #[test]
    fn findings_match_one_for_one() {
        let key = |cell: &str| FindingKey {
            code: "payment-duplicate".to_owned(),
            project: None,
            file: "a.xlsx".to_owned(),
            sheet: "1".to_owned(),
            cell: cell.to_owned(),
        };
        let (one, other) = ([key("A1"), key("A1"), key("A2")], [key("A1"), key("A3")]);
        assert_eq!(unmatched(one.iter(), other.iter()), [1, 2]);
        assert_eq!(unmatched(other.iter(), one.iter()), [1]);
    }
}
