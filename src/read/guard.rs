//! The guard looks through a zip before the library opens it, for what would take the machine's memory: parts that unpack
//! to far more than they are, whatever the directory says of their size; counts for which room is made unseen; markup that
//! the library would gather without end.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::grid::{MOST_CELL_BYTES, MOST_TEXT_BYTES};
use super::markup::{self, Passage, Seen};
use super::workbook::FileFault;

/// The most that the parts of a workbook may come to when unpacked. Twenty million cells have some 1 GB.
const MOST_UNPACKED: u64 = 2 << 30;

/// A workbook has some dozens of parts, and one for each picture.
const MOST_PARTS: usize = 10_000;
pub const MOST_SHEETS: u64 = 1024;

/// The most memory for the shared texts, which the library holds all at once. A ledger of a million rows has some 100 MB.
const MOST_SHARED: u64 = 192 << 20;

/// What a shared text takes beside its bytes.
const SHARED_TEXT: u64 = 40;

/// Excel's own limit is 65,490 cell formats, in two lists.
const MOST_FORMATS: u64 = 140_000;

/// The library copies names of fonts and formats into each cell format, and they are as long as their tags at the most.
const MOST_FORMAT_BYTES: u64 = 128 << 20;

/// The longest record of an xlsb part: a cell's text, or a formula.
const LONGEST_RECORD: u64 = 1 << 20;

/// What a byte of a sheet can come to in the grid: a cell that refers to a short shared text is the worst.
pub const GRID_SHARE: u64 = 5;

/// What kind of package a zip is, by its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    Word,
    Other,
}

/// A package that can be opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    pub kind: Kind,
    /// The most memory that reading it takes.
    pub bytes_taken: u64,
}

/// Looks through a zip.
///
/// # Errors
/// When it is broken, or asks for too much.
pub fn zip(bytes: &[u8]) -> Result<Package, FileFault> {
    let mut archive = archive(bytes)?;
    let kind = kind(&archive);
    if !matches!(kind, Kind::Xlsx | Kind::Xlsb | Kind::Ods) {
        return Ok(Package { kind, bytes_taken: 0 });
    }
    let mut unpacked = 0;
    let (mut shared, mut largest) = (0, 0);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| FileFault::Damaged)?;
        let name = part.name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        if markup::is_picture(&name) {
            continue;
        }
        let seen = if kind == Kind::Xlsb && name.ends_with(".bin") {
            let is_records = name.starts_with("xl/worksheets/") || RECORDS.contains(&name.as_str());
            if is_records { records(&mut part, &mut unpacked)? } else { Seen::default() }
        } else {
            passed(&mut part, &mut unpacked)?
        };
        if name.ends_with("sharedstrings.xml") || name.ends_with("sharedstrings.bin") {
            shared = seen.bytes.saturating_add(SHARED_TEXT.saturating_mul(seen.texts.max(seen.claimed_texts)));
            // A shared text is at least `<si/>`.
            if seen.claimed_texts > seen.bytes / 5 {
                return Err(FileFault::Damaged);
            }
        } else {
            largest = largest.max(seen.bytes);
        }
        let format_bytes = seen.formats.saturating_mul(seen.longest_tag);
        let styles = name.ends_with("styles.xml") && (seen.formats > MOST_FORMATS || format_bytes > MOST_FORMAT_BYTES);
        if styles || seen.sheets > MOST_SHEETS || shared > MOST_SHARED {
            return Err(FileFault::TooLarge);
        }
        if seen.is_misdirected {
            return Err(FileFault::Damaged);
        }
    }
    let most = MOST_CELL_BYTES + MOST_TEXT_BYTES as u64;
    // In ods a few bytes repeat a cell as often as they like.
    let grid = if kind == Kind::Ods { most } else { most.min(GRID_SHARE * largest) };
    Ok(Package { kind, bytes_taken: shared + grid })
}

