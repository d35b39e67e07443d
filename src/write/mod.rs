//! Writing: the aggregate workbook and the score sheets, each made of [sheets](sheet) without Excel that
//! [`xlsx`] alone puts into a workbook; the tables for other programs; and the record of the run.

pub mod advice;
pub mod amounts;
pub mod changes;
pub mod definitions;
pub mod demo;
pub mod departments;
pub mod drawing;
pub mod file_name;
pub mod findings;
pub mod folder;
pub mod formula;
pub mod heading;
pub mod indicator_points;
pub mod live;
pub mod losses;
pub mod low_execution;
pub mod overview;
pub mod places;
pub mod policies;
pub mod progress;
pub mod quality;
pub mod ranking;
pub mod record;
pub mod return_list;
#[cfg(test)]
pub(crate) mod sample;
pub mod score_sheet;
pub mod sheet;
pub mod sheet_name;
pub mod surveys;
pub mod table;
pub mod template;
pub mod terms;
pub mod trend;
pub mod width;
pub mod xlsx;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::error::Result;
use crate::finding::Finding;
use crate::history::History;
use crate::history::changes::Changes;
use crate::period::FiscalYear;
use crate::project::ProjectKey;
use crate::review::{Review, Reviewed};
use crate::words::{Lang, Words};

use places::Places;
use return_list::Returned;
use sheet::Sheet;
use template::Template;
use xlsx::{Binding, Pieces};

/// The findings of each project, in their own order; those of none are left out.
pub type FindingsByProject<'a> = BTreeMap<&'a ProjectKey, Vec<&'a Finding>>;

/// Sorts the findings out once, so that no score sheet has to go through all of them.
pub fn findings_by_project(review: &Review) -> FindingsByProject<'_> {
    let mut by_project = FindingsByProject::new();
    for finding in &review.findings {
        if let Some(key) = &finding.project {
            by_project.entry(key).or_default().push(finding);
        }
    }
    by_project
}

/// The bytes of the aggregate workbook.
///
/// `score_sheets` are the names from [`score_sheet_names`], to which projects are linked; empty where no score sheets
/// are written.
pub fn aggregate<'a>(
    review: &'a Review,
    history: &'a History,
    findings: &FindingsByProject<'_>,
    score_sheets: &[String],
    places: &'a Places<'a>,
    words: &'a Words,
) -> Result<Pieces> {
    let sheets = sheets(review, words, findings, score_sheets, places).chain(since(review, history, words));
    let period = heading::period(words, &review.years, review.as_of);
    xlsx::workbook(sheets, &binding(words, words.text("title-workbook"), period, review.as_of))
}

/// The sheets of the aggregate workbook. Each is made when it is asked for, so that only one stands in memory.
fn sheets<'a>(
    review: &'a Review,
    words: &'a Words,
    findings: &FindingsByProject<'_>,
    score_sheets: &[String],
    places: &'a Places<'a>,
) -> impl Iterator<Item = Sheet<'a>> {
    let make = move |at| match at {
        0 => overview::overview(review, words, places),
        1 => ranking::ranking(review, words, findings, places, score_sheets),
        2 => low_execution::low_execution(review, words),
        3 => departments::departments(review, words),
        4 => indicator_points::indicator_points(review, words, places),
        5 => losses::losses(review, words),
        6 => progress::progress(review, words),
        7 => surveys::surveys(review, words),
        8 => findings::findings(review, words, places),
        9 => quality::quality(review, words),
        10 => advice::advice(review, words, places),
        _ => definitions::definitions(review, words),
    };
    (0..12).map(make)
}

/// The sheets that tell of earlier runs, where there are any.
fn since<'a>(review: &'a Review, history: &'a History, words: &'a Words) -> impl Iterator<Item = Sheet<'a>> {
    let changes = history.changes.iter().flat_map(|changes| changes::changes(changes, words));
    let changes = changes.map(|sheet| Sheet { back: Some(heading::to_overview(words)), ..sheet });
    let is_first = history.changes.is_none() && history.unsound.is_empty();
    changes.chain((!is_first).then(|| trend::trend(review, history, words)))
}

/// The bytes of a workbook with what changed between two runs.
pub fn comparison(changes: &Changes, words: &Words) -> Result<Vec<u8>> {
    let period = words.with("label-period-between", &changes::facts(changes));
    xlsx::workbook(
        changes::changes(changes, words),
        &binding(words, words.text("title-changes"), period, changes.after),
    )
    .map(Pieces::bytes)
}

