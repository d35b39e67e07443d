//! The cells of a worksheet as the text that its part holds, written as they come.
//!
//! The library looks the style and the text of every cell up among all the others, and keeps all of them until the workbook
//! is saved. So it makes what stands around the cells, and [`pack`](super::pack) puts them in.

use std::borrow::Cow;
use std::io::Result;

use crate::location::CellRef;

use super::stream::Stream;

/// The cells of a worksheet, row after row and in each row from left to right.
#[derive(Default)]
pub struct Cells {
    /// The rows, those that are packed left out.
    pub text: Vec<u8>,
    /// The rows that are packed already, the first ones, where there are any.
    pub stream: Option<Stream>,
    /// The ranges that became one cell each; empty where there are none.
    pub merged: Vec<u8>,
    /// The links to places of the workbook; empty where there are none.
    pub links: Vec<u8>,
    /// The number of the row begun, as its cells name it.
    row: Vec<u8>,
    row_0: u32,
    /// The last row and the last column that hold anything.
    last: (u32, u16),
}

impl Cells {
    /// Begins a row, so many points high; as high as Excel finds right where `None`.
    pub fn begin(&mut self, row_0: u32, height: Option<usize>) {
        self.row_0 = row_0;
        self.row.clear();
        number(&mut self.row, row_0 + 1);
        self.text.extend_from_slice(b"<row r=\"");
        self.text.extend_from_slice(&self.row);
        if let Some(height) = height {
            self.text.extend_from_slice(b"\" ht=\"");
            number(&mut self.text, u32::try_from(height).unwrap_or(u32::MAX));
            self.text.extend_from_slice(b"\" customHeight=\"1");
        }
        self.text.extend_from_slice(b"\">");
    }

    pub fn end(&mut self) {
        self.text.extend_from_slice(b"</row>");
    }

    pub fn blank(&mut self, column: u16, style: u32) {
        self.open(column, style, b"/>");
    }

    /// Text is written as text whatever it begins with: nothing from an inbox becomes a formula.
    pub fn text(&mut self, column: u16, text: &str, style: u32) {
        self.open(column, style, b" t=\"inlineStr\"><is>");
        self.run(text);
        self.text.extend_from_slice(b"</is></c>");
    }

    /// Text of several runs, each in this font and a colour as `RRGGBB`, or in those of the cell.
    pub fn rich(&mut self, column: u16, font: &str, runs: &[(Option<&str>, &str)], style: u32) {
        self.open(column, style, b" t=\"inlineStr\"><is>");
        for (colour, text) in runs {
            self.text.extend_from_slice(b"<r>");
            if let Some(colour) = colour {
                self.text.extend_from_slice(b"<rPr><sz val=\"11\"/><color rgb=\"FF");
                self.text.extend_from_slice(colour.as_bytes());
                self.text.extend_from_slice(b"\"/><rFont val=\"");
                escape(&mut self.text, font);
                self.text.extend_from_slice(b"\"/></rPr>");
            }
            self.run(text);
            self.text.extend_from_slice(b"</r>");
        }
        self.text.extend_from_slice(b"</is></c>");
    }

    /// A number; it is finite.
    pub fn number(&mut self, column: u16, value: f64, style: u32) {
        self.open(column, style, b"><v>");
        float(&mut self.text, value);
        self.text.extend_from_slice(b"</v></c>");
    }

    /// A formula in A1 form that comes to a number.
    pub fn formula_of_number(&mut self, column: u16, formula: &str, result: f64, style: u32) {
        self.open(column, style, b"><f>");
        escape(&mut self.text, formula);
        self.text.extend_from_slice(b"</f><v>");
        float(&mut self.text, result);
        self.text.extend_from_slice(b"</v></c>");
    }

    /// A formula in A1 form that comes to text.
    pub fn formula_of_text(&mut self, column: u16, formula: &str, result: &str, style: u32) {
        self.open(column, style, b" t=\"str\"><f>");
        escape(&mut self.text, formula);
        self.text.extend_from_slice(b"</f><v>");
        escape(&mut self.text, result);
        self.text.extend_from_slice(b"</v></c>");
    }

    /// Makes one of the cells from one to another, each of which is written for itself.
    pub fn merge(&mut self, from: CellRef, to: CellRef) {
        self.merged.extend_from_slice(b"<mergeCell ref=\"");
        place(&mut self.merged, from);
        self.merged.push(b':');
        place(&mut self.merged, to);
        self.merged.extend_from_slice(b"\"/>");
    }

