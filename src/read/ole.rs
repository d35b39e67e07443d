//! An OLE container is a small file system in one file: sectors, the table of which sector follows which, and a directory
//! of streams. Old workbooks are such containers.
//!
//! The library follows its chains without counting, so they are followed here, and it is given a new container with the
//! one stream that it needs.

use std::collections::BTreeSet;

use super::workbook::FileFault;

const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// From here on a number is no sector: the end of a chain, or a mark.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = u32::MAX;

/// Where the first part of the table is listed in the header, and how many sectors of it.
const TABLE: usize = 76;
const TABLE_SECTORS: usize = 109;

const ENTRY_BYTES: usize = 128;

/// Streams below this size lie in the stream of short sectors.
const SHORT_STREAM: usize = 4096;
const SHORT_SECTOR_BYTES: usize = 64;

/// A container whose directory has been read.
pub struct Ole<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    /// The sector after each sector.
    next: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    len: usize,
    /// Before and after this one in its folder, and the first inside it, by number.
    related: [u32; 3],
}

impl<'a> Ole<'a> {
    /// # Errors
    /// When the container is cut off, or a chain in it comes back to itself.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileFault> {
        let sector_bytes = match bytes.get(30..32) {
            Some([9, 0]) => 512,
            Some([12, 0]) => 4096,
            _ => return Err(FileFault::Damaged),
        };
        let mut ole = Self { bytes, sector_bytes, next: Vec::new(), entries: Vec::new() };
        for sector in ole.table()? {
            let start = ole.start(sector);
            ole.next.extend((0..sector_bytes / 4).map_while(|at| number(bytes, start + 4 * at)));
        }
        let directory = ole.chain(number(bytes, 48), usize::MAX)?;
        ole.entries =
            directory.chunks_exact(ENTRY_BYTES).filter_map(|entry| Entry::read(entry, sector_bytes)).collect();
        Ok(ole)
    }

    /// The sectors of the table: the first are listed in the header, further ones in a chain of their own.
    fn table(&self) -> Result<Vec<u32>, FileFault> {
        let numbers = |start: usize, count| (0..count).map_while(move |at| number(self.bytes, start + 4 * at));
        let mut table: Vec<u32> = numbers(TABLE, TABLE_SECTORS).collect();
        let mut further = number(self.bytes, 68).ok_or(FileFault::Damaged)?;
        let each = self.sector_bytes / 4 - 1;
        for _ in 0..=self.sectors() {
            if further >= NO_SECTOR {
                table.retain(|sector| *sector < NO_SECTOR);
                // A sector of the table that is listed again says nothing new.
                table.truncate(self.sectors());
                return Ok(table);
            }
            let start = self.start(further);
            table.extend(numbers(start, each));
            further = number(self.bytes, start + 4 * each).ok_or(FileFault::Damaged)?;
        }
        Err(FileFault::Damaged)
    }

    /// Whether there is a stream of this name beside the root's other streams, not inside something embedded.
    pub fn has(&self, name: &str) -> bool {
        self.top_level().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of the first of these streams that there is.
    ///
    /// # Errors
    /// When its chain is broken.
    pub fn stream(&self, names: &[&str]) -> Result<Option<Vec<u8>>, FileFault> {
        let named = |name: &&str| {
            let is_named = |entry: &&Entry| entry.name.eq_ignore_ascii_case(name);
            // Some writers leave the folders out.
            self.top_level().find(is_named).or_else(|| self.entries.iter().find(is_named))
        };
        let Some(entry) = names.iter().find_map(named) else { return Ok(None) };
        if entry.len >= SHORT_STREAM {
            return self.chain(Some(entry.start), entry.len).map(Some);
        }
        let root = self.entries.first().ok_or(FileFault::Damaged)?;
        let short = self.chain(Some(root.start), root.len)?;
        let next = self.chain(number(self.bytes, 60), usize::MAX)?;
        let mut stream = Vec::with_capacity(entry.len);
        let mut sector = entry.start;
        while stream.len() < entry.len && sector < NO_SECTOR {
            let start = sector as usize * SHORT_SECTOR_BYTES;
            let end = (start + SHORT_SECTOR_BYTES.min(entry.len - stream.len())).min(short.len());
            stream.extend(short.get(start..end).filter(|bytes| !bytes.is_empty()).ok_or(FileFault::Damaged)?);
            sector = number(&next, 4 * sector as usize).ok_or(FileFault::Damaged)?;
        }
        Ok(Some(stream))
    }

    fn top_level(&self) -> impl Iterator<Item = &Entry> {
        let mut open: Vec<u32> = self.entries.first().map(|root| root.related[2]).into_iter().collect();
        let mut seen = BTreeSet::new();
        std::iter::from_fn(move || {
            loop {
                let at = open.pop()?;
                if let Some(entry) = self.entries.get(at as usize).filter(|_| seen.insert(at)) {
                    open.extend(&entry.related[..2]);
                    return Some(entry);
                }
            }
        })
    }

    /// The bytes of a chain of sectors, at the most `len`. Without repeating itself, none is longer than the file.
    fn chain(&self, start: Option<u32>, len: usize) -> Result<Vec<u8>, FileFault> {
        let mut sector = start.ok_or(FileFault::Damaged)?;
        let mut chain = Vec::new();
        for _ in 0..=self.sectors() {
            if sector >= NO_SECTOR || chain.len() >= len {
                return Ok(chain);
            }
            let start = self.start(sector);
            let end = (start + self.sector_bytes.min(len - chain.len())).min(self.bytes.len());
            chain.extend(self.bytes.get(start..end).ok_or(FileFault::Damaged)?);
            sector = *self.next.get(sector as usize).ok_or(FileFault::Damaged)?;
        }
        Err(FileFault::Damaged)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector_bytes + 1
    }

    fn start(&self, sector: u32) -> usize {
        (sector as usize + 1).saturating_mul(self.sector_bytes)
    }
}

