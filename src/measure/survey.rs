//! Survey figures: counts, shares, the three readings of satisfaction, and the reliability of the scale.

use std::collections::BTreeSet;

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
    let scales = scales(survey);
    let questions: Vec<QuestionFigures> =
        survey.questions.iter().zip(&scales).map(|(question, scale)| self::question(question, *scale)).collect();
    let items = items(survey, &scales, scale_items);
    let has_figure = |figures: &QuestionFigures| figures.ordered || figures.yes_share.is_some();
    let overall = questions.iter().find(|figures| is_overall(&figures.text) && has_figure(figures));
    let shown: Vec<&QuestionFigures> = match overall {
        Some(question) => vec![question],
        None if items.is_empty() => questions.iter().collect(),
        None => items.iter().map(|at| &questions[*at]).collect(),
    };
    let valid = match (&survey.valid, survey.respondents) {
        (Some(stated), _) => Some(stated.value),
        (None, 0) => questions.iter().map(|question| question.answered).max(),
        (None, _) => Some(answered_any(survey, &items)),
    };
    let counted = (survey.respondents > 0).then(|| i64::from(survey.respondents));
    SurveyFigures {
        title: survey.title.clone(),
        place: survey.at.whole(),
        issued: survey.issued.as_ref().map(|count| count.value),
        returned: survey.returned.as_ref().map(|count| count.value).or(counted),
        valid,
        top_two: weighted_mean(&shown, |question| question.top_two.as_ref()),
        pooled: weighted_mean(&shown, |question| question.pooled.as_ref()),
        yes_share: weighted_mean(&shown, |question| question.yes_share.as_ref()),
        alpha: alpha(survey, &items, &scales),
        questions,
        scored: Vec::new(),
    }
}

/// A question's scale, as far as its answers tell.
#[derive(Clone, Copy)]
enum Found {
    None,
    Certain(&'static Scale),
    /// Scales of different length fit, since nobody chose an option that tells them apart.
    Unclear(&'static Scale),
}

impl Found {
    /// The scale that orders the options; which it is does not matter for the order.
    fn scale(self) -> Option<&'static Scale> {
        match self {
            Self::None => None,
            Self::Certain(scale) | Self::Unclear(scale) => Some(scale),
        }
    }
}

/// The scale of each question: the only one that fits its answers. Of several, the one that another question of the
/// survey has for certain, else the only one of which every option was chosen somewhere in the survey.
fn scales(survey: &SurveySheet) -> Vec<Found> {
    let fitting: Vec<Vec<&'static Scale>> =
        survey.questions.iter().map(|question| Scale::fitting(&labels(question))).collect();
    let certain: Vec<&Scale> = fitting.iter().filter(|scales| scales.len() == 1).map(|scales| scales[0]).collect();
    let is_complete = |scale: &Scale| {
        let of_scale = survey.questions.iter().zip(&fitting).filter(|(_, scales)| scales.contains(&scale));
        let chosen: BTreeSet<usize> =
            of_scale.flat_map(|(question, _)| labels(question)).filter_map(|label| scale.position(label)).collect();
        chosen.len() == scale.len()
    };
    let of = |scales: &Vec<&'static Scale>| {
        let Some(first) = scales.first() else { return Found::None };
        let known = scales.iter().find(|scale| certain.contains(scale));
        let complete: Vec<&&Scale> = scales.iter().filter(|scale| is_complete(scale)).collect();
        match (known, &complete[..]) {
            (Some(scale), _) => Found::Certain(scale),
            (None, [scale]) => Found::Certain(scale),
            (None, _) => Found::Unclear(first),
        }
    };
    fitting.iter().map(of).collect()
}

