//! Trouble on the way: what is repeated, what is not, and where it stops.

use std::time::{Duration, Instant};

use portone::{BillingKey, CancelRequest, Config, Failure, IdempotencyKey};
use portone_sim::{Fault, Sim};

use crate::{client, failure, paths, quick, sim, v1, v1_credential, v2, v2_secret};

#[tokio::test]
async fn reachability_needs_no_key() {
    let sim = sim().await;
    let reached = client(&sim, quick()).banks().await.unwrap();
    assert!(reached.banks > 0);
    assert_eq!(sim.requests()[0].auth, portone_sim::AuthSeen::None);
}

/// Asks for the banks with `fault` in the way; gives the failure and how often it was asked.
async fn asked(sim: &Sim, fault: Fault) -> (Failure, usize) {
    sim.clear_faults();
    sim.clear_requests();
    sim.set_fault(fault);
    let error = client(sim, quick()).banks().await.unwrap_err();
    let seen = sim.requests().len();
    assert_eq!(error.tries() as usize, seen);
    (error.failure().clone(), seen)
}

#[tokio::test]
async fn reads_are_repeated_three_times_for_passing_trouble_only() {
    let sim = sim().await;
    let too_many = |seconds| Failure::TooMany {
        retry_after: Some(Duration::from_secs(seconds)),
    };
    let table = [
        (Fault::Status(500), Failure::Server, 4),
        (Fault::Status(502), Failure::Server, 4),
        (Fault::Status(503), Failure::Server, 4),
        (Fault::Status(504), Failure::Server, 4),
        (Fault::Reset, Failure::Connect, 4),
        (Fault::Truncated, Failure::BrokenOff, 4),
        (Fault::RetryAfter(0), too_many(0), 4),
        (Fault::RetryAfter(61), too_many(61), 1),
        (Fault::Status(401), Failure::BadKey, 1),
        (Fault::Status(403), Failure::Forbidden, 1),
        (Fault::Status(404), Failure::NotFound, 1),
        (Fault::Status(400), Failure::BadRequest, 1),
        (Fault::NotJson, Failure::ProxyHtml, 1),
        (Fault::Huge, Failure::TooLarge, 1),
        (
            Fault::json(200, "  "),
            Failure::UnexpectedShape { at: "body".into() },
            1,
        ),
    ];
    for (fault, wanted, times) in table {
        let name = format!("{fault:?}");
        assert_eq!(asked(&sim, fault).await, (wanted, times), "{name}");
    }
}

