//! The figures of one question: counts, the readings of satisfaction, and what open answers speak of.

use std::collections::{BTreeSet, HashMap};

use crate::fraction::Fraction;
use crate::measure::statistics::wilson;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, Question};
use crate::score::scorecard::{OptionCount, QuestionFigures};

use super::choices::{SurveyChoices, is_among, is_named};
use super::found::Found;
use super::options::{CHOICE_MARK, List};
use super::scales::{Scale, parts, strays, without_letter, yes_or_no};

/// Options of a question beyond which its answers are taken as words of the respondents' own.
const MOST_OPTIONS: usize = 12;

/// What is known of a question beside its answers.
pub struct Known<'a> {
    pub found: &'a Found,
    /// Its options in the questionnaire's order.
    pub list: Option<&'a List>,
    pub population: Option<i64>,
    /// How many answered a question of a tally with several choices, whose counts add to more.
    pub respondents: Option<i64>,
}

/// The figures of a question.
pub fn figures(question: &Question, known: &Known<'_>, choices: &SurveyChoices) -> QuestionFigures {
    let found = known.found;
    let mut options = counts(&question.answers);
    let multiple = is_multiple(question);
    let answered = known.respondents.filter(|_| multiple).unwrap_or_else(|| answered(&question.answers));
    // What is counted of it is a part, or several options of each.
    let is_whole = answered > 0 && !question.is_partial && !multiple;
    let scale = found.scale().filter(|_| answered > 0);
    let keywords = if scale.is_some() || known.list.is_some() { Vec::new() } else { keywords(question, choices) };
    let is_words = options.len() > MOST_OPTIONS || is_open(&options, answered);
    let is_numbers = matches!(found, Found::Numbers(_));
    let open = !keywords.is_empty() || scale.is_none() && known.list.is_none() && !is_numbers && is_words;
    let answers: Vec<(bool, i64)> =
        options.iter().filter_map(|option| Some((yes_or_no(&option.label)?, option.count))).collect();
    let is_yes_or_no = !options.is_empty() && answers.len() == options.len() && is_whole;
    // To a question worded the other way round no is the good answer.
    let good = !is_among(question, &choices.reversed);
    let yes: Option<i64> =
        is_yes_or_no.then(|| answers.iter().filter(|(yes, _)| *yes == good).map(|(_, count)| count).sum());
    let strays = if *found == Found::None && !open && !multiple && !is_yes_or_no {
        strays(&options.iter().map(|option| (option.label.as_str(), option.count)).collect::<Vec<_>>())
    } else {
        Vec::new()
    };
    complete(&mut options, found, scale, known.list.filter(|_| !open));
    let best_two = match found {
        // Where the scales that fit disagree on which options are the two best, nothing is said.
        Found::Unclear(scales) => {
            let counts: BTreeSet<Option<i64>> = scales.iter().map(|scale| best_two(scale, &options)).collect();
            counts.into_iter().reduce(|_, _| None).flatten()
        }
        found => found.scale().and_then(|scale| best_two(scale, &options)),
    };
    let best_two = best_two.filter(|_| is_whole);
    let share = |count: Option<i64>| Fraction::ratio(count?, answered);
    let pooled = match found {
        Found::Certain(scale) | Found::Assumed { scale, .. } if is_whole => pooled(scale, &options, answered),
        _ => None,
    };
    let steps = match found {
        Found::Assumed { scale, other } if is_whole => Some((scale.len(), other.len())),
        _ => None,
    };
    QuestionFigures {
        number: question.number.clone(),
        text: question.text.clone(),
        place: question.place.clone(),
        answered,
        ordered: scale.is_some(),
        unclear: matches!(found, Found::Unclear(_)) && is_whole,
        strays,
        assumed_steps: steps,
        in_numbers: is_numbers,
        open,
        multiple,
        scored: false,
        top_two: share(best_two),
        pooled,
        yes_share: share(yes),
        interval: best_two.or(yes).and_then(|chosen| wilson(chosen, answered, known.population)),
        item: None,
        keywords,
        options,
    }
}

