//! Every call of the client, with the operation it is.

use std::fmt::Debug;

use jiff::Timestamp;
use portone::*;

use crate::{v1_credential, v2_secret};

/// A call and its operation in the documents.
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) v1: bool,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    /// It carries an idempotency key.
    pub(crate) keyed: bool,
    /// What an answer has to repeat for the client to believe that it is about what was asked for.
    pub(crate) same: &'static [(&'static str, &'static str)],
    /// The answer's definition, where the document leaves a choice.
    pub(crate) answer: Option<&'static str>,
}

const fn v2(name: &'static str, method: &'static str, path: &'static str) -> Call {
    Call {
        name,
        v1: false,
        method,
        path,
        keyed: false,
        same: &[],
        answer: None,
    }
}

const fn v1(name: &'static str, method: &'static str, path: &'static str) -> Call {
    Call {
        v1: true,
        ..v2(name, method, path)
    }
}

impl Call {
    const fn keyed(self) -> Self {
        Self {
            keyed: true,
            ..self
        }
    }

    const fn same(self, same: &'static [(&'static str, &'static str)]) -> Self {
        Self { same, ..self }
    }
}

const ID: &str = "practice a b/한";
const STORE: &str = "store-practice";
const STORE_OF: (&str, &str) = ("/storeId", STORE);

pub(crate) const CALLS: &[Call] = &[
    v2("banks", "GET", "/banks"),
    v2("bank names", "GET", "/banks"),
    v2("payments", "GET", "/payments"),
    v2("payment", "GET", "/payments/{paymentId}").same(&[("/id", ID), STORE_OF]),
    v2("detail", "GET", "/payments/{paymentId}").same(&[("/id", ID), STORE_OF]),
    v2("buyer", "GET", "/payments/{paymentId}").same(&[("/id", ID), STORE_OF]),
    v2("transactions", "GET", "/payments/{paymentId}/transactions")
        .same(&[("/items/*/paymentId", ID)]),
    v2("cancel", "POST", "/payments/{paymentId}/cancel")
        .keyed()
        .same(&[("/cancellation/status", "SUCCEEDED")]),
    v2("resend", "POST", "/payments/{paymentId}/resend-webhook").keyed(),
    v2("billing keys", "GET", "/billing-keys"),
    v2("billing key", "GET", "/billing-keys/{billingKey}").same(&[("/billingKey", ID), STORE_OF]),
    v2("delete key", "DELETE", "/billing-keys/{billingKey}").keyed(),
    v2("pay", "POST", "/payments/{paymentId}/billing-key").keyed(),
    v2("schedules", "GET", "/payment-schedules"),
    v2("schedule", "GET", "/payment-schedules/{paymentScheduleId}").same(&[("/id", ID), STORE_OF]),
    v2("create schedule", "POST", "/payments/{paymentId}/schedule").keyed(),
    v2("revoke all", "DELETE", "/payment-schedules").keyed(),
    v2("revoke these", "DELETE", "/payment-schedules").keyed(),
    v2("identities", "GET", "/identity-verifications"),
    v2(
        "identity",
        "GET",
        "/identity-verifications/{identityVerificationId}",
    )
    .same(&[("/id", ID)]),
    v2(
        "person",
        "GET",
        "/identity-verifications/{identityVerificationId}",
    )
    .same(&[("/id", ID)]),
    v2("receipts", "GET", "/cash-receipts"),
    v2("receipt", "GET", "/payments/{paymentId}/cash-receipt")
        .same(&[("/paymentId", ID), STORE_OF]),
    v2("business", "POST", "/b2b/companies/business-info"),
    v2(
        "company",
        "GET",
        "/platform/companies/{businessRegistrationNumber}/state",
    ),
    v2(
        "holder",
        "GET",
        "/platform/bank-accounts/{bank}/{accountNumber}/holder",
    ),
    v2("promotion", "GET", "/promotions/{promotionId}").same(&[("/id", ID)]),
    v1("v1 pgs", "GET", "/users/pg"),
    v1("v1 payment", "GET", "/payments/{imp_uid}").same(&[("/imp_uid", ID)]),
    v1("v1 detail", "GET", "/payments/{imp_uid}").same(&[("/imp_uid", ID)]),
    v1(
        "v1 find",
        "GET",
        "/payments/find/{merchant_uid}/{payment_status}",
    )
    .same(&[("/merchant_uid", ID)]),
    v1("v1 status", "GET", "/payments/status/{payment_status}"),
    v1("v1 cancel", "POST", "/payments/cancel").same(&[("/imp_uid", ID)]),
    v1("v1 certification", "GET", "/certifications/{imp_uid}").same(&[("/imp_uid", ID)]),
    v1("v1 person", "GET", "/certifications/{imp_uid}").same(&[("/imp_uid", ID)]),
    Call {
        answer: Some("CustomerResponse"),
        ..v1(
            "v1 billing key",
            "GET",
            "/subscribe/customers/{customer_uid}",
        )
        .same(&[("/customer_uid", ID)])
    },
    Call {
        answer: Some("SuperBillingKeyResponse"),
        ..v1("v1 super key", "GET", "/subscribe/customers/{customer_uid}")
            .same(&[("/customer_uid", ID)])
    },
    v1("v1 tier", "GET", "/tiers/{tier_code}").same(&[("/tier_code", "ABC")]),
];

