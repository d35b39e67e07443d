//! Delimited text: csv and tsv as Excel, WPS and other systems write them, in UTF-8 with or without its mark, UTF-16 or
//! GB18030, with comma, tab or semicolon. This is the only file that names the csv and encoding_rs crates.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::location::CellRef;

use super::budget::CONTENT;
use super::grid::{GridBuilder, Room, Value};
use super::workbook::{FileFault, ReadGrid, ReadSheet, SheetFault, Visit};

/// The delimiters that are tried, the first of those that divide equally well.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// Lines by which the delimiter is told.
const SAMPLE_LINES: usize = 50;

/// A longer line is no table: the reader of records takes many times the memory of a delimiter for each field.
const LONGEST_LINE: usize = 1 << 20;

/// What reading takes of each byte: a record that goes on over many lines is held whole, with the ends of its fields.
const TAKEN: u64 = 5;

/// Reads a text file as a sheet without a name. A text that no delimiter divides is no table.
///
/// # Errors
/// When it is no text, or no table.
pub fn read(bytes: &[u8], visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let _share = CONTENT.take(TAKEN * bytes.len() as u64);
    let encoding = encoding(bytes).ok_or(FileFault::NotAWorkbook("other"))?;
    let lines = || Lines::new(bytes, encoding);
    let delimiter = delimiter(lines).ok_or(FileFault::NotAWorkbook("other"))?;
    visit(ReadSheet { name: "".into(), hidden: false, grid: grid(lines(), delimiter) });
    Ok(())
}

/// The encoding, by the text's mark, else the first that reads it without a fault; `None` for what is no text.
fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let encodings = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => vec![encoding],
        None => match utf_16(bytes) {
            Some(encoding) => vec![encoding],
            None => vec![UTF_8, GB18030],
        },
    };
    encodings.into_iter().find(|encoding| {
        let mut decoded = Decoded::new(bytes, encoding);
        std::iter::from_fn(|| decoded.next()).all(|(part, faults)| !faults && !part.contains(&0))
    })
}

/// A text in UTF-8, piece by piece.
struct Decoded<'a> {
    bytes: &'a [u8],
    decoder: Option<Decoder>,
}

impl<'a> Decoded<'a> {
    fn new(bytes: &'a [u8], encoding: &'static Encoding) -> Self {
        Self { bytes, decoder: Some(encoding.new_decoder()) }
    }

    /// The next piece, and whether something in it could not be read.
    fn next(&mut self) -> Option<(Vec<u8>, bool)> {
        let mut piece = vec![0; 32 << 10];
        let decoder = self.decoder.as_mut()?;
        let (result, read, written, faults) = decoder.decode_to_utf8(self.bytes, &mut piece, true);
        if result == CoderResult::InputEmpty {
            self.decoder = None;
        }
        self.bytes = &self.bytes[read..];
        piece.truncate(written);
        Some((piece, faults))
    }
}

/// A text as the reader of records takes it: every line ends alike, and an empty one has a space, since it would be
/// passed over uncounted.
struct Lines<'a> {
    decoded: Decoded<'a>,
    ready: io::Cursor<Vec<u8>>,
    in_quotes: bool,
    after_return: bool,
    line_bytes: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8], encoding: &'static Encoding) -> Self {
        let decoded = Decoded::new(bytes, encoding);
        Self { decoded, ready: io::Cursor::default(), in_quotes: false, after_return: false, line_bytes: 0 }
    }

    fn take(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut ready = Vec::with_capacity(piece.len() + 64);
        for byte in piece {
            let was_return = std::mem::replace(&mut self.after_return, *byte == b'\r');
            match byte {
                b'\n' if was_return => {}
                b'\n' | b'\r' => {
                    if self.line_bytes == 0 && !self.in_quotes {
                        ready.push(b' ');
                    }
                    ready.push(b'\n');
                    self.line_bytes = 0;
                }
                byte => {
                    self.in_quotes ^= *byte == b'"';
                    self.line_bytes += 1;
                    ready.push(*byte);
                }
            }
        }
        ready
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.position() == self.ready.get_ref().len() as u64 {
            let Some((piece, _)) = self.decoded.next() else { return Ok(0) };
            self.ready = io::Cursor::new(self.take(&piece));
            if self.line_bytes > LONGEST_LINE {
                return Err(io::Error::other("a line without an end"));
            }
        }
        self.ready.read(into)
    }
}

