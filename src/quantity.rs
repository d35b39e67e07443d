//! A quantity is what a target or an actual says: a number with its unit and direction, or words.
//!
//! The text of the cell is kept beside it. A rate is a fraction of 1 with the unit `%`; an amount of money is in
//! yuan with the unit `元`, whatever multiple it was written in.

use std::fmt;

use crate::fraction::Fraction;
use crate::money::Money;

/// The side of the target on which an actual has to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    AtLeast,
    AtMost,
    Equal,
}

/// A target or an actual as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The cell's own text, trimmed.
    pub text: String,
    pub sense: Option<Sense>,
    /// `None` where the cell holds words, such as `有效改善`.
    pub number: Option<Fraction>,
    /// `%`, `元`, `家`, … or nothing.
    pub unit: String,
}

impl Quantity {
    pub fn words(text: &str) -> Self {
        Self { text: text.to_owned(), sense: None, number: None, unit: String::new() }
    }

    pub fn number(text: &str, number: Fraction, unit: &str) -> Self {
        Self { text: text.to_owned(), sense: None, number: Some(number), unit: unit.to_owned() }
    }

    /// An amount, shown in yuan.
    pub fn money(amount: Money) -> Self {
        Self::number(&format!("{amount}元"), amount.yuan(), "元")
    }

    /// A rate, shown with two decimals of a percentage.
    pub fn rate(share: Fraction) -> Self {
        Self::number(&share.percent(2), share, "%")
    }

    pub fn is_rate(&self) -> bool {
        self.unit == "%"
    }

    pub fn is_money(&self) -> bool {
        self.unit == "元"
    }

    /// Whether both say the same: the same number in the same unit, or the same words.
    pub fn agrees(&self, other: &Self) -> bool {
        match (&self.number, &other.number) {
            (Some(one), Some(two)) => {
                one == two && (self.unit == other.unit || self.unit.is_empty() || other.unit.is_empty())
            }
            (None, None) => squeezed(&self.text) == squeezed(&other.text),
            _ => false,
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
