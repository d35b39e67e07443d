//! A formula is written in R1C1 notation, so that it says the same in every row and wherever its table comes to
//! stand: `RC[-1]/RC[-2]` is the cell to the left over the one left of that. Here it becomes the A1 form that a
//! workbook stores.

use crate::location::CellRef;

/// The formula in A1 form for the cell in which it stands. Text in quotes is left as it is.
pub fn a1(formula: &str, at: CellRef) -> String {
    let mut result = String::with_capacity(formula.len());
    let mut rest = formula;
    let mut before = None;
    let mut quote = None;
    while let Some(first) = rest.chars().next() {
        let own_word = quote.is_none() && !before.is_some_and(is_word);
        if let Some((cell, length)) = reference(rest, at).filter(|_| own_word) {
            result.push_str(&cell);
            rest = &rest[length..];
            before = Some('C');
            continue;
        }
        match quote {
            Some(mark) if mark == first => quote = None,
            None if first == '"' || first == '\'' => quote = Some(first),
            _ => {}
        }
        result.push(first);
        rest = &rest[first.len_utf8()..];
        before = Some(first);
    }
    result
}

/// The sum of so many rows right above the cell, in its column.
pub fn sum_above(rows: usize) -> String {
    format!("SUM(R[-{rows}]C:R[-1]C)")
}

/// A text as a formula writes it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// A reference at the start of the text with its length: `R` and `C`, each with an offset in brackets, a number, or
/// neither.
fn reference(text: &str, at: CellRef) -> Option<(String, usize)> {
    let (row, after_row) = part(text.strip_prefix('R')?)?;
    let (column, rest) = part(after_row.strip_prefix('C')?)?;
    if rest.starts_with(|c: char| is_word(c) || c == '(') {
        return None;
    }
    let row_0 = u32::try_from(row.from(i64::from(at.row_0))).ok()?;
    let col_0 = u16::try_from(column.from(i64::from(at.col_0))).ok()?;
    let cell = CellRef::new(row_0, col_0).to_string();
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let fixed = |part: &Part| if matches!(part, Part::Fixed(_)) { "$" } else { "" };
    let cell = format!("{}{letters}{}{}", fixed(&column), fixed(&row), &cell[letters.len()..]);
    Some((cell, text.len() - rest.len()))
}

/// A row or column: so many from the cell's own, or a certain one, counted from nought.
enum Part {
    Offset(i64),
    Fixed(i64),
}

impl Part {
    fn from(&self, own: i64) -> i64 {
        match self {
            Self::Offset(offset) => own + offset,
            Self::Fixed(at) => *at,
        }
    }
}

fn part(text: &str) -> Option<(Part, &str)> {
    if let Some(inner) = text.strip_prefix('[') {
        let (offset, rest) = inner.split_once(']')?;
        return Some((Part::Offset(offset.parse().ok()?), rest));
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return Some((Part::Offset(0), text));
    }
    let number: i64 = text[..digits].parse().ok()?;
    Some((Part::Fixed(number - 1), &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_follow_the_cell() {
        let at = CellRef::new(9, 3);
        for (formula, expected) in [
            ("RC[-1]/RC[-2]", "C10/B10"),
            ("SUM(R[-5]C:R[-1]C)", "SUM(D5:D9)"),
            ("ROUND(RC[-1],2)", "ROUND(C10,2)"),
            ("IF(RC[-1]=RC[1],\"RC\",\"C[1]\")", "IF(C10=E10,\"RC\",\"C[1]\")"),
            ("'RC'!A1+R[1]C", "'RC'!A1+D11"),
            ("SUM('表'!R5C2:R7C2)", "SUM('表'!$B$5:$B$7)"),
            ("RANK(RC[-1],R5C3:R12C3)", "RANK(C10,$C$5:$C$12)"),
            ("RC2+R3C", "$B10+D$3"),
        ] {
            assert_eq!(a1(formula, at), expected);
        }
        assert_eq!(a1(&sum_above(2), at), "SUM(D8:D9)");
    }

    #[test]
    fn a_reference_off_the_sheet_is_left_as_it_is() {
        assert_eq!(a1("R[-1]C", CellRef::new(0, 0)), "R[-1]C");
    }
}
