//! 训练说明: what was sown, where, and what the program should find. It is marked as a guide, which the program passes over.

use crate::recognise::own::GUIDE;
use crate::write::sheet::Sheet;
use crate::write::table::{Cell, Column, Row, Table};

use super::words::WORDS;
use super::{Demo, Sown};

const WIDTHS: [u16; 7] = [18, 36, 60, 16, 10, 56, 30];

/// The guide with its file name.
pub fn guide(demo: &Demo, sown: &[Sown]) -> (String, Sheet<'static>) {
    let words = &WORDS.guide;
    let columns = words.columns.iter().zip(WIDTHS).map(|(heading, width)| Column::new(heading.as_str(), width));
    let table = Table {
        name: words.sheet.clone(),
        title: words.title.clone(),
        notes: vec![format!("{}{}。", words.note, demo.seed), format!("{}　　{GUIDE}", words.how)],
        columns: columns.collect(),
        rows: sown.iter().map(row).collect(),
        filter: true,
        landscape: true,
        ..Table::default()
    };
    (words.file.clone(), table.into())
}

fn row(sown: &Sown) -> Row {
    let cell = sown.cell.map(|cell| cell.to_string()).unwrap_or_default();
    let texts = [&sown.code, &sown.name, &sown.file, &sown.sheet, &cell, sown.what, sown.found.name()];
    Row::new(texts.into_iter().map(Cell::text).collect())
}
