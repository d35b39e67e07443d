//! 结果应用建议: what each grade means for the next budget, in sum and for each ranked project.

use crate::fraction::Fraction;
use crate::money::Money;
use crate::rank::advice::Advice;
use crate::review::{Review, Reviewed};
use crate::words::Words;

use super::formula::sum_above;
use super::places::Places;
use super::sheet::Sheet;
use super::table::{Cell, Row};
use super::{amounts, heading, terms};

const BY_GRADE: [(&str, u16); 7] = [
    ("grade", 15),
    ("projects", 30),
    ("advice", 18),
    ("evaluated-budget", 15),
    ("cut-share", 10),
    ("cut-amount", 15),
    ("budget-ceiling", 15),
];
const BY_PROJECT: [(&str, u16); 10] = [
    ("project-code", 15),
    ("project", 30),
    ("department", 18),
    ("evaluated-budget", 15),
    ("cut-share", 10),
    ("cut-amount", 15),
    ("budget-ceiling", 15),
    ("points", 9),
    ("grade", 8),
    ("advice", 26),
];
const GRADE: usize = 8;

/// Amounts are those of the base that is scored, of the evaluated year.
pub fn advice(review: &Review, words: &Words, places: &Places<'_>) -> Sheet<'static> {
    let mut grades = heading::table(review, words, "advice", &BY_GRADE);
    grades.notes.push(words.text("note-advice"));
    grades.rows = by_grade(review, words);
    let mut projects = heading::titled(words, "advice-by-project", &BY_PROJECT);
    projects.conditions = terms::grade_conditions(review, GRADE);
    projects.rows = review.ranked().iter().map(|reviewed| Row::new(project(review, words, places, reviewed))).collect();
    let mut tables = vec![grades];
    tables.extend(Some(projects).filter(|projects| !projects.rows.is_empty()));
    Sheet {
        tables,
        back: Some(heading::to_overview(words)),
        sign_off: Some(review.sign_off.line(words)),
        ..Sheet::default()
    }
}

fn of<'a>(review: &'a Review, grade: &str) -> Option<&'a Advice> {
    review.advice.iter().find(|advice| advice.grade == grade)
}

fn says(words: &Words, advice: Option<&Advice>) -> String {
    words.text(&format!("advice-{}", advice.map_or("none", |advice| advice.action.as_ref())))
}

fn by_grade(review: &Review, words: &Words) -> Vec<Row> {
    let names = terms::grades(review);
    let (mut all_count, mut all_budget, mut all_cut, mut all_left) = (0, Money::ZERO, Money::ZERO, Money::ZERO);
    let mut rows: Vec<Row> = Vec::new();
    for name in &names {
        let own = || review.ranked().iter().filter(|reviewed| reviewed.card.grade.as_deref() == Some(name));
        let budgets = || own().filter_map(|reviewed| amounts::scored_base(&reviewed.card.funds));
        let advice = of(review, name);
        let budget: Money = budgets().sum();
        // Each project's cut is rounded to the fen, so that the sum is that of the list below.
        let cut: Option<Money> = advice.map(|advice| budgets().map(|budget| advice.cut_of(budget)).sum());
        let count = own().count() as i64;
        (all_count, all_budget) = (all_count + count, all_budget + budget);
        if let Some(cut) = cut {
            (all_cut, all_left) = (all_cut + cut, all_left + (budget - cut));
        }
        rows.push(Row::new(vec![
            Cell::text(*name),
            Cell::Count(count),
            Cell::text(says(words, advice)),
            Cell::Money(budget),
            Cell::share(advice.map(Advice::share)),
            Cell::money(cut),
            cut.map_or(Cell::Empty, |cut| Cell::formula("ROUND(RC[-3]-RC[-1],6)", Cell::Money(budget - cut))),
        ]));
    }
    if !rows.is_empty() {
        let sum = |value| Cell::formula(sum_above(names.len()), value);
        rows.push(Row::total(vec![
            Cell::text(words.text("label-total")),
            sum(Cell::Count(all_count)),
            Cell::Empty,
            sum(Cell::Money(all_budget)),
            Cell::Empty,
            sum(Cell::Money(all_cut)),
            sum(Cell::Money(all_left)),
        ]));
    }
    rows
}

fn project(review: &Review, words: &Words, places: &Places<'_>, reviewed: &Reviewed) -> Vec<Cell> {
    let Reviewed { project, card, .. } = reviewed;
    let grade = card.grade.as_deref().unwrap_or_default();
    let advice = of(review, grade);
    let budget = amounts::scored_base(&card.funds);
    let share: Option<Fraction> = advice.map(Advice::share);
    let cut = advice.zip(budget).map(|(advice, budget)| advice.cut_of(budget));
    let formula = |formula: &str, value: Option<Money>| {
        value.map_or(Cell::Empty, |value| Cell::formula(formula, Cell::Money(value)))
    };
    vec![
        places.to_ranking(&project.key, &project.key.code),
        Cell::text(&project.name),
        Cell::text(&project.department),
        Cell::money(budget),
        Cell::share(share),
        formula("ROUND(RC[-2]*RC[-1],6)", cut),
        formula("ROUND(RC[-3]-RC[-1],6)", budget.zip(cut).map(|(budget, cut)| budget - cut)),
        Cell::score(card.points),
        Cell::text(grade),
        Cell::text(says(words, advice)),
    ]
}
