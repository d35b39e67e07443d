//! Survey figures: counts, shares, the three readings of satisfaction with their intervals, and the reliability of the scale.

pub mod choices;
mod copies;
mod found;
mod groups;
mod options;
mod question;
pub mod scales;

use crate::fraction::Fraction;
use crate::recognise::cell::squeezed;
use crate::recognise::tables::{Question, SurveySheet};
use crate::rubric::measure::SurveyFigure;
use crate::score::scorecard::{QuestionFigures, SurveyFigures};

use super::statistics::{Codes, needed_sample, reliability};
use choices::{SurveyChoices, is_among, is_named};
use copies::Copies;
use found::Found;
use options::List;
use question::Known;
use scales::{is_background, is_overall};

/// Computes everything from one survey. `tallies` are those of surveys of which the answers are there too: they may say how
/// many copies there were, and list the options. What no sheet says, the configuration's choices may.
pub fn figures(survey: &SurveySheet, tallies: &[&SurveySheet], choices: &SurveyChoices) -> SurveyFigures {
    let lists: Vec<Option<List>> =
        survey.questions.iter().map(|question| options::listed(question, tallies, choices)).collect();
    let survey = &*options::spelled_out(survey, &lists);
    let found = found::scales(survey, &lists, choices);
    let of_scale = found::of_scale(survey, &found, choices);
    let found = found::turned(survey, found, choices);
    let copies = Copies::of(survey, tallies, choices, &of_scale);
    let of_question = |at: usize, question: &Question| {
        // A tally does not say how many gave several choices together.
        let respondents = copies.valid.filter(|_| survey.respondents == 0);
        let known = Known { found: &found[at], list: lists[at].as_ref(), population: copies.population, respondents };
        question::figures(question, &known, choices)
    };
    let mut questions: Vec<QuestionFigures> =
        survey.questions.iter().enumerate().map(|(at, question)| of_question(at, question)).collect();
    let codes = |at: &usize| Some((*at, found::codes(&survey.questions[*at], &found[*at])?));
    let (items, codes): (Vec<usize>, Vec<Codes>) = of_scale.iter().filter_map(codes).unzip();
    let reliability = reliability(&codes);
    for (at, item) in items.iter().zip(&reliability.items) {
        questions[*at].item = Some(*item);
    }
    let shown = shown(&questions, &of_scale);
    let Satisfaction { top_two, pooled, yes_share } =
        satisfaction(&shown.iter().map(|at| &questions[*at]).collect::<Vec<_>>());
    let in_letters = survey.questions.iter().zip(&lists);
    SurveyFigures {
        title: title(survey),
        place: survey.at.whole(),
        issued: copies.issued,
        returned: copies.returned,
        valid: copies.valid,
        population: copies.population,
        // A population smaller than its sample is none.
        needed: needed_sample(&choices.margin(), copies.population)
            .filter(|_| copies.population >= copies.valid || copies.population.is_none()),
        top_two,
        pooled,
        yes_share,
        alpha: reliability.alpha,
        alpha_pairwise: reliability.alpha_pairwise,
        complete: reliability.complete,
        groups: groups::groups(survey, choices, &shown, of_question),
        in_letters: in_letters.filter(|(question, list)| options::is_in_letters(question, list.as_ref())).count(),
        items_named: !choices.scale.is_empty(),
        unmatched: choices.unmatched(&survey.questions),
        misplaced: misplaced(survey, &lists, &found, &items, choices),
        alike: copies::alike(survey, &found),
        questions,
    }
}

