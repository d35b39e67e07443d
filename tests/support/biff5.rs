//! A minimal workbook of Excel 5 and 95 (BIFF5): text in a code page, here 936, and no merged cells, in a compound file
//! of one stream. No library here writes one.

use super::sheet::{Sheet, Value};

pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    compound_file("Book", &book(sheets))
}

fn book(sheets: &[Sheet]) -> Vec<u8> {
    let bodies: Vec<Vec<u8>> = sheets.iter().map(worksheet).collect();
    let globals = |starts: &[u32]| {
        let mut out = record(0x0809, &shorts(&[0x0500, 0x0005, 0, 0]));
        out.extend(record(0x0042, &shorts(&[936])));
        // Two cell formats: General, and the built-in 14, a date.
        for format in [0, 14] {
            out.extend(record(0x00E0, &shorts(&[0, format, 0, 0, 0, 0, 0, 0])));
        }
        for (sheet, start) in sheets.iter().zip(starts) {
            let name = gbk(&sheet.name);
            out.extend(record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, name.len() as u8], &name].concat()));
        }
        out.extend(record(0x000A, &[]));
        out
    };
    let mut end = globals(&vec![0; sheets.len()]).len() as u32;
    let mut starts = Vec::new();
    for body in &bodies {
        starts.push(end);
        end += body.len() as u32;
    }
    [globals(&starts), bodies.concat()].concat()
}

fn worksheet(sheet: &Sheet) -> Vec<u8> {
    let mut out = record(0x0809, &shorts(&[0x0500, 0x0010, 0, 0]));
    for ((row, col), cell) in sheet.cells() {
        let at = |style: u16| shorts(&[row as u16, col, style]);
        out.extend(match &cell.value {
            Value::Text(text) => {
                let text = gbk(text);
                record(0x0204, &[at(0), shorts(&[text.len() as u16]), text].concat())
            }
            Value::Number(number) => record(0x0203, &[at(0), number.to_le_bytes().to_vec()].concat()),
            Value::Date(serial) => record(0x0203, &[at(1), serial.to_le_bytes().to_vec()].concat()),
        });
    }
    out.extend(record(0x000A, &[]));
    out
}

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&shorts(&[kind, body.len() as u16])[..], body].concat()
}

fn shorts(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

const SECTOR: usize = 512;
const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const FAT: u32 = 0xFFFF_FFFD;

/// A compound file (MS-CFB) of one stream: a sector of the allocation table, one of the directory, and the stream's own.
fn compound_file(name: &str, stream: &[u8]) -> Vec<u8> {
    // Below 4096 bytes a stream would stand in sectors of another size.
    let size = stream.len().next_multiple_of(SECTOR).max(4096);
    let sectors = (size / SECTOR) as u32;
    assert!(sectors + 2 <= 128, "one sector of the table has room for 128");
    let mut table = vec![FAT, END];
    table.extend((0..sectors).map(|at| if at + 1 == sectors { END } else { at + 3 }));
    table.resize(SECTOR / 4, FREE);

    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    header.extend(shorts(&[0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0]));
    // One sector of the table, the directory in sector 1, no short streams; the table in sector 0.
    header.extend(longs(&[0, 1, 1, 0, 4096, END, 0, END, 0, 0]));
    header.resize(SECTOR, 0xFF);

    let mut directory = entry("Root Entry", 5, 1, END, 0);
    directory.extend(entry(name, 2, FREE, 2, size as u32));
    directory.extend(entry("", 0, FREE, 0, 0));
    directory.extend(entry("", 0, FREE, 0, 0));

    let mut stream = stream.to_vec();
    stream.resize(size, 0);
    [header, longs(&table), directory, stream].concat()
}

/// An entry of the directory: its name, what it is, its child, its first sector and its size.
fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let units: Vec<u16> = name.encode_utf16().collect();
    let mut out = shorts(&units);
    out.resize(64, 0);
    let length = if units.is_empty() { 0 } else { units.len() as u16 * 2 + 2 };
    out.extend([&length.to_le_bytes()[..], &[kind, 1], &longs(&[FREE, FREE, child])].concat());
    out.resize(116, 0);
    out.extend(longs(&[start, size, 0]));
    out
}

fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
