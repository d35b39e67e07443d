//! 总览: the key figures of the review, how many projects in each grade and warning level, the best and the worst.

use crate::finding::{Fact, Severity};
use crate::fraction::Fraction;
use crate::money::Money;
use crate::points::Points;
use crate::rank::warnings::Warning;
use crate::recognise::tables::SheetKind;
use crate::review::{Review, Reviewed};
use crate::score::scorecard::Status;
use crate::words::Words;

use super::sheet::{Chart, ChartKind, Sheet};
use super::table::{Cell, Row, Table};
use super::{heading, terms};

/// How many projects are listed at either end of the ranking.
const LISTED: usize = 10;

pub fn overview(review: &Review, words: &Words) -> Sheet<'static> {
    let ranked: Vec<&Reviewed> = review.projects.iter().filter(|reviewed| reviewed.rank.is_some()).collect();
    let worst = LISTED.min(ranked.len() / 2);
    let best = LISTED.min(ranked.len() - worst);
    let chart = |table, title: &str, colours| Chart {
        kind: ChartKind::Column,
        title: words.text(title),
        table,
        labels: 0,
        values: vec![1],
        column: 3,
        beside: table - 1,
        width: 470,
        height: 250,
        colours,
    };
    Sheet {
        tables: vec![
            figures(review, words, &ranked),
            grades(review, words, &ranked),
            warnings(review, words),
            listed(words, "best", ranked[..best].iter().copied()),
            listed(words, "worst", ranked[ranked.len() - worst..].iter().rev().copied()),
        ],
        charts: vec![
            chart(1, "title-grades", Vec::new()),
            chart(2, "title-warning-levels", vec!["C00000", "ED7D31", "FFC000", "70AD47", "A5A5A5"]),
        ],
        ..Sheet::default()
    }
}

fn figures(review: &Review, words: &Words, ranked: &[&Reviewed]) -> Table {
    let mut table = heading::table(review, words, "overview", &[("figure", 34), ("value", 16), ("remark", 30)]);
    let mut row = |key: &str, value: Cell, remark: String| {
        table.rows.push(Row::new(vec![Cell::text(words.text(&format!("figure-{key}"))), value, Cell::text(remark)]));
    };
    let with_status = |status| review.projects.iter().filter(|reviewed| reviewed.card.status == status).count();
    row("projects", count(review.projects.len()), String::new());
    for status in [Status::Scored, Status::Partial, Status::Unscored] {
        row(status.as_ref(), count(with_status(status)), String::new());
    }
    let points = || ranked.iter().filter_map(|reviewed| reviewed.card.points);
    let total: Points = points().sum();
    let mean = total.fraction().checked_div(&Fraction::from(points().count() as i64));
    let mean = mean.map_or(Cell::Empty, |mean| points_cell(&mean));
    row("mean-points", mean, words.text("remark-mean-points"));
    row("highest-points", points().max().map_or(Cell::Empty, |points| Cell::Points(points.decimal())), String::new());
    row("lowest-points", points().min().map_or(Cell::Empty, |points| Cell::Points(points.decimal())), String::new());

    let rates = || review.projects.iter().filter_map(|reviewed| reviewed.card.funds.execution_rate());
    let budget: Money = rates().map(|rate| rate.whole).sum();
    let spent: Money = rates().map(|rate| rate.part).sum();
    let facts = vec![("count", Fact::Count(rates().count() as i64))];
    row("budget", Cell::Money(budget), words.with("remark-with-rate", &facts));
    row("expenditure", Cell::Money(spent), words.with("remark-with-rate", &facts));
    let rate = crate::rate::Rate::new(spent, budget);
    let rate = rate.map_or(Cell::Empty, |rate| Cell::formula("R[-1]C/R[-2]C", Cell::Share(rate.fraction())));
    row("execution-rate", rate, words.text("remark-execution-rate"));

    let of = |severity| review.findings.iter().filter(|finding| finding.severity() == severity).count();
    for severity in [Severity::Error, Severity::Doubt, Severity::Note] {
        row(&format!("findings-{}", severity.as_ref()), count(of(severity)), String::new());
    }
    row("files", count(review.files.len()), String::new());
    let sheets = || review.files.iter().flat_map(|file| &file.sheets);
    let unknown = sheets().filter(|sheet| sheet.kind == SheetKind::Unknown).count();
    let facts = vec![("count", Fact::Count(unknown as i64))];
    row("sheets", count(sheets().count()), words.with("remark-unknown-sheets", &facts));
    table
}

