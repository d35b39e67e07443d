//! Properties: what holds for every input of a kind, not for one.

mod inboxes;
mod rubrics;
mod rules;
#[path = "../support/mod.rs"]
mod support;

use jixiao::fraction::Fraction;

pub fn hundredths(number: i64) -> Fraction {
    Fraction::ratio(number, 100).unwrap()
}
