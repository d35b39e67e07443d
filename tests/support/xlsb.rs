//! A minimal xlsb (MS-XLSB, BIFF12), which no library here writes: the records of a workbook in the parts of a zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use super::sheet::{Sheet, Value};

/// The style of ordinary cells and that of dates, by their place among the cell formats.
const PLAIN: u32 = 0;
const DATE: u32 = 1;

pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, bytes: &[u8]| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{office}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |all: String| format!("<Relationships xmlns=\"{package}/relationships\">{all}</Relationships>");
    let binary = "application/vnd.ms-excel";
    let overridden =
        |name: &str, kind: &str| format!("<Override PartName=\"{name}\" ContentType=\"{binary}.{kind}\"/>");
    let names: Vec<String> = (1..=sheets.len()).map(|at| format!("worksheets/sheet{at}.bin")).collect();
    let types: String = names.iter().map(|name| overridden(&format!("/xl/{name}"), "worksheet")).collect();
    let types = format!(
        "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"bin\" ContentType=\"{binary}.sheet.binary.macroEnabled.main\"/>{types}{}</Types>",
        overridden("/xl/styles.bin", "styles")
    );
    let mut targets: String = (1..).zip(&names).map(|(id, name)| relation(id, "worksheet", name)).collect();
    targets.push_str(&relation(names.len() + 1, "styles", "styles.bin"));
    part("[Content_Types].xml", types.as_bytes());
    part("_rels/.rels", relations(relation(1, "officeDocument", "xl/workbook.bin")).as_bytes());
    part("xl/_rels/workbook.bin.rels", relations(targets).as_bytes());
    part("xl/styles.bin", &styles());
    part("xl/workbook.bin", &book(sheets));
    for (name, sheet) in names.iter().zip(sheets) {
        part(&format!("xl/{name}"), &worksheet(sheet));
    }
    zip.finish().unwrap().into_inner()
}

fn book(sheets: &[Sheet]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x83, &[]);
    record(&mut out, 0x8F, &[]);
    for (id, sheet) in (1u32..).zip(sheets) {
        let body = [numbers(&[0, id]), wide(&format!("rId{id}")), wide(&sheet.name)].concat();
        record(&mut out, 0x9C, &body);
    }
    record(&mut out, 0x90, &[]);
    record(&mut out, 0x84, &[]);
    out
}

/// Two cell formats: General, and the built-in 14, a date.
fn styles() -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 0x116, &[]);
    record(&mut out, 0x269, &numbers(&[2]));
    for format in [0u16, 14] {
        let mut body = vec![0; 16];
        body[2..4].copy_from_slice(&format.to_le_bytes());
        // The format is applied.
        body[14] = 1;
        record(&mut out, 0x2F, &body);
    }
    record(&mut out, 0x26A, &[]);
    record(&mut out, 0x117, &[]);
    out
}

fn worksheet(sheet: &Sheet) -> Vec<u8> {
    let cells = sheet.cells();
    let merged: Vec<_> = cells.iter().filter(|(at, cell)| **at != cell.last).collect();
    let (rows, cols) = cells.values().fold((0, 0), |(row, col), cell| (cell.last.0.max(row), cell.last.1.max(col)));
    let mut out = Vec::new();
    record(&mut out, 0x81, &[]);
    record(&mut out, 0x94, &numbers(&[0, rows, 0, cols.into()]));
    record(&mut out, 0x91, &[]);
    let mut by_row: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for ((row, col), cell) in &cells {
        by_row.entry(*row).or_default().push((u32::from(*col), &cell.value));
    }
    for (row, cells) in by_row {
        record(&mut out, 0x00, &[numbers(&[row, 0]), vec![0; 5], numbers(&[0])].concat());
        for (col, value) in cells {
            let (kind, style, body) = match value {
                Value::Text(text) => (0x06, PLAIN, wide(text)),
                Value::Number(number) => (0x05, PLAIN, number.to_le_bytes().to_vec()),
                Value::Date(serial) => (0x05, DATE, serial.to_le_bytes().to_vec()),
            };
            record(&mut out, kind, &[numbers(&[col, style]), body].concat());
        }
    }
    record(&mut out, 0x92, &[]);
    record(&mut out, 0xB1, &numbers(&[merged.len() as u32]));
    for ((row, col), cell) in merged {
        record(&mut out, 0xB0, &numbers(&[*row, cell.last.0, (*col).into(), cell.last.1.into()]));
    }
    record(&mut out, 0xB2, &[]);
    record(&mut out, 0x82, &[]);
    out
}

/// A record: its type and its length, seven bits a byte, and its body.
fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    for mut rest in [usize::from(kind), body.len()] {
        while rest >= 0x80 {
            out.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
    out.extend(body);
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A text in UTF-16 with its length.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [numbers(&[units.len() as u32]), units.iter().flat_map(|unit| unit.to_le_bytes()).collect()].concat()
}
