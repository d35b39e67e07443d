//! A grid is a sheet as it was read: its cells, sparse and in order of row and column, and its merged regions.
//!
//! Texts lie one after another in a few pieces of memory, and a cell takes two words whatever it holds, so that a far
//! cell costs no more than a near one.

use std::collections::{BTreeMap, HashMap};

use crate::location::CellRef;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Number(f64),
    /// A number whose format says that it is a date: days since 1899-12-30, with the 1904 epoch already taken into
    /// account. Some old files give amounts this way, so it is the column's role that decides.
    Date(f64),
    Bool(bool),
    /// A formula that came to an error, such as `#DIV/0!`.
    Fault,
}

/// A cell with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell<'a> {
    pub at: CellRef,
    pub value: Value<'a>,
}

/// A merged region; both corners belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub first: CellRef,
    pub last: CellRef,
}

/// A cell as it is kept: sixteen bytes, whatever it holds.
#[derive(Clone, Copy, Debug)]
struct Kept {
    row_0: u32,
    col_0: u16,
    kind: Kind,
    /// The bits of a number, or the place of a text.
    content: u64,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Number,
    Date,
    Bool,
    Fault,
}

impl Kept {
    fn at(&self) -> CellRef {
        CellRef::new(self.row_0, self.col_0)
    }
}

/// The cells of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    texts: Texts,
    cells: Vec<Kept>,
    merges: Merges,
}

/// Merged regions by column, so that a look-up takes the same few steps however many there are and however they lie.
#[derive(Clone, Debug, Default)]
struct Merges {
    regions: Vec<Merge>,
    /// For each column the stretches of rows that belong to a region, in order and apart from one another.
    columns: BTreeMap<u16, Vec<Stretch>>,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    first_row_0: u32,
    last_row_0: u32,
    region: u32,
}

impl Merges {
    /// Of regions that lie over one another, which Excel does not allow, the one that begins higher up is kept.
    fn index(mut regions: Vec<Merge>, last_col_0: u16) -> Result<Self, Refused> {
        let mut columns: BTreeMap<u16, Vec<Stretch>> = BTreeMap::new();
        let mut stretches = 0;
        regions.sort_by_key(|region| region.first);
        for (at, region) in (0..).zip(&regions) {
            for col_0 in region.first.col_0..=region.last.col_0.min(last_col_0) {
                stretches += 1;
                if stretches > MOST_STRETCHES {
                    return Err(Refused::TooLarge);
                }
                let column = columns.entry(col_0).or_default();
                let first_row_0 = region.first.row_0;
                if column.last().is_none_or(|last| last.last_row_0 < first_row_0) {
                    column.push(Stretch { first_row_0, last_row_0: region.last.row_0, region: at });
                }
            }
        }
        Ok(Self { regions, columns })
    }

    fn get(&self, at: CellRef) -> Option<Merge> {
        let column = self.columns.get(&at.col_0)?;
        let begun = column.partition_point(|stretch| stretch.first_row_0 <= at.row_0);
        let stretch = column[..begun].last().filter(|stretch| stretch.last_row_0 >= at.row_0)?;
        Some(self.regions[stretch.region as usize])
    }
}

/// Texts in blocks, so that a growing sheet is never copied.
#[derive(Clone, Debug, Default)]
struct Texts {
    blocks: Vec<String>,
}

/// The first block is small, since most sheets are; each is twice the one before, up to the largest.
const SMALLEST_BLOCK: usize = 4 << 10;
const LARGEST_BLOCK: usize = 1 << 20;

impl Texts {
    /// Keeps a text and gives its place: block, start and length in 16, 24 and 24 bits.
    fn keep(&mut self, text: &str) -> u64 {
        let has_room = |block: &String| block.capacity() - block.len() >= text.len();
        if !self.blocks.last().is_some_and(has_room) {
            let twice = self.blocks.last().map_or(SMALLEST_BLOCK, |block| block.capacity() * 2);
            self.blocks.push(String::with_capacity(twice.min(LARGEST_BLOCK).max(text.len())));
        }
        let at = self.blocks.len() - 1;
        let start = self.blocks[at].len();
        self.blocks[at].push_str(text);
        (at as u64) << 48 | (start as u64) << 24 | text.len() as u64
    }

    fn get(&self, place: u64) -> &str {
        let [block, start, len] = [place >> 48, place >> 24 & 0xFF_FFFF, place & 0xFF_FFFF].map(|part| part as usize);
        &self.blocks[block][start..start + len]
    }
}

/// The size of a sheet in Excel, which LibreOffice and WPS share.
pub const MOST_ROWS: u32 = 1 << 20;
pub const MOST_COLUMNS: u32 = 1 << 14;

