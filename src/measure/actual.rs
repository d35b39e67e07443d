//! The actual of an indicator: taken from where its measure says, with the cells behind it.

use crate::finding::{Fact, Facts};
use crate::location::{Place, Sited};
use crate::money::Money;
use crate::project::Project;
use crate::quantity::Quantity;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::IndicatorRow;
use crate::rubric::measure::{Base, LedgerFigure, Measure, SurveyFigure};
use crate::score::scorecard::{Basis, FundFigures, Measured, SurveyFigures};

use super::evidence::Evidence;
use super::fund::of;
use super::ledger::Ledger;
use super::survey;

/// The basis of an execution rate over the ledger's payments.
pub const LEDGER_RATE: &str = "measure-execution-rate-ledger";

/// The basis of a rate that has no budget to be its base.
pub const NO_BUDGET: &str = "measure-no-budget";

/// The basis of an actual whose cell is blank.
pub const BLANK: &str = "measure-blank";

/// The basis of a list without evidence.
pub const NO_EVIDENCE: &str = "measure-no-evidence";

/// What a project was measured by.
pub struct Figures<'a> {
    pub project: &'a Project,
    pub funds: &'a FundFigures,
    /// `None` without a ledger.
    pub ledger: Option<&'a Ledger>,
    pub surveys: &'a [SurveyFigures],
}

/// Measures an indicator. `rows` are the rows that speak of it, the first the one made for scoring.
pub fn measure(measure: &Measure, figures: &Figures<'_>, rows: &[&IndicatorRow]) -> Measured {
    match measure {
        Measure::Cell {} => cell(rows),
        Measure::Evidence {} => evidence(rows),
        Measure::ExecutionRate { base } => {
            execution_rate(figures, base.or(figures.funds.base).unwrap_or(Base::Revised))
        }
        Measure::FundingRate { base } => funding_rate(figures, *base),
        Measure::LineExpenditure { item } => line_expenditure(figures, item),
        Measure::Ledger { figure, purposes } => ledger(figures, *figure, purposes),
        Measure::Survey { question, figure } => survey_share(figures, question, *figure),
    }
}

fn measured(actual: Option<Quantity>, key: &'static str, facts: Facts, places: Vec<Place>) -> Measured {
    Measured { actual, basis: Basis { key, facts }, places }
}

fn nothing(key: &'static str) -> Measured {
    measured(None, key, Vec::new(), Vec::new())
}

fn cell(rows: &[&IndicatorRow]) -> Measured {
    match rows.iter().find_map(|row| row.actual.as_ref()) {
        Some(actual) => measured(
            Some(actual.value.clone()),
            "measure-cell",
            vec![("actual", Fact::Text(actual.value.text.clone()))],
            vec![actual.place.clone()],
        ),
        None => nothing(BLANK),
    }
}

fn evidence(rows: &[&IndicatorRow]) -> Measured {
    // It stands in a column of its own, or in the actual's cell point by point.
    let in_actual = |row: &&IndicatorRow| {
        let actual = row.actual.as_ref().filter(|actual| Evidence::is_listed(&actual.value.text))?;
        Some(Sited::new(actual.value.text.clone(), actual.place.clone()))
    };
    match rows.iter().find_map(|row| row.evidence.clone()).or_else(|| rows.iter().find_map(in_actual)) {
        Some(text) => measured(
            Some(Quantity::words(&text.value)),
            "measure-evidence",
            vec![("evidence", Fact::Text(text.value.clone()))],
            vec![text.place.clone()],
        ),
        None => nothing(NO_EVIDENCE),
    }
}

fn execution_rate(figures: &Figures<'_>, base: Base) -> Measured {
    let total = &figures.project.funds.total;
    let budget = of(total, base);
    let (Some(rate_of), Some(budget)) = (figures.funds.execution.get(&base), budget) else {
        return no_rate(base, budget);
    };
    let facts = vec![
        ("base", Fact::Term(base.term())),
        ("expenditure", Fact::Money(rate_of.part)),
        ("budget", Fact::Money(rate_of.whole)),
        ("rate", Fact::Share(rate_of.fraction())),
    ];
    let from_ledger = !figures.project.is_reported_used();
    let mut places = vec![budget.place.clone()];
    if !from_ledger {
        places.extend(places_of(&total.expenditure));
    }
    let key = if from_ledger { LEDGER_RATE } else { "measure-execution-rate-reported" };
    measured(Some(Quantity::rate(rate_of.fraction())), key, facts, places)
}

fn funding_rate(figures: &Figures<'_>, base: Base) -> Measured {
    let total = &figures.project.funds.total;
    let budget = of(total, base);
    let Some(rate_of) = figures.funds.funding.get(&base) else {
        return no_rate(base, budget);
    };
    let facts = vec![
        ("base", Fact::Term(base.term())),
        ("received", Fact::Money(rate_of.part)),
        ("budget", Fact::Money(rate_of.whole)),
        ("rate", Fact::Share(rate_of.fraction())),
    ];
    let places = places_of(&total.received).into_iter().chain(places_of(budget)).collect();
    measured(Some(Quantity::rate(rate_of.fraction())), "measure-funding-rate", facts, places)
}

