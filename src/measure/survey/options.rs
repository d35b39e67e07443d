//! The options of a question: as its questionnaire or a tally lists them, and as respondents give them, by text or letter.

use std::collections::BTreeSet;

use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, Question, SurveySheet};

use super::choices::{SurveyChoices, is_named};
use super::scales::{parts, without_letter};

/// What survey sites write between the options that one respondent chose.
pub const CHOICE_MARK: char = '┋';

/// The options of a question in the questionnaire's order.
pub struct List {
    pub options: Vec<String>,
    /// Whether the configuration says it, and not a tally that may leave out what nobody chose.
    pub is_configured: bool,
}

/// The options of a question as the configuration lists them, else as a tally of it does whose rows each stand for one.
pub fn listed(question: &Question, tallies: &[&SurveySheet], choices: &SurveyChoices) -> Option<List> {
    if let Some(list) = choices.options.iter().find(|list| is_named(question, &list.question)) {
        let options = list.options.iter().map(|option| without_letter(option)).collect();
        return Some(List { options, is_configured: true });
    }
    let tallied = match &question.answers {
        Answers::Tally(options) => options,
        Answers::Rows { .. } => {
            let mut questions = tallies.iter().flat_map(|tally| &tally.questions);
            match &questions.find(|tallied| tallied.is_same(&question.text))?.answers {
                Answers::Tally(options) => options,
                Answers::Rows { .. } => return None,
            }
        }
    };
    let options: Vec<String> = tallied.iter().map(|option| without_letter(&option.label)).collect();
    // A row may sum options in words of its own; what respondents chose tells.
    let is_listed = |label: &str| label.is_empty() || options.contains(&without_letter(label));
    let is_whole = match &question.answers {
        Answers::Rows { texts, .. } => {
            let chosen = |text: &String| text.split(CHOICE_MARK).all(is_listed) || letters_of(text).is_some();
            texts.iter().all(chosen)
        }
        Answers::Tally(_) => true,
    };
    let is_list = options.len() > 1 && is_whole && tallied.iter().all(|option| parts(&option.label).len() == 1);
    is_list.then_some(List { options, is_configured: false })
}

/// A question with the texts that its answers in letters stand for; `None` where no answer is in letters of the list.
pub fn spelled_out(question: &Question, list: &List) -> Option<Question> {
    let Answers::Rows { texts, rows, col_0, row_0 } = &question.answers else { return None };
    let spelled = |text: &String| {
        let is_text = list.options.contains(&without_letter(text));
        let letters = letters_of(text).filter(|_| !is_text)?;
        let chosen: Option<Vec<&str>> =
            letters.into_iter().map(|at| list.options.get(at).map(String::as_str)).collect();
        Some(chosen?.join(&CHOICE_MARK.to_string()))
    };
    let all: Vec<Option<String>> = texts.iter().map(spelled).collect();
    all.iter().any(Option::is_some).then(|| {
        let texts = all.into_iter().zip(texts).map(|(spelled, text)| spelled.unwrap_or_else(|| text.clone())).collect();
        let answers = Answers::Rows { texts, rows: rows.clone(), col_0: *col_0, row_0: row_0.clone() };
        Question { answers, ..question.clone() }
    })
}

/// Whether answers are letters, all of them, or some where a list of options does not have them.
pub fn is_in_letters(question: &Question, list: Option<&List>) -> bool {
    let Answers::Rows { texts, .. } = &question.answers else { return false };
    let is_letters =
        |text: &String| letters_of(text).is_some() && !list.is_some_and(|list| list.options.contains(text));
    match list {
        Some(_) => texts.iter().any(is_letters),
        None => !texts.is_empty() && texts.iter().all(is_letters),
    }
}

/// `A`, `AC`, `C,A` and `A┋C` as places in a list, each once; `None` where there is anything else.
fn letters_of(text: &str) -> Option<BTreeSet<usize>> {
    let letters = squeezed(text).to_uppercase();
    let letters = letters.chars().filter(|c| !matches!(c, '┋' | ',' | '、' | ';' | '.'));
    let places: Option<Vec<usize>> =
        letters.map(|c| c.is_ascii_uppercase().then(|| c as usize - 'A' as usize)).collect();
    let places = places?;
    let once: BTreeSet<usize> = places.iter().copied().collect();
    (!once.is_empty() && once.len() == places.len()).then_some(once)
}

/// The option texts that occur in a question, a row of a tally that sums several being taken apart.
pub fn labels(question: &Question) -> Vec<String> {
    match &question.answers {
        Answers::Rows { texts, .. } => texts.clone(),
        Answers::Tally(options) => options.iter().flat_map(|option| parts(&option.label)).collect(),
    }
}
