//! Money in minor units (원, cents), read without floating point.

use std::fmt;

use serde::Serialize;

/// An ISO 4217 currency whose number of decimal places is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    decimals: u8,
}

impl Currency {
    /// South Korean won.
    pub const KRW: Currency = Currency {
        code: *b"KRW",
        decimals: 0,
    };

    /// Finds a currency by its three upper-case letters. `None` when its decimal places are not known.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        let table = [
            (0, WHOLE),
            (2, HUNDREDTHS),
            (3, THOUSANDTHS),
            (4, TEN_THOUSANDTHS),
        ];
        let (decimals, _) = table.into_iter().find(|(_, codes)| codes.contains(&code))?;
        Some(Self {
            code: code.as_bytes().try_into().ok()?,
            decimals,
        })
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// How many decimal places an amount has.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        self.decimals
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// An exact amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// The amount in the smallest unit: won for KRW, cents for USD.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The amount as V1 writes it: a decimal number in whole units, `10.50` for 1,050 cents.
    #[must_use]
    pub fn decimal(&self) -> String {
        let places = usize::from(self.currency.decimals);
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, part) = digits.split_at(digits.len() - places);
        let sign = if self.minor < 0 { "-" } else { "" };
        let dot = if places > 0 { "." } else { "" };
        format!("{sign}{whole}{dot}{part}")
    }
}

/// An amount as PortOne told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Amount {
    /// Exact, in a known currency.
    Exact(Money),
    /// In a currency this version does not know: the digits and the code as they came. Never counted with.
    AsText {
        /// The digits. Minor units from V2, a decimal from V1.
        digits: String,
        /// The currency's code.
        currency: String,
    },
}

impl Amount {
    /// Won, which most of this product deals in.
    #[must_use]
    pub fn krw(won: i64) -> Self {
        Self::Exact(Money {
            minor: won,
            currency: Currency::KRW,
        })
    }

    /// The exact money, if the currency is known.
    #[must_use]
    pub fn exact(&self) -> Option<Money> {
        match self {
            Self::Exact(money) => Some(*money),
            Self::AsText { .. } => None,
        }
    }

    /// From V2, which counts in minor units.
    pub(crate) fn from_minor(minor: i64, currency: &str) -> Self {
        match Currency::find(currency) {
            Some(currency) => Self::Exact(Money { minor, currency }),
            None => Self::AsText {
                digits: minor.to_string(),
                currency: currency.to_owned(),
            },
        }
    }

    /// From V1, which writes a decimal number. `None` when the digits are no amount of that currency.
    pub(crate) fn from_decimal(digits: &str, currency: &str) -> Option<Self> {
        match Currency::find(currency) {
            Some(currency) => Some(Self::Exact(Money {
                minor: minor_units(digits, currency.decimals)?,
                currency,
            })),
            None => {
                // Still has to be a number that is not absurdly long.
                parts(digits)?;
                Some(Self::AsText {
                    digits: digits.to_owned(),
                    currency: currency.to_owned(),
                })
            }
        }
    }
}

/// Reads the decimal number `digits` as minor units. `None` when it is no number, is finer than the currency,
/// or does not fit.
#[must_use]
pub fn minor_units(digits: &str, decimals: u8) -> Option<i64> {
    let (negative, figures, exponent) = parts(digits)?;
    // value = figures × 10^exponent; wanted: figures × 10^(exponent + decimals) as a whole number
    let mut figures: i128 = figures;
    let mut shift = exponent.checked_add(i32::from(decimals))?;
    while shift > 0 {
        figures = figures.checked_mul(10)?;
        shift -= 1;
        if figures == 0 {
            break;
        }
    }
    while shift < 0 {
        if figures == 0 {
            break;
        }
        if figures % 10 != 0 {
            return None;
        }
        figures /= 10;
        shift += 1;
    }
    i64::try_from(if negative { -figures } else { figures }).ok()
}

/// Splits a JSON number into sign, its figures as a whole number, and the power of ten.
fn parts(digits: &str) -> Option<(bool, i128, i32)> {
    const LONGEST: usize = 40;
    if digits.is_empty() || digits.len() > LONGEST {
        return None;
    }
    let (negative, rest) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits),
    };
    let (mantissa, power) = match rest.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    if !(-40..=40).contains(&power) {
        return None;
    }
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(split) => split,
        None => (mantissa, ""),
    };
    if whole.is_empty()
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let mut figures: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        figures = figures
            .checked_mul(10)?
            .checked_add(i128::from(byte - b'0'))?;
    }
    Some((
        negative,
        figures,
        power - i32::try_from(fraction.len()).ok()?,
    ))
}

