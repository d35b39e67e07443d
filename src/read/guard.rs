//! The guard looks at a file before the library opens it, for what would take the machine's memory: a count that is
//! reserved unseen, parts that unpack to far more than they are, a chain of sectors that never ends.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::workbook::FileFault;

/// The most that the parts of a workbook may come to when unpacked.
const MOST_UNPACKED: u64 = 4 << 30;

/// The most that the texts of a workbook may come to when unpacked: they are in memory all at once. A ledger of a
/// million rows has some 40 MB.
const MOST_SHARED_TEXT: u64 = 128 << 20;

/// Nothing packs better than this in a zip.
const BEST_PACKING: u64 = 1032;

/// A shared string is at least `<si/>`.
const SHORTEST_STRING: u64 = 5;

/// Looks through the directory of a zip.
pub fn zip(bytes: &[u8]) -> Result<(), FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFault::Damaged)?;
    let mut unpacked: u64 = 0;
    let mut texts = None;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| FileFault::Damaged)?;
        unpacked = unpacked.saturating_add(part.size());
        let is_texts = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        if is_texts {
            texts = Some((at, part.size(), part.compressed_size()));
        }
    }
    if unpacked > MOST_UNPACKED {
        return Err(FileFault::TooLarge);
    }
    if is_own_output(&mut archive) {
        return Err(FileFault::OwnOutput);
    }
    let Some((at, size, packed)) = texts else { return Ok(()) };
    if size > MOST_SHARED_TEXT {
        return Err(FileFault::TooLarge);
    }
    let mut part = archive.by_index(at).map_err(|_| FileFault::Damaged)?;
    let mut start = Vec::with_capacity(4096);
    part.by_ref().take(4096).read_to_end(&mut start).map_err(|_| FileFault::Damaged)?;
    if packed.saturating_mul(BEST_PACKING) > MOST_SHARED_TEXT {
        // The size in the directory is only what the file claims.
        let rest =
            std::io::copy(&mut part.take(MOST_SHARED_TEXT), &mut std::io::sink()).map_err(|_| FileFault::Damaged)?;
        if rest >= MOST_SHARED_TEXT {
            return Err(FileFault::TooLarge);
        }
    }
    match claimed_strings(&start) {
        Some(count) if count > size / SHORTEST_STRING => Err(FileFault::Damaged),
        _ => Ok(()),
    }
}

/// Whether this program wrote the workbook, as its properties say.
fn is_own_output(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let Ok(part) = archive.by_name("docProps/core.xml") else { return false };
    let mut properties = String::new();
    part.take(4096).read_to_string(&mut properties).is_ok()
        && properties.contains(&format!("<dc:creator>{}</dc:creator>", super::workbook::AUTHOR))
}

/// The number in `uniqueCount="…"`, for which room is made before a single string is read.
fn claimed_strings(start: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(start);
    let rest = text.split("uniqueCount").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let digits: String = rest.trim_start_matches(['"', '\'']).chars().take_while(char::is_ascii_digit).collect();
    // A count too long for a number is too large for any file.
    Some(digits.parse().unwrap_or(u64::MAX)).filter(|_| !digits.is_empty())
}

const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// Walks the chains of sectors of an OLE container that the library follows without counting.
pub fn ole(bytes: &[u8]) -> Result<(), FileFault> {
    let container = Ole::read(bytes).ok_or(FileFault::Damaged)?;
    // The directory, and the table of short sectors.
    for start in [container.number(48), container.number(60)] {
        container.walk(start.ok_or(FileFault::Damaged)?)?;
    }
    Ok(())
}

struct Ole<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    /// The sector after each sector.
    next: Vec<u32>,
}

impl<'a> Ole<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16::from_le_bytes(bytes.get(30..32)?.try_into().ok()?);
        if !(7..=16).contains(&shift) {
            return None;
        }
        let mut container = Self { bytes, sector_bytes: 1 << shift, next: Vec::new() };
        let most = container.sectors();
        // The first 109 sectors of the table stand in the header, further ones in a chain of their own.
        let mut table: Vec<u32> = (0..109).filter_map(|at| container.number(76 + 4 * at)).collect();
        let mut further = container.number(68)?;
        let mut steps = 0;
        while further < END_OF_CHAIN - 2 {
            steps += 1;
            if steps > most {
                return None;
            }
            let start = container.start(further);
            let each = container.sector_bytes / 4 - 1;
            table.extend((0..each).filter_map(|at| container.number(start + 4 * at)));
            further = container.number(start + 4 * each)?;
        }
        for sector in table.into_iter().filter(|sector| *sector < END_OF_CHAIN - 2).take(most) {
            let start = container.start(sector);
            let numbers = (0..container.sector_bytes / 4).filter_map(|at| container.number(start + 4 * at));
            let numbers: Vec<u32> = numbers.collect();
            container.next.extend(numbers);
        }
        Some(container)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector_bytes + 1
    }

    fn start(&self, sector: u32) -> usize {
        (sector as usize + 1).saturating_mul(self.sector_bytes)
    }

    fn number(&self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
    }

    /// A chain is no longer than the file has sectors.
    fn walk(&self, start: u32) -> Result<(), FileFault> {
        let mut sector = start;
        for _ in 0..=self.sectors() {
            match self.next.get(sector as usize) {
                Some(next) => sector = *next,
                None => return Ok(()),
            }
        }
        Err(FileFault::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_count_of_strings_that_the_part_cannot_hold_is_refused() {
        let forged = br#"<sst count="1" uniqueCount="4000000000"><si><t>x</t></si></sst>"#;
        assert_eq!(zip(&archive("xl/sharedStrings.xml", forged)), Err(FileFault::Damaged));
        let longer = br#"<sst uniqueCount="99999999999999999999999"></sst>"#;
        assert_eq!(zip(&archive("xl/sharedStrings.xml", longer)), Err(FileFault::Damaged));
        let sound = br#"<sst count="1" uniqueCount="1"><si><t>x</t></si></sst>"#;
        assert_eq!(zip(&archive("xl/sharedStrings.xml", sound)), Ok(()));
    }

    #[test]
    fn texts_that_unpack_beyond_all_measure_are_refused() {
        let bomb = vec![b' '; (MOST_SHARED_TEXT + 1) as usize];
        assert_eq!(zip(&archive("xl/sharedStrings.xml", &bomb)), Err(FileFault::TooLarge));
    }

    /// A container of one sector of table and one of directory, whose chain goes on to `next`.
    fn container(next: u32) -> Vec<u8> {
        let mut bytes = vec![0_u8; 3 * 512];
        bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        bytes[30] = 9;
        let mut put = |at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        put(48, 1);
        put(60, END_OF_CHAIN);
        put(68, END_OF_CHAIN);
        (1..109).for_each(|at| put(76 + 4 * at, u32::MAX));
        put(512, u32::MAX - 2);
        put(512 + 4, next);
        bytes
    }

    #[test]
    fn a_chain_of_sectors_that_comes_back_to_itself_is_refused() {
        assert_eq!(ole(&container(END_OF_CHAIN)), Ok(()));
        assert_eq!(ole(&container(1)), Err(FileFault::Damaged));
        assert_eq!(ole(&[0; 20]), Err(FileFault::Damaged));
    }
}
