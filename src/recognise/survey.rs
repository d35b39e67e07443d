//! Surveys: answers as a site exports them, one row a respondent, and tallies, one row a question or an option.

use std::collections::HashMap;

use crate::finding::Code;
use crate::fraction::Fraction;
use crate::location::{CellRef, Place, Sited};
use crate::read::grid::{GridRow, Value};

use super::Sheet;
use super::cell::{self, normal, squeezed};
use super::header::{Role, without_translation};
use super::personal::{asks_for_number, masked_answer};
use super::rows::is_note;
use super::tables::{Answers, Content, CopyRate, PassedOver, PrintedShare, Question, SurveySheet, TallyOption};
use super::totals::is_total;

/// One row a respondent. Respondents' addresses and times are not read.
pub fn answers(sheet: &mut Sheet<'_>) -> Content {
    let mut questions: Vec<Question> = sheet
        .header
        .questions
        .iter()
        .map(|(at, text)| {
            let answers = Answers::Rows { texts: Vec::new(), rows: Vec::new(), col_0: at.col_0, row_0: Vec::new() };
            question(text, sheet.at.at(*at), answers)
        })
        .collect();
    let mut respondents = 0;
    // The answers that were met, by their number; whether the question asks for a person's number.
    let of_question = |question: &Question| (HashMap::new(), asks_for_number(&question.text));
    let mut known: Vec<(HashMap<String, u32>, bool)> = questions.iter().map(of_question).collect();
    for row in sheet.body() {
        if sheet.is_heading(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Heading);
            continue;
        }
        if is_total(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Total);
            continue;
        }
        if is_note(&row) {
            sheet.fates.passed(row.row_0, PassedOver::Note);
            continue;
        }
        for (question, (known, asks)) in questions.iter_mut().zip(&mut known) {
            let Answers::Rows { texts, rows, col_0, row_0 } = &mut question.answers else { continue };
            row_0.push(row.row_0);
            let number = row.get(*col_0).and_then(|value| {
                let text = cell::text(value);
                let text = masked_answer(*asks, &text);
                let number = texts.len() as u32;
                match known.get(&*text) {
                    Some(number) => Some(*number),
                    None if is_unanswered(&text) => None,
                    None => {
                        texts.push(text.to_string());
                        known.insert(text.into_owned(), number);
                        Some(number)
                    }
                }
            });
            rows.push(number);
        }
        respondents += 1;
        sheet.fates.used(row.row_0);
    }
    let mut survey = survey(sheet, questions);
    survey.respondents = respondents;
    Content { survey: Some(Box::new(survey)), ..Content::default() }
}

fn question(asked: &str, place: Place, answers: Answers) -> Question {
    let asked = without_translation(asked);
    let (number, text) = numbered(asked);
    Question { number, text, place, is_multiple: asked.contains("多选"), is_partial: false, answers }
}

/// What sites write where a question was passed over.
fn is_unanswered(text: &str) -> bool {
    matches!(squeezed(text).as_str(), "" | "(空)" | "(跳过)" | "(未答)")
}

/// Counts for each question: 是 and 否 or the options in columns, or a row for each option, under the question in a column of
/// its own or in a line above them.
pub fn tally(sheet: &mut Sheet<'_>) -> Content {
    let mut questions: Vec<Question> = Vec::new();
    let mut returned = None;
    // A question written beside its first option alone, or above its options, goes for the rows under it.
    let mut asked = if sheet.header.has(Role::Question) { None } else { line_above(sheet) };
    for row in sheet.body() {
        if sheet.settle_ordinary(&row) || is_count_of_answers(sheet, &row) {
            continue;
        }
        let is_line = !sheet.header.has(Role::Question) && row.cells().nth(1).is_none();
        if let Some(line) = row.first_text().filter(|_| is_line) {
            asked = Some(Sited::new(line.to_owned(), sheet.at.at(row.first_at())));
            sheet.fates.passed(row.row_0, PassedOver::Title);
            continue;
        }
        asked = sheet.text(&row, Role::Question).or(asked);
        let Some(question) = asked.clone() else { continue };
        let stated: Option<Sited<i64>> = sheet.read(&row, Role::Returned, Code::NumberUnreadable, cell::count);
        returned = returned.or(stated);
        let options = options(sheet, &row);
        let is_refused = options.is_none();
        let next = self::question(&question.value, question.place, Answers::Tally(Vec::new()));
        if questions.last().is_none_or(|last| last.text != next.text) {
            questions.push(next);
        }
        if let Some(Question { is_partial, answers: Answers::Tally(known), .. }) = questions.last_mut() {
            *is_partial |= is_refused;
            known.extend(options.unwrap_or_default());
        }
        if !is_refused {
            sheet.fates.used(row.row_0);
        }
    }
    let mut survey = survey(sheet, questions);
    survey.returned = survey.returned.or(returned);
    Content { survey: Some(Box::new(survey)), ..Content::default() }
}

