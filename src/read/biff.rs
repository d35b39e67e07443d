//! The workbook stream of an xls file is a row of records: a type, a length and as many bytes.
//!
//! The library reads such a stream whole, makes every sheet dense and works out the text of every formula. So the stream
//! is distilled first: what the program does not use is left out, formulas become the results stored beside them, and
//! while the records pass, what the library will ask for is added up.

use super::workbook::FileFault;

/// The most memory that the library may take for an xls file. A sheet of all 65,536 rows and 30 columns, half of them
/// text, takes some 370 MB.
pub const MOST_TAKEN: u64 = 400 << 20;

/// A workbook of a bureau has some dozens of sheets.
const MOST_SHEETS: usize = 1024;

/// The library takes continuations of a record from the front of a list, one by one.
const MOST_CONTINUED: usize = 20_000;

/// What the library takes for a cell of a dense sheet, and for one that it has not put in place yet.
const DENSE_CELL: u64 = 32;
const LOOSE_CELL: u64 = 2 * 40;

/// What our own grid takes for a cell.
const GRID_CELL: u64 = 16;

/// What a shared text takes beside its bytes, and what the text of a cell does.
const SHARED_TEXT: u64 = 40;
const CELL_TEXT: u64 = 16;

/// The library holds a stream in its container, in the sectors of it, and by itself.
const COPIES: u64 = 3;

/// A stream of what the program uses, and what reading it will take, in the library and in the grid.
#[derive(Debug)]
pub struct Distilled {
    pub stream: Vec<u8>,
    /// BIFF8 text is UTF-16 whatever code page the file claims.
    pub is_biff8: bool,
    pub bytes_taken: u64,
}

/// # Errors
/// When the stream is broken or behind a password, or would take too much.
pub fn distil(stream: &[u8]) -> Result<Distilled, FileFault> {
    let mut out = Vec::new();
    let mut version = None;
    let mut sheets = Vec::new();
    let mut texts = Vec::new();
    let mut rest = stream;
    loop {
        let record = Record::next(&mut rest)?;
        match record.kind {
            FILE_PASS => return Err(FileFault::Password),
            BOF => {
                version.get_or_insert(short(record.data, 0)?);
                record.write(&mut out);
            }
            CODE_PAGE | DATE_MODE | FORMAT | XF => record.write(&mut out),
            // Sheets of macros and charts hold no table.
            BOUND_SHEET if byte(record.data, 5)? == 0 => {
                let start = stream.get(long(record.data, 0)? as usize..).ok_or(FileFault::Damaged)?;
                sheets.push((out.len() + 4, start));
                record.write(&mut out);
            }
            SST => {
                let continued = continuations(&mut rest)?;
                texts = shared_texts(record.data, &continued)?;
                record.write(&mut out);
                continued.into_iter().for_each(|data| Record { kind: CONTINUE, data }.write(&mut out));
            }
            EOF => {
                record.write(&mut out);
                break;
            }
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS {
        return Err(FileFault::TooLarge);
    }
    let mut most_grid = 0;
    let (mut kept, mut most_passing) = (texts.iter().map(|len| SHARED_TEXT + u64::from(*len)).sum::<u64>(), 0);
    // Sheets lie one after another; where they lie over one another, each is read again and again.
    let mut steps = 2 * stream.len();
    for (at, start) in sheets {
        let place = u32::try_from(out.len()).map_err(|_| FileFault::TooLarge)?;
        out[at..at + 4].copy_from_slice(&place.to_le_bytes());
        let mut sheet = Sheet::default();
        sheet.distil(start, &texts, &mut steps, &mut out)?;
        kept += sheet.dense() + sheet.text_bytes;
        // A sheet is copied as it is asked for; before, its cells were in a list.
        most_passing = most_passing.max(sheet.dense() + sheet.text_bytes).max(LOOSE_CELL * sheet.cells);
        most_grid = most_grid.max(GRID_CELL * sheet.cells + sheet.text_bytes);
        if kept + most_passing > MOST_TAKEN {
            return Err(FileFault::TooLarge);
        }
    }
    let bytes_taken = kept + most_passing + COPIES * out.len() as u64;
    if bytes_taken > MOST_TAKEN {
        return Err(FileFault::TooLarge);
    }
    Ok(Distilled { stream: out, is_biff8: version == Some(0x0600), bytes_taken: bytes_taken + most_grid })
}

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000A;
const DATE_MODE: u16 = 0x0022;
const FILE_PASS: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
const CODE_PAGE: u16 = 0x0042;
const BOUND_SHEET: u16 = 0x0085;
const MUL_RK: u16 = 0x00BD;
const RICH_LABEL: u16 = 0x00D6;
const XF: u16 = 0x00E0;
const MERGED: u16 = 0x00E5;
const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_OR_ERROR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const RK: u16 = 0x027E;
const FORMAT: u16 = 0x041E;
const BOF: u16 = 0x0809;

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

impl<'a> Record<'a> {
    fn next(rest: &mut &'a [u8]) -> Result<Self, FileFault> {
        let kind = short(rest, 0)?;
        let end = 4 + usize::from(short(rest, 2)?);
        let data = rest.get(4..end).ok_or(FileFault::Damaged)?;
        *rest = &rest[end..];
        Ok(Self { kind, data })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.kind.to_le_bytes());
        out.extend((self.data.len() as u16).to_le_bytes());
        out.extend(self.data);
    }
}

/// The records that continue the one before.
fn continuations<'a>(rest: &mut &'a [u8]) -> Result<Vec<&'a [u8]>, FileFault> {
    let mut continued = Vec::new();
    while short(rest, 0).is_ok_and(|kind| kind == CONTINUE) {
        continued.push(Record::next(rest)?.data);
        if continued.len() > MOST_CONTINUED {
            return Err(FileFault::TooLarge);
        }
    }
    Ok(continued)
}