/// What the sheets of a file may still hold, all of them together; past it a sheet is refused.
#[derive(Clone, Debug)]
pub struct Room {
    cells: usize,
    text_bytes: usize,
    merges: usize,
}

/// The most cells of a file.
const MOST_CELLS: usize = 20_000_000;

/// The most text that the cells of a file refer to. A text that many cells share is kept once, but counted each time,
/// since later stages copy it.
pub const MOST_TEXT_BYTES: usize = 192 << 20;

/// The most memory that the cells of a sheet take.
pub const MOST_CELL_BYTES: u64 = (MOST_CELLS * size_of::<Kept>()) as u64;

/// The most merged regions of a file. A survey with a million rows has none; a budget table has some thousands.
const MOST_MERGES: usize = 200_000;

/// The most columns that the merged regions of a sheet cross, all regions together, as far as the sheet has cells.
const MOST_STRETCHES: usize = 4_000_000;

/// Excel's own limit for a cell, in UTF-16 units.
pub const MOST_CELL_TEXT: usize = 32_767;

/// Past this many cells, room for as many as a file may have is taken at once: growing step by step would need the old
/// and the new room together, and room that is not used costs nothing.
const MANY_CELLS: usize = 4_000_000;

/// Positions that held more than one cell are named up to this many.
const MOST_NAMED_TWICE: usize = 1_000;

/// A text longer than this is looked for among those that the sheet already has.
const LONG_TEXT: usize = 64;

impl Default for Room {
    fn default() -> Self {
        Self { cells: MOST_CELLS, text_bytes: MOST_TEXT_BYTES, merges: MOST_MERGES }
    }
}

/// Why a sheet cannot be kept.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its file asks for more than the limits.
    TooLarge,
    /// A cell holds more text than Excel would let it.
    LongText(CellRef),
}

/// Collects cells in any order; of two at one position the later wins, as in Excel.
#[derive(Debug)]
pub struct GridBuilder<'r> {
    room: &'r mut Room,
    grid: Grid,
    merges: Vec<Merge>,
    unsorted: bool,
    /// Where the library keeps a shared text, and where this sheet does.
    shared: HashMap<usize, u64>,
}

impl<'r> GridBuilder<'r> {
    pub fn new(room: &'r mut Room) -> Self {
        Self { room, grid: Grid::default(), merges: Vec::new(), unsorted: false, shared: HashMap::new() }
    }

    /// Adds a cell. Blank text is no cell.
    ///
    /// # Errors
    /// When the file's room is used up, or the text is longer than a cell can hold.
    pub fn push(&mut self, at: CellRef, value: Value<'_>) -> Result<(), Refused> {
        let (kind, content) = match value {
            Value::Text(text) => match self.counted(at, text)? {
                Some(text) => (Kind::Text, self.grid.texts.keep(text)),
                None => return Ok(()),
            },
            Value::Number(number) | Value::Date(number) if !number.is_finite() => (Kind::Fault, 0),
            Value::Number(number) => (Kind::Number, number.to_bits()),
            Value::Date(number) => (Kind::Date, number.to_bits()),
            Value::Bool(bool) => (Kind::Bool, bool.into()),
            Value::Fault => (Kind::Fault, 0),
        };
        self.keep(at, kind, content)
    }

