//! Verdicts about keys and stores.

use std::time::{Duration, Instant};

use portone::verdict::{self, Certainty, Credential, KeyAnswer, Reach};
use portone::{
    Config, Failure, PgProvider, Reading, StoreProof, V1Channel, V1ChannelUse, V1Credential,
    V1Verdict, V2Secret, V2Verdict, check_v1, check_v2,
};
use portone_sim::{
    AuthSeen, FOREIGN_STORE_ID, Fault, NewChannel, Options, Purpose, STORE_ID, Sim, V1_KEY,
    V1_SECRET, V2_SECRET,
};

use crate::{client, paths, quick, sim, v1, v2};

fn store(verdict: V2Verdict) -> StoreProof {
    match verdict {
        V2Verdict::SecretGood { store } => store,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_good_secret_and_its_store_are_proven_by_one_real_answer() {
    let sim = sim().await;
    assert_eq!(
        store(check_v2(&v2(&sim), Some(STORE_ID)).await),
        StoreProof::Proven
    );
    let requests = sim.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!(requests[0].path, "/v2/payments");
    assert_eq!(requests[0].query, ["requestBody"]);
    assert_eq!(requests[0].auth, AuthSeen::PortOne);
}

#[tokio::test]
async fn without_a_store_id_the_store_seen_is_told() {
    let sim = sim().await;
    let seen = Some(STORE_ID.to_owned());
    assert_eq!(
        store(check_v2(&v2(&sim), None).await),
        StoreProof::NotAsked { seen }
    );
}

#[tokio::test]
async fn with_no_payment_yet_the_store_is_probable_and_both_readings_are_told() {
    let sim = Sim::start(Options {
        seeded: false,
        ..Options::default()
    })
    .await
    .unwrap();
    assert_eq!(
        store(check_v2(&v2(&sim), Some(STORE_ID)).await),
        StoreProof::Probable {
            readings: [Reading::StoreUsable, Reading::StoreNotLookedAt],
            seen: None,
        }
    );
    assert_eq!(paths(&sim), ["/v2/payments", "/v2/payments/{paymentId}"]);
}

#[tokio::test]
async fn a_foreign_store_is_not_mine() {
    let sim = sim().await;
    assert_eq!(
        store(check_v2(&v2(&sim), Some(FOREIGN_STORE_ID)).await),
        StoreProof::NotMine {
            seen: Some(STORE_ID.to_owned())
        }
    );
}

#[tokio::test]
async fn what_is_no_store_id_is_malformed() {
    let sim = sim().await;
    assert_eq!(
        store(check_v2(&v2(&sim), Some("channel-key-1")).await),
        StoreProof::Malformed
    );
}

#[tokio::test]
async fn another_404_than_payment_not_found_proves_nothing() {
    let sim = sim().await;
    let lost = Fault::json(404, r#"{"type":"STORE_NOT_FOUND"}"#);
    sim.set_fault_for(lost, "/v2/payments/", 1);
    match store(check_v2(&v2(&sim), Some(FOREIGN_STORE_ID)).await) {
        StoreProof::NotKnown(error) => assert_eq!(error.code(), Some("STORE_NOT_FOUND")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wrong_secret_is_wrong_and_asked_once() {
    let sim = sim().await;
    let portone = client(&sim, quick());
    let long = V2Secret::new("x".repeat(80).into()).unwrap();
    let short = V2Secret::new("some_gateways_key".into()).unwrap();
    for (secret, maybe_gateway_secret) in [(long, false), (short, true)] {
        sim.clear_requests();
        assert_eq!(
            check_v2(&portone.v2(secret), Some(STORE_ID)).await,
            V2Verdict::WrongSecret {
                maybe_gateway_secret
            }
        );
        assert_eq!(paths(&sim), ["/v2/payments"]);
    }
}

#[tokio::test]
async fn no_verdict_without_an_answer_that_says_so() {
    let sim = sim().await;
    for (fault, wanted) in [
        (Fault::Status(503), Failure::Server),
        (Fault::NotJson, Failure::ProxyHtml),
        (Fault::Status(403), Failure::Forbidden),
    ] {
        sim.clear_faults();
        sim.set_fault(fault);
        match check_v2(&v2(&sim), Some(STORE_ID)).await {
            V2Verdict::NotKnown(error) => assert_eq!(*error.failure(), wanted),
            other => panic!("{other:?}"),
        }
        match check_v1(&v1(&sim)).await {
            V1Verdict::NotKnown(error) => assert_eq!(*error.failure(), wanted),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_v1_key_shows_every_channel() {
    let sim = sim().await;
    let added = sim
        .add_channel(NewChannel {
            key: None,
            name: "내 채널".into(),
            pg_provider: "NICE_V2".into(),
            mid: "practice-mine".into(),
            live: true,
            purpose: Purpose::Identity,
        })
        .unwrap();
    let V1Verdict::Good {
        channels, unread, ..
    } = check_v1(&v1(&sim)).await
    else {
        panic!("not good");
    };
    assert_eq!(unread, 0);
    assert_eq!(channels.len(), sim.seed().channels.len());
    assert_eq!(
        channels.last(),
        Some(&V1Channel {
            pg_provider: PgProvider::NiceV2,
            mid: "practice-mine".into(),
            sandbox: false,
            channel_use: V1ChannelUse::Certification,
            name: Some("내 채널".into()),
            key: Some(added.key),
        })
    );
    let requests = sim.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].path, "/v1/users/getToken");
    assert_eq!(requests[0].auth, AuthSeen::None);
    assert_eq!(requests[1].path, "/v1/users/pg");
    assert_eq!(requests[1].auth, AuthSeen::Bearer);
}

#[tokio::test]
async fn a_wrong_v1_key_or_secret_is_wrong() {
    let sim = sim().await;
    let portone = client(&sim, quick());
    for (key, secret) in [(V1_KEY, "wrong"), ("wrong", V1_SECRET), ("a\"b", "\\")] {
        let credential = V1Credential::new(key.into(), secret.into()).unwrap();
        assert_eq!(
            check_v1(&portone.v1(credential)).await,
            V1Verdict::WrongKey,
            "{key}"
        );
    }
    assert_eq!(paths(&sim), ["/v1/users/getToken"; 3]);
}

#[tokio::test]
async fn the_servers_clock_decides_how_long_a_token_lives() {
    for clock_offset in [-31_536_000, 31_536_000] {
        let options = Options {
            clock_offset,
            ..Options::default()
        };
        let sim = Sim::start(options).await.unwrap();
        let v1 = v1(&sim);
        let first = v1.user_pgs().await.unwrap();
        v1.user_pgs().await.unwrap();
        let asked = paths(&sim);
        assert_eq!(
            asked,
            ["/v1/users/getToken", "/v1/users/pg", "/v1/users/pg"]
        );
        let off = first.clock_skew.as_secs() - clock_offset;
        assert!(off.abs() < 60, "{off}");
    }
}

#[tokio::test]
async fn a_token_about_to_expire_is_not_kept() {
    let sim = Sim::start(Options {
        token_ttl: std::time::Duration::from_secs(29),
        ..Options::default()
    })
    .await
    .unwrap();
    let v1 = v1(&sim);
    v1.user_pgs().await.unwrap();
    v1.user_pgs().await.unwrap();
    let token_calls = paths(&sim)
        .into_iter()
        .filter(|path| path == "/v1/users/getToken")
        .count();
    assert_eq!(token_calls, 2);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let sim = sim().await;
    let v1 = v1(&sim);
    v1.user_pgs().await.unwrap();
    sim.expire_token();
    sim.clear_requests();
    v1.user_pgs().await.unwrap();
    assert_eq!(
        paths(&sim),
        ["/v1/users/pg", "/v1/users/getToken", "/v1/users/pg"]
    );

    sim.set_fault_for(Fault::Status(401), "/v1/users/pg", 9);
    sim.clear_requests();
    let error = v1.user_pgs().await.unwrap_err();
    assert_eq!(*error.failure(), Failure::BadKey);
    assert_eq!(
        paths(&sim),
        ["/v1/users/pg", "/v1/users/getToken", "/v1/users/pg"]
    );
}

/// An agency's key, for one of its sub-merchants: every call says which, and the token is the agency's own.
#[tokio::test]
async fn a_sub_merchant_is_named_in_every_call() {
    use portone::V1TierCode;
    let sim = sim().await;
    let agency = v1(&sim);
    agency.user_pgs().await.unwrap();
    sim.clear_requests();
    let tier = agency.for_tier(V1TierCode::new(portone_sim::TIER_CODE).unwrap());
    tier.user_pgs().await.unwrap();
    assert!(tier.tier(portone_sim::TIER_CODE).await.unwrap().is_some());
    agency.user_pgs().await.unwrap();
    let named = || {
        sim.requests()
            .into_iter()
            .map(|seen| (seen.path, seen.tier))
            .collect::<Vec<_>>()
    };
    let own = || Some(portone_sim::TIER_CODE.to_owned());
    assert_eq!(
        named(),
        [
            ("/v1/users/pg".to_owned(), own()),
            ("/v1/tiers/{tier_code}".to_owned(), own()),
            ("/v1/users/pg".to_owned(), None),
        ]
    );
    let stranger = agency.for_tier(V1TierCode::new("ZZZ").unwrap());
    let error = stranger.user_pgs().await.unwrap_err();
    assert_eq!(*error.failure(), Failure::NotFound);
    sim.expire_token();
    sim.clear_requests();
    tier.user_pgs().await.unwrap();
    assert!(named().contains(&("/v1/users/getToken".to_owned(), None)));
    for bad in ["", "AB", "ABCD", "abc", "A-1", "가나다", "AB\n"] {
        assert!(V1TierCode::new(bad).is_none(), "{bad:?}");
    }
}

#[tokio::test]
async fn calls_at_once_share_one_token() {
    let sim = sim().await;
    let v1 = v1(&sim);
    let (a, b, c) = tokio::join!(v1.user_pgs(), v1.user_pgs(), v1.user_pgs());
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let token_calls = paths(&sim)
        .into_iter()
        .filter(|path| path == "/v1/users/getToken")
        .count();
    assert_eq!(token_calls, 1);
}

#[tokio::test]
async fn a_good_status_with_a_code_is_refused() {
    let sim = sim().await;
    let no = r#"{"code":1,"message":"안 돼요","response":null}"#;
    sim.set_fault_for(Fault::json(200, no), "/v1/users/pg", 1);
    let error = v1(&sim).user_pgs().await.unwrap_err();
    assert_eq!(*error.failure(), Failure::Refused);
    assert_eq!((error.status(), error.code()), (Some(200), Some("1")));
    assert_eq!(error.said(), Some("안 돼요"));
}

/// The documents do not say that a good answer has a list in it.
#[tokio::test]
async fn a_good_answer_without_a_list_has_no_channel_and_one_of_another_shape_is_odd() {
    let sim = sim().await;
    for (body, reads) in [
        (r#"{"code":0,"message":null,"response":null}"#, true),
        (r#"{"code":0}"#, true),
        (r#"{"code":0,"response":{}}"#, false),
    ] {
        sim.clear_faults();
        sim.set_fault_for(Fault::json(200, body), "/v1/users/pg", 1);
        let found = v1(&sim).user_pgs().await;
        assert_eq!(
            found.is_ok_and(|it| it.channels.is_empty()),
            reads,
            "{body}"
        );
    }
    // Where one thing is asked for, its absence stays odd.
    sim.set_fault_for(Fault::json(200, r#"{"code":0}"#), "/v1/payments", 1);
    let error = v1(&sim).payment("practice-x").await.unwrap_err();
    assert_eq!(error.failure().name(), "unexpected-shape");
}

#[tokio::test]
async fn a_channel_of_a_new_kind_hides_no_other() {
    let sim = sim().await;
    let list = r#"{"code":0,"response":[{"new":true},
        {"pg_provider":"next_pay","pg_id":"m","sandbox":true,"type":"shadow","extra":1}]}"#;
    sim.set_fault_for(Fault::json(200, list), "/v1/users/pg", 1);
    let found = v1(&sim).user_pgs().await.unwrap();
    assert_eq!((found.channels.len(), found.unread), (1, 1));
    assert_eq!(found.channels[0].pg_provider.code(), "next_pay");
    assert_eq!(
        found.channels[0].channel_use,
        V1ChannelUse::Unknown("shadow".into())
    );
}

#[tokio::test]
async fn one_question_has_one_typed_answer() {
    let sim = sim().await;
    let portone = client(&sim, quick());
    let v2 = |store: Option<&str>| Credential::V2 {
        secret: crate::v2_secret(),
        store_id: store.map(str::to_owned),
    };
    let answer = async |credential: &Credential| {
        let checked = verdict::check(&portone, credential).await;
        let sure = checked.certainty == Certainty::Sure;
        (checked.answer, sure, checked.store_proven)
    };
    assert_eq!(
        answer(&v2(Some(STORE_ID))).await,
        (KeyAnswer::Good, true, true)
    );
    assert_eq!(answer(&v2(None)).await, (KeyAnswer::Good, true, false));
    assert_eq!(
        answer(&v2(Some(FOREIGN_STORE_ID))).await,
        (KeyAnswer::StoreNotMine, false, false)
    );
    assert_eq!(
        answer(&v2(Some("channel-key-1"))).await,
        (KeyAnswer::StoreMalformed, false, false)
    );
    let wrong = |text: &str| Credential::V2 {
        secret: V2Secret::new(text.into()).unwrap(),
        store_id: None,
    };
    assert_eq!(
        answer(&wrong(&"x".repeat(80))).await,
        (KeyAnswer::WrongSecret, true, false)
    );
    assert_eq!(
        answer(&wrong("some_gateways_key")).await,
        (KeyAnswer::GatewaySecret, false, false)
    );
    let v1 =
        |secret: &str| Credential::V1(V1Credential::new(V1_KEY.into(), secret.into()).unwrap());
    let good = verdict::check(&portone, &v1(V1_SECRET)).await;
    assert_eq!(good.answer, KeyAnswer::Good);
    assert!(!good.channels.is_empty());
    assert_eq!(
        answer(&v1("wrong")).await,
        (KeyAnswer::WrongSecret, false, false)
    );
    sim.set_fault(Fault::NotJson);
    assert_eq!(
        answer(&v2(None)).await,
        (KeyAnswer::CannotReach(Reach::LoginPage), true, false)
    );
    sim.clear_faults();
    sim.set_fault(Fault::Status(503));
    let fault = verdict::check(&portone, &v2(None)).await;
    assert_eq!(fault.answer, KeyAnswer::PortoneFault);
    assert_eq!(fault.error.unwrap().status(), Some(503));
}

/// Three calls that are each in time, and together are not: the user was promised one time for the whole check.
#[tokio::test]
async fn a_check_of_several_calls_keeps_to_the_time_of_one() {
    let sim = sim().await;
    let config = Config {
        check: Duration::from_millis(1500),
        ..quick()
    };
    let portone = client(&sim, config);
    sim.set_fault(Fault::Slow(Duration::from_millis(600)));
    let credential = Credential::V2 {
        secret: V2Secret::new(V2_SECRET.into()).unwrap(),
        store_id: Some(FOREIGN_STORE_ID.to_owned()),
    };
    let started = Instant::now();
    let checked = verdict::check(&portone, &credential).await;
    let took = started.elapsed();
    assert_eq!(checked.answer, KeyAnswer::CannotReach(Reach::Timeout));
    assert!(took >= Duration::from_millis(1500), "{took:?}");
    // Asked by itself, the third is in time.
    let v2 = portone.v2(V2Secret::new(V2_SECRET.into()).unwrap());
    let alone = v2.payment("practice-none", Some(FOREIGN_STORE_ID)).await;
    assert_eq!(*alone.unwrap_err().failure(), Failure::Forbidden);
}
