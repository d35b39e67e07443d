//! 总览: the key figures of the review, how many projects in each grade and warning level, the best and the worst.

use crate::finding::{Fact, Severity};
use crate::fraction::{Fraction, Rounding, RoundingMode};
use crate::money::Money;
use crate::points::Points;
use crate::rank::warnings::Warning;
use crate::recognise::tables::SheetKind;
use crate::review::{Review, Reviewed};
use crate::score::scorecard::Status;
use crate::words::Words;

use super::places::Places;
use super::sheet::{Chart, ChartKind, ChartPlace, ChartRows, Sheet};
use super::table::{Cell, Row, Table};
use super::{heading, ranking, terms};

/// How many projects are listed at either end of the ranking.
const LISTED: usize = 10;
/// The columns of the lists, the widest tables here.
const LIST: [(&str, u16); 8] = [
    ("project", 32),
    ("project-code", 16),
    ("department", 28),
    ("rank", 9),
    ("points", 10),
    ("grade", 9),
    ("execution-rate", 11),
    ("warning", 11),
];
/// The column right of the tables of figures.
const BESIDE: usize = 3;
/// The tables, from the top.
const FIGURES: usize = 0;
const GRADES: usize = 1;
const LEVELS: usize = 2;
const RATES: usize = 3;

pub fn overview(review: &Review, words: &Words, places: &Places<'_>) -> Sheet<'static> {
    let ranked = review.ranked();
    let worst = LISTED.min(ranked.len() / 2);
    let best = LISTED.min(ranked.len() - worst);
    let chart = |rows, beside, title: &str, height, colours| Chart {
        kind: ChartKind::Column,
        title: words.text(title),
        rows: ChartRows::Table(rows),
        labels: 0,
        values: vec![(1, words.text("column-projects"))],
        shares: false,
        place: ChartPlace::Beside { table: beside, column: BESIDE },
        width: 355,
        height,
        colours,
    };
    let levels = vec!["C00000", "ED7D31", "FFC000", "70AD47", "A5A5A5"];
    Sheet {
        tables: vec![
            figures(review, words, places, ranked),
            grades(review, words, places, ranked),
            warnings(review, words),
            rates(review, words),
            listed(words, places, "best", ranked[..best].iter()),
            listed(words, places, "worst", ranked[ranked.len() - worst..].iter().rev()),
        ],
        charts: vec![
            chart(GRADES, FIGURES, "title-grades", 300, Vec::new()),
            chart(LEVELS, GRADES, "title-warning-levels", 300, levels),
            chart(RATES, RATES, "title-rates", 260, Vec::new()),
        ],
        sign_off: Some(review.sign_off.line(words)),
        one_page: true,
        ..Sheet::default()
    }
}

fn figures_head(review: &Review, words: &Words) -> Table {
    let columns = [("figure", 32), ("value", 16), ("remark", 28)];
    Table { landscape: false, ..heading::table(review, words, "overview", &columns) }
}

fn figures(review: &Review, words: &Words, places: &Places<'_>, ranked: &[Reviewed]) -> Table {
    let mut table = figures_head(review, words);
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
    let two = Rounding { places: 2, mode: RoundingMode::HalfUp };
    // They follow the points of 项目排名, which a reviewer moves.
    let live = |before: &str, after: &str, value: Option<Cell>| match (value, places.ranked(ranking::POINTS)) {
        (Some(value), Some(cells)) if places.is_live => Cell::formula(format!("{before}({cells}){after}"), value),
        (value, _) => value.unwrap_or(Cell::Empty),
    };
    let mean = mean.map(|mean| Cell::Score(two.round(&mean)));
    row("mean-points", live("ROUND(AVERAGE", ",2)", mean), words.text("remark-mean-points"));
    row("highest-points", live("MAX", "", points().max().map(Cell::score)), String::new());
    row("lowest-points", live("MIN", "", points().min().map(Cell::score)), String::new());

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
fn grades(review: &Review, words: &Words, places: &Places<'_>, ranked: &[Reviewed]) -> Table {
    let in_grade = |name: &str| ranked.iter().filter(|reviewed| reviewed.card.grade.as_deref() == Some(name)).count();
    let counted = terms::grades(review).into_iter().map(|name| (name.to_owned(), in_grade(name))).collect();
    let mut table = shares(words, "grades", "grade", counted, ranked.len());
    // The ranked projects stand second among the figures.
    let all = format!("R{}C2", figures_head(review, words).above_heading() + 3);
    if let Some(cells) = places.ranked(ranking::GRADE).filter(|_| places.is_live) {
        for row in &mut table.rows {
            let counted = std::mem::replace(&mut row.cells[1], Cell::Empty);
            row.cells[1] = Cell::formula(format!("COUNTIF({cells},RC[-1])"), counted);
            if let Cell::Share(share) = &row.cells[2] {
                row.cells[2] = Cell::formula(format!("RC[-1]/{all}"), Cell::Share(share.clone()));
            }
        }
    }
    table
}

/// The number of projects between the bounds of execution rates, in percent; a rate on a bound is above it.
fn rates(review: &Review, words: &Words) -> Table {
    const BOUNDS: [i64; 6] = [50, 60, 70, 80, 90, 100];
    let rates: Vec<Fraction> =
        review.projects.iter().filter_map(|it| it.card.funds.execution_rate()).map(|rate| rate.fraction()).collect();
    let all = Fraction::one();
    // Wholly paid is neither below nor above.
    let whole = rates.iter().filter(|rate| **rate == all).count();
    let between = |low: i64, high: i64| {
        let share = |percent: i64| {
            &Fraction::from(percent) * &all.checked_div(&Fraction::from(100)).unwrap_or_else(Fraction::zero)
        };
        rates.iter().filter(|rate| **rate >= share(low) && **rate < share(high)).count()
    };
    let mut counted = vec![(format!("<{}%", BOUNDS[0]), between(i64::MIN, BOUNDS[0]))];
    counted.extend(BOUNDS.windows(2).map(|pair| (format!("{}–{}%", pair[0], pair[1]), between(pair[0], pair[1]))));
    counted.push(("100%".to_owned(), whole));
    counted.push((">100%".to_owned(), rates.iter().filter(|rate| **rate > all).count()));
    shares(words, "rates", "execution-rate", counted, rates.len())
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

fn listed<'a>(words: &Words, places: &Places<'_>, title: &str, projects: impl Iterator<Item = &'a Reviewed>) -> Table {
    let mut table = heading::titled(words, title, &LIST);
    table.conditions = terms::warning_conditions(words, LIST.len() - 1);
    table.rows = projects
        .map(|reviewed| {
            let Reviewed { project, card, rank, warning, .. } = reviewed;
            Row::new(vec![
                places.to_ranking(&project.key, &project.name),
                Cell::text(&project.key.code),
                Cell::text(&project.department),
                rank.map_or(Cell::Empty, |rank| Cell::Count(rank.into())),
                Cell::score(card.points),
                Cell::text(card.grade.clone().unwrap_or_default()),
                Cell::share(card.funds.execution_rate().map(|rate| rate.fraction())),
                Cell::text(terms::level(words, *warning)),
            ])
        })
        .collect();
    table
}

fn count(number: usize) -> Cell {
    Cell::Count(number as i64)
}
