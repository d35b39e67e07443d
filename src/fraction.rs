//! A fraction is an exact number: what rules are evaluated in, so that a third of a weight is a third.
//!
//! Fractions never overflow and are never rounded; [`Rounding`] makes a decimal of one, where a rubric says so.

use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::Deserialize;

/// An exact number of any size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(BigRational);

impl Fraction {
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// `numerator / denominator`; `None` when the denominator is nought.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        Self::from(numerator).checked_div(&Self::from(denominator))
    }

    /// Reads plain decimal text: an optional sign, digits, an optional point with digits. At most 40 characters,
    /// so that no cell makes a number of a million digits.
    pub fn parse_decimal(text: &str) -> Option<Self> {
        if text.len() > 40 {
            return None;
        }
        let (negative, digits) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (text.starts_with('-'), rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let scale = BigInt::from(10).pow(u32::try_from(part.len()).ok()?);
        let value = BigRational::new(all.parse().ok()?, scale);
        Some(Self(if negative { -value } else { value }))
    }

    /// `None` when the divisor is nought.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// The greatest whole number that is not above this one.
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// The least whole number that is not below this one.
    pub fn ceil(&self) -> Self {
        Self(self.0.ceil())
    }

    /// The whole number this is, if it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_integer() { self.0.to_integer().to_i64() } else { None }
    }

    /// The nearest whole number, halves away from nought; `None` when it does not fit.
    pub fn round_to_i64(&self) -> Option<i64> {
        self.0.round().to_integer().to_i64()
    }

    /// The decimal text at so many places, halves away from nought: for showing, never for computing.
    pub fn text(&self, places: u32) -> String {
        Rounding { places, mode: RoundingMode::HalfUp }.text(self)
    }

    /// As a share of one hundred with a percent sign: `0.97232` at two places is `97.23%`. For showing only.
    pub fn percent(&self, places: u32) -> String {
        format!("{}%", (self * &Self::from(100)).text(places))
    }

    /// Whether a printed share follows from this one: it is this share rounded at the digits that were printed, or, where
    /// a cell holds it with all its digits, this share but for the end of a binary number.
    pub fn rounds_to_percent(&self, printed: &Self) -> bool {
        let hundred = Self::from(100);
        let places = (0..=4).find(|places| {
            let shown = (printed * &hundred).text(*places);
            Self::parse_decimal(&shown).is_some_and(|shown| shown == printed * &hundred)
        });
        match places {
            Some(places) => self.percent(places) == printed.percent(places),
            None => Self::ratio(1, 100_000_000).is_some_and(|hair| (self - printed).abs() < hair),
        }
    }

    /// All its digits where it ends within `places`, else rounded there: for showing a number as it was written.
    pub fn plain(&self, places: u32) -> String {
        let text = self.text(places);
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    }

    /// The nearest binary number, for statistics and for cells of a workbook.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::MAX)
    }
}

impl From<i64> for Fraction {
    fn from(value: i64) -> Self {
        Self(BigRational::from_integer(value.into()))
    }
}

impl From<Decimal> for Fraction {
    fn from(value: Decimal) -> Self {
        Self(BigRational::new(value.mantissa().into(), BigInt::from(10).pow(value.scale())))
    }
}

impl Add for &Fraction {
    type Output = Fraction;
    fn add(self, other: Self) -> Fraction {
        Fraction(&self.0 + &other.0)
    }
}

impl Sub for &Fraction {
    type Output = Fraction;
    fn sub(self, other: Self) -> Fraction {
        Fraction(&self.0 - &other.0)
    }
}

impl Mul for &Fraction {
    type Output = Fraction;
    fn mul(self, other: Self) -> Fraction {
        Fraction(&self.0 * &other.0)
    }
}

impl Neg for &Fraction {
    type Output = Fraction;
    fn neg(self) -> Fraction {
        Fraction(-&self.0)
    }
}

