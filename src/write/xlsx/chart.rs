//! Excel's own charts.

use rust_xlsxwriter::{
    Chart as NativeChart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPoint,
    ChartSolidFill, ChartType,
};

use crate::write::sheet::{Chart, ChartKind};

use super::column_0;
use super::values::short;

/// Excel's longest description of a chart, in UTF-16 units.
const LONGEST_ALT_TEXT: usize = 255;

/// The data of a chart: rows of a sheet, from the first to the last, counted from nought.
pub struct Rows<'a> {
    pub sheet: &'a str,
    pub first_0: u32,
    pub last_0: u32,
}

/// The colours of series, the first that of the program's headings.
const SERIES: [&str; 4] = ["4A7EBB", "ED7D31", "A5A5A5", "70AD47"];

pub fn native(chart: &Chart, rows: &Rows<'_>) -> NativeChart {
    let mut native = NativeChart::new(match chart.kind {
        ChartKind::Column => ChartType::Column,
        ChartKind::Bar => ChartType::Bar,
        ChartKind::Line => ChartType::Line,
    });
    let range = |column: usize| (rows.sheet, rows.first_0, column_0(column), rows.last_0, column_0(column));
    let font = || ChartFont::new().set_size(9).clone();
    for ((value, name), colour) in chart.values.iter().zip(SERIES.iter().cycle()) {
        let series = native.add_series();
        series.set_categories(range(chart.labels)).set_values(range(*value)).set_name(name.as_str());
        if chart.kind == ChartKind::Line {
            series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(*colour).set_width(2.25)));
        } else {
            let mut label = ChartDataLabel::new();
            label.show_value().set_font(&font());
            if chart.shares {
                label.set_num_format("0.0%");
            }
            series.set_data_label(&label).set_gap(60);
            series.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(*colour)));
        }
        let point = |&colour: &&str| {
            let fill = ChartSolidFill::new().set_color(colour).clone();
            ChartPoint::new().set_format(ChartFormat::new().set_solid_fill(&fill))
        };
        let points: Vec<ChartPoint> = chart.colours.iter().map(point).collect();
        if !points.is_empty() {
            series.set_points(&points);
        }
    }
    native.title().set_name(chart.title.as_str()).set_font(ChartFont::new().set_size(11).set_bold());
    if chart.values.len() > 1 {
        native.legend().set_position(ChartLegendPosition::Bottom);
    } else {
        native.legend().set_hidden();
    }
    let gridlines = ChartLine::new().set_color("D9D9D9").clone();
    if chart.kind == ChartKind::Bar {
        // Excel draws the first row lowest, where a reader looks last; turned round, the scale would stand on top, and every
        // bar has its value beside it.
        native.y_axis().set_font(&font()).set_reverse();
        native.x_axis().set_min(0).set_hidden(true).set_major_gridlines(false);
    } else {
        native.x_axis().set_font(&font());
        native.y_axis().set_major_gridlines_line(&gridlines).set_font(&font()).set_min(0);
        if chart.shares {
            native.y_axis().set_num_format("0%");
        }
    }
    // The library writes it as it is: without what XML has no character for, and no longer than Excel takes.
    let said: String =
        chart.title.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    native.set_width(chart.width).set_height(chart.height).set_alt_text(short(&said, LONGEST_ALT_TEXT).into_owned());
    native
}
