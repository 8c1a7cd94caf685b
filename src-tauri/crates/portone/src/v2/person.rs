//! The buyer, and the numbers behind a payment. Only [`crate::V2::payment_buyer`] reads these.

use serde::Deserialize;

use crate::private::Private;

/// Who paid, as far as the merchant or the gateway told PortOne. Nothing of it is ever printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// The merchant's id of the buyer.
    pub id: Option<Private>,
    /// Name.
    pub name: Option<Private>,
    /// Mail address.
    pub email: Option<Private>,
    /// Phone number.
    pub phone: Option<Private>,
    /// Year, month and day of birth, each as told.
    pub born: [Option<Private>; 3],
    /// Gender, in PortOne's word.
    pub gender: Option<Private>,
    /// Address in one line.
    pub address: Option<Private>,
    /// Postcode.
    pub zipcode: Option<Private>,
    /// The address of the buyer's device.
    pub ip_address: Option<Private>,
    /// The numbers behind the method.
    pub numbers: MethodNumbers,
}

/// The numbers behind a payment's method, as PortOne shows them (cards are masked by PortOne).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodNumbers {
    /// Card number.
    pub card: Option<Private>,
    /// Approval number.
    pub approval: Option<Private>,
    /// Account number, or virtual account.
    pub account: Option<Private>,
    /// Who the money of a virtual account is for.
    pub remittee: Option<Private>,
    /// Who sent it.
    pub remitter: Option<Private>,
    /// Phone that was billed.
    pub phone: Option<Private>,
}

#[derive(Deserialize)]
pub(crate) struct WireBuyer {
    customer: WireCustomer,
    origin: Option<WireOrigin>,
    method: Option<WireNumbers>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireCustomer {
    id: Option<Private>,
    name: Option<Private>,
    email: Option<Private>,
    phone_number: Option<Private>,
    birth_year: Option<Private>,
    birth_month: Option<Private>,
    birth_day: Option<Private>,
    gender: Option<Private>,
    address: Option<WireAddress>,
    zipcode: Option<Private>,
}

/// Both kinds of address have the line.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireAddress {
    one_line: Option<Private>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireOrigin {
    ip_address: Option<Private>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct WireNumbers {
    card: Option<WireCard>,
    approval_number: Option<Private>,
    account_number: Option<Private>,
    remittee_name: Option<Private>,
    remitter_name: Option<Private>,
    phone_number: Option<Private>,
    /// What an easy payment had behind it.
    easy_pay_method: Option<Box<WireNumbers>>,
}

#[derive(Deserialize)]
struct WireCard {
    number: Option<Private>,
}

impl From<WireBuyer> for Buyer {
    fn from(wire: WireBuyer) -> Self {
        let person = wire.customer;
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            phone: person.phone_number,
            born: [person.birth_year, person.birth_month, person.birth_day],
            gender: person.gender,
            address: person.address.and_then(|address| address.one_line),
            zipcode: person.zipcode,
            ip_address: wire.origin.and_then(|origin| origin.ip_address),
            numbers: wire.method.map(MethodNumbers::from).unwrap_or_default(),
        }
    }
}

impl From<WireNumbers> for MethodNumbers {
    fn from(wire: WireNumbers) -> Self {
        let behind = wire
            .easy_pay_method
            .map(|inner| Self::from(*inner))
            .unwrap_or_default();
        Self {
            card: wire.card.and_then(|card| card.number).or(behind.card),
            approval: wire.approval_number.or(behind.approval),
            account: wire.account_number.or(behind.account),
            remittee: wire.remittee_name,
            remitter: wire.remitter_name,
            phone: wire.phone_number,
        }
    }
}
