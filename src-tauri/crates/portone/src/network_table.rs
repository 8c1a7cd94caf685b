//! Every fault of a network that was promised to be handled: what it is called, how often the call is tried, and
//! how long it may take. The waits are short here; [`the_promised_limits`] holds the real ones.
//!
//! `rows` has the list of the faults, and drives a function of this file for each of them.

mod another;
mod rows;
mod silence;

use std::time::{Duration, Instant};

use reqwest::Certificate;
use tokio::net::{TcpSocket, TcpStream};

use self::another::n19_paid_said_of_another_payment;
use self::rows::Met;
use crate::fault_server::{Act, HOST, Identity, Saw, acts, answer, ok, tls};
use crate::{
    CancelRequest, Clock, Config, Error, Failure, Hosts, IdempotencyKey, PortOne, TlsTrouble, V2,
    V2Secret,
};

const BANKS: &str = r#"{"items":[{"bank":"SHINHAN","name":{"ko":"신한은행"}}]}"#;
const DONE: &str = r#"{"cancellation":{"status":"SUCCEEDED","id":"c","totalAmount":1}}"#;

/// Long enough for a busy machine, short enough for a test.
const LIMIT: Duration = Duration::from_millis(1500);
/// What a busy machine may add to a bound.
const SLACK: Duration = Duration::from_secs(2);

fn config() -> Config {
    Config {
        check: LIMIT,
        write: LIMIT,
        first_delay: Duration::from_millis(10),
        in_flight_delay: Duration::from_millis(50),
        ..Config::default()
    }
}

fn at(base: &str, config: Config) -> PortOne {
    PortOne::new(Hosts::anywhere(base), config).unwrap()
}

fn local(port: u16) -> PortOne {
    at(&format!("http://127.0.0.1:{port}"), config())
}

fn v2(portone: &PortOne) -> V2 {
    portone.v2(V2Secret::new("practice-secret".into()).unwrap())
}

async fn cancel(portone: &PortOne) -> Result<(), Error> {
    let request = CancelRequest::whole("p", "r", 1);
    let key = IdempotencyKey::new("0123456789abcdef").unwrap();
    v2(portone).cancel(&request, &key).await.map(drop)
}

/// Reads with these acts in the way.
async fn read(list: Vec<Act>) -> (Result<(), Error>, Saw, Duration) {
    let (port, saw) = acts(list).await;
    let started = Instant::now();
    let result = local(port).banks().await.map(drop);
    (result, saw, started.elapsed())
}

/// The row: name of the failure, number of tries, bound.
async fn row(met: &mut Met, list: Vec<Act>, code: &str, tries: usize, bound: Duration) -> Error {
    let name = format!("{list:?}");
    let (result, saw, took) = read(list).await;
    let error = result.unwrap_err();
    assert_eq!(error.failure().name(), code, "{name}: {error}");
    assert_eq!(
        (error.tries() as usize, saw.count()),
        (tries, tries),
        "{name}"
    );
    assert!(took <= bound + SLACK, "{name}: {took:?}");
    assert!(error.elapsed() <= took);
    met.failed(&error, took);
    error
}

#[test]
fn the_promised_limits() {
    let config = Config::default();
    let seconds = Duration::from_secs;
    assert_eq!(config.connect, seconds(5));
    assert_eq!(config.check, seconds(15));
    assert_eq!(config.write, seconds(60));
    assert_eq!(config.retries, 3);
    assert_eq!(config.first_delay, Duration::from_millis(500));
    assert_eq!(config.longest_retry_after, seconds(60));
    assert_eq!(config.in_flight_delay, seconds(2));
    assert_eq!(config.body_cap, 5 * 1024 * 1024);
    assert_eq!(config.concurrent, 2);
}

async fn n01_a_name_that_is_not_known(met: &mut Met) {
    let started = Instant::now();
    let portone = at("http://no-such-host.invalid", config());
    let error = portone.banks().await.unwrap_err();
    assert_eq!((error.failure().name(), error.tries()), ("dns", 1));
    met.failed(&error, started.elapsed());
}

