//! The tables for other programs, as Parquet. Their columns keep their names and types.

use std::collections::BTreeMap;
use std::ops::Range;

use polars::prelude::*;

use crate::error::Result;
use crate::finding::Finding;
use crate::fraction::Fraction;
use crate::location::{CellRef, Place};
use crate::measure::statistics::{Interval, Statistic};
use crate::money::Money;
use crate::points::Points;
use crate::project::{Amounts, Project, ProjectKey};
use crate::quantity::Quantity;
use crate::review::{Review, Reviewed};
use crate::rubric::measure::Base;
use crate::score::scorecard::{QuestionFigures, Scored, SurveyFigures};
use crate::words::Words;

use super::payments::PaymentFrame;
use super::repeated::Repeated;

/// Makes the table of some projects.
type Make = fn(&[Reviewed], &Words) -> Result<DataFrame>;

/// The tables of projects by their names.
pub const TABLES: [(&str, Make); 6] = [
    ("projects", |projects, _| self::projects(projects)),
    ("indicators", indicators),
    ("funds", |projects, _| funds(projects)),
    ("surveys", |projects, _| surveys(projects)),
    ("survey_options", |projects, _| survey_options(projects)),
    ("survey_statistics", |projects, _| survey_statistics(projects)),
];

/// So many projects, findings or payments are put into a table at a time, so that no table is in memory as a whole.
const PROJECTS_AT_ONCE: usize = 1_000;
const FINDINGS_AT_ONCE: usize = 1 << 14;
const PAYMENTS_AT_ONCE: usize = 1 << 17;

/// A table of projects as the bytes of a Parquet file.
///
/// # Errors
/// Only when polars refuses a column, which is a fault of the program.
pub fn of_projects(make: Make, projects: &[Reviewed], words: &Words) -> Result<Vec<u8>> {
    in_parts(projects.len(), PROJECTS_AT_ONCE, |part| make(&projects[part], words))
}

/// The table of findings as the bytes of a Parquet file.
///
/// # Errors
/// As for [`of_projects`].
pub fn findings(review: &Review, words: &Words) -> Result<Vec<u8>> {
    let departments: BTreeMap<&ProjectKey, &str> =
        review.projects.iter().map(|row| (&row.project.key, row.project.department.as_str())).collect();
    let findings = &review.findings;
    in_parts(findings.len(), FINDINGS_AT_ONCE, |part| findings_of(&findings[part], &departments, words))
}

/// The table of payments as the bytes of a Parquet file.
///
/// # Errors
/// As for [`of_projects`].
pub fn payments(payments: &PaymentFrame) -> Result<Vec<u8>> {
    in_parts(payments.len(), PAYMENTS_AT_ONCE, |part| {
        payments_of(payments, &payments.frame().slice(part.start as i64, part.len()))
    })
}

/// A table made of so many things, part by part; of none in one part without rows.
fn in_parts(count: usize, at_once: usize, make: impl Fn(Range<usize>) -> Result<DataFrame>) -> Result<Vec<u8>> {
    let mut table = make(0..count.min(at_once))?;
    let mut bytes = Vec::new();
    let mut writer =
        ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Zstd(None)).batched(table.schema())?;
    writer.write_batch(&table)?;
    for start in (at_once..count).step_by(at_once) {
        table = make(start..count.min(start + at_once))?;
        writer.write_batch(&table)?;
    }
    writer.finish()?;
    Ok(bytes)
}

fn text<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    StringChunked::from_iter_values(name.into(), values).into_column()
}

fn texts(name: &str, values: impl Iterator<Item = Option<String>>) -> Column {
    Column::new(name.into(), values.collect::<Vec<_>>())
}

fn fen(name: &str, values: impl Iterator<Item = Option<Money>>) -> Column {
    Column::new(name.into(), values.map(|money| money.map(Money::fen)).collect::<Vec<_>>())
}

