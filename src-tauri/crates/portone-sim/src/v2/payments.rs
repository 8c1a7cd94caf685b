//! Payments: one, its tries, and lists of them.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Answered, Caller, Order, Page, Params, Refusal, asked, error, invalid, respond, show, sort,
    window,
};
use crate::model::{Payment, Status};
use crate::records::Method;
use crate::state::{Shared, State as Memory};

pub(super) fn not_found() -> Refusal {
    error(404, "PAYMENT_NOT_FOUND", "결제 건이 존재하지 않습니다.")
}

/// `GET /payments/{paymentId}`
pub(crate) async fn one(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(
        find(&memory, &headers, &query, &id)
            .and_then(|payment| show::payment(&memory, payment).ok_or_else(not_found)),
    )
}

/// `GET /payments/{paymentId}/transactions`
pub(crate) async fn transactions(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let memory = shared.lock();
    respond(find(&memory, &headers, &query, &id).map(|payment| {
        let tries = payment.more.former.iter().chain([payment]);
        let items: Vec<Value> = tries
            .filter_map(|payment| show::transaction(&memory, payment))
            .collect();
        json!({ "items": items })
    }))
}

fn find<'a>(
    memory: &'a Memory,
    headers: &HeaderMap,
    query: &Params,
    id: &str,
) -> Result<&'a Payment, Refusal> {
    let caller = Caller::known(memory, headers)?;
    let store = caller.store(query.get("storeId").map(String::as_str))?;
    memory.payment(&store, id).ok_or_else(not_found)
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct ListBody {
    page: Option<Page>,
    filter: Option<Filter>,
}