pub(crate) struct Clients {
    portone: PortOne,
    v1: V1,
    v2: V2,
}

fn shown(value: impl Debug) -> String {
    format!("{value:?}")
}

fn at(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_second(seconds).ok()
}

impl Clients {
    pub(crate) fn new(portone: PortOne) -> Self {
        Self {
            v1: portone.v1(v1_credential()),
            v2: portone.v2(v2_secret()),
            portone,
        }
    }

    /// Makes a call with everything that can be said, and prints what came.
    pub(crate) async fn make(&self, name: &str) -> Result<String, Error> {
        let (v1, v2) = (&self.v1, &self.v2);
        let store = Some(STORE);
        let key = IdempotencyKey::random();
        let billing = BillingKey::new(ID);
        let page = PageWanted { number: 3, size: 7 };
        let krw = |minor| Money {
            minor,
            currency: Currency::KRW,
        };
        Ok(match name {
            "banks" => shown(self.portone.banks().await?),
            "bank names" => shown(self.portone.bank_names().await?),
            "payments" => {
                let page = v2.payments(3, 7, &full_filter()).await?;
                assert_eq!(page.unread, 0);
                shown(page)
            }
            "payment" => shown(v2.payment(ID, store).await?),
            "detail" => shown(v2.payment_detail(ID, store).await?),
            "buyer" => shown(v2.payment_buyer(ID, store).await?),
            "transactions" => shown(v2.transactions(ID, store).await?),
            "cancel" => match v2.cancel(&full_cancel(), &key).await {
                // Read, and found to be of another amount than asked.
                Err(error) if *error.failure() == Failure::OtherCancellation => String::new(),
                other => shown(other?),
            },
            "resend" => shown(v2.resend_webhook(ID, store, Some("w"), &key).await?),
            "billing keys" => {
                let sort = BillingKeySort {
                    by: BillingKeySortBy::IssuedAt,
                    order: SortOrder::Asc,
                };
                let page = v2
                    .billing_keys(page, Some(&sort), &billing_filter())
                    .await?;
                assert_eq!(page.unread, 0);
                shown(page)
            }
            "billing key" => shown(v2.billing_key(&billing, store).await?),
            "delete key" => {
                let who = Requester::Admin;
                shown(
                    v2.delete_billing_key(&billing, store, Some("까닭"), Some(&who), &key)
                        .await?,
                )
            }
            "pay" => shown(
                v2.pay_with_billing_key(ID, &full_pay(&billing), &key)
                    .await?,
            ),
            "schedules" => {
                let filter = ScheduleFilter {
                    store_id: Some(STORE.into()),
                    billing_key: Some(billing),
                    from: at(0),
                    until: at(1),
                    status: vec![ScheduleStatus::Pending],
                    is_for_test: Some(true),
                };
                let sort = ScheduleSort {
                    by: ScheduleSortBy::TimeToPay,
                    order: SortOrder::Desc,
                };
                let page = v2.schedules(page, Some(&sort), &filter).await?;
                assert_eq!(page.unread, 0);
                shown(page)
            }
            "schedule" => shown(v2.schedule(ID, store).await?),
            "create schedule" => {
                let when = at(1_900_000_000).unwrap();
                shown(
                    v2.create_schedule(ID, &full_pay(&billing), when, &key)
                        .await?,
                )
            }
            "revoke all" => shown(
                v2.revoke_schedules(&Revocation::AllOf(&billing), store, &key)
                    .await?,
            ),
            "revoke these" => shown(
                v2.revoke_schedules(&Revocation::These(&["a", "b"]), None, &key)
                    .await?,
            ),
            "identities" => {
                let sort = IdentitySort {
                    by: IdentitySortBy::VerifiedAt,
                    order: SortOrder::Asc,
                };
                let page = v2.identities(page, Some(&sort), &identity_filter()).await?;
                assert_eq!(page.unread, 0);
                shown(page)
            }
            "identity" => shown(v2.identity(ID, store).await?),
            "person" => shown(v2.verified_person(ID, store).await?),
            "receipts" => {
                let sort = CashReceiptSort {
                    by: CashReceiptSortBy::IssuedAt,
                    order: SortOrder::Asc,
                };
                let page = v2
                    .cash_receipts(page, Some(&sort), &receipt_filter())
                    .await?;
                shown(page)
            }
            "receipt" => match v2.cash_receipt(ID, store).await {
                // With a new status nobody knows whether an amount has to be there.
                Err(error) if error.to_string().contains("at amount") => String::new(),
                other => shown(other?),
            },
            "business" => shown(v2.business_info(&["1234567890"], true).await?),
            "company" => shown(v2.company_state("1234567890", true).await?),
            "holder" => {
                let account = Private::new("1".into());
                let proof = HolderProof::Birthdate("900101");
                shown(
                    v2.account_holder(&Bank::new("SHINHAN"), &account, proof, true)
                        .await?,
                )
            }
            "promotion" => shown(v2.promotion(ID).await?),
            "v1 pgs" => shown(v1.user_pgs().await?),
            "v1 payment" => shown(v1.payment(ID).await?),
            "v1 detail" => shown(v1.payment_detail(ID).await?),
            "v1 find" => shown(v1.find_payment(ID, Some(&V1StatusWanted::Paid)).await?),
            "v1 status" => {
                let period = V1Period {
                    page: Some(2),
                    limit: Some(100),
                    from: at(1),
                    to: at(2),
                    sorting: Some(V1Sorting::PaidDown),
                };
                let page = v1.payments(&V1StatusWanted::All, &period).await?;
                assert_eq!(page.unread, 0);
                shown(page)
            }
            "v1 cancel" => {
                let request = V1CancelRequest {
                    amount: Some(krw(1)),
                    tax_free: Some(krw(0)),
                    vat_amount: Some(krw(0)),
                    refund: Some(V1RefundAccount {
                        holder: "h",
                        bank: "004",
                        account: "1",
                        tel: Some("2"),
                    }),
                    enable_webhook: true,
                    ..V1CancelRequest::whole(V1Id::ImpUid(ID), "까닭", krw(2))
                };
                shown(v1.cancel(&request).await?)
            }
            "v1 certification" => shown(v1.certification(ID).await?),
            "v1 person" => shown(v1.certified_person(ID).await?),
            "v1 billing key" | "v1 super key" => shown(v1.billing_key(&billing).await?),
            "v1 tier" => shown(v1.tier("ABC").await?),
            other => panic!("{other}"),
        })
    }
}

