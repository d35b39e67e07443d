//! A fraction is an exact number: what rules are evaluated in, so that a third of a weight is a third.
//!
//! Fractions never overflow and are never rounded; [`Rounding`] makes a decimal of one, where a rubric says so.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An exact number of any size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fraction(Number);

/// What fits is always small, so that equal numbers are written alike. Nearly all do, and need no memory of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Number {
    Small(#[serde(serialize_with = "kept::small_to", deserialize_with = "kept::small")] Ratio<i64>),
    Big(#[serde(serialize_with = "kept::big_to", deserialize_with = "kept::big")] Box<BigRational>),
}

/// A numerator or denominator up to here is small: its double and its negative fit as well.
const MOST_SMALL: u64 = 1 << 62;

impl Fraction {
    pub fn zero() -> Self {
        Self::from(0)
    }

    pub fn one() -> Self {
        Self::from(1)
    }

    /// `numerator / denominator`; `None` when the denominator is nought.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        Self::from(numerator).checked_div(&Self::from(denominator))
    }

    fn small(value: Ratio<i64>) -> Option<Self> {
        let fits = value.numer().unsigned_abs() <= MOST_SMALL && value.denom().unsigned_abs() <= MOST_SMALL;
        fits.then_some(Self(Number::Small(value)))
    }

    fn new(value: BigRational) -> Self {
        let small = value.numer().to_i64().zip(value.denom().to_i64());
        let small = small.and_then(|(numer, denom)| Self::small(Ratio::new_raw(numer, denom)));
        small.unwrap_or_else(|| Self(Number::Big(Box::new(value))))
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Number::Small(value) => BigRational::new_raw((*value.numer()).into(), (*value.denom()).into()),
            Number::Big(value) => (**value).clone(),
        }
    }

    fn with(
        &self,
        other: &Self,
        small: fn(&Ratio<i64>, &Ratio<i64>) -> Option<Ratio<i64>>,
        big: fn(BigRational, BigRational) -> BigRational,
    ) -> Self {
        if let (Number::Small(one), Number::Small(two)) = (&self.0, &other.0)
            && let Some(result) = small(one, two).and_then(Self::small)
        {
            return result;
        }
        Self::new(big(self.big(), other.big()))
    }

    fn map(&self, small: fn(&Ratio<i64>) -> Ratio<i64>, big: fn(&BigRational) -> BigRational) -> Self {
        match &self.0 {
            Number::Small(value) => Self(Number::Small(small(value))),
            Number::Big(value) => Self::new(big(value)),
        }
    }

    /// A whole number of up to 128 bits.
    pub fn whole(value: i128) -> Self {
        i64::try_from(value).map_or_else(|_| Self::new(BigRational::from_integer(value.into())), Self::from)
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
        let places = u32::try_from(part.len()).ok()?;
        let value = if all.len() <= 18 {
            Self(Number::Small(Ratio::new(all.parse().ok()?, 10_i64.pow(places))))
        } else {
            Self::new(BigRational::new(all.parse().ok()?, BigInt::from(10).pow(places)))
        };
        Some(if negative { -&value } else { value })
    }

    /// `None` when the divisor is nought.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| self.with(divisor, Ratio::checked_div, |one, two| one / two))
    }

    pub fn is_zero(&self) -> bool {
        matches!(&self.0, Number::Small(value) if value.is_zero())
    }

    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Number::Small(value) => value.is_negative(),
            Number::Big(value) => value.is_negative(),
        }
    }

    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Number::Small(value) => value.is_integer(),
            Number::Big(value) => value.is_integer(),
        }
    }

    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The greatest whole number that is not above this one.
    pub fn floor(&self) -> Self {
        self.map(Ratio::floor, BigRational::floor)
    }

    /// The least whole number that is not below this one.
    pub fn ceil(&self) -> Self {
        -&(-self).floor()
    }

    /// The whole number this is, if it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Number::Small(value) => value.is_integer().then(|| value.to_integer()),
            Number::Big(value) => {
                if value.is_integer() {
                    value.to_integer().to_i64()
                } else {
                    None
                }
            }
        }
    }

    /// The nearest whole number, halves away from nought; `None` when it does not fit.
    pub fn round_to_i64(&self) -> Option<i64> {
        let rounded = Rounding { places: 0, mode: RoundingMode::HalfUp }.scaled(self);
        rounded.map_or_else(|big| big.to_i64(), |small| small.to_i64())
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

    /// All its digits where it ends within ten, else as a fraction: `0.6`, `2/3`.
    pub fn exact_text(&self) -> String {
        let plain = self.plain(10);
        match Self::parse_decimal(&plain) {
            Some(same) if same == *self => plain,
            _ => self.big().to_string(),
        }
    }

    /// The nearest binary number, for statistics and for cells of a workbook.
    pub fn to_f64(&self) -> f64 {
        self.big().to_f64().unwrap_or(f64::MAX)
    }
}