fn labels(question: &Question) -> Vec<&str> {
    match &question.answers {
        Answers::Rows { texts, .. } => texts.iter().map(String::as_str).collect(),
        Answers::Tally(options) => options.iter().map(|option| option.label.as_str()).collect(),
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

/// The question whose text holds `wanted`, in the first survey that has one: the indexes of both.
pub fn find(surveys: &[SurveyFigures], wanted: &str) -> Option<(usize, usize)> {
    surveys.iter().enumerate().find_map(|(survey, figures)| {
        let holds = |question: &QuestionFigures| asks(&question.text, wanted);
        figures.questions.iter().position(holds).map(|question| (survey, question))
    })
}

/// Whether a question's text holds the words by which a rubric speaks of it.
pub fn asks(question: &str, wanted: &str) -> bool {
    squeezed(question).contains(&squeezed(wanted))
}

fn question(question: &Question, found: Found) -> QuestionFigures {
    let mut options = counts(&question.answers);
    let answered = answered(&question.answers);
    let scale = found.scale().filter(|_| answered > 0);
    let open = scale.is_none() && (options.len() > MOST_OPTIONS || is_open(&options, answered));
    let share = |count: i64| Fraction::ratio(count, answered);
    let answers: Vec<(bool, i64)> =
        options.iter().filter_map(|option| Some((yes_or_no(&option.label)?, option.count))).collect();
    let is_yes_or_no = !options.is_empty() && answers.len() == options.len();
    let yes = || share(answers.iter().filter(|(yes, _)| *yes).map(|(_, count)| count).sum());
    let yes_share = if is_yes_or_no { yes() } else { None };
    if let Some(scale) = scale {
        // Options that nobody chose belong to the scale all the same, where it is known which scale it is.
        let labels = scale.labels().enumerate().filter(|_| matches!(found, Found::Certain(_)));
        for (at, label) in labels {
            if !options.iter().any(|option| scale.position(&option.label) == Some(at)) {
                options.push(OptionCount { label: label.to_owned(), count: 0 });
            }
        }
        options.sort_by_key(|option| scale.position(&option.label));
    }
    let top_two = scale.and_then(|scale| {
        let best = options.iter().filter(|option| scale.position(&option.label).is_some_and(|at| at < 2));
        share(best.map(|option| option.count).sum())
    });
    let pooled = match found {
        Found::Certain(scale) if answered > 0 => {
            let steps = scale.len() as i64 - 1;
            let of = |option: &OptionCount| Some(option.count * (steps - scale.position(&option.label)? as i64));
            Fraction::ratio(options.iter().filter_map(of).sum(), answered * steps)
        }
        _ => None,
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
            let mut times = vec![0; texts.len()];
            for answer in rows.iter().flatten() {
                times[*answer as usize] += 1;
            }
            let mut counts: Vec<OptionCount> = Vec::new();
            for (text, times) in texts.iter().zip(times) {
                for label in text.split(CHOICES).filter(|label| !label.is_empty()) {
                    match counts.iter_mut().find(|option| option.label == label) {
                        Some(option) => option.count += times,
                        None => counts.push(OptionCount { label: label.to_owned(), count: times }),
                    }
                }
            }
            counts
        }
    }
}

/// What survey sites write between the options that one respondent chose.
const CHOICES: char = '┋';

/// The respondents who answered; of a tally the sum of its counts.
fn answered(answers: &Answers) -> i64 {
    match answers {
        Answers::Tally(options) => options.iter().map(|option| option.count.value).sum(),
        Answers::Rows { rows, .. } => rows.iter().flatten().count() as i64,
    }
}

/// The questions of the scale, by index.
fn items(survey: &SurveySheet, scales: &[Found], named: &[String]) -> Vec<usize> {
    let ordered = |at: &usize| scales[*at].scale().is_some() && survey.respondents > 0;
    let all = (0..survey.questions.len()).filter(ordered);
    if !named.is_empty() {
        return all.filter(|at| named.iter().any(|name| is_named(&survey.questions[*at], name))).collect();
    }
    let all: Vec<usize> = all.collect();
    let with = |scale: &Scale| all.iter().copied().filter(|at| scales[*at].scale() == Some(scale)).collect::<Vec<_>>();
    // The longest list of questions with one scale; of equal ones the first.
    let lists = all.iter().filter_map(|at| scales[*at].scale()).map(with);
    lists.reduce(|best, list| if list.len() > best.len() { list } else { best }).unwrap_or_default()
}

/// `4` names the question of that number; other words name the questions that hold them.
fn is_named(question: &Question, name: &str) -> bool {
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        question.number.as_deref() == Some(name)
    } else {
        squeezed(&question.text).contains(&squeezed(name))
    }
}

