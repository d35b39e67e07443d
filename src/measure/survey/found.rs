//! Which scale a question has, as far as its options and answers tell.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::fraction::Fraction;
use crate::measure::statistics::Codes;
use crate::recognise::tables::{Answers, Question, SurveySheet};

use super::choices::{SurveyChoices, is_among};
use super::options::{List, labels};
use super::scales::{Scale, is_background, yes_or_no};

/// A question's scale.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    None,
    Certain(Cow<'static, Scale>),
    /// Every option of it was chosen, and another fits too.
    Assumed {
        scale: Cow<'static, Scale>,
        other: Cow<'static, Scale>,
    },
    /// Scales of different length fit, and nothing tells which it is; each orders the options alike.
    Unclear(Vec<Cow<'static, Scale>>),
    /// Every answer is a number: a code, of which nothing says which end is the better one.
    Numbers(Codes),
}

/// Whole numbers up to this are taken for the codes of a scale where the configuration names no items.
const LARGEST_CODE: i64 = 10;

/// No answer that is a number is larger.
const LARGEST_NUMBER: i64 = 1_000_000;

/// Codes are kept in ten-thousandths, so that numbers with up to four decimals are whole.
const CODE_UNIT: i64 = 10_000;

impl Found {
    /// The scale that orders the options.
    pub fn scale(&self) -> Option<&Scale> {
        match self {
            Self::None | Self::Numbers(_) => None,
            Self::Certain(scale) | Self::Assumed { scale, .. } => Some(scale),
            Self::Unclear(scales) => scales.first().map(|scale| &**scale),
        }
    }

    /// The same of a question that is worded the other way round: its worst option is its best.
    fn reversed(self) -> Self {
        let turned = |scale: Cow<'static, Scale>| Cow::Owned(scale.reversed());
        match self {
            Self::None => Self::None,
            Self::Certain(scale) => Self::Certain(turned(scale)),
            Self::Assumed { scale, other } => Self::Assumed { scale: turned(scale), other: turned(other) },
            Self::Unclear(scales) => Self::Unclear(scales.into_iter().map(turned).collect()),
            Self::Numbers(codes) => Self::Numbers(codes.into_iter().map(|code| code.map(|code| -code)).collect()),
        }
    }
}

/// The scale of each question before any is turned round. A list of its options decides where it is one of the lexicon's
/// scales, where the configuration lists options of one in their order, or names the question as one of the scale. Else it
/// is the only one that fits the answers; of several, the one that another question of the survey has for certain; else the
/// only one of which every option was chosen, by the answers to this question or over the survey. Where these tell
/// different scales, it is unclear.
pub fn scales(survey: &SurveySheet, lists: &[Option<List>], choices: &SurveyChoices) -> Vec<Found> {
    let all_labels: Vec<Vec<String>> = survey.questions.iter().map(labels).collect();
    let by_list: Vec<Option<Cow<'static, Scale>>> =
        survey.questions.iter().zip(lists).map(|(question, list)| listed(question, list.as_ref()?, choices)).collect();
    let fitting: Vec<Vec<&'static Scale>> = (survey.questions.iter().zip(&all_labels))
        .map(|(question, labels)| if asks_whether(question, labels) { Vec::new() } else { fitting(labels) })
        .collect();
    let only = fitting.iter().filter(|scales| scales.len() == 1).map(|scales| scales[0]);
    let certain: Vec<&Scale> = only.chain(by_list.iter().flatten().map(|scale| &**scale)).collect();
    let of_survey = |scale: &Scale| {
        let fit = all_labels.iter().zip(&fitting).filter(|(_, scales)| scales.contains(&scale));
        is_complete(scale, fit.flat_map(|(labels, _)| labels))
    };
    let by_answers = |at: usize| {
        let scales = &fitting[at];
        let borrowed = |scale: &'static Scale| Cow::Borrowed(scale);
        let other = |than: &Scale| scales.iter().copied().find(|scale| *scale != than);
        let own = only_one(scales, |scale| is_complete(scale, all_labels[at].iter()));
        let neighbours = scales.iter().copied().find(|scale| certain.contains(scale));
        let chosen = own.or_else(|| only_one(scales, of_survey));
        match (scales.as_slice(), neighbours, chosen) {
            ([], ..) => Found::None,
            ([only], ..) => Found::Certain(borrowed(only)),
            (_, Some(neighbours), Some(_)) if own.is_some_and(|own| own != neighbours) => {
                Found::Unclear(scales.iter().map(|scale| borrowed(scale)).collect())
            }
            (_, Some(neighbours), _) => Found::Certain(borrowed(neighbours)),
            (_, None, Some(chosen)) => match other(chosen) {
                Some(other) => Found::Assumed { scale: borrowed(chosen), other: borrowed(other) },
                None => Found::Certain(borrowed(chosen)),
            },
            (_, None, None) => Found::Unclear(scales.iter().map(|scale| borrowed(scale)).collect()),
        }
    };
    let found = |(at, by_list): (usize, &Option<Cow<'static, Scale>>)| match by_list {
        Some(scale) => Found::Certain(scale.clone()),
        None => numbers(&survey.questions[at].answers).map_or_else(|| by_answers(at), Found::Numbers),
    };
    by_list.iter().enumerate().map(found).collect()
}

/// The scale that a list of options is.
fn listed(question: &Question, list: &List, choices: &SurveyChoices) -> Option<Cow<'static, Scale>> {
    let scales = fitting(&list.options);
    if let Some(scale) = scales.iter().find(|scale| scale.len() == list.options.len()) {
        return Some(Cow::Borrowed(scale));
    }
    let in_order =
        |scale: &&Scale| list.options.iter().map(|option| scale.position(option)).is_sorted_by(|one, two| one < two);
    let from_worst =
        |scale: &&Scale| list.options.iter().map(|option| scale.position(option)).is_sorted_by(|one, two| one > two);
    if scales.iter().any(from_worst) {
        // The lexicon knows which end is the better one.
        return list.is_configured.then(|| Cow::Owned(Scale::stated(&list.options).reversed()));
    }
    let is_stated = list.is_configured && scales.iter().any(in_order);
    (is_stated || is_among(question, &choices.scale)).then(|| Cow::Owned(Scale::stated(&list.options)))
}