/// The most bytes that each shared text can take in UTF-8.
fn shared_texts(first: &[u8], continued: &[&[u8]]) -> Result<Vec<u32>, FileFault> {
    let mut parts = Parts { data: first.get(8..).ok_or(FileFault::Damaged)?, further: continued.iter() };
    let mut texts = Vec::new();
    let mut taken = 0;
    while !parts.data.is_empty() || parts.next() {
        let bytes = if parts.data.is_empty() { 0 } else { parts.text()? };
        taken += SHARED_TEXT + u64::from(bytes);
        if taken > MOST_TAKEN {
            return Err(FileFault::TooLarge);
        }
        texts.push(bytes);
    }
    Ok(texts)
}

/// The table of shared texts, which goes on over many records.
struct Parts<'a> {
    data: &'a [u8],
    further: std::slice::Iter<'a, &'a [u8]>,
}

impl Parts<'_> {
    fn next(&mut self) -> bool {
        match self.further.next() {
            Some(data) => {
                self.data = data;
                true
            }
            None => false,
        }
    }

    /// Passes a text with its formats and phonetics; gives the most bytes that it can take in UTF-8.
    fn text(&mut self) -> Result<u32, FileFault> {
        let mut characters = usize::from(short(self.data, 0)?);
        let mut flags = byte(self.data, 2)?;
        self.skip_within(3)?;
        let mut behind = 0;
        if flags & 8 != 0 {
            behind += 4 * usize::from(short(self.data, 0)?);
            self.skip_within(2)?;
        }
        if flags & 4 != 0 {
            behind += long(self.data, 0)? as usize;
            self.skip_within(4)?;
        }
        let mut bytes = 0;
        loop {
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let here = characters.min(self.data.len() / width);
            self.skip_within(here * width)?;
            characters -= here;
            bytes += (here * (width + 1)) as u32;
            if characters == 0 {
                break;
            }
            if !self.next() {
                return Err(FileFault::Damaged);
            }
            // Each part says anew how wide its characters are.
            flags = byte(self.data, 0)?;
            self.skip_within(1)?;
        }
        while behind > 0 {
            if self.data.is_empty() && !self.next() {
                return Err(FileFault::Damaged);
            }
            let here = behind.min(self.data.len());
            self.skip_within(here)?;
            behind -= here;
        }
        Ok(bytes)
    }

    fn skip_within(&mut self, len: usize) -> Result<(), FileFault> {
        self.data = self.data.get(len..).ok_or(FileFault::Damaged)?;
        Ok(())
    }
}

/// What the cells of a sheet come to.
#[derive(Default)]
struct Sheet {
    cells: u64,
    text_bytes: u64,
    /// First and last row and column.
    corners: Option<[u16; 4]>,
}