/// The number of ranked projects in each grade of the editions in force, the best first.
fn grades(review: &Review, words: &Words, ranked: &[&Reviewed]) -> Table {
    let mut bands: Vec<_> = review.rubrics.iter().flat_map(|rubric| &rubric.grades).collect();
    bands.sort_by_key(|band| std::cmp::Reverse(band.from));
    let mut names: Vec<&str> = Vec::new();
    for band in bands {
        if !names.contains(&band.name.as_str()) {
            names.push(&band.name);
        }
    }
    let in_grade = |name: &str| ranked.iter().filter(|reviewed| reviewed.card.grade.as_deref() == Some(name)).count();
    let counted = names.iter().map(|name| ((*name).to_owned(), in_grade(name))).collect();
    shares(words, "grades", "grade", counted, ranked.len())
}

fn warnings(review: &Review, words: &Words) -> Table {
    let at = |level| review.projects.iter().filter(|reviewed| reviewed.warning == level).count();
    let levels = [Warning::Red, Warning::Orange, Warning::Yellow, Warning::None];
    let mut counted: Vec<_> = levels.map(|level| (terms::warning(words, level), at(Some(level)))).to_vec();
    counted.push((words.text("warning-no-rate"), at(None)));
    shares(words, "warning-levels", "warning", counted, review.projects.len())
}

fn shares(words: &Words, title: &str, label: &str, counted: Vec<(String, usize)>, whole: usize) -> Table {
    let mut table = heading::titled(words, title, &[(label, 0), ("projects", 0), ("share", 0)]);
    for (name, number) in counted {
        let share = Fraction::ratio(number as i64, whole as i64);
        table.rows.push(Row::new(vec![Cell::text(name), count(number), Cell::share(share)]));
    }
    table
}

fn listed<'a>(words: &Words, title: &str, projects: impl Iterator<Item = &'a Reviewed>) -> Table {
    let columns = [
        ("project", 34),
        ("project-code", 16),
        ("department", 30),
        ("rank", 8),
        ("points", 9),
        ("grade", 9),
        ("execution-rate", 11),
        ("warning", 9),
    ];
    let mut table = heading::titled(words, title, &columns);
    table.rows = projects
        .map(|reviewed| {
            let Reviewed { project, card, rank, warning, .. } = reviewed;
            let row = Row::new(vec![
                Cell::text(&project.name),
                Cell::text(&project.key.code),
                Cell::text(&project.department),
                rank.map_or(Cell::Empty, |rank| Cell::Count(rank.into())),
                card.points.map_or(Cell::Empty, |points| Cell::Points(points.decimal())),
                Cell::text(card.grade.clone().unwrap_or_default()),
                Cell::share(card.funds.execution_rate().map(|rate| rate.fraction())),
                Cell::text(warning.map(|warning| terms::warning(words, warning)).unwrap_or_default()),
            ]);
            match warning {
                Some(Warning::None) | None => row,
                Some(warning) => row.toned(7, terms::warning_tone(*warning)),
            }
        })
        .collect();
    table
}

fn count(number: usize) -> Cell {
    Cell::Count(number as i64)
}

/// A mean, which unlike points is not exact: two decimals.
fn points_cell(mean: &Fraction) -> Cell {
    let rounding = crate::fraction::Rounding { places: 2, mode: crate::fraction::RoundingMode::HalfUp };
    Cell::Points(rounding.round(mean))
}
