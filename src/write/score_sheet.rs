//! The workbook of one project: its score table as the annexes of published reports lay it out, its funds, its
//! surveys, its findings.

use crate::finding::{Fact, Finding};
use crate::location::{Place, Sited};
use crate::measure::fund;
use crate::measure::statistics::{Alpha, alpha_band};
use crate::money::Money;
use crate::points::Points;
use crate::rate::Rate;
use crate::review::{Review, Reviewed};
use crate::rubric::measure::Base;
use crate::score::adjustments;
use crate::score::scorecard::{GroupFigures, PointsSource, Scorecard, Scored, SurveyFigures};
use crate::words::Words;

use super::findings::account;
use super::formula::sum_above;
use super::indicator_points::{basis, final_points, name, source_tone, text};
use super::sheet::Sheet;
use super::surveys::{group_rows, groups_table, interval, item, share};
use super::table::{Cell, Row, Table};
use super::{amounts, heading, terms};

/// The sheets: 评分表, 资金, 问卷 where there are surveys, 疑点. `findings` are those of this project.
pub fn sheets(review: &Review, reviewed: &Reviewed, findings: &[&Finding], words: &Words) -> Vec<Sheet<'static>> {
    let mut sheets = vec![score_table(review, reviewed, words).into(), funds(review, reviewed, words)];
    if !reviewed.card.surveys.is_empty() {
        sheets.push(surveys(review, reviewed, words));
    }
    sheets.push(own_findings(review, reviewed, findings, words).into());
    sheets
}

fn score_table(review: &Review, reviewed: &Reviewed, words: &Words) -> Table {
    let mut table = heading::table(
        review,
        words,
        "score-table",
        &[
            ("level1", 13),
            ("level2", 13),
            ("level3", 18),
            ("explanation", 26),
            ("rule-text", 32),
            ("target", 12),
            ("actual", 12),
            ("weight", 8),
            ("points", 8),
            ("basis", 36),
            ("source", 22),
        ],
    );
    table.title = project_title(reviewed, words, "title-score-table");
    table.notes.extend(particulars(review, reviewed, words));
    table.merge_columns = vec![0, 1];
    let indicators = &reviewed.card.indicators;
    if indicators.iter().any(|scored| scored.source == PointsSource::Claimed) {
        table.notes.push(words.text("note-claimed"));
    }
    // Rows of one level-1 group follow each other; the total adds the subtotals, which stand below their groups.
    let mut subtotals = Vec::new();
    for group in indicators.chunk_by(|one, two| one.level1 == two.level1) {
        table.rows.extend(group.iter().map(|scored| indicator(words, scored)));
        if !group[0].level1.is_empty() {
            subtotals.push(table.rows.len());
            let facts = vec![("level", Fact::Text(group[0].level1.clone()))];
            let label = words.with("label-subtotal", &facts);
            table.rows.push(sums(label, &sum_above(group.len()), group));
        }
    }
    if !indicators.is_empty() {
        let own = table.rows.len();
        let ungrouped = indicators.iter().any(|scored| scored.level1.is_empty());
        // Rows without a level have no subtotal, and adding everything up would count the others twice.
        let formula = if subtotals.is_empty() {
            sum_above(own)
        } else if ungrouped {
            String::new()
        } else {
            subtotals.iter().map(|at| format!("R[-{}]C", own - at)).collect::<Vec<_>>().join("+")
        };
        table.rows.push(sums(words.text("label-total"), &formula, indicators));
        table.rows.extend(after_total(&reviewed.card, words));
    }
    table
}

/// Below the sum of the indicators: rows outside the weights, each step to the project's points, and these.
fn after_total(card: &Scorecard, words: &Words) -> Vec<Row> {
    if card.total_basis.is_empty() {
        return Vec::new();
    }
    let row = |label: String, points: Cell, basis: String, source: String| {
        let mut cells = vec![Cell::text(label)];
        cells.resize(8, Cell::Empty);
        cells.extend([points, Cell::text(basis), Cell::text(source)]);
        cells
    };
    let cell = |points: Points| Cell::Points(points.decimal().normalize());
    let adjusted = card.adjustments.iter().map(|adjusted| {
        let facts =
            vec![("kind", Fact::Term(adjustments::term(adjusted.kind))), ("name", Fact::Text(adjusted.name.clone()))];
        let label = words.with("label-adjustment-row", &facts);
        Row::new(row(label, cell(adjusted.points), String::new(), adjusted.place.to_string()))
    });
    let steps: Vec<String> = card.total_basis.iter().map(|step| words.basis(step)).collect();
    let points = card.points.map_or(Cell::Empty, cell);
    let last = Row::total(row(words.text("label-final-total"), points, steps.join("\n"), String::new()));
    adjusted.chain([last]).collect()
}

