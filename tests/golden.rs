//! What the workbooks of the sample inbox hold, cell by cell, against the text in `tests/golden/`: a change that nobody meant
//! shows as a line that differs. Written anew by `JIXIAO_BLESS=1 cargo test --test golden`.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use similar::{ChangeTag, TextDiff};
use support::{Inbox, jixiao, repository};

/// A workbook as text: each sheet with its rows, formulas with their results, links and charts.
fn text(workbook: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let mut text = String::new();
    for (at, name) in book.sheet_names().into_iter().enumerate() {
        let values = book.worksheet_range(&name).unwrap();
        let formulas = book.worksheet_formula(&name).unwrap();
        writeln!(text, "## {name}").unwrap();
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let start = values.start().unwrap_or_default();
        for (row, col, value) in values.used_cells() {
            let at = (row as u32 + start.0, col as u32 + start.1);
            let shown = match value {
                Data::Float(number) => number.to_string(),
                other => other.to_string().trim().replace('\n', " ¶ "),
            };
            let formula = formulas.get_value(at).filter(|formula| !formula.is_empty());
            let formula = formula.map(|formula| format!(" [={formula}]")).unwrap_or_default();
            if !shown.is_empty() || !formula.is_empty() {
                rows.entry(at.0).or_default().push(format!("{}: {shown}{formula}", letters(at.1)));
            }
        }
        for (row, cells) in rows {
            writeln!(text, "{} {}", row + 1, cells.join(" | ")).unwrap();
        }
        for link in links(workbook, at + 1) {
            writeln!(text, "link {link}").unwrap();
        }
    }
    for chart in charts(workbook) {
        writeln!(text, "chart {chart}").unwrap();
    }
    text
}

fn letters(col: u32) -> String {
    let letter = |at: u32| char::from(b'A' + u8::try_from(at).unwrap());
    if col < 26 { letter(col).to_string() } else { format!("{}{}", letter(col / 26 - 1), letter(col % 26)) }
}

fn part(workbook: &Path, name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(workbook).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| rest.split_once(after).map(|(inside, _)| inside))
}

fn links(workbook: &Path, sheet: usize) -> Vec<String> {
    let inner = part(workbook, &format!("xl/worksheets/sheet{sheet}.xml")).unwrap();
    let outer = part(workbook, &format!("xl/worksheets/_rels/sheet{sheet}.xml.rels")).unwrap_or_default();
    let within =
        between(&inner, "<hyperlink ", "/>").filter(|link| link.contains("location=") && !link.contains("r:id"));
    let within: Vec<String> = within
        .map(|link| {
            let of =
                |name: &str| link.split_once(name).and_then(|(_, rest)| rest.split_once('"')).map_or("", |it| it.0);
            format!("{} → {}", of("ref=\""), of("location=\""))
        })
        .collect();
    let outside = between(&outer, "<Relationship ", "/>").filter(|link| link.contains("TargetMode=\"External\""));
    let target = |link: &str| between(link, "Target=\"", "\"").next().unwrap_or_default().to_owned();
    within.into_iter().chain(outside.map(target)).collect()
}

fn charts(workbook: &Path) -> Vec<String> {
    let chart = |at: usize| {
        let xml = part(workbook, &format!("xl/charts/chart{at}.xml"))?;
        let title = between(&xml, "<a:t>", "</a:t>").next().unwrap_or_default().to_owned();
        let ranges: Vec<&str> = between(&xml, "<c:f>", "</c:f>").collect();
        Some(format!("{title}: {}", ranges.join(", ")))
    };
    (1..).map_while(chart).collect()
}

fn compare(name: &str, text: &str) {
    let path = repository().join("tests/golden").join(name);
    if std::env::var_os("JIXIAO_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let diff = TextDiff::from_lines(golden.as_str(), text);
    let differing: Vec<String> = diff
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value().trim_end()))
        .collect();
    assert!(
        differing.is_empty(),
        "{} lines of tests/golden/{name} differ; if they are meant to: JIXIAO_BLESS=1 cargo test --test golden\n{}",
        differing.len(),
        differing.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn the_workbooks_hold_what_they_held() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    compare("aggregate.txt", &text(&run.folder.join("绩效评价汇总.xlsx")));
    for (folder, of, name) in [
        ("评分表", "CJ-2023-01", "explained.txt"),
        ("评分表", "KS-2022-01", "deducted.txt"),
        ("退回清单", "演示甲局", "return-list.txt"),
    ] {
        let files = std::fs::read_dir(run.folder.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = files.filter(|path| path.to_string_lossy().contains(of)).collect();
        files.sort();
        compare(name, &text(&files[0]));
    }
}

#[test]
fn the_english_workbook_holds_what_it_held() {
    let inbox = Inbox::two_sound_projects();
    let run = inbox.run(&["--lang", "en"]);
    compare("english.txt", &text(&run.folder.join("performance-review.xlsx")));
}

#[test]
fn the_blank_workbooks_hold_what_they_held() {
    let folder = tempfile::tempdir().unwrap();
    assert!(jixiao().arg("template").arg(folder.path()).output().unwrap().status.success());
    let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().map(|path| format!("# {}\n{}", path.file_name().unwrap().to_string_lossy(), text(path)));
    compare("templates.txt", &texts.collect::<String>());
}