fn share(name: &str, values: impl Iterator<Item = Option<Fraction>>) -> Column {
    Column::new(name.into(), values.map(|share| share.map(|share| share.to_f64())).collect::<Vec<_>>())
}

/// Decimal(10,4). A sum beyond that, which only a sheet with thousands of faulty rows can have, is null.
fn points(name: &str, values: impl Iterator<Item = Option<Points>>) -> Result<Column> {
    let texts: Vec<Option<String>> = values.map(|points| points.map(|points| points.decimal().to_string())).collect();
    Ok(Column::new(name.into(), texts).cast(&DataType::Decimal(10, 4))?)
}

fn projects(projects: &[Reviewed]) -> Result<DataFrame> {
    let rows = || projects.iter();
    let of = |pick: fn(&Reviewed) -> &str| rows().map(pick);
    let rate = |base: Base| rows().map(move |row| row.card.funds.execution.get(&base).map(|rate| rate.fraction()));
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", of(|row| &row.project.key.code)),
        text("project_name", of(|row| &row.project.name)),
        text("department", of(|row| &row.project.department)),
        text("unit", of(|row| &row.project.unit)),
        Column::new("fiscal_year".into(), rows().map(|row| row.project.key.year.0).collect::<Vec<i32>>()),
        text("rubric", of(|row| &row.card.rubric)),
        fen("initial_budget_fen", rows().map(|row| row.card.funds.initial)),
        fen("revised_budget_fen", rows().map(|row| row.card.funds.revised)),
        fen("received_fen", rows().map(|row| row.card.funds.received)),
        fen("expenditure_fen", rows().map(|row| row.card.funds.expenditure)),
        fen("ledger_paid_fen", rows().map(|row| row.card.funds.ledger)),
        share("execution_rate", rows().map(|row| row.card.funds.execution_rate().map(|rate| rate.fraction()))),
        share("execution_rate_initial", rate(Base::Initial)),
        share("execution_rate_revised", rate(Base::Revised)),
        share("execution_rate_received", rate(Base::Received)),
        share("funding_rate", rows().map(|row| row.card.funds.funding_rate().map(|rate| rate.fraction()))),
        texts("warning", rows().map(|row| row.warning.map(|level| level.as_ref().to_owned()))),
        points("points", rows().map(|row| row.card.points))?,
        points("claimed_points", rows().map(|row| row.card.claimed.as_ref().map(|points| points.value)))?,
        texts("grade", rows().map(|row| row.card.grade.clone())),
        Column::new("rank".into(), rows().map(|row| row.rank.map(|rank| rank as i32)).collect::<Vec<_>>()),
        text("status", of(|row| row.card.status.as_ref())),
        fen("scored_budget_fen", rows().map(|row| row.card.funds.execution_rate().map(|rate| rate.whole))),
    ])?)
}