async fn n02_refused_or_reset(met: &mut Met) {
    let refused = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = refused.local_addr().unwrap().port();
    drop(refused);
    let started = Instant::now();
    let error = local(port).banks().await.unwrap_err();
    assert_eq!((error.failure().name(), error.tries()), ("connect", 4));
    // 10, 20 and 40 ms, each with something on top.
    assert!(started.elapsed() >= Duration::from_millis(70));
    met.failed(&error, started.elapsed());

    row(met, vec![Act::Reset], "connect", 4, LIMIT).await;
    let (result, saw, _) = read(vec![Act::Reset, Act::Reset, ok(BANKS)]).await;
    assert!(result.is_ok());
    assert_eq!(saw.count(), 3);
}

#[tokio::test]
async fn n02_the_waits_are_not_alike() {
    let config = Config {
        first_delay: Duration::from_millis(100),
        ..config()
    };
    let mut waits = Vec::new();
    for _ in 0..6 {
        let (port, _) = acts(vec![Act::Reset, ok(BANKS)]).await;
        let portone = at(&format!("http://127.0.0.1:{port}"), config.clone());
        let started = Instant::now();
        portone.banks().await.unwrap();
        waits.push(started.elapsed());
    }
    let spread = *waits.iter().max().unwrap() - *waits.iter().min().unwrap();
    // Six draws from 100 ms lie within 15 of each other once in two thousand runs.
    assert!(spread > Duration::from_millis(15), "no jitter: {waits:?}");
}

/// Over TLS to a host that leads to this machine, trusting `root` alone.
async fn over_tls(port: u16, root: Certificate) -> Result<(), Error> {
    let hosts = Hosts::anywhere(&format!("https://{HOST}:{port}"));
    let here = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let portone = PortOne::build(hosts, config(), |builder| {
        builder.tls_certs_only([root]).resolve(HOST, here)
    });
    portone.unwrap().banks().await.map(drop)
}

