//! 问卷图表: a chart for each question of the project's surveys, as published reports show them.

use crate::review::{Review, Reviewed};
use crate::words::Words;
use crate::write::heading;
use crate::write::sheet::{Chart, ChartKind, ChartPlace, ChartRows, Sheet};

use super::project_title;
use super::surveys::{Charted, OPTION, SHARE};

/// Charts beside each other.
const IN_ROW: usize = 2;

/// `figures` is the sheet on which the options stand; `None` where no question has any.
pub fn charts(
    review: &Review,
    reviewed: &Reviewed,
    words: &Words,
    figures: &Sheet<'_>,
    questions: &[Charted],
) -> Option<Sheet<'static>> {
    let headings = figures.headings_0();
    let chart = |(at, question): (usize, &Charted)| {
        let row_0 = |row: usize| headings.get(question.table).map(|heading| heading + 1 + row as u32);
        Some(Chart {
            kind: ChartKind::Column,
            title: question.asked.clone(),
            rows: ChartRows::Of {
                sheet: words.text("sheet-project-surveys"),
                first_0: row_0(question.rows.start)?,
                last_0: row_0(question.rows.end - 1)?,
            },
            labels: OPTION,
            values: vec![(SHARE, words.text("column-share"))],
            shares: true,
            place: ChartPlace::Grid { in_row: IN_ROW, at },
            width: 365,
            height: 230,
            colours: Vec::new(),
        })
    };
    let charts: Vec<Chart> = questions.iter().enumerate().filter_map(chart).collect();
    let mut page = heading::table(review, words, "survey-charts", &[("", 52), ("", 52)]);
    page.columns.iter_mut().for_each(|column| column.heading.clear());
    page.title = project_title(reviewed, words, "title-survey-charts");
    page.landscape = false;
    (!charts.is_empty()).then(|| Sheet { charts, ..Sheet::from(page) })
}
