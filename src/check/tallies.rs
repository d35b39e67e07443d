//! What a tally prints against its own counts, and against the answers where they are there too.

use super::Case;
use crate::finding::{Code, Fact, Finding};
use crate::fraction::Fraction;
use crate::location::Sited;
use crate::measure::survey::scales::{parts, without_letter};
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Answers, Question, TallyOption};
use crate::score::scorecard::{QuestionFigures, SurveyFigures};

/// A printed share follows from its count, every printed share has a count, and a tally counts the answers that are there.
pub fn check(case: &Case<'_>) -> Vec<Finding> {
    let own = case.project.surveys.iter().zip(&case.card.surveys).map(|(sheet, figures)| (sheet, None, figures.valid));
    let tallies = || case.project.tallies.iter().map(|tally| (&tally.sheet, case.card.surveys.get(tally.of)));
    let of_answers = tallies().map(|(sheet, answers)| (sheet, answers, answers.and_then(|answers| answers.valid)));
    let printed = own.chain(of_answers).flat_map(|(sheet, answers, valid)| {
        sheet.questions.iter().flat_map(move |question| printed(question, answers, valid))
    });
    let compared = tallies().filter_map(|(sheet, answers)| Some((sheet, answers?)));
    let compared = compared.flat_map(|(sheet, answers)| {
        sheet.questions.iter().flat_map(move |question| against_answers(question, answers))
    });
    printed.chain(compared).collect()
}

/// `answers` are the figures of the answers that are tallied, where they are there; `valid` how many copies count.
fn printed(question: &Question, answers: Option<&SurveyFigures>, valid: Option<i64>) -> Vec<Finding> {
    let Answers::Tally(options) = &question.answers else { return Vec::new() };
    let answered: i64 = options.iter().filter_map(|option| option.count.as_ref()).map(|count| count.value).sum();
    // Of a question with several choices the shares are of the respondents.
    let differs = |option: &TallyOption| {
        let (count, printed) = (option.count.as_ref()?, option.printed_share.as_ref()?);
        let share = Fraction::ratio(count.value, answered)?;
        let of_respondents = valid.and_then(|valid| Fraction::ratio(count.value, valid));
        let agrees = |share: &Fraction| share.rounds_to_percent(&printed.value);
        (!agrees(&share) && !of_respondents.as_ref().is_some_and(agrees)).then(|| {
            Finding::new(Code::TallyShareDiffers, printed.place.clone())
                .place(count.place.clone())
                .with("question", question.text.as_str())
                .with("option", option.label.as_str())
                .share("printed", &printed.value)
                .share("share", &share)
                .with("count", Fact::Count(count.value))
                .with("answered", Fact::Count(answered))
        })
    };
    options.iter().filter_map(differs).chain(uncounted(question, options, answers)).collect()
}

/// Shares without counts: what they would come to of the answers that are there.
fn uncounted(question: &Question, options: &[TallyOption], answers: Option<&SurveyFigures>) -> Option<Finding> {
    let without = options.iter().filter(|option| option.count.is_none());
    let shares: Vec<(&str, &Sited<Fraction>)> =
        without.filter_map(|option| Some((option.label.as_str(), option.printed_share.as_ref()?))).collect();
    let (_, first) = shares.first()?;
    let answers = answers.and_then(|answers| asked(question, answers));
    let each = shares.iter().map(|(label, printed)| {
        let of_answers = |answers: &QuestionFigures| {
            let keywords = answers.keywords.iter().find(|heading| squeezed(&heading.label) == squeezed(label));
            let counted = keywords.map_or(Fact::Term("term-not-counted"), |heading| copies(heading.count));
            let implied = Fact::Number(&printed.value * &Fraction::from(answers.answered));
            vec![("implied", implied), ("counted", counted)]
        };
        let mut facts =
            vec![("option", Fact::Text((*label).to_owned())), ("printed", Fact::Share(printed.value.clone()))];
        let key = if answers.is_some() { "label-share-of-answers" } else { "label-share-alone" };
        facts.extend(answers.map(of_answers).unwrap_or_default());
        Fact::Said(key, facts)
    });
    let answered = answers.map_or(Fact::Term("term-not-stated"), |answers| copies(answers.answered));
    Some(
        Finding::new(Code::TallySharesUncounted, first.place.clone())
            .places(shares.iter().skip(1).map(|(_, printed)| printed.place.clone()))
            .with("question", question.text.as_str())
            .with("shares", Fact::List(each.collect()))
            .with("answered", answered),
    )
}

/// `23 份`
fn copies(count: i64) -> Fact {
    Fact::Said("label-copies", vec![("count", Fact::Count(count))])
}

/// The counts of a tally against those of the answers themselves, which are used.
fn against_answers(question: &Question, answers: &SurveyFigures) -> Vec<Finding> {
    let (Answers::Tally(options), Some(answered)) = (&question.answers, asked(question, answers)) else {
        return Vec::new();
    };
    let differs = |option: &TallyOption| {
        let tallied = option.count.as_ref()?;
        let labels = summed(&option.label, answered);
        let chosen = answered.options.iter().filter(|known| labels.contains(&without_letter(&known.label)));
        let count: i64 = chosen.map(|known| known.count).sum();
        (count != tallied.value).then(|| {
            Finding::new(Code::TallyDiffers, tallied.place.clone())
                .place(answered.place.clone())
                .with("question", question.text.as_str())
                .with("option", option.label.as_str())
                .with("tally", Fact::Count(tallied.value))
                .with("count", Fact::Count(count))
        })
    };
    options.iter().filter_map(differs).collect()
}

/// The options that a row of a tally stands for: `中型、小型` sums two where both are options of the question.
fn summed(label: &str, answered: &QuestionFigures) -> Vec<String> {
    let is_known = |label: &String| answered.options.iter().any(|option| without_letter(&option.label) == *label);
    let listed: Vec<String> = label.split('、').map(without_letter).collect();
    let of_scale: Vec<String> = parts(label).iter().map(|part| without_letter(part)).collect();
    [listed, of_scale]
        .into_iter()
        .find(|labels| labels.iter().all(is_known))
        .unwrap_or_else(|| vec![without_letter(label)])
}

/// The same question among those that were answered.
fn asked<'a>(question: &Question, answers: &'a SurveyFigures) -> Option<&'a QuestionFigures> {
    answers.questions.iter().find(|known| question.is_same(&known.text))
}
