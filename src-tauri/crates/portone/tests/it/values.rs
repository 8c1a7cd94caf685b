//! Each field of an answer arrives as itself: what the client says is held against what the practice PortOne has,
//! value by value, so that two fields that change places are seen.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use portone::{
    Amount, Bank, BusinessInfo, Buyer, CancelStatus, CancellationTrigger, CardBrand, CardFacts,
    CardOwner, CardType, CashReceiptType, Contracted, ConvenienceStore, Currency, EasyPayProvider,
    GiftCertificate, IdempotencyKey, Installment, Method, MethodNumbers, PaymentDetail,
    PlatformType, Private, Status, V1CertifiedPerson, V2, VerifiedPerson, WebhookStatus,
    WebhookTrigger,
};
use portone_sim::{MERCHANT_ID, Sim};

use crate::{sim, v1, v2};

#[expect(clippy::unnecessary_wraps, reason = "every private field is optional")]
fn private(text: &str) -> Option<Private> {
    Some(Private::new(text.to_owned()))
}

fn text(private: Option<&Private>) -> Option<&str> {
    private.map(Private::expose)
}

#[tokio::test]
async fn a_buyer_is_read_field_by_field() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let buyer = |id| {
        let v2 = v2.clone();
        async move { v2.payment_buyer(id, None).await.unwrap() }
    };
    let card = buyer("practice-method-card").await;
    // Private texts print as nothing, so the fields are looked at one by one before they are compared as a whole.
    for (field, wanted) in [
        (&card.name, "연습 고객"),
        (&card.email, "customer@practice.invalid"),
        (&card.phone, "000-0000-0000"),
        (&card.gender, "OTHER"),
        (&card.address, "연습시 연습구 연습로 2"),
        (&card.zipcode, "00001"),
        (&card.ip_address, "127.0.0.1"),
        (&card.born[0], "1990"),
        (&card.born[1], "02"),
        (&card.born[2], "03"),
        (&card.numbers.card, "000000******0000"),
        (&card.numbers.approval, "00000000"),
    ] {
        assert_eq!(text(field.as_ref()), Some(wanted));
    }
    let wanted = Buyer {
        id: None,
        name: private("연습 고객"),
        email: private("customer@practice.invalid"),
        phone: private("000-0000-0000"),
        born: [private("1990"), private("02"), private("03")],
        gender: private("OTHER"),
        address: private("연습시 연습구 연습로 2"),
        zipcode: private("00001"),
        ip_address: private("127.0.0.1"),
        numbers: MethodNumbers {
            card: private("000000******0000"),
            approval: private("00000000"),
            ..MethodNumbers::default()
        },
    };
    assert!(card == wanted, "a field that has no place here is filled");
}

/// The numbers behind each method, and no other.
#[tokio::test]
async fn the_numbers_behind_each_method_are_read() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let none = MethodNumbers::default;
    let table = [
        (
            "transfer",
            MethodNumbers {
                account: private("000000000000"),
                ..none()
            },
        ),
        (
            "virtual-account",
            MethodNumbers {
                account: private("00000000000000"),
                remittee: private("연습 상점"),
                remitter: private("연습 고객"),
                ..none()
            },
        ),
        (
            "easy-pay",
            MethodNumbers {
                card: private("000000******0000"),
                ..none()
            },
        ),
        (
            "mobile",
            MethodNumbers {
                phone: private("000-0000-0000"),
                ..none()
            },
        ),
        (
            "gift-certificate",
            MethodNumbers {
                approval: private("00000000"),
                ..none()
            },
        ),
        ("crypto", none()),
    ];
    for (word, wanted) in table {
        let id = format!("practice-method-{word}");
        let buyer = v2.payment_buyer(&id, None).await.unwrap();
        assert!(buyer.numbers == wanted, "{word}");
    }
}

#[tokio::test]
async fn a_verified_person_is_read_field_by_field() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let person = |id| {
        let v2 = v2.clone();
        async move { v2.verified_person(id, None).await.unwrap() }
    };
    let found = person("practice-identity-verified").await.unwrap();
    for (field, wanted) in [
        (Some(&found.name), "연습 고객"),
        (found.operator.as_ref(), "SKT"),
        (found.phone_number.as_ref(), "00000000000"),
        (found.birth_date.as_ref(), "1990-01-01"),
        (found.gender.as_ref(), "OTHER"),
        (found.ci.as_ref(), "practice-ci"),
        (found.di.as_ref(), "practice-di"),
    ] {
        assert_eq!(text(field), Some(wanted));
    }
    assert_eq!(found.is_foreigner, Some(false));
    let VerifiedPerson { id, .. } = found;
    assert!(id.is_none());
    for id in ["practice-identity-ready", "practice-identity-failed"] {
        assert!(person(id).await.is_none(), "{id}: nobody was verified");
    }
}