fn indicators(projects: &[Reviewed], words: &Words) -> Result<DataFrame> {
    let rows: Vec<(&Project, &Scored)> = (projects.iter())
        .flat_map(|row| row.card.indicators.iter().map(move |indicator| (&row.project, indicator)))
        .collect();
    let of = |pick: fn(&Scored) -> &str| rows.iter().map(move |(_, row)| pick(row));
    let quantity = |pick: fn(&Scored) -> Option<&Quantity>, show: fn(&Quantity) -> Option<String>| {
        rows.iter().map(move |(_, row)| pick(row).and_then(show))
    };
    let target = |row: &Scored| -> Option<Quantity> { row.target.clone() };
    let value = |quantity: &Quantity| quantity.number.as_ref().map(|number| number.plain(10));
    let shown = |quantity: &Quantity| Some(quantity.text.clone());
    let separator = words.separator("term-sentence-separator");
    let bases = rows.iter().map(|(_, row)| Some(words.account(row).join(&separator)));
    let place = |pick: fn(&Place) -> String| rows.iter().map(move |(_, row)| row.place.as_ref().map(pick));
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", rows.iter().map(|(project, _)| project.key.code.as_str())),
        Column::new("fiscal_year".into(), rows.iter().map(|(project, _)| project.key.year.0).collect::<Vec<i32>>()),
        text("code", of(|row| &row.code)),
        text("level1", of(|row| &row.level1)),
        text("level2", of(|row| &row.level2)),
        text("level3", of(|row| &row.name)),
        points("weight", rows.iter().map(|(_, row)| Some(row.weight)))?,
        texts("target", rows.iter().map(|(_, row)| target(row).and_then(|quantity| shown(&quantity)))),
        texts("actual", quantity(|row| row.measured.actual.as_ref(), shown)),
        texts("target_value", rows.iter().map(|(_, row)| target(row).and_then(|quantity| value(&quantity)))),
        texts("actual_value", quantity(|row| row.measured.actual.as_ref(), value)),
        text("rule", of(|row| row.rule)),
        points("points", rows.iter().map(|(_, row)| Some(row.points)))?,
        text("points_source", of(|row| row.source.as_ref())),
        points("computed_points", rows.iter().map(|(_, row)| row.computed))?,
        points("assessed_points", rows.iter().map(|(_, row)| row.assessed.as_ref().map(|points| points.value)))?,
        points(
            "reviewed_points",
            rows.iter().map(|(_, row)| row.reviewed.as_ref().map(|decision| decision.points.value)),
        )?,
        points("claimed_points", rows.iter().map(|(_, row)| row.claimed.as_ref().map(|points| points.value)))?,
        texts("basis", bases),
        texts("file", place(|place| place.file.to_string())),
        texts("sheet", place(|place| place.sheet.to_string())),
        texts("cell", place(Place::a1)),
    ])?)
}

fn funds(projects: &[Reviewed]) -> Result<DataFrame> {
    let total = |row: &Reviewed| (row.project.key.clone(), String::new(), row.project.funds.total.clone());
    let mut rows: Vec<(ProjectKey, String, Amounts)> = Vec::new();
    for row in projects {
        rows.push(total(row));
        let sources = row.project.funds.by_source.iter();
        rows.extend(sources.map(|(source, amounts)| (row.project.key.clone(), source.clone(), amounts.clone())));
    }
    let amount = |pick: fn(&Amounts) -> &Option<crate::location::Sited<Money>>| {
        rows.iter().map(move |(_, _, amounts)| pick(amounts).as_ref().map(|amount| amount.value))
    };
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", rows.iter().map(|(key, _, _)| key.code.as_str())),
        Column::new("fiscal_year".into(), rows.iter().map(|(key, _, _)| key.year.0).collect::<Vec<i32>>()),
        text("source", rows.iter().map(|(_, source, _)| source.as_str())),
        fen("initial_budget_fen", amount(|amounts| &amounts.initial)),
        fen("revised_budget_fen", amount(|amounts| &amounts.revised)),
        fen("received_fen", amount(|amounts| &amounts.received)),
        fen("expenditure_fen", amount(|amounts| &amounts.expenditure)),
    ])?)
}

/// The table of some payments.
fn payments_of(payments: &PaymentFrame, frame: &DataFrame) -> Result<DataFrame> {
    let project: Vec<u32> = frame.column("project")?.u32()?.into_no_null_iter().collect();
    let sheet: Vec<u32> = frame.column("sheet")?.u32()?.into_no_null_iter().collect();
    let row_0: Vec<u32> = frame.column("row_0")?.u32()?.into_no_null_iter().collect();
    let sheets = payments.sheets();
    let cells = sheet
        .iter()
        .zip(&row_0)
        .map(|(sheet, row_0)| Some(CellRef::new(*row_0, sheets[*sheet as usize].1).to_string()));
    let repeated = |name: &str, texts: &Repeated| -> Result<Column> {
        let numbers = frame.column(name)?.u32()?.into_no_null_iter();
        Ok(text(name, numbers.map(|number| texts.text(number))))
    };
    let renamed = |name: &str, new: &str| -> Result<Column> { Ok(frame.column(name)?.clone().with_name(new.into())) };
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", project.iter().map(|project| payments.key(*project).code.as_str())),
        Column::new(
            "fiscal_year".into(),
            project.iter().map(|project| payments.key(*project).year.0).collect::<Vec<i32>>(),
        ),
        frame.column("day")?.cast(&DataType::Date)?.with_name("date".into()),
        renamed("voucher", "voucher")?,
        repeated("payee", payments.payees())?,
        repeated("purpose", payments.purposes())?,
        renamed("amount_fen", "amount_fen")?,
        renamed("counted", "counted")?,
        text("file", sheet.iter().map(|sheet| &*sheets[*sheet as usize].0.file)),
        text("sheet", sheet.iter().map(|sheet| &*sheets[*sheet as usize].0.sheet)),
        texts("cell", cells),
    ])?)
}