fn full_filter() -> PaymentFilter {
    let range = TimeRange {
        from: Timestamp::UNIX_EPOCH,
        until: Timestamp::UNIX_EPOCH,
    };
    PaymentFilter {
        merchant_id: Some("m".into()),
        store_id: Some(STORE.into()),
        timestamp_type: Some(TimestampType::StatusChangedAt),
        from: at(0),
        until: at(1),
        status: vec![PaymentStatusWanted::Pending, PaymentStatusWanted::Paid],
        methods: vec![MethodType::EasyPay],
        pg_provider: vec![PgProvider::KcpV2],
        is_test: Some(true),
        is_scheduled: Some(false),
        sort_by: Some(PaymentSortBy::StatusChangedAt),
        sort_order: Some(SortOrder::Asc),
        version: Some(VersionWanted::V2),
        webhook_status: Some(WebhookStatus::FailedNotOkResponse),
        platform_type: Some(PlatformWanted::SdkPc),
        currency: Some(Currency::KRW),
        is_escrow: Some(false),
        escrow_status: Some(EscrowWanted::Delivered),
        card_brand: Some(CardBrand::Local),
        card_type: Some(CardType::Credit),
        card_owner_type: Some(CardOwner::Personal),
        gift_certificate_type: Some(GiftCertificate::Cultureland),
        cash_receipt_type: Some(CashReceiptWantedType::NoReceipt),
        cash_receipt_status: Some(CashReceiptSeen::Issued),
        cash_receipt_issued_at_range: Some(range),
        cash_receipt_cancelled_at_range: Some(range),
        text_search: vec![PaymentTextSearch {
            field: PaymentTextField::OrderName,
            value: "가 나+다&".into(),
        }],
    }
}

