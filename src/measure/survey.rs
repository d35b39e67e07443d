//! Survey figures: counts, shares, the three readings of satisfaction, and the reliability of the scale.

use crate::fraction::Fraction;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, Question, SurveySheet};
use crate::rubric::measure::SurveyFigure;
use crate::score::scorecard::{OptionCount, QuestionFigures, SurveyFigures};

use super::scales::{Scale, is_overall, yes_or_no};
use super::statistics::cronbach_alpha;

/// Options of a question beyond which its answers are taken as words of the respondents' own.
const MOST_OPTIONS: usize = 12;

/// Computes everything from one survey. `scale_items` names the questions of the scale by number or text; where none is
/// named, they are the ordered questions that share one option list.
pub fn figures(survey: &SurveySheet, scale_items: &[String]) -> SurveyFigures {
    let questions: Vec<QuestionFigures> = survey.questions.iter().map(question).collect();
    let items = self::scale_items(survey, scale_items);
    let overall = questions
        .iter()
        .position(|figures| is_overall(&figures.text) && (figures.ordered || figures.yes_share.is_some()));
    let valid = match (&survey.valid, survey.respondents) {
        (Some(stated), _) => Some(stated.value),
        (None, 0) => questions.iter().map(|question| question.answered).max(),
        (None, _) => Some(answered_any(survey, &items)),
    };
    let shown: Vec<&QuestionFigures> = match overall {
        Some(at) => vec![&questions[at]],
        None => items.iter().map(|at| &questions[*at]).collect(),
    };
    let pooled_over = |of: fn(&QuestionFigures) -> Option<&Fraction>| weighted_mean(&shown, of);
    let (top_two, pooled) = (pooled_over(|q| q.top_two.as_ref()), pooled_over(|q| q.pooled.as_ref()));
    let all: Vec<&QuestionFigures> = questions.iter().collect();
    let yes_share = match overall {
        Some(at) => questions[at].yes_share.clone(),
        None => weighted_mean(&all, |question| question.yes_share.as_ref()),
    };
    SurveyFigures {
        title: survey.title.clone(),
        place: survey.at.whole(),
        issued: survey.issued.as_ref().map(|count| count.value),
        returned: survey.returned.as_ref().map(|count| count.value).or(match survey.respondents {
            0 => None,
            respondents => Some(i64::from(respondents)),
        }),
        valid,
        top_two,
        pooled,
        yes_share,
        alpha: alpha(survey, &items),
        questions,
        scored: Vec::new(),
    }
}

/// The mean of a share over questions, each weighted by its answers: the share over all answers pooled.
fn weighted_mean(questions: &[&QuestionFigures], of: fn(&QuestionFigures) -> Option<&Fraction>) -> Option<Fraction> {
    let known: Vec<(&Fraction, i64)> =
        questions.iter().filter_map(|q| of(q).map(|share| (share, q.answered))).collect();
    let answers: i64 = known.iter().map(|(_, answered)| answered).sum();
    let sum: Fraction = known.iter().map(|(share, answered)| *share * &Fraction::from(*answered)).sum();
    sum.checked_div(&Fraction::from(answers))
}

/// The share that a measure asks for.
pub fn share(question: &QuestionFigures, figure: SurveyFigure) -> Option<&Fraction> {
    match figure {
        SurveyFigure::TopTwo => question.top_two.as_ref(),
        SurveyFigure::Pooled => question.pooled.as_ref(),
        SurveyFigure::YesShare => question.yes_share.as_ref(),
    }
}

/// The question whose text holds `wanted`, in the first survey that has one.
pub fn find<'a>(surveys: &'a [SurveyFigures], wanted: &str) -> Option<(&'a SurveyFigures, &'a QuestionFigures)> {
    let wanted = squeezed(wanted);
    surveys.iter().find_map(|survey| {
        let question = survey.questions.iter().find(|question| squeezed(&question.text).contains(&wanted))?;
        Some((survey, question))
    })
}

