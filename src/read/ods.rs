//! An ods file is a zip whose `content.xml` holds every sheet, row by row. It is read straight into the sparse grid: a
//! repeated empty cell costs nothing, and one with a value counts as often as it is repeated. This is the only file that
//! names the quick_xml crate.

use std::collections::BTreeSet;
use std::io::BufRead;

use chrono::{NaiveDate, NaiveDateTime};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};

use crate::location::CellRef;

use super::grid::{GridBuilder, MOST_CELL_TEXT, MOST_COLUMNS, MOST_ROWS, Merge, Refused, Room, Value};
use super::workbook::{FileFault, ReadGrid, ReadSheet, SheetFault, Visit};

const TABLE: QName<'static> = QName("table:table");

/// Reads the content of an ods file.
///
/// # Errors
/// When it is cut off, or no XML.
pub fn read(content: impl BufRead, visit: &mut Visit<'_>) -> Result<(), FileFault> {
    let mut xml = Xml::new(content);
    let mut room = Room::default();
    let mut style = None;
    let mut hidden_styles = BTreeSet::new();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name() == QName("style:style") => style = attribute(&tag, "style:name")?,
            Event::Start(tag) if tag.name() == QName("style:table-properties") => {
                let is_hidden = attribute(&tag, "table:display")?.as_deref() == Some("false");
                hidden_styles.extend(style.take().filter(|_| is_hidden));
            }
            Event::Start(tag) if tag.name() == TABLE => {
                let name = attribute(&tag, "table:name")?.unwrap_or_default();
                let style = attribute(&tag, "table:style-name")?;
                let hidden = style.is_some_and(|style| hidden_styles.contains(&style));
                let grid = match table(&mut xml, &mut room) {
                    Ok(grid) => Ok(grid),
                    Err(Stop::File(fault)) => return Err(fault),
                    Err(Stop::Sheet(refused)) => {
                        xml.pass(TABLE)?;
                        Err(SheetFault::from(refused))
                    }
                };
                visit(ReadSheet { name: name.into(), hidden, grid });
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Whether the manifest of the package says that its parts are encrypted.
pub fn is_encrypted(manifest: &str) -> bool {
    manifest.contains("encryption-data")
}

/// Why a table was left: for the fault of its file, or its own.
enum Stop {
    File(FileFault),
    Sheet(Refused),
}

impl From<FileFault> for Stop {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Sheet(refused)
    }
}

fn table<R: BufRead>(xml: &mut Xml<R>, room: &mut Room) -> Result<ReadGrid, Stop> {
    let mut builder = GridBuilder::new(room);
    let mut row_0: u32 = 0;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name() == QName("table:table-row") => {
                let repeated = count(&tag, "table:number-rows-repeated")?;
                let from = builder.count();
                row(xml, row_0, &mut builder)?;
                let cells = from..builder.count();
                if !cells.is_empty() {
                    for further in 1..repeated {
                        for cell in cells.clone() {
                            let at = builder.at(cell);
                            builder.again(cell, place(row_0.saturating_add(further), u32::from(at.col_0))?)?;
                        }
                    }
                }
                row_0 = row_0.saturating_add(repeated);
            }
            // Drawings hold tables of their own, and a table in a cell is none of this sheet.
            Event::Start(tag) if ["table:shapes", "office:forms", "table:table"].contains(&tag.name().as_ref()) => {
                let name = tag.name().as_ref().to_owned();
                xml.pass(QName(&name))?;
            }
            Event::End(tag) if tag.name() == TABLE => {
                let (grid, twice) = builder.finish()?;
                return Ok(ReadGrid { grid, twice });
            }
            Event::Eof => return Err(FileFault::Damaged.into()),
            _ => {}
        }
    }
}

fn row<R: BufRead>(xml: &mut Xml<R>, row_0: u32, builder: &mut GridBuilder<'_>) -> Result<(), Stop> {
    let mut col_0: u32 = 0;
    loop {
        match xml.next()? {
            Event::Start(tag) if ["table:table-cell", "table:covered-table-cell"].contains(&tag.name().as_ref()) => {
                let cell = Cell::read(&tag)?;
                let text = text(xml)?;
                let from = builder.count();
                if let Some(value) = cell.value(&text) {
                    builder.push(place(row_0, col_0)?, value)?;
                }
                if builder.count() > from {
                    for further in 1..cell.repeated {
                        builder.again(from, place(row_0, col_0.saturating_add(further))?)?;
                    }
                }
                if cell.spanned != [1, 1] {
                    let last_row_0 = row_0.saturating_add(cell.spanned[0] - 1).min(MOST_ROWS - 1);
                    let last_col_0 = col_0.saturating_add(cell.spanned[1] - 1).min(MOST_COLUMNS - 1);
                    builder.merge(Merge { first: place(row_0, col_0)?, last: place(last_row_0, last_col_0)? })?;
                }
                col_0 = col_0.saturating_add(cell.repeated);
            }
            Event::End(tag) if tag.name() == QName("table:table-row") => return Ok(()),
            Event::Eof => return Err(FileFault::Damaged.into()),
            _ => {}
        }
    }
}