fn full_cancel() -> CancelRequest<'static> {
    CancelRequest {
        store_id: Some(STORE),
        amount: Some(100),
        more: CancelOptions {
            tax_free_amount: Some(1),
            vat_amount: Some(2),
            requester: Some(Requester::Customer),
            promotion_discount: Some(PromotionDiscount::Retain),
            refund_account: Some(RefundAccount {
                bank: Bank::new("KOOKMIN"),
                number: "1",
                holder_name: "h",
                holder_phone_number: Some("2"),
            }),
            refund_email: Some("a@b.c"),
            skip_webhook: Some(true),
        },
        ..CancelRequest::whole(ID, "까닭", 1000)
    }
}

fn full_pay(billing: &BillingKey) -> BillingKeyPayment<'_> {
    let total = Money {
        minor: 1050,
        currency: Currency::find("USD").unwrap(),
    };
    BillingKeyPayment {
        store_id: Some(STORE),
        channel_key: Some("channel-key-practice"),
        amount: NewAmount {
            total,
            tax_free: Some(0),
            vat: Some(95),
        },
        customer: Some(CustomerInput {
            id: Some("c"),
            name: Some("n"),
            email: Some("a@b.c"),
            phone: Some("1"),
        }),
        custom_data: Some("{}"),
        installment_month: Some(0),
        use_free_interest_from_merchant: Some(false),
        use_card_point: Some(false),
        cash_receipt: Some(CashReceiptWanted {
            r#type: CashReceiptWantedType::Personal,
            customer_identity_number: Some("1"),
        }),
        notice_urls: &["https://example.com/hook"],
        product_count: Some(1),
        product_type: Some(ProductType::Digital),
        promotion_id: Some("promotion"),
        skip_webhook: Some(true),
        ..BillingKeyPayment::new(billing, "주문", total)
    }
}

fn billing_filter() -> BillingKeyFilter {
    BillingKeyFilter {
        store_id: Some(STORE.into()),
        time_range_field: Some(BillingKeySortBy::IssuedAt),
        from: at(0),
        until: at(1),
        status: vec![BillingKeyStatus::Issued],
        channel_group_ids: vec!["g".into()],
        customer_id: Some("c".into()),
        platform_type: Some(PlatformWanted::Api),
        text_search: Some(BillingKeyTextSearch {
            field: BillingKeyTextField::CardBin,
            value: "1".into(),
        }),
        pg_providers: vec![PgProvider::Kakaopay],
        methods: vec![BillingMethod::Card],
        version: Some(VersionWanted::V1),
    }
}

fn identity_filter() -> IdentityFilter {
    IdentityFilter {
        store_id: Some(STORE.into()),
        time_range_field: Some(IdentitySortBy::RequestedAt),
        from: at(0),
        until: at(1),
        identity_verification_id: Some("i".into()),
        identity_verification_tx_id: Some("t".into()),
        is_test: Some(true),
        statuses: vec![IdentityStatus::Verified],
        pg_tx_id: Some("p".into()),
        pg_merchant_id: Some("m".into()),
        pg_providers: vec![PgProvider::Danal],
        version: Some(VersionWanted::V2),
    }
}

fn receipt_filter() -> CashReceiptFilter {
    CashReceiptFilter {
        store_id: Some(STORE.into()),
        time_range_field: Some(CashReceiptSortBy::IssuedAt),
        from: at(0),
        until: at(1),
        payment_id: Some("p".into()),
        is_test: Some(true),
        is_manual: Some(false),
        pg_merchant_id: Some("m".into()),
        pg_providers: vec![PgProvider::KcpV2],
        version: Some(VersionWanted::V2),
        types: vec![CashReceiptType::Personal],
    }
}
