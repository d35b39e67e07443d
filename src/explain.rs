//! An explanation: how a figure came about, down to the cells.

use crate::error::{Error, Result};
use crate::finding::Fact;
use crate::frame::payments::Payment;
use crate::location::Place;
use crate::measure::ledger::is_for;
use crate::measure::survey::asks;
use crate::project::Project;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, Question};
use crate::review::Reviewed;
use crate::rubric::measure::Measure;
use crate::run::Outcome;
use crate::score::adjustments;
use crate::score::scorecard::Scored;
use crate::words::Words;
use crate::write::terms;

/// Explains an indicator of a project, or all of them.
///
/// # Errors
/// When no project or no indicator, or more than one project, has that code or name.
pub fn explain(
    outcome: &Outcome,
    project: &str,
    year: Option<i32>,
    indicator: Option<&str>,
    words: &Words,
) -> Result<String> {
    let reviewed = find_project(outcome, project, year)?;
    let payments = outcome.payments.of_project(&reviewed.project.key)?;
    let indicators: Vec<&Scored> = match indicator {
        Some(wanted) => find_indicators(reviewed, wanted)?,
        None => reviewed.card.indicators.iter().collect(),
    };
    let mut lines = vec![heading(outcome, reviewed, words)];
    lines.extend(total(reviewed, words));
    for scored in indicators {
        lines.push(String::new());
        lines.extend(explain_one(outcome, reviewed, scored, &payments, words));
    }
    Ok(lines.join("\n"))
}

fn find_project<'a>(outcome: &'a Outcome, wanted: &str, year: Option<i32>) -> Result<&'a Reviewed> {
    let wanted_name = squeezed(wanted);
    let of_year = |reviewed: &&Reviewed| year.is_none_or(|year| reviewed.project.key.year.0 == year);
    let all = || outcome.review.projects.iter().filter(of_year);
    let by_code: Vec<&Reviewed> = all().filter(|reviewed| reviewed.project.key.code == wanted).collect();
    let is_part = |reviewed: &&Reviewed| {
        reviewed.project.key.code.contains(wanted) || squeezed(&reviewed.project.name).contains(&wanted_name)
    };
    let found: Vec<&Reviewed> = if by_code.is_empty() { all().filter(is_part).collect() } else { by_code };
    match found[..] {
        [one] => Ok(one),
        [] => Err(Error::UnknownProject(wanted.to_owned())),
        _ => {
            let keys: Vec<String> = found.iter().map(|reviewed| reviewed.project.key.to_string()).collect();
            Err(Error::UnknownProject(format!("{wanted}: {}", keys.join(", "))))
        }
    }
}

fn find_indicators<'a>(reviewed: &'a Reviewed, wanted: &str) -> Result<Vec<&'a Scored>> {
    let all = &reviewed.card.indicators;
    let by_code: Vec<&Scored> = all.iter().filter(|scored| scored.code.eq_ignore_ascii_case(wanted)).collect();
    let by_name: Vec<&Scored> =
        all.iter().filter(|scored| squeezed(&scored.name).contains(&squeezed(wanted))).collect();
    match (by_code.is_empty(), by_name.is_empty()) {
        (false, _) => Ok(by_code),
        (true, false) => Ok(by_name),
        (true, true) => Err(Error::UnknownIndicator(wanted.to_owned())),
    }
}

fn heading(outcome: &Outcome, reviewed: &Reviewed, words: &Words) -> String {
    let project = &reviewed.project;
    let points = reviewed.card.points.map(|points| points.to_string()).unwrap_or_default();
    let facts = vec![
        ("code", project.key.code.clone().into()),
        ("name", project.name.clone().into()),
        ("year", project.key.year.to_string().into()),
        ("points", points.into()),
        ("grade", reviewed.card.grade.clone().unwrap_or_else(|| terms::status(words, reviewed.card.status)).into()),
        ("rubric", terms::rubric(&outcome.review, &reviewed.card.rubric).into()),
    ];
    words.with("explain-project", &facts)
}

/// Rows outside the weights and the steps from the indicators' points to the total, where there are any.
fn total(reviewed: &Reviewed, words: &Words) -> Vec<String> {
    let adjusted = reviewed.card.adjustments.iter().map(|row| {
        let facts = vec![
            ("kind", Fact::Term(adjustments::term(row.kind))),
            ("name", row.name.clone().into()),
            ("points", row.points.into()),
            ("place", row.place.clone().into()),
        ];
        format!("  {}", words.with("explain-adjustment", &facts))
    });
    let steps = reviewed.card.total_basis.iter();
    adjusted.chain(steps.map(|step| format!("  {} {}", words.text("explain-total"), words.basis(step)))).collect()
}