impl From<i64> for Fraction {
    fn from(value: i64) -> Self {
        Self::small(Ratio::from_integer(value)).unwrap_or_else(|| Self::new(BigRational::from_integer(value.into())))
    }
}

impl From<Decimal> for Fraction {
    fn from(value: Decimal) -> Self {
        let small = i64::try_from(value.mantissa()).ok().zip(10_i64.checked_pow(value.scale()));
        let small = small.filter(|(mantissa, _)| mantissa.unsigned_abs() <= MOST_SMALL);
        match small.and_then(|(mantissa, scale)| Self::small(Ratio::new(mantissa, scale))) {
            Some(small) => small,
            None => Self::new(BigRational::new(value.mantissa().into(), BigInt::from(10).pow(value.scale()))),
        }
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Number::Small(one), Number::Small(two)) => {
                let side = |one: &Ratio<i64>, two: &Ratio<i64>| i128::from(*one.numer()) * i128::from(*two.denom());
                side(one, two).cmp(&side(two, one))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for &Fraction {
    type Output = Fraction;
    fn add(self, other: Self) -> Fraction {
        self.with(other, Ratio::checked_add, |one, two| one + two)
    }
}

impl Sub for &Fraction {
    type Output = Fraction;
    fn sub(self, other: Self) -> Fraction {
        self.with(other, Ratio::checked_sub, |one, two| one - two)
    }
}

impl Mul for &Fraction {
    type Output = Fraction;
    fn mul(self, other: Self) -> Fraction {
        self.with(other, Ratio::checked_mul, |one, two| one * two)
    }
}

impl Neg for &Fraction {
    type Output = Fraction;
    fn neg(self) -> Fraction {
        self.map(|value| Ratio::new_raw(-value.numer(), *value.denom()), |value| -value)
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

/// As decimal text where people read it, which not every fraction has; for programs alone exact, of any size.
impl Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return self.0.serialize(serializer);
        }
        const MOST_PLACES: u32 = 10;
        let text = self.plain(MOST_PLACES);
        if Self::parse_decimal(&text).as_ref() != Some(self) {
            return Err(serde::ser::Error::custom("a fraction without an end"));
        }
        text.serialize(serializer)
    }
}

/// A number as programs keep it.
mod kept {
    use super::*;

    pub fn small_to<S: serde::Serializer>(value: &Ratio<i64>, serializer: S) -> Result<S::Ok, S::Error> {
        (value.numer(), value.denom()).serialize(serializer)
    }

    pub fn small<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Ratio<i64>, D::Error> {
        let (numer, denom): (i64, i64) = Deserialize::deserialize(deserializer)?;
        if denom == 0 { Err(nothing()) } else { Ok(Ratio::new_raw(numer, denom)) }
    }

    pub fn big_to<S: serde::Serializer>(value: &BigRational, serializer: S) -> Result<S::Ok, S::Error> {
        (value.numer().to_signed_bytes_le(), value.denom().to_signed_bytes_le()).serialize(serializer)
    }

