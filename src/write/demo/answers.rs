//! The answers to a made project's survey.

use super::fault::{Fault, Plan, Standing};
use super::random::Stream;
use super::words::WORDS;

/// The answers of one respondent: for each question of satisfaction, the last of them on the whole, an option's place in the
/// scale; then age and opinion.
#[derive(Clone)]
pub struct Answer {
    pub ratings: Vec<usize>,
    pub age: usize,
    /// Most say nothing.
    pub opinion: Option<usize>,
    pub source: usize,
}

/// The share of those who chose one of the two best options on the whole, in hundredths of a percent, rounded half up.
pub fn satisfied(answers: &[Answer]) -> i64 {
    let satisfied = answers.iter().filter(|answer| answer.ratings.last().is_some_and(|rating| *rating < 2)).count();
    let (part, whole) = (satisfied as i64 * 10_000, (answers.len() as i64).max(1));
    (2 * part + whole) / (2 * whole)
}

pub fn answers(plan: Plan, stream: &mut Stream) -> Vec<Answer> {
    let words = &WORDS.survey;
    let has = |fault| plan.faults.contains(&fault);
    let count = if has(Fault::SurveySmall) { 6 } else { stream.between(30, 120) };
    // Below these the answer is the best one, the second, the third.
    let bounds = match plan.standing {
        Standing::Excellent => [500, 900, 970],
        Standing::Good => [430, 830, 950],
        Standing::Middling => [300, 690, 900],
        Standing::Poor => [180, 500, 800],
    };
    let mut answers: Vec<Answer> = (0..count)
        .map(|_| {
            let mood = stream.between(0, 999);
            let mut rating = || {
                let feeling = (mood * 2 + stream.between(0, 999) * 3) / 5;
                if has(Fault::AllBest) { 0 } else { bounds.iter().filter(|bound| feeling >= **bound).count() }
            };
            let ratings = (0..=words.questions.len()).map(|_| rating()).collect();
            let opinion = stream.chance(12).then(|| stream.place(words.opinions.len()));
            let (age, source) = (stream.place(words.ages.len()), stream.place(words.sources.len()));
            Answer { ratings, age, opinion, source }
        })
        .collect();
    if has(Fault::AnswersAlike) {
        let alike = Answer { ratings: vec![1, 0, 1, 1, 0, 1], opinion: None, ..answers[0].clone() };
        let many = answers.len() * 7 / 20;
        answers.iter_mut().step_by(2).take(many).for_each(|answer| *answer = alike.clone());
    }
    if !has(Fault::AllBest) {
        // Somebody chooses the worst option of each question, which says how many its scale has.
        for question in 0..=words.questions.len() {
            let at = stream.place(answers.len() / 2) * 2 + 1;
            answers[at].ratings[question] = words.scale.len() - 1;
        }
    }
    answers
}