#[tokio::test]
async fn a_certified_person_is_read_field_by_field() {
    let sim = sim().await;
    let found = v1(&sim).certified_person("practice-identity-v1").await;
    let found = found.unwrap().unwrap();
    let V1CertifiedPerson {
        name,
        gender,
        birthday,
        phone,
        carrier,
        unique_key,
        unique_in_site,
    } = &found;
    for (field, wanted) in [
        (name, Some("연습 고객")),
        (gender, Some("female")),
        (birthday, Some("1990-01-01")),
        (phone, Some("00000000000")),
        (carrier, Some("SKT")),
        (unique_key, Some("practice-ci")),
        (unique_in_site, Some("practice-di")),
    ] {
        assert_eq!(text(field.as_ref()), wanted);
    }
}

#[tokio::test]
async fn a_business_is_read_field_by_field() {
    let sim = sim().await;
    let asked = v2(&sim)
        .business_info(&["1234567891", "1234567890"], true)
        .await;
    let Ok(Contracted::Yes(all)) = asked else {
        panic!("{asked:?}")
    };
    let [(first, found), (second, nothing)] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert_eq!(
        (first.as_str(), second.as_str()),
        ("1234567891", "1234567890")
    );
    assert!(nothing.is_none());
    let wanted = BusinessInfo {
        brn: "1234567891".to_owned(),
        name: "연습 상점".to_owned(),
        ceo_name: Private::new("연습 대표".to_owned()),
        zip_code: Private::new("00000".to_owned()),
        address: Private::new("연습시 연습구 연습로 1".to_owned()),
        business_entity_type: "개인".to_owned(),
        business_status: "계속사업자".to_owned(),
        taxation_type: "일반과세자".to_owned(),
        opening_date: "2020-01-01".to_owned(),
        closing_date: None,
        business_type: "소매업".to_owned(),
        business_class: "전자상거래 소매업".to_owned(),
    };
    assert_eq!(found.as_ref(), Some(&wanted));
}

#[tokio::test]
async fn each_method_is_read_with_what_it_has() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let card = || {
        Some(CardFacts {
            publisher: Some("PRACTICE".to_owned()),
            issuer: Some("PRACTICE-ISSUER".to_owned()),
            brand: Some(CardBrand::Local),
            kind: Some(CardType::Credit),
            owner: Some(CardOwner::Personal),
            name: Some("연습카드".to_owned()),
        })
    };
    let table = [
        (
            "card",
            Method::Card {
                card: card(),
                installment: Some(Installment {
                    months: 0,
                    interest_free: false,
                }),
                point_used: Some(false),
            },
        ),
        (
            "transfer",
            Method::Transfer {
                bank: Some(Bank::new("KOOKMIN")),
            },
        ),
        (
            "virtual-account",
            Method::VirtualAccount {
                bank: Some(Bank::new("SHINHAN")),
                expires_at: None,
            },
        ),
        (
            "easy-pay",
            Method::EasyPay {
                provider: Some(EasyPayProvider::new("KAKAOPAY")),
                behind: Some(Box::new(Method::Card {
                    card: card(),
                    installment: None,
                    point_used: None,
                })),
            },
        ),
        ("mobile", Method::Mobile),
        (
            "gift-certificate",
            Method::GiftCertificate {
                kind: Some(GiftCertificate::Cultureland),
            },
        ),
        (
            "convenience-store",
            Method::ConvenienceStore {
                brand: Some(ConvenienceStore::Lawson),
                deadline: None,
            },
        ),
        ("crypto", Method::Crypto),
    ];
    for (word, wanted) in table {
        let id = format!("practice-method-{word}");
        let detail = v2.payment_detail(&id, None).await.unwrap();
        assert_eq!(detail.method, Some(wanted), "{word}");
    }
}

#[tokio::test]
async fn a_payment_s_parts_are_read_field_by_field() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let id = "practice-method-transfer";
    let seeded = sim.payment(portone_sim::Version::V2, id).unwrap();
    let detail = v2.payment_detail(id, None).await.unwrap();
    assert_eq!(detail.merchant_id, MERCHANT_ID);
    assert_eq!(detail.order_name, "연습 상품");
    assert_eq!(detail.channel_name.as_deref(), Some("토스페이먼츠 테스트"));
    assert_eq!(detail.platform, Some(PlatformType::Pc));
    assert_eq!(detail.requested_at, Some(seeded.requested_at));
    assert_eq!(detail.status_changed_at, Some(seeded.changed_at));
    let pg_tx_id = format!("practice-pg-{id}");
    assert_eq!(detail.pg_tx_id.as_deref(), Some(pg_tx_id.as_str()));
    let amounts = detail.amounts;
    for (part, wanted) in [
        (Some(amounts.total), 1000),
        (Some(amounts.tax_free), 0),
        (amounts.vat, 90),
        (amounts.supply, 910),
        (Some(amounts.discount), 0),
        (Some(amounts.paid), 1000),
        (Some(amounts.cancelled), 0),
        (Some(amounts.cancelled_tax_free), 0),
    ] {
        assert_eq!(part, Some(Amount::krw(wanted)));
    }
    let receipt = detail.cash_receipt.unwrap();
    assert!(!receipt.cancelled);
    assert_eq!(receipt.kind, Some(CashReceiptType::Personal));
    assert_eq!(receipt.total, Amount::krw(1000));
    assert_eq!(receipt.issued_at, seeded.paid_at);
}