/// A cell outside of any sheet is more than there can be.
fn place(row_0: u32, col_0: u32) -> Result<CellRef, Refused> {
    let inside = row_0 < MOST_ROWS && col_0 < MOST_COLUMNS;
    inside.then(|| CellRef::new(row_0, col_0 as u16)).ok_or(Refused::TooLarge)
}

/// A cell as its tag describes it.
#[derive(Default)]
struct Cell {
    kind: String,
    value: Option<String>,
    text: Option<String>,
    is_formula: bool,
    is_error: bool,
    repeated: u32,
    /// Rows and columns that it is merged over.
    spanned: [u32; 2],
}

impl Cell {
    fn read(tag: &BytesStart<'_>) -> Result<Self, FileFault> {
        let mut cell = Self {
            repeated: count(tag, "table:number-columns-repeated")?,
            spanned: [count(tag, "table:number-rows-spanned")?, count(tag, "table:number-columns-spanned")?],
            ..Self::default()
        };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(broken)?;
            let value = || attribute.normalized_value(XmlVersion::Implicit1_0).map(String::from).map_err(broken);
            match attribute.key.as_ref() {
                "office:value-type" => cell.kind = value()?,
                "office:value" | "office:date-value" | "office:time-value" | "office:boolean-value" => {
                    cell.value = Some(value()?);
                }
                "office:string-value" => cell.text = Some(value()?),
                "calcext:value-type" => cell.is_error = value()? == "error",
                "table:formula" => cell.is_formula = true,
                _ => {}
            }
        }
        Ok(cell)
    }

    /// What the cell holds, given the text between its tags.
    fn value<'t>(&'t self, text: &'t str) -> Option<Value<'t>> {
        let given = self.value.as_deref().unwrap_or(text);
        Some(match self.kind.as_str() {
            _ if self.is_error || self.is_formula && is_error_text(text) => Value::Fault,
            "float" | "percentage" | "currency" => given.parse().map_or(Value::Text(given), Value::Number),
            "date" => days(given).map_or(Value::Text(given), Value::Date),
            "time" => duration_days(given).map_or(Value::Text(given), Value::Number),
            "boolean" => Value::Bool(given.eq_ignore_ascii_case("true")),
            // A formula that nobody calculated is not nought.
            "" if self.is_formula && text.is_empty() => Value::Fault,
            _ => Value::Text(self.text.as_deref().unwrap_or(text)),
        })
    }
}

fn is_error_text(text: &str) -> bool {
    let known = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];
    known.contains(&text)
        || text.strip_prefix("Err:").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The days since 1899-12-30 of `2023-03-05` or `2023-03-05T06:00:00`.
fn days(text: &str) -> Option<f64> {
    let moment = match text.split_once('T') {
        None => text.parse::<NaiveDate>().ok()?.and_time(Default::default()),
        Some(_) => text.trim_end_matches('Z').parse::<NaiveDateTime>().ok()?,
    };
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(Default::default());
    let since = moment - first;
    Some(since.num_seconds() as f64 / 86_400.0)
}

/// The days of `PT12H30M00S`.
fn duration_days(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut seconds = 0.0;
    for (unit, of) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            seconds += number.replace(',', ".").parse::<f64>().ok()? * of;
            rest = after;
        }
    }
    rest.is_empty().then_some(seconds / 86_400.0)
}

/// A text this long is too long for a cell whatever its characters are, so the rest is not gathered.
const ENOUGH_TEXT: usize = 4 * MOST_CELL_TEXT + 4;

