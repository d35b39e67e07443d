//! Which scale a question has, as far as its options and answers tell.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::fraction::Fraction;
use crate::recognise::tables::{Answers, SurveySheet};

use super::choices::{SurveyChoices, is_among};
use super::options::labels;
use super::scales::Scale;
use crate::measure::statistics::Codes;

/// A question's scale.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    None,
    Certain(Cow<'static, Scale>),
    /// Scales of different length fit, since nobody chose an option that tells them apart; it orders the options all the same.
    Unclear(&'static Scale),
    /// Every answer is a number: a code, of which nothing says which end is the better one.
    Numbers,
}

/// Whole numbers up to this are taken for the codes of a scale where the configuration names no items.
const LARGEST_CODE: i64 = 10;

/// No answer that is a number is larger.
const LARGEST_NUMBER: i64 = 1_000_000;

/// Codes are kept in ten-thousandths, so that numbers with up to four decimals are whole.
const CODE_UNIT: i64 = 10_000;

impl Found {
    /// The scale that orders the options; which it is does not matter for the order.
    pub fn scale(&self) -> Option<&Scale> {
        match self {
            Self::None | Self::Numbers => None,
            Self::Certain(scale) => Some(scale),
            Self::Unclear(scale) => Some(scale),
        }
    }
}

/// The scale of each question. A list of its options decides where it is one of the lexicon's scales, or the configuration
/// names the question as one of the scale. Else it is the only one that fits the answers; of several, the one that another
/// question of the survey has for certain, else the only one of which every option was chosen somewhere in the survey.
pub fn scales(survey: &SurveySheet, lists: &[Option<Vec<String>>], choices: &SurveyChoices) -> Vec<Found> {
    let listed = |list: &Vec<String>| {
        let options: Vec<&str> = list.iter().map(String::as_str).collect();
        Scale::fitting(&options).into_iter().find(|scale| scale.len() == list.len())
    };
    let known: Vec<Option<Cow<'static, Scale>>> = (survey.questions.iter().zip(lists))
        .map(|(question, list)| {
            let list = list.as_ref()?;
            let stated = || is_among(question, &choices.scale).then(|| Cow::Owned(Scale::stated(list)));
            listed(list).map(Cow::Borrowed).or_else(stated)
        })
        .collect();
    let all_labels: Vec<Vec<String>> = survey.questions.iter().map(labels).collect();
    let fitting: Vec<Vec<&'static Scale>> = all_labels
        .iter()
        .map(|labels| Scale::fitting(&labels.iter().map(String::as_str).collect::<Vec<_>>()))
        .collect();
    let only = fitting.iter().filter(|scales| scales.len() == 1).map(|scales| scales[0]);
    let certain: Vec<&Scale> = only.chain(known.iter().flatten().map(|scale| &**scale)).collect();
    let is_complete = |scale: &Scale| {
        let of_scale = all_labels.iter().zip(&fitting).filter(|(_, scales)| scales.contains(&scale));
        let chosen: BTreeSet<usize> =
            of_scale.flat_map(|(labels, _)| labels).filter_map(|label| scale.position(label)).collect();
        chosen.len() == scale.len()
    };
    let of = |scales: &Vec<&'static Scale>| {
        let Some(first) = scales.first() else { return Found::None };
        let known = scales.iter().find(|scale| certain.contains(scale));
        let complete: Vec<&&Scale> = scales.iter().filter(|scale| is_complete(scale)).collect();
        match (known, &complete[..]) {
            (Some(scale), _) => Found::Certain(Cow::Borrowed(scale)),
            (None, [scale]) => Found::Certain(Cow::Borrowed(scale)),
            (None, _) => Found::Unclear(first),
        }
    };
    let found = |(at, known): (usize, &Option<Cow<'static, Scale>>)| match known {
        Some(scale) => Found::Certain(scale.clone()),
        None if numbers(&survey.questions[at].answers).is_some() => Found::Numbers,
        None => of(&fitting[at]),
    };
    known.iter().enumerate().map(found).collect()
}

/// The items of the scale, by the question's index, with their codes: the questions that the configuration names, else the
/// longest list of ordered questions with one scale; of equal ones the first.
///
/// Codes are the number of options for the best down to 1 for the worst, or the numbers themselves; a question worded the
/// other way round has them negative.
pub fn items(survey: &SurveySheet, found: &[Found], choices: &SurveyChoices) -> Vec<(usize, Codes)> {
    let codes = |at: usize| -> Option<Codes> {
        let question = &survey.questions[at];
        let codes = match &found[at] {
            Found::Numbers => numbers(&question.answers)?,
            found => codes(&question.answers, found.scale()?)?,
        };
        let sign = if is_among(question, &choices.reversed) { -1 } else { 1 };
        Some(codes.into_iter().map(|code| code.map(|code| sign * code)).collect())
    };
    let all = 0..survey.questions.len();
    let chosen: Vec<usize> = if choices.scale.is_empty() {
        let is_item = |at: &usize| match &found[*at] {
            Found::Numbers => {
                numbers(&survey.questions[*at].answers).is_some_and(|codes| codes.iter().flatten().all(is_small))
            }
            found => found.scale().is_some(),
        };
        let items: Vec<usize> = all.filter(is_item).collect();
        let is_one_list = |one: usize, other: usize| match (&found[one], &found[other]) {
            (Found::Numbers, Found::Numbers) => true,
            (one, other) => one.scale().is_some() && one.scale() == other.scale(),
        };
        let list = |at: &usize| items.iter().copied().filter(|other| is_one_list(*at, *other)).collect::<Vec<_>>();
        let longest = |best: Vec<usize>, list: Vec<usize>| if list.len() > best.len() { list } else { best };
        items.iter().map(list).reduce(longest).unwrap_or_default()
    } else {
        all.filter(|at| is_among(&survey.questions[*at], &choices.scale)).collect()
    };
    chosen.into_iter().filter_map(|at| Some((at, codes(at)?))).collect()
}

fn is_small(code: &i64) -> bool {
    (0..=LARGEST_CODE * CODE_UNIT).contains(code) && code % CODE_UNIT == 0
}

fn codes(answers: &Answers, scale: &Scale) -> Option<Codes> {
    let code = |text: &String| scale.position(text).map(|at| (scale.len() - at) as i64 * CODE_UNIT);
    by_text(answers, code)
}

/// The numbers that are the answers, in ten-thousandths; `None` where an answer is no number, or none is there.
fn numbers(answers: &Answers) -> Option<Codes> {
    let Answers::Rows { texts, .. } = answers else { return None };
    // Sums of their squares have to fit.
    let number = |text: &String| {
        let number = (&Fraction::parse_decimal(text.trim())? * &Fraction::from(CODE_UNIT)).to_i64()?;
        (number.abs() <= LARGEST_NUMBER * CODE_UNIT).then_some(number)
    };
    let is_number = !texts.is_empty() && texts.iter().all(|text| number(text).is_some());
    by_text(answers, number).filter(|_| is_number)
}

fn by_text(answers: &Answers, code: impl Fn(&String) -> Option<i64>) -> Option<Codes> {
    let Answers::Rows { texts, rows, .. } = answers else { return None };
    let codes: Vec<Option<i64>> = texts.iter().map(code).collect();
    Some(rows.iter().map(|answer| answer.and_then(|at| codes[at as usize])).collect())
}
