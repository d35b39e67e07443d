//! 低执行率预警: the projects with a warning level, the gravest first, with every rate that can be computed; apart
//! those over their budget or without any expenditure, and those whose rate cannot be computed.

use std::cmp::Reverse;

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::money::Money;
use crate::rank::warnings::{Checkpoint, InYear, Ladder, Ladders, Warning};
use crate::review::{Review, Reviewed};
use crate::rubric::measure::Base;
use crate::words::Words;

use super::sheet::Sheet;
use super::table::{Cell, Row, Table, Tone};
use super::{amounts, heading, terms};

const COLUMNS: [(&str, u16); 18] = [
    ("warning", 8),
    ("project-code", 14),
    ("project", 26),
    ("department", 18),
    ("expenditure", 13),
    ("rate-initial", 10),
    ("rate-revised", 10),
    ("rate-received", 10),
    ("scored-base", 10),
    ("execution-rate", 10),
    ("time-progress", 9),
    ("rate-over-time", 10),
    ("unspent", 13),
    ("remark", 14),
    ("year", 6),
    ("initial", 13),
    ("revised", 13),
    ("received", 13),
];
/// The columns of the expenditure and of the first rate and base; the other two stand right of each.
const EXPENDITURE: i32 = 4;
const FIRST_RATE: i32 = 5;
const FIRST_BASE: i32 = 15;
/// What follows is not printed.
const PRINTED: usize = 14;

/// Under a dated ladder what is asked at the as-of date stands in the place of the rate over time progress.
fn columns(review: &Review) -> [(&'static str, u16); COLUMNS.len()] {
    let asked = matches!(review.ladders.in_year, InYear::Dated(_)).then_some("checkpoint-share");
    COLUMNS.map(|(key, width)| (asked.filter(|_| key == "rate-over-time").unwrap_or(key), width))
}

pub fn low_execution(review: &Review, words: &Words) -> Sheet<'static> {
    let columns = columns(review);
    let mut raised = heading::table(review, words, "low-execution", &columns);
    raised.notes.extend(ladder_notes(review, words));
    raised.key = terms::warning_key(words);
    raised.filter = true;
    raised.frozen = 3;
    raised.printed = Some(PRINTED);
    raised.conditions = terms::warning_conditions(words, 0);
    let level = |reviewed: &&Reviewed| reviewed.warning.filter(|warning| *warning > Warning::None);
    let mut warned: Vec<&Reviewed> = review.projects.iter().filter(|it| level(it).is_some()).collect();
    warned.sort_by_cached_key(|it| (Reverse(it.warning), rate(it), it.project.key.clone()));
    fill(review, words, &mut raised, warned.into_iter());

    let rows = |key: &str, chosen: fn(&Reviewed) -> bool| {
        let mut table = heading::titled(words, key, &columns);
        table.notes.push(words.text(&format!("note-{key}")));
        table.printed = Some(PRINTED);
        table.conditions = terms::warning_conditions(words, 0);
        fill(review, words, &mut table, review.projects.iter().filter(|it| chosen(it)));
        table
    };
    let apart = [
        rows("over-budget", is_over),
        rows("nothing-spent", is_unspent),
        rows("revised-cut", is_cut),
        rows("no-rate", |it| it.card.funds.execution_rate().is_none()),
    ];
    let mut tables = vec![raised];
    tables.extend(apart.into_iter().filter(|table| !table.rows.is_empty()));
    Sheet {
        tables,
        back: Some(heading::to_overview(words)),
        sign_off: Some(review.sign_off.line(words)),
        ..Sheet::default()
    }
}

fn is_over(reviewed: &Reviewed) -> bool {
    rate(reviewed).is_some_and(|rate| rate > Fraction::one())
}

/// A budget of which nothing was spent.
fn is_unspent(reviewed: &Reviewed) -> bool {
    rate(reviewed).is_some_and(|rate| rate.is_zero())
}

/// A budget, or that of a source, that was revised down to what was spent.
fn is_cut(reviewed: &Reviewed) -> bool {
    let funds = &reviewed.project.funds;
    funds.total.is_cut_to(reviewed.card.funds.expenditure)
        || funds.by_source.iter().any(|(_, amounts)| amounts.is_cut_to(amounts.reported()))
}

fn rate(reviewed: &Reviewed) -> Option<Fraction> {
    reviewed.card.funds.execution_rate().map(|rate| rate.fraction())
}

fn fill<'a>(review: &Review, words: &Words, table: &mut Table, projects: impl Iterator<Item = &'a Reviewed>) {
    table.rows.extend(projects.map(|reviewed| row(review, words, reviewed)));
}