/// A survey's title; one without is called by its file.
fn title(survey: &SurveySheet) -> String {
    if !survey.title.is_empty() {
        return survey.title.clone();
    }
    let name = survey.at.file.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Questions that the configuration names for what they cannot be: for the scale, but without a scale or numbers; with
/// options that are not those answered.
fn misplaced(
    survey: &SurveySheet,
    lists: &[Option<List>],
    found: &[Found],
    items: &[usize],
    choices: &SurveyChoices,
) -> Vec<String> {
    let is_misplaced = |at: &usize| {
        let question = &survey.questions[*at];
        let is_item = items.contains(at) || survey.respondents == 0 && found[*at].scale().is_some();
        let has_list = choices.options.iter().any(|list| is_named(question, &list.question));
        is_among(question, &choices.scale) && !is_item || has_list && lists[*at].is_none()
    };
    let those = (0..survey.questions.len()).filter(is_misplaced).map(|at| &survey.questions[at]);
    those.map(|question| question.number.clone().unwrap_or_else(|| question.text.clone())).collect()
}

/// The questions that the satisfaction of the survey is taken over: that of satisfaction as a whole, else those of the scale,
/// else all.
fn shown(questions: &[QuestionFigures], of_scale: &[usize]) -> Vec<usize> {
    let has_figure = |figures: &QuestionFigures| figures.ordered || figures.yes_share.is_some();
    let overall = questions.iter().position(|figures| is_overall(&figures.text) && has_figure(figures));
    match overall {
        Some(question) => vec![question],
        None if of_scale.is_empty() => (0..questions.len()).filter(|at| !is_background(&questions[*at].text)).collect(),
        None => of_scale.to_vec(),
    }
}

/// The three readings of satisfaction, fractions of 1.
struct Satisfaction {
    top_two: Option<Fraction>,
    pooled: Option<Fraction>,
    yes_share: Option<Fraction>,
}

fn satisfaction(questions: &[&QuestionFigures]) -> Satisfaction {
    Satisfaction {
        top_two: weighted_mean(questions, |question| question.top_two.as_ref()),
        pooled: weighted_mean(questions, |question| question.pooled.as_ref()),
        yes_share: weighted_mean(questions, |question| question.yes_share.as_ref()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::{Place, SheetRef, Sited};
    use crate::recognise::tables::{Answers, TallyOption};

    /// A survey of questions, each with the answers of the same respondents in order.
    fn survey(questions: &[(&str, &[&str])]) -> SurveySheet {
        let at = SheetRef::new("a.xlsx", "答卷");
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
            let place = Place::file("a.xlsx");
            Question { number: None, text: (*text).to_owned(), place, is_multiple: false, is_partial: false, answers }
        };
        SurveySheet {
            at,
            title: String::new(),
            issued: None,
            returned: None,
            valid: None,
            population: None,
            printed_rates: Vec::new(),
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
        let figures = figures(
            &survey(&[("总体满意度", &["非常满意", "比较满意", "一般", "不满意"])]),
            &[],
            &SurveyChoices::default(),
        );
        assert_eq!(shown(&figures.top_two), some("0.5"));
        assert_eq!(shown(&figures.pooled), some("0.5"));
        assert_eq!(figures.yes_share, None);
        assert_eq!(figures.valid, Some(4));
    }

    #[test]
    fn where_scales_of_two_lengths_fit_there_is_no_pooled_figure_unless_another_question_tells() {
        let alone = figures(&survey(&[("总体满意度", &["非常满意", "一般"])]), &[], &SurveyChoices::default());
        assert_eq!((shown(&alone.top_two), alone.pooled.clone()), (some("0.5"), None));
        let beside = figures(
            &survey(&[("总体满意度", &["非常满意", "一般"]), ("服务态度", &["非常不满意", "满意"])]),
            &[],
            &SurveyChoices::default(),
        );
        assert_eq!(shown(&beside.pooled), some("0.75"));
    }

    #[test]
    fn yes_and_no_have_a_share_of_yes_and_empty_answers_count_for_nothing() {
        let figures = figures(&survey(&[("是否满意", &["是", "否", "", "是"])]), &[], &SurveyChoices::default());
        assert_eq!(shown(&figures.yes_share), some("0.6667"));
        assert_eq!(figures.questions[0].answered, 3);
    }

    fn choices(toml: &str) -> SurveyChoices {
        toml::from_str(toml).unwrap()
    }

    /// α of two items by hand.
    fn is_alpha(found: &SurveyFigures, expected: f64) -> bool {
        found.alpha.is_some_and(|alpha| (alpha - expected).abs() < 1e-12)
    }

    #[test]
    fn a_number_names_the_question_of_that_number_and_no_other() {
        let mut sheet = survey(&[("4个方面满意吗", &["非常满意", "一般"]), ("服务", &["一般", "非常满意"])]);
        sheet.questions[1].number = some("4");
        let named = figures(&sheet, &[], &choices("scale = [\"4\"]"));
        assert_eq!(named.questions.iter().map(|question| question.item.is_some()).collect::<Vec<_>>(), [false, false]);
        let both = figures(&sheet, &[], &choices("scale = [\"4\", \"4个方面\"]"));
        assert!(both.questions.iter().all(|question| question.item.is_some()));
    }

    #[test]
    fn an_item_worded_the_other_way_round_is_turned() {
        let answers: [&[&str]; 2] = [&["很好", "较好", "一般", "较差"], &["较差", "一般", "较好", "很好"]];
        let sheet = survey(&[("服务", answers[0]), ("等待的时间太长", answers[1])]);
        assert_eq!(figures(&sheet, &[], &SurveyChoices::default()).alpha, None);
        assert!(is_alpha(&figures(&sheet, &[], &choices("reversed = [\"太长\"]")), 1.0));
    }

    #[test]
    fn letters_are_the_options_of_the_list() {
        let sheet = survey(&[("您总体满意吗", &["A", "B", "A", "D"]), ("您用过哪些", &["A┋C", "AC", "C", ""])]);
        let unknown = figures(&sheet, &[], &SurveyChoices::default());
        assert_eq!((unknown.in_letters, unknown.pooled), (2, None));
        let listed = figures(
            &sheet,
            &[],
            &choices(
                "options = [{ question = \"满意\", options = [\"A.非常满意\", \"比较满意\", \"一般\", \"不满意\"] },\n\
                 { question = \"用过\", options = [\"热线\", \"网站\", \"窗口\"] }]",
            ),
        );
        assert_eq!(listed.in_letters, 0);
        assert_eq!(shown(&listed.pooled), some("0.6667"));
        let counts: Vec<(&str, i64)> =
            listed.questions[1].options.iter().map(|option| (option.label.as_str(), option.count)).collect();
        assert_eq!(counts, [("热线", 2), ("网站", 0), ("窗口", 3)]);
        assert!(listed.questions[1].multiple && listed.questions[1].answered == 3);
    }

    #[test]
    fn an_unknown_scale_is_one_where_it_is_listed_and_named() {
        let sheet = survey(&[("服务", &["顶呱呱", "还行", "还行", "不咋地"])]);
        let list = "options = [{ question = \"服务\", options = [\"顶呱呱\", \"还行\", \"不咋地\"] }]";
        assert_eq!(figures(&sheet, &[], &choices(list)).pooled, None);
        let named = figures(&sheet, &[], &choices(&format!("scale = [\"服务\"]\n{list}")));
        assert_eq!((shown(&named.pooled), shown(&named.top_two)), (some("0.5"), some("0.75")));
    }

    #[test]
    fn numbers_are_codes_and_say_nothing_of_which_end_is_better() {
        let sheet = survey(&[("q1", &["1", "2", "3", "4"]), ("q2", &["1", "2", "3", "2"])]);
        let found = figures(&sheet, &[], &SurveyChoices::default());
        assert!(is_alpha(&found, 2.0 * (1.0 - (5.0 / 3.0 + 2.0 / 3.0) / (11.0 / 3.0))));
        assert_eq!((found.pooled, found.complete), (None, 4));
        // Years and amounts are no codes, unless the configuration says so.
        let large = survey(&[("q1", &["1980", "1990", "2000", "2010"]), ("q2", &["10.5", "20", "30", "20"])]);
        assert_eq!(figures(&large, &[], &SurveyChoices::default()).alpha, None);
        assert!(figures(&large, &[], &choices("scale = [\"q1\", \"q2\"]")).alpha.is_some());
    }

    #[test]
    fn satisfaction_is_told_apart_by_a_background_question() {
        let sheet = survey(&[
            ("您的年龄", &["青年", "青年", "老年", "老年"]),
            ("总体满意度", &["非常满意", "不满意", "非常满意", "比较满意"]),
        ]);
        let groups = figures(&sheet, &[], &choices("groups = [\"年龄\"]")).groups;
        let told: Vec<_> =
            groups.iter().map(|group| (group.option.as_str(), group.respondents, shown(&group.top_two))).collect();
        assert_eq!(told, [("青年", 2, some("0.5")), ("老年", 2, some("1"))]);
    }

    #[test]
    fn open_answers_are_kept_and_counted_by_words() {
        let sheet = survey(&[("您的建议", &["加大资金投入", "多宣传 资金政策", "", "无"])]);
        let found = figures(
            &sheet,
            &[],
            &choices(
                "keywords = [{ question = \"建议\", name = \"资金\", words = [\"资金\", \"经费\"] }, { question = \"建议\", name = \"宣传\", words = [\"宣传\"] }]",
            ),
        );
        let question = &found.questions[0];
        assert!(question.open && question.options.iter().any(|option| option.label == "多宣传 资金政策"));
        let counts: Vec<(&str, i64)> = question.keywords.iter().map(|it| (it.label.as_str(), it.count)).collect();
        assert_eq!(counts, [("资金", 2), ("宣传", 1)]);
    }

    #[test]
    fn a_row_of_a_tally_may_sum_two_options() {
        let mut sheet = survey(&[("总体评价", &["总体很好"])]);
        let option = |label: &str, count| TallyOption {
            label: label.to_owned(),
            count: Some(Sited::new(count, Place::file("a.xlsx"))),
            printed_share: None,
        };
        sheet.respondents = 0;
        sheet.questions[0].answers =
            Answers::Tally(vec![option("“总体很好”“总体比较好”", 20), option("C.总体一般", 3)]);
        let found = figures(&sheet, &[], &SurveyChoices::default());
        assert_eq!((shown(&found.top_two), found.pooled, found.valid), (some("0.8696"), None, Some(23)));
        sheet.questions[0].answers = Answers::Tally(vec![option("总体很好", 11), option("总体比较好、总体一般", 12)]);
        assert_eq!(figures(&sheet, &[], &SurveyChoices::default()).top_two, None);
    }

    fn tally(text: &str, counts: &[(&str, i64)]) -> SurveySheet {
        let mut sheet = survey(&[(text, &[])]);
        let place = || Place::file("a.xlsx");
        let option = |(label, count): &(&str, i64)| TallyOption {
            label: (*label).to_owned(),
            count: Some(Sited::new(*count, place())),
            printed_share: None,
        };
        sheet.respondents = 0;
        sheet.questions[0].answers = Answers::Tally(counts.iter().map(option).collect());
        sheet
    }

    #[test]
    fn the_four_words_with_satisfied_in_the_second_place_are_a_scale_of_their_own() {
        let counts = [("非常满意", 4), ("满意", 3), ("一般", 2), ("不满意", 3)];
        assert_eq!(shown(&figures(&tally("总体", &counts), &[], &SurveyChoices::default()).pooled), some("0.5556"));
        // A configured list that leaves steps out is the scale all the same.
        let answers = survey(&[("服务", &["非常满意", "不满意", "一般"])]);
        let list = choices("options = [{ question = \"服务\", options = [\"非常满意\", \"一般\", \"不满意\"] }]");
        assert_eq!(shown(&figures(&answers, &[], &list).pooled), some("0.5"));
    }

    #[test]
    fn a_scale_that_is_taken_although_a_longer_one_fits_is_said() {
        let four =
            figures(&survey(&[("服务", &["非常满意", "比较满意", "一般", "不满意"])]), &[], &SurveyChoices::default());
        assert_eq!(four.questions[0].assumed_steps, Some((4, 5)));
        let five = ["非常满意", "比较满意", "一般", "不太满意", "不满意"];
        let five = figures(&survey(&[("服务", &five)]), &[], &SurveyChoices::default());
        assert_eq!(five.questions[0].assumed_steps, None);
    }

    #[test]
    fn a_question_does_not_take_its_neighbours_scale_against_its_own() {
        let five: &[&str] = &["非常满意", "满意", "一般", "不满意", "非常不满意", "满意"];
        let three: &[&str] = &["满意", "一般", "不满意", "满意", "一般", "不满意"];
        let found = figures(&survey(&[("服务", five), ("态度", three)]), &[], &SurveyChoices::default());
        assert_eq!(
            (&found.questions[1].pooled, &found.questions[1].top_two, found.questions[1].unclear),
            (&None, &None, true)
        );
        let whether: &[&str] = &["满意"; 6];
        let found = figures(&survey(&[("服务", five), ("是否满意", whether)]), &[], &SurveyChoices::default());
        assert_eq!((&found.questions[1].pooled, shown(&found.questions[1].yes_share)), (&None, some("1")));
        assert!(!found.questions[1].ordered);
    }

    #[test]
    fn one_survey_has_the_same_figures_by_its_answers_and_by_its_tally() {
        let chosen: &[&str] = &["非常满意", "比较满意", "一般", "不满意"];
        let known: &[&str] = &["不太了解", "不太了解", "基本了解", "非常了解"];
        let answers = survey(&[("服务", chosen), ("态度", chosen), ("了解程度", known)]);
        let mut tallied = tally("服务", &[("非常满意", 1), ("比较满意", 1), ("一般", 1), ("不满意", 1)]);
        for (text, counts) in [
            ("态度", &[("非常满意", 1), ("比较满意", 1), ("一般", 1), ("不满意", 1)][..]),
            ("了解程度", &[("非常了解", 1), ("基本了解", 1), ("不太了解", 2)][..]),
        ] {
            tallied.questions.extend(tally(text, counts).questions);
        }
        let [one, other] = [&answers, &tallied].map(|sheet| figures(sheet, &[], &SurveyChoices::default()));
        assert_eq!((&one.top_two, &one.pooled), (&other.top_two, &other.pooled));
    }

    #[test]
    fn several_choices_of_a_tally_are_shares_of_those_who_answered() {
        let mut sheet = tally("总体满意度", &[("非常满意", 5), ("比较满意", 2), ("一般", 1), ("不满意", 0)]);
        sheet.questions.extend(tally("用途", &[("资金", 7), ("宣传", 6)]).questions);
        sheet.questions[1].is_multiple = true;
        let found = figures(&sheet, &[], &SurveyChoices::default());
        assert_eq!((found.valid, found.questions[1].answered), (Some(8), 8));
    }

    #[test]
    fn a_tally_of_which_rows_were_refused_has_no_satisfaction() {
        let mut sheet = tally("总体满意度", &[("非常满意", 5), ("比较满意", 5), ("一般", 5)]);
        sheet.questions[0].is_partial = true;
        let found = figures(&sheet, &[], &SurveyChoices::default());
        assert_eq!((found.top_two, found.pooled, found.questions[0].unclear), (None, None, false));
    }

    #[test]
    fn satisfaction_with_a_question_worded_the_other_way_round_is_turned_too() {
        let answers: &[&str] = &["非常同意", "同意", "不确定", "不同意", "非常不同意"];
        let sheet = survey(&[("等待的时间太长", &answers[..2])]);
        let found = figures(&sheet, &[], &choices("reversed = [\"太长\"]\nscale = [\"太长\"]"));
        assert_eq!(shown(&found.top_two), some("0"));
    }

    #[test]
    fn background_questions_in_numbers_are_no_items() {
        let sheet = survey(&[
            ("您的性别", &["1", "2", "1", "2"]),
            ("q1", &["1", "2", "3", "4"]),
            ("q2", &["1", "2", "3", "2"]),
        ]);
        let found = figures(&sheet, &[], &SurveyChoices::default());
        assert_eq!(
            found.questions.iter().map(|question| question.item.is_some()).collect::<Vec<_>>(),
            [false, true, true]
        );
    }

    #[test]
    fn letters_may_stand_in_any_order_and_case_and_one_that_is_not_listed_is_said() {
        let list = "options = [{ question = \"用过\", options = [\"热线\", \"网站\", \"窗口\"] }]";
        let count = |answers: &[&str]| {
            let found = figures(&survey(&[("您用过哪些", answers)]), &[], &choices(list));
            let counts = found.questions[0].options.iter().map(|option| (option.label.clone(), option.count));
            (counts.filter(|(_, count)| *count > 0).collect::<Vec<_>>(), found.in_letters)
        };
        let of = |counts: &[(&str, i64)]| {
            counts.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect::<Vec<_>>()
        };
        assert_eq!(count(&["BA", "a", "C"]), (of(&[("热线", 2), ("网站", 1), ("窗口", 1)]), 0));
        assert_eq!(count(&["A", "E"]).1, 1);
    }

    #[test]
    fn a_list_without_an_answer_that_was_given_is_not_applied_and_said() {
        let answers: &[&str] = &["非常满意", "比较满意", "一般", "说不清"];
        let list = "options = [{ question = \"服务\", options = [\"非常满意\", \"比较满意\", \"一般\", \"不满意\"] }]";
        let found = figures(&survey(&[("服务", answers)]), &[], &choices(list));
        assert_eq!((&found.top_two, &found.pooled, found.misplaced.len()), (&None, &None, 1));
        let found = figures(&survey(&[("服务", &answers[..3])]), &[], &choices(list));
        assert_eq!((shown(&found.top_two), found.misplaced.len()), (some("0.6667"), 0));
        // A list from the worst is read as one from the best where the words tell.
        let list = "options = [{ question = \"服务\", options = [\"一般\", \"比较满意\", \"非常满意\"] }]";
        assert_eq!(shown(&figures(&survey(&[("服务", &answers[..3])]), &[], &choices(list)).pooled), some("0.5"));
        assert_eq!(shown(&figures(&survey(&[("服务", &answers[..1])]), &[], &choices(list)).pooled), some("1"));
    }

    #[test]
    fn letters_are_those_that_are_written_before_the_options() {
        let sheet = survey(&[("您的评价", &["C", "A", "B"])]);
        let sorted = tally("您的评价", &[("C.一般", 1), ("A.非常满意", 1), ("B.比较满意", 1)]);
        let found = figures(&sheet, &[&sorted], &SurveyChoices::default());
        assert_eq!((shown(&found.top_two), found.in_letters), (some("0.6667"), 0));
        // A tally without letters may leave an option out.
        let unlettered = tally("您的评价", &[("非常满意", 1), ("比较满意", 1), ("一般", 1)]);
        assert_eq!(figures(&sheet, &[&unlettered], &SurveyChoices::default()).in_letters, 1);
    }

    #[test]
    fn the_projects_own_entry_corrects_its_sheets_and_the_entry_for_all_does_not() {
        let mut sheet = survey(&[("服务", &["非常满意", "一般"])]);
        sheet.population = Some(Sited::new(1, Place::file("a.xlsx")));
        let population = |toml: &str| figures(&sheet, &[], &choices(toml)).population;
        assert_eq!(population("project = \"P1\"\npopulation = 92"), Some(92));
        assert_eq!(population("population = 92"), Some(1));
    }

    #[test]
    fn copies_that_are_alike_are_counted_and_those_of_the_best_answers_are_not() {
        // The first two gave the best answers alone, the others the same to each of five questions.
        let same: &[&str] = &["非常满意", "非常满意", "一般", "一般", "一般"];
        assert_eq!(figures(&survey(&[("服务", same); 5]), &[], &SurveyChoices::default()).alike, 3);
        assert_eq!(figures(&survey(&[("服务", same); 4]), &[], &SurveyChoices::default()).alike, 0);
    }
}