#[tokio::test]
async fn a_cancellation_and_a_failure_are_read_field_by_field() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let id = "practice-test-kcp-cancelled";
    let seeded = sim.payment(portone_sim::Version::V2, id).unwrap();
    let detail = v2.payment_detail(id, None).await.unwrap();
    let [one] = detail.cancellations.as_slice() else {
        panic!("{:?}", detail.cancellations)
    };
    assert_eq!(one.status, CancelStatus::Succeeded);
    assert_eq!((one.total, one.tax_free, one.vat), (1000, Some(0), Some(0)));
    assert_eq!(one.currency, Some(Currency::KRW));
    assert_eq!(one.reason.as_deref(), Some("연습 취소"));
    assert_eq!(one.trigger, Some(CancellationTrigger::Api));
    let gateways = format!("practice-pg-{}", one.id.as_deref().unwrap());
    assert_eq!(one.pg_cancellation_id, Some(gateways));
    let at = Some(seeded.changed_at);
    assert_eq!((one.requested_at, one.cancelled_at), (at, at));
    assert_eq!(detail.cancelled_at, at);

    let failed = "practice-test-kcp-failed";
    let detail = v2.payment_detail(failed, None).await.unwrap();
    let failure = detail.failure.unwrap();
    assert_eq!(failure.reason.as_deref(), Some("연습용 실패예요."));
    assert_eq!(failure.pg_code.as_deref(), Some("PRACTICE"));
    assert_eq!(
        failure.pg_message.as_deref(),
        Some("연습용 PG가 거절했어요.")
    );
    assert!(detail.failed_at.is_some() && detail.cancelled_at.is_none());
}

/// A merchant's server that refuses every notice with a text of its own.
async fn shop(sim: &Sim) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?token=1", listener.local_addr().unwrap());
    let says = || async { (StatusCode::IM_A_TEAPOT, "주전자예요") };
    tokio::spawn(
        async move { axum::serve(listener, Router::new().route("/hook", post(says))).await },
    );
    assert!(sim.set_webhook(&url));
    url
}

async fn with_answered_webhook(v2: &V2, id: &str) -> PaymentDetail {
    loop {
        let detail = v2.payment_detail(id, None).await.unwrap();
        if detail.webhooks.iter().any(|one| one.answer.is_some()) {
            return detail;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_webhook_is_read_field_by_field() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let url = shop(&sim).await;
    let id = "practice-test-kcp-paid";
    let whole = portone::CancelRequest::whole(id, "연습", 1000);
    v2.cancel(&whole, &IdempotencyKey::random()).await.unwrap();
    let detail = with_answered_webhook(&v2, id).await;
    let one = &detail.webhooks[0];
    assert_eq!(text(one.url.as_ref()), Some(url.as_str()));
    assert_eq!(one.status, Some(WebhookStatus::FailedNotOkResponse));
    assert_eq!(one.payment_status, Some(Status::Cancelled));
    assert_eq!(
        (one.tries, one.most_tries, &one.trigger),
        (Some(1), Some(6), &None)
    );
    let request = one.request.as_ref().unwrap();
    assert!(request.body.expose().contains(&format!("\"{id}\"")));
    let header = text(request.header.as_ref()).unwrap();
    assert!(header.contains("webhook-signature"), "{header}");
    let answer = one.answer.as_ref().unwrap();
    assert_eq!(answer.code, "418");
    assert_eq!(answer.body.expose(), "주전자예요");
    assert!(answer.header.expose().contains("content-length"));
    assert!(one.triggered_at.unwrap() <= request.at.unwrap());
    assert!(request.at.unwrap() <= answer.at.unwrap());

    let key = IdempotencyKey::random();
    let again = v2.resend_webhook(id, None, Some(&one.id), &key).await;
    let again = again.unwrap();
    assert_eq!(again.id, one.id);
    assert_eq!(again.trigger, Some(WebhookTrigger::Manual));
    assert_eq!(again.tries, Some(2));
    assert_eq!(again.answer.unwrap().body.expose(), "주전자예요");
}