fn fitting(labels: &[String]) -> Vec<&'static Scale> {
    Scale::fitting(&labels.iter().map(String::as_str).collect::<Vec<_>>())
}

/// 满意 and 不满意 answer a question that asks 是否 with yes and no.
fn asks_whether(question: &Question, labels: &[String]) -> bool {
    question.text.contains("是否") && labels.iter().all(|label| yes_or_no(label).is_some())
}

/// Whether every option of a scale is among the labels.
fn is_complete<'a>(scale: &Scale, labels: impl Iterator<Item = &'a String>) -> bool {
    let chosen: BTreeSet<usize> = labels.filter_map(|label| scale.position(label)).collect();
    chosen.len() == scale.len()
}

fn only_one(scales: &[&'static Scale], is: impl Fn(&Scale) -> bool) -> Option<&'static Scale> {
    let mut those = scales.iter().copied().filter(|scale| is(scale));
    those.next().filter(|_| those.next().is_none())
}

/// The questions of the scale, by index: those that the configuration names, else the longest list of ordered questions with
/// one scale; of equal ones the first. Small whole numbers are one scale, but for questions about the respondents.
pub fn of_scale(survey: &SurveySheet, found: &[Found], choices: &SurveyChoices) -> Vec<usize> {
    let all = 0..survey.questions.len();
    if !choices.scale.is_empty() {
        return all.filter(|at| is_among(&survey.questions[*at], &choices.scale)).collect();
    }
    let is_item = |at: usize| match &found[at] {
        Found::Numbers(codes) => codes.iter().flatten().all(is_small) && !is_background(&survey.questions[at].text),
        found => found.scale().is_some(),
    };
    let is_one_list = |one: usize, other: usize| match (&found[one], &found[other]) {
        (Found::Numbers(_), Found::Numbers(_)) => is_item(one) && is_item(other),
        (one, other) => one.scale().is_some() && one.scale() == other.scale(),
    };
    let list = |at: usize| all.clone().filter(|other| is_one_list(at, *other)).collect::<Vec<_>>();
    let longest = |best: Vec<usize>, list: Vec<usize>| if list.len() > best.len() { list } else { best };
    all.clone().map(list).reduce(longest).unwrap_or_default()
}

fn is_small(code: &i64) -> bool {
    (0..=LARGEST_CODE * CODE_UNIT).contains(code) && code % CODE_UNIT == 0
}

/// Turns round the scales of the questions that the configuration says are worded the other way round.
pub fn turned(survey: &SurveySheet, found: Vec<Found>, choices: &SurveyChoices) -> Vec<Found> {
    let turn = |(question, found): (&Question, Found)| {
        if is_among(question, &choices.reversed) { found.reversed() } else { found }
    };
    survey.questions.iter().zip(found).map(turn).collect()
}

/// The codes of a question's answers: the number of options for the best down to 1 for the worst, or the numbers themselves.
pub fn codes(question: &Question, found: &Found) -> Option<Codes> {
    if let Found::Numbers(codes) = found {
        return Some(codes.clone());
    }
    let scale = found.scale()?;
    by_text(&question.answers, |text| scale.position(text).map(|at| (scale.len() - at) as i64 * CODE_UNIT))
}

/// The numbers that are the answers; `None` where an answer is no number, or none is there.
fn numbers(answers: &Answers) -> Option<Codes> {
    let Answers::Rows { texts, .. } = answers else { return None };
    // Sums of their squares have to fit.
    let number = |text: &String| {
        let number = (&Fraction::parse_decimal(text.trim())? * &Fraction::from(CODE_UNIT)).to_i64()?;
        (number.abs() <= LARGEST_NUMBER * CODE_UNIT).then_some(number)
    };
    let is_number = !texts.is_empty() && texts.iter().all(|text| number(text).is_some());
    if is_number { by_text(answers, number) } else { None }
}

fn by_text(answers: &Answers, code: impl Fn(&String) -> Option<i64>) -> Option<Codes> {
    let Answers::Rows { texts, rows, .. } = answers else { return None };
    let codes: Vec<Option<i64>> = texts.iter().map(code).collect();
    Some(rows.iter().map(|answer| answer.and_then(|at| codes[at as usize])).collect())
}
