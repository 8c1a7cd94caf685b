//! The interview's answers, as far as the plan looks at them itself. All else that is answered is
//! looked at by the catalogue's rules.

use std::collections::BTreeMap;

use catalog::Catalog;
use catalog::model::{AnswerKind, Method, Portone, Purpose, Question, SizeTier, UNKNOWN};
use jiff::civil::Date;

use super::{ALL_PURPOSES, CONTRACTED, OVERSEAS_METHODS, PREFERRED, PURPOSES};
use crate::command::Refusal;
use crate::secret_shape::secret_shape;
use crate::when::{ALL_METHODS, METHODS, answer, asked, method_id, purpose_id};

/// The longest answer in the user's own words, in characters.
pub const ANSWER_MAX: usize = 200;
/// The largest number that an answer may be.
pub const NUMBER_MAX: u64 = 1_000_000_000_000_000;

/// The interview's question whose answer is a [`SizeTier`].
pub const SIZE_TIER: &str = "size_tier";
/// The interview's question whose answers are the trades that are sold and hard to place.
pub const TRADE: &str = "trade";
/// The interview's question whose answers are such trades on the business certificate.
pub const REGISTERED_TRADE: &str = "registered_trade";
/// The interview's question whose answers are countries.
pub const BUYER_COUNTRIES: &str = "buyer_countries";
/// The interview's question whose answers are currencies.
pub const CURRENCIES: &str = "currencies";
/// The interview's question about the months of sales so far.
pub const MONTHS_OF_SALES: &str = "months_of_sales";
/// The interview's question about the expected sales of a month, in won.
pub const MONTHLY_SALES: &str = "monthly_sales";
/// The interview's question about the day to open.
pub const WISHED_DAY: &str = "wished_day";
/// The interview's question about PortOne's version.
pub const PORTONE_VERSION: &str = "portone_version";

/// The answers that count, by what the plan does with them. What was not answered, or answered with
/// "I do not know", is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// Every answer that counts, for the rules.
    pub all: BTreeMap<String, Vec<String>>,
    /// Purposes in the order of their declaration; one-time payment when none was answered.
    pub purposes: Vec<Purpose>,
    /// Methods of buyers at home.
    pub methods: Vec<Method>,
    /// Methods of buyers abroad.
    pub overseas_methods: Vec<Method>,
    /// Countries of the buyers.
    pub countries: Vec<String>,
    /// Currencies to be taken.
    pub currencies: Vec<String>,
    /// The card companies' tier. Who has no business yet will begin in the standard one.
    pub tier: Option<SizeTier>,
    /// What is sold of the trades that are hard to place.
    pub trades: Vec<String>,
    /// Which of those trades are registered; None: not answered.
    pub registered: Option<Vec<String>>,
    /// Gateways with a contract.
    pub contracted: Vec<String>,
    /// Gateways in the user's mind.
    pub preferred: Vec<String>,
    /// PortOne's version.
    pub portone: Option<Portone>,
    /// Months of sales so far.
    pub months_of_sales: Option<u64>,
    /// Expected sales of a month in won.
    pub monthly_sales: Option<u64>,
    /// The day to open.
    pub wished_day: Option<Date>,
    /// Questions that were answered and are not asked, because of another answer.
    pub unused: Vec<String>,
}

