//! The looks of cells: each format is made once and shared, since Excel takes 65,490 of them.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::write::table::{Cell, EntryOf, Table, Tone};

/// Separators only where a number is too long to be a year.
const COUNT: &str = "[>=10000]#,##0;0";

/// A look is a format apart from its tone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    Title,
    Section,
    Note,
    SignOff,
    Back,
    Heading,
    Text,
    /// Text that a person types.
    Typed,
    /// Grades and other short words.
    Centre,
    /// A level over one or more rows.
    Level,
    /// In a column of codes or names.
    Link,
    LinkCentre,
    Count,
    CountCentre,
    /// LibreOffice shows no sign under a format with parts.
    NegativeCount,
    NegativeCountCentre,
    Points,
    Score,
    Money,
    Share,
    Statistic,
    Date,
}

pub fn look(cell: &Cell) -> Look {
    match cell {
        Cell::Empty | Cell::Text(_) | Cell::Covered => Look::Text,
        Cell::Label(_) => Look::Heading,
        Cell::Entry(entry) => entry_look(&entry.of),
        Cell::Count(count) if *count < 0 => Look::NegativeCount,
        Cell::Count(_) => Look::Count,
        Cell::Points(_) => Look::Points,
        Cell::Score(_) => Look::Score,
        Cell::Money(_) | Cell::Yuan(_) => Look::Money,
        Cell::Date(_) => Look::Date,
        Cell::Share(_) | Cell::StatisticShare(_) => Look::Share,
        Cell::Statistic(_) => Look::Statistic,
        Cell::Formula { result, .. } => look(result),
        Cell::Link { .. } => Look::Link,
    }
}

/// How what a person types is shown. Text stays text, so that a code keeps its noughts and a target its sign.
pub fn entry_look(of: &EntryOf) -> Look {
    match of {
        EntryOf::Text | EntryOf::OneOf(_) => Look::Typed,
        EntryOf::Number | EntryOf::Year => Look::CountCentre,
        EntryOf::Amount => Look::Money,
        EntryOf::Points | EntryOf::PointsOf(_) => Look::Points,
        EntryOf::Date => Look::Date,
    }
}

/// Columns made narrow hold ranks, years, grades and levels, which stand in the middle.
pub fn is_narrow(table: &Table, column: usize) -> bool {
    table.columns.get(column).is_some_and(|column| (1..=12).contains(&column.width))
}

/// What decides a cell's format: its look and tone, and whether a person fills it in.
pub type Style = (Look, Tone, bool);

/// The styles in use, each with its number in the workbook, in the order of their first use.
pub struct Formats {
    pub font: &'static str,
    /// By [`place`]; nought where a style is not in use.
    numbers: Vec<u32>,
    made: Vec<Format>,
}

impl Formats {
    pub fn new(font: &'static str) -> Self {
        Self { font, numbers: Vec::new(), made: Vec::new() }
    }

    /// The number of a style that nobody types into.
    pub fn get(&mut self, look: Look, tone: Tone) -> u32 {
        self.of((look, tone, false))
    }

    /// The number of a style, from one on: nought is a cell without any.
    pub fn of(&mut self, style: Style) -> u32 {
        let place = place(style);
        if self.numbers.len() <= place {
            self.numbers.resize(place + 1, 0);
        }
        if self.numbers[place] == 0 {
            let (look, tone, open) = style;
            let format = format(self.font, look, tone);
            let format = if open { format.set_unlocked().set_background_color("FFFBE0") } else { format };
            // The library has one number for formats that are equal.
            let at = self.made.iter().position(|made| *made == format).unwrap_or_else(|| {
                self.made.push(format);
                self.made.len() - 1
            });
            self.numbers[place] = u32::try_from(at + 1).unwrap_or(u32::MAX);
        }
        self.numbers[place]
    }

    /// The formats of the styles one, two and so on.
    pub fn made(&self) -> &[Format] {
        &self.made
    }
}

