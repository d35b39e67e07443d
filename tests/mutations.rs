//! Damaged workbooks: sound ones with bytes changed, cut and doubled, in the file as it is and in the parts inside of it.
//! Whatever comes of it, nothing of ours panics, every row has its fate, and where calamine can still read the workbook, our
//! own reader gave the same cells.

mod support;

use std::io::{Cursor, Read, Write};
use std::sync::Mutex;

use jixiao::read::inbox::{FileKind, kind_of};
use jixiao::read::workbook::{self, FileFault, ReadSheet};
use jixiao::recognise::header::Headings;
use jixiao::run;
use support::{Inbox, form, ledger, repository};

/// How many times each workbook is damaged in each way.
const TIMES: u64 = 300;

/// Numbers without an order that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    /// Up to three changes: a byte set to another, a piece cut out, a piece doubled, a piece put elsewhere.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(3) {
            let (from, to) = (self.below(bytes.len()), self.below(bytes.len()));
            let piece = from..(from + 1 + self.below(40)).min(bytes.len());
            match self.below(4) {
                0 => {
                    let marks = b"<>\"'=/&;0A9 .-\0\xFF";
                    bytes.get_mut(to).into_iter().for_each(|byte| *byte = marks[self.below(marks.len())]);
                }
                1 => bytes.drain(piece).for_each(drop),
                2 => {
                    let copied = bytes[piece].to_vec();
                    bytes.splice(from..from, copied).for_each(drop);
                }
                _ => {
                    let copied = bytes[piece].to_vec();
                    bytes.splice(to..to, copied).for_each(drop);
                }
            }
        }
    }
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..count).map(part).collect()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Every sheet as text; `None` where the file cannot be read.
fn sheets(read: impl FnOnce(&mut dyn FnMut(ReadSheet)) -> Result<(), FileFault>) -> Option<Vec<String>> {
    let mut sheets = Vec::new();
    let visit = &mut |sheet| sheets.push(format!("{sheet:?}"));
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(visit)));
    read.ok()?.ok().map(|()| sheets)
}

/// How many sheets of the file were recognised, and how many were compared.
fn examine(bytes: &[u8], headings: &Headings, what: &str) -> (usize, usize) {
    let file = run::recognised("file", bytes.to_vec(), headings);
    for sheet in &file.sheets {
        assert!(sheet.rows.balance(), "{what}: {:?}", sheet.rows);
    }
    let mut compared = 0;
    if kind_of(bytes) == FileKind::Zip
        && let Some(library) = sheets(|visit| workbook::read_by_library(bytes, visit))
    {
        let ours = sheets(|visit| workbook::read(bytes.to_vec(), FileKind::Zip, visit)).expect(what);
        assert_eq!(ours.len(), library.len(), "{what}");
        // What is wrong in a part that calamine alone looks at is no fault of the sheet.
        for (ours, library) in ours.iter().zip(&library).filter(|(_, library)| !library.contains("Unreadable")) {
            assert_eq!(ours, library, "{what}");
            compared += 1;
        }
    }
    (file.sheets.len(), compared)
}

#[test]
fn damaged_workbooks_are_read_as_far_as_they_go_and_nothing_is_lost() {
    static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A panic of the library is caught, and costs its file.
        if !panic.location().is_some_and(|place| place.file().contains("/calamine-")) {
            PANICS.lock().unwrap().push(panic.to_string());
            usual(panic);
        }
    }));
    let inbox = Inbox::new();
    let payments = [("2023-03-05", "甲公司", "补助", 60_000.0), ("2023/6/5", "乙公司", "补助 & <其他>", 33_333.33)];
    inbox.book("自评表.xlsx", &[("自评", form("P1", 10.0, 10.0, 9.0)), ("台账", ledger("P1", &payments))]);
    let fixtures = repository().join("tests/fixtures");
    let files = [
        inbox.input().join("自评表.xlsx"),
        repository().join("input/CJ-2023-01/资金拨付台账.xlsx"),
        fixtures.join("units.xls"),
        fixtures.join("units.ods"),
    ];
    let headings = Headings::new(&Default::default()).unwrap();
    let (mut recognised, mut compared) = (0, 0);
    for file in files {
        let sound = std::fs::read(&file).unwrap();
        let parts = if kind_of(&sound) == FileKind::Zip { unzipped(&sound) } else { Vec::new() };
        for seed in 0..TIMES {
            let mut dice = Dice(seed);
            let mut raw = sound.clone();
            dice.damage(&mut raw);
            let mut damaged = parts.clone();
            if !damaged.is_empty() {
                let at = dice.below(parts.len());
                dice.damage(&mut damaged[at].1);
            }
            for (way, bytes) in [("as a file", raw), ("in a part", zipped(&damaged))] {
                let what = format!("{} damaged {way}, seed {seed}", file.display());
                let (sheets, same) = examine(&bytes, &headings, &what);
                recognised += sheets;
                compared += same;
                assert_eq!(*PANICS.lock().unwrap(), Vec::<String>::new(), "{what}");
            }
        }
    }
    // Damage that left nothing to read would show nothing.
    assert!(recognised > 500 && compared > 300, "{recognised} {compared}");
}
