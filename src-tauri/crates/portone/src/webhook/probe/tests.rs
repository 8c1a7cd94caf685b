use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use super::*;
use crate::fault_server::{self, Identity};
use crate::webhook::{Moment, Received, judge};

fn secret() -> WebhookSecret {
    WebhookSecret::new("whsec_QUFBQUFBQUFBQUFBQUFBQQ==".into()).unwrap()
}

type Does = fn(&HeaderMap, &[u8]) -> Response;

/// A merchant's server: what it does with a message, and how many came.
#[derive(Clone)]
struct Shop {
    does: Does,
    came: Arc<AtomicUsize>,
    base: String,
}

async fn shop(does: Does) -> Shop {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop = Shop {
        does,
        came: Arc::default(),
        base: format!("http://{}", listener.local_addr().unwrap()),
    };
    let take = async |State(shop): State<Shop>, headers: HeaderMap, body: Bytes| {
        shop.came.fetch_add(1, Ordering::SeqCst);
        (shop.does)(&headers, &body)
    };
    let service = Router::new().fallback(take).with_state(shop.clone());
    tokio::spawn(async move { axum::serve(listener, service).await });
    shop
}

/// As the documents tell merchants to do it.
fn careful(headers: &HeaderMap, body: &[u8]) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let received = Received {
        id: text("webhook-id"),
        timestamp: text("webhook-timestamp"),
        signature: text("webhook-signature"),
        body,
    };
    if judge(&[&secret()], &received, Moment::At(Timestamp::now())).accepted() {
        StatusCode::OK.into_response()
    } else {
        StatusCode::UNAUTHORIZED.into_response()
    }
}

async fn probe(prober: &Prober, base: &str, kind: ProbeKind) -> ProbeReport {
    let url = prober.address(&format!("{base}/hook")).unwrap();
    let consent = Consent::given_by_the_merchant(url.host());
    prober.send(&url, Some(&secret()), kind, &consent).await
}

#[tokio::test]
async fn a_careful_receiver_is_right_in_everything() {
    let shop = shop(careful).await;
    for kind in ProbeKind::ALL {
        let report = probe(&Prober::practice(), &shop.base, kind).await;
        assert_eq!(report.finding, Finding::Right, "{kind:?}");
        let status = if kind.is_to_be_taken() { 200 } else { 401 };
        assert_eq!(report.status, Some(status));
    }
    assert_eq!(shop.came.load(Ordering::SeqCst), ProbeKind::ALL.len());
}

#[tokio::test]
async fn other_receivers_are_told_what_is_wrong() {
    let genuine = ProbeKind::Genuine;
    let allow_list = |maybe_allow_list| Finding::Refused { maybe_allow_list };
    let table: [(Does, ProbeKind, Finding); 9] = [
        (
            |_, _| StatusCode::OK.into_response(),
            ProbeKind::Unsigned,
            Finding::ForgeryTaken,
        ),
        (
            |_, _| StatusCode::OK.into_response(),
            ProbeKind::Tampered,
            Finding::ForgeryTaken,
        ),
        (
            |_, _| StatusCode::NO_CONTENT.into_response(),
            genuine,
            Finding::Right,
        ),
        (
            |_, _| StatusCode::FORBIDDEN.into_response(),
            genuine,
            allow_list(true),
        ),
        (
            |_, _| StatusCode::BAD_REQUEST.into_response(),
            genuine,
            allow_list(false),
        ),
        (
            |_, _| StatusCode::NOT_FOUND.into_response(),
            genuine,
            Finding::NothingThere,
        ),
        (
            |_, _| StatusCode::BAD_GATEWAY.into_response(),
            genuine,
            Finding::ServerTrouble,
        ),
        (
            |_, _| {
                (
                    StatusCode::FOUND,
                    [(header::LOCATION, "http://127.0.0.1:1/")],
                )
                    .into_response()
            },
            genuine,
            Finding::Redirects,
        ),
        (
            |_, _| (StatusCode::FOUND, [(header::LOCATION, "/login")]).into_response(),
            ProbeKind::Unsigned,
            Finding::Redirects,
        ),
    ];
    for (does, kind, finding) in table {
        let shop = shop(does).await;
        let report = probe(&Prober::practice(), &shop.base, kind).await;
        assert_eq!(report.finding, finding);
        assert_eq!(
            shop.came.load(Ordering::SeqCst),
            1,
            "no redirect is followed"
        );
    }
}

