//! A folder of files made to take the machine's memory, or to stop the batch, beside two good projects: the run ends, stays
//! below 1 GB, every file has its fate, and the good projects are what they are without the others.
//!
//! The sizes are those of a real attack in a release build, and a sixty-fourth of it in a slow one.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::time::Duration;

use rust_xlsxwriter::{Format, Workbook};
use support::{Inbox, Run, V, jixiao, ledger, ole};
use zip::write::SimpleFileOptions;

const SCALE: u64 = if cfg!(debug_assertions) { 1 } else { 64 };
const MIB: u64 = 1 << 20;

const UNITS_XLS: &[u8] = include_bytes!("fixtures/units.xls");
const UNITS_ODS: &[u8] = include_bytes!("fixtures/units.ods");

/// A zip of parts, each a beginning, a piece that comes so many times, and an end.
fn package(parts: &[(&str, &str, &[u8], u64, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, start, piece, times, end) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        writer.write_all(start.as_bytes()).unwrap();
        if !piece.is_empty() {
            let per_block = 1 + 65_536 / piece.len() as u64;
            let block = piece.repeat(per_block as usize);
            for _ in 0..times / per_block {
                writer.write_all(&block).unwrap();
            }
            writer.write_all(&block[..(times % per_block) as usize * piece.len()]).unwrap();
        }
        writer.write_all(end.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEETS: &str = r#"<Relationships><Relationship Id="s" Type="x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook><sheets><sheet name="S" r:id="s"/></sheets></workbook>"#;

/// A workbook of one sheet, which is a beginning, a piece that comes so many times, and an end; and shared texts.
fn xlsx(start: &str, piece: &str, times: u64, end: &str, texts: &str) -> Vec<u8> {
    package(&[
        ("_rels/.rels", RELATIONS, b"", 0, ""),
        ("xl/_rels/workbook.xml.rels", SHEETS, b"", 0, ""),
        ("xl/workbook.xml", WORKBOOK, b"", 0, ""),
        ("xl/sharedStrings.xml", texts, b"", 0, ""),
        ("xl/worksheets/sheet1.xml", start, piece.as_bytes(), times, end),
    ])
}

const NO_TEXTS: &str = "<sst></sst>";
const START: &str = "<worksheet><sheetData>";
const END: &str = "</sheetData></worksheet>";

/// A workbook that says of everything in it that it is a hundred bytes.
fn lying(mut bytes: Vec<u8>) -> Vec<u8> {
    for at in 0..bytes.len() - 4 {
        let size = match &bytes[at..at + 4] {
            b"PK\x01\x02" => at + 24,
            b"PK\x03\x04" => at + 22,
            _ => continue,
        };
        bytes[size..size + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    bytes
}

fn save(inbox: &Inbox, path: &str, make: impl FnOnce(&mut Workbook)) {
    let mut workbook = Workbook::new();
    make(&mut workbook);
    inbox.file(path, workbook.save_to_buffer().unwrap());
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// An xls file of one sheet of these records.
fn xls(records: &[Vec<u8>]) -> Vec<u8> {
    let begin = |kind: u8| record(0x0809, &[&[0, 6, kind, 0][..], &[0; 12]].concat());
    let bound = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
    let start = begin(5).len() + bound(0).len() + 4;
    let end = record(0x000A, &[]);
    let stream = [begin(5), bound(start as u32), end.clone(), begin(0x10), records.concat(), end].concat();
    ole(&[("Workbook", &stream)])
}

fn number(row: u16, col: u16) -> Vec<u8> {
    record(0x0203, &[&row.to_le_bytes()[..], &col.to_le_bytes(), &[0, 0], &1.5_f64.to_le_bytes()].concat())
}

/// A formula whose text grows by 255 spaces for every four bytes.
fn spaces() -> Vec<u8> {
    let tokens = [&[0x1E, 1, 0][..], &[0x19, 0x40, 0, 255].repeat(15_000)].concat();
    let len = (tokens.len() as u16).to_le_bytes();
    record(0x0006, &[&[0; 6][..], &1.5_f64.to_le_bytes(), &[0; 6], &len, &tokens].concat())
}

/// A container whose chain of `sector` comes back to itself; the streams claim to be as long as can be.
fn cyclic(sector: usize) -> Vec<u8> {
    let mut bytes = xls(&[number(0, 0)]);
    bytes[512 + 4 * sector..512 + 4 * sector + 4].copy_from_slice(&(sector as u32).to_le_bytes());
    bytes[1024 + 128 + 120..1024 + 128 + 124].copy_from_slice(&0x7FFF_FFFF_u32.to_le_bytes());
    bytes
}

fn ods(content: &str) -> Vec<u8> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    package(&[("mimetype", kind, b"", 0, ""), ("content.xml", content, b"", 0, "")])
}

/// Each file with the codes of its findings.
type Fates = BTreeMap<String, BTreeSet<String>>;

fn put(inbox: &Inbox, fates: &mut Fates, name: &str, bytes: impl AsRef<[u8]>, codes: &[&str]) {
    inbox.file(&format!("BAD/{name}"), bytes);
    expect(fates, name, codes);
}

fn expect(fates: &mut Fates, name: &str, codes: &[&str]) {
    fates.insert(format!("BAD/{name}"), codes.iter().map(|code| (*code).to_owned()).collect());
}

const TOO_LARGE: &[&str] = &["file-too-large"];
const SHEET_TOO_LARGE: &[&str] = &["sheet-too-large"];
const UNREADABLE: &[&str] = &["file-unreadable"];
const NO_WORKBOOK: &[&str] = &["file-not-a-workbook"];
const UNKNOWN: &[&str] = &["sheet-unknown"];

fn hostile(inbox: &Inbox) -> Fates {
    let mut all = Fates::new();
    let fates = &mut all;

    // Cells that lie far apart, or at dates that are none.
    save(inbox, "BAD/corners.xlsx", |workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "左上").unwrap().write(1_048_575, 16_383, 1).unwrap();
    });
    expect(fates, "corners.xlsx", UNKNOWN);
    save(inbox, "BAD/date.xlsx", |workbook| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let sheet = workbook.add_worksheet();
        for (row, cells) in (0..).zip(ledger("BAD", &[("2023-03-05", "丙公司", "补助", 1.0)])) {
            for (col, cell) in (0..).zip(cells) {
                match cell {
                    V::Text(_) if (row, col) == (3, 2) => _ = sheet.write_with_format(row, col, -2e11, &date).unwrap(),
                    V::Text(text) => _ = sheet.write(row, col, text).unwrap(),
                    V::Number(number) => _ = sheet.write(row, col, number).unwrap(),
                    V::Blank => {}
                }
            }
        }
    });
    expect(fates, "date.xlsx", &["date-unreadable", "year-missing"]);
    put(inbox, fates, "far.xls", xls(&[number(0, 0), number(65_535, 255)]), TOO_LARGE);
    put(inbox, fates, "farther.xls", xls(&[number(0, 0), number(65_535, 65_535)]), TOO_LARGE);
    let full = "<a><table:table table:name='S'><table:table-row table:number-rows-repeated='1048576'>\
        <table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='7'/>\
        </table:table-row></table:table></a>";
    put(inbox, fates, "full.ods", ods(full), SHEET_TOO_LARGE);

    // Counts, sizes and chains that are not what they say.
    let forged = "<sst count=\"1\" uniqueCount=\"4000000000\"><si><t>x</t></si></sst>";
    put(inbox, fates, "count.xlsx", xlsx(START, "", 0, END, forged), UNREADABLE);
    put(
        inbox,
        fates,
        "count later.xlsx",
        xlsx(START, "", 0, END, &format!("{}{forged}", " ".repeat(9000))),
        UNREADABLE,
    );
    put(inbox, fates, "cyclic directory.xls", cyclic(1), UNREADABLE);
    put(inbox, fates, "cyclic stream.xls", cyclic(2), UNREADABLE);
    let spaces_bomb = xlsx(START, " ", 16 * MIB * SCALE, END, NO_TEXTS);
    put(inbox, fates, "lying.xlsx", lying(spaces_bomb.clone()), UNREADABLE);
    put(inbox, fates, "spaces.xlsx", spaces_bomb, TOO_LARGE);
    put(
        inbox,
        fates,
        "parts.zip",
        b"PK\x03\x04".iter().chain(&b"PK\x01\x02".repeat(20_000)).copied().collect::<Vec<_>>(),
        TOO_LARGE,
    );

    // Much from little.
    put(inbox, fates, "rows.xlsx", xlsx(START, "<row/>", MIB / 2 * SCALE, END, NO_TEXTS), &[]);
    put(inbox, fates, "deep.xlsx", xlsx(START, "<a>", 2 * MIB * SCALE, END, NO_TEXTS), TOO_LARGE);
    let cell = "<c t=\"s\"><v>0</v></c>";
    let shared = |len: usize| format!("<sst><si><t>{}</t></si></sst>", "x".repeat(len));
    put(inbox, fates, "text.xlsx", xlsx(START, cell, 12_000, END, &shared(1 << 20)), &["sheet-unreadable"]);
    put(inbox, fates, "texts.xlsx", xlsx(START, cell, 12_000, END, &shared(32_000)), SHEET_TOO_LARGE);
    put(
        inbox,
        fates,
        "cells.xlsx",
        xlsx(START, "<row><c><v>1</v></c></row>", MIB / 64 * SCALE, END, NO_TEXTS),
        UNKNOWN,
    );
    let wide = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(16_384));
    put(
        inbox,
        fates,
        "wide cells.xlsx",
        xlsx(START, &wide, 20 * SCALE, END, NO_TEXTS),
        if SCALE > 1 { SHEET_TOO_LARGE } else { UNKNOWN },
    );
    let gathered = ("<row><c t=\"str\"><v>", "<![CDATA[x]]>", "</v></c></row>");
    let gathered =
        xlsx(&format!("{START}{}", gathered.0), gathered.1, MIB * SCALE, &format!("{}{END}", gathered.2), NO_TEXTS);
    put(inbox, fates, "gathered.xlsx", gathered, TOO_LARGE);
    put(inbox, fates, "formulas.xls", xls(&vec![spaces(); 50]), UNKNOWN);
    let merges = |times| {
        xlsx(
            &format!("{START}<row><c><v>1</v></c></row></sheetData><mergeCells>"),
            "<mergeCell ref=\"A1:XFD1048576\"/>",
            times,
            "</mergeCells></worksheet>",
            NO_TEXTS,
        )
    };
    put(inbox, fates, "merges.xlsx", merges(300_000), SHEET_TOO_LARGE);
    put(inbox, fates, "overlapping merges.xlsx", merges(150_000), UNKNOWN);
    put(inbox, fates, "commas.csv", ",".repeat((8 * MIB) as usize), NO_WORKBOOK);
    put(inbox, fates, "quote.csv", format!("a,b\n\"{}", "x,y\n".repeat(100_000)), &["sheet-unreadable"]);
    let huge = inbox.input().join("BAD/huge.csv");
    std::fs::File::create(huge).unwrap().set_len(5 << 30).unwrap();
    expect(fates, "huge.csv", TOO_LARGE);

    // Locked, cut off, and something else.
    put(inbox, fates, "locked.xlsx", ole(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")]), &["file-password"]);
    let whole = std::fs::read(inbox.input().join("SOUND1/台账.xlsx")).unwrap();
    put(inbox, fates, "cut.xlsx", &whole[..whole.len() / 2], UNREADABLE);
    put(inbox, fates, "cut.xls", &UNITS_XLS[..UNITS_XLS.len() / 2], UNREADABLE);
    put(inbox, fates, "cut.ods", &UNITS_ODS[..UNITS_ODS.len() / 2], UNREADABLE);
    let cut_part = package(&[("xl/workbook.bin", "\u{9}\u{40}", b"", 0, "")]);
    put(inbox, fates, "cut.xlsb", cut_part, UNREADABLE);
    put(inbox, fates, "cut.csv", &"项目编码,金额\n1,2\n3,".as_bytes()[..20], UNKNOWN);
    put(inbox, fates, "empty.xlsx", b"", NO_WORKBOOK);
    put(inbox, fates, "page.xls", "<html><table><tr><td>1</td></tr></table></html>", NO_WORKBOOK);
    put(
        inbox,
        fates,
        "old xml.xls",
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>",
        NO_WORKBOOK,
    );
    all
}

/// Every row of every table that belongs to a good project, all columns.
fn sound(run: &Run) -> Vec<(String, Vec<String>)> {
    let mut rows = Vec::new();
    let tables = std::fs::read_dir(run.folder.join("tables")).unwrap();
    let mut names: Vec<String> =
        tables.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in names {
        let frame = run.table(&name);
        let columns: Vec<&str> = frame.get_column_names().into_iter().map(|name| name.as_str()).collect();
        let of_a_sound_project = |row: &Vec<String>| row.iter().any(|cell| cell.starts_with("SOUND"));
        rows.extend(run.rows(&name, &columns).into_iter().filter(of_a_sound_project).map(|row| (name.clone(), row)));
    }
    rows
}

/// The most memory that a process has had, in MiB, so far as it can be told.
fn peak_mib(process: u32) -> Option<u64> {
    let mut status = String::new();
    std::fs::File::open(format!("/proc/{process}/status")).ok()?.read_to_string(&mut status).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib >> 10)
}

#[test]
fn hostile_files_cost_themselves_alone() {
    let inbox = Inbox::two_sound_projects();
    let before = sound(&inbox.run(&[]));
    assert!(before.len() > 12);
    let fates = hostile(&inbox);

    let mut child = jixiao().arg("run").arg(inbox.input()).arg("--out").arg(inbox.output()).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_mib(child.id()).unwrap_or(0));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    assert!(status.success(), "{status}");
    println!("peak {peak} MiB");
    if cfg!(target_os = "linux") {
        assert!((1..1000).contains(&peak), "{peak} MiB");
    }

    let run = inbox.latest();
    assert_eq!(sound(&run), before);
    let mut found = Fates::new();
    for row in run.rows("findings", &["file", "code"]).iter().filter(|row| row[0].starts_with("BAD/")) {
        found.entry(row[0].clone()).or_default().insert(row[1].clone());
    }
    let inputs = run.record()["inputs"].as_array().unwrap().clone();
    let mut wrong = Vec::new();
    for (file, codes) in &fates {
        assert!(inputs.iter().any(|input| input["file"] == file.as_str()), "{file} is not in the record");
        let found = found.get(file).cloned().unwrap_or_default();
        if found != *codes {
            wrong.push(format!("{file}: {found:?}, not {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(found.keys().filter(|file| !fates.contains_key(*file)).count(), 0);
}