async fn n03_a_connection_that_is_not_to_be_trusted(met: &mut Met) {
    const GOOD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 12\r\n\r\n{\"items\":[]}";
    let (port, root) = tls(Identity::Good, GOOD).await;
    over_tls(port, root).await.unwrap();
    for (identity, trouble) in [
        (Identity::Expired, TlsTrouble::Expired),
        (Identity::OtherHost, TlsTrouble::WrongHost),
        (Identity::SelfSigned, TlsTrouble::UnknownIssuer),
    ] {
        let (port, root) = tls(identity, GOOD).await;
        let error = over_tls(port, root).await.unwrap_err();
        met.failed(&error, error.elapsed());
        assert_eq!(
            (error.failure().name(), error.tries()),
            ("tls", 1),
            "{identity:?}"
        );
        assert_eq!(error.tls(), Some(trouble), "{identity:?}");
        assert!(!format!("{error:?}{error}").contains(HOST));
    }
    // A company's security program that this machine does not know: its own root signs everything.
    let (port, _) = tls(Identity::Good, GOOD).await;
    let (_, other_root) = tls(Identity::Good, GOOD).await;
    let error = over_tls(port, other_root).await.unwrap_err();
    assert_eq!(error.tls(), Some(TlsTrouble::UnknownIssuer));
    // Something that does not speak TLS at all.
    let (port, _) = acts(vec![answer(400, "text/plain", "what?")]).await;
    let (_, root) = tls(Identity::Good, GOOD).await;
    let error = over_tls(port, root).await.unwrap_err();
    assert_eq!(error.tls(), Some(TlsTrouble::NotSpoken));
    met.failed(&error, error.elapsed());
}

async fn n04_no_answer(met: &mut Met) {
    row(met, vec![Act::Silence], "timeout", 1, LIMIT).await;
    // A try that failed takes its time from the whole: four tries still end in time.
    row(met, vec![Act::Reset, Act::Silence], "timeout", 2, LIMIT).await;
    let (port, saw) = acts(vec![Act::Silence]).await;
    let error = cancel(&local(port)).await.unwrap_err();
    assert_eq!((error.failure().name(), saw.count()), ("timeout", 1));
    assert!(error.may_have_happened());
}

#[tokio::test]
async fn n04_the_connection_has_a_limit_of_its_own() {
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let hanging = hanging(TcpSocket::new_v4().unwrap(), address)
        .await
        .unwrap();
    let config = Config {
        connect: Duration::from_millis(300),
        check: Duration::from_secs(10),
        ..config()
    };
    let port = hanging.0.local_addr().unwrap().port();
    let started = Instant::now();
    let portone = at(&format!("http://127.0.0.1:{port}"), config);
    let error = portone.banks().await.unwrap_err();
    assert_eq!((error.failure().name(), error.tries()), ("timeout", 1));
    let took = started.elapsed();
    assert!(took < SLACK, "{took:?}");
}

#[tokio::test]
async fn n04_cancelling_lets_go_of_the_connection() {
    let (port, saw) = acts(vec![Act::Silence]).await;
    let portone = local(port);
    let call = tokio::spawn(async move { portone.banks().await.map(drop) });
    while saw.count() == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    tokio::time::timeout(SLACK, saw.gone.notified())
        .await
        .unwrap();
}

async fn n05_an_answer_that_drips(met: &mut Met) {
    row(met, vec![Act::Drip], "timeout", 1, LIMIT).await;
}

/// A read and a write that are led to each of these, and follow to none.
async fn redirects(met: &mut Met, targets: &[(u16, String)]) {
    for (status, target) in targets {
        let moved = Act::Say(format!(
            "HTTP/1.1 {status} X\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ));
        row(met, vec![moved.clone()], "redirected", 1, LIMIT).await;
        let (port, saw) = acts(vec![moved]).await;
        let error = cancel(&local(port)).await.unwrap_err();
        assert_eq!((error.failure().name(), saw.count()), ("redirected", 1));
    }
}

async fn n06_a_redirect_that_leads_round(met: &mut Met) {
    redirects(met, &[(301, "/banks".to_owned())]).await;
}

async fn n07_a_redirect_to_another_server(met: &mut Met) {
    let (elsewhere, canary) = acts(vec![ok(BANKS)]).await;
    let targets = [
        (302, format!("http://127.0.0.1:{elsewhere}/banks")),
        (307, format!("http://localhost:{elsewhere}/banks")),
        (308, "https://login.example/".to_owned()),
    ];
    redirects(met, &targets).await;
    assert_eq!(canary.count(), 0);
}

/// A refusal of PortOne's, in its own shape.
fn refusal(status: u16, word: &str) -> Vec<Act> {
    let body = format!(r#"{{"type":"{word}"}}"#);
    vec![answer(status, "application/json", &body)]
}

async fn n08_a_key_that_is_refused(met: &mut Met) {
    row(met, refusal(401, "UNAUTHORIZED"), "bad-key", 1, LIMIT).await;
}

async fn n09_clear_refusals(met: &mut Met) {
    for (status, word, code) in [
        (403, "FORBIDDEN", "forbidden"),
        (404, "PAYMENT_NOT_FOUND", "not-found"),
        (400, "INVALID_REQUEST", "bad-request"),
        (410, "PAYMENT_NOT_FOUND", "not-found"),
        (409, "ALREADY_PAID", "conflict"),
    ] {
        row(met, refusal(status, word), code, 1, LIMIT).await;
    }
}

async fn n10_still_being_worked_on(met: &mut Met) {
    let busy = answer(
        409,
        "application/json",
        r#"{"type":"IDEMPOTENCY_OUTSTANDING_REQUEST"}"#,
    );
    let (port, saw) = acts(vec![busy.clone(), ok(DONE)]).await;
    let started = Instant::now();
    cancel(&local(port)).await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(50));
    let keys: Vec<String> = saw
        .requests
        .lock()
        .unwrap()
        .iter()
        .filter_map(|text| {
            let mut lines = text.lines();
            lines
                .find(|line| line.starts_with("idempotency-key"))
                .map(str::to_owned)
        })
        .collect();
    assert_eq!(keys, ["idempotency-key: \"0123456789abcdef\""; 2]);

    let (port, saw) = acts(vec![busy]).await;
    let error = cancel(&local(port)).await.unwrap_err();
    assert_eq!((error.failure().name(), saw.count()), ("in-flight", 2));
    met.failed(&error, error.elapsed());
    assert!(error.may_have_happened());
}

async fn n11_too_many(met: &mut Met) {
    let wait = |after: &str| {
        Act::Say(format!(
            "HTTP/1.1 429 X\r\nretry-after: {after}\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}"
        ))
    };
    let (result, saw, took) = read(vec![wait("1"), ok(BANKS)]).await;
    assert!(result.is_ok() && saw.count() == 2);
    assert!(took >= Duration::from_secs(1), "{took:?}");
    // Longer than anybody waits: told at once.
    let error = row(met, vec![wait("61")], "too-many", 1, Duration::ZERO).await;
    let retry_after = Some(Duration::from_secs(61));
    assert_eq!(*error.failure(), Failure::TooMany { retry_after });
    // Without a time: the usual waits.
    row(
        met,
        vec![answer(429, "application/json", "{}")],
        "too-many",
        4,
        LIMIT,
    )
    .await;
    row(
        met,
        vec![answer(429, "text/html", "<p>slow down</p>")],
        "too-many",
        4,
        LIMIT,
    )
    .await;
}

async fn n12_trouble_of_portones_own(met: &mut Met) {
    for status in [500, 502, 503, 504] {
        row(
            met,
            vec![answer(status, "application/json", "{}")],
            "server",
            4,
            LIMIT,
        )
        .await;
        row(
            met,
            vec![answer(status, "text/html", "<h1>bad gateway</h1>")],
            "server",
            4,
            LIMIT,
        )
        .await;
        // A write with its key: once more, and the doubt is told.
        let down = answer(status, "application/json", "{}");
        let (port, saw) = acts(vec![down.clone()]).await;
        let error = cancel(&local(port)).await.unwrap_err();
        assert_eq!((error.failure().name(), saw.count()), ("server", 2));
        assert!(error.may_have_happened());
        let (port, saw) = acts(vec![down.clone(), ok(DONE)]).await;
        cancel(&local(port)).await.unwrap();
        assert_eq!(saw.count(), 2);
    }
}

/// After a lost answer, what the second try is told about the first.
#[tokio::test]
async fn n12_only_a_refusal_of_the_write_itself_settles_the_try_before() {
    let down = answer(503, "application/json", "{}");
    for (status, word, doubt) in [
        (409, "PAYMENT_NOT_PAID", false),
        (404, "PAYMENT_NOT_FOUND", false),
        (400, "INVALID_REQUEST", false),
        // The key was taken away or the role changed between the two: nobody looked at the write.
        (401, "UNAUTHORIZED", true),
        (403, "FORBIDDEN", true),
        // What the first try may have done itself.
        (409, "PAYMENT_ALREADY_CANCELLED", true),
        (409, "ALREADY_PAID", true),
        (409, "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN", true),
        (409, "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT", true),
    ] {
        let body = format!(r#"{{"type":"{word}"}}"#);
        let no = answer(status, "application/json", &body);
        let (port, saw) = acts(vec![down.clone(), no.clone()]).await;
        let error = cancel(&local(port)).await.unwrap_err();
        assert_eq!((error.code(), saw.count()), (Some(word), 2));
        assert_eq!(error.may_have_happened(), doubt, "503, then {error}");
        // Said at once, it is a plain refusal.
        let (port, _) = acts(vec![no]).await;
        let error = cancel(&local(port)).await.unwrap_err();
        assert!(!error.may_have_happened(), "{error}");
    }
}

#[tokio::test]
async fn n12_a_write_that_never_left_did_nothing() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let error = cancel(&local(port)).await.unwrap_err();
    assert_eq!((error.failure().name(), error.tries()), ("connect", 2));
    assert!(!error.may_have_happened());
    // A reset after it was sent is another matter.
    let (port, _) = acts(vec![Act::Reset]).await;
    assert!(cancel(&local(port)).await.unwrap_err().may_have_happened());
}

async fn n13_json_of_another_shape(met: &mut Met) {
    for body in ["{", "[]", "null", "{\"items\":5}", "5", "\"x\"", ""] {
        row(met, vec![ok(body)], "unexpected-shape", 1, LIMIT).await;
    }
    let (result, ..) = read(vec![ok(r#"{"items":[],"next":{"a":1}}"#)]).await;
    assert!(result.is_ok());
    let (port, _) = acts(vec![ok("{\"cancellation\":{}}")]).await;
    let error = cancel(&local(port)).await.unwrap_err();
    assert_eq!(error.failure().name(), "unexpected-shape");
    assert!(error.may_have_happened());
}

async fn n14_an_answer_that_breaks_off(met: &mut Met) {
    let cut = Act::Say(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{\"items\":[".into(),
    );
    row(met, vec![cut.clone()], "broken-off", 4, LIMIT).await;
    let (result, saw, _) = read(vec![cut, ok(BANKS)]).await;
    assert!(result.is_ok() && saw.count() == 2);
    let chunk = Act::Say(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"i".into(),
    );
    row(met, vec![chunk], "broken-off", 4, LIMIT).await;
}

async fn n15_an_answer_without_end(met: &mut Met) {
    let (port, saw) = acts(vec![Act::Endless]).await;
    let error = local(port).banks().await.unwrap_err();
    assert_eq!((error.failure().name(), error.tries()), ("too-large", 1));
    met.failed(&error, error.elapsed());
    tokio::time::timeout(SLACK, saw.gone.notified())
        .await
        .unwrap();
    // What was read and what lay in the buffers of two sockets.
    let written = saw.written.load(std::sync::atomic::Ordering::SeqCst);
    assert!(written < 24 * 1024 * 1024, "{written}");

    let told =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n";
    row(
        met,
        vec![Act::SayAndWait(told.into())],
        "too-large",
        1,
        LIMIT,
    )
    .await;
    // Compression is neither asked for nor undone: a bomb stays as small as it was sent.
    let packed = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\u{1f}zip";
    let (result, saw, took) = read(vec![Act::Say(packed.into())]).await;
    met.failed(&result.unwrap_err(), took);
    assert!(!saw.requests.lock().unwrap()[0].contains("accept-encoding"));
}

async fn n16_a_page_instead_of_an_answer(met: &mut Met) {
    let page = "<!doctype html><title>Wi-Fi</title>";
    for act in [
        answer(200, "text/html; charset=utf-8", page),
        answer(200, "text/plain", page),
        answer(403, "text/html", page),
        answer(407, "text/html", page),
        answer(200, "application/xml", "<a/>"),
    ] {
        row(met, vec![act], "proxy-html", 1, LIMIT).await;
    }
}

/// An address of this machine where connections hang without an answer: a listener whose queue is full.
async fn hanging(
    socket: TcpSocket,
    address: std::net::SocketAddr,
) -> Option<(tokio::net::TcpListener, Vec<TcpStream>)> {
    socket.bind(address).ok()?;
    let listener = socket.listen(1).ok()?;
    let address = listener.local_addr().ok()?;
    let mut queue = Vec::new();
    loop {
        let next = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address));
        match next.await {
            Ok(connected) => queue.push(connected.ok()?),
            Err(_) => return Some((listener, queue)),
        }
    }
}

async fn n17_a_broken_family_of_addresses_does_not_stop_the_other(met: &mut Met) {
    let (port, _) = acts(vec![ok(BANKS)]).await;
    let v6 = std::net::SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, port));
    let hanging = async { hanging(TcpSocket::new_v6().ok()?, v6).await };
    let Some(_hanging) = hanging.await else {
        println!("skipped: no IPv6 on this machine");
        met.came_to("answered", "nothing happened", Duration::ZERO);
        return;
    };
    let hosts = Hosts::anywhere(&format!("http://{HOST}:{port}"));
    let both = [v6, std::net::SocketAddr::from(([127, 0, 0, 1], port))];
    let config = Config {
        check: Duration::from_secs(15),
        ..config()
    };
    let portone = PortOne::build(hosts, config, |builder| {
        builder.resolve_to_addrs(HOST, &both)
    })
    .unwrap();
    let started = Instant::now();
    let reached = portone.banks().await.unwrap();
    assert_eq!(reached.banks, 1);
    let took = started.elapsed();
    assert!(
        took > Duration::from_millis(100),
        "the first family was never tried: {took:?}"
    );
    met.came_to("answered", "nothing happened", took);
}

async fn n18_a_machine_that_slept_does_not_wait_again(met: &mut Met) {
    let slept = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let hours = std::sync::Arc::clone(&slept);
    let start = Instant::now();
    let clock = Clock::new(move || {
        let hours = hours.load(std::sync::atomic::Ordering::SeqCst);
        start.elapsed() + Duration::from_secs(3600 * hours)
    });
    let config = Config {
        check: Duration::from_secs(600),
        write: Duration::from_secs(600),
        clock,
        ..config()
    };
    let (port, saw) = acts(vec![Act::Silence]).await;
    let portone = at(&format!("http://127.0.0.1:{port}"), config);
    let read = tokio::spawn({
        let portone = portone.clone();
        async move { portone.banks().await.map(drop) }
    });
    let write = tokio::spawn(async move { cancel(&portone).await });
    while saw.count() < 2 {
        tokio::task::yield_now().await;
    }
    let woke = Instant::now();
    slept.store(1, std::sync::atomic::Ordering::SeqCst);
    for (call, doubt) in [(read, false), (write, true)] {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.failure().name(), error.tries()), ("timeout", 1));
        assert_eq!(error.may_have_happened(), doubt);
        met.failed(&error, woke.elapsed());
    }
}
