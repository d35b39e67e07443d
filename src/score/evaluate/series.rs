//! Series: numbers of several periods in one cell, `0、1、3` or `2021年10%，2022年12%`, that have to go one way.

use crate::finding::Fact;
use crate::fraction::Fraction;
use crate::quantity::Quantity;
use crate::recognise::quantity_text::quantity_text;
use crate::rubric::rules::Direction;

use super::account::{gives, shown, units_differ, unknown};
use super::{Inputs, Outcome};

pub fn evaluate(direction: Direction, inputs: Inputs<'_>) -> Outcome {
    let Some(actual) = inputs.actual else { return unknown("basis-no-actual", inputs) };
    let Some(series) = read(&actual.text) else { return unknown("basis-no-series", inputs) };
    let mut steps = Vec::new();
    for pair in series.windows(2) {
        match pair[0].in_one_unit(&pair[1]) {
            Some((before, after)) => steps.push(after.as_ref() - before.as_ref()),
            None => return units_differ(inputs),
        }
    }
    let (is_right, term): (fn(&Fraction) -> bool, _) = match direction {
        Direction::Rising => (|step| !step.is_negative() && !step.is_zero(), "term-rising"),
        Direction::Falling => (Fraction::is_negative, "term-falling"),
    };
    let mut facts = shown(inputs);
    facts.push(("direction", Fact::Term(term)));
    if steps.iter().all(is_right) {
        gives(inputs.weight.clone(), "basis-series", facts, inputs)
    } else {
        gives(Fraction::zero(), "basis-series-not", facts, inputs)
    }
}

const MARKS: [char; 8] = ['、', '，', ';', '；', '→', '/', '\n', ' '];

/// The numbers in their order, at least two; years and other labels before them are left aside. `None` where a piece is no
/// number, and where commas may be marks between numbers or inside them.
fn read(text: &str) -> Option<Vec<Quantity>> {
    let has_mark = text.contains(MARKS);
    let pieces = text.split(|c| MARKS.contains(&c) || c == ',' && !has_mark);
    let pieces: Vec<&str> = pieces.map(str::trim).filter(|piece| !piece.is_empty()).collect();
    // `100,200,300` is one number or three.
    let is_group = |piece: &&str| piece.len() == 3 && piece.bytes().all(|byte| byte.is_ascii_digit());
    if text.contains(',') && !has_mark && pieces.iter().skip(1).all(is_group) {
        return None;
    }
    let numbers = pieces.into_iter().map(without_label).filter(|piece| !piece.is_empty()).map(quantity_text);
    let series: Vec<Quantity> = numbers.collect();
    let is_sound = series.len() >= 2 && series.iter().all(|one| one.number.is_some() && one.sense.is_none());
    is_sound.then_some(series)
}

/// `2021年度：10%` → `10%`, `第一季度10` → `10`.
fn without_label(piece: &str) -> &str {
    const NUMERALS: &str = "0123456789一二三四五六七八九十";
    let rest = piece.strip_prefix('第').unwrap_or(piece).trim_start_matches(|c| NUMERALS.contains(c));
    let after = ["年度", "年", "季度", "月份", "月"].iter().find_map(|period| rest.strip_prefix(period));
    match after {
        Some(after) if rest.len() < piece.len() => after.trim_start_matches(['：', ':', '为', ' ']),
        _ => match piece.split_once([':', '：']) {
            // `2021：10%`
            Some((label, after)) if label.trim().chars().all(|c| c.is_ascii_digit()) => after.trim(),
            _ => piece,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{points, some};
    use super::*;
    use crate::rubric::rules::Rule;

    #[test]
    fn a_series_goes_strictly_one_way() {
        let rising = Rule::Series { direction: Direction::Rising };
        for (actual, expected) in [
            ("0、1、3", some("5")),
            ("0、0、1、3", some("0")),
            ("0、0、0", some("0")),
            ("2021年10%，2022年12%，2023年15%", some("5")),
            ("2021年度：10%；2022年度：9%", some("0")),
            ("2021:10 2022:12", some("5")),
            ("第一季度10家、第二季度12家", some("5")),
            ("1,200、1,500", some("5")),
            ("3,5,8", some("5")),
            ("100,200,300", None),
            ("10家、12%", None),
            ("逐年上升", None),
            ("3", None),
        ] {
            assert_eq!(points(&rising, 5, "逐年上升", actual), expected, "{actual}");
        }
        let falling = Rule::Series { direction: Direction::Falling };
        assert_eq!(points(&falling, 5, "", "5起、3起、1起"), some("5"));
    }
}