    pub fn big<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Box<BigRational>, D::Error> {
        let parts: (Vec<u8>, Vec<u8>) = Deserialize::deserialize(deserializer)?;
        let [numer, denom] = [parts.0, parts.1].map(|bytes| BigInt::from_signed_bytes_le(&bytes));
        if denom.is_zero() { Err(nothing()) } else { Ok(Box::new(BigRational::new_raw(numer, denom))) }
    }

    fn nothing<E: serde::de::Error>() -> E {
        E::custom("a fraction over nought")
    }
}

/// Decimal text in a rubric or a configuration; numbers are refused there, since they pass through a float.
impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Ok(Self(Number::deserialize(deserializer)?));
        }
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
        let mantissa = self.scaled(value).unwrap_or_else(|big| big.to_i128().unwrap_or(i128::MAX));
        Decimal::try_from_i128_with_scale(mantissa, self.places).unwrap_or(Decimal::MAX)
    }

    /// The whole number of units of the last place.
    fn scaled(&self, value: &Fraction) -> Result<i128, BigInt> {
        if let Number::Small(value) = &value.0
            && self.places <= 12
        {
            let (numer, denom) = (i128::from(*value.numer()), i128::from(*value.denom()));
            let scaled = numer * 10_i128.pow(self.places);
            return Ok(match self.mode {
                // Division cuts towards nought: half a unit more, on the side of the number, makes it the nearest.
                RoundingMode::HalfUp => (2 * scaled + scaled.signum() * denom) / (2 * denom),
                RoundingMode::Down => scaled / denom,
            });
        }
        let scaled = value.big() * BigRational::from_integer(BigInt::from(10).pow(self.places));
        let whole = match self.mode {
            RoundingMode::HalfUp => scaled.round(),
            RoundingMode::Down => scaled.trunc(),
        };
        Err(whole.to_integer())
    }

    fn text(&self, value: &Fraction) -> String {
        let (negative, digits) = match self.scaled(value) {
            Ok(small) => (small < 0, small.unsigned_abs().to_string()),
            Err(big) => (big.is_negative(), big.abs().to_string()),
        };
        let places = self.places as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = padded.split_at(padded.len() - places);
        let sign = if negative { "-" } else { "" };
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

    #[test]
    fn numbers_beyond_64_bits_are_as_exact_and_come_back() {
        let large = decimal("9223372036854775807");
        let beyond = &(&large * &large) + &Fraction::one();
        assert!(matches!(beyond.0, Number::Big(_)));
        assert_eq!(beyond.text(2), "85070591730234615847396907784232501250.00");
        let back = beyond.checked_div(&beyond).unwrap();
        assert_eq!(back, Fraction::one());
        assert!(matches!(back.0, Number::Small(_)));
        assert!(beyond > large && -&beyond < -&large);
        assert_eq!(&(&beyond - &Fraction::one()).checked_div(&large).unwrap(), &large);
        let tiny = Fraction::one().checked_div(&beyond).unwrap();
        assert!(tiny > Fraction::zero() && tiny < Fraction::ratio(1, i64::MAX).unwrap());
        assert_eq!(Fraction::from(i64::MIN).to_i64(), Some(i64::MIN));
        assert_eq!(Fraction::from(i64::MIN).abs().text(0), "9223372036854775808");
    }

    #[test]
    fn whole_numbers_around_a_fraction() {
        for (text, floor, ceil, nearest) in [("2.5", 2, 3, 3), ("-2.5", -3, -2, -3), ("7", 7, 7, 7), ("-0.4", -1, 0, 0)]
        {
            let number = decimal(text);
            assert_eq!((number.floor(), number.ceil()), (Fraction::from(floor), Fraction::from(ceil)), "{text}");
            assert_eq!(number.round_to_i64(), Some(nearest), "{text}");
        }
    }
}