fn surveys(projects: &[Reviewed]) -> Result<DataFrame> {
    let rows: Vec<(&Project, &SurveyFigures)> =
        (projects.iter()).flat_map(|row| row.card.surveys.iter().map(move |survey| (&row.project, survey))).collect();
    let count = |pick: fn(&SurveyFigures) -> Option<i64>| -> Vec<Option<i32>> {
        rows.iter().map(|(_, survey)| pick(survey).and_then(|count| i32::try_from(count).ok())).collect()
    };
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", rows.iter().map(|(project, _)| project.key.code.as_str())),
        Column::new("fiscal_year".into(), rows.iter().map(|(project, _)| project.key.year.0).collect::<Vec<i32>>()),
        texts("survey", rows.iter().map(|(_, survey)| Some(survey_name(survey)))),
        Column::new("issued".into(), count(|survey| survey.issued)),
        Column::new("returned".into(), count(|survey| survey.returned)),
        Column::new("valid".into(), count(|survey| survey.valid)),
        share("top_two", rows.iter().map(|(_, survey)| survey.top_two.clone())),
        share("pooled", rows.iter().map(|(_, survey)| survey.pooled.clone())),
        share("yes_share", rows.iter().map(|(_, survey)| survey.yes_share.clone())),
        Column::new("alpha".into(), rows.iter().map(|(_, survey)| survey.alpha).collect::<Vec<_>>()),
        texts("scored", rows.iter().map(|(_, survey)| Some(scored(survey)))),
    ])?)
}

/// The questions that indicators are scored by, each by its number, or its text where it has none.
fn scored(survey: &SurveyFigures) -> String {
    let scored = survey.questions.iter().filter(|question| question.scored);
    scored.map(|question| question.number.as_ref().unwrap_or(&question.text).as_str()).collect::<Vec<_>>().join(";")
}

/// A survey's title, or its sheet where it has none.
fn survey_name(survey: &SurveyFigures) -> String {
    if survey.title.is_empty() { survey.place.to_string() } else { survey.title.clone() }
}

fn survey_options(projects: &[Reviewed]) -> Result<DataFrame> {
    struct Row<'a> {
        project: &'a Project,
        survey: String,
        question: String,
        option: String,
        count: i64,
        answered: i64,
    }
    let mut rows = Vec::new();
    for reviewed in projects {
        for survey in &reviewed.card.surveys {
            // Words of the respondents' own are no options.
            for question in survey.questions.iter().filter(|question| !question.open) {
                rows.extend(question.options.iter().map(|option| Row {
                    project: &reviewed.project,
                    survey: survey_name(survey),
                    question: question_name(question),
                    option: option.label.clone(),
                    count: option.count,
                    answered: question.answered,
                }));
            }
        }
    }
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", rows.iter().map(|row| row.project.key.code.as_str())),
        Column::new("fiscal_year".into(), rows.iter().map(|row| row.project.key.year.0).collect::<Vec<i32>>()),
        text("survey", rows.iter().map(|row| row.survey.as_str())),
        text("question", rows.iter().map(|row| row.question.as_str())),
        text("option", rows.iter().map(|row| row.option.as_str())),
        Column::new("count".into(), rows.iter().map(|row| i32::try_from(row.count).ok()).collect::<Vec<_>>()),
        share("share", rows.iter().map(|row| Fraction::ratio(row.count, row.answered))),
    ])?)
}

