//! Answers as survey sites export them: a row a copy, a column a question.

use crate::write::table::Cell;

use super::fault::Fault;
use super::pen::Pen;
use super::project::Project;
use super::random::Stream;
use super::words::WORDS;

pub fn draw(project: &Project, stream: &mut Stream) -> Pen {
    let words = &WORDS.survey;
    let has_address = stream.chance(60);
    let has_age = stream.chance(60);
    let mut headings: Vec<String> = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情"].map(str::to_owned).into();
    if has_address {
        headings.push("来自IP".to_owned());
    }
    let first = headings.len() as u16;
    let background = has_age.then_some(&words.background);
    let asked = background.into_iter().chain(&words.questions).chain([&words.overall, &words.open]);
    headings.extend((1..).zip(asked).map(|(number, question)| format!("{number}、{question}")));

    let own = [7, 20, 11, 11, 14, 20];
    let mut widths = own[..usize::from(first)].to_vec();
    widths.resize(headings.len(), 26);
    let mut pen = Pen::new("Sheet1", &widths);
    pen.labels(0, 0, headings);
    for (at, (answer, row_0)) in project.answers.iter().zip(1..).enumerate() {
        pen.centre(row_0, 0, Cell::Count(at as i64 + 1));
        pen.word(row_0, 1, time(project, at, stream));
        pen.word(row_0, 2, format!("{}秒", stream.between(35, 260)));
        pen.word(row_0, 3, words.sources[answer.source].as_str());
        pen.word(row_0, 4, WORDS.made_up.as_str());
        if has_address {
            // Of the block of addresses that is kept for examples.
            pen.word(row_0, 5, format!("192.0.2.{}(演示)", stream.between(1, 254)));
        }
        let age = has_age.then(|| words.ages[answer.age].as_str());
        let ratings = answer.ratings.iter().map(|rating| words.scale[*rating].as_str());
        let opinion = answer.opinion.map_or("", |opinion| words.opinions[opinion].as_str());
        for (text, col_0) in age.into_iter().chain(ratings).chain([opinion]).zip(first..) {
            pen.put(row_0, col_0, Cell::text(text));
        }
    }
    for fault in [Fault::AllBest, Fault::AnswersAlike, Fault::SurveySmall] {
        if project.has(fault) {
            pen.mark_sheet(fault);
        }
    }
    pen
}

/// Copies come in one after another in the January after the year.
fn time(project: &Project, at: usize, stream: &mut Stream) -> String {
    let count = project.answers.len();
    let (day, hour) = (6 + at * 20 / count, 9 + at * 20 % count * 9 / count);
    let year = project.year.0 + 1;
    format!("{year}/1/{day} {hour}:{:02}:{:02}", stream.between(0, 59), stream.between(0, 59))
}