impl Answers {
    /// Reads a journey's answers. What the catalogue no longer knows says nothing.
    #[must_use]
    pub fn read(given: &BTreeMap<String, Vec<String>>, catalog: &Catalog) -> Answers {
        let (all, asked) = asked(given, catalog, &[]);
        let unused = catalog.questions.iter().map(|it| &it.id);
        let unused = unused.filter(|id| {
            !asked.contains(&id.as_str()) && answer(given, id).iter().any(|it| it != UNKNOWN)
        });
        let unused = unused.cloned().collect();
        let values = |id: &str| -> Vec<String> {
            let known = answer(&all, id).iter().filter(|it| *it != UNKNOWN);
            known.cloned().collect()
        };
        let one = |id: &str| values(id).into_iter().next();
        let number = |id: &str| one(id).and_then(|it| it.parse().ok());
        let methods = |id: &str| -> Vec<Method> {
            let given = values(id);
            let wanted = ALL_METHODS.into_iter();
            wanted
                .filter(|it| given.iter().any(|one| one == method_id(*it)))
                .collect()
        };
        let gateways = |id: &str| -> Vec<String> {
            let mut named = values(id);
            named.retain(|it| catalog.gateway(it).is_some());
            named
        };
        let codes = |id: &str, known: &BTreeMap<String, catalog::Text>| -> Vec<String> {
            let mut codes = values(id);
            codes.retain(|it| known.contains_key(it));
            codes
        };
        let trades = |id: &str| -> Vec<String> {
            let mut trades = values(id);
            trades.retain(|it| catalog.industries.iter().any(|one| one.id == *it));
            trades
        };
        let given = values(PURPOSES);
        let mut purposes: Vec<Purpose> = ALL_PURPOSES
            .into_iter()
            .filter(|it| given.iter().any(|one| one == purpose_id(*it)))
            .collect();
        if purposes.is_empty() {
            purposes.push(Purpose::OneTime);
        }
        Answers {
            purposes,
            methods: methods(METHODS),
            overseas_methods: methods(OVERSEAS_METHODS),
            countries: codes(BUYER_COUNTRIES, &catalog.countries),
            currencies: codes(CURRENCIES, &catalog.currencies),
            tier: match asked.contains(&SIZE_TIER) {
                true => one(SIZE_TIER)
                    .and_then(|it| SizeTier::ALL.into_iter().find(|tier| tier.id() == it)),
                false => Some(SizeTier::Standard),
            },
            trades: trades(TRADE),
            registered: (!values(REGISTERED_TRADE).is_empty()).then(|| trades(REGISTERED_TRADE)),
            contracted: gateways(CONTRACTED),
            preferred: gateways(PREFERRED),
            portone: match one(PORTONE_VERSION).as_deref() {
                Some("v1") => Some(Portone::V1),
                Some("v2") => Some(Portone::V2),
                _ => None,
            },
            months_of_sales: number(MONTHS_OF_SALES),
            monthly_sales: number(MONTHLY_SALES),
            wished_day: one(WISHED_DAY).and_then(|it| it.parse().ok()),
            unused,
            all,
        }
    }

    /// The methods that are wished for with a purpose. Identity verification has none to choose
    /// from, and buyers abroad have their own.
    #[must_use]
    pub fn methods_for(&self, purpose: Purpose) -> &[Method] {
        match purpose {
            Purpose::Identity => &[],
            Purpose::Overseas => &self.overseas_methods,
            Purpose::OneTime | Purpose::Recurring | Purpose::KeyIn | Purpose::EasyPay => {
                &self.methods
            }
        }
    }
}

/// An answer as it is always written: options in their order and each once, numbers without
/// leading zeros, a day as YYYY-MM-DD.
///
/// # Errors
///
/// [`Refusal::Unknown`] for an option that there is not or too many of them, [`Refusal::BadText`]
/// for what is no number or day or too long, [`Refusal::LooksSecret`].
pub fn given(asked: &Question, values: Vec<String>) -> Result<Vec<String>, Refusal> {
    let one = |values: &[String]| match values {
        [] => Ok(None),
        [one] => Ok(Some(one.trim().to_owned())),
        _ => Err(Refusal::Unknown),
    };
    let listed = matches!(asked.kind, AnswerKind::One | AnswerKind::Many);
    if !listed && values.iter().any(|it| it == UNKNOWN) {
        one(&values)?;
        return Ok(values);
    }
    let text = match asked.kind {
        AnswerKind::One | AnswerKind::Many => return chosen(asked, &values),
        AnswerKind::Number => match one(&values)? {
            None => None,
            Some(text) => {
                let number: u64 = text.parse().map_err(|_| Refusal::BadText)?;
                (number <= NUMBER_MAX)
                    .then_some(())
                    .ok_or(Refusal::BadText)?;
                Some(number.to_string())
            }
        },
        AnswerKind::Day => match one(&values)? {
            None => None,
            Some(text) => {
                let day: Date = text.parse().map_err(|_| Refusal::BadText)?;
                Some(day.to_string())
            }
        },
        AnswerKind::Text => match one(&values)?.filter(|it| !it.is_empty()) {
            None => None,
            Some(text) => {
                if text.chars().count() > ANSWER_MAX {
                    return Err(Refusal::BadText);
                }
                if secret_shape(&text).is_some() {
                    return Err(Refusal::LooksSecret);
                }
                Some(text)
            }
        },
    };
    Ok(text.into_iter().collect())
}

/// Options in the order of the file, each once: the same answer is always written the same way.
fn chosen(asked: &Question, values: &[String]) -> Result<Vec<String>, Refusal> {
    let known = |value: &String| asked.choices.iter().any(|it| it.value == *value);
    if !values.iter().all(known) {
        return Err(Refusal::Unknown);
    }
    let chosen: Vec<_> = asked
        .choices
        .iter()
        .filter(|it| values.contains(&it.value))
        .collect();
    let alone = asked.kind == AnswerKind::One || chosen.iter().any(|it| it.alone);
    if chosen.len() > 1 && alone {
        return Err(Refusal::Unknown);
    }
    Ok(chosen.into_iter().map(|it| it.value.clone()).collect())
}