/// What the documents name and practice payments have; the rest of the filter fits no practice payment.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Filter {
    merchant_id: Option<String>,
    store_id: Option<String>,
    timestamp_type: Stamp,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    status: Option<Vec<String>>,
    methods: Option<Vec<String>>,
    pg_provider: Option<Vec<String>>,
    is_test: Option<bool>,
    is_scheduled: Option<bool>,
    sort_by: SortBy,
    sort_order: Order,
    version: Option<String>,
    webhook_status: Option<String>,
    platform_type: Option<String>,
    currency: Option<String>,
    is_escrow: Option<bool>,
    escrow_status: Option<String>,
    card_brand: Option<String>,
    card_type: Option<String>,
    card_owner_type: Option<String>,
    gift_certificate_type: Option<String>,
    cash_receipt_type: Option<String>,
    cash_receipt_status: Option<String>,
    cash_receipt_issued_at_range: Option<Range>,
    cash_receipt_cancelled_at_range: Option<Range>,
    text_search: Option<Vec<Search>>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Stamp {
    CreatedAt,
    #[default]
    StatusChangedAt,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum SortBy {
    #[default]
    RequestedAt,
    StatusChangedAt,
}

#[derive(Deserialize)]
struct Range {
    from: Timestamp,
    until: Timestamp,
}

#[derive(Deserialize)]
struct Search {
    field: String,
    value: String,
}

const ALL_STATUSES: [Status; 7] = [
    Status::Ready,
    Status::PayPending,
    Status::VirtualAccountIssued,
    Status::Paid,
    Status::Failed,
    Status::PartialCancelled,
    Status::Cancelled,
];

/// `GET /payments`
pub(crate) async fn list(
    State(shared): State<Shared>,
    Query(query): Query<Params>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let memory = shared.lock();
    respond(try_list(&memory, &headers, &query, &body))
}

fn try_list(memory: &Memory, headers: &HeaderMap, query: &Params, body: &[u8]) -> Answered {
    let caller = Caller::known(memory, headers)?;
    let asked: ListBody = asked(query, body)?;
    let page = Page::checked(asked.page)?;
    let filter = asked.filter.unwrap_or_default();
    let stores = caller.stores(filter.store_id.as_deref())?;
    let known = |word: &String| ALL_STATUSES.iter().any(|s| s.filter_word() == word);
    if !filter.status.iter().flatten().all(known) {
        return Err(invalid("없는 결제 상태예요."));
    }
    let known = |word: &String| Method::from_word(word).is_some();
    if !filter.methods.iter().flatten().all(known) {
        return Err(invalid("없는 결제 수단이에요."));
    }
    let window = window(filter.from, filter.until, memory.now());
    let mut found: Vec<&Payment> = memory
        .payments
        .iter()
        .filter(|payment| {
            let at = match filter.timestamp_type {
                Stamp::CreatedAt => payment.requested_at,
                Stamp::StatusChangedAt => payment.changed_at,
            };
            stores.contains(&payment.store_id)
                && window.contains(&at)
                && filter.fits(memory, payment)
        })
        .collect();
    sort(&mut found, filter.sort_order, |payment| {
        match filter.sort_by {
            SortBy::RequestedAt => payment.requested_at,
            SortBy::StatusChangedAt => payment.changed_at,
        }
    });
    Ok(page.of(&found, |payment| show::payment(memory, payment)))
}

/// Nothing asked, or one of what was asked.
fn any(asked: Option<&Vec<String>>, word: &str) -> bool {
    asked.is_none_or(|words| words.is_empty() || words.iter().any(|asked| asked == word))
}

fn same(asked: Option<&String>, word: &str) -> bool {
    asked.is_none_or(|asked| asked == word)
}

impl Filter {
    fn fits(&self, memory: &Memory, payment: &Payment) -> bool {
        let Some(channel) = memory.channel(&payment.channel_key) else {
            return false;
        };
        let provider = channel.pg_provider.to_ascii_uppercase();
        let platform = if payment.more.by_api { "API" } else { "SDK_PC" };
        let scheduled = payment.more.schedule_id.is_some();
        let webhook = payment.webhooks.last().and_then(|last| last.status);
        same(self.merchant_id.as_ref(), crate::seed::MERCHANT_ID)
            && any(self.status.as_ref(), payment.status.filter_word())
            && any(self.methods.as_ref(), payment.method.word())
            && any(self.pg_provider.as_ref(), &provider)
            && self.is_test.is_none_or(|test| test != channel.live)
            && self.is_scheduled.is_none_or(|asked| asked == scheduled)
            && same(self.version.as_ref(), payment.version.word())
            && same(self.platform_type.as_ref(), platform)
            && same(self.currency.as_ref(), &payment.currency)
            && self
                .webhook_status
                .as_deref()
                .is_none_or(|asked| webhook.is_some_and(|status| status.word() == asked))
            && self.is_escrow != Some(true)
            && self.escrow_status.is_none()
            && self.fits_method(payment)
            && self.fits_receipt(payment)
            && self
                .text_search
                .iter()
                .flatten()
                .all(|search| search.fits(memory, payment))
    }

    /// Practice cards are local personal credit cards, practice gift certificates are of one kind.
    fn fits_method(&self, payment: &Payment) -> bool {
        let card = payment.method == Method::Card;
        let gift = payment.method == Method::GiftCertificate;
        let has = |asked: &Option<String>, word: &str, there: bool| {
            asked.as_deref().is_none_or(|asked| there && asked == word)
        };
        has(&self.card_brand, "LOCAL", card)
            && has(&self.card_type, "CREDIT", card)
            && has(&self.card_owner_type, "PERSONAL", card)
            && has(&self.gift_certificate_type, "CULTURELAND", gift)
    }

    /// Practice receipts are personal, issued when the payment is paid, and never cancelled.
    fn fits_receipt(&self, payment: &Payment) -> bool {
        let issued = payment.paid_at.filter(|_| payment.more.cash_receipt);
        let has = |asked: &Option<String>, word: &str| {
            asked
                .as_deref()
                .is_none_or(|asked| issued.is_some() && asked == word)
        };
        has(&self.cash_receipt_type, "PERSONAL")
            && has(&self.cash_receipt_status, "ISSUED")
            && self.cash_receipt_cancelled_at_range.is_none()
            && self
                .cash_receipt_issued_at_range
                .as_ref()
                .is_none_or(|range| {
                    issued.is_some_and(|at| (range.from..=range.until).contains(&at))
                })
    }
}

impl Search {
    fn fits(&self, memory: &Memory, payment: &Payment) -> bool {
        let mid = memory
            .channel(&payment.channel_key)
            .map(|channel| channel.mid.as_str());
        let reasons = payment.cancellations.iter();
        let fields: [(&str, Vec<&str>); 8] = [
            ("PAYMENT_ID", vec![payment.v2_id()]),
            ("ORDER_NAME", vec![&payment.order_name]),
            ("PG_MERCHANT_ID", mid.into_iter().collect()),
            ("CUSTOMER_NAME", vec!["연습 고객"]),
            (
                "BILLING_KEY",
                payment.more.billing_key.as_deref().into_iter().collect(),
            ),
            (
                "SCHEDULE_ID",
                payment.more.schedule_id.as_deref().into_iter().collect(),
            ),
            (
                "PROMOTION_ID",
                payment.more.promotion_id.as_deref().into_iter().collect(),
            ),
            (
                "CANCEL_REASON",
                reasons.map(|one| one.reason.as_str()).collect(),
            ),
        ];
        let in_field = fields
            .iter()
            .filter(|(name, _)| self.field == "ALL" || self.field == *name)
            .flat_map(|(_, values)| values)
            .any(|value| value.contains(&self.value));
        let transaction = payment.transaction_id();
        let pg = format!("practice-pg-{}", payment.id);
        in_field
            || matches!(self.field.as_str(), "ALL" | "TX_ID") && transaction.contains(&self.value)
            || matches!(self.field.as_str(), "ALL" | "PG_TX_ID") && pg.contains(&self.value)
    }
}