impl std::iter::Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::zero(), |total, item| &total + &item)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain(10))
    }
}

/// Decimal text in a rubric or a configuration; numbers are refused there, since they pass through a float.
impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_decimal(&text).ok_or_else(|| serde::de::Error::custom(format!("not a decimal number: \"{text}\"")))
    }
}

/// For editors: decimal text, as [`Fraction::parse_decimal`] reads it.
impl schemars::JsonSchema for Fraction {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": r"^[-+]?\d+(\.\d+)?$" })
    }
}

/// How a fraction becomes a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Digits after the point, 0 to 4 in an edition.
    pub places: u32,
    /// What becomes of the digits past the last place.
    pub mode: RoundingMode,
}

/// What becomes of the digits past the last place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoundingMode {
    /// Halves go away from nought.
    HalfUp,
    /// They are cut off.
    Down,
}

impl Rounding {
    /// The decimal with exactly `places` digits after the point; a value past what a decimal holds is cut to its
    /// largest, which no weight comes near.
    pub fn round(&self, value: &Fraction) -> Decimal {
        let scaled = value.0.clone() * BigRational::from_integer(BigInt::from(10).pow(self.places));
        let whole = match self.mode {
            RoundingMode::HalfUp => scaled.round(),
            RoundingMode::Down => scaled.trunc(),
        };
        let mantissa = whole.to_integer().to_i128().unwrap_or(i128::MAX);
        Decimal::try_from_i128_with_scale(mantissa, self.places).unwrap_or(Decimal::MAX)
    }

    fn text(&self, value: &Fraction) -> String {
        let scaled = (value.0.clone() * BigRational::from_integer(BigInt::from(10).pow(self.places))).round();
        let digits = scaled.to_integer().abs().to_string();
        let places = self.places as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = padded.split_at(padded.len() - places);
        let sign = if scaled.is_negative() { "-" } else { "" };
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Fraction {
        Fraction::parse_decimal(text).unwrap()
    }

    #[test]
    fn halves_round_away_from_nought_and_down_cuts_off() {
        let half_up = Rounding { places: 2, mode: RoundingMode::HalfUp };
        let down = Rounding { places: 1, mode: RoundingMode::Down };
        assert_eq!(half_up.round(&decimal("3.3375")).to_string(), "3.34");
        assert_eq!(half_up.round(&decimal("2.345")).to_string(), "2.35");
        assert_eq!(half_up.round(&decimal("-2.345")).to_string(), "-2.35");
        assert_eq!(down.round(&decimal("4.8616")).to_string(), "4.8");
        assert_eq!(down.round(&decimal("-4.89")).to_string(), "-4.8");
    }

    #[test]
    fn a_third_of_a_weight_three_times_is_the_weight() {
        let third = Fraction::ratio(1, 3).unwrap();
        assert_eq!((0..3).map(|_| &decimal("2") * &third).sum::<Fraction>(), decimal("2"));
    }

    #[test]
    fn showing_does_not_change_the_number() {
        let rate = Fraction::ratio(636_384, 654_498).unwrap();
        assert_eq!(rate.percent(2), "97.23%");
        assert_eq!(decimal("-0.005").text(2), "-0.01");
        assert_eq!(decimal("260.50").plain(4), "260.5");
        assert_eq!(decimal("100").plain(4), "100");
    }

    #[test]
    fn a_printed_share_follows_at_its_own_digits() {
        let exact = Fraction::ratio(20, 23).unwrap();
        for (printed, follows) in
            [("0.8696", true), ("0.87", true), ("0.8695", false), ("0.869565217391304", true), ("0.8696652", false)]
        {
            assert_eq!(exact.rounds_to_percent(&decimal(printed)), follows, "{printed}");
        }
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in ["", "-", "1e5", "1,000", "NaN", "1.2.3", &"9".repeat(41)] {
            assert_eq!(Fraction::parse_decimal(text), None, "{text}");
        }
    }
}
