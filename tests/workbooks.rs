//! The workbooks in another program: LibreOffice opens them, and comes to the stored result of every formula.

mod support;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::Inbox;
use support::office::{cells, is_there, recalculated};

fn recalculates(workbook: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let converted = recalculated(workbook, folder.path());
    let (before, after) = (cells(workbook), cells(&converted));
    assert_eq!(before.len(), after.len());
    for ((name, before), (_, after)) in before.iter().zip(&after) {
        let by_place = |cells: &[((usize, usize), Data)]| cells.iter().cloned().collect::<BTreeMap<_, _>>();
        let (before, after) = (by_place(before), by_place(after));
        for at in before.keys().chain(after.keys()) {
            let of = |cells: &BTreeMap<_, Data>| cells.get(at).cloned().unwrap_or(Data::Empty);
            let (value, other) = (of(&before), of(&after));
            let same = match (calamine::DataType::as_f64(&value), calamine::DataType::as_f64(&other)) {
                (Some(one), Some(two)) => (one - two).abs() <= 1e-9 * one.abs().max(1.0),
                _ => value.to_string().trim() == other.to_string().trim(),
            };
            assert!(same, "{name} {at:?}: {value:?} {other:?}");
        }
    }
}

#[test]
fn libreoffice_comes_to_the_stored_results() {
    if !is_there() {
        return;
    }
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    recalculates(&run.folder.join("绩效评价汇总.xlsx"));
    let sheets = std::fs::read_dir(run.folder.join("评分表")).unwrap().map(|entry| entry.unwrap().path());
    let sheets: Vec<PathBuf> = sheets.filter(|path| path.to_string_lossy().contains("-20")).collect();
    assert_eq!(sheets.len(), 2);
    for sheet in sheets {
        recalculates(&sheet);
    }
    let blank = tempfile::tempdir().unwrap();
    assert!(support::jixiao().arg("template").arg(blank.path()).output().unwrap().status.success());
    recalculates(&blank.path().join("绩效自评表（空白）.xlsx"));
}

#[test]
fn score_sheets_are_named_safely_and_hold_the_indicators() {
    let inbox = Inbox::sample();
    let run = inbox.run(&[]);
    let sheets: Vec<PathBuf> =
        std::fs::read_dir(run.folder.join("评分表")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(sheets.len(), 12);
    let sheet = sheets.iter().find(|path| path.to_string_lossy().contains("CJ-2023-01_2023_")).unwrap();
    let all = cells(sheet);
    let (name, table) = &all[0];
    assert_eq!(name, "评分表");
    let text: Vec<String> = table.iter().map(|(_, value)| value.to_string()).collect();
    for word in [
        "一级指标",
        "指标解释",
        "评分规则",
        "目标值",
        "实际完成值",
        "分值",
        "得分",
        "支持重点外向型企业数量",
        "8.26",
        "96.74",
    ] {
        assert!(text.iter().any(|cell| cell.contains(word)), "{word}");
    }
}

#[test]
fn without_score_sheets_there_are_none_and_no_links_to_them() {
    let inbox = Inbox::sample();
    let run = inbox.run(&["--no-score-sheets"]);
    assert!(!run.folder.join("评分表").exists());
    let mut archive = zip::ZipArchive::new(std::fs::File::open(run.folder.join("绩效评价汇总.xlsx")).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names.iter().filter(|name| name.ends_with(".rels")) {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        assert!(!text.contains("%E8%AF%84%E5%88%86%E8%A1%A8") && !text.contains("评分表/"), "{name}");
    }
}

#[test]
fn nothing_from_an_input_becomes_a_formula() {
    let inbox = Inbox::new();
    let mut rows = support::form("P1", 10.0, 10.0, 10.0);
    rows[2][1] = support::V::from("=HYPERLINK(\"http://example.com\")/../..\\x:*?");
    inbox.book("P1/自评表.xlsx", &[("自评", rows)]);
    let run = inbox.run(&[]);
    let formulas = |path: &Path| {
        let mut book: Xlsx<_> = open_workbook(path).unwrap();
        let names = book.sheet_names();
        let of = |name: String| {
            book.worksheet_formula(&name).unwrap().used_cells().map(|(_, _, text)| text.clone()).collect::<Vec<_>>()
        };
        names.into_iter().flat_map(of).collect::<Vec<String>>()
    };
    for path in [run.folder.join("绩效评价汇总.xlsx")]
        .into_iter()
        .chain(std::fs::read_dir(run.folder.join("评分表")).unwrap().map(|entry| entry.unwrap().path()))
    {
        assert!(formulas(&path).iter().all(|formula| !formula.to_uppercase().contains("HYPERLINK")));
    }
}

/// The targets of a workbook's links to files, with what is written in percent signs read.
fn linked_files(workbook: &Path) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(workbook).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut targets = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".rels")) {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        for link in text.split("<Relationship ").skip(1).filter(|link| link.contains("TargetMode=\"External\"")) {
            let target = link.split_once("Target=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
            targets.push(read_percent_signs(target));
        }
    }
    targets
}

fn read_percent_signs(text: &str) -> String {
    let text = text.replace("&amp;", "&").replace("&apos;", "'").replace("&quot;", "\"");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, after @ ..] = rest {
        let hex = std::str::from_utf8(after.get(..2).unwrap_or_default()).ok();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => (bytes.push(byte), rest = &after[2..]).1,
            None => (bytes.push(*first), rest = after).1,
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn names_of_every_kind_come_out_right() {
    let long = "农村公路养护".repeat(34);
    let names = [
        "=1+1",
        "+86道路",
        "-减排项目",
        "@公共文化",
        "他说\"好\"和'行'项目",
        "左/右\\中:全*部?<一>|项目",
        &long,
        "🚌公交👨‍👩‍👧‍👦补贴",
        "同名项目",
        "同名项目",
        "CON",
        "100%完成&更多#1",
        "尾点.",
        "'引号开头",
    ];
    let inbox = Inbox::new();
    for (at, name) in names.iter().enumerate() {
        let code = format!("N{at:02}");
        let mut rows = support::form(&code, 10.0, 10.0, 10.0);
        rows[2][1] = support::V::from(*name);
        inbox.book(&format!("{code}/自评表.xlsx"), &[("自评", rows)]);
    }
    let run = inbox.run(&[]);
    let aggregate = run.folder.join("绩效评价汇总.xlsx");
    let sheets = cells(&aggregate);
    for sheet in ["项目排名", "指标得分", "结果应用建议"] {
        let (_, cells) = sheets.iter().find(|(name, _)| name == sheet).unwrap();
        for name in names {
            assert!(
                cells.iter().any(|(_, value)| matches!(value, Data::String(text) if text == name)),
                "{sheet} {name}"
            );
        }
    }
    let mut files: Vec<String> = std::fs::read_dir(run.folder.join("评分表"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files.len(), names.len());
    for file in &files {
        assert!(!file.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']), "{file}");
        assert!(file.len() <= 255 && file.encode_utf16().count() <= 200, "{file}");
    }
    // Each project's link leads to its own file.
    let mut linked = linked_files(&aggregate);
    linked.iter_mut().for_each(|target| *target = target.strip_prefix("评分表/").unwrap().to_owned());
    linked.sort();
    files.sort();
    assert_eq!(linked, files);
    if is_there() {
        recalculates(&aggregate);
    }
}
