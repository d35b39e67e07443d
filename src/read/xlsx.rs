//! xlsx in the form in which Excel, WPS and the usual libraries write it, read in one pass from the bytes of each part into
//! the grid, in a fraction of the time that the library takes. Whatever else a file holds is [`Unusual`]; it is then left
//! to the library, which this reader never contradicts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read;
use std::sync::mpsc;
use std::thread;

use memchr::memmem;

use crate::location::CellRef;

use super::grid::{GridBuilder, Merge, Refused, Room, Value};
use super::guard::MOST_SHEETS;
use super::parts::{Parts, SHARED_TEXTS};
use super::workbook::{EPOCH_1904, ReadGrid, SheetFault, finish, typed_text};
use super::xml::{Piece, Pieces, Unusual, local, resolved};

/// An open workbook.
pub struct Book<'a> {
    parts: Parts<'a>,
    pub sheets: Vec<BookSheet>,
    /// The days that are added to its dates.
    epoch: f64,
    formats: Vec<Format>,
    strings: Strings,
}

/// A worksheet of a workbook.
pub struct BookSheet {
    pub name: String,
    pub hidden: bool,
    part: String,
}

/// How a number is shown, as far as it changes what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Number,
    Date,
    /// Such as `[h]:mm`.
    Duration,
}

impl<'a> Book<'a> {
    pub fn open(mut parts: Parts<'a>) -> Result<Self, Unusual> {
        if parts.has("xl/workbook.bin") {
            return Err(Unusual);
        }
        stands_where_usual(&parts.required("_rels/.rels")?)?;
        let targets = parts.required("xl/_rels/workbook.xml.rels")?;
        let (sheets, epoch) = sheets(&parts.required("xl/workbook.xml")?, &relationships(&targets)?)?;
        let formats = parts.optional("xl/styles.xml")?.map_or(Ok(Vec::new()), |styles| formats(&styles))?;
        let strings = parts.optional(SHARED_TEXTS)?.map_or(Ok(Strings::default()), |part| strings(&part))?;
        Ok(Self { parts, sheets, epoch, formats, strings })
    }

    /// The cells of a worksheet, which count against the `room` of the file.
    pub fn grid(&mut self, sheet: &BookSheet, room: &mut Room) -> Result<Result<ReadGrid, SheetFault>, Unusual> {
        let Self { parts, epoch, formats, strings, .. } = self;
        let mut cells = Cells {
            epoch: *epoch,
            formats,
            strings,
            builder: GridBuilder::new(room),
            next: CellRef::new(0, 0),
            own_text: String::new(),
        };
        let read = if parts.is_long(&sheet.part) {
            cells.stream(parts.stream(&sheet.part)?, PIECE_BYTES)
        } else {
            cells.read(&parts.required(&sheet.part)?)
        };
        match read {
            Ok(()) => Ok(finish(cells.builder)),
            Err(Stop::Unusual) => Err(Unusual),
            Err(Stop::Refused(refused)) => Ok(Err(refused.into())),
        }
    }
}

/// Why a sheet is not read to its end.
enum Stop {
    Unusual,
    Refused(Refused),
}