/// The bytes of a project's score sheet; `findings` are the project's own, and `places` those of the aggregate workbook.
pub fn score_sheet(
    review: &Review,
    reviewed: &Reviewed,
    findings: &[&Finding],
    places: &Places<'_>,
    words: &Words,
) -> Result<Vec<u8>> {
    let title = format!("{} {}", reviewed.project.key.code, reviewed.project.name);
    let period = heading::period(words, &[reviewed.project.key.year], review.as_of);
    xlsx::workbook(
        score_sheet::sheets(review, reviewed, findings, places, words),
        &binding(words, title, period, review.as_of),
    )
    .map(Pieces::bytes)
}

/// The file name of each project's score sheet, in the order of the projects: `<code>_<name>.xlsx`, with the year
/// between them where the review ranks more than one. The folder is `folder-score-sheets` in the catalogue.
pub fn score_sheet_names(review: &Review) -> Vec<String> {
    let with_year = review.years.len() > 1;
    let stem = |reviewed: &Reviewed| {
        let (key, name) = (&reviewed.project.key, &reviewed.project.name);
        if with_year { format!("{}_{}_{name}", key.code, key.year) } else { format!("{}_{name}", key.code) }
    };
    file_name::unique(review.projects.iter().map(stem), ".xlsx")
}

