//! The options of a question: as its questionnaire or a tally lists them, and as respondents give them, by text or letter.

use std::borrow::Cow;
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
    /// The letter of each, where they are written or follow from the order.
    pub letters: Option<Vec<char>>,
    /// Whether the configuration says it, and not a tally that may leave out what nobody chose.
    pub is_configured: bool,
}

/// The options of a question as the configuration lists them, else as a tally of it does whose rows each stand for one.
pub fn listed(question: &Question, tallies: &[&SurveySheet], choices: &SurveyChoices) -> Option<List> {
    let configured = choices.options.iter().find(|list| is_named(question, &list.question));
    if let Some(list) = configured {
        let list = List::of(list.options.iter().map(String::as_str), true);
        return list.holds_answers(question).then_some(list);
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
    let list = List::of(tallied.iter().map(|option| option.label.as_str()), false);
    // A row may sum options in words of its own; what respondents chose tells.
    let is_list = list.options.len() > 1 && tallied.iter().all(|option| parts(&option.label).len() == 1);
    Some(list).filter(|list| is_list && list.holds_answers(question))
}

impl List {
    fn of<'a>(labels: impl Iterator<Item = &'a str> + Clone, is_configured: bool) -> Self {
        let written: Vec<Option<char>> = labels.clone().map(letter_before).collect();
        let options: Vec<String> = labels.map(without_letter).collect();
        // A tally may leave out what nobody chose, and letters by its order would be those of other options.
        let in_order: Vec<char> = ('A'..='Z').take(options.len()).collect();
        let agree =
            written.iter().zip(&in_order).all(|(written, letter)| written.is_none_or(|written| written == *letter));
        let all: Option<Vec<char>> = written.iter().copied().collect();
        let letters = all.or_else(|| (is_configured && agree).then_some(in_order));
        Self { options, letters, is_configured }
    }

    /// Whether every answer is an option of the list, by its text or by letters.
    fn holds_answers(&self, question: &Question) -> bool {
        let is_listed = |label: &str| label.is_empty() || self.options.contains(&without_letter(label));
        match &question.answers {
            Answers::Rows { texts, .. } => {
                texts.iter().all(|text| text.split(CHOICE_MARK).all(is_listed) || self.spelled(text).is_some())
            }
            Answers::Tally(tallied) => {
                tallied.iter().flat_map(|option| parts(&option.label)).all(|label| is_listed(&label))
            }
        }
    }

    /// The options that letters stand for; `None` where a text is none of its letters.
    fn spelled(&self, text: &str) -> Option<String> {
        let of_list = self.letters.as_ref()?;
        let option = |letter| of_list.iter().position(|of_list| *of_list == letter).map(|at| self.options[at].as_str());
        let chosen: Option<Vec<&str>> = letters_of(text)?.into_iter().map(option).collect();
        Some(chosen?.join(&CHOICE_MARK.to_string()))
    }
}

/// The letter before an option: `C.一般`.
fn letter_before(label: &str) -> Option<char> {
    let label = squeezed(label);
    let mut chars = label.chars();
    let letter = chars.next().filter(char::is_ascii_uppercase)?;
    (without_letter(&label) != label).then_some(letter)
}

/// The survey with the texts that answers in letters stand for in their place, as far as its lists have them.
pub fn spelled_out<'a>(survey: &'a SurveySheet, lists: &[Option<List>]) -> Cow<'a, SurveySheet> {
    let spelled: Vec<Option<Question>> =
        survey.questions.iter().zip(lists).map(|(question, list)| spelled(question, list.as_ref()?)).collect();
    if spelled.iter().all(Option::is_none) {
        return Cow::Borrowed(survey);
    }
    let mut survey = survey.clone();
    for (question, spelled) in survey.questions.iter_mut().zip(spelled) {
        if let Some(spelled) = spelled {
            *question = spelled;
        }
    }
    Cow::Owned(survey)
}

/// `None` where no answer is in letters of the list.
fn spelled(question: &Question, list: &List) -> Option<Question> {
    let Answers::Rows { texts, rows, col_0, row_0 } = &question.answers else { return None };
    let spelled = |text: &String| {
        let is_text = list.options.contains(&without_letter(text));
        if is_text { None } else { list.spelled(text) }
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

/// `A`, `AC`, `C,A` and `A┋C` as letters, each once; `None` where there is anything else.
fn letters_of(text: &str) -> Option<BTreeSet<char>> {
    let letters: String = squeezed(text).to_uppercase().chars().filter(|c| !"┋,、;./|&".contains(*c)).collect();
    let once: BTreeSet<char> = letters.chars().collect();
    let is_letters = letters.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_letters && !once.is_empty() && once.len() == letters.len()).then_some(once)
}

/// The option texts that occur in a question, a row of a tally that sums several being taken apart.
pub fn labels(question: &Question) -> Vec<String> {
    match &question.answers {
        Answers::Rows { texts, .. } => texts.clone(),
        Answers::Tally(options) => options.iter().flat_map(|option| parts(&option.label)).collect(),
    }
}
