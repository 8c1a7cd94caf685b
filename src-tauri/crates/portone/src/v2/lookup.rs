//! Lookups beside payments: banks, businesses, account holders. All but the banks are contracts of their own.

use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::error::{Error, Failure};
use crate::hosts::Api;
use crate::private::Private;
use crate::transport::PortOne;
use crate::v2::{Bank, V2};
use crate::words::words;

words! {
    /// How a business is taxed.
    TaxationType {
        Normal = "NORMAL", SimpleTaxInvoiceIssuer = "SIMPLE_TAX_INVOICE_ISSUER", Simple = "SIMPLE",
        TaxFree = "TAX_FREE", AssignedIdNumber = "ASSIGNED_ID_NUMBER", Special = "SPECIAL",
    }

    /// Whether a business is open.
    BusinessStatus { InBusiness = "IN_BUSINESS", Closed = "CLOSED", Suspended = "SUSPENDED", }
}

/// The answer of a product that has to be contracted first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contracted<T> {
    /// It is, and this is the answer.
    Yes(T),
    /// The merchant has no contract for it. Nothing is wrong.
    No,
}

/// What `GET /banks` shows: PortOne can be reached from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached {
    /// How many banks it listed.
    pub banks: usize,
    /// How long it took.
    pub elapsed: Duration,
}

/// A bank with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BankName {
    /// Its code.
    pub bank: Bank,
    /// Its Korean name.
    pub name: String,
}

/// A business, as the tax office has it. Its people and places are private.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BusinessInfo {
    /// Business registration number.
    pub brn: String,
    /// Name.
    pub name: String,
    /// Its head.
    pub ceo_name: Private,
    /// Postcode.
    pub zip_code: Private,
    /// Address.
    pub address: Private,
    /// Kind of business, in the tax office's words.
    pub business_entity_type: String,
    /// Whether it is open, in the tax office's words.
    pub business_status: String,
    /// How it is taxed, in the tax office's words.
    pub taxation_type: String,
    /// When it opened, as told.
    pub opening_date: String,
    /// When it closed, as told.
    pub closing_date: Option<String>,
    /// Type of business (업태).
    pub business_type: String,
    /// Class of business (종목).
    pub business_class: String,
}

/// Whether a business is open and how it is taxed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompanyState {
    /// How it is taxed.
    pub taxation: TaxationType,
    /// Since when, if it changed.
    pub taxation_since: Option<Date>,
    /// Whether it is open.
    pub status: BusinessStatus,
    /// Since when it is not.
    pub closed_or_suspended_since: Option<Date>,
}

/// Whose account it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AccountHolder {
    /// The holder's name, as the bank has it.
    pub holder_name: Private,
    /// PortOne's number of this lookup.
    pub account_verification_id: String,
}