/// Without a secret there is one message that can be sent; without leave to call that host, none.
#[tokio::test]
async fn what_cannot_or_may_not_be_sent_is_not_sent() {
    let shop = shop(|headers, _| {
        let name = &headers[header::USER_AGENT];
        let signed = headers.contains_key("webhook-signature");
        assert!(name == "Shop/1.0" && !signed, "{headers:?}");
        StatusCode::UNAUTHORIZED.into_response()
    })
    .await;
    let prober = Prober::practice().with_user_agent("Shop/1.0");
    let url = prober.address(&shop.base).unwrap();
    let here = Consent::given_by_the_merchant(url.host());
    for kind in ProbeKind::ALL {
        let report = prober.send(&url, None, kind, &here).await;
        let wanted = if kind.is_signed() {
            Finding::NoSecret
        } else {
            Finding::Right
        };
        assert_eq!(report.finding, wanted, "{kind:?}");
    }
    assert_eq!(shop.came.load(Ordering::SeqCst), 1);
    let elsewhere = Consent::given_by_the_merchant("shop.example.com");
    let report = prober
        .send(&url, None, ProbeKind::Unsigned, &elsewhere)
        .await;
    assert_eq!(report.finding, Finding::NotAgreed);
    assert_eq!(shop.came.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn no_answer_and_no_connection_are_told_apart() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", silent.local_addr().unwrap());
    let quick = Prober {
        longest: Duration::from_millis(300),
        ..Prober::practice()
    };
    let report = probe(&quick, &base, ProbeKind::Genuine).await;
    assert_eq!((report.finding, report.status), (Finding::Timeout, None));
    drop(silent);
    let report = probe(&quick, &base, ProbeKind::Genuine).await;
    assert_eq!(report.finding, Finding::NoConnection);
}

/// A prober whose names lead where the test says; it counts the lookups.
fn leading_to(addresses: &'static [&'static str]) -> (Prober, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    let resolve = move |host: String| -> Resolving {
        log.lock().unwrap().push(host);
        let found = addresses.iter().map(|ip| ip.parse().unwrap()).collect();
        Box::pin(std::future::ready(Ok(found)))
    };
    let prober = Prober {
        resolve: Arc::new(resolve),
        ..Prober::new()
    };
    (prober, asked)
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    // What the name leads to would answer: nothing must come.
    let canary = shop(|_, _| StatusCode::OK.into_response()).await;
    let port = canary.base.rsplit(':').next().unwrap();
    let base = format!("https://shop.example.com:{port}");
    let cases: [&'static [&'static str]; 4] = [
        &["127.0.0.1"],
        &["8.8.8.8", "127.0.0.1"],
        &["::ffff:127.0.0.1"],
        &["169.254.169.254"],
    ];
    for addresses in cases {
        let (prober, asked) = leading_to(addresses);
        let report = probe(&prober, &base, ProbeKind::Genuine).await;
        assert_eq!(report.finding, Finding::NotPublic, "{addresses:?}");
        assert_eq!(*asked.lock().unwrap(), ["shop.example.com"]);
    }
    let (prober, _) = leading_to(&[]);
    let report = probe(&prober, &base, ProbeKind::Genuine).await;
    assert_eq!(report.finding, Finding::Dns);
    assert_eq!(canary.came.load(Ordering::SeqCst), 0);
}

/// Https to a server on this machine, as if it were a public one.
async fn over_tls(identity: Identity) -> (Finding, usize) {
    let (port, root) =
        fault_server::tls(identity, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let (mut prober, asked) = leading_to(&["127.0.0.1"]);
    prober.allow = |_| true;
    prober.trust = Some(root);
    let base = format!("https://shop.example.com:{port}");
    let report = probe(&prober, &base, ProbeKind::Genuine).await;
    let lookups = asked.lock().unwrap().len();
    (report.finding, lookups)
}

#[tokio::test]
async fn a_trusted_certificate_is_taken_and_others_are_named() {
    assert_eq!(over_tls(Identity::Good).await, (Finding::Right, 1));
    assert_eq!(
        over_tls(Identity::Expired).await.0,
        Finding::Tls(TlsTrouble::Expired)
    );
    assert_eq!(
        over_tls(Identity::OtherHost).await.0,
        Finding::Tls(TlsTrouble::WrongHost)
    );
    assert_eq!(
        over_tls(Identity::SelfSigned).await.0,
        Finding::Tls(TlsTrouble::UnknownIssuer)
    );
}

#[test]
fn slowness_is_told() {
    assert_eq!(assess(ProbeKind::Genuine, 200, SLOW), Finding::Right);
    assert_eq!(
        assess(ProbeKind::Genuine, 200, SLOW * 2),
        Finding::RightButSlow
    );
}