impl From<Unusual> for Stop {
    fn from(Unusual: Unusual) -> Self {
        Self::Unusual
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Whether the package says that its workbook is `xl/workbook.xml`.
fn stands_where_usual(package: &str) -> Result<(), Unusual> {
    let mut pieces = Pieces::new(package);
    let mut target = None;
    loop {
        match pieces.next()? {
            Piece::Open { name, .. } if local(name) == "Relationship" => {
                let [kind, this] = pieces.named(["Type", "Target"])?;
                if kind.is_some_and(|kind| kind.ends_with("/relationships/officeDocument")) {
                    target = this.or(target);
                }
            }
            Piece::Close(name) if local(name) == "Relationships" => break,
            Piece::End => return Err(Unusual),
            _ => {}
        }
    }
    if target.is_some_and(|target| target.trim_start_matches('/') == "xl/workbook.xml") { Ok(()) } else { Err(Unusual) }
}

/// What each identifier stands for: the part, and what it is to the workbook.
fn relationships(part: &str) -> Result<HashMap<&str, (&str, &str)>, Unusual> {
    let mut pieces = Pieces::new(part);
    let mut all = HashMap::new();
    loop {
        match pieces.next()? {
            Piece::Open { name, .. } if local(name) == "Relationship" => {
                let [Some(id), Some(target), Some(kind)] = pieces.named(["Id", "Target", "Type"])? else {
                    return Err(Unusual);
                };
                all.insert(id, (target, kind));
            }
            Piece::Close(name) if local(name) == "Relationships" => return Ok(all),
            Piece::End => return Err(Unusual),
            _ => {}
        }
    }
}

/// The worksheets, and the days that are added to dates.
fn sheets(workbook: &str, relationships: &HashMap<&str, (&str, &str)>) -> Result<(Vec<BookSheet>, f64), Unusual> {
    let mut pieces = Pieces::new(workbook);
    let mut sheets: Vec<BookSheet> = Vec::new();
    let mut epoch = 0.0;
    loop {
        match pieces.next()? {
            Piece::Open { name, .. } if local(name) == "sheet" => {
                let [name, state] = pieces.named(["name", "state"])?;
                let state = state.unwrap_or("visible");
                if !["visible", "hidden", "veryHidden"].contains(&state) {
                    return Err(Unusual);
                }
                let id = pieces.attributes().iter().rev().find(|(key, _)| local(key) == "id").ok_or(Unusual)?;
                let (target, kind) = relationships.get(id.1).ok_or(Unusual)?;
                let name = resolved(name.ok_or(Unusual)?)?.into_owned();
                if sheets.len() as u64 >= MOST_SHEETS || sheets.iter().any(|sheet| sheet.name == name) {
                    return Err(Unusual);
                }
                match kind.rsplit('/').next() {
                    Some("worksheet") => {
                        let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                        sheets.push(BookSheet { name, hidden: state != "visible", part });
                    }
                    Some("chartsheet" | "dialogsheet") => {}
                    _ => return Err(Unusual),
                }
            }
            Piece::Open { name, .. } if local(name) == "workbookPr" => {
                if let Some(flag) = pieces.attribute("date1904")? {
                    epoch = if flag == "1" || flag == "true" { EPOCH_1904 } else { 0.0 };
                }
            }
            // References in the text of a defined name.
            Piece::Text(text) if text.contains('&') => return Err(Unusual),
            Piece::Close(name) if local(name) == "workbook" => return Ok((sheets, epoch)),
            Piece::End => return Err(Unusual),
            _ => {}
        }
    }
}

/// The format of each style that a cell may name by its number.
fn formats(styles: &str) -> Result<Vec<Format>, Unusual> {
    let mut pieces = Pieces::new(styles);
    let mut codes = HashMap::new();
    let mut formats = Vec::new();
    let mut inside = "";
    loop {
        match pieces.next()? {
            Piece::Open { name, is_empty } => match (inside, local(name)) {
                ("", list @ ("numFmts" | "cellXfs")) if !is_empty => inside = list,
                ("numFmts", "numFmt") => {
                    if let [Some(id), Some(code)] = pieces.named(["numFmtId", "formatCode"])? {
                        codes.insert(id, format(&resolved(code)?));
                    }
                }
                ("cellXfs", "xf") => {
                    let id = pieces.attribute("numFmtId")?.unwrap_or_default();
                    formats.push(codes.get(id).copied().unwrap_or_else(|| built_in_format(id)));
                }
                _ => {}
            },
            Piece::Close(name) if local(name) == inside => inside = "",
            Piece::Close(name) if local(name) == "styleSheet" => return Ok(formats),
            Piece::End => return Err(Unusual),
            _ => {}
        }
    }
}

/// The formats that have a number and no code, East Asian dates among them.
fn built_in_format(id: &str) -> Format {
    match id.parse::<u8>() {
        // The library compares the digits as they are written.
        _ if id.starts_with(['0', '+']) => Format::Number,
        Ok(14..=22 | 27..=36 | 45 | 47 | 50..=58) => Format::Date,
        Ok(46) => Format::Duration,
        _ => Format::Number,
    }
}

/// What a format code shows, told by its first section as the library tells it: outside of quotes and brackets a letter of
/// dates and times, inside of brackets nothing but a letter of times.
fn format(code: &str) -> Format {
    let (mut is_escaped, mut is_quoted, mut brackets, mut is_half_day, mut is_time) =
        (false, false, 0_u8, false, false);
    let mut before = ' ';
    for c in code.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '_' | '\\' | '*' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            ';' => return Format::Number,
            '[' => brackets = brackets.saturating_add(1),
            ']' if brackets == 1 && is_time => return Format::Duration,
            ']' => brackets = brackets.saturating_sub(1),
            'a' | 'A' if brackets == 0 && !is_half_day => is_half_day = true,
            'p' | 'm' | '/' | 'P' | 'M' if brackets == 0 && is_half_day => return Format::Date,
            'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' if brackets == 0 && !is_half_day => {
                return Format::Date;
            }
            _ if is_time && c.eq_ignore_ascii_case(&before) => {}
            _ => is_time = before == '[' && matches!(c, 'm' | 'h' | 's' | 'M' | 'H' | 'S'),
        }
        before = c;
    }
    Format::Number
}

/// The texts that cells share, one after another.
#[derive(Default)]
struct Strings {
    texts: String,
    ends: Vec<u32>,
}

impl Strings {
    fn get(&self, at: usize) -> Option<&str> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        Some(&self.texts[start as usize..*self.ends.get(at)? as usize])
    }
}

fn strings(part: &str) -> Result<Strings, Unusual> {
    let mut pieces = Pieces::new(part);
    let mut strings = Strings { texts: String::with_capacity(part.len() / 2), ends: Vec::new() };
    match first_tag(&mut pieces)? {
        (name, false) if local(name) == "sst" => {}
        _ => return Err(Unusual),
    }
    // A count that the part cannot hold is forged.
    if whole(pieces.attribute("uniqueCount")?.unwrap_or("0"))? > part.len() / 5 {
        return Err(Unusual);
    }
    loop {
        match pieces.next()? {
            Piece::Open { name: "si", is_empty } => {
                if !is_empty {
                    rich_text(&mut pieces, "si", &mut strings.texts)?;
                }
                strings.ends.push(strings.texts.len() as u32);
            }
            Piece::Close(name) if local(name) == "sst" => return Ok(strings),
            Piece::Text(_) => {}
            Piece::Open { .. } | Piece::Close(_) | Piece::End => return Err(Unusual),
        }
    }
}

