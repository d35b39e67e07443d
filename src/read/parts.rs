//! A part is a file inside of a workbook that is a zip. Here a part is unpacked as a whole, which is much faster than as
//! a stream.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::ops::Deref;

use libdeflater::{Decompressor, crc32};
use zip::{CompressionMethod, ZipArchive};

use super::guard::{self, GRID_SHARE};
use super::xml::Unusual;

/// The largest part that is unpacked as a whole: a ledger of 100,000 rows has some 30 MB. What reading the largest parts
/// takes is as much as the budget has.
const MOST_BYTES: u64 = 48 << 20;

/// The largest worksheet that is unpacked bit by bit.
const MOST_STREAMED_BYTES: u64 = 2 << 30;

/// What a byte of shared texts can come to, the part itself included.
const TEXTS_SHARE: u64 = 4;

/// The part of the texts that cells share.
pub const SHARED_TEXTS: &str = "xl/sharedStrings.xml";

/// The text of a part. Its memory serves the next one of the thread: thousands of workbooks are read one after another, and
/// fresh memory costs more than what is unpacked into it.
pub struct Text(String);

thread_local! {
    static SPARE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// So much memory is kept for each thread at the most: so many texts, each up to so many bytes.
const MOST_SPARE: usize = 4;
const MOST_SPARE_BYTES: usize = 2 << 20;

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.0).into_bytes();
        if bytes.capacity() <= MOST_SPARE_BYTES {
            SPARE.with_borrow_mut(|spare| {
                if spare.len() < MOST_SPARE {
                    spare.push(bytes);
                }
            });
        }
    }
}

/// So many bytes, of no meaning.
fn room(size: usize) -> Vec<u8> {
    let mut bytes = SPARE.with_borrow_mut(Vec::pop).unwrap_or_default();
    bytes.resize(size, 0);
    bytes
}

/// The parts of a workbook by their names, in which capitals make no difference.
pub struct Parts<'a> {
    bytes: &'a [u8],
    archive: ZipArchive<Cursor<&'a [u8]>>,
    places: HashMap<String, usize>,
    unpacking: Decompressor,
}

impl<'a> Parts<'a> {
    /// The parts of a zip, no two of which have one name.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unusual> {
        let archive = guard::archive(bytes).map_err(|_| Unusual)?;
        let mut places = HashMap::with_capacity(archive.len());
        for (at, name) in archive.file_names().enumerate() {
            let name = name.map_err(|_| Unusual)?.to_ascii_lowercase();
            if name.contains('\\') || places.insert(name, at).is_some() {
                return Err(Unusual);
            }
        }
        Ok(Self { bytes, archive, places, unpacking: Decompressor::new() })
    }

    /// The most memory that reading the workbook takes. A part that is larger than the directory says is not unpacked. What a
    /// long worksheet comes to is not known; it takes all there is.
    pub fn bytes_taken(&self) -> u64 {
        let (mut shared, mut largest) = (0, 0);
        if self.places.keys().any(|name| self.is_long(name)) {
            return u64::MAX;
        }
        for (name, at) in &self.places {
            let size = self.archive.by_index_data(*at).map_or(0, |part| part.size());
            match name.as_str() {
                name if name.eq_ignore_ascii_case(SHARED_TEXTS) => shared = size,
                name if name.ends_with(".xml") => largest = size.max(largest),
                _ => {}
            }
        }
        TEXTS_SHARE * shared.min(MOST_BYTES) + (1 + GRID_SHARE) * largest.min(MOST_BYTES)
    }

    /// Whether a part is too large to be unpacked as a whole.
    pub fn is_long(&self, name: &str) -> bool {
        let at = self.places.get(&name.to_ascii_lowercase());
        at.and_then(|at| self.archive.by_index_data(*at).ok()).is_some_and(|part| part.size() > MOST_BYTES)
    }

    /// A part as it is unpacked bit by bit; whoever reads to its end, and once more, knows that it is whole.
    pub fn stream(&mut self, name: &str) -> Result<impl Read + Send, Unusual> {
        let at = *self.places.get(&name.to_ascii_lowercase()).ok_or(Unusual)?;
        let part = self.archive.by_index(at).map_err(|_| Unusual)?;
        if part.encrypted() || part.size() > MOST_STREAMED_BYTES { Err(Unusual) } else { Ok(part) }
    }

    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// The text of a part; `None` where there is no such part.
    pub fn optional(&mut self, name: &str) -> Result<Option<Text>, Unusual> {
        let Some(at) = self.places.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let part = self.archive.by_index_raw(*at).map_err(|_| Unusual)?;
        if part.encrypted() || part.size() > MOST_BYTES {
            return Err(Unusual);
        }
        let start = part.data_start().and_then(|start| usize::try_from(start).ok()).ok_or(Unusual)?;
        let packed_len = usize::try_from(part.compressed_size()).map_err(|_| Unusual)?;
        let packed = self.bytes.get(start..).and_then(|rest| rest.get(..packed_len)).ok_or(Unusual)?;
        let size = part.size() as usize;
        let unpacked = match part.compression() {
            CompressionMethod::Stored if packed_len == size => packed.to_vec(),
            CompressionMethod::Deflated => {
                let mut unpacked = room(size);
                let len = self.unpacking.deflate_decompress(packed, &mut unpacked).map_err(|_| Unusual)?;
                unpacked.truncate(len);
                unpacked
            }
            _ => return Err(Unusual),
        };
        if unpacked.len() != size || crc32(&unpacked) != part.crc32() {
            return Err(Unusual);
        }
        String::from_utf8(unpacked).map(|text| Some(Text(text))).map_err(|_| Unusual)
    }

    /// The text of a part without which there is no workbook.
    pub fn required(&mut self, name: &str) -> Result<Text, Unusual> {
        self.optional(name)?.ok_or(Unusual)
    }
}
