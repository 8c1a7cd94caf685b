//! A decimal number of a table, kept exactly.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// How many digits may stand after the point.
const PLACES: usize = 6;
/// Millionths in one.
const MICROS: u64 = 1_000_000;

/// A decimal number with up to six places, such as a rate in percent. Never a float: what a table
/// prints as `3.20` is counted with as exactly that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal {
    micros: u64,
}

/// A text that is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDecimal;

impl fmt::Display for BadDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number has digits, and up to six after a point")
    }
}

impl std::error::Error for BadDecimal {}

impl Decimal {
    /// This many percent of an amount, rounded up to a whole unit: a cost is not made smaller than
    /// it will be. An amount too large for the type stays at its largest value.
    #[must_use]
    pub fn percent_of(self, amount: u64) -> u64 {
        let product = u128::from(amount) * u128::from(self.micros);
        let whole = product.div_ceil(u128::from(100 * MICROS));
        u64::try_from(whole).unwrap_or(u64::MAX)
    }
}

impl From<u64> for Decimal {
    /// A whole number; one too large stays at the largest.
    fn from(whole: u64) -> Self {
        Decimal {
            micros: whole.saturating_mul(MICROS),
        }
    }
}

impl FromStr for Decimal {
    type Err = BadDecimal;

    fn from_str(text: &str) -> Result<Self, BadDecimal> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > PLACES {
            return Err(BadDecimal);
        }
        let part: u64 = format!("{part:0<PLACES$}")
            .parse()
            .map_err(|_| BadDecimal)?;
        let whole: u64 = whole.parse().map_err(|_| BadDecimal)?;
        let micros = whole
            .checked_mul(MICROS)
            .and_then(|it| it.checked_add(part));
        micros.map(|micros| Decimal { micros }).ok_or(BadDecimal)
    }
}

impl fmt::Display for Decimal {
    /// Without zeros at its end: `3.20` is `3.2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.micros / MICROS, self.micros % MICROS);
        let part = format!("{part:0PLACES$}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            part => write!(f, "{whole}.{part}"),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^[0-9]+(\.[0-9]{1,6})?$",
            "description": "A decimal number, kept exactly."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_counted_exactly_and_rounded_up() {
        for (percent, amount, cost) in [
            ("3.20", 1_000_000, 32_000),
            ("0.953", 5_000_000, 47_650),
            ("0.953", 1, 1),
            ("1.65", 0, 0),
            ("100", u64::MAX, u64::MAX),
            ("4000", u64::MAX, u64::MAX),
        ] {
            let rate: Result<Decimal, _> = percent.parse();
            assert_eq!(
                rate.map(|it| it.percent_of(amount)),
                Ok(cost),
                "{percent} of {amount}"
            );
        }
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for text in [
            "",
            ".5",
            "5.",
            "-1",
            "1,5",
            "1e3",
            "0.1234567",
            "99999999999999999999",
            "３",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(BadDecimal), "{text}");
        }
        for (text, shown) in [
            ("3.20", "3.2"),
            ("3", "3"),
            ("0.953", "0.953"),
            ("10.0", "10"),
        ] {
            assert_eq!(
                text.parse::<Decimal>().map(|it| it.to_string()),
                Ok(shown.to_owned())
            );
        }
    }
}
