//! The workbook as a zip: what the library made, with the cells in their places.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{Cursor, Write as _};

use libdeflater::{CompressionLvl, Compressor, Decompressor, crc32};
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use rayon::prelude::*;
use zip::ZipArchive;

use crate::error::{Error, Result};

use super::cells::Cells;
use super::stream::Pieces;

/// What may stand behind the cells, in this order (ECMA-376, CT_Worksheet): merged cells before the first of these.
const BEHIND_MERGED: [&str; 4] = ["<conditionalFormatting", "<dataValidations", HYPERLINKS, BEHIND_LINKS];
const HYPERLINKS: &str = "<hyperlinks>";
/// The first of what every sheet has behind its links.
const BEHIND_LINKS: &str = "<printOptions";

/// A workbook with more text than this is packed on several threads.
const LONG_BYTES: usize = 1 << 20;
/// The year that every part bears, so that the same workbook has the same bytes: the first that a zip can tell.
const EARLIEST_YEAR: u16 = 1980;

/// The quickest level that makes anything smaller, which 0 does not; the next one saves a twentieth and takes a fifth longer.
const LEVEL: i32 = 1;

thread_local! {
    static COMPRESSOR: RefCell<Compressor> =
        RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// A part as it stands in the zip.
struct Part {
    name: String,
    packed: Pieces,
    crc: u32,
    /// Its size when unpacked.
    size: usize,
}

/// Puts cells into the worksheets of a workbook, in their order. The cells name styles by
/// the numbers of those that the first row of the first worksheet shows, `styles` in all.
///
/// # Errors
/// When the workbook is not as the library is known to make it, which is a fault of the program.
pub fn pack(workbook: &[u8], sheets: Vec<Cells>, styles: usize) -> Result<Pieces> {
    let mut sheets: Vec<Option<Cells>> = sheets.into_iter().map(Some).collect();
    let parts: Vec<(Part, Option<Cells>)> = parts(workbook)?
        .into_iter()
        .map(|part| {
            let cells = sheet_at(&part.name).and_then(|at| sheets.get_mut(at)).and_then(Option::take);
            (part, cells)
        })
        .collect();
    if sheets.iter().any(Option::is_some) {
        return Err(unlike("xl/worksheets"));
    }
    let filled = |(part, cells)| match cells {
        Some(cells) => filled(part, cells, styles),
        None => Ok(part),
    };
    let text: usize = parts.iter().filter_map(|(_, cells)| cells.as_ref()).map(|cells| cells.text.len()).sum();
    // Small workbooks are made by the thousand, on all threads already.
    let parts: Result<Vec<Part>> = match text > LONG_BYTES {
        // Each by itself, since a few sheets are nearly all of it.
        true => parts.into_par_iter().with_max_len(1).map(filled).collect(),
        false => parts.into_iter().map(filled).collect(),
    };
    let day = UtcDateTime::from_components(EARLIEST_YEAR, 1, 1, 0, 0, 0, 0).ok_or_else(|| unlike("zip"))?;
    zipped(parts?, day).map_err(fault)
}

/// Which worksheet a part is, counted from nought.
fn sheet_at(name: &str) -> Option<usize> {
    let number: usize = name.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?.parse().ok()?;
    number.checked_sub(1)
}

fn parts(workbook: &[u8]) -> Result<Vec<Part>> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).map_err(fault)?;
    let mut parts = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(fault)?;
        let name = part.name().map_err(fault)?.into_owned();
        let start = part.data_start().ok_or_else(|| unlike(&name))? as usize;
        let packed =
            workbook.get(start..start + part.compressed_size() as usize).ok_or_else(|| unlike(&name))?.to_vec();
        if part.compression() != zip::CompressionMethod::Deflated {
            return Err(unlike(&name));
        }
        parts.push(Part { name, packed: Pieces(vec![packed]), crc: part.crc32(), size: part.size() as usize });
    }
    Ok(parts)
}