/// No decimal places.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
];
/// Two decimal places.
const HUNDREDTHS: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
    "BGN", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF",
    "CHE", "CHF", "CHW", "CNY", "COP", "COU", "CRC", "CUC", "CUP", "CVE", "CZK", "DKK", "DOP",
    "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ",
    "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS",
    "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD",
    "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN",
    "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD",
    "RUB", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP",
    "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH",
    "USD", "USN", "UYU", "UZS", "VED", "VES", "WST", "XCD", "YER", "ZAR", "ZMW", "ZWL",
];
/// Three decimal places.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// Four decimal places.
const TEN_THOUSANDTHS: &[&str] = &["CLF", "UYW"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_minor_units_exactly() {
        let table: &[(&str, u8, Option<i64>)] = &[
            ("1000", 0, Some(1000)),
            ("1000.0", 0, Some(1000)),
            ("1000.00", 0, Some(1000)),
            ("1e3", 0, Some(1000)),
            ("1.0E+3", 0, Some(1000)),
            ("10.5", 2, Some(1050)),
            ("10.50", 2, Some(1050)),
            ("0.1", 2, Some(10)),
            ("0.29", 2, Some(29)),
            ("1.005", 3, Some(1005)),
            ("1.1", 3, Some(1100)),
            ("12345e-2", 2, Some(12345)),
            ("-3.50", 2, Some(-350)),
            ("0", 2, Some(0)),
            ("0e40", 0, Some(0)),
            ("0.00000", 0, Some(0)),
            ("9223372036854775807", 0, Some(i64::MAX)),
            ("92233720368547758.07", 2, Some(i64::MAX)),
            // finer than the currency
            ("1000.5", 0, None),
            ("10.505", 2, None),
            ("1e-1", 0, None),
            // does not fit
            ("9223372036854775808", 0, None),
            ("92233720368547758.08", 2, None),
            ("1e30", 2, None),
            ("1e41", 0, None),
            ("99999999999999999999999999999999999999999", 0, None),
            // no number
            ("", 0, None),
            ("-", 0, None),
            (".5", 2, None),
            ("5.", 2, None),
            ("1,000", 0, None),
            ("1 000", 0, None),
            ("\"1000\"", 0, None),
            ("NaN", 0, None),
            ("1e", 0, None),
            ("0x10", 0, None),
            ("１０", 0, None),
            ("null", 0, None),
        ];
        for (digits, decimals, wanted) in table {
            assert_eq!(
                minor_units(digits, *decimals),
                *wanted,
                "{digits} with {decimals}"
            );
        }
    }

    #[test]
    fn currencies_have_their_iso_decimals() {
        let table = [
            ("KRW", Some(0)),
            ("JPY", Some(0)),
            ("VND", Some(0)),
            ("USD", Some(2)),
            ("EUR", Some(2)),
            ("CNY", Some(2)),
            ("TWD", Some(2)),
            ("KWD", Some(3)),
            ("BHD", Some(3)),
            ("CLF", Some(4)),
            ("XAU", None),
            ("XXX", None),
            ("krw", None),
            ("BTC", None),
            ("", None),
        ];
        for (code, decimals) in table {
            assert_eq!(
                Currency::find(code).map(|c| c.decimals()),
                decimals,
                "{code}"
            );
        }
        assert_eq!(Currency::find("KRW"), Some(Currency::KRW));
    }

    #[test]
    fn no_currency_stands_in_two_tables() {
        let mut all: Vec<_> = [WHOLE, HUNDREDTHS, THOUSANDTHS, TEN_THOUSANDTHS].concat();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
        assert!(all.iter().all(|code| code.len() == 3));
    }

    #[test]
    fn an_unknown_currency_stays_text() {
        let text = |digits: &str, currency: &str| Amount::AsText {
            digits: digits.into(),
            currency: currency.into(),
        };
        assert_eq!(Amount::from_minor(1234, "BTC"), text("1234", "BTC"));
        assert_eq!(Amount::from_decimal("0.5", "BTC"), Some(text("0.5", "BTC")));
        assert_eq!(Amount::from_decimal("abc", "BTC"), None);
        assert_eq!(Amount::from_decimal("1000.5", "KRW"), None);
        assert_eq!(Amount::from_minor(1000, "KRW"), Amount::krw(1000));
        assert_eq!(Amount::krw(5).exact().map(|m| m.minor), Some(5));
        assert_eq!(text("1", "BTC").exact(), None);
    }

    proptest::proptest! {
        #[test]
        fn every_amount_reads_back_from_its_decimal(minor: i64, decimals in 0u8..=4, zeros in 0usize..4) {
            let scale = 10_i128.pow(u32::from(decimals));
            let size = i128::from(minor).abs();
            let sign = if minor < 0 { "-" } else { "" };
            let mut text = format!("{sign}{}", size / scale);
            if decimals > 0 {
                let width = usize::from(decimals);
                text = format!("{text}.{:0width$}{}", size % scale, "0".repeat(zeros));
            }
            proptest::prop_assert_eq!(minor_units(&text, decimals), Some(minor), "{}", text);
        }

        #[test]
        fn what_is_written_reads_back(minor: i64, code in "KRW|USD|KWD|CLF") {
            let currency = Currency::find(&code).unwrap();
            let text = Money { minor, currency }.decimal();
            let places = text.split_once('.').map_or(0, |(_, part)| part.len());
            proptest::prop_assert_eq!(places, usize::from(currency.decimals));
            proptest::prop_assert_eq!(minor_units(&text, currency.decimals), Some(minor), "{}", text);
        }

        #[test]
        fn no_text_panics(text in "[-+0-9.eE]{0,45}|.{0,45}", decimals: u8) {
            let _ = minor_units(&text, decimals);
            let _ = Amount::from_decimal(&text, "KRW");
            let _ = Amount::from_decimal(&text, "???");
        }
    }
}