/// α over the respondents who answered every item.
fn alpha(survey: &SurveySheet, items: &[usize], scales: &[Found]) -> Option<super::statistics::Alpha> {
    let codes: Vec<Vec<Option<i64>>> =
        items.iter().filter_map(|at| codes(&survey.questions[*at], scales[*at].scale()?)).collect();
    let respondents = codes.first()?.len();
    let complete = |at: &usize| codes.iter().all(|item| item[*at].is_some());
    let kept: Vec<usize> = (0..respondents).filter(complete).collect();
    let items: Vec<Vec<i64>> = codes.iter().map(|item| kept.iter().filter_map(|at| item[*at]).collect()).collect();
    cronbach_alpha(&items)
}

/// Raw codes: the number of options for the best, down to 1 for the worst.
fn codes(question: &Question, scale: &Scale) -> Option<Vec<Option<i64>>> {
    let Answers::Rows { texts, rows, .. } = &question.answers else { return None };
    let code = |text: &String| scale.position(text).map(|at| (scale.len() - at) as i64);
    let codes: Vec<Option<i64>> = texts.iter().map(code).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::{Place, SheetRef};

    /// A survey of questions, each with the answers of the same respondents in order.
    fn survey(questions: &[(&str, &[&str])]) -> SurveySheet {
        let at = SheetRef { file: "a.xlsx".into(), sheet: "答卷".into() };
        let question = |(text, answers): &(&str, &[&str])| {
            let mut texts: Vec<String> = Vec::new();
            let rows = answers.iter().map(|answer| {
                if answer.is_empty() {
                    return None;
                }
                let known = texts.iter().position(|text| text == answer);
                Some(known.unwrap_or_else(|| {
                    texts.push((*answer).to_owned());
                    texts.len() - 1
                }) as u32)
            });
            let rows: Vec<Option<u32>> = rows.collect();
            let row_0 = (1..).take(rows.len()).collect();
            let answers = Answers::Rows { texts, rows, col_0: 0, row_0 };
            Question { number: None, text: (*text).to_owned(), place: Place::file("a.xlsx"), answers }
        };
        SurveySheet {
            at,
            title: String::new(),
            issued: None,
            returned: None,
            valid: None,
            population: None,
            respondents: questions[0].1.len() as u32,
            questions: questions.iter().map(question).collect(),
        }
    }

    fn shown(share: &Option<Fraction>) -> Option<String> {
        share.as_ref().map(|share| share.plain(4))
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn three_readings_of_one_question() {
        let figures = figures(&survey(&[("总体满意度", &["非常满意", "比较满意", "一般", "不满意"])]), &[]);
        assert_eq!(shown(&figures.top_two), some("0.5"));
        assert_eq!(shown(&figures.pooled), some("0.5"));
        assert_eq!(figures.yes_share, None);
        assert_eq!(figures.valid, Some(4));
    }

    #[test]
    fn where_scales_of_two_lengths_fit_there_is_no_pooled_figure_unless_another_question_tells() {
        let alone = figures(&survey(&[("总体满意度", &["非常满意", "一般"])]), &[]);
        assert_eq!((shown(&alone.top_two), alone.pooled.clone()), (some("0.5"), None));
        let beside =
            figures(&survey(&[("总体满意度", &["非常满意", "一般"]), ("服务态度", &["非常不满意", "满意"])]), &[]);
        assert_eq!(shown(&beside.pooled), some("0.75"));
    }

    #[test]
    fn yes_and_no_have_a_share_of_yes_and_empty_answers_count_for_nothing() {
        let figures = figures(&survey(&[("是否满意", &["是", "否", "", "是"])]), &[]);
        assert_eq!(shown(&figures.yes_share), some("0.6667"));
        assert_eq!(figures.questions[0].answered, 3);
    }

    #[test]
    fn a_number_names_the_question_of_that_number_and_no_other() {
        let mut sheet = survey(&[("4个方面满意吗", &["非常满意", "一般"]), ("服务", &["一般", "非常满意"])]);
        sheet.questions[1].number = some("4");
        let named = items(&sheet, &scales(&sheet), &["4".to_owned()]);
        assert_eq!(named, [1]);
    }
}