/// The bytes of the list of what a department has to correct.
pub fn return_list(review: &Review, department: &str, findings: &[Returned<'_>], words: &Words) -> Result<Vec<u8>> {
    let title = words.text("sheet-return-list");
    let period = heading::period(words, &review.years, review.as_of);
    let sheet = return_list::return_list(review, department, findings, words);
    xlsx::workbook([sheet], &binding(words, title, period, review.as_of)).map(Pieces::bytes)
}

/// The bytes of a blank workbook.
pub fn template(template: Template, words: &Words, today: NaiveDate) -> Result<Vec<u8>> {
    xlsx::workbook(template.sheets, &binding(words, template.title, String::new(), today)).map(Pieces::bytes)
}

/// The bytes of a workbook of a made inbox.
pub fn demo_book(book: &demo::Book, year: FiscalYear, words: &Words) -> Result<Vec<u8>> {
    let title = book.sheet.name.clone();
    xlsx::drawn(&book.sheet, &binding(words, title, year.to_string(), year.last_day())).map(Pieces::bytes)
}

/// The bytes of a workbook beside the projects of a made inbox.
pub fn demo_sheet(sheet: Sheet<'_>, year: FiscalYear, words: &Words) -> Result<Vec<u8>> {
    let title = sheet.tables.first().map(|table| table.title.clone()).unwrap_or_default();
    xlsx::workbook([sheet], &binding(words, title, year.to_string(), year.last_day())).map(Pieces::bytes)
}

fn binding(words: &Words, title: String, period: String, as_of: NaiveDate) -> Binding {
    Binding {
        title,
        period,
        as_of,
        footer: words.text("label-page"),
        // The fonts that Excel and WPS have on every system of that language.
        font: match words.lang {
            Lang::Zh => "宋体",
            Lang::En => "Calibri",
        },
        without_formulas: words.text("note-without-formulas"),
        wrong_entry: words.text("label-wrong-entry"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use sheet::Sheet;
    use table::{Cell, Row, Table};

    /// Every sheet that is written, its rows filled in.
    fn all(review: &Review, words: &Words) -> Vec<Table> {
        let findings = findings_by_project(review);
        let names = score_sheet_names(review);
        let places = Places::new(review, words);
        let mut sheets: Vec<Sheet<'_>> = sheets(review, words, &findings, &names, &places).collect();
        for reviewed in &review.projects {
            let own = findings.get(&reviewed.project.key).map_or(&[][..], Vec::as_slice);
            sheets.extend(score_sheet::sheets(review, reviewed, own, &places, words));
        }
        sheets
            .into_iter()
            .flat_map(|mut sheet| {
                if let (Some(last), Some(rest)) = (sheet.tables.last_mut(), sheet.rest.take()) {
                    last.rows.extend(rest);
                }
                sheet.tables
            })
            .collect()
    }

    fn texts(cell: &Cell) -> Option<&str> {
        match cell {
            Cell::Text(text) | Cell::Label(text) | Cell::Link { text, .. } => Some(text),
            Cell::Entry(entry) => Some(&entry.hint),
            Cell::Formula { result, .. } => texts(result),
            _ => None,
        }
    }

    #[test]
    fn every_word_is_in_both_catalogues() {
        // A message that is missing shows its name. Those of findings and bases are other files' concern.
        let prefixes = [
            "sheet-",
            "title-",
            "column-",
            "label-",
            "note-",
            "figure-",
            "remark-",
            "define-",
            "definition-",
            "kind-",
            "passed-",
            "status-",
            "severity-",
            "warning-",
            "points-source-",
            "base-",
            "rule-",
            "folder-",
            "advice-",
            "hint-",
            "heading-",
            "choice-",
            "question-",
            "file-template-",
        ];
        let review = sample::review(30);
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::new(lang);
            let blank = template::templates(&words).into_iter().flat_map(|template| template.sheets);
            let blank = blank.flat_map(|sheet| sheet.tables);
            for table in all(&review, &words).into_iter().chain(blank) {
                let headings = table.columns.iter().map(|column| column.heading.as_str());
                let cells = table.rows.iter().flat_map(|row| &row.cells).filter_map(texts);
                let named = [table.name.as_str(), table.title.as_str()]
                    .into_iter()
                    .chain(table.notes.iter().map(String::as_str));
                let hints =
                    table.columns.iter().filter_map(|column| column.entry.as_ref()).map(|entry| entry.hint.as_str());
                let key = table.key.iter().map(|(word, _)| word.as_str());
                let named: Vec<&str> = headings.chain(named).chain(hints).chain(key).collect();
                // A fact that a message asks for and does not get stands in it by its name.
                assert!(named.iter().all(|text| !text.contains("{$")), "{lang:?}: {named:?}");
                for text in cells.chain(named) {
                    assert!(!prefixes.iter().any(|prefix| text.starts_with(prefix)), "{lang:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn rows_have_a_cell_at_most_for_every_column() {
        for table in all(&sample::review(30), &Words::new(Lang::Zh)) {
            for row in &table.rows {
                assert!(row.cells.len() <= table.columns.len(), "{}: {row:?}", table.title);
                assert!(row.toned.is_none_or(|toned| toned < table.columns.len()));
            }
        }
    }

    #[test]
    fn the_total_of_a_score_table_is_the_points_of_the_project() {
        let review = sample::review(30);
        let words = Words::new(Lang::Zh);
        for reviewed in review.projects.iter().filter(|reviewed| reviewed.card.points.is_some()) {
            let places = Places::new(&review, &words);
            let sheets = score_sheet::sheets(&review, reviewed, &[], &places, &words);
            let rows: &Vec<Row> = &sheets[0].tables[0].rows;
            let Some(Cell::Formula { formula, result }) = rows.last().and_then(|row| row.cells.get(8)) else {
                panic!("no total");
            };
            assert_eq!(**result, Cell::Points(reviewed.card.points.unwrap().decimal().normalize()));
            assert_eq!(formula, "R[-10]C+R[-7]C+R[-4]C+R[-1]C");
        }
    }

    #[test]
    fn projects_with_a_level_come_gravest_first_and_those_without_a_rate_apart() {
        let review = sample::review(30);
        let words = Words::new(Lang::Zh);
        let tables = low_execution::low_execution(&review, &words).tables;
        let levels: Vec<&str> = tables[0].rows.iter().filter_map(|row| texts(&row.cells[0])).collect();
        let mut runs = levels.clone();
        runs.dedup();
        assert_eq!(runs, ["红色", "橙色", "黄色"]);
        let raised =
            review.projects.iter().filter(|it| it.warning > Some(crate::rank::warnings::Warning::None)).count();
        assert_eq!(levels.len(), raised);
        let last = tables.last().unwrap();
        assert_eq!(last.title, "无法计算执行率的项目");
        assert!(last.rows.iter().all(|row| texts(&row.cells[0]) == Some("无执行率")));
    }

    #[test]
    fn score_sheets_are_named_by_code_and_name_and_by_year_where_there_are_several() {
        let mut review = sample::review(6);
        let names = score_sheet_names(&review);
        assert!(names.contains(&"11010000_农村公路养护专项资金项目.xlsx".to_owned()), "{names:?}");
        assert!(names.iter().all(|name| !name.contains('/')));
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 6);
        review.years.push(crate::period::FiscalYear(2024));
        assert!(score_sheet_names(&review).contains(&"11010000_2023_农村公路养护专项资金项目.xlsx".to_owned()));
    }

    #[test]
    fn workbooks_have_the_same_bytes_every_time() {
        let make = || {
            let (review, words) = (sample::review(12), Words::new(Lang::Zh));
            let findings = findings_by_project(&review);
            let places = Places::new(&review, &words);
            let one = score_sheet(&review, &review.projects[0], &[], &places, &words).unwrap();
            let names = score_sheet_names(&review);
            (aggregate(&review, &History::default(), &findings, &names, &places, &words).unwrap(), one)
        };
        assert!(make() == make());
    }
}