fn first_tag<'a>(pieces: &mut Pieces<'a>) -> Result<(&'a str, bool), Unusual> {
    loop {
        match pieces.next()? {
            Piece::Open { name, is_empty } => return Ok((name, is_empty)),
            Piece::Text(_) => {}
            Piece::Close(_) | Piece::End => return Err(Unusual),
        }
    }
}

/// The text of an element, in one piece or in runs, without what says how it is pronounced.
fn rich_text(pieces: &mut Pieces<'_>, close: &str, into: &mut String) -> Result<(), Unusual> {
    let mut is_spoken = false;
    loop {
        match pieces.next()? {
            Piece::Open { name: "t", is_empty } if !is_spoken => {
                if !is_empty {
                    let keeps_space = pieces.attribute("xml:space")? == Some("preserve");
                    let text = text(pieces.text_until("t")?)?;
                    into.push_str(if keeps_space { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) });
                }
            }
            Piece::Open { name: "rPh", is_empty: false } => is_spoken = true,
            Piece::Close("rPh") => is_spoken = false,
            Piece::Close(name) if name == close => return Ok(()),
            Piece::Open { name, .. } if name.contains(':') => return Err(Unusual),
            Piece::Open { .. } | Piece::Close(_) | Piece::Text(_) => {}
            Piece::End => return Err(Unusual),
        }
    }
}

/// A text with its references resolved. Excel's own way to write a character, `_x000D_`, is left to the library.
fn text(written: &str) -> Result<Cow<'_, str>, Unusual> {
    if written.as_bytes().windows(2).any(|two| two == b"_x") { Err(Unusual) } else { resolved(written) }
}

/// The cells of a worksheet at work.
struct Cells<'b, 'r> {
    epoch: f64,
    formats: &'b [Format],
    strings: &'b Strings,
    builder: GridBuilder<'r>,
    /// Where the next cell stands if it does not say.
    next: CellRef,
    /// The text of a cell that has its own, kept for its room.
    own_text: String,
}

/// What stands in a cell's formula.
enum Formula<'a> {
    Typed(Cow<'a, str>),
    Shared,
}

/// So much of a long worksheet is looked at together, and so much of what stands before its first row or behind its last one
/// at the most.
const PIECE_BYTES: u64 = 4 << 20;
const MOST_AROUND_ROWS: usize = 16 << 20;

impl Cells<'_, '_> {
    fn read(&mut self, text: &str) -> Result<(), Stop> {
        let mut pieces = Pieces::new(text);
        if before_cells(&mut pieces)? && !self.cells(&mut pieces)? {
            return Err(Stop::Unusual);
        }
        self.merges(&mut pieces)
    }

    /// Reads a worksheet that is too long to be unpacked as a whole, some thousand rows at a time; the next ones are unpacked
    /// meanwhile.
    fn stream(&mut self, part: impl Read + Send, piece_bytes: u64) -> Result<(), Stop> {
        thread::scope(|scope| {
            let (sender, pieces) = mpsc::sync_channel(0);
            // Sending fails when reading has stopped. Where the system gives no thread, the library reads the sheet.
            let unpack = move || rows_of(part, piece_bytes).try_for_each(|piece| sender.send(piece));
            let unpacking = thread::Builder::new().spawn_scoped(scope, unpack).map_err(|_| Unusual)?;
            let read = self.pieces(pieces.into_iter());
            // Whatever becomes of pieces that nobody looks at any more, what was read of the others stays the same.
            let _ = unpacking.join();
            read
        })
    }

    fn pieces(&mut self, pieces: impl Iterator<Item = Result<Rows, Unusual>>) -> Result<(), Stop> {
        let mut is_before = true;
        for piece in pieces {
            let Rows { text, is_last } = piece?;
            let mut pieces = Pieces::new(&text);
            let has_cells = !is_before || before_cells(&mut pieces)?;
            is_before = false;
            if !has_cells || self.cells(&mut pieces)? {
                return if is_last { self.merges(&mut pieces) } else { Err(Stop::Unusual) };
            }
        }
        Err(Stop::Unusual)
    }

    /// Reads cells up to the end of them, or of the pieces, which then end behind a row: `false`.
    fn cells(&mut self, pieces: &mut Pieces<'_>) -> Result<bool, Stop> {
        loop {
            match pieces.next()? {
                Piece::Open { name: "c", is_empty } => {
                    let [at, style, kind] = pieces.named(["r", "s", "t"])?;
                    let at = at.map_or(Ok(self.next), cell_ref)?;
                    if !is_empty {
                        self.cell(pieces, at, style, kind)?;
                    }
                    self.next.col_0 = at.col_0.checked_add(1).ok_or(Unusual)?;
                }
                Piece::Open { name: "row", is_empty } => {
                    if let Some(row) = pieces.attribute("r")? {
                        self.next.row_0 =
                            u32::try_from(whole(row)?).ok().and_then(|row| row.checked_sub(1)).ok_or(Unusual)?;
                    }
                    if is_empty {
                        self.next = CellRef::new(self.next.row_0 + 1, 0);
                    }
                }
                Piece::Close("row") => self.next = CellRef::new(self.next.row_0 + 1, 0),
                Piece::Close("sheetData") => return Ok(true),
                Piece::End => return Ok(false),
                Piece::Text(_) => {}
                Piece::Open { .. } | Piece::Close(_) => return Err(Stop::Unusual),
            }
        }
    }