/// A zip with its directory.
///
/// # Errors
/// When it has none, or an endless one.
pub fn archive(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, FileFault> {
    // The library makes an entry for each of these marks before anything can be asked of it.
    if memmem::find_iter(bytes, b"PK\x01\x02").take(MOST_PARTS + 1).count() > MOST_PARTS {
        return Err(FileFault::TooLarge);
    }
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)
}

/// The parts of an xlsb package, beside its sheets, that the library reads record by record.
const RECORDS: [&str; 3] = ["xl/workbook.bin", "xl/styles.bin", "xl/sharedstrings.bin"];

fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Kind {
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| name.ok().map(|name| name.replace('\\', "/").to_ascii_lowercase()))
        .collect();
    let holds = |name: &str| names.iter().any(|part| part == name);
    let holds_in = |folder: &str| names.iter().any(|part| part.starts_with(folder));
    match () {
        () if holds("xl/workbook.bin") => Kind::Xlsb,
        () if holds("xl/workbook.xml") || holds_in("xl/worksheets/") => Kind::Xlsx,
        () if holds("word/document.xml") => Kind::Word,
        () if holds("content.xml") => Kind::Ods,
        () if holds("workbook.xml") || holds_in("worksheets/") => Kind::Xlsx,
        () => Kind::Other,
    }
}

/// Passes over a part of markup; what is not markup asks for little.
fn passed(part: &mut impl Read, unpacked: &mut u64) -> Result<Seen, FileFault> {
    let mut passage = Passage::default();
    let mut buffer = vec![0; 32 << 10];
    loop {
        let read = part.read(&mut buffer).map_err(|_| FileFault::Damaged)?;
        if read == 0 {
            return Ok(passage.seen);
        }
        counted(read as u64, unpacked)?;
        passage.pass(&buffer[..read])?;
    }
}

/// Passes over the records of a part: a number of one or two bytes, a length of up to four, and so many bytes.
fn records(part: &mut impl Read, unpacked: &mut u64) -> Result<Seen, FileFault> {
    let mut part = std::io::BufReader::new(part).bytes();
    let mut seen = Seen::default();
    let mut next = |seen: &mut Seen| match part.next() {
        None => Ok(None),
        Some(Err(_)) => Err(FileFault::Damaged),
        Some(Ok(byte)) => {
            seen.bytes += 1;
            counted(1, unpacked).map(|()| Some(byte))
        }
    };
    while let Some(first) = next(&mut seen)? {
        let kind = match first {
            0x80.. => u16::from(first & 0x7F) | u16::from(next(&mut seen)?.ok_or(FileFault::Damaged)?) << 7,
            first => first.into(),
        };
        let mut len = 0;
        for at in 0..4 {
            let byte = next(&mut seen)?.ok_or(FileFault::Damaged)?;
            len |= u64::from(byte & 0x7F) << (7 * at);
            if byte & 0x80 == 0 {
                break;
            }
        }
        if len > LONGEST_RECORD {
            return Err(FileFault::TooLarge);
        }
        for _ in 0..len {
            next(&mut seen)?.ok_or(FileFault::Damaged)?;
        }
        seen.texts += u64::from(kind == 0x13);
        seen.sheets += u64::from(kind == 0x9C);
    }
    Ok(seen)
}

fn counted(read: u64, unpacked: &mut u64) -> Result<(), FileFault> {
    *unpacked += read;
    if *unpacked > MOST_UNPACKED { Err(FileFault::TooLarge) } else { Ok(()) }
}

fn start_of(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, most: u64) -> Option<String> {
    let mut start = Vec::new();
    archive.by_name(name).ok()?.take(most).read_to_end(&mut start).ok()?;
    Some(String::from_utf8_lossy(&start).into_owned())
}

/// The beginning of a part as text; `None` where there is no such part.
pub fn text(bytes: &[u8], name: &str) -> Option<String> {
    start_of(&mut ZipArchive::new(Cursor::new(bytes)).ok()?, name, 1 << 20)
}

