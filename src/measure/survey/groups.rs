//! Satisfaction told apart by the options of a background question.

use crate::recognise::tables::{Answers, Question, SurveySheet};
use crate::score::scorecard::{GroupFigures, QuestionFigures};

use super::choices::{SurveyChoices, is_among};
use super::options::CHOICE_MARK;
use super::scales::without_letter;
use super::{Satisfaction, satisfaction};

/// The figures of the respondents who chose each option of the background questions. `figures` computes those of a question
/// of the survey as far as the answers are left in it, and `shown` are the questions that satisfaction is taken over.
pub fn groups(
    survey: &SurveySheet,
    choices: &SurveyChoices,
    shown: &[usize],
    figures: impl Fn(usize, &Question) -> QuestionFigures,
) -> Vec<GroupFigures> {
    let mut groups = Vec::new();
    for (at, question) in survey.questions.iter().enumerate().filter(|(_, it)| is_among(it, &choices.groups)) {
        let Answers::Rows { rows, texts, .. } = &question.answers else { continue };
        let background = figures(at, question);
        // Words of the respondents' own make no groups.
        let options = background.options.into_iter().filter(|option| option.count > 0 && !background.open);
        for option in options {
            let chose = |answer: &Option<u32>| {
                answer.is_some_and(|at| {
                    texts[at as usize]
                        .split(CHOICE_MARK)
                        .any(|label| without_letter(label) == without_letter(&option.label))
                })
            };
            let is_in: Vec<bool> = rows.iter().map(chose).collect();
            let left = shown.iter().map(|at| figures(*at, &among(&survey.questions[*at], &is_in)));
            let left: Vec<QuestionFigures> = left.collect();
            let Satisfaction { top_two, pooled, yes_share } = satisfaction(&left.iter().collect::<Vec<_>>());
            let respondents = option.count;
            groups.push(GroupFigures {
                question: question.text.clone(),
                option: option.label,
                respondents,
                top_two,
                pooled,
                yes_share,
            });
        }
    }
    groups
}

/// The question with the answers of some of its respondents alone.
fn among(question: &Question, is_in: &[bool]) -> Question {
    let answers = match &question.answers {
        Answers::Rows { texts, rows, col_0, row_0 } => Answers::Rows {
            texts: texts.clone(),
            rows: rows.iter().zip(is_in).map(|(answer, is_in)| answer.filter(|_| *is_in)).collect(),
            col_0: *col_0,
            row_0: row_0.clone(),
        },
        tally => tally.clone(),
    };
    Question { answers, ..question.clone() }
}