    fn cell(
        &mut self,
        pieces: &mut Pieces<'_>,
        at: CellRef,
        style: Option<&str>,
        kind: Option<&str>,
    ) -> Result<(), Stop> {
        let format = match style {
            Some(style) => self.formats.get(whole(style)?).copied().unwrap_or(Format::Number),
            None => Format::Number,
        };
        let (mut formula, mut written, mut has_own_text) = (None, None, false);
        loop {
            match pieces.next()? {
                Piece::Open { name: "v", is_empty } if written.is_none() && !has_own_text => {
                    written = Some(if is_empty { "" } else { pieces.text_until("v")? });
                }
                Piece::Open { name: "f", is_empty } if formula.is_none() => {
                    formula = Some(formula_of(pieces, is_empty)?)
                }
                Piece::Open { name: "is", is_empty: false } if written.is_none() && !has_own_text => {
                    has_own_text = true;
                    self.own_text.clear();
                    rich_text(pieces, "is", &mut self.own_text)?;
                }
                Piece::Close("c") => break,
                Piece::Text(_) => {}
                Piece::Open { .. } | Piece::Close(_) | Piece::End => return Err(Stop::Unusual),
            }
        }
        let resolved;
        let value = match (written, kind) {
            (None, Some("inlineStr")) if has_own_text => Some(Value::Text(&self.own_text)),
            (None, _) if has_own_text => return Err(Stop::Unusual),
            (Some("") | None, Some("s" | "n" | "b" | "e") | None) => None,
            (Some(written), Some("s")) => {
                let text = self.strings.get(whole(written)?).ok_or(Unusual)?;
                if formula.is_none() {
                    return Ok(self.builder.push_shared(at, text)?);
                }
                Some(Value::Text(text))
            }
            (Some(written), Some("n") | None) => {
                let number = number(written)?;
                Some(match format {
                    Format::Number | Format::Duration => Value::Number(number),
                    Format::Date => Value::Date(number + self.epoch),
                })
            }
            (Some(written), Some("str")) => {
                resolved = text(written)?;
                Some(Value::Text(&resolved))
            }
            (None, Some("str")) => None,
            (Some("0"), Some("b")) => Some(Value::Bool(false)),
            (Some("1"), Some("b")) => Some(Value::Bool(true)),
            (Some("#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#REF!" | "#VALUE!"), Some("e")) => {
                Some(Value::Fault)
            }
            _ => return Err(Stop::Unusual),
        };
        let typed = match &formula {
            Some(_) if format == Format::Duration => return Err(Stop::Unusual),
            Some(Formula::Typed(formula)) => typed_text(formula, |typed| match value {
                Some(Value::Number(stored)) => stored == typed,
                Some(Value::Date(_)) => true,
                _ => false,
            }),
            Some(Formula::Shared) | None => None,
        };
        let value = match &typed {
            Some(typed) => Some(Value::Text(typed)),
            // A formula that nobody calculated is not nought.
            None => value.or(formula.map(|_| Value::Fault)),
        };
        Ok(value.map_or(Ok(()), |value| self.builder.push(at, value))?)
    }

    /// The merged regions, which stand somewhere below the cells.
    fn merges(&mut self, pieces: &mut Pieces<'_>) -> Result<(), Stop> {
        if memmem::find(pieces.rest().as_bytes(), b"mergeCells").is_none() {
            return Ok(());
        }
        let mut is_inside = false;
        loop {
            match pieces.next()? {
                Piece::Open { name: "mergeCells", is_empty } => {
                    if is_empty {
                        return Ok(());
                    }
                    is_inside = true;
                }
                Piece::Open { name: "mergeCell", .. } if is_inside => {
                    if let Some(region) = pieces.attribute("ref")? {
                        self.builder.merge(area(region)?)?;
                    }
                }
                Piece::Close("mergeCells") if is_inside => return Ok(()),
                Piece::Open { name, .. } if is_inside || local(name) == "mergeCells" => return Err(Stop::Unusual),
                Piece::End if is_inside => return Err(Stop::Unusual),
                Piece::End => return Ok(()),
                _ => {}
            }
        }
    }
}

/// Some thousand rows of a worksheet: the first ones with what stands before them, the last ones with what stands behind.
struct Rows {
    text: String,
    is_last: bool,
}

/// The rows of a part as it is unpacked, so many bytes at a time; they end behind the last ones or the first fault.
fn rows_of(mut part: impl Read, piece_bytes: u64) -> impl Iterator<Item = Result<Rows, Unusual>> {
    let mut held: Vec<u8> = Vec::new();
    let mut next = move || {
        loop {
            // At its end the part is found to be whole or not.
            held.reserve(piece_bytes as usize);
            let is_last = part.by_ref().take(piece_bytes).read_to_end(&mut held).map_err(|_| Unusual)? == 0;
            // A row that is cut is looked at with the next piece, and what stands behind the rows with the last one.
            let rows = memmem::rfind(&held, b"</row>").map_or(0, |at| at + b"</row>".len());
            let end = if is_last { held.len() } else { rows };
            if held.len() - rows > MOST_AROUND_ROWS {
                return Err(Unusual);
            }
            if end > 0 || is_last {
                let cut = held.split_off(end);
                let text = String::from_utf8(std::mem::replace(&mut held, cut)).map_err(|_| Unusual)?;
                return Ok(Rows { text, is_last });
            }
        }
    };
    let mut is_done = false;
    std::iter::from_fn(move || {
        let piece = (!is_done).then(&mut next)?;
        is_done = piece.as_ref().map_or(true, |rows| rows.is_last);
        Some(piece)
    })
}