/// The place of a style among all that there may be.
fn place((look, tone, open): Style) -> usize {
    (look as usize * (Tone::Grey as usize + 1) + tone as usize) * 2 + usize::from(open)
}

fn format(font: &str, look: Look, tone: Tone) -> Format {
    let format = Format::new().set_font_name(font).set_font_size(10).set_align(FormatAlign::VerticalCenter);
    let number = |format: Format, shown| format.set_align(FormatAlign::Right).set_indent(1).set_num_format(shown);
    let format = match look {
        Look::Title => return format.set_font_size(16).set_bold().set_align(FormatAlign::Center),
        Look::Section => return format.set_font_size(12).set_bold().set_align(FormatAlign::Left),
        Look::Note => return format.set_font_color("595959").set_text_wrap().set_align(FormatAlign::Left),
        Look::Back => return format.set_font_color("0563C1").set_underline(FormatUnderline::Single),
        Look::SignOff => return format.set_align(FormatAlign::Left),
        Look::Heading => {
            format.set_bold().set_align(FormatAlign::Center).set_text_wrap().set_background_color("D6E4F0")
        }
        Look::Text => format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap(),
        Look::Typed => format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap().set_num_format("@"),
        // At the top, since a run may go over to the next page, where its middle would be cut in two.
        Look::Level => format.set_align(FormatAlign::Center).set_align(FormatAlign::Top).set_text_wrap(),
        Look::Centre => format.set_align(FormatAlign::Center).set_text_wrap(),
        Look::Link | Look::LinkCentre => {
            let format = format.set_font_color("0563C1").set_underline(FormatUnderline::Single).set_text_wrap();
            match look {
                Look::Link => format.set_align(FormatAlign::Left).set_indent(1),
                _ => format.set_align(FormatAlign::Center),
            }
        }
        Look::CountCentre => format.set_align(FormatAlign::Center).set_num_format(COUNT),
        Look::Count => number(format, COUNT),
        Look::NegativeCountCentre => format.set_align(FormatAlign::Center).set_num_format("0"),
        Look::NegativeCount => number(format, "0"),
        // As many decimals as the points have: 15, 4.8, 8.26.
        Look::Points => number(format, "General"),
        Look::Score => number(format, "0.00"),
        Look::Money => number(format, "#,##0.00"),
        Look::Share => number(format, "0.00%"),
        Look::Statistic => number(format, "0.000"),
        Look::Date => format.set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd"),
    };
    let format = format.set_border(FormatBorder::Thin).set_border_color("A6A6A6");
    match tone {
        Tone::Plain => format,
        Tone::Total => format.set_bold().set_background_color("EAF1F8"),
        tone => coloured(format, tone),
    }
}

/// The colours of a tone: those of the ground and of the type.
fn colours(tone: Tone) -> Option<(&'static str, &'static str)> {
    match tone {
        Tone::Plain | Tone::Total => None,
        Tone::Red => Some(("F8CBCB", "9C0006")),
        Tone::Orange => Some(("FBD9B5", "833C0B")),
        Tone::Yellow => Some(("FFF2CC", "7F6000")),
        Tone::Green => Some(("E2EFDA", "375623")),
        Tone::Grey => Some(("EDEDED", "595959")),
    }
}

fn coloured(format: Format, tone: Tone) -> Format {
    match colours(tone) {
        Some((ground, letters)) => format.set_background_color(ground).set_font_color(letters),
        None => format,
    }
}

/// What a condition puts over a cell's own format.
pub fn condition(tone: Tone) -> Format {
    coloured(Format::new(), tone)
}

/// The colour of the mark that stands for a tone in the key above a table.
pub fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain | Tone::Total => "000000",
        Tone::Red => "E06666",
        Tone::Orange => "F6A55A",
        Tone::Yellow => "F1C232",
        Tone::Green => "8FBC6F",
        Tone::Grey => "A6A6A6",
    }
}
