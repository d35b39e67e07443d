//! What rules know of other projects and of the year before. It is gathered after every project has been measured and before
//! any is scored, and only for the indicators whose rules ask for it.

use std::collections::BTreeMap;

use crate::measure::actual::{Figures, measure};
use crate::period::FiscalYear;
use crate::project::{Project, ProjectKey};
use crate::quantity::Quantity;
use crate::recognise::tables::IndicatorRow;
use crate::rubric::measure::Measure;
use crate::rubric::rules::Rule;
use crate::rubric::{Indicator, Rubric};

use super::evaluate::peers::Peers;
use super::evaluate::periods::Previous;
use super::rows::Rows;
use super::scorecard::Measured;

/// The actuals of an indicator in the other projects, and that of each project in the year before.
#[derive(Debug, Default)]
pub struct Others {
    /// By edition, fiscal year and the indicator's name.
    peers: BTreeMap<(String, FiscalYear, String), Peers>,
    /// By project and the indicator's name.
    previous: BTreeMap<(ProjectKey, String), Previous>,
}

/// The actual of an indicator that others are compared with: the edition, the project's year, the indicator's name.
pub type PeerActual = ((String, FiscalYear, String), Quantity);

/// The actual of the year before, by the project and the indicator's name.
pub type PreviousActual = ((ProjectKey, String), Previous);

impl Others {
    /// In any order; figures of peers are sums over all of them.
    pub fn new(peers: Vec<PeerActual>, previous: Vec<PreviousActual>) -> Self {
        let mut by_indicator: BTreeMap<_, Vec<Quantity>> = BTreeMap::new();
        for (key, actual) in peers {
            by_indicator.entry(key).or_default().push(actual);
        }
        let peers = by_indicator.into_iter().filter_map(|(key, actuals)| Some((key, Peers::new(&actuals)?)));
        Self { peers: peers.collect(), previous: previous.into_iter().collect() }
    }

    pub fn peers(&self, rubric: &Rubric, year: FiscalYear, indicator: &str) -> Option<&Peers> {
        if self.peers.is_empty() {
            return None;
        }
        self.peers.get(&(rubric.id.clone(), year, indicator.to_owned()))
    }

    pub fn previous(&self, project: &ProjectKey, indicator: &str) -> Option<&Previous> {
        if self.previous.is_empty() {
            return None;
        }
        self.previous.get(&(project.clone(), indicator.to_owned()))
    }
}

/// Whether an edition has a rule that looks at other projects.
pub fn needs_peers(rubric: &Rubric) -> bool {
    rubric.indicators.iter().any(|entry| entry.rule.needs_peers())
}

/// Whether an edition has a rule that looks at the year before, or a row that is scored by its own text speaks of it.
pub fn needs_previous(rubric: &Rubric, project: &Project) -> bool {
    rubric.indicators.iter().any(|entry| entry.rule.needs_previous())
        || rows_of_last_year(rubric, project).next().is_some()
}

/// The rows whose own rule text speaks of the year before.
fn rows_of_last_year<'p>(rubric: &Rubric, project: &'p Project) -> impl Iterator<Item = &'p IndicatorRow> {
    let speaks = |row: &&IndicatorRow| {
        row.rule_text.as_ref().is_some_and(|text| LAST_YEAR.iter().any(|word| text.value.contains(word)))
    };
    let rows = if rubric.own_rows.is_some() { project.rows.as_slice() } else { &[] };
    rows.iter().filter(speaks)
}

const LAST_YEAR: [&str; 5] = ["上年", "上一年", "去年", "上期", "前一年"];

/// The actuals that a project gives to its peers.
pub fn peer_actuals(rubric: &Rubric, figures: &Figures<'_>) -> Vec<PeerActual> {
    let year = figures.project.key.year;
    let measured = measured(rubric, figures, Rule::needs_peers).into_iter();
    measured
        .filter_map(|(entry, measured)| Some(((rubric.id.clone(), year, entry.name.clone()), measured.actual?)))
        .collect()
}

/// The actuals of a project's year before, measured by the entries of the edition that scores this year, and for rows scored
/// by their own text by their cells. `figures` are those of the year before.
pub fn previous_actuals(rubric: &Rubric, project: &Project, figures: &Figures<'_>) -> Vec<PreviousActual> {
    let funds = crate::score::scorecard::FundFigures { base: Some(rubric.base), ..figures.funds.clone() };
    let figures = Figures { funds: &funds, ..*figures };
    let measured = measured(rubric, &figures, Rule::needs_previous).into_iter();
    let previous = |name: &str, measured: Measured| {
        let previous = Previous { actual: measured.actual?, place: measured.places.into_iter().next() };
        Some(((project.key.clone(), name.to_owned()), previous))
    };
    let before = Rows::new(figures.project);
    let of_row = |row: &IndicatorRow| {
        let name = &row.name.value;
        previous(name, measure(&Measure::Cell {}, &figures, &before.named(std::iter::once(name.as_str()))))
    };
    let own = rows_of_last_year(rubric, project).filter_map(of_row);
    // What an entry measures goes before a cell of its row.
    own.chain(measured.filter_map(|(entry, measured)| previous(&entry.name, measured))).collect()
}

fn measured<'r>(rubric: &'r Rubric, figures: &Figures<'_>, needs: fn(&Rule) -> bool) -> Vec<(&'r Indicator, Measured)> {
    let rows = Rows::new(figures.project);
    let measured = |entry: &'r Indicator| {
        let names = std::iter::once(&entry.name).chain(&entry.aliases).map(String::as_str);
        (entry, measure(&entry.measure, figures, &rows.named(names)))
    };
    rubric.indicators.iter().filter(|entry| needs(&entry.rule)).map(measured).collect()
}