fn question(question: &Question) -> QuestionFigures {
    let mut options = counts(&question.answers);
    let answered = options.iter().map(|option| option.count).sum();
    let scale = Scale::of(options.iter().map(|option| option.label.as_str())).filter(|_| answered > 0);
    let open = scale.is_none() && (options.len() > MOST_OPTIONS || is_open(&options, answered));
    if let Some(scale) = scale {
        // Options that nobody chose belong to the scale all the same.
        for (at, label) in scale.labels().enumerate() {
            if !options.iter().any(|option| scale.position(&option.label) == Some(at)) {
                options.push(OptionCount { label: label.to_owned(), count: 0 });
            }
        }
        options.sort_by_key(|option| scale.position(&option.label));
    }
    let share = |count: i64| Fraction::ratio(count, answered);
    let top_two = scale.and_then(|scale| {
        let best = options.iter().filter(|option| scale.position(&option.label).is_some_and(|at| at < 2));
        share(best.map(|option| option.count).sum())
    });
    let pooled = scale.and_then(|scale| {
        let steps = scale.len() as i64 - 1;
        let points =
            options.iter().filter_map(|option| Some(option.count * (steps - scale.position(&option.label)? as i64)));
        Fraction::ratio(points.sum(), answered * steps)
    });
    let answers: Vec<(bool, i64)> =
        options.iter().filter_map(|option| Some((yes_or_no(&option.label)?, option.count))).collect();
    let yes_share = if scale.is_none() && !options.is_empty() && answers.len() == options.len() {
        share(answers.iter().filter(|(yes, _)| *yes).map(|(_, count)| count).sum())
    } else {
        None
    };
    QuestionFigures {
        number: question.number.clone(),
        text: question.text.clone(),
        place: question.place.clone(),
        options,
        answered,
        ordered: scale.is_some(),
        open,
        top_two,
        pooled,
        yes_share,
    }
}

/// Mostly different answers are words of the respondents' own.
fn is_open(options: &[OptionCount], answered: i64) -> bool {
    answered > 3 && options.len() as i64 * 2 > answered
}

fn counts(answers: &Answers) -> Vec<OptionCount> {
    match answers {
        Answers::Tally(options) => options
            .iter()
            .map(|option| OptionCount { label: option.label.clone(), count: option.count.value })
            .collect(),
        Answers::Rows { texts, rows, .. } => {
            let mut counts = vec![0; texts.len()];
            for answer in rows.iter().flatten() {
                counts[*answer as usize] += 1;
            }
            texts.iter().zip(counts).map(|(label, count)| OptionCount { label: label.clone(), count }).collect()
        }
    }
}

/// The questions of the scale, by index.
fn scale_items(survey: &SurveySheet, named: &[String]) -> Vec<usize> {
    let scales: Vec<Option<&Scale>> = survey.questions.iter().map(scale_of).collect();
    if !named.is_empty() {
        let is_named = |question: &Question| {
            named.iter().any(|name| question.number.as_deref() == Some(name) || question.text.contains(name.as_str()))
        };
        let items =
            survey.questions.iter().enumerate().filter(|(at, question)| scales[*at].is_some() && is_named(question));
        return items.map(|(at, _)| at).collect();
    }
    let with_scale = |scale: &Scale| (0..scales.len()).filter(|at| scales[*at] == Some(scale)).collect::<Vec<_>>();
    // The longest such list; of equal ones the first.
    let lists = scales.iter().flatten().map(|scale| with_scale(scale));
    lists.reduce(|best, list| if list.len() > best.len() { list } else { best }).unwrap_or_default()
}

fn scale_of(question: &Question) -> Option<&'static Scale> {
    match &question.answers {
        Answers::Rows { texts, .. } if !texts.is_empty() => Scale::of(texts.iter().map(String::as_str)),
        _ => None,
    }
}

/// α over the respondents who answered every item.
fn alpha(survey: &SurveySheet, items: &[usize]) -> Option<super::statistics::Alpha> {
    let codes: Vec<Vec<Option<i64>>> = items.iter().filter_map(|at| codes(&survey.questions[*at])).collect();
    let respondents = codes.first()?.len();
    let complete = |at: &usize| codes.iter().all(|item| item[*at].is_some());
    let kept: Vec<usize> = (0..respondents).filter(complete).collect();
    let items: Vec<Vec<i64>> = codes.iter().map(|item| kept.iter().filter_map(|at| item[*at]).collect()).collect();
    cronbach_alpha(&items)
}

/// Raw codes: the number of options for the best, down to 1 for the worst.
fn codes(question: &Question) -> Option<Vec<Option<i64>>> {
    let Answers::Rows { texts, rows, .. } = &question.answers else { return None };
    let scale = scale_of(question)?;
    let code = |text: &str| scale.position(text).map(|at| (scale.len() - at) as i64);
    let codes: Vec<Option<i64>> = texts.iter().map(|text| code(text)).collect();
    Some(rows.iter().map(|answer| answer.and_then(|at| codes[at as usize])).collect())
}

/// Respondents who answered at least one question of the scale, or any question where there is no scale.
fn answered_any(survey: &SurveySheet, items: &[usize]) -> i64 {
    let all: Vec<usize> = (0..survey.questions.len()).collect();
    let items = if items.is_empty() { &all } else { items };
    let answered = |respondent: usize| {
        items.iter().any(|at| match &survey.questions[*at].answers {
            Answers::Rows { rows, .. } => rows.get(respondent).is_some_and(Option::is_some),
            Answers::Tally(_) => false,
        })
    };
    (0..survey.respondents as usize).filter(|respondent| answered(*respondent)).count() as i64
}