/// UTF-16 without its mark: every second byte of delimiters, digits and line ends is nought.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let first = &bytes[..bytes.len().min(4096)];
    let noughts = |odd: usize| first.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 8;
    match (noughts(0) > first.len(), noughts(1) > first.len()) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The delimiter that divides most lines of the beginning; `None` where none divides any.
fn delimiter<R: Read>(text: impl Fn() -> R) -> Option<u8> {
    let divided = |delimiter: u8| {
        let records = reader(text(), delimiter).into_records().take(SAMPLE_LINES);
        records.filter_map(|record| record.ok()).map(|record| record.len() - 1).sum::<usize>()
    };
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| divided(*delimiter))?;
    (divided(best) > 0).then_some(best)
}

fn reader<R: Read>(text: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text)
}

/// Rows are counted as Excel counts them when it opens the file: by records, empty lines included.
fn grid(text: impl Read, delimiter: u8) -> Result<ReadGrid, SheetFault> {
    let mut room = Room::default();
    let mut builder = GridBuilder::new(&mut room);
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    for row_0 in 0.. {
        if !reader.read_record(&mut record).map_err(|error| SheetFault::Unreadable(error.to_string()))? {
            break;
        }
        for (col_0, field) in record.iter().enumerate() {
            let col_0 = u16::try_from(col_0).map_err(|_| SheetFault::TooLarge)?;
            // Excel writes `="0012"` to keep a code from becoming a number.
            let field = field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field);
            builder.push(CellRef::new(row_0, col_0), Value::Text(field))?;
        }
    }
    let (grid, twice) = builder.finish()?;
    Ok(ReadGrid { grid, twice })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "项目编码,拨付日期,\"拨付金额（元）\"\r\n001,2023-03-05,\"1,234.50\"\r\n";

    fn cells(bytes: &[u8]) -> Vec<(String, String)> {
        let mut grids = Vec::new();
        read(bytes, &mut |sheet| grids.push(sheet.grid.unwrap())).unwrap();
        let sheet = grids.remove(0);
        let rows = sheet.grid.rows().flat_map(|row| row.cells().collect::<Vec<_>>());
        rows.map(|cell| (cell.at.to_string(), crate::recognise::cell::text(cell.value).into_owned())).collect()
    }

    fn utf_16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn one_table_in_every_encoding_and_with_every_delimiter() {
        let expected = cells(TEXT.as_bytes());
        assert_eq!(expected[5], ("C2".to_owned(), "1,234.50".to_owned()));
        assert_eq!(expected[3], ("A2".to_owned(), "001".to_owned()));
        let marked = [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat();
        let gb = GB18030.encode(TEXT).0.into_owned();
        let with_mark = utf_16(&format!("\u{FEFF}{TEXT}"), u16::to_le_bytes);
        for bytes in [marked, gb, with_mark, utf_16(TEXT, u16::to_le_bytes), utf_16(TEXT, u16::to_be_bytes)] {
            assert_eq!(cells(&bytes), expected);
        }
        for other in ["\t", ";"] {
            let text = TEXT.replace("1,234.50", "1234.50").replace(',', other);
            assert_eq!(cells(text.as_bytes())[3], expected[3], "{other:?}");
        }
        assert_eq!(cells(TEXT.replace("\r\n", "\r").as_bytes()), expected);
        assert_eq!(cells(b"a,b\n\n\"c\n\nd\",e")[3].0, "B3");
    }

    #[test]
    fn what_is_no_table_of_text_is_said_to_be_none() {
        for bytes in [&b"plain words\nand more"[..], b"", &[0x89, b'P', b'N', b'G', 0, 0, 1, 2, 0xFF, 0xFE, 0xFD]] {
            assert_eq!(read(bytes, &mut drop), Err(FileFault::NotAWorkbook("other")));
        }
    }
}