/// The paragraphs up to the end of a cell, as lines; without annotations and drawings.
fn text<R: BufRead>(xml: &mut Xml<R>) -> Result<String, FileFault> {
    let mut text = String::new();
    let mut paragraphs = 0;
    let mut in_paragraph = false;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.name().as_ref() {
                "text:p" => {
                    if paragraphs > 0 && text.len() < ENOUGH_TEXT {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    in_paragraph = true;
                }
                "text:s" => {
                    let spaces = count(&tag, "text:c")? as usize;
                    text.extend(std::iter::repeat_n(' ', spaces.min(ENOUGH_TEXT.saturating_sub(text.len()))));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "text:span" | "text:a" => {}
                other if in_paragraph && other.starts_with("text:") => {}
                other => {
                    let name = other.to_owned();
                    xml.pass(QName(&name))?;
                }
            },
            Event::End(tag) => match tag.name().as_ref() {
                "text:p" => in_paragraph = false,
                "table:table-cell" | "table:covered-table-cell" => return Ok(text),
                _ => {}
            },
            Event::Text(part) if in_paragraph && text.len() < ENOUGH_TEXT => {
                // Any white space is one space; further ones stand as elements.
                for c in part.xml10_content().chars() {
                    match c {
                        ' ' | '\t' | '\n' | '\r' if text.ends_with([' ', '\n']) || text.is_empty() => {}
                        '\t' | '\n' | '\r' => text.push(' '),
                        c => text.push(c),
                    }
                }
            }
            Event::CData(part) if in_paragraph && text.len() < ENOUGH_TEXT => text.push_str(&part),
            Event::GeneralRef(reference) if in_paragraph && text.len() < ENOUGH_TEXT => {
                match reference.resolve_char_ref().map_err(broken)? {
                    Some(c) => text.push(c),
                    None => text.push_str(quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or_default()),
                }
            }
            Event::Eof => return Err(FileFault::Damaged),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, FileFault> {
    let Some(attribute) = tag.try_get_attribute(name).map_err(broken)? else { return Ok(None) };
    attribute.normalized_value(XmlVersion::Implicit1_0).map(|value| Some(value.into())).map_err(broken)
}

/// A count of at least one.
fn count(tag: &BytesStart<'_>, name: &str) -> Result<u32, FileFault> {
    let count = attribute(tag, name)?.map_or(1, |count| count.trim().parse().unwrap_or(u32::MAX));
    Ok(count.max(1))
}

fn broken(error: impl std::fmt::Display) -> FileFault {
    FileFault::Unreadable(error.to_string())
}

/// The events of an XML text, an empty element as its start and end.
struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    fn new(content: R) -> Self {
        let mut reader = Reader::from_reader(content);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    fn next(&mut self) -> Result<Event<'_>, FileFault> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(broken)
    }

    /// Passes everything up to the end of an element that has begun.
    fn pass(&mut self, name: QName<'_>) -> Result<(), FileFault> {
        self.buffer.clear();
        self.reader.read_to_end_into(name, &mut self.buffer).map(drop).map_err(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(tables: &str) -> String {
        format!(
            "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
        )
    }

    fn sheets(content: &str) -> Result<Vec<ReadSheet>, FileFault> {
        let mut sheets = Vec::new();
        read(content.as_bytes(), &mut |sheet| sheets.push(sheet)).map(|()| sheets)
    }

    /// The cells of a table of these rows.
    fn cells(rows: &str) -> Result<Vec<(String, String)>, SheetFault> {
        let table = content(&format!("<table:table table:name=\"a\">{rows}</table:table>"));
        let grid = sheets(&table).unwrap().remove(0).grid?.grid;
        let cells = grid.rows().flat_map(|row| row.cells().collect::<Vec<_>>());
        Ok(cells.map(|cell| (cell.at.to_string(), format!("{:?}", cell.value))).collect())
    }

    /// A row of one cell, given the attributes and the content of its tag.
    fn one(attributes: &str, inner: &str) -> String {
        let row =
            format!("<table:table-row><table:table-cell {attributes}>{inner}</table:table-cell></table:table-row>");
        cells(&row).unwrap().first().map(|(_, value)| value.clone()).unwrap_or_default()
    }

    #[test]
    fn every_kind_of_value() {
        for (attributes, inner, expected) in [
            ("office:value-type='float' office:value='1.5'", "<text:p>1,50</text:p>", "Number(1.5)"),
            ("office:value-type='percentage' office:value='0.9723'", "", "Number(0.9723)"),
            ("office:value-type='currency' office:value='-3'", "", "Number(-3.0)"),
            ("office:value-type='date' office:date-value='2023-03-05'", "", "Date(44990.0)"),
            ("office:value-type='date' office:date-value='2023-03-05T06:00:00'", "", "Date(44990.25)"),
            ("office:value-type='date' office:date-value='soon'", "", "Text(\"soon\")"),
            ("office:value-type='time' office:time-value='PT12H30M00S'", "", "Number(0.5208333333333334)"),
            ("office:value-type='boolean' office:boolean-value='true'", "", "Bool(true)"),
            ("office:value-type='string' office:string-value='a&amp;b'", "<text:p>c</text:p>", "Text(\"a&b\")"),
            ("office:value-type='string'", "<text:p>x</text:p><text:p>y</text:p>", "Text(\"x\\ny\")"),
            (
                "office:value-type='string'",
                "<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p>",
                "Text(\"a  b\\tc\\nd\")",
            ),
            (
                "office:value-type='string'",
                "\n  <text:p>\n  a\n   <text:span>b&lt;&#x4E00;</text:span>\n</text:p>\n",
                "Text(\"a b<一\")",
            ),
            (
                "office:value-type='string'",
                "<office:annotation><text:p>no</text:p></office:annotation><text:p>yes</text:p>",
                "Text(\"yes\")",
            ),
            (
                "office:value-type='string' calcext:value-type='error' table:formula='of:=1/0'",
                "<text:p>#DIV/0!</text:p>",
                "Fault",
            ),
            ("office:value-type='string' table:formula='of:=A9'", "<text:p>Err:508</text:p>", "Fault"),
            ("table:formula='of:=A9'", "", "Fault"),
            ("office:value-type='string'", "<text:p>#DIV/0!</text:p>", "Text(\"#DIV/0!\")"),
            ("", "<text:p>bare</text:p>", "Text(\"bare\")"),
        ] {
            assert_eq!(one(attributes, inner), expected, "{attributes} {inner}");
        }
    }

    #[test]
    fn indented_markup_and_repeated_rows_and_cells() {
        let rows = "
            <table:table-column table:number-columns-repeated='16384'/>
            <table:table-header-rows>
              <table:table-row>
                <table:table-cell table:number-columns-repeated='2'/>
                <table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='2'><text:p>1</text:p></table:table-cell>
              </table:table-row>
            </table:table-header-rows>
            <table:table-row table:number-rows-repeated='999'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>
            <table:table-row table:number-rows-repeated='2'>
              <table:covered-table-cell/><table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>
            </table:table-row>
            <table:table-row table:number-rows-repeated='4294967295'><table:table-cell/></table:table-row>";
        let places: Vec<String> = cells(rows).unwrap().into_iter().map(|(at, _)| at).collect();
        assert_eq!(places, ["C1", "D1", "B1001", "B1002"]);
    }

    #[test]
    fn a_sheet_filled_to_its_corners_is_refused_and_the_next_one_read() {
        let full = "<table:table-row table:number-rows-repeated='1048576'>\
            <table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='7'/></table:table-row>";
        assert_eq!(cells(full), Err(SheetFault::TooLarge));
        let beyond = "<table:table-row><table:table-cell table:number-columns-repeated='16385' office:value-type='float' office:value='7'/></table:table-row>";
        assert_eq!(cells(beyond), Err(SheetFault::TooLarge));
        let long = format!(
            "<table:table-row><table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell></table:table-row>",
            "字".repeat(40_000)
        );
        let after = "<table:table table:name='b'><table:table-row><table:table-cell office:value-type='float' office:value='1'/></table:table-row></table:table>";
        let read = sheets(&content(&format!("<table:table table:name='a'>{long}</table:table>{after}"))).unwrap();
        assert_eq!(read[0].grid.as_ref().err(), Some(&SheetFault::LongText(CellRef::new(0, 0))));
        assert_eq!((&*read[1].name, read[1].grid.as_ref().unwrap().grid.len()), ("b", 1));
    }

    #[test]
    fn merges_hidden_tables_and_drawings() {
        let styles = "<style:style style:name='ta1' style:family='table'><style:table-properties table:display='false'/></style:style>";
        let table = "<table:table table:name='a' table:style-name='ta1'>
            <table:shapes><draw:frame><table:table><table:table-row><table:table-cell office:value-type='float' office:value='9'/></table:table-row></table:table></draw:frame></table:shapes>
            <table:table-row><table:table-cell office:value-type='float' office:value='1' table:number-rows-spanned='2' table:number-columns-spanned='3'/>
            <table:covered-table-cell table:number-columns-repeated='2'/><table:table-cell office:value-type='float' office:value='2'/></table:table-row></table:table>";
        let sheet = sheets(
            &format!("{styles}{}", content(table))
                .replace("<style:style", "<a><style:style")
                .replace("</office:document-content>", "</office:document-content></a>"),
        )
        .unwrap()
        .remove(0);
        assert!(sheet.hidden);
        let grid = sheet.grid.unwrap().grid;
        assert_eq!(grid.len(), 2);
        let whole = Merge { first: CellRef::new(0, 0), last: CellRef::new(1, 2) };
        assert_eq!(grid.merge_of(CellRef::new(1, 1)), Some(whole));
        assert_eq!(grid.merge_of(CellRef::new(0, 3)), None);
    }

    #[test]
    fn content_that_is_cut_off_is_told() {
        let whole = content(
            "<table:table table:name='a'><table:table-row><table:table-cell office:value-type='string'><text:p>字</text:p></table:table-cell></table:table-row></table:table>",
        );
        let (start, end) = (whole.find("<table:table-row").unwrap(), whole.find("</table:table>").unwrap());
        for len in (start..end).filter(|len| whole.is_char_boundary(*len)) {
            assert!(sheets(&whole[..len]).is_err(), "{len}");
        }
    }
}
