//! The options of a question: as its questionnaire or a tally lists them, and as respondents give them, by text or letter.

use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, Question, SurveySheet};

use super::choices::{SurveyChoices, is_named};
use super::scales::{parts, without_letter};

/// What survey sites write between the options that one respondent chose.
pub const CHOICES: char = '┋';

/// The options of a question in the questionnaire's order: those that the configuration lists, else those of a tally of the
/// same question whose rows each stand for one.
pub fn listed(question: &Question, tallies: &[&SurveySheet], choices: &SurveyChoices) -> Option<Vec<String>> {
    if let Some(list) = choices.options.iter().find(|list| is_named(question, &list.question)) {
        return Some(list.options.iter().map(|option| without_letter(option)).collect());
    }
    let asked = |tallied: &&Question| tallied.is_same(&question.text);
    let tallied = tallies.iter().flat_map(|tally| &tally.questions).find(asked)?;
    let Answers::Tally(options) = &tallied.answers else { return None };
    let list: Vec<String> = options.iter().map(|option| without_letter(&option.label)).collect();
    // A row may sum options in words of its own; what respondents chose tells.
    let is_listed = |label: &str| label.is_empty() || list.contains(&without_letter(label));
    let chosen = |texts: &Vec<String>| texts.iter().flat_map(|text| text.split(CHOICES)).all(is_listed);
    let is_complete = match &question.answers {
        Answers::Rows { texts, .. } => chosen(texts) || is_in_letters(question),
        Answers::Tally(_) => true,
    };
    let is_list = list.len() > 1 && is_complete && options.iter().all(|option| parts(&option.label).len() == 1);
    is_list.then_some(list)
}

/// A question of which every answer is letters, with the texts that they stand for; `None` for other questions, and where the
/// list does not have the letters.
pub fn spelled_out(question: &Question, list: &[String]) -> Option<Question> {
    let Answers::Rows { texts, rows, col_0, row_0 } = &question.answers else { return None };
    let text = |letters: &String| {
        let chosen: Option<Vec<&str>> =
            letters_of(letters)?.into_iter().map(|at| list.get(at).map(String::as_str)).collect();
        Some(chosen?.join(&CHOICES.to_string()))
    };
    let texts: Vec<String> =
        texts.iter().map(text).collect::<Option<_>>().filter(|texts: &Vec<String>| !texts.is_empty())?;
    let answers = Answers::Rows { texts, rows: rows.clone(), col_0: *col_0, row_0: row_0.clone() };
    Some(Question { answers, ..question.clone() })
}

/// Whether every answer is letters.
pub fn is_in_letters(question: &Question) -> bool {
    match &question.answers {
        Answers::Rows { texts, .. } => !texts.is_empty() && texts.iter().all(|text| letters_of(text).is_some()),
        Answers::Tally(_) => false,
    }
}

/// `A`, `AC` and `A┋C` as places in a list; `None` where there is anything else.
fn letters_of(text: &str) -> Option<Vec<usize>> {
    let letters = squeezed(text);
    let letters = letters.chars().filter(|c| !matches!(c, '┋' | ',' | '、' | ';' | '.'));
    let places: Option<Vec<usize>> =
        letters.map(|c| matches!(c, 'A'..='H').then(|| c as usize - 'A' as usize)).collect();
    places.filter(|places| !places.is_empty() && places.is_sorted_by(|one, two| one < two))
}

/// The option texts that occur in a question, a row of a tally that sums several being taken apart.
pub fn labels(question: &Question) -> Vec<String> {
    match &question.answers {
        Answers::Rows { texts, .. } => texts.clone(),
        Answers::Tally(options) => options.iter().flat_map(|option| parts(&option.label)).collect(),
    }
}
