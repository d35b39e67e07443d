//! Surveys: answers as a site exports them, one row a respondent, and tallies, one row a question or an option.

use std::collections::HashMap;

use crate::finding::Code;
use crate::location::Sited;

use super::Sheet;
use super::cell::{self, normal, squeezed};
use super::header::Role;
use super::personal::masked_answer;
use super::rows::is_note;
use super::tables::{Answers, Content, PassedOver, Question, SurveySheet, TallyOption};
use super::totals::is_total;

/// One row a respondent. Respondents' addresses and times are not read.
pub fn answers(sheet: &mut Sheet<'_>) -> Content {
    let mut questions: Vec<Question> = sheet
        .header
        .questions
        .iter()
        .map(|(at, text)| {
            let (number, text) = numbered(text);
            let answers = Answers::Rows { texts: Vec::new(), rows: Vec::new(), col_0: at.col_0, row_0: Vec::new() };
            Question { number, text, place: sheet.at.at(*at), answers }
        })
        .collect();
    let mut respondents = 0;
    let mut known: Vec<HashMap<String, u32>> = vec![HashMap::new(); questions.len()];
    for row in sheet.body() {
        if is_total(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Total);
            continue;
        }
        if is_note(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Note);
            continue;
        }
        for (question, known) in questions.iter_mut().zip(&mut known) {
            let Answers::Rows { texts, rows, col_0, row_0 } = &mut question.answers else { continue };
            row_0.push(row.row_0);
            let answer = row
                .get(*col_0)
                .map(|value| masked_answer(&question.text, &cell::text(value)).into_owned())
                .filter(|text| !is_unanswered(text));
            rows.push(answer.map(|text| {
                *known.entry(text).or_insert_with_key(|text| {
                    texts.push(text.clone());
                    texts.len() as u32 - 1
                })
            }));
        }
        respondents += 1;
        sheet.fates.used(row.row_0);
    }
    let mut survey = survey(sheet, questions);
    survey.respondents = respondents;
    Content { survey: Some(survey), ..Content::default() }
}

/// What sites write where a question was passed over.
fn is_unanswered(text: &str) -> bool {
    matches!(squeezed(text).as_str(), "" | "(空)" | "(跳过)" | "(未答)")
}

/// Counts for each question: 是 and 否 in columns, or a row for each option.
pub fn tally(sheet: &mut Sheet<'_>) -> Content {
    let mut questions: Vec<Question> = Vec::new();
    let mut returned = None;
    for row in sheet.body() {
        if sheet.passes_total(&row) {
            continue;
        }
        if is_note(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Note);
            continue;
        }
        // A question written beside its first option alone goes for the rows under it.
        let last = questions.last().map(|last| Sited::new(asked(last), last.place.clone()));
        let Some(question) = sheet.text(&row, Role::Question).or(last) else { continue };
        let stated: Option<Sited<i64>> = sheet.read(&row, Role::Returned, Code::NumberUnreadable, cell::count);
        returned = returned.or(stated);
        let options = if sheet.header.has(Role::YesCount) {
            let yes = sheet.read(&row, Role::YesCount, Code::NumberUnreadable, cell::count);
            let no = sheet.read(&row, Role::NoCount, Code::NumberUnreadable, cell::count);
            let share = sheet.read(&row, Role::YesShare, Code::NumberUnreadable, cell::rate);
            let (Some(yes), Some(no)) = (yes, no) else {
                sheet.fates.refused(row.row_0);
                continue;
            };
            vec![
                TallyOption { label: "是".to_owned(), count: yes, printed_share: share },
                TallyOption { label: "否".to_owned(), count: no, printed_share: None },
            ]
        } else {
            let option = sheet.text(&row, Role::Option);
            let count = sheet.read(&row, Role::OptionCount, Code::NumberUnreadable, cell::count);
            let share = sheet.read(&row, Role::OptionShare, Code::NumberUnreadable, cell::rate);
            let (Some(option), Some(count)) = (option, count) else {
                sheet.fates.refused(row.row_0);
                continue;
            };
            vec![TallyOption { label: option.value, count, printed_share: share }]
        };
        let (number, text) = numbered(&question.value);
        match questions.last_mut().map(|last| (last.text == text, &mut last.answers)) {
            Some((true, Answers::Tally(known))) => known.extend(options),
            _ => questions.push(Question { number, text, place: question.place, answers: Answers::Tally(options) }),
        }
        sheet.fates.used(row.row_0);
    }
    let mut survey = survey(sheet, questions);
    survey.returned = survey.returned.or(returned);
    Content { survey: Some(survey), ..Content::default() }
}

fn survey(sheet: &Sheet<'_>, questions: Vec<Question>) -> SurveySheet {
    let stated = |labels: &[&str]| {
        sheet.preamble.texts.iter().find_map(|text| {
            let count = stated_count(&text.value, labels)?;
            Some(Sited::new(count, text.place.clone()))
        })
    };
    SurveySheet {
        at: sheet.at.clone(),
        title: if sheet.preamble.title.is_empty() { file_stem(&sheet.at.file) } else { sheet.preamble.title.clone() },
        issued: stated(&["发放"]),
        returned: stated(&["回收", "收回"]),
        valid: stated(&["有效"]),
        population: stated(&["受益总体", "调查总体", "总体数量"]),
        respondents: 0,
        questions,
    }
}

/// The number that follows a label within a few characters: `共发放问卷25份`, `有效问卷 23 份`. A percentage is none.
fn stated_count(text: &str, labels: &[&str]) -> Option<i64> {
    let text = squeezed(text);
    labels.iter().find_map(|label| {
        text.match_indices(label).find_map(|(at, _)| {
            let after = &text[at + label.len()..];
            let start = after.char_indices().take(8).find(|(_, c)| c.is_ascii_digit())?.0;
            let lead = &after[..start];
            let digits: String = after[start..].chars().take_while(char::is_ascii_digit).collect();
            let next = after[start + digits.len()..].chars().next();
            let plausible =
                !lead.contains('率') && !lead.contains([',', ';', '。']) && !matches!(next, Some('%' | '.'));
            if plausible { digits.parse().ok() } else { None }
        })
    })
}

/// An export without a title is called by its file: its sheet is named Sheet1.
fn file_stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// A question as it was written, with its number.
fn asked(question: &Question) -> String {
    question.number.as_ref().map_or_else(|| question.text.clone(), |number| format!("{number}、{}", question.text))
}

/// `4、您对…？` gives `4` and the question.
pub fn numbered(text: &str) -> (Option<String>, String) {
    let text = normal(text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['、', '.', '．', ')']);
    match rest {
        Some(rest) if digits > 0 => (Some(text[..digits].to_owned()), rest.trim().to_owned()),
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_counts_are_found_and_rates_are_not() {
        let text = "问卷（发放25份，回收23份，有效23份；有效率92%）";
        assert_eq!(stated_count(text, &["发放"]), Some(25));
        assert_eq!(stated_count(text, &["回收"]), Some(23));
        assert_eq!(stated_count(text, &["有效"]), Some(23));
        assert_eq!(stated_count("回收率92%，回收 23 份", &["回收"]), Some(23));
        assert_eq!(stated_count("有效率为92%", &["有效"]), None);
    }
}