fn explain_one(
    outcome: &Outcome,
    reviewed: &Reviewed,
    scored: &Scored,
    payments: &[Payment],
    words: &Words,
) -> Vec<String> {
    let name = format!("{}{}", scored.code, scored.name);
    let mut lines = vec![words.with(
        "explain-indicator",
        &vec![
            ("name", name.into()),
            ("weight", scored.weight.into()),
            ("points", scored.points.into()),
            ("source", terms::points_source(words, scored.source).into()),
        ],
    )];
    let mut line = |key: &'static str, text: String| {
        if !text.is_empty() {
            lines.push(format!("  {} {text}", words.text(key)));
        }
    };
    line("explain-reference", scored.reference.clone());
    line("explain-rule-text", one_line(&scored.rule_text));
    if let Some(says) = &scored.text_says {
        line("explain-text-says", words.fact(says));
    }
    if let Some(why) = &scored.text_refused {
        line("explain-text-refused", words.fact(why));
    }
    line("explain-rule", words.fact(&scored.restated));
    line("explain-note", scored.note.clone());
    if let Some(target) = &scored.target {
        line("explain-target", with_place(&target.text, scored.target_place.as_ref()));
    }
    line("explain-measured", words.basis(&scored.measured.basis));
    for basis in &scored.basis {
        line("explain-scored", words.basis(basis));
    }
    line("explain-reason", one_line(&scored.reason));
    let readings = [
        ("explain-reviewed", scored.reviewed.as_ref().map(|decision| &decision.points)),
        ("explain-assessed", scored.assessed.as_ref()),
        ("explain-claimed", scored.claimed.as_ref()),
    ];
    for (key, points) in readings {
        if let Some(points) = points {
            line(key, with_place(&points.value.to_string(), Some(&points.place)));
        }
    }
    for place in &scored.measured.places {
        line("explain-cell", place.to_string());
    }
    lines.extend(behind(outcome, &reviewed.project, &reviewed.card.rubric, scored, payments, words));
    lines
}

/// The rows behind a measure: payments of a ledger, answers of a survey.
fn behind(
    outcome: &Outcome,
    project: &Project,
    rubric: &str,
    scored: &Scored,
    payments: &[Payment],
    words: &Words,
) -> Vec<String> {
    let rubric = outcome.review.rubrics.iter().find(|edition| edition.id == rubric);
    let entry = rubric.and_then(|edition| edition.indicators.iter().find(|entry| entry.name == scored.name));
    match entry.map(|entry| &entry.measure) {
        Some(Measure::Ledger { purposes, .. }) => payments
            .iter()
            .filter(|payment| is_for(&payment.purpose, purposes))
            .map(|payment| self::payment(payment, words))
            .collect(),
        Some(Measure::ExecutionRate { .. }) => payments.iter().map(|payment| self::payment(payment, words)).collect(),
        Some(Measure::Survey { question, .. }) => {
            let questions = project
                .surveys
                .iter()
                .flat_map(|survey| survey.questions.iter().map(move |question| (survey, question)));
            let found = questions.into_iter().find(|(_, asked)| asks(&asked.text, question));
            found.map(|(survey, question)| answers(&survey.at, question, words)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn payment(payment: &Payment, words: &Words) -> String {
    let facts = vec![
        ("date", payment.date.map(|date| date.to_string()).unwrap_or_default().into()),
        ("payee", payment.payee.clone().into()),
        ("purpose", payment.purpose.clone().into()),
        ("amount", payment.amount.into()),
        ("place", payment.place.clone().into()),
    ];
    format!(
        "    {}",
        words.with(if payment.counted { "explain-payment" } else { "explain-payment-not-counted" }, &facts)
    )
}

/// Each option with its count and the cells of its answers.
fn answers(sheet: &crate::location::SheetRef, question: &Question, words: &Words) -> Vec<String> {
    let line = |option: &str, count: i64, cells: String| {
        let facts = vec![("option", option.into()), ("count", (count as usize).into()), ("cells", cells.into())];
        format!("    {}", words.with("explain-option", &facts))
    };
    match &question.answers {
        Answers::Tally(options) => options
            .iter()
            .filter_map(|option| {
                option.count.as_ref().map(|count| line(&option.label, count.value, count.place.to_string()))
            })
            .collect(),
        Answers::Rows { texts, rows, col_0, row_0 } => {
            let of = |option: usize| {
                let chosen = rows.iter().zip(row_0).filter(move |(answer, _)| **answer == Some(option as u32));
                chosen.map(|(_, row_0)| crate::location::CellRef::new(*row_0, *col_0).to_string()).collect::<Vec<_>>()
            };
            let options = texts.iter().enumerate().map(|(at, text)| (text, of(at)));
            options
                .map(|(text, cells)| line(text, cells.len() as i64, format!("{} {}", sheet.whole(), cells.join(" "))))
                .collect()
        }
    }
}

fn with_place(text: &str, place: Option<&Place>) -> String {
    place.map_or_else(|| text.to_owned(), |place| format!("{text}  ({place})"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