/// A row with the sums of weights and points.
fn sums(label: String, formula: &str, indicators: &[Scored]) -> Row {
    let weight: Points = indicators.iter().map(|scored| scored.weight).sum();
    let counted = indicators.iter().filter(|scored| scored.source != PointsSource::None);
    let points: Points = counted.map(|scored| scored.points).sum();
    let cell = |points: Points| {
        let value = Cell::Points(points.decimal().normalize());
        if formula.is_empty() { value } else { Cell::formula(formula, value) }
    };
    let mut cells = vec![Cell::text(label)];
    cells.resize(7, Cell::Empty);
    cells.extend([cell(weight), cell(points), Cell::Empty, Cell::Empty]);
    Row::total(cells)
}

fn indicator(words: &Words, scored: &Scored) -> Row {
    let place = scored.place.as_ref().or_else(|| scored.measured.places.first());
    let mut source = vec![terms::points_source(words, scored.source)];
    source.extend(place.map(ToString::to_string));
    let row = Row::new(vec![
        Cell::text(&scored.level1),
        Cell::text(&scored.level2),
        Cell::text(name(scored)),
        Cell::text(&scored.explanation),
        Cell::text(rule(words, scored)),
        Cell::text(text(scored.target.as_ref())),
        Cell::text(text(scored.measured.actual.as_ref())),
        Cell::Points(scored.weight.decimal().normalize()),
        final_points(scored),
        Cell::text(basis(words, scored)),
        Cell::text(source.join("\n")),
    ]);
    match scored.source {
        PointsSource::Claimed | PointsSource::None => row.toned(8, source_tone(scored.source)),
        _ => row,
    }
}

/// The rule as the sheet writes it, and in canonical words as it was applied.
fn rule(words: &Words, scored: &Scored) -> String {
    let applied = words.with("label-rule-applied", &vec![("rule", Fact::clone(&scored.restated))]);
    let refused = scored.text_refused.as_ref().map(|why| words.with("label-rule-refused", &vec![("why", why.clone())]));
    let text = Some(scored.rule_text.clone()).filter(|text| !text.is_empty());
    text.into_iter().chain(refused).chain([applied]).collect::<Vec<_>>().join("\n")
}

fn project_title(reviewed: &Reviewed, words: &Words, key: &str) -> String {
    let facts = vec![
        ("project", Fact::Text(reviewed.project.name.clone())),
        ("year", Fact::Text(reviewed.project.key.year.to_string())),
    ];
    words.with(key, &facts)
}

/// The lines under the title: who, what, with which result.
fn particulars(review: &Review, reviewed: &Reviewed, words: &Words) -> Vec<String> {
    let Reviewed { project, card, rank, .. } = reviewed;
    let or_none = |text: String| Fact::Text(if text.is_empty() { words.text("label-none") } else { text });
    let ranked = review.projects.iter().filter(|other| other.rank.is_some()).count();
    let rank = rank.map(|rank| {
        words.with("label-rank-of", &vec![("rank", Fact::Count(rank.into())), ("ranked", Fact::from(ranked))])
    });
    let facts = vec![
        ("project", Fact::Text(project.name.clone())),
        ("code", Fact::Text(project.key.code.clone())),
        ("year", Fact::Text(project.key.year.to_string())),
        ("department", or_none(project.department.clone())),
        ("unit", or_none(project.unit.clone())),
        ("rubric", or_none(terms::rubric(review, &card.rubric))),
        ("points", or_none(card.points.map(|points| points.to_string()).unwrap_or_default())),
        ("claimed", or_none(card.claimed.as_ref().map(|claimed| claimed.value.to_string()).unwrap_or_default())),
        ("grade", or_none(card.grade.clone().unwrap_or_default())),
        ("rank", or_none(rank.unwrap_or_default())),
        ("status", Fact::Text(terms::status(words, card.status))),
        ("rate", or_none(card.funds.execution_rate().map(|rate| rate.fraction().percent(2)).unwrap_or_default())),
    ];
    let mut lines =
        vec![words.with("label-particulars-project", &facts), words.with("label-particulars-result", &facts)];
    if let Some(reason) = &card.reason {
        lines.push(words.with("label-particulars-reason", &vec![("reason", Fact::Text(words.basis(reason)))]));
    }
    lines
}