/// The last line above the header: the question of the first options.
fn line_above(sheet: &Sheet<'_>) -> Option<Sited<String>> {
    let row = sheet.grid.rows_between(sheet.first_row_0, sheet.header.row_0).last()?;
    let cell = row.cells().next()?;
    row.text(cell.at.col_0).map(|text| Sited::new(text.to_owned(), sheet.at.at(cell.at)))
}

/// The line under the options of a question that says how many answered it.
fn is_count_of_answers(sheet: &mut Sheet<'_>, row: &GridRow<'_>) -> bool {
    let is_count = row.first_text().is_some_and(|text| text.starts_with("本题有效"));
    if is_count {
        sheet.fates.passed(row.row_0, PassedOver::Total);
    }
    is_count
}

/// What a row of a tally counts; `None` where it is refused.
fn options(sheet: &mut Sheet<'_>, row: &GridRow<'_>) -> Option<Vec<TallyOption>> {
    let known = sheet.findings.made();
    let counted = counted(sheet, row);
    if counted.is_none() {
        // A count that cannot be read has its finding; one that is not there has none yet.
        if sheet.findings.made() == known { sheet.refuse(row) } else { sheet.fates.refused(row.row_0) }
    }
    counted
}

fn counted(sheet: &mut Sheet<'_>, row: &GridRow<'_>) -> Option<Vec<TallyOption>> {
    let option = |label: &str, count, printed_share| TallyOption { label: label.to_owned(), count, printed_share };
    if sheet.header.has(Role::YesCount) {
        let yes = sheet.read(row, Role::YesCount, Code::NumberUnreadable, cell::count);
        let no = sheet.read(row, Role::NoCount, Code::NumberUnreadable, cell::count);
        let share = sheet.read(row, Role::YesShare, Code::NumberUnreadable, cell::rate);
        return Some(vec![option("是", Some(yes?), share), option("否", Some(no?), None)]);
    }
    if sheet.header.has(Role::Option) {
        let label = sheet.text(row, Role::Option);
        let count = sheet.read(row, Role::OptionCount, Code::NumberUnreadable, cell::count);
        let share = sheet.read(row, Role::OptionShare, Code::NumberUnreadable, cell::rate);
        return Some(vec![option(&label?.value, count, share)]).filter(|options| is_said(&options[0]));
    }
    let columns: Vec<(CellRef, String)> = sheet.header.options().cloned().collect();
    let mut counted = Vec::new();
    for (at, label) in columns {
        let Some(value) = row.get(at.col_0) else { continue };
        let place = sheet.at.at(CellRef::new(row.row_0, at.col_0));
        match cell::count(value) {
            Ok(count) => counted.extend(count.map(|count| option(&label, Some(Sited::new(count, place)), None))),
            Err(fault) => {
                sheet.fault(Code::NumberUnreadable, place, value, fault);
                return None;
            }
        }
    }
    (!counted.is_empty()).then_some(counted)
}

fn is_said(option: &TallyOption) -> bool {
    option.count.is_some() || option.printed_share.is_some()
}

fn survey(sheet: &mut Sheet<'_>, questions: Vec<Question>) -> SurveySheet {
    let beside = counts_beside_labels(sheet);
    let sheet = &*sheet;
    let first = |of: &dyn Fn(&str) -> Option<i64>| {
        let texts = sheet.preamble.texts.iter().chain(&beside);
        texts.into_iter().find_map(|text| Some(Sited::new(of(&text.value)?, text.place.clone())))
    };
    let stated = |labels: &'static [&'static str]| first(&move |text| stated_count(text, labels));
    SurveySheet {
        at: sheet.at.clone(),
        title: sheet.preamble.title.clone(),
        issued: stated(&["发放"]),
        returned: stated(&["回收", "收回"]),
        valid: stated(&["有效"]),
        population: first(&stated_population),
        printed_rates: printed_rates(sheet),
        respondents: 0,
        questions,
    }
}