impl Entry {
    fn read(entry: &[u8], sector_bytes: usize) -> Option<Self> {
        let units = entry[..64].as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
        let low = number(entry, 120)? as usize;
        // The upper half holds anything where sectors are small.
        let high = if sector_bytes > 512 { number(entry, 124)? as usize } else { 0 };
        Some(Self {
            name: String::from_utf16_lossy(&units),
            start: number(entry, 116)?,
            len: high.saturating_mul(1 << 32).saturating_add(low),
            related: [number(entry, 68)?, number(entry, 72)?, number(entry, 76)?],
        })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// The sector size of the containers that are made here: 109 sectors of the table are enough for 400 MB.
const SECTOR: usize = 4096;

/// A container with one stream, `Workbook`, in sectors that follow one another. A stream that is too short for sectors of
/// its own is filled up with noughts.
pub fn container(stream: &[u8]) -> Vec<u8> {
    let stream_sectors = stream.len().div_ceil(SECTOR).max(1);
    let directory = stream_sectors;
    let mut table_sectors = 1;
    while table_sectors * (SECTOR / 4) < directory + 1 + table_sectors {
        table_sectors += 1;
    }
    let mut bytes = vec![0; SECTOR * (1 + directory + 1 + table_sectors)];
    bytes[SECTOR..SECTOR + stream.len()].copy_from_slice(stream);
    bytes[..8].copy_from_slice(&SIGNATURE);
    for (at, short) in [(24, 0x3E_u16), (26, 4), (28, 0xFFFE), (30, 12), (32, 6)] {
        bytes[at..at + 2].copy_from_slice(&short.to_le_bytes());
    }
    let mut put = |at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    put(44, table_sectors as u32);
    put(48, directory as u32);
    put(56, SHORT_STREAM as u32);
    put(60, END_OF_CHAIN);
    put(68, END_OF_CHAIN);
    for at in 0..TABLE_SECTORS {
        put(TABLE + 4 * at, if at < table_sectors { (directory + 1 + at) as u32 } else { FREE });
    }
    let entry = SECTOR * (1 + directory);
    put(entry + 68, FREE);
    put(entry + 72, FREE);
    put(entry + 76, 1);
    put(entry + ENTRY_BYTES + 68, FREE);
    put(entry + ENTRY_BYTES + 72, FREE);
    put(entry + ENTRY_BYTES + 76, FREE);
    put(entry + ENTRY_BYTES + 120, stream.len().max(SHORT_STREAM) as u32);
    let table = SECTOR * (1 + directory + 1);
    for sector in 0..table_sectors * (SECTOR / 4) {
        put(
            table + 4 * sector,
            match sector {
                _ if sector + 1 < stream_sectors => sector as u32 + 1,
                _ if sector <= directory => END_OF_CHAIN,
                _ if sector <= directory + table_sectors => NO_SECTOR + 3,
                _ => FREE,
            },
        );
    }
    for (at, name, kind) in [(entry, "Root Entry", 5), (entry + ENTRY_BYTES, "Workbook", 2)] {
        for (unit, place) in name.encode_utf16().zip((at..).step_by(2)) {
            bytes[place..place + 2].copy_from_slice(&unit.to_le_bytes());
        }
        bytes[at + 64] = 2 * (name.len() as u8 + 1);
        bytes[at + 66] = kind;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(bytes: &mut [u8], at: usize, number: u32) {
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    }

    #[test]
    fn what_is_put_into_a_container_is_found_there() {
        for len in [0, 10, 4096, 5000, 5_000_000] {
            let stream: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let bytes = container(&stream);
            let found = Ole::open(&bytes).unwrap().stream(&["WORKBOOK"]).unwrap().unwrap();
            assert_eq!(found[..len], stream);
            assert!(found[len..].iter().all(|byte| *byte == 0) && found.len() == len.max(4096));
        }
    }

    #[test]
    fn a_chain_of_sectors_that_comes_back_to_itself_is_refused() {
        let sound = container(&[1; 10_000]);
        let [table, directory] = [5 * SECTOR, 3];
        for (sector, to) in [(directory, directory), (2, 0), (1, 1)] {
            let mut cyclic = sound.clone();
            put(&mut cyclic, table + 4 * sector, to as u32);
            // The length may ask for all of the file's chains.
            put(&mut cyclic, 4 * SECTOR + ENTRY_BYTES + 120, u32::MAX);
            let stream = Ole::open(&cyclic).and_then(|ole| ole.stream(&["Workbook"]));
            assert_eq!(stream.err(), Some(FileFault::Damaged), "{sector}");
        }
        let mut further = sound.clone();
        put(&mut further, 68, 0);
        put(&mut further, 2 * SECTOR - 4, 0);
        assert!(Ole::open(&further).is_err());
    }

    #[test]
    fn a_container_that_is_cut_off_is_refused_or_lacks_its_stream() {
        let bytes = container(&[7; 10_000]);
        // The last sector is the table, of which only the first entries matter.
        for len in 0..=5 * SECTOR / 16 {
            let whole = Ole::open(&bytes[..16 * len]).and_then(|ole| ole.stream(&["Workbook"]));
            assert!(!matches!(whole, Ok(Some(stream)) if stream.len() >= 10_000), "{len}");
        }
    }
}