    /// Adds a text that may stand in many cells, always at the same place of memory: a long one is kept once.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn push_shared(&mut self, at: CellRef, text: &str) -> Result<(), Refused> {
        if text.len() <= LONG_TEXT {
            return self.push(at, Value::Text(text));
        }
        let Some(trimmed) = self.counted(at, text)? else { return Ok(()) };
        let place = match self.shared.get(&(text.as_ptr() as usize)) {
            Some(place) => *place,
            None => {
                let place = self.grid.texts.keep(trimmed);
                self.shared.insert(text.as_ptr() as usize, place);
                place
            }
        };
        self.keep(at, Kind::Text, place)
    }

    /// How many cells there are so far.
    pub fn count(&self) -> usize {
        self.grid.cells.len()
    }

    /// Where the cell of this number stands.
    pub fn at(&self, cell: usize) -> CellRef {
        self.grid.cells[cell].at()
    }

    /// Adds what the cell of this number holds at another place.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn again(&mut self, cell: usize, at: CellRef) -> Result<(), Refused> {
        let Kept { kind, content, .. } = self.grid.cells[cell];
        if matches!(kind, Kind::Text) {
            let len = self.grid.texts.get(content).len();
            self.room.text_bytes = self.room.text_bytes.checked_sub(len).ok_or(Refused::TooLarge)?;
        }
        self.keep(at, kind, content)
    }

    /// The text without the white space around it, counted against the file's room; `None` for a blank one.
    fn counted<'t>(&mut self, at: CellRef, text: &'t str) -> Result<Option<&'t str>, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() > MOST_CELL_TEXT && text.encode_utf16().count() > MOST_CELL_TEXT {
            return Err(Refused::LongText(at));
        }
        self.room.text_bytes = self.room.text_bytes.checked_sub(text.len()).ok_or(Refused::TooLarge)?;
        Ok(Some(text))
    }

    fn keep(&mut self, at: CellRef, kind: Kind, content: u64) -> Result<(), Refused> {
        self.room.cells = self.room.cells.checked_sub(1).ok_or(Refused::TooLarge)?;
        let cells = &mut self.grid.cells;
        if cells.len() == MANY_CELLS {
            cells.reserve_exact(self.room.cells + 1);
        }
        self.unsorted |= cells.last().is_some_and(|last| last.at() >= at);
        cells.push(Kept { row_0: at.row_0, col_0: at.col_0, kind, content });
        Ok(())
    }

    /// Adds a merged region.
    ///
    /// # Errors
    /// When the file has more than anybody can mean.
    pub fn merge(&mut self, merge: Merge) -> Result<(), Refused> {
        self.room.merges = self.room.merges.checked_sub(1).ok_or(Refused::TooLarge)?;
        self.merges.push(merge);
        Ok(())
    }

    /// The grid, and the positions that held more than one cell, as many as are named.
    ///
    /// # Errors
    /// When merged regions cross more columns than can be looked through.
    pub fn finish(mut self) -> Result<(Grid, Vec<CellRef>), Refused> {
        let mut twice = Vec::new();
        if self.unsorted {
            // A stable sort keeps the order of writing among cells of one position.
            self.grid.cells.sort_by_key(Kept::at);
            self.grid.cells.dedup_by(|later, earlier| {
                let same = later.at() == earlier.at();
                if same {
                    *earlier = *later;
                    if twice.len() < MOST_NAMED_TWICE && twice.last() != Some(&later.at()) {
                        twice.push(later.at());
                    }
                }
                same
            });
        }
        if !self.merges.is_empty() {
            let last_col_0 = self.grid.cells.iter().map(|cell| cell.col_0).max().unwrap_or(0);
            self.grid.merges = Merges::index(self.merges, last_col_0)?;
        }
        Ok((self.grid, twice))
    }
}

impl Grid {
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn get(&self, at: CellRef) -> Option<Value<'_>> {
        let index = self.cells.binary_search_by_key(&at, Kept::at).ok()?;
        Some(self.value(index))
    }

    /// The cell's value, or that of the merged region it lies in.
    pub fn get_merged(&self, at: CellRef) -> Option<Cell<'_>> {
        if let Some(value) = self.get(at) {
            return Some(Cell { at, value });
        }
        let first = self.merge_of(at)?.first;
        self.get(first).map(|value| Cell { at: first, value })
    }

    /// The merged region that a position lies in.
    pub fn merge_of(&self, at: CellRef) -> Option<Merge> {
        self.merges.get(at)
    }

    pub fn has_merges(&self) -> bool {
        !self.merges.columns.is_empty()
    }

    /// Every row that holds a cell, from the first, with its cells from left to right.
    pub fn rows(&self) -> impl Iterator<Item = GridRow<'_>> {
        self.rows_between(0, u32::MAX)
    }

    /// The first row that holds no cell, nor any below it.
    pub fn end_row_0(&self) -> u32 {
        self.cells.last().map_or(0, |cell| cell.row_0 + 1)
    }

    /// The rows from one up to another, which is not among them.
    pub fn rows_between(&self, first_row_0: u32, end_row_0: u32) -> impl Iterator<Item = GridRow<'_>> {
        let mut start = self.cells.partition_point(|cell| cell.row_0 < first_row_0);
        std::iter::from_fn(move || {
            let row_0 = self.cells.get(start)?.row_0;
            if row_0 >= end_row_0 {
                return None;
            }
            let len = self.cells[start..].iter().take_while(|cell| cell.row_0 == row_0).count();
            let row = GridRow { grid: self, row_0, start, end: start + len };
            start += len;
            Some(row)
        })
    }

    fn value(&self, index: usize) -> Value<'_> {
        let Kept { kind, content, .. } = self.cells[index];
        match kind {
            Kind::Text => Value::Text(self.texts.get(content)),
            Kind::Number => Value::Number(f64::from_bits(content)),
            Kind::Date => Value::Date(f64::from_bits(content)),
            Kind::Bool => Value::Bool(content != 0),
            Kind::Fault => Value::Fault,
        }
    }
}

/// A row that holds at least one cell.
#[derive(Clone, Copy, Debug)]
pub struct GridRow<'a> {
    grid: &'a Grid,
    pub row_0: u32,
    start: usize,
    end: usize,
}

