//! The V2 API with one secret. A file a subject; here is what they share.

mod billing;
mod cancel;
#[cfg(any(test, feature = "decoders"))]
pub(crate) mod decoders;
mod detail;
mod filter;
mod identity;
mod key;
mod lookup;
mod method;
mod payments;
mod person;
mod promotion;
mod receipt;
mod schedule;
mod webhook;

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::{Answer, Call, Spent};
use crate::error::Error;
use crate::hosts::Api;
use crate::secret::V2Secret;
use crate::transport::Transport;

pub use billing::{
    BillingKeyFacts, BillingKeyFilter, BillingKeyPaid, BillingKeyPayment, BillingKeySort,
    BillingKeySortBy, BillingKeyStatus, BillingKeyTextField, BillingKeyTextSearch, BillingMethod,
    CashReceiptWanted, CashReceiptWantedType, CustomerInput, NewAmount, ProductType,
};
pub use cancel::{
    CancelOptions, CancelRequest, CancelStatus, Cancellation, CancellationTrigger,
    PromotionDiscount, RefundAccount, Requester,
};
pub use detail::{
    Amounts, AttachedCashReceipt, ChannelGroup, Dispute, DisputeStatus, EscrowStatus,
    PaymentDetail, PaymentFailure, PlatformType, Product,
};
pub use filter::{
    CashReceiptSeen, EscrowWanted, PaymentFilter, PaymentSortBy, PaymentStatusWanted,
    PaymentTextField, PaymentTextSearch, PlatformWanted, SortOrder, TimeRange, TimestampType,
    VersionWanted,
};
pub use identity::{
    Identity, IdentityFilter, IdentitySort, IdentitySortBy, IdentityStatus, VerifiedPerson,
};
pub use key::{IdempotencyKey, UnusableKey};
pub use lookup::{
    AccountHolder, BankName, BusinessInfo, BusinessStatus, CompanyState, Contracted, HolderProof,
    Reached, TaxationType,
};
pub use method::{
    Bank, CardBrand, CardFacts, CardOwner, CardType, ConvenienceStore, EasyPayProvider,
    GiftCertificate, Installment, Method, MethodType,
};
pub use payments::PaymentPage;
pub use person::{Buyer, MethodNumbers};
pub use promotion::{Promotion, PromotionStatus};
pub use receipt::{
    CashReceipt, CashReceiptFilter, CashReceiptSort, CashReceiptSortBy, CashReceiptStatus,
    CashReceiptType,
};
pub use schedule::{
    Revocation, Revoked, Schedule, ScheduleFilter, ScheduleSort, ScheduleSortBy, ScheduleStatus,
};
pub use webhook::{PaymentWebhook, WebhookAnswer, WebhookRequest, WebhookStatus, WebhookTrigger};

/// V2 calls with one secret. The secret goes into the `Authorization` header of each call; no token is ever asked for.
#[derive(Clone)]
pub struct V2 {
    transport: Arc<Transport>,
    secret: V2Secret,
    spent: Option<Spent>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The entries that could be read, in PortOne's order.
    pub items: Vec<T>,
    /// How many entries could not be read.
    pub unread: usize,
    /// How many there are on all pages.
    pub total: u64,
}

/// Which page: `number` counts from 0, and `(number + 1) × size` may not pass 60,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PageWanted {
    /// Which page, from 0.
    pub number: u32,
    /// How many entries a page has.
    pub size: u32,
}

impl PageWanted {
    /// The first page of `size` entries.
    #[must_use]
    pub fn first(size: u32) -> Self {
        Self { number: 0, size }
    }
}

#[derive(Serialize)]
struct ListBody<'a, S, F> {
    page: PageWanted,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort: Option<&'a S>,
    filter: &'a F,
}

#[derive(Deserialize)]
struct WirePage {
    items: Vec<Box<RawValue>>,
    page: WirePageInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WirePageInfo {
    total_count: u64,
}

impl V2 {
    pub(crate) fn new(transport: Arc<Transport>, secret: V2Secret) -> Self {
        Self {
            transport,
            secret,
            spent: None,
        }
    }

    /// The same, its reads sharing one time: all of them together take no longer than one may.
    pub(crate) fn on_one_time(self) -> Self {
        Self {
            spent: Some(Spent::default()),
            ..self
        }
    }

    pub(crate) fn secret(&self) -> &V2Secret {
        &self.secret
    }

    async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        let mut secrets = vec![self.secret.hidden().text()];
        secrets.extend(call.secrets);
        self.transport
            .send(Call {
                auth: self.secret.header(),
                secrets: &secrets,
                spent: self.spent.clone(),
                ..call
            })
            .await
    }

    /// A read of one thing, of `store_id` if one is named.
    async fn read<T: DeserializeOwned>(
        &self,
        path: &'static str,
        segments: &[&str],
        payment: Option<&str>,
        store_id: Option<&str>,
    ) -> Result<(T, Answer), Error> {
        let query: Vec<_> = store_id.map(|id| ("storeId", id)).into_iter().collect();
        let answer = self
            .send(Call {
                query: &query,
                payment,
                ..Call::get(Api::V2, path, segments)
            })
            .await?;
        let read = answer.decode()?;
        Ok((read, answer))
    }

    /// A page of a list: the question stands as JSON in the query, as PortOne's own SDKs send it.
    async fn list<S: Serialize, F: Serialize, W: DeserializeOwned>(
        &self,
        path: &'static str,
        segment: &str,
        page: PageWanted,
        sort: Option<&S>,
        filter: &F,
    ) -> Result<Page<W>, Error> {
        let segments = [segment];
        let call = Call::get(Api::V2, path, &segments);
        let body = call.json(&ListBody { page, sort, filter })?;
        let query = [("requestBody", body.as_str())];
        let answer = self
            .send(Call {
                query: &query,
                ..call
            })
            .await?;
        let wire: WirePage = answer.decode()?;
        // An entry of a kind that is new must not hide the others.
        let items: Vec<W> = wire
            .items
            .iter()
            .filter_map(|item| serde_json::from_str(item.get()).ok())
            .collect();
        Ok(Page {
            unread: wire.items.len() - items.len(),
            items,
            total: wire.page.total_count,
        })
    }

    /// A write with its idempotency key.
    async fn write(
        &self,
        call: Call<'_>,
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<Answer, Error> {
        let body = call.json(body)?;
        let quoted = key.quoted();
        self.send(Call {
            body: Some(body.into()),
            idempotency: Some(&quoted),
            writes: true,
            ..call
        })
        .await
    }
}

impl<T> Page<T> {
    fn map<U>(self, read: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(read).collect(),
            unread: self.unread,
            total: self.total,
        }
    }
}

/// A moment as PortOne wrote it (RFC 3339). What is no moment is `None`: nothing here is decided by a time.
fn moment(text: Option<String>) -> Option<Timestamp> {
    text.and_then(|text| text.parse().ok())
}

impl fmt::Debug for V2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("V2 { secret: [비밀] }")
    }
}
