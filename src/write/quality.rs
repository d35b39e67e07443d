//! 数据质量: what became of every row of every sheet of every file. A column shows that no row was lost: rows read are
//! rows used, passed over for a reason, and refused with a finding.

use strum::IntoEnumIterator;

use crate::recognise::tables::{PassedOver, RowCounts};
use crate::review::{FileAccount, Review, SheetAccount};
use crate::words::Words;

use super::formula::{quoted, sum_above};
use super::sheet::Sheet;
use super::table::{Cell, Column, Row, Tone};
use super::xlsx::MOST_FORMULAS;
use super::{heading, terms};

/// Columns before the counts.
const NAMED: usize = 4;

pub fn quality<'a>(review: &'a Review, words: &'a Words) -> Sheet<'a> {
    let columns = [("file", 44), ("sheet", 22), ("kind", 22), ("belongs-to", 28), ("rows-read", 9), ("rows-used", 9)];
    let mut table = heading::table(review, words, "quality", &columns);
    table.notes.push(words.text("note-quality"));
    table.filter = true;
    let passed = PassedOver::iter().map(|reason| Column::new(terms::passed(words, reason), 8));
    table.columns.extend(passed);
    table.columns.push(Column::new(words.text("column-rows-refused"), 9));
    table.columns.push(Column::new(words.text("column-balance"), 10));
    let count: usize = review.files.iter().map(|file| file.sheets.len().max(1)).sum();
    let shows_equation = count <= MOST_FORMULAS;
    if !shows_equation {
        table.notes.push(words.text("note-without-formulas"));
    }
    let sheets = review.files.iter().flat_map(move |file| {
        let sheets = file.sheets.iter().map(move |sheet| row(words, file, sheet, shows_equation));
        // A file of which nothing could be read is not passed over in silence.
        sheets.chain(file.sheets.is_empty().then(|| not_read(words, file)))
    });
    let total = (count > 0).then(|| total(review, words, count));
    Sheet { rest: Some(Box::new(sheets.chain(total))), back: Some(heading::to_overview(words)), ..Sheet::from(table) }
}

fn not_read(words: &Words, file: &FileAccount) -> Row {
    Row::new(vec![Cell::text(&*file.file), Cell::Empty, Cell::text(words.text("label-not-read"))]).toned(2, Tone::Red)
}

fn row(words: &Words, file: &FileAccount, sheet: &SheetAccount, shows_equation: bool) -> Row {
    let mut cells = vec![
        Cell::text(&*file.file),
        Cell::text(name(words, file, sheet)),
        Cell::text(terms::kind(words, sheet.kind)),
        Cell::text(&*sheet.belongs_to),
    ];
    cells.extend(counts(&sheet.rows).map(Cell::Count));
    let balance = balance(words, sheet.rows.balance());
    cells.push(match balance {
        Cell::Formula { result, .. } if !shows_equation => *result,
        balance => balance,
    });
    let balance_at = cells.len() - 1;
    let row = Row::new(cells);
    if !sheet.rows.balance() {
        row.toned(balance_at, Tone::Red)
    } else if sheet.rows.refused > 0 {
        row.toned(balance_at - 1, Tone::Yellow)
    } else {
        row
    }
}

/// The sheet's name, with the first row where it holds several tables.
fn name(words: &Words, file: &FileAccount, sheet: &SheetAccount) -> String {
    if file.sheets.iter().filter(|other| other.at == sheet.at).nth(1).is_none() {
        return sheet.at.sheet.to_string();
    }
    let facts = vec![("sheet", (&*sheet.at.sheet).into()), ("row", (sheet.first_row_0 as usize + 1).into())];
    words.with("label-table-from-row", &facts)
}

/// Read, used, passed over by reason, refused.
fn counts(rows: &RowCounts) -> impl Iterator<Item = i64> + '_ {
    let passed = PassedOver::iter().map(|reason| rows.passed.get(&reason).copied().unwrap_or(0));
    [rows.read, rows.used].into_iter().chain(passed).chain([rows.refused]).map(i64::from)
}

/// Whether the counts to the left add up, so that a reader sees the equation and not only our word for it.
fn balance(words: &Words, holds: bool) -> Cell {
    let (yes, no) = (words.text("label-balanced"), words.text("label-unbalanced"));
    let parts = PassedOver::iter().count() + 2;
    let formula = format!("IF(RC[-{}]=SUM(RC[-{parts}]:RC[-1]),{},{})", parts + 1, quoted(&yes), quoted(&no));
    Cell::formula(formula, Cell::text(if holds { yes } else { no }))
}

fn total(review: &Review, words: &Words, rows: usize) -> Row {
    let sheets = || review.files.iter().flat_map(|file| &file.sheets);
    let mut sums = vec![0; PassedOver::iter().count() + 3];
    for sheet in sheets() {
        for (sum, count) in sums.iter_mut().zip(counts(&sheet.rows)) {
            *sum += count;
        }
    }
    let mut cells = vec![Cell::text(words.text("label-total"))];
    cells.resize(NAMED, Cell::Empty);
    cells.extend(sums.into_iter().map(|sum| Cell::formula(sum_above(rows), Cell::Count(sum))));
    cells.push(balance(words, sheets().all(|sheet| sheet.rows.balance())));
    Row::total(cells)
}