#[tokio::test]
async fn trouble_that_passes_is_not_seen() {
    let sim = sim().await;
    for fault in [
        Fault::Status(503),
        Fault::Reset,
        Fault::Truncated,
        Fault::RetryAfter(0),
    ] {
        sim.set_fault_for(fault.clone(), "/v2/banks", 2);
        sim.clear_requests();
        let reached = client(&sim, quick()).banks().await;
        assert!(reached.is_ok(), "{fault:?}");
        assert_eq!(sim.requests().len(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let sim = sim().await;
    sim.set_fault_for(Fault::RetryAfter(1), "/v2/banks", 1);
    let started = Instant::now();
    client(&sim, quick()).banks().await.unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_write_without_a_key_is_never_repeated() {
    let sim = sim().await;
    for fault in [
        Fault::Status(503),
        Fault::Reset,
        Fault::Truncated,
        Fault::RetryAfter(0),
    ] {
        sim.clear_requests();
        sim.set_fault_for(fault.clone(), "/v1/users/getToken", 1);
        let error = v1(&sim).user_pgs().await.unwrap_err();
        assert_eq!(error.path(), "/users/getToken");
        assert_eq!(paths(&sim), ["/v1/users/getToken"], "{fault:?}");
    }
}

/// A deletion carries its key as a POST does: once more, with the same one.
#[tokio::test]
async fn a_deletion_is_repeated_once_with_its_key() {
    let sim = sim().await;
    let v2 = v2(&sim);
    let key = IdempotencyKey::random();
    let billing_key = BillingKey::new("billing-key-practice-none");
    sim.set_fault(Fault::Status(503));
    let deleted = v2.delete_billing_key(&billing_key, None, None, None, &key);
    let error = deleted.await.unwrap_err();
    assert_eq!((error.method(), error.tries()), ("DELETE", 2));
    assert!(error.may_have_happened());
    let requests = sim.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        let quoted = format!("\"{}\"", key.as_str());
        assert_eq!(request.idempotency_key, Some(quoted));
    }
    // Gone at the second try: perhaps the first one did it.
    sim.clear_faults();
    sim.set_fault_for(Fault::Status(503), "/v2/billing-keys", 1);
    let deleted = v2.delete_billing_key(&billing_key, None, None, None, &key);
    let error = deleted.await.unwrap_err();
    assert_eq!(*error.failure(), Failure::NotFound);
    assert!(error.may_have_happened());
}

#[tokio::test]
async fn no_answer_is_a_timeout_and_is_not_repeated() {
    let sim = sim().await;
    let config = Config {
        check: Duration::from_secs(1),
        write: Duration::from_secs(4),
        ..quick()
    };
    sim.set_fault(Fault::Hang);
    let portone = client(&sim, config);
    let reach = portone.banks().await.unwrap_err();
    assert_eq!(reach.status(), None);
    // Asking for a token changes nothing: it gets the time of a read.
    let token = portone.v1(v1_credential()).user_pgs().await.unwrap_err();
    let request = CancelRequest::whole("p", "r", 1);
    let key = IdempotencyKey::random();
    let cancel = portone.v2(v2_secret()).cancel(&request, &key).await;
    let cancel = cancel.unwrap_err();
    for (error, at_least) in [(&reach, 1), (&token, 1), (&cancel, 4)] {
        assert_eq!((error.failure(), error.tries()), (&Failure::Timeout, 1));
        assert!(error.elapsed() >= Duration::from_secs(at_least), "{error}");
    }
    assert!(token.elapsed() < Duration::from_secs(4), "{token}");
    assert_eq!(sim.requests().len(), 3);
}

#[tokio::test]
async fn late_is_not_lost() {
    let sim = sim().await;
    sim.set_fault(Fault::Slow(Duration::from_millis(50)));
    client(&sim, quick()).banks().await.unwrap();
}

#[tokio::test]
async fn a_redirect_is_not_followed_anywhere() {
    let sim = sim().await;
    let elsewhere = crate::sim().await;
    for target in [
        "/v2/banks".to_owned(),
        format!("{}/banks", elsewhere.v2_url()),
    ] {
        sim.set_fault_for(Fault::Redirect(target), "/v2/payments", 1);
        assert_eq!(
            failure(v2(&sim).payment("p", None).await),
            Failure::Redirected
        );
    }
    assert_eq!(paths(&sim), ["/v2/payments/{paymentId}"; 2]);
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn the_cap_holds_with_and_without_a_told_length() {
    let sim = sim().await;
    let cap = |body_cap| Config {
        body_cap,
        ..quick()
    };
    assert_eq!(
        failure(client(&sim, cap(100)).banks().await),
        Failure::TooLarge
    );
    sim.set_fault_for(Fault::Huge, "/v2/banks", 1);
    assert_eq!(
        failure(client(&sim, cap(1024 * 1024)).banks().await),
        Failure::TooLarge
    );
    client(&sim, cap(100_000)).banks().await.unwrap();
}

#[tokio::test]
async fn no_more_than_two_at_a_time() {
    let sim = sim().await;
    sim.set_fault(Fault::Hang);
    let v2 = client(&sim, quick()).v2(v2_secret());
    let calls: Vec<_> = (0..5)
        .map(|number| {
            let v2 = v2.clone();
            tokio::spawn(async move { v2.payment(&number.to_string(), None).await })
        })
        .collect();
    // Two reach the server; the others must not, however long one looks.
    while sim.requests().len() < 2 {
        tokio::task::yield_now().await;
    }
    for _ in 0..2000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(sim.requests().len(), 2);
    // Dropping a call lets the next one in.
    calls[0].abort();
    calls[1].abort();
    while sim.requests().len() < 4 {
        tokio::task::yield_now().await;
    }
    for call in calls {
        call.abort();
    }
}

#[tokio::test]
async fn a_dropped_call_leaves_the_client_usable() {
    let sim = sim().await;
    let v1 = v1(&sim);
    sim.set_fault_for(Fault::Hang, "/v1/users/getToken", 1);
    let hanging = tokio::spawn({
        let v1 = v1.clone();
        async move { v1.user_pgs().await }
    });
    while sim.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    hanging.abort();
    assert!(hanging.await.unwrap_err().is_cancelled());
    v1.user_pgs().await.unwrap();
}

#[tokio::test]
async fn a_stopped_server_is_connect() {
    let sim = sim().await;
    let portone = client(&sim, quick());
    sim.shutdown().await;
    let error = portone.banks().await.unwrap_err();
    assert_eq!(*error.failure(), Failure::Connect);
    assert_eq!(error.tries(), 4);
}
