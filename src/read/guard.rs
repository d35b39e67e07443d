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
}
