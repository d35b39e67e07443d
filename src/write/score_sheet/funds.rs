//! 资金: the rates on every base, where each amount stands, the sources of funds, the lines of the budget.

use crate::location::{Place, Sited};
use crate::measure::fund;
use crate::money::Money;
use crate::rate::Rate;
use crate::review::{Review, Reviewed};
use crate::rubric::measure::Base;
use crate::words::Words;
use crate::write::formula::sum_above;
use crate::write::sheet::Sheet;
use crate::write::table::{Cell, Row};
use crate::write::{amounts, heading, terms};

use super::project_title;

pub fn funds(review: &Review, reviewed: &Reviewed, words: &Words) -> Sheet<'static> {
    let figures = &reviewed.card.funds;
    let project = &reviewed.project;
    let columns = [
        ("base", 34),
        ("amount", 16),
        ("expenditure", 16),
        ("execution-rate-plain", 12),
        ("received", 16),
        ("funding-rate", 12),
        ("is-scored", 12),
    ];
    let mut rates = heading::table(review, words, "funds", &columns);
    rates.title = project_title(reviewed, words, "title-funds");
    for base in Base::ALL {
        let amount = amounts::base(figures, base);
        let execution = figures.execution.get(&base).copied();
        let funding = figures.funding.get(&base).copied();
        rates.rows.push(Row::new(vec![
            Cell::text(words.text(base.term())),
            Cell::money(amount),
            Cell::money(figures.expenditure),
            amounts::rate(execution, (figures.expenditure, amount), (-1, -2)),
            Cell::money(figures.received),
            amounts::rate(funding, (figures.received, amount), (-1, -4)),
            terms::yes(words, figures.base == Some(base)),
        ]));
    }

    let mut stated =
        heading::titled(words, "stated", &[("figure", 34), ("amount", 16), ("file", 0), ("sheet", 0), ("cell", 0)]);
    let total = &project.funds.total;
    let mut state = |key: &str, amount: Option<Money>, place: Option<&Place>| {
        let Some(amount) = amount else { return };
        let mut cells = vec![Cell::text(words.text(key)), Cell::Money(amount)];
        cells.extend(place_cells(place));
        stated.rows.push(Row::new(cells));
    };
    for (key, amount) in [
        ("base-initial", &total.initial),
        ("base-revised", &total.revised),
        ("base-received", &total.received),
        ("label-reported", &total.expenditure),
    ] {
        state(key, amount.as_ref().map(|amount| amount.value), amount.as_ref().map(|amount| &amount.place));
    }
    state("label-ledger-paid", figures.ledger, None);
    state("label-expenditure-used", figures.expenditure, None);

    let mut sources = heading::titled(
        words,
        "sources",
        &[
            ("fund-source", 34),
            ("initial", 16),
            ("revised", 16),
            ("received", 16),
            ("expenditure", 16),
            ("rate-initial", 12),
            ("rate-revised", 12),
            ("rate-received", 12),
        ],
    );
    let value = |amount: &Option<Sited<Money>>| amount.as_ref().map(|amount| amount.value);
    for (source, stated) in &project.funds.by_source {
        let spent = value(&stated.expenditure);
        let mut cells = vec![
            Cell::text(source),
            Cell::money(value(&stated.initial)),
            Cell::money(value(&stated.revised)),
            Cell::money(value(&stated.received)),
            Cell::money(spent),
        ];
        // The expenditure stands right of the three bases, the three rates right of it.
        cells.extend((1..).zip(Base::ALL).map(|(at, base)| {
            let budget = value(fund::of(stated, base));
            let rate = spent.zip(budget).and_then(|(spent, budget)| Rate::new(spent, budget));
            amounts::rate(rate, (spent, budget), (-at, -4))
        }));
        sources.rows.push(Row::new(cells));
    }

    let columns = [
        ("line-item", 34),
        ("line-budget", 16),
        ("expenditure", 16),
        ("execution-rate-plain", 12),
        ("file", 0),
        ("sheet", 0),
        ("cell", 0),
    ];
    let mut lines = heading::titled(words, "lines", &columns);
    for line in &project.lines {
        let (budget, spent) = (value(&line.budget), value(&line.expenditure));
        let rate = spent.zip(budget).and_then(|(spent, budget)| Rate::new(spent, budget));
        let mut cells = vec![
            Cell::text(&line.item.value),
            Cell::money(budget),
            Cell::money(spent),
            amounts::rate(rate, (spent, budget), (-1, -2)),
        ];
        cells.extend(place_cells(Some(&line.item.place)));
        lines.rows.push(Row::new(cells));
    }
    if !lines.rows.is_empty() {
        lines.rows.push(lines_total(words, reviewed));
    }
    let mut tables = vec![rates];
    tables.extend([stated, sources, lines].into_iter().filter(|table| !table.rows.is_empty()));
    Sheet { tables, ..Sheet::default() }
}

fn lines_total(words: &Words, reviewed: &Reviewed) -> Row {
    let lines = &reviewed.project.lines;
    let sum = |amount: fn(&crate::project::BudgetLine) -> &Option<Sited<Money>>| -> Money {
        lines.iter().filter_map(|line| amount(line).as_ref()).map(|amount| amount.value).sum()
    };
    let (budget, spent) = (sum(|line| &line.budget), sum(|line| &line.expenditure));
    let formula = sum_above(lines.len());
    let mut cells = vec![
        Cell::text(words.text("label-total")),
        Cell::formula(&formula, Cell::Money(budget)),
        Cell::formula(&formula, Cell::Money(spent)),
        amounts::rate(Rate::new(spent, budget), (Some(spent), Some(budget)), (-1, -2)),
    ];
    cells.extend(place_cells(None));
    Row::total(cells)
}

fn place_cells(place: Option<&Place>) -> [Cell; 3] {
    match place {
        Some(place) => [Cell::text(&*place.file), Cell::text(&*place.sheet), Cell::text(place.a1())],
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
    }
}
