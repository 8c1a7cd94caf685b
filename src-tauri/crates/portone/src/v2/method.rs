//! How a payment was made. Numbers of cards, accounts and phones are not here: see [`crate::MethodNumbers`].

use jiff::Timestamp;
use serde::Deserialize;

use crate::v2::moment;
use crate::words::{codes, words};

words! {
    /// A way to pay, as lists are filtered by it.
    MethodType {
        Card = "CARD", Transfer = "TRANSFER", VirtualAccount = "VIRTUAL_ACCOUNT",
        GiftCertificate = "GIFT_CERTIFICATE", Mobile = "MOBILE", EasyPay = "EASY_PAY",
        ConvenienceStore = "CONVENIENCE_STORE", Crypto = "CRYPTO",
    }

    /// A card's brand.
    CardBrand {
        Local = "LOCAL", Master = "MASTER", Unionpay = "UNIONPAY", Visa = "VISA", Jcb = "JCB", Amex = "AMEX",
        Diners = "DINERS",
    }

    /// A card's kind.
    CardType { Credit = "CREDIT", Debit = "DEBIT", Gift = "GIFT", }

    /// Whose card it is.
    CardOwner { Personal = "PERSONAL", Corporate = "CORPORATE", }

    /// A kind of gift certificate.
    GiftCertificate {
        Booknlife = "BOOKNLIFE", SmartMunsang = "SMART_MUNSANG", Cultureland = "CULTURELAND",
        Happymoney = "HAPPYMONEY", Culturegift = "CULTUREGIFT",
    }

    /// A chain of convenience stores.
    ConvenienceStore {
        Lawson = "LAWSON", FamilyMart = "FAMILY_MART", MiniStop = "MINI_STOP", SevenEleven = "SEVEN_ELEVEN",
        Seicomart = "SEICOMART",
    }
}

codes! {
    /// A bank, such as `SHINHAN`. Names come with [`crate::PortOne::bank_names`].
    Bank;
    /// Who runs an easy payment, such as `KAKAOPAY`.
    EasyPayProvider;
}

/// A card, without any digit of its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFacts {
    /// Who is named on it.
    pub publisher: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Its brand.
    pub brand: Option<CardBrand>,
    /// Its kind.
    pub kind: Option<CardType>,
    /// Whose it is.
    pub owner: Option<CardOwner>,
    /// The product's name.
    pub name: Option<String>,
}

/// Paid in months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Installment {
    /// How many; 0 is at once.
    pub months: i32,
    /// Without interest for the buyer.
    pub interest_free: bool,
}

/// How a payment was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// By card.
    Card {
        /// The card.
        card: Option<CardFacts>,
        /// In months.
        installment: Option<Installment>,
        /// With points.
        point_used: Option<bool>,
    },
    /// By bank transfer.
    Transfer {
        /// The bank.
        bank: Option<Bank>,
    },
    /// To a virtual account.
    VirtualAccount {
        /// The bank.
        bank: Option<Bank>,
        /// Until when money is taken.
        expires_at: Option<Timestamp>,
    },
    /// By gift certificate.
    GiftCertificate {
        /// Its kind.
        kind: Option<GiftCertificate>,
    },
    /// On the phone bill.
    Mobile,
    /// By easy payment.
    EasyPay {
        /// Who runs it.
        provider: Option<EasyPayProvider>,
        /// What was behind it.
        behind: Option<Box<Method>>,
    },
    /// Charged money of an easy payment.
    Charge {
        /// The bank it was charged from.
        bank: Option<Bank>,
    },
    /// At a convenience store.
    ConvenienceStore {
        /// The chain.
        brand: Option<ConvenienceStore>,
        /// Until when.
        deadline: Option<Timestamp>,
    },
    /// With crypto assets.
    Crypto,
    /// With PayPal (billing keys only).
    Paypal,
    /// A way this version does not know.
    Unknown(String),
}

/// Every field any kind has, all optional: a new kind is a word that is not known, never an error.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WireMethod {
    r#type: String,
    card: Option<WireCard>,
    installment: Option<WireInstallment>,
    point_used: Option<bool>,
    bank: Option<Bank>,
    expired_at: Option<String>,
    gift_certificate_type: Option<GiftCertificate>,
    provider: Option<EasyPayProvider>,
    easy_pay_method: Option<Box<WireMethod>>,
    /// What billing keys call `easyPayMethod`.
    method: Option<Box<WireMethod>>,
    convenience_store_brand: Option<ConvenienceStore>,
    payment_deadline: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireCard {
    publisher: Option<String>,
    issuer: Option<String>,
    brand: Option<CardBrand>,
    r#type: Option<CardType>,
    owner_type: Option<CardOwner>,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireInstallment {
    month: i32,
    is_interest_free: bool,
}

impl From<WireMethod> for Method {
    fn from(wire: WireMethod) -> Self {
        // `PaymentMethodCard` and `BillingKeyPaymentMethodCard` are the same thing.
        let kind = wire
            .r#type
            .strip_prefix("BillingKey")
            .unwrap_or(&wire.r#type);
        match kind {
            "PaymentMethodCard" => Self::Card {
                card: wire.card.map(CardFacts::from),
                installment: wire.installment.map(|wire| Installment {
                    months: wire.month,
                    interest_free: wire.is_interest_free,
                }),
                point_used: wire.point_used,
            },
            "PaymentMethodTransfer" => Self::Transfer { bank: wire.bank },
            "PaymentMethodVirtualAccount" => Self::VirtualAccount {
                bank: wire.bank,
                expires_at: moment(wire.expired_at),
            },
            "PaymentMethodGiftCertificate" => Self::GiftCertificate {
                kind: wire.gift_certificate_type,
            },
            "PaymentMethodMobile" => Self::Mobile,
            "PaymentMethodEasyPay" => Self::EasyPay {
                provider: wire.provider,
                behind: wire
                    .easy_pay_method
                    .or(wire.method)
                    .map(|inner| Box::new(Self::from(*inner))),
            },
            "PaymentMethodEasyPayMethodCharge" | "PaymentMethodEasyPayCharge" => {
                Self::Charge { bank: wire.bank }
            }
            "PaymentMethodConvenienceStore" => Self::ConvenienceStore {
                brand: wire.convenience_store_brand,
                deadline: moment(wire.payment_deadline),
            },
            "PaymentMethodCrypto" => Self::Crypto,
            "PaymentMethodPaypal" => Self::Paypal,
            _ => Self::Unknown(wire.r#type),
        }
    }
}

impl From<WireCard> for CardFacts {
    fn from(wire: WireCard) -> Self {
        Self {
            publisher: wire.publisher,
            issuer: wire.issuer,
            brand: wire.brand,
            kind: wire.r#type,
            owner: wire.owner_type,
            name: wire.name,
        }
    }
}
