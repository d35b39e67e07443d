//! Putting a drawn sheet on a worksheet.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::location::CellRef;
use crate::write::drawing::{Drawing, Drawn, Part};
use crate::write::table::Tone;
use crate::write::width;

use super::column_0;
use super::formats::{Formats, Look, Style, look};
use super::page::{LINE, put, set_paper};
use super::values::shown_text;

/// The worksheet of a drawing.
pub fn worksheet(drawing: &Drawing, formats: &mut Formats) -> Result<Worksheet, XlsxError> {
    let mut worksheet = Worksheet::new();
    worksheet.set_name(&drawing.name)?;
    worksheet.set_formula_result_default("");
    for (at, &width) in drawing.widths.iter().enumerate() {
        worksheet.set_column_width(column_0(at), f64::from(width))?;
    }
    set_paper(&mut worksheet);
    worksheet.set_landscape();
    worksheet.set_print_fit_to_pages(1, 0);
    for (row_0, lines) in lines(drawing) {
        worksheet.set_row_height(row_0, (lines * LINE + 6) as f64)?;
    }
    for drawn in &drawing.cells {
        let style = style(drawn);
        let Drawn { at, to, cell, .. } = drawn;
        if at != to {
            worksheet.merge_range(at.row_0, at.col_0, to.row_0, to.col_0, "", formats.of(style))?;
        }
        put(&mut worksheet, *at, cell, formats.of(style))?;
    }
    Ok(worksheet)
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