/// Labels above the header with the count that stands in the cell right of each: 发放份数 | 25. What stands there and is no
/// count is a finding.
fn counts_beside_labels(sheet: &mut Sheet<'_>) -> Vec<Sited<String>> {
    let mut counts = Vec::new();
    for row in sheet.grid.rows_between(sheet.first_row_0, sheet.header.row_0) {
        let mut label: Option<&str> = None;
        for cell in row.cells() {
            let place = sheet.at.at(cell.at);
            let next = text_of(cell.value).filter(|text| is_label_of_copies(text));
            if let Some(label) = label.filter(|_| next.is_none()) {
                match cell::count(cell.value) {
                    Ok(Some(count)) => counts.push(Sited::new(format!("{label}：{count}"), place)),
                    Ok(None) => {}
                    Err(fault) => sheet.fault(Code::NumberUnreadable, place, cell.value, fault),
                }
            }
            label = next;
        }
    }
    counts
}

fn text_of(value: Value<'_>) -> Option<&str> {
    match value {
        Value::Text(text) => Some(without_translation(text)),
        _ => None,
    }
}

/// 发放份数, 回收问卷（份）, 有效份数: a label alone, without its count.
fn is_label_of_copies(text: &str) -> bool {
    let text = squeezed(text);
    let is_named = ["发放", "回收", "收回", "有效"].iter().any(|word| text.contains(word));
    is_named && text.contains('份') && !text.contains(|c: char| c.is_ascii_digit()) && text.chars().count() <= 10
}

/// Those who could have been asked, before their number.
const POPULATION: [&str; 12] = [
    "受益总体",
    "调查总体",
    "总体数量",
    "受益企业",
    "受益对象",
    "受益群众",
    "受益户",
    "服务对象",
    "服务群众",
    "调查对象",
    "调查企业",
    "调查群众",
];

/// What stands between them and their number: `受益企业(共计5个)`.
const LEADS: [&str; 12] = ["", "共", "共计", "(共", "(共计", "共有", "总数", "总数为", "为", "数量", "数量为", ":"];

/// The number of those who could have been asked.
fn stated_population(text: &str) -> Option<i64> {
    stated(text, &POPULATION, |lead, next| {
        LEADS.contains(&lead) && matches!(next, None | Some('人' | '户' | '家' | '个' | '名' | ')' | ',' | '。' | ';'))
    })
}

/// Recovery and validity as the lines above a table print them: `有效率为92%`.
fn printed_rates(sheet: &Sheet<'_>) -> Vec<PrintedShare> {
    let of = |text: &Sited<String>| {
        let rates = [
            ("有效回收率", CopyRate::ValidRecovery),
            ("回收率", CopyRate::Recovery),
            ("收回率", CopyRate::Recovery),
            ("有效率", CopyRate::Validity),
        ];
        let text = text.clone();
        rates.into_iter().filter_map(move |(label, of)| {
            let printed = Sited::new(percentage_after(&text.value, label)?, text.place.clone());
            Some(PrintedShare { of, printed })
        })
    };
    sheet.preamble.texts.iter().flat_map(of).collect()
}

/// The percentage that follows a label within a few characters.
fn percentage_after(text: &str, label: &str) -> Option<Fraction> {
    let text = squeezed(text);
    // 有效回收率 is no 回收率.
    let of_another = |at: usize| !label.starts_with("有效") && text[..at].ends_with("有效");
    let (at, _) = text.match_indices(label).find(|(at, _)| !of_another(*at))?;
    let after = &text[at + label.len()..];
    let start = after.char_indices().take(6).find(|(_, c)| c.is_ascii_digit())?.0;
    let (number, _) = after[start..].split_once('%')?;
    Fraction::parse_decimal(number)?.checked_div(&Fraction::from(100))
}

/// The number of copies that follows a label within a few characters: `共发放问卷25份`, `有效 23`. Neither a percentage, a date
/// nor a number of anything else.
fn stated_count(text: &str, labels: &[&str]) -> Option<i64> {
    let says_else = |lead: &str| ["率", ",", ";", "。", "时间", "日期", "期"].iter().any(|word| lead.contains(word));
    let of_copies = stated(text, labels, |lead, next| !says_else(lead) && next == Some('份'));
    let ends = |next: Option<char>| next.is_none_or(|next| ",;:、。)]} ".contains(next));
    of_copies.or_else(|| stated(text, labels, |lead, next| !says_else(lead) && ends(next)))
}