impl Sheet {
    /// Writes the sheet that begins at `rest`, without what may be embedded in it.
    fn distil(
        &mut self,
        mut rest: &[u8],
        texts: &[u32],
        steps: &mut usize,
        out: &mut Vec<u8>,
    ) -> Result<(), FileFault> {
        // Sheets inside this one, such as charts, hold cells of their own.
        let mut depth = 0;
        // The place and format of the last formula whose result is a text, which comes in a record of its own.
        let mut formula = [0; 6];
        loop {
            let record = Record::next(&mut rest)?;
            *steps = steps.checked_sub(4 + record.data.len()).ok_or(FileFault::Damaged)?;
            match record.kind {
                BOF if depth > 0 => depth += 1,
                BOF => {
                    depth = 1;
                    record.write(out);
                }
                _ if depth > 1 => depth -= usize::from(record.kind == EOF),
                EOF => {
                    record.write(out);
                    return Ok(());
                }
                NUMBER | RK | BOOL_OR_ERROR => {
                    self.cell(record.data, 1)?;
                    record.write(out);
                }
                LABEL_SST => {
                    self.cell(record.data, 1)?;
                    let text = long(record.data, 6)? as usize;
                    self.text_bytes += CELL_TEXT + texts.get(text).copied().map_or(0, u64::from);
                    record.write(out);
                }
                LABEL | RICH_LABEL => {
                    self.cell(record.data, 1)?;
                    self.text(record.data)?;
                    record.write(out);
                }
                MUL_RK => {
                    self.cell(record.data, (record.data.len() / 6).saturating_sub(1))?;
                    record.write(out);
                }
                MERGED => {
                    self.text_bytes += 2 * 16 * u64::from(short(record.data, 0)?);
                    record.write(out);
                }
                FORMULA => {
                    let result: [u8; 8] = array(record.data, 6)?;
                    formula = array(record.data, 0)?;
                    let (kind, result) = match result {
                        [0, .., 0xFF, 0xFF] => continue,
                        [1, _, is_true, .., 0xFF, 0xFF] => (BOOL_OR_ERROR, vec![is_true, 0]),
                        [2, _, error, .., 0xFF, 0xFF] => (BOOL_OR_ERROR, vec![error, 1]),
                        // Blank, or nothing that is known.
                        [.., 0xFF, 0xFF] => continue,
                        number => (NUMBER, number.to_vec()),
                    };
                    self.cell(&formula, 1)?;
                    Record { kind, data: &[&formula[..], &result].concat() }.write(out);
                }
                STRING => {
                    let data = [&formula[..], record.data].concat();
                    if data.len() > usize::from(u16::MAX) {
                        return Err(FileFault::Damaged);
                    }
                    self.cell(&data, 1)?;
                    self.text(&data)?;
                    Record { kind: LABEL, data: &data }.write(out);
                }
                _ => {}
            }
        }
    }

    /// Counts cells side by side, the first at the place with which the record begins.
    fn cell(&mut self, data: &[u8], count: usize) -> Result<(), FileFault> {
        let (row, col) = (short(data, 0)?, short(data, 2)?);
        let last_col = u16::try_from(usize::from(col) + count.max(1) - 1).map_err(|_| FileFault::Damaged)?;
        self.cells += count as u64;
        let [first_row, last_row, first_col, farthest] = self.corners.unwrap_or([row, row, col, last_col]);
        self.corners = Some([first_row.min(row), last_row.max(row), first_col.min(col), farthest.max(last_col)]);
        Ok(())
    }

    /// Counts the text of a label. The room for as many characters as it claims is made before they are read.
    fn text(&mut self, data: &[u8]) -> Result<(), FileFault> {
        let claimed = u64::from(short(data, 6)?);
        self.text_bytes += CELL_TEXT + claimed.max(3 * (data.len() as u64 - 6));
        Ok(())
    }

    fn dense(&self) -> u64 {
        let [first_row, last_row, first_col, last_col] = self.corners.unwrap_or_default().map(u64::from);
        DENSE_CELL * (last_row - first_row + 1) * (last_col - first_col + 1)
    }
}

fn byte(data: &[u8], at: usize) -> Result<u8, FileFault> {
    data.get(at).copied().ok_or(FileFault::Damaged)
}