/// A row a statistic: of a question, or of the survey where the question is empty.
fn survey_statistics(projects: &[Reviewed]) -> Result<DataFrame> {
    struct Row<'a> {
        project: &'a Project,
        survey: String,
        question: String,
        statistic: &'static str,
        value: Statistic,
    }
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (reviewed, survey) in
        projects.iter().flat_map(|reviewed| reviewed.card.surveys.iter().map(move |survey| (reviewed, survey)))
    {
        let mut add = |question: &str, statistics: &[(&'static str, Option<Statistic>)]| {
            rows.extend(statistics.iter().filter_map(|(statistic, value)| {
                let (survey, question) = (survey_name(survey), question.to_owned());
                Some(Row { project: &reviewed.project, survey, question, statistic, value: (*value)? })
            }));
        };
        let needed = survey.needed.map(|needed| needed as Statistic);
        let complete = survey.alpha.map(|_| survey.complete as Statistic);
        add(
            "",
            &[
                ("alpha", survey.alpha),
                ("alpha_pairwise", survey.alpha_pairwise),
                ("complete", complete),
                ("sample_needed", needed),
            ],
        );
        for question in &survey.questions {
            let item = question.item.unwrap_or_default();
            let bound = |of: fn(Interval) -> Statistic| question.interval.map(of);
            add(
                &question_name(question),
                &[
                    ("interval_low", bound(|interval| interval.low)),
                    ("interval_high", bound(|interval| interval.high)),
                    ("item_total_r", item.with_total),
                    ("item_rest_r", item.with_rest),
                    ("alpha_without", item.alpha_without),
                ],
            );
        }
    }
    Ok(DataFrame::new_infer_height(vec![
        text("project_code", rows.iter().map(|row| row.project.key.code.as_str())),
        Column::new("fiscal_year".into(), rows.iter().map(|row| row.project.key.year.0).collect::<Vec<i32>>()),
        text("survey", rows.iter().map(|row| row.survey.as_str())),
        text("question", rows.iter().map(|row| row.question.as_str())),
        text("statistic", rows.iter().map(|row| row.statistic)),
        Column::new("value".into(), rows.iter().map(|row| row.value).collect::<Vec<_>>()),
    ])?)
}

/// A question with the number before it.
fn question_name(question: &QuestionFigures) -> String {
    let number = question.number.as_ref().map(|number| format!("{number}、")).unwrap_or_default();
    format!("{number}{}", question.text)
}

/// The table of some findings.
fn findings_of(findings: &[Finding], departments: &BTreeMap<&ProjectKey, &str>, words: &Words) -> Result<DataFrame> {
    let rows = || findings.iter();
    let department = |finding: &Finding| departments.get(finding.project.as_ref()?).map(|name| (*name).to_owned());
    let place = |pick: fn(&Place) -> String| rows().map(move |finding| finding.places.first().map(pick));
    Ok(DataFrame::new_infer_height(vec![
        text("code", rows().map(|finding| finding.code.name())),
        texts("severity", rows().map(|finding| Some(finding.severity().as_ref().to_owned()))),
        texts("project_code", rows().map(|finding| finding.project.as_ref().map(|key| key.code.clone()))),
        Column::new(
            "fiscal_year".into(),
            rows().map(|finding| finding.project.as_ref().map(|key| key.year.0)).collect::<Vec<_>>(),
        ),
        texts("department", rows().map(department)),
        texts("file", place(|place| place.file.to_string())),
        texts("sheet", place(|place| place.sheet.to_string())),
        texts("cell", place(Place::a1)),
        texts("message", rows().map(|finding| Some(words.message(finding)))),
    ])?)
}