/// What the bank compares the holder with. At most one.
#[derive(Clone, Copy)]
pub enum HolderProof<'a> {
    /// Nothing.
    None,
    /// Day of birth (`YYMMDD`).
    Birthdate(&'a str),
    /// Business registration number.
    BusinessNumber(&'a str),
}

#[derive(Deserialize)]
struct WireBanks {
    items: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct WireBankNames {
    items: Vec<WireBank>,
}

#[derive(Deserialize)]
struct WireBank {
    bank: Bank,
    name: WireBankName,
}

#[derive(Deserialize)]
struct WireBankName {
    ko: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BusinessBody<'a> {
    brn_list: &'a [&'a str],
}

#[derive(Deserialize)]
pub(super) struct WireBusinesses {
    result: Vec<WireBusiness>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireBusiness {
    brn: String,
    business_info: Option<BusinessInfo>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireCompany {
    company_state: WireState,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireState {
    taxation_type: TaxationType,
    taxation_type_date: Option<String>,
    business_status: BusinessStatus,
    closed_suspended_date: Option<String>,
}

impl PortOne {
    /// `GET /banks`: whether PortOne can be reached at all. Needs no key.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn banks(&self) -> Result<Reached, Error> {
        let call = Call::get(Api::V2, "/banks", &["banks"]);
        let answer = self.transport().send(call).await?;
        let banks: WireBanks = answer.decode()?;
        Ok(Reached {
            banks: banks.items.len(),
            elapsed: answer.elapsed(),
        })
    }

    /// `GET /banks`: every bank with its Korean name. Needs no key.
    ///
    /// # Errors
    /// Every [`Failure`].
    pub async fn bank_names(&self) -> Result<Vec<BankName>, Error> {
        let call = Call::get(Api::V2, "/banks", &["banks"]);
        let answer = self.transport().send(call).await?;
        let banks: WireBankNames = answer.decode()?;
        let named = banks.items.into_iter().map(|wire| BankName {
            bank: wire.bank,
            name: wire.name.ko,
        });
        Ok(named.collect())
    }
}

impl V2 {
    /// `POST /b2b/companies/business-info`: what the tax office knows about businesses, in the order asked; `None`
    /// where it knows nothing. It changes nothing, but it is billed: never repeated by itself.
    ///
    /// # Errors
    /// Every [`Failure`] but "not contracted", which is an answer.
    pub async fn business_info(
        &self,
        brns: &[&str],
        test: bool,
    ) -> Result<Contracted<Vec<(String, Option<BusinessInfo>)>>, Error> {
        let segments = ["b2b", "companies", "business-info"];
        let call = Call::post(Api::V2, "/b2b/companies/business-info", &segments, "");
        let body = call.json(&BusinessBody { brn_list: brns })?;
        let answer = self
            .send(Call {
                query: testing(test),
                body: Some(body.into()),
                ..call
            })
            .await;
        contracted(answer, |answer| {
            let wire: WireBusinesses = answer.decode()?;
            let all = wire.result.into_iter();
            Ok(all.map(|one| (one.brn, one.business_info)).collect())
        })
    }

    /// `GET /platform/companies/{brn}/state`: whether a business is open. `None` when there is no such business.
    ///
    /// # Errors
    /// Every [`Failure`] but "not contracted", which is an answer.
    pub async fn company_state(
        &self,
        brn: &str,
        test: bool,
    ) -> Result<Contracted<Option<CompanyState>>, Error> {
        let segments = ["platform", "companies", brn, "state"];
        let path = "/platform/companies/{businessRegistrationNumber}/state";
        let answer = self
            .send(Call {
                query: testing(test),
                ..Call::get(Api::V2, path, &segments)
            })
            .await;
        match answer {
            Err(error) if error.code() == Some("PLATFORM_COMPANY_NOT_FOUND") => {
                Ok(Contracted::Yes(None))
            }
            answer => contracted(answer, |answer| {
                let state = answer.decode::<WireCompany>()?.company_state;
                let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
                Ok(Some(CompanyState {
                    taxation: state.taxation_type,
                    taxation_since: day(state.taxation_type_date),
                    status: state.business_status,
                    closed_or_suspended_since: day(state.closed_suspended_date),
                }))
            }),
        }
    }

    /// `GET /platform/bank-accounts/{bank}/{accountNumber}/holder`: whose account it is.
    ///
    /// # Errors
    /// Every [`Failure`] but "not contracted", which is an answer. A bank that is not served is
    /// [`Failure::BadRequest`] with the code `PLATFORM_NOT_SUPPORTED_BANK`.
    pub async fn account_holder(
        &self,
        bank: &Bank,
        account: &Private,
        proof: HolderProof<'_>,
        test: bool,
    ) -> Result<Contracted<AccountHolder>, Error> {
        let mut query = testing(test).to_vec();
        match proof {
            HolderProof::None => {}
            HolderProof::Birthdate(day) => query.push(("birthdate", day)),
            HolderProof::BusinessNumber(brn) => query.push(("businessRegistrationNumber", brn)),
        }
        let segments = [
            "platform",
            "bank-accounts",
            bank.code(),
            account.expose(),
            "holder",
        ];
        let path = "/platform/bank-accounts/{bank}/{accountNumber}/holder";
        let answer = self
            .send(Call {
                query: &query,
                secrets: &[account.expose()],
                ..Call::get(Api::V2, path, &segments)
            })
            .await;
        contracted(answer, |answer| answer.decode())
    }
}

fn testing(test: bool) -> &'static [(&'static str, &'static str)] {
    if test { &[("test", "true")] } else { &[] }
}

fn contracted<T>(
    answer: Result<crate::call::Answer, Error>,
    read: impl FnOnce(crate::call::Answer) -> Result<T, Error>,
) -> Result<Contracted<T>, Error> {
    match answer {
        Ok(answer) => read(answer).map(Contracted::Yes),
        Err(error) if *error.failure() == Failure::NotEnabled => Ok(Contracted::No),
        Err(error) => Err(error),
    }
}