fn row(review: &Review, words: &Words, reviewed: &Reviewed) -> Row {
    let Reviewed { project, card, warning, .. } = reviewed;
    let funds = &card.funds;
    let time = project.key.year.time_progress(review.as_of);
    let rates = (FIRST_RATE..).zip(Base::ALL).map(|(at, base)| {
        let shown = (funds.expenditure, amounts::base(funds, base));
        amounts::rate(funds.execution.get(&base).copied(), shown, (EXPENDITURE - at, FIRST_BASE - FIRST_RATE))
    });
    let own = rate(reviewed);
    let over_time = own.as_ref().and_then(|own| own.checked_div(&time));
    let compared = match &review.ladders.in_year {
        InYear::OverTime(_) => {
            over_time.map_or(Cell::Empty, |share| Cell::formula("RC[-2]/RC[-1]", Cell::Share(share)))
        }
        InYear::Dated(ladder) => {
            let is_within = review.as_of >= project.key.year.first_day() && review.as_of < project.key.year.last_day();
            Cell::share(ladder.at(review.as_of).filter(|_| is_within).map(|checkpoint| checkpoint.share.clone()))
        }
    };
    let left: Option<Money> = amounts::scored_base(funds).zip(funds.expenditure).map(|(budget, spent)| budget - spent);
    let remark = if is_over(reviewed) {
        words.text("remark-over-budget")
    } else if is_unspent(reviewed) {
        words.text("remark-nothing-spent")
    } else if own.is_none() {
        no_rate(words, reviewed)
    } else {
        String::new()
    };
    let mut cells = vec![
        Cell::text(terms::level(words, *warning)),
        Cell::text(&project.key.code),
        Cell::text(&project.name),
        Cell::text(&project.department),
        Cell::money(funds.expenditure),
    ];
    cells.extend(rates);
    cells.extend([
        Cell::text(funds.base.map(|base| words.text(base.term())).unwrap_or_default()),
        Cell::share(own),
        Cell::share(Some(time)),
        compared,
        Cell::money(left),
        Cell::text(remark),
        Cell::Count(project.key.year.0.into()),
        Cell::money(funds.initial),
        Cell::money(funds.revised),
        Cell::money(funds.received),
    ]);
    let row = Row::new(cells);
    if warning.is_none() { row.toned(0, Tone::Grey) } else { row }
}

/// Which amount is missing.
fn no_rate(words: &Words, reviewed: &Reviewed) -> String {
    let funds = &reviewed.card.funds;
    let key = match (amounts::scored_base(funds), funds.expenditure) {
        (Some(budget), _) if budget.is_zero() => "remark-budget-nought",
        (Some(_), None) => "remark-no-expenditure",
        _ => "remark-no-budget",
    };
    words.text(key)
}

/// The key to the levels: the ladder for each of the ranked years at the as-of date.
fn ladder_notes(review: &Review, words: &Words) -> Vec<String> {
    let over = |year: &crate::period::FiscalYear| review.as_of >= year.last_day();
    let mut notes = Vec::new();
    if review.years.iter().any(over) {
        notes.push(year_end(words, &review.ladders));
    }
    if !review.years.iter().all(over) {
        notes.push(in_year(words, &review.ladders));
    }
    notes
}

/// The ladder of the year's end in words.
pub fn year_end(words: &Words, ladders: &Ladders) -> String {
    ladder(words, "note-ladder-year-end", &ladders.year_end)
}

/// The ladder within the year in words.
pub fn in_year(words: &Words, ladders: &Ladders) -> String {
    let dated = match &ladders.in_year {
        InYear::OverTime(ladder) => return self::ladder(words, "note-ladder-in-year", ladder),
        InYear::Dated(dated) => dated,
    };
    let step = |checkpoint: &Checkpoint| {
        let date = Fact::Text(checkpoint.date.to_string());
        words.with("label-checkpoint", &vec![("date", date), ("share", percent(&checkpoint.share))])
    };
    let steps = dated.checkpoints.iter().map(step).collect::<Vec<_>>().join(&words.text("label-separator"));
    words.with("note-ladder-dated", &vec![("steps", Fact::Text(steps)), ("red", percent(&dated.red_part))])
}

fn percent(share: &Fraction) -> Fact {
    Fact::Text(format!("{}%", (share * &Fraction::from(100)).plain(2)))
}

/// A ladder in words, with its bounds as percentages.
fn ladder(words: &Words, key: &str, ladder: &Ladder) -> String {
    let mut facts = vec![("red", percent(&ladder.red_below)), ("yellow", percent(&ladder.yellow_below))];
    let steps = match &ladder.orange_below {
        Some(orange) => {
            facts.push(("orange", percent(orange)));
            "label-ladder-three"
        }
        None => "label-ladder-two",
    };
    let steps = words.with(steps, &facts);
    words.with(key, &vec![("steps", Fact::Text(steps))])
}