/// Goes to the first cell; `false` where there is none.
fn before_cells(pieces: &mut Pieces<'_>) -> Result<bool, Unusual> {
    loop {
        match pieces.next()? {
            Piece::Open { name: "sheetData", is_empty } => return Ok(!is_empty),
            Piece::Open { name: "dimension", .. } => {
                area(pieces.attribute("ref")?.ok_or(Unusual)?)?;
            }
            Piece::Open { name, .. } if matches!(local(name), "sheetData" | "dimension" | "mergeCells") => {
                return Err(Unusual);
            }
            Piece::End => return Err(Unusual),
            _ => {}
        }
    }
}

fn formula_of<'t>(pieces: &mut Pieces<'t>, is_empty: bool) -> Result<Formula<'t>, Unusual> {
    let [kind, index, region] = pieces.named(["t", "si", "ref"])?;
    let is_shared = kind == Some("shared");
    if is_shared {
        whole(index.ok_or(Unusual)?)?;
        region.map(area).transpose()?;
    }
    let written = if is_empty { "" } else { pieces.text_until("f")? };
    let formula = resolved(written)?;
    Ok(if is_shared { Formula::Shared } else { Formula::Typed(formula) })
}

/// Such as `A1` or `A1:C5`.
fn area(text: &str) -> Result<Merge, Unusual> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (cell_ref(first)?, cell_ref(last)?);
    let is_area = first.row_0 <= last.row_0 && first.col_0 <= last.col_0;
    if is_area { Ok(Merge { first, last }) } else { Err(Unusual) }
}

/// Up to three letters and seven digits.
fn cell_ref(text: &str) -> Result<CellRef, Unusual> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
        return Err(Unusual);
    }
    let col = letters.bytes().fold(0, |col, letter| col * 26 + u16::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = u32::try_from(whole(digits)?).map_err(|_| Unusual)?;
    Ok(CellRef::new(row.checked_sub(1).ok_or(Unusual)?, col - 1))
}

/// A whole number in plain digits.
fn whole(text: &str) -> Result<usize, Unusual> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Unusual);
    }
    Ok(text.bytes().fold(0, |number, digit| number * 10 + usize::from(digit - b'0')))
}