/// A worksheet with its cells.
fn filled(part: Part, cells: Cells, styles: usize) -> Result<Part> {
    let mut text = vec![0; part.size];
    Decompressor::new().deflate_decompress(&part.packed.bytes(), &mut text).map_err(fault)?;
    let sheet = String::from_utf8(text).map_err(fault)?;
    if sheet_at(&part.name) == Some(0) && !shows_styles(&sheet, styles) {
        return Err(unlike("xl/styles.xml"));
    }
    let (before, behind) = around(&sheet, &cells).ok_or_else(|| unlike(&part.name))?;
    if let Some(mut stream) = cells.stream {
        let mut rest = cells.text;
        let streamed = stream.take(&mut rest).and_then(|()| stream.between(&before, &behind)).map_err(fault)?;
        return Ok(Part { name: part.name, packed: streamed.packed, crc: streamed.crc, size: streamed.size });
    }
    let mut text = before;
    text.reserve_exact(cells.text.len() + behind.len());
    text.extend_from_slice(&cells.text);
    drop(cells.text);
    text.extend_from_slice(&behind);
    let packed = COMPRESSOR.with_borrow_mut(|compressor| {
        let bound = compressor.deflate_compress_bound(text.len());
        // Sheets come to a fifth; what does not fit into a third is tried again with room for anything.
        let mut pack = |room: usize| {
            let mut packed = vec![0; room];
            compressor.deflate_compress(&text, &mut packed).map(|len| {
                packed.truncate(len);
                packed.shrink_to_fit();
                packed
            })
        };
        pack(bound / 3).or_else(|_| pack(bound)).map_err(fault)
    })?;
    Ok(Part { name: part.name, packed: Pieces(vec![packed]), crc: crc32(&text), size: text.len() })
}

/// Whether the library numbered the styles as the cells do.
fn shows_styles(sheet: &str, styles: usize) -> bool {
    let row = sheet.split_once("<sheetData>").map_or("", |(_, rows)| rows);
    let row = row.split_once("</row>").map_or("", |(row, _)| row);
    let mut shown =
        row.split(" s=\"").skip(1).map(|rest| rest.split('"').next().and_then(|number| number.parse().ok()));
    (1..=styles).all(|number| shown.next() == Some(Some(number)))
}

/// What stands before and behind the rows of a worksheet, with what its cells add to it; `None` where it is not as the library
/// is known to make it.
fn around(sheet: &str, cells: &Cells) -> Option<(Vec<u8>, Vec<u8>)> {
    let (before, rest) = sheet.split_once("<sheetData")?;
    let behind = rest.strip_prefix("/>").or_else(|| Some(rest.split_once("</sheetData>")?.1))?;
    let (head, dimension) = before.split_once("<dimension ref=\"")?;
    let (_, head_end) = dimension.split_once('"')?;
    let before = format!("{head}<dimension ref=\"A1:{}\"{head_end}<sheetData>", cells.last());
    let (front, rest) = behind.split_at(BEHIND_MERGED.iter().find_map(|next| behind.find(next))?);
    let (middle, back, links) = match rest.split_once(HYPERLINKS) {
        Some((middle, own)) => (middle, own, [HYPERLINKS.as_bytes(), &cells.links].concat()),
        None => {
            let (middle, back) = rest.split_at(rest.find(BEHIND_LINKS)?);
            (middle, back, element(HYPERLINKS, &cells.links, "</hyperlinks>"))
        }
    };
    let merged = element("<mergeCells>", &cells.merged, "</mergeCells>");
    let pieces = [b"</sheetData>", front.as_bytes(), &merged, middle.as_bytes(), &links, back.as_bytes()];
    Some((before.into_bytes(), pieces.concat()))
}

/// An element with what it holds; nothing where it would be empty.
fn element(start: &str, held: &[u8], end: &str) -> Vec<u8> {
    if held.is_empty() { Vec::new() } else { [start.as_bytes(), held, end.as_bytes()].concat() }
}

/// The parts as a zip; the memory of each piece is given back once it stands there.
fn zipped(parts: Vec<Part>, day: UtcDateTime) -> std::result::Result<Pieces, rawzip::Error> {
    let mut archive = ZipArchiveWriter::new(Pieces::default());
    for part in parts {
        let file = archive.new_file(&*part.name).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, _) = file.last_modified(day).start()?;
        for piece in part.packed.0 {
            entry.write_all(&piece)?;
        }
        entry.finish(DataDescriptorOutput::new(part.crc, part.size as u64))?;
    }
    archive.finish()
}

fn unlike(name: &str) -> Error {
    Error::Workbook(name.to_owned())
}

fn fault(error: impl Display) -> Error {
    Error::Workbook(error.to_string())
}