/// The first number after one of the labels of which `is_meant` holds, given what stands between and what follows.
fn stated(text: &str, labels: &[&str], is_meant: impl Fn(&str, Option<char>) -> bool) -> Option<i64> {
    let text = squeezed(text);
    labels.iter().find_map(|label| {
        text.match_indices(label).find_map(|(at, _)| {
            let after = &text[at + label.len()..];
            let start = after.char_indices().take(8).find(|(_, c)| c.is_ascii_digit())?.0;
            let (number, len) = whole_number(&after[start..]);
            number.filter(|_| is_meant(&after[..start], after[start + len..].chars().next()))
        })
    })
}

/// A whole number at the beginning of a text, with or without thousands separators, and how many bytes it takes.
fn whole_number(text: &str) -> (Option<i64>, usize) {
    let mut digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let mut len = digits.len();
    while let Some(group) = text[len..].strip_prefix(',').and_then(|rest| rest.get(..3))
        && group.bytes().all(|byte| byte.is_ascii_digit())
        && !text[len + 4..].starts_with(|c: char| c.is_ascii_digit())
    {
        digits.push_str(group);
        len += 4;
    }
    (digits.parse().ok(), len)
}

/// `4、您对…？` gives `4` and the question.
pub fn numbered(text: &str) -> (Option<String>, String) {
    let text = normal(text);
    // 第4题：您对…？ [单选题]
    if let Some((number, rest)) = text.strip_prefix('第').and_then(|rest| rest.split_once('题'))
        && number.parse::<u32>().is_ok()
    {
        let asked = rest.trim_start_matches([':', ' ', '、', '.']);
        return (Some(number.to_owned()), asked.split('[').next().unwrap_or(asked).trim().to_owned());
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['、', '.', '．', ')']);
    match rest {
        Some(rest) if digits > 0 => (Some(text[..digits].to_owned()), rest.trim().to_owned()),
        _ => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stated_counts_are_found_and_rates_are_not() {
        let text = "问卷（发放25份，回收23份，有效23份；有效率92%）";
        assert_eq!(stated_count(text, &["发放"]), Some(25));
        assert_eq!(stated_count(text, &["回收"]), Some(23));
        assert_eq!(stated_count(text, &["有效"]), Some(23));
        assert_eq!(stated_count("回收率92%，回收 23 份", &["回收"]), Some(23));
        assert_eq!(stated_count("有效率为92%", &["有效"]), None);
        assert_eq!(stated_count("（共发放1,200份，回收1,150份）", &["发放"]), Some(1_200));
        assert_eq!(stated_count("发放25,回收20", &["发放"]), Some(25));
        assert_eq!(stated_count("为500户发放补贴300万元；发放问卷30份", &["发放"]), Some(30));
        assert_eq!(stated_count("发放范围5个乡镇，发放问卷30份", &["发放"]), Some(30));
        assert_eq!(stated_count("发放时间：2023年12月5日，发放25份", &["发放"]), Some(25));
        assert_eq!(stated_count("问卷有效期：2023年12月31日", &["有效"]), None);
        assert_eq!(stated_count("有效2023-12-31", &["有效"]), None);
    }

    #[test]
    fn those_who_could_have_been_asked_are_told_from_copies_and_dates() {
        for (text, expected) in [
            ("针对受益企业（共计 5个）进行问卷调查", Some(5)),
            ("受益群众共1,200人", Some(1_200)),
            ("服务对象共计1200户", Some(1_200)),
            ("调查对象1200人", Some(1_200)),
            ("调查总体为92", Some(92)),
            ("受益企业满意度调查（发放25份）", None),
            ("受益对象2023年满意度", None),
            ("调查对象25份", None),
        ] {
            assert_eq!(stated_population(text), expected, "{text}");
        }
    }

    #[test]
    fn printed_rates_are_found_wherever_their_percent_sign_stands() {
        let rate = |text| percentage_after(text, "有效率").map(|rate| rate.plain(4));
        assert_eq!(rate("有效问卷23份，有效率为92%"), Some("0.92".to_owned()));
        assert_eq!(rate("有效率（%）：92.5%"), Some("0.925".to_owned()));
        assert_eq!(percentage_after("有效回收率80%", "回收率"), None);
        assert_eq!((rate("有效率（%）：92"), rate("有效率很高%"), rate("有效率")), (None, None, None));
    }

    #[test]
    fn questions_are_numbered_in_either_way() {
        for text in ["4、您满意吗？", "4.您满意吗?", "第4题：您满意吗？   [单选题]"] {
            assert_eq!(numbered(text), (Some("4".to_owned()), "您满意吗?".to_owned()), "{text}");
        }
        assert_eq!(numbered("您满意吗"), (None, "您满意吗".to_owned()));
    }
}