/// Options that nobody chose belong to a question all the same, where its options are known; all stand in their order.
fn complete(options: &mut Vec<OptionCount>, found: &Found, scale: Option<&Scale>, list: Option<&List>) {
    let known: Vec<String> = match (found, scale, list) {
        (_, _, Some(list)) => list.options.clone(),
        (Found::Certain(_) | Found::Assumed { .. }, Some(scale), None) => scale.labels().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let is_one = |label: &str, option: &str| match scale {
        Some(scale) => parts(option).iter().any(|part| scale.position(part) == scale.position(label)),
        None => without_letter(option) == without_letter(label),
    };
    for label in &known {
        if !options.iter().any(|option| is_one(label, &option.label)) {
            options.push(OptionCount { label: label.clone(), count: 0 });
        }
    }
    let place = |option: &OptionCount| match scale {
        Some(scale) => places(scale, &option.label).into_iter().min(),
        None => known.iter().position(|label| is_one(label, &option.label)),
    };
    match found {
        Found::Numbers(_) => options.sort_by_key(|option| Fraction::parse_decimal(option.label.trim())),
        _ if scale.is_some() || !known.is_empty() => options.sort_by_key(|option| place(option).unwrap_or(usize::MAX)),
        _ => {}
    }
}

/// The places on a scale of what an option stands for; a row of a tally may sum several.
fn places(scale: &Scale, option: &str) -> BTreeSet<usize> {
    parts(option).iter().filter_map(|part| scale.position(part)).collect()
}

/// The answers that are one of the two best; `None` where a row sums such with others.
fn best_two(scale: &Scale, options: &[OptionCount]) -> Option<i64> {
    let count = |option: &OptionCount| {
        let places = places(scale, &option.label);
        match (places.iter().all(|at| *at < 2), places.iter().any(|at| *at < 2)) {
            (true, true) => Some(option.count),
            (_, false) => Some(0),
            (false, true) => None,
        }
    };
    options.iter().map(count).sum()
}

/// From 1 for the best option to 0 for the worst in equal steps; `None` where a row sums unequal ones, or of a scale of one.
fn pooled(scale: &Scale, options: &[OptionCount], answered: i64) -> Option<Fraction> {
    let steps = scale.len() as i64 - 1;
    let worth = |option: &OptionCount| {
        let places = places(scale, &option.label);
        match (places.len(), places.first()) {
            (0, _) => Some(0),
            (1, Some(place)) => Some(option.count * (steps - *place as i64)),
            _ => None,
        }
    };
    let sum: i64 = options.iter().map(worth).sum::<Option<i64>>()?;
    Fraction::ratio(sum, answered * steps)
}

/// How many open answers hold one of the words of each heading.
fn keywords(question: &Question, choices: &SurveyChoices) -> Vec<OptionCount> {
    let Answers::Rows { texts, rows, .. } = &question.answers else { return Vec::new() };
    let of_question = choices.keywords.iter().filter(|keywords| is_named(question, &keywords.question));
    of_question
        .map(|keywords| {
            let words: Vec<String> = keywords.words.iter().map(|word| squeezed(word)).collect();
            let holds = |text: &String| words.iter().any(|word| squeezed(text).contains(word));
            let holding: Vec<bool> = texts.iter().map(holds).collect();
            let count = rows.iter().flatten().filter(|at| holding[**at as usize]).count() as i64;
            OptionCount { label: keywords.name.clone(), count }
        })
        .collect()
}

/// Mostly different answers are words of the respondents' own.
fn is_open(options: &[OptionCount], answered: i64) -> bool {
    answered > 3 && options.len() as i64 * 2 > answered
}

/// Whether it says so, or a respondent did it.
pub fn is_multiple(question: &Question) -> bool {
    let chose_several = |text: &String| text.contains(CHOICE_MARK);
    question.is_multiple || matches!(&question.answers, Answers::Rows { texts, .. } if texts.iter().any(chose_several))
}

fn counts(answers: &Answers) -> Vec<OptionCount> {
    match answers {
        Answers::Tally(options) => options
            .iter()
            .filter_map(|option| Some(OptionCount { label: option.label.clone(), count: option.count.as_ref()?.value }))
            .collect(),
        Answers::Rows { texts, rows, .. } => {
            let mut times = vec![0; texts.len()];
            for answer in rows.iter().flatten() {
                times[*answer as usize] += 1;
            }
            let mut counts: Vec<OptionCount> = Vec::new();
            let mut places: HashMap<String, usize> = HashMap::new();
            for (text, times) in texts.iter().zip(times) {
                for label in text.split(CHOICE_MARK).filter(|label| !label.is_empty()) {
                    // `A.非常满意` and `非常满意` are one option.
                    let place = *places.entry(without_letter(label)).or_insert_with(|| {
                        counts.push(OptionCount { label: label.to_owned(), count: 0 });
                        counts.len() - 1
                    });
                    counts[place].count += times;
                }
            }
            // An option of which nobody in a group was left is no option of the group.
            counts.retain(|option| option.count > 0);
            counts
        }
    }
}

/// The respondents who answered; of a tally the sum of its counts.
pub fn answered(answers: &Answers) -> i64 {
    match answers {
        Answers::Tally(options) => options.iter().filter_map(|option| Some(option.count.as_ref()?.value)).sum(),
        Answers::Rows { rows, .. } => rows.iter().flatten().count() as i64,
    }
}