impl<'a> GridRow<'a> {
    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        let grid = self.grid;
        (self.start..self.end).map(move |index| Cell { at: grid.cells[index].at(), value: grid.value(index) })
    }

    /// Where the row's first cell stands.
    pub fn first_at(&self) -> CellRef {
        self.grid.cells[self.start].at()
    }

    pub fn get(&self, col_0: u16) -> Option<Value<'a>> {
        let cells = &self.grid.cells[self.start..self.end];
        let index = cells.binary_search_by_key(&col_0, |cell| cell.col_0).ok()?;
        Some(self.grid.value(self.start + index))
    }

    pub fn text(&self, col_0: u16) -> Option<&'a str> {
        match self.get(col_0)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The first text of the row.
    pub fn first_text(&self) -> Option<&'a str> {
        self.cells().find_map(|cell| match cell.value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row_0: u32, col_0: u16) -> CellRef {
        CellRef::new(row_0, col_0)
    }

    #[test]
    fn cells_out_of_order_are_put_in_order_and_the_later_of_two_wins() {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        builder.push(at(5, 0), Value::Number(1.0)).unwrap();
        builder.push(at(2, 3), Value::Text(" x ")).unwrap();
        builder.push(at(5, 0), Value::Number(2.0)).unwrap();
        builder.push(at(9, 9), Value::Text("  ")).unwrap();
        let (grid, twice) = builder.finish().unwrap();
        assert_eq!(twice, [at(5, 0)]);
        assert_eq!(grid.get(at(5, 0)), Some(Value::Number(2.0)));
        assert_eq!(grid.get(at(2, 3)), Some(Value::Text("x")));
        assert_eq!(grid.rows().map(|row| row.row_0).collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn a_merged_cell_speaks_for_its_whole_region() {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        builder.push(at(1, 1), Value::Text("决策")).unwrap();
        builder.merge(Merge { first: at(1, 1), last: at(4, 1) }).unwrap();
        let (grid, _) = builder.finish().unwrap();
        assert_eq!(grid.get_merged(at(3, 1)).map(|cell| cell.at), Some(at(1, 1)));
        assert_eq!(grid.get_merged(at(5, 1)), None);
    }
    #[test]
    fn merges_that_lie_over_one_another_are_looked_up_in_a_few_steps() {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        builder.push(at(0, 2), Value::Text("x")).unwrap();
        for row_0 in 0..100_000 {
            builder.merge(Merge { first: at(row_0, 0), last: at(u32::MAX, u16::MAX) }).unwrap();
        }
        let grid = builder.finish().unwrap().0;
        for row_0 in 0..1_000_000 {
            assert_eq!(grid.merge_of(at(row_0, 1)).map(|merge| merge.first), Some(at(0, 0)));
        }
        assert_eq!(grid.merge_of(at(0, 3)), None, "right of every cell");
    }

    #[test]
    fn a_text_that_many_cells_share_is_kept_once_and_counted_each_time() {
        let text = "很长的文字".repeat(100);
        let mut room = Room { text_bytes: 3 * text.len(), ..Room::default() };
        let mut builder = GridBuilder::new(&mut room);
        for row_0 in 0..3 {
            builder.push_shared(at(row_0, 0), &text).unwrap();
        }
        assert_eq!(builder.push_shared(at(3, 0), &text), Err(Refused::TooLarge));
        let grid = builder.finish().unwrap().0;
        assert_eq!(grid.texts.blocks.iter().map(String::len).sum::<usize>(), text.len());
        assert_eq!(grid.get(at(2, 0)), Some(Value::Text(&text)));
    }

    #[test]
    fn the_limits_hold_for_all_sheets_of_a_file_together() {
        let mut room = Room { cells: 3, ..Room::default() };
        let mut push = |row_0| GridBuilder::new(&mut room).push(at(row_0, 0), Value::Number(1.0));
        assert_eq!([push(0), push(1), push(2)], [Ok(()), Ok(()), Ok(())]);
        assert_eq!(push(3), Err(Refused::TooLarge));
    }

    #[test]
    fn a_cell_holds_no_more_text_than_excel_lets_it() {
        let mut room = Room::default();
        let mut builder = GridBuilder::new(&mut room);
        assert_eq!(builder.push(at(0, 0), Value::Text(&"字".repeat(32_767))), Ok(()));
        assert_eq!(builder.push(at(0, 1), Value::Text(&"字".repeat(32_768))), Err(Refused::LongText(at(0, 1))));
    }

    #[test]
    fn a_cell_takes_two_words() {
        assert_eq!(size_of::<Kept>(), 16);
    }
}