/// A rate without a budget, or with one and nothing reported over it.
fn no_rate(base: Base, budget: &Option<Sited<Money>>) -> Measured {
    let has_budget = budget.as_ref().is_some_and(|budget| !budget.value.is_zero());
    let key = if has_budget { "measure-no-amount" } else { NO_BUDGET };
    measured(None, key, vec![("base", Fact::Term(base.term()))], places_of(budget))
}

fn places_of<T>(sited: &Option<Sited<T>>) -> Vec<Place> {
    sited.iter().map(|sited| sited.place.clone()).collect()
}

fn line_expenditure(figures: &Figures<'_>, item: &str) -> Measured {
    let line = figures.project.lines.iter().find(|line| squeezed(&line.item.value) == squeezed(item));
    match line.and_then(|line| line.expenditure.as_ref()) {
        Some(spent) => measured(
            Some(Quantity::money(spent.value)),
            "measure-line",
            vec![("item", Fact::Text(item.to_owned())), ("amount", Fact::Money(spent.value))],
            vec![spent.place.clone()],
        ),
        None => measured(None, "measure-no-line", vec![("item", Fact::Text(item.to_owned()))], Vec::new()),
    }
}

fn ledger(figures: &Figures<'_>, figure: LedgerFigure, purposes: &[String]) -> Measured {
    let of = Fact::Text(purposes.join("、"));
    let value = figures.ledger.and_then(|ledger| ledger.figure(figure, purposes));
    let Some(value) = value else {
        let key = match (figures.ledger, figure) {
            (None, _) => "measure-no-ledger",
            (Some(_), LedgerFigure::OnTimeAmount | LedgerFigure::OnTimePayments) => "measure-no-planned-date",
            (Some(_), _) => "measure-no-purpose",
        };
        return measured(None, key, vec![("purposes", of)], Vec::new());
    };
    let key = match (figure, purposes.is_empty()) {
        (LedgerFigure::Amount, false) => "measure-ledger-amount",
        (LedgerFigure::Amount, true) => "measure-ledger-amount-all",
        (LedgerFigure::Payments, false) => "measure-ledger-payments",
        (LedgerFigure::Payments, true) => "measure-ledger-payments-all",
        (LedgerFigure::Payees, false) => "measure-ledger-payees",
        (LedgerFigure::Payees, true) => "measure-ledger-payees-all",
        (LedgerFigure::OnTimeAmount, _) => "measure-ledger-on-time-amount",
        (LedgerFigure::OnTimePayments, _) => "measure-ledger-on-time-payments",
    };
    let quantity = match figure {
        LedgerFigure::Amount => Money::from_yuan(&value).map_or_else(
            || Quantity::number(&value.text(2), value.clone(), "元"),
            |(amount, _)| Quantity::money(amount),
        ),
        LedgerFigure::Payments | LedgerFigure::Payees => Quantity::number(&value.plain(0), value.clone(), ""),
        LedgerFigure::OnTimeAmount | LedgerFigure::OnTimePayments => Quantity::rate(value.clone()),
    };
    let shown = quantity.text.clone();
    measured(Some(quantity), key, vec![("purposes", of), ("value", Fact::Text(shown))], Vec::new())
}

fn survey_share(figures: &Figures<'_>, wanted: &str, figure: SurveyFigure) -> Measured {
    let Some((survey, question)) = survey::find(figures.surveys, wanted) else {
        return measured(None, "measure-no-question", vec![("question", Fact::Text(wanted.to_owned()))], Vec::new());
    };
    let survey = &figures.surveys[survey];
    let question = &survey.questions[question];
    let places = vec![question.place.clone()];
    let Some(share) = survey::share(question, figure) else {
        return measured(None, "measure-no-scale", vec![("question", Fact::Text(question.text.clone()))], places);
    };
    let key = match figure {
        SurveyFigure::TopTwo => "measure-survey-top-two",
        SurveyFigure::Pooled => "measure-survey-pooled",
        SurveyFigure::YesShare => "measure-survey-yes",
    };
    let counted: Vec<String> =
        question.options.iter().map(|option| format!("{} {}", option.label, option.count)).collect();
    let facts = vec![
        ("survey", Fact::Text(survey.title.clone())),
        ("question", Fact::Text(question.text.clone())),
        ("counts", Fact::Text(counted.join("，"))),
        ("answered", Fact::Count(question.answered)),
        ("share", Fact::Share(share.clone())),
    ];
    measured(Some(Quantity::rate(share.clone())), key, facts, places)
}
