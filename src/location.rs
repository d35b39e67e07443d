//! A place is a file of the inbox, a sheet in it and, mostly, a cell.
//!
//! Rows and columns are counted from nought everywhere in the program; the step to the `A1` form that a person
//! looks up in Excel is taken here and nowhere else.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::cache::codec;

/// A cell of a sheet, both counts from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    pub row_0: u32,
    pub col_0: u16,
}

impl CellRef {
    pub fn new(row_0: u32, col_0: u16) -> Self {
        Self { row_0, col_0 }
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = u32::from(self.col_0) + 1;
        while rest > 0 {
            letters.push(b'A' + ((rest - 1) % 26) as u8);
            rest = (rest - 1) / 26;
        }
        letters.reverse();
        for letter in letters {
            write!(f, "{}", char::from(letter))?;
        }
        write!(f, "{}", self.row_0 + 1)
    }
}

/// A sheet of a file; with an empty name the file as a whole. All places of a sheet share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetRef(Arc<Names>);

/// How a sheet is named.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Names {
    /// The path below the inbox, with `/` between its parts on every system.
    pub file: Arc<str>,
    pub sheet: Arc<str>,
}

impl SheetRef {
    pub fn new(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>) -> Self {
        Self(Arc::new(Names { file: file.into(), sheet: sheet.into() }))
    }

    pub fn at(&self, cell: CellRef) -> Place {
        Place { of: self.clone(), cell: Some(cell) }
    }

    /// The sheet as a whole.
    pub fn whole(&self) -> Place {
        Place { of: self.clone(), cell: None }
    }
}

impl Deref for SheetRef {
    type Target = Names;

    fn deref(&self) -> &Names {
        &self.0
    }
}

impl Serialize for SheetRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::sheet::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for SheetRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::sheet::deserialize(deserializer)
    }
}

/// Where a fact stands: a cell, or a whole sheet or file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    of: SheetRef,
    pub cell: Option<CellRef>,
}

impl Deref for Place {
    type Target = Names;

    fn deref(&self) -> &Names {
        &self.of
    }
}

impl Place {
    pub fn file(file: &str) -> Self {
        SheetRef::new(file, "").whole()
    }

    /// Its sheet.
    pub fn of(&self) -> &SheetRef {
        &self.of
    }

    /// The cell as `A1` text, empty for a whole sheet or file.
    pub fn a1(&self) -> String {
        self.cell.map(|cell| cell.to_string()).unwrap_or_default()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(f, " [{}]", self.sheet)?;
        }
        match self.cell {
            Some(cell) => write!(f, " {cell}"),
            None => Ok(()),
        }
    }
}

/// Several places in few words: those of a sheet that follow one another name it once.
pub fn in_few_words(places: &[Place]) -> String {
    let mut text = String::new();
    let mut before: Option<&Place> = None;
    for place in places {
        let is_beside = before.is_some_and(|it| it.of == place.of && it.cell.is_some());
        match (is_beside, place.cell) {
            (true, Some(cell)) => text.push_str(&format!(", {cell}")),
            _ => text.push_str(&format!("{}{place}", if text.is_empty() { "" } else { "\n" })),
        }
        before = Some(place);
    }
    text
}

/// A value with the cell that it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sited<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Sited<T> {
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sited<U> {
        Sited { value: change(self.value), place: self.place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_one_sheet_name_it_once() {
        let sheet = |file: &str| SheetRef::new(file, "表");
        let (one, other) = (sheet("a.xlsx"), sheet("b.xlsx"));
        let places =
            [one.at(CellRef::new(0, 0)), one.at(CellRef::new(1, 0)), other.at(CellRef::new(2, 1)), Place::file("c")];
        assert_eq!(in_few_words(&places), "a.xlsx [表] A1, A2\nb.xlsx [表] B3\nc");
    }

    #[test]
    fn cells_are_named_as_excel_names_them() {
        for (row_0, col_0, name) in
            [(0, 0, "A1"), (16, 5, "F17"), (0, 25, "Z1"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")]
        {
            assert_eq!(CellRef::new(row_0, col_0).to_string(), name);
        }
    }
}