/// A number as programs write it, `-1.5E-3`.
fn number(text: &str) -> Result<f64, Unusual> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let bounds = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    if !is_plain || !bounds(digits.first()) || !bounds(digits.last()) {
        return Err(Unusual);
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(Unusual)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::path::Path;

    use super::super::inbox::FileKind;
    use super::super::workbook::{self, FileFault, ReadSheet};
    use super::*;

    type Sheets = Result<Vec<String>, FileFault>;

    fn no_cells<'b, 'r>(book: &'b Book<'_>, room: &'r mut Room) -> Cells<'b, 'r> {
        Cells {
            epoch: book.epoch,
            formats: &book.formats,
            strings: &book.strings,
            builder: GridBuilder::new(room),
            next: CellRef::new(0, 0),
            own_text: String::new(),
        }
    }

    #[test]
    fn a_worksheet_is_read_piece_by_piece_as_it_is_read_at_once() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sheets = 0;
        for entry in walkdir::WalkDir::new(root.join("input")).into_iter().map(Result::unwrap) {
            let is_book = entry.path().extension().is_some_and(|extension| extension == "xlsx");
            let bytes = if is_book { std::fs::read(entry.path()).unwrap() } else { continue };
            let mut book = Book::open(Parts::open(&bytes).unwrap()).unwrap();
            for sheet in std::mem::take(&mut book.sheets) {
                let text = book.parts.required(&sheet.part).unwrap();
                let all = |read: &dyn Fn(&mut Cells<'_, '_>) -> Result<(), Stop>| {
                    let mut room = Room::default();
                    let mut cells = no_cells(&book, &mut room);
                    let is_read = read(&mut cells).is_ok();
                    let read = finish(cells.builder).unwrap();
                    (is_read, read.grid.len(), if is_read { format!("{read:?}") } else { String::new() })
                };
                let whole = all(&|cells| cells.read(&text));
                assert!(whole.0);
                for piece in [100, 5_000, 1 << 20] {
                    assert_eq!(all(&|cells| cells.stream(text.as_bytes(), piece)), whole, "{piece}");
                }
                // Cut anywhere, it is not taken for whole.
                for end in (1..5).map(|part| text.len() * part / 5).filter(|end| text.is_char_boundary(*end)) {
                    let at_once = all(&|cells| cells.read(&text[..end])).0;
                    assert_eq!(all(&|cells| cells.stream(&text.as_bytes()[..end], 300)).0, at_once, "{end}");
                }
                sheets += 1;
            }
        }
        assert!(sheets > 40);
    }

    /// A part whose every read after so many comes to an end of its own.
    struct Cut<'t> {
        text: &'t [u8],
        reads: usize,
        then: fn() -> std::io::Result<usize>,
    }

    impl Read for Cut<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            match self.reads.checked_sub(1) {
                Some(reads) => {
                    self.reads = reads;
                    let len = into.len().min(100);
                    self.text.read(&mut into[..len])
                }
                None => (self.then)(),
            }
        }
    }

    #[test]
    fn a_worksheet_that_fails_while_it_is_unpacked_is_given_up_and_nobody_waits() {
        let bytes = with("xl/worksheets/sheet1.xml", &sheet(""));
        let book = Book::open(Parts::open(&bytes).unwrap()).unwrap();
        let rows =
            |first: &str| sheet(&format!("{first}</row>{}<row r='9'>", "<row><c><v>1</v></c></row>".repeat(1_000)));
        let end = || Ok(0);
        let fails = || Err(std::io::Error::other("the disk is gone"));
        let panics = || panic!("a fault of the unpacker");
        let too_long = format!("<c t='inlineStr'><is><t>{}</t></is></c>", "字".repeat(32_768));
        let usual = "<c><v>1</v></c>";
        for (what, first, reads, then, expected) in [
            ("whole", usual, 1_000, end as fn() -> std::io::Result<usize>, "read"),
            ("cut", usual, 3, end, "unusual"),
            ("a strange cell at once", "<c t='d'><v>1</v></c>", 1_000, end, "unusual"),
            ("a cell that cannot be kept", &too_long, 10_000, end, "refused"),
            ("unreadable from the start", usual, 0, fails, "unusual"),
            ("unreadable later", usual, 30, fails, "unusual"),
            ("a panic at once", usual, 0, panics, "unusual"),
            ("a panic later", usual, 30, panics, "unusual"),
        ] {
            let text = rows(first);
            let mut room = Room::default();
            let result = match no_cells(&book, &mut room).stream(Cut { text: text.as_bytes(), reads, then }, 200) {
                Ok(()) => "read",
                Err(Stop::Unusual) => "unusual",
                Err(Stop::Refused(_)) => "refused",
            };
            assert_eq!(result, expected, "{what}");
        }
    }

    /// Every sheet with its cells and regions, as our reader with the library behind it reads it, and as the library does.
    fn both(bytes: &[u8]) -> (Sheets, Sheets) {
        fn all(read: impl FnOnce(&mut dyn FnMut(ReadSheet)) -> Result<(), FileFault>) -> Sheets {
            let mut sheets = Vec::new();
            read(&mut |sheet| sheets.push(format!("{sheet:?}"))).map(|()| sheets)
        }
        (
            all(|visit| workbook::read(bytes.to_vec(), FileKind::Zip, visit)),
            all(|visit| workbook::read_by_library(bytes, visit)),
        )
    }

    /// Whether the library is not needed at all.
    fn is_usual(bytes: &[u8]) -> bool {
        let Ok(parts) = Parts::open(bytes) else { return false };
        let Ok(mut book) = Book::open(parts) else { return false };
        let mut room = Room::default();
        std::mem::take(&mut book.sheets).iter().all(|sheet| book.grid(sheet, &mut room).is_ok())
    }

    const PACKAGE: &str = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const TARGETS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const STYLES: &str = r#"<styleSheet><numFmts count="2"><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"><alignment/></xf><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>"#;
    const STRINGS: &str = r#"<sst uniqueCount="5"><si><t>甲</t></si><si><r><rPr><b/></rPr><t> 粗 </t></r><r><t xml:space="preserve"> 细 </t></r><rPh sb="0" eb="1"><t>jia</t></rPh></si><si><t>a&amp;b&#10;c</t></si><si/><si><t/></si></sst>"#;

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// A workbook of one sheet, with one of its parts exchanged.
    fn with(part: &str, content: &str) -> Vec<u8> {
        let sheet = sheet(
            r#"<c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>45000.5</v></c><c r="C1" s="3"><v>1.5</v></c><c t="s"><v>0</v></c>"#,
        );
        let mut parts = [
            ("_rels/.rels", PACKAGE),
            ("xl/_rels/workbook.xml.rels", TARGETS),
            ("xl/workbook.xml", BOOK),
            ("xl/styles.xml", STYLES),
            ("xl/sharedStrings.xml", STRINGS),
            ("xl/worksheets/sheet1.xml", &sheet),
        ];
        for (name, text) in &mut parts {
            if *name == part {
                *text = content;
            }
        }
        zipped(&parts)
    }

    fn sheet(cells: &str) -> String {
        format!("<worksheet><dimension ref=\"A1:C9\"/><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>")
    }

    /// Both readers agree, and the library is needed or not as is expected.
    fn agree(bytes: &[u8], usual: bool, what: &str) {
        let (ours, library) = both(bytes);
        assert_eq!(ours, library, "{what}");
        assert_eq!(is_usual(bytes), usual, "{what}");
    }

    #[test]
    fn cells_of_every_kind_are_those_of_the_library() {
        for cells in [
            r#"<c r="A1"><v>1.5</v></c><c r="B1"><v>-2E-3</v></c><c r="C1" t="n"><v>110105199001011234</v></c>"#,
            r#"<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c>"#,
            r#"<c r="A1" t="str"><v>甲&lt;乙</v></c><c r="B1" t="str"><v></v></c><c r="C1" t="str"/><c r="D1" t="str"></c>"#,
            r#"<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c><c r="B1" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c>"#,
            r#"<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#DIV/0!</v></c><c r="D1" t="e"><v>#N/A</v></c>"#,
            r#"<c r="A1" s="1"><v>45000</v></c><c r="B1" s="2"><v>45000.25</v></c><c r="C1" s="3"><v>1.5</v></c><c r="D1" s="99"><v>7</v></c>"#,
            r#"<c r="A1"><f>SUM(B1:C1)</f><v>3</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c><c r="D1"><f/><v>1</v></c><c r="E1"><v>4</v><f>A1</f></c>"#,
            r#"<c r="A1"><f>100%</f><v>0</v></c><c r="B1"><f>100%</f><v>1</v></c><c r="C1"><f>95</f></c><c r="D1" s="1"><f>95</f><v>3</v></c><c r="E1" t="str"><f>5</f><v>x</v></c>"#,
            r#"<c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c><c r="B1"><f t="shared" si="0"/><v>4</v></c><c r="C1"><f t="shared" si="0"/></c><c r="D1"><f t="array" ref="D1">5</f><v>6</v></c>"#,
            r#"<c r="A1" t="s"><f>T(1)</f><v>0</v></c><c r="A2" t="s"><f>T(1)</f><v>3</v></c>"#,
            r#"<c><v>1</v></c><c r="F1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row><row/><row r="9" x14ac:dyDescent="0.2"><c><v>5</v></c><c r="a7"><v>6</v></c>"#,
            r#"<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c>"#,
            r#"<c r="A1"><v/></c><c r="B1" s="1"/><c r="C1"></c>"#,
            "<c r='A1'>\n<v>1</v>\n</c>\n",
            "",
        ] {
            agree(&with("xl/worksheets/sheet1.xml", &sheet(cells)), true, cells);
        }
    }

    #[test]
    fn merged_regions_are_those_of_the_library() {
        let around = |after: &str| {
            format!(
                "<worksheet><sheetPr/><dimension ref=\"A1\"/><sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData>{after}</worksheet>"
            )
        };
        for (after, usual) in [
            (r#"<mergeCells count="2"><mergeCell ref="A2:B3"/><mergeCell ref="C1"/></mergeCells>"#, true),
            (
                r#"<sheetProtection/><autoFilter ref="A1:C1"/><mergeCells><mergeCell ref="A2:B3"></mergeCell></mergeCells><pageMargins/>"#,
                true,
            ),
            ("<mergeCells/>", true),
            (
                "<dataValidations><dataValidation><formula1>mergeCells</formula1></dataValidation></dataValidations>",
                true,
            ),
            (r#"<!-- <mergeCells> --><mergeCells><mergeCell ref="A2:B3"/></mergeCells>"#, false),
            (r#"<x:mergeCells><x:mergeCell ref="A2:B3"/></x:mergeCells>"#, false),
            (r#"<mergeCells><mergeCell ref="A2:B3:C4"/></mergeCells>"#, false),
            (r#"<mergeCells><mergeCell ref="A2:B3"/>"#, false),
        ] {
            agree(&with("xl/worksheets/sheet1.xml", &around(after)), usual, after);
        }
        let (empty, none) = ("<worksheet><sheetData/></worksheet>", "<worksheet/>");
        agree(&with("xl/worksheets/sheet1.xml", empty), true, empty);
        agree(&with("xl/worksheets/sheet1.xml", none), false, none);
    }

    #[test]
    fn what_is_not_usual_is_left_to_the_library() {
        for cells in [
            r#"<c r="A1" t="str"><v>a_x000D_b</v></c>"#,
            "<c r=\"A1\" t=\"str\"><v>a\r\nb</v></c>",
            r#"<c r="A1"><v>abc</v></c>"#,
            r#"<c r="A1"><v>1e999</v></c>"#,
            r#"<c r="A1"><v> 1 </v></c>"#,
            r#"<c r="A1"><v>1</v><v>2</v></c>"#,
            r#"<c r="A1" t="s"><v>5</v></c>"#,
            r#"<c r="A1" t="s"><v>x</v></c>"#,
            r#"<c r="A1" t="b"><v>true</v></c>"#,
            r#"<c r="A1" t="d"><v>2023-12-05</v></c>"#,
            r#"<c r="A1" t="e"><v>#SPILL!</v></c>"#,
            r#"<c r="A1" t="str"><v><![CDATA[a]]></v></c>"#,
            r#"<c r="A1"><is><t>a</t></is></c>"#,
            r#"<c r="A1" s="3"><f>5</f><v>5</v></c>"#,
            r#"<c r="A1" s="1" s="2"><v>5</v></c>"#,
            r#"<c r="A0"><v>1</v></c>"#,
            r#"<c r="ABCD1"><v>1</v></c>"#,
            r#"<c r="A1"><v>1</v><extLst/></c>"#,
            r#"<x:c r="A1"><v>1</v></x:c>"#,
            r#"<c r="A1"><v>1</w></c>"#,
            r#"<c r="A1"><v>1"#,
        ] {
            agree(&with("xl/worksheets/sheet1.xml", &sheet(cells)), false, cells);
        }
        for (part, content) in [
            ("xl/sharedStrings.xml", "<sst><si><t>_x0041_</t></si></sst>"),
            ("xl/sharedStrings.xml", "<sst><!-- none --><si><t>a</t></si></sst>"),
            ("xl/sharedStrings.xml", "<x:sst><x:si><x:t>甲</x:t></x:si></x:sst>"),
            (
                "xl/workbook.xml",
                r#"<workbook><definedNames><definedName name="a">&b;</definedName></definedNames></workbook>"#,
            ),
            ("xl/workbook.xml", r#"<workbook><sheets><sheet name="表" r:id="rId2"/></sheets></workbook>"#),
            ("xl/_rels/workbook.xml.rels", ""),
            ("_rels/.rels", ""),
            ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=14/></cellXfs></styleSheet>"),
        ] {
            agree(&with(part, content), false, content);
        }
    }

    #[test]
    fn hidden_sheets_and_both_epochs_are_those_of_the_library() {
        for book in [
            r#"<x:workbook><x:workbookPr date1904="1"/><x:sheets><x:sheet name="a&amp;b" state="hidden" r:id="rId1"/></x:sheets></x:workbook>"#,
            r#"<workbook><workbookPr date1904="0"/><sheets><sheet r:id="rId1" state="veryHidden" name="表"/></sheets><definedNames><definedName name="_xlnm.Print_Area">'表'!$A$1</definedName></definedNames></workbook>"#,
        ] {
            agree(&with("xl/workbook.xml", book), true, book);
        }
    }

    #[test]
    fn formats_are_told_as_the_library_tells_them() {
        let codes = [
            "General",
            "Standard",
            "0.00",
            "#,##0.00;[Red]-#,##0.00",
            "yyyy-mm-dd",
            "yyyy/m/d;@",
            "[$-804]yyyy\"年\"m\"月\"",
            "h:mm AM/PM",
            "上午/下午h\"时\"",
            "[h]:mm:ss",
            "[mm]",
            "[Blue][s].00",
            "[>=100][Red]0",
            "0\"d\"",
            "\\d0",
            "_d0",
            "*d0",
            "a/p",
            "aaaa",
            "e",
            "G/通用格式",
            "@",
            "0.0%",
            "[DBNum2][$-804]General\"元\"",
            "#,##0\" 元\"",
            "0;d",
            "[h",
            "\"",
            "[[h]]",
            "m",
            "AaM",
            "[hh]m",
            "¥#,##0.00",
            "mmm",
            "0_);(0)",
            "[$-F800]dddd",
        ];
        let ids = (0..60).map(|id| id.to_string()).chain(["014".into(), "+14".into(), "x".into(), String::new()]);
        let escaped = |code: &str| code.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let named: String = (200..)
            .zip(codes)
            .map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", escaped(code)))
            .collect();
        let all: Vec<String> = (200..200 + codes.len()).map(|id| id.to_string()).chain(ids).collect();
        let xfs: String = all.iter().map(|id| format!("<xf numFmtId=\"{id}\"/>")).collect();
        let styles = format!(
            "<styleSheet><numFmts>{named}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>{xfs}<xf/></cellXfs></styleSheet>"
        );
        let cells: String = (0..=all.len()).map(|style| format!("<c s=\"{style}\"><v>45000.25</v></c>")).collect();
        let sheet = sheet(&cells);
        let bytes = zipped(&[
            ("_rels/.rels", PACKAGE),
            ("xl/_rels/workbook.xml.rels", TARGETS),
            ("xl/workbook.xml", BOOK),
            ("xl/styles.xml", &styles),
            ("xl/worksheets/sheet1.xml", &sheet),
        ]);
        agree(&bytes, true, "formats");
        assert!(both(&bytes).0.unwrap()[0].contains("kind: Date"));
    }

    #[test]
    fn the_sample_inbox_is_read_as_the_library_reads_it_and_without_it() {
        let mut count = 0;
        let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
        for file in super::super::inbox::list(&inbox, Path::new(""), &[]).unwrap() {
            if file.name.ends_with(".xlsx") {
                agree(&std::fs::read(file.path).unwrap(), true, &file.name);
                count += 1;
            }
        }
        assert!(count > 10);
    }

    /// `JIXIAO_WORKBOOKS=folder cargo test --release --lib workbooks_of_a_folder -- --ignored --nocapture`
    #[test]
    #[ignore = "for workbooks that are not in the repository"]
    fn the_workbooks_of_a_folder_are_read_as_the_library_reads_them() {
        let folder = std::env::var_os("JIXIAO_WORKBOOKS").expect("the variable names a folder");
        let (mut count, mut usual, mut wrong) = (0, 0, Vec::new());
        for file in super::super::inbox::list(Path::new(&folder), Path::new(""), &[]).unwrap() {
            let Ok(bytes) = std::fs::read(&file.path) else { continue };
            if super::super::inbox::kind_of(&bytes) != FileKind::Zip || !is_usual(&bytes) {
                count += 1;
                continue;
            }
            count += 1;
            usual += 1;
            // Where the library refuses a workbook for what this reader does not look at, there is nothing to compare.
            let Ok((ours, Ok(library))) = std::panic::catch_unwind(|| both(&bytes)) else { continue };
            if ours != Ok(library) {
                wrong.push(file.name);
            }
        }
        println!("{count} files, {usual} of them workbooks in the usual form");
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