fn funds(review: &Review, reviewed: &Reviewed, words: &Words) -> Sheet<'static> {
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
            amounts::rate(execution, (figures.expenditure, amount), (1, 2)),
            Cell::money(figures.received),
            amounts::rate(funding, (figures.received, amount), (1, 4)),
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
    for (source, amounts) in &project.funds.by_source {
        let spent = value(&amounts.expenditure);
        let mut cells = vec![
            Cell::text(source),
            Cell::money(value(&amounts.initial)),
            Cell::money(value(&amounts.revised)),
            Cell::money(value(&amounts.received)),
            Cell::money(spent),
        ];
        // The expenditure stands right of the three bases, the three rates right of it.
        cells.extend(Base::ALL.iter().enumerate().map(|(at, base)| {
            let budget = value(fund::of(amounts, *base));
            let rate = spent.zip(budget).and_then(|(spent, budget)| Rate::new(spent, budget));
            self::amounts::rate(rate, (spent, budget), (at + 1, 4))
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
            amounts::rate(rate, (spent, budget), (1, 2)),
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
        amounts::rate(Rate::new(spent, budget), (Some(spent), Some(budget)), (1, 2)),
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

fn surveys(review: &Review, reviewed: &Reviewed, words: &Words) -> Sheet<'static> {
    let mut tables: Vec<Table> = Vec::new();
    for (at, survey) in reviewed.card.surveys.iter().enumerate() {
        let columns = [
            ("question-number", 8),
            ("question", 40),
            ("option", 28),
            ("count", 10),
            ("share", 12),
            ("top-two", 12),
            ("pooled", 12),
            ("yes-share", 12),
            ("interval-low", 12),
            ("interval-high", 12),
            ("item-total", 10),
            ("item-band", 10),
            ("item-rest", 10),
            ("alpha-without", 10),
            ("scored-question", 10),
        ];
        let mut table = if at == 0 {
            heading::table(review, words, "project-surveys", &columns)
        } else {
            heading::titled(words, "project-surveys", &columns)
        };
        table.title = survey.title.clone();
        table.notes.push(survey_line(words, survey));
        table.merge_columns = vec![0, 1];
        for question in &survey.questions {
            // Two questions of equal wording stay apart, since a question without options still has its row.
            let shares = [&question.top_two, &question.pooled, &question.yes_share];
            let shares = shares.into_iter().cloned().map(Cell::share).chain(interval(question));
            let figures: Vec<Cell> =
                shares.chain(item(words, question)).chain([terms::yes(words, question.scored)]).collect();
            let number = question.number.clone().unwrap_or_default();
            let mut figures = Some(figures);
            let mut row = |label: String, count: Cell, share: Cell| {
                let mut cells = vec![Cell::text(&number), Cell::text(&question.text), Cell::text(label), count, share];
                cells.extend(figures.take().into_iter().flatten());
                table.rows.push(Row::new(cells));
            };
            if question.options.is_empty() {
                row(words.text("label-no-answers"), Cell::Count(question.answered), Cell::Empty);
            }
            for heading in &question.keywords {
                let label = words.with("label-keyword", &vec![("name", Fact::Text(heading.label.clone()))]);
                row(label, Cell::Count(heading.count), Cell::share(share(heading.count, question)));
            }
            for option in &question.options {
                let share = if question.open { None } else { share(option.count, question) };
                row(option.label.clone(), Cell::Count(option.count), Cell::share(share));
            }
        }
        tables.push(table);
        // Under the number, the question and the option of the table above.
        let lead = |group: &GroupFigures| vec![Cell::Empty, Cell::text(&group.question), Cell::text(&group.option)];
        let groups = group_rows(survey, lead);
        if !groups.is_empty() {
            let lead = [("question-number", 8), ("group-question", 40), ("group-option", 28)];
            tables.push(Table { rows: groups, ..groups_table(words, &lead) });
        }
    }
    Sheet { tables, ..Sheet::default() }
}

/// Copies and the figures of the survey as a whole, in a line.
fn survey_line(words: &Words, survey: &SurveyFigures) -> String {
    let none = || words.text("label-none");
    let count = |count: Option<i64>| Fact::Text(count.map_or_else(none, |count| count.to_string()));
    let percent = |share: &Option<crate::fraction::Fraction>| {
        Fact::Text(share.as_ref().map_or_else(none, |share| share.percent(2)))
    };

    let alpha = |alpha: Option<Alpha>| {
        Fact::Text(alpha.map_or_else(|| words.text("label-no-alpha"), |alpha| format!("{alpha:.3}")))
    };
    let facts = vec![
        ("issued", count(survey.issued)),
        ("returned", count(survey.returned)),
        ("valid", count(survey.valid)),
        ("recovery", percent(&survey.recovery_rate())),
        ("validity", percent(&survey.validity_rate())),
        ("of-issued", percent(&survey.valid_of_issued())),
        ("top-two", percent(&survey.top_two)),
        ("pooled", percent(&survey.pooled)),
        ("yes-share", percent(&survey.yes_share)),
        ("population", count(survey.population)),
        ("needed", count(survey.needed)),
        ("alpha", alpha(survey.alpha)),
        ("pairwise", alpha(survey.alpha_pairwise)),
        ("band", Fact::Text(survey.alpha.map_or_else(none, |alpha| words.text(alpha_band(alpha))))),
        ("complete", Fact::from(survey.complete)),
        ("place", Fact::Place(survey.place.clone())),
    ];
    words.with("label-survey-line", &facts)
}

fn own_findings(review: &Review, reviewed: &Reviewed, findings: &[&Finding], words: &Words) -> Table {
    let columns = [
        ("severity", 9),
        ("file", 30),
        ("sheet", 16),
        ("cell", 8),
        ("message", 60),
        ("help", 46),
        ("further-places", 34),
    ];
    let mut table = heading::table(review, words, "project-findings", &columns);
    table.title = project_title(reviewed, words, "title-project-findings");
    if findings.is_empty() {
        table.notes.push(words.text("note-no-findings"));
    }
    table.rows = findings
        .iter()
        .map(|finding| {
            let mut cells = vec![Cell::text(terms::severity(words, finding.severity()))];
            cells.extend(account(finding, words));
            Row::new(cells).toned(0, terms::severity_tone(finding.severity()))
        })
        .collect();
    table
}