fn short(data: &[u8], at: usize) -> Result<u16, FileFault> {
    array(data, at).map(u16::from_le_bytes)
}

fn long(data: &[u8], at: usize) -> Result<u32, FileFault> {
    array(data, at).map(u32::from_le_bytes)
}

fn array<const N: usize>(data: &[u8], at: usize) -> Result<[u8; N], FileFault> {
    let bytes = data.get(at..at + N).ok_or(FileFault::Damaged)?;
    bytes.try_into().map_err(|_| FileFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        Record { kind, data }.write(&mut out);
        out
    }

    fn number(row: u16, col: u16) -> Vec<u8> {
        record(NUMBER, &[&row.to_le_bytes()[..], &col.to_le_bytes(), &[0, 0], &1.5_f64.to_le_bytes()].concat())
    }

    fn bof(kind: u16) -> Vec<u8> {
        record(BOF, &[&[0, 6][..], &kind.to_le_bytes(), &[0; 12]].concat())
    }

    /// A workbook of sheets of these records.
    fn workbook(globals: &[u8], sheets: &[Vec<u8>]) -> Vec<u8> {
        let bound = |at: u32| record(BOUND_SHEET, &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat());
        let mut start = bof(5).len() + globals.len() + sheets.len() * bound(0).len() + 4;
        let mut stream = [bof(5), globals.to_vec()].concat();
        for sheet in sheets {
            stream.extend(bound(start as u32));
            start += sheet.len();
        }
        stream.extend(record(EOF, &[]));
        sheets.iter().for_each(|sheet| stream.extend(sheet));
        stream
    }

    fn sheet(records: &[Vec<u8>]) -> Vec<u8> {
        [bof(0x10), records.concat(), record(EOF, &[])].concat()
    }

    fn fault(stream: &[u8]) -> Option<FileFault> {
        distil(stream).err()
    }

    /// A text that is shared, with the record that refers to it from a row.
    fn shared(text: &str) -> Vec<u8> {
        let count = (text.len() as u16).to_le_bytes();
        record(SST, &[&[0; 8][..], &count, &[0], text.as_bytes()].concat())
    }

    fn label(row: u16) -> Vec<u8> {
        record(LABEL_SST, &[&row.to_le_bytes()[..], &[0; 8]].concat())
    }

    #[test]
    fn an_honest_sheet_of_all_rows_and_thirty_columns_passes() {
        let mut cells = Vec::new();
        for (row, col) in (0..=u16::MAX).flat_map(|row| (0..30_u16).map(move |col| (row, col))) {
            let kind = if col < 15 { LABEL_SST } else { NUMBER };
            let [row, col] = [row, col].map(u16::to_le_bytes);
            let data = [row[0], row[1], col[0], col[1], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            Record { kind, data: &data[..if kind == NUMBER { 14 } else { 10 }] }.write(&mut cells);
        }
        let distilled = distil(&workbook(&shared("some twenty letters."), &[sheet(&[cells])])).unwrap();
        assert!(distilled.is_biff8 && (300 << 20..500 << 20).contains(&distilled.bytes_taken));
    }

    #[test]
    fn cells_far_apart_are_refused_in_one_sheet_or_in_many() {
        assert_eq!(fault(&workbook(&[], &[sheet(&[number(0, 0), number(100, 200)])])), None);
        let far = sheet(&[number(0, 0), number(u16::MAX, 255)]);
        assert_eq!(fault(&workbook(&[], &[far])), Some(FileFault::TooLarge));
        let farther = sheet(&[number(0, 0), number(u16::MAX, u16::MAX)]);
        assert_eq!(fault(&workbook(&[], &[farther])), Some(FileFault::TooLarge));
        let wide = sheet(&[number(0, 0), number(u16::MAX, 9)]);
        assert_eq!(fault(&workbook(&[], &vec![wide.clone(); 3])), None);
        assert_eq!(fault(&workbook(&[], &vec![wide; 30])), Some(FileFault::TooLarge));
    }

    #[test]
    fn a_long_text_in_very_many_cells_is_refused() {
        let long = shared(&"x".repeat(30_000));
        let rows = |count: u16| sheet(&(0..count).map(label).collect::<Vec<_>>());
        assert_eq!(fault(&workbook(&long, &[rows(100)])), None);
        assert_eq!(fault(&workbook(&long, &[rows(60_000)])), Some(FileFault::TooLarge));
        // Room for 65,535 characters is asked for by a record of a dozen bytes.
        let claims: Vec<Vec<u8>> = (0..60_000_u16)
            .map(|row| record(LABEL, &[&row.to_le_bytes()[..], &[0, 0, 0, 0, 255, 255, 0]].concat()))
            .collect();
        assert_eq!(fault(&workbook(&[], &[sheet(&claims)])), Some(FileFault::TooLarge));
    }

    #[test]
    fn a_room_that_the_sheet_only_claims_is_not_passed_on() {
        let claim = record(0x0200, &[0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0]);
        let distilled = distil(&workbook(&[], &[sheet(&[claim, number(0, 0)])])).unwrap();
        let plain = distil(&workbook(&[], &[sheet(&[number(0, 0)])])).unwrap();
        assert_eq!(distilled.stream, plain.stream);
    }

    #[test]
    fn sheets_that_lie_over_one_another_are_refused() {
        let large = sheet(&vec![number(0, 0); 1000]);
        let mut stream = workbook(&[], &[&[large][..], &vec![sheet(&[]); 9]].concat());
        assert_eq!(fault(&stream), None);
        let first = stream.windows(2).position(|pair| pair == BOUND_SHEET.to_le_bytes()).unwrap();
        let place: [u8; 4] = stream[first + 4..first + 8].try_into().unwrap();
        for at in 0..10 {
            let bound = first + at * 13;
            stream[bound + 4..bound + 8].copy_from_slice(&place);
        }
        assert_eq!(fault(&stream), Some(FileFault::Damaged));
    }

    #[test]
    fn formulas_become_their_results() {
        let formula =
            |result: [u8; 8]| record(FORMULA, &[&[1, 0, 2, 0, 3, 0][..], &result, &[0; 6], &[1, 0, 0x16]].concat());
        let string = record(STRING, &[&[2, 0, 0][..], b"ab"].concat());
        let label = record(LABEL, &[&[1, 0, 2, 0, 3, 0, 2, 0, 0][..], b"ab"].concat());
        let number = record(NUMBER, &[&[1, 0, 2, 0, 3, 0][..], &2.5_f64.to_le_bytes()].concat());
        for (given, expected) in [
            (vec![formula(2.5_f64.to_le_bytes())], vec![number]),
            (vec![formula([0, 0, 0, 0, 0, 0, 255, 255]), string], vec![label]),
            (vec![formula([1, 0, 1, 0, 0, 0, 255, 255])], vec![record(BOOL_OR_ERROR, &[1, 0, 2, 0, 3, 0, 1, 0])]),
            (vec![formula([2, 0, 7, 0, 0, 0, 255, 255])], vec![record(BOOL_OR_ERROR, &[1, 0, 2, 0, 3, 0, 7, 1])]),
            (vec![formula([3, 0, 0, 0, 0, 0, 255, 255])], vec![]),
        ] {
            let made = distil(&workbook(&[], &[sheet(&given)])).unwrap();
            let plain = distil(&workbook(&[], &[sheet(&expected)])).unwrap();
            assert_eq!(made.stream, plain.stream, "{given:?}");
        }
    }

    #[test]
    fn a_password_and_a_stream_that_is_cut_off_are_told() {
        let locked = workbook(&record(FILE_PASS, &[0; 6]), &[sheet(&[])]);
        assert_eq!(fault(&locked), Some(FileFault::Password));
        let sound = workbook(&shared("x"), &[sheet(&[label(0), number(3, 3)])]);
        assert_eq!(fault(&sound), None);
        for len in 0..sound.len() {
            assert_eq!(fault(&sound[..len]), Some(FileFault::Damaged), "{len}");
        }
    }

    #[test]
    fn texts_that_go_on_in_further_records_are_followed() {
        // Three characters of one byte, then two of two bytes in the next record, then another text.
        let parts =
            [[&[0; 8][..], &[5, 0, 0], b"abc"].concat(), [&[1][..], &[0, 78, 1, 78], &[1, 0, 0], b"z"].concat()];
        assert_eq!(shared_texts(&parts[0], &[&parts[1]]), Ok(vec![3 * 2 + 2 * 3, 2]));
        assert_eq!(shared_texts(&parts[0], &[]), Err(FileFault::Damaged));
    }
}