    /// Makes a cell of the row lead to a place of the workbook, such as `'项目排名'!A7`.
    pub fn link(&mut self, column: u16, to: &str) {
        self.links.extend_from_slice(b"<hyperlink ref=\"");
        place(&mut self.links, CellRef::new(self.row_0, column));
        self.links.extend_from_slice(b"\" location=\"");
        escape(&mut self.links, to);
        self.links.extend_from_slice(b"\"/>");
    }

    /// Packs the rows so far, to free their memory.
    ///
    /// # Errors
    /// None but a fault of the program.
    pub fn pack(&mut self) -> Result<()> {
        self.stream.get_or_insert_with(Stream::new).take(&mut self.text)
    }

    /// The cell in the last row and the last column that hold anything.
    pub fn last(&self) -> CellRef {
        CellRef::new(self.last.0, self.last.1)
    }

    /// The beginning of a cell up to where the kinds of cells differ.
    fn open(&mut self, column: u16, style: u32, kind: &[u8]) {
        self.last = (self.last.0.max(self.row_0), self.last.1.max(column));
        self.text.extend_from_slice(b"<c r=\"");
        letters(&mut self.text, column);
        self.text.extend_from_slice(&self.row);
        self.text.push(b'"');
        if style > 0 {
            self.text.extend_from_slice(b" s=\"");
            number(&mut self.text, style);
            self.text.push(b'"');
        }
        self.text.extend_from_slice(kind);
    }

    fn run(&mut self, text: &str) {
        let blank = [' ', '\t', '\n'];
        let kept = text.starts_with(blank) || text.ends_with(blank);
        self.text.extend_from_slice(if kept { b"<t xml:space=\"preserve\">" } else { b"<t>" });
        escape(&mut self.text, text);
        self.text.extend_from_slice(b"</t>");
    }
}

fn place(to: &mut Vec<u8>, at: CellRef) {
    letters(to, at.col_0);
    number(to, at.row_0 + 1);
}

fn letters(to: &mut Vec<u8>, column: u16) {
    let (mut letters, mut first) = ([0; 4], 4);
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        first -= 1;
        letters[first] = b'A' + ((rest - 1) % 26) as u8;
        rest = (rest - 1) / 26;
    }
    to.extend_from_slice(&letters[first..]);
}

fn number(to: &mut Vec<u8>, value: u32) {
    to.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

fn float(to: &mut Vec<u8>, value: f64) {
    to.extend_from_slice(value.to_string().as_bytes());
}

/// What cannot stand in text as it is: marks of XML; `_`, which may begin what Excel takes for a character; characters that XML
/// has none of, with the byte that the last two of them begin with.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = byte != b'\t' as usize && byte != b'\n' as usize;
        byte += 1;
    }
    special[b'&' as usize] = true;
    special[b'"' as usize] = true;
    special[b'<' as usize] = true;
    special[b'>' as usize] = true;
    special[b'_' as usize] = true;
    special[0xEF] = true;
    special
};

/// Appends text as a part holds it: a character that XML has none of as `_xHHHH_`, and what looks like one so that Excel shows
/// it as it is (ECMA-376, ST_Xstring).
fn escape(to: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (0, 0);
    while let Some(length) = bytes[at..].iter().position(|byte| SPECIAL[usize::from(*byte)]) {
        at += length;
        let control = |code: u32| Cow::Owned(format!("_x{code:04X}_"));
        let (instead, length): (Cow<'_, str>, _) = match (bytes[at], &bytes[at + 1..]) {
            (b'&', _) => ("&amp;".into(), 1),
            (b'"', _) => ("&quot;".into(), 1),
            (b'<', _) => ("&lt;".into(), 1),
            (b'>', _) => ("&gt;".into(), 1),
            (b'_', [b'x', a, b, c, d, rest @ ..])
                if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) && begins_as_escape_ends(rest) =>
            {
                ("_x005F_".into(), 1)
            }
            (0xEF, [0xBF, end @ 0xBE..=0xBF, ..]) => (control(0xFFC0 + u32::from(*end) - 0x80), 3),
            (byte @ 0..0x20, _) => (control(byte.into()), 1),
            _ => {
                at += 1;
                continue;
            }
        };
        to.extend_from_slice(&bytes[plain..at]);
        to.extend_from_slice(instead.as_bytes());
        at += length;
        plain = at;
    }
    to.extend_from_slice(&bytes[plain..]);
}

/// Whether text is written with `_` first: it stands there, or is how what stands there is written.
fn begins_as_escape_ends(text: &[u8]) -> bool {
    matches!(text, [b'_', ..] | [0xEF, 0xBF, 0xBE..=0xBF, ..])
        || matches!(text, [byte @ 0..0x20, ..] if SPECIAL[usize::from(*byte)])
}