/// Reads a part.
///
/// # Errors
/// When there is none of this name, and those of `read`.
pub fn part<T>(
    bytes: &[u8],
    name: &str,
    read: impl FnOnce(&mut dyn Read) -> Result<T, FileFault>,
) -> Result<T, FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    let mut part = archive.by_name(name).map_err(|_| FileFault::Damaged)?;
    read(&mut part)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn xlsx(name: &str, content: &[u8]) -> Result<Package, FileFault> {
        zip(&package(&[("xl/workbook.xml", b"<workbook/>"), (name, content)]))
    }

    #[test]
    fn a_count_of_texts_that_the_part_cannot_hold_is_refused() {
        let table = |count: &str, before: &str| {
            let text = format!("{before}<sst count=\"1\" uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
            xlsx("xl/sharedStrings.xml", text.as_bytes()).err()
        };
        assert_eq!(table("4000000000", ""), Some(FileFault::Damaged));
        assert_eq!(table("99999999999999999999999", ""), Some(FileFault::Damaged));
        assert_eq!(table("1000", ""), Some(FileFault::Damaged));
        assert_eq!(table("1000", &" ".repeat(100_000)), None, "five bytes a text");
        assert_eq!(table("100000", &" ".repeat(100_000)), Some(FileFault::Damaged));
        assert_eq!(table("1", ""), None);
    }

    #[test]
    fn parts_that_unpack_beyond_all_measure_are_refused() {
        let spaces = vec![b' '; 10 << 20];
        assert_eq!(xlsx("xl/worksheets/sheet1.xml", &spaces), Err(FileFault::TooLarge));
        let texts = "<si/>".repeat(6 << 20);
        assert_eq!(xlsx("xl/sharedStrings.xml", texts.as_bytes()), Err(FileFault::TooLarge));
        let long =
            format!("<fonts><font name=\"{}\"/></fonts>{}", "x".repeat(1 << 20), "<xf fontId=\"0\"/>".repeat(1000));
        assert_eq!(xlsx("xl/styles.xml", long.as_bytes()), Err(FileFault::TooLarge));
        let sheets = "<sheet/>".repeat(2000);
        assert_eq!(xlsx("xl/workbook2.xml", sheets.as_bytes()), Err(FileFault::TooLarge));
    }

    #[test]
    fn very_many_parts_are_refused_before_the_directory_is_read() {
        let entries = b"PK\x01\x02".repeat(MOST_PARTS + 1);
        assert_eq!(zip(&entries), Err(FileFault::TooLarge));
    }

    #[test]
    fn a_long_record_is_refused_and_short_ones_are_counted() {
        let xlsb = |sheet: &[u8]| {
            zip(&package(&[
                ("xl/workbook.bin", &[0x83, 1, 0]),
                ("xl/sharedStrings.bin", &[0x13, 1, 7].repeat(10)),
                ("xl/worksheets/sheet1.bin", sheet),
            ]))
        };
        assert_eq!(xlsb(&[1, 2, 0, 0]), Ok(Package { kind: Kind::Xlsb, bytes_taken: 30 + 400 + 20 }));
        assert_eq!(xlsb(&[1, 0xFF, 0xFF, 0xFF, 0x7F, 0]), Err(FileFault::TooLarge));
        assert_eq!(xlsb(&[1, 9, 0]), Err(FileFault::Damaged));
    }

    #[test]
    fn a_package_is_what_its_parts_are() {
        for (name, expected) in [
            ("xl/workbook.xml", Kind::Xlsx),
            ("XL\\Worksheets\\sheet1.xml", Kind::Xlsx),
            ("content.xml", Kind::Ods),
            ("word/document.xml", Kind::Word),
            ("a.txt", Kind::Other),
        ] {
            assert_eq!(zip(&package(&[(name, b"<a/>")])).unwrap().kind, expected, "{name}");
        }
    }
}
