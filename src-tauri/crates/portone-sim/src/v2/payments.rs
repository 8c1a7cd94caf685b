//! Payments: one, its tries, and lists of them.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::list::{self, Order, Sort, any, same};
use super::search::Search;
use super::{Caller, Params, Refusal, error, invalid, receipts, respond, show};
use crate::model::{Client, Escrow, Payment, Status};
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

/// All that the documents name.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Filter {
    merchant_id: Option<String>,
    timestamp_type: Stamp,
    status: Option<Vec<String>>,
    methods: Option<Vec<String>>,
    pg_provider: Option<Vec<String>>,
    is_test: Option<bool>,
    is_scheduled: Option<bool>,
    sort_by: SortBy,
    sort_order: Order,
    version: Option<String>,
    webhook_status: Option<String>,
    platform_type: Option<Client>,
    currency: Option<String>,
    is_escrow: Option<bool>,
    escrow_status: Option<Escrow>,
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
pub(crate) enum SortBy {
    #[default]
    RequestedAt,
    StatusChangedAt,
}

#[derive(Deserialize)]
struct Range {
    from: Timestamp,
    until: Timestamp,
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
impl list::Filter for Filter {
    type Item = Payment;
    type By = SortBy;

    fn all(memory: &Memory) -> &[Payment] {
        &memory.payments
    }

    fn store(payment: &Payment) -> &str {
        &payment.store_id
    }

    fn checked(&self) -> Result<(), Refusal> {
        let known = |word: &String| ALL_STATUSES.iter().any(|s| s.filter_word() == word);
        if !self.status.iter().flatten().all(known) {
            return Err(invalid("없는 결제 상태예요."));
        }
        let known = |word: &String| Method::from_word(word).is_some();
        if !self.methods.iter().flatten().all(known) {
            return Err(invalid("없는 결제 수단이에요."));
        }
        if self.escrow_status == Some(Escrow::BeforeRegistered) {
            return Err(invalid("그 상태로는 찾을 수 없어요."));
        }
        if !self.text_search.iter().flatten().all(Search::is_known) {
            return Err(invalid("없는 검색 항목이에요."));
        }
        Ok(())
    }

    fn moment(&self, payment: &Payment) -> Option<Timestamp> {
        Some(match self.timestamp_type {
            Stamp::CreatedAt => payment.requested_at,
            Stamp::StatusChangedAt => payment.changed_at,
        })
    }

    fn fits(&self, memory: &Memory, payment: &Payment) -> bool {
        let Some(channel) = memory.channel(&payment.channel_key) else {
            return false;
        };
        let more = &payment.more;
        let webhook = payment.webhooks.last().and_then(|last| last.status);
        let mut searches = self.text_search.iter().flatten().peekable();
        same(self.merchant_id.as_ref(), crate::seed::MERCHANT_ID)
            && any(self.status.as_ref(), payment.status.filter_word())
            && any(self.methods.as_ref(), payment.method.word())
            && any(
                self.pg_provider.as_ref(),
                &channel.pg_provider.to_ascii_uppercase(),
            )
            && self.is_test.is_none_or(|test| test != channel.live)
            && self
                .is_scheduled
                .is_none_or(|asked| asked == more.schedule_id.is_some())
            && same(self.version.as_ref(), payment.version.word())
            && self.platform_type.is_none_or(|asked| asked == more.client)
            && same(self.currency.as_ref(), &payment.currency)
            && self
                .webhook_status
                .as_deref()
                .is_none_or(|asked| webhook.is_some_and(|status| status.word() == asked))
            && self.is_escrow.is_none_or(|asked| asked == more.escrow.is_some())
            && self
                .escrow_status
                .is_none_or(|asked| more.escrow == Some(asked))
            && self.fits_method(payment)
            && self.fits_receipt(payment)
            // What is searched is what is shown, so it is written only for whoever searches.
            && (searches.peek().is_none()
                || show::payment(memory, payment)
                    .is_some_and(|shown| searches.all(|search| search.fits(&shown))))
    }

    fn by(by: SortBy, payment: &Payment) -> Timestamp {
        match by {
            SortBy::RequestedAt => payment.requested_at,
            SortBy::StatusChangedAt => payment.changed_at,
        }
    }

    /// Here the filter carries the order.
    fn order(&self, _: Sort<SortBy>) -> Sort<SortBy> {
        Sort {
            by: self.sort_by,
            order: self.sort_order,
        }
    }

    fn show(memory: &Memory, payment: &Payment) -> Option<Value> {
        show::payment(memory, payment)
    }
}

impl Filter {
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

    fn fits_receipt(&self, payment: &Payment) -> bool {
        let issued = payment.receipt_issued();
        let has = |asked: &Option<String>, word: &str| {
            asked
                .as_deref()
                .is_none_or(|asked| issued.is_some() && asked == word)
        };
        let within = |asked: &Option<Range>, at: Option<Timestamp>| {
            asked
                .as_ref()
                .is_none_or(|range| at.is_some_and(|at| (range.from..=range.until).contains(&at)))
        };
        has(&self.cash_receipt_type, receipts::TYPE)
            && has(&self.cash_receipt_status, receipts::status(payment))
            && within(&self.cash_receipt_issued_at_range, issued)
            && within(
                &self.cash_receipt_cancelled_at_range,
                payment.receipt_cancelled(),
            )
    }
}
