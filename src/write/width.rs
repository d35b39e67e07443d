//! How much room text takes: widths in half-width characters, a Chinese one taking two, and lines in a column.
//!
//! The library's own estimate is made for Latin letters and halves Chinese text, so columns and rows are measured here.

use unicode_width::UnicodeWidthStr;

/// The widest column that content alone makes; longer text is wrapped.
pub const WIDEST: u16 = 60;

/// Excel shows no column wider.
const WIDEST_IN_EXCEL: u16 = 255;

/// What a cell keeps free: its own margin, an indent, and room for a font a little wider than ours.
const MARGIN: usize = 3;

/// The width of one line of text, in half-width characters.
pub fn text(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The number of lines that text takes in a column of so many half-width characters; at least one.
pub fn lines(text: &str, column: u16) -> usize {
    let room = usize::from(column).saturating_sub(MARGIN).max(2);
    text.split('\n').map(|line| self::text(line).div_ceil(room).max(1)).sum::<usize>().max(1)
}

/// The width of a column whose longest line is so wide.
pub fn column(longest: usize, widest: u16) -> u16 {
    u16::try_from(longest + MARGIN).unwrap_or(u16::MAX).min(widest)
}

/// The narrowest column in which a heading wraps without tearing a word: Chinese breaks anywhere but looks torn in
/// columns of one or two characters.
pub fn heading(heading: &str) -> u16 {
    let narrowest = |word: &str| {
        let width = text(word);
        if word.is_ascii() { width } else { width.min(8) }
    };
    let longest = heading.split([' ', '\n']).map(narrowest).max().unwrap_or(0);
    column(longest, WIDEST_IN_EXCEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_places_a_character() {
        assert_eq!(text("项目名称"), 8);
        assert_eq!(text("P001 项目"), 9);
        assert_eq!(column(text("项目名称"), WIDEST), 11);
        assert_eq!(column(500, WIDEST), WIDEST);
    }

    #[test]
    fn text_wraps_at_the_width_of_its_column() {
        assert_eq!(lines("", 10), 1);
        assert_eq!(lines("项目名称", 11), 1);
        assert_eq!(lines("项目名称与", 11), 2);
        assert_eq!(lines("a\nb\n\nc", 10), 4);
        assert_eq!(lines("项目", 0), 2);
    }

    #[test]
    fn a_heading_keeps_its_english_words_whole() {
        assert_eq!(heading("Execution rate"), 12);
        assert_eq!(heading("预算执行率（评分口径）"), 11);
        assert_eq!(heading("得分"), 7);
    }
}
