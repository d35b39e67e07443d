//! Putting a drawn sheet on a page.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::location::CellRef;
use crate::write::drawing::{Drawing, Drawn, Part};
use crate::write::table::{Cell, Tone};
use crate::write::width;

use super::cells::Cells;
use super::column_0;
use super::formats::{Formats, Look, Style, look};
use super::page::{Bound, LINE, put, set_paper};
use super::values::shown_text;

/// The page of a drawing.
pub fn page(drawing: &Drawing, formats: &mut Formats) -> Result<Bound, XlsxError> {
    let mut worksheet = Worksheet::new();
    worksheet.set_name(&drawing.name)?;
    for (at, &width) in drawing.widths.iter().enumerate() {
        worksheet.set_column_width(column_0(at), f64::from(width))?;
    }
    set_paper(&mut worksheet);
    worksheet.set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    let mut cells = Cells::default();
    let mut rows: BTreeMap<u32, BTreeMap<u16, (Option<&Cell>, u32)>> = BTreeMap::new();
    for drawn in &drawing.cells {
        let style = formats.of(style(drawn));
        let Drawn { at, to, cell, .. } = drawn;
        if at != to {
            cells.merge(*at, *to);
        }
        for row_0 in at.row_0..=to.row_0 {
            rows.entry(row_0).or_default().extend((at.col_0..=to.col_0).map(|col_0| (col_0, (None, style))));
        }
        rows.entry(at.row_0).or_default().insert(at.col_0, (Some(cell), style));
    }
    let lines = lines(drawing);
    for (row_0, row) in rows {
        cells.begin(row_0, lines.get(&row_0).map(|lines| lines * LINE + 6));
        for (col_0, (cell, style)) in row {
            match cell {
                Some(cell) => put(&mut cells, CellRef::new(row_0, col_0), cell, style),
                None => cells.blank(col_0, style),
            }
        }
        cells.end();
    }
    Ok(Bound { worksheet, cells, open: 0 })
}

fn style(drawn: &Drawn) -> Style {
    let look = match (drawn.part, look(&drawn.cell)) {
        (Part::Title, _) => Look::Title,
        (Part::Line, _) => Look::Note,
        (Part::Centre, Look::Text) => Look::Centre,
        (Part::Centre, Look::Count) => Look::CountCentre,
        (_, look) => look,
    };
    (look, Tone::Plain, false)
}

/// The lines of text in each row; a cell over several rows has room enough.
fn lines(drawing: &Drawing) -> BTreeMap<u32, usize> {
    let mut lines = BTreeMap::new();
    for Drawn { at, to, cell, part } in &drawing.cells {
        let text = shown_text(cell).filter(|_| at.row_0 == to.row_0);
        let of_title = usize::from(*part == Part::Title);
        let needed = text.map_or(1, |text| width::lines(text, room(drawing, *at, *to))) + of_title;
        let row = lines.entry(at.row_0).or_insert(1);
        *row = needed.max(*row);
    }
    lines
}

/// The width that a cell has with all those that it spreads over.
fn room(drawing: &Drawing, at: CellRef, to: CellRef) -> u16 {
    drawing.widths.iter().skip(at.col_0.into()).take(usize::from(to.col_0 - at.col_0) + 1).sum()
}
