//! Failures below HTTP, against plain sockets.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use reqwest::header::HeaderValue;

use super::*;
use crate::fault_server::{acts, ok};

fn quick() -> Config {
    Config {
        connect: Duration::from_secs(5),
        check: Duration::from_secs(5),
        retries: 0,
        first_delay: Duration::from_millis(1),
        ..Config::default()
    }
}

async fn failure_at(base: &str) -> Failure {
    let portone = PortOne::new(Hosts::anywhere(base), quick()).unwrap();
    let error = portone.banks().await.unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains("127.0.0.1"), "{printed}");
    assert!(!printed.contains("invalid"), "{printed}");
    error.failure().clone()
}

#[tokio::test]
async fn an_unknown_host_is_dns() {
    assert_eq!(
        failure_at("http://no-such-host.invalid").await,
        Failure::Dns
    );
}

#[tokio::test]
async fn a_closed_port_is_connect() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(
        failure_at(&format!("http://{address}")).await,
        Failure::Connect
    );
}

#[tokio::test]
async fn what_is_no_tls_is_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut hello = [0; 512];
        let _ = socket.read(&mut hello).await;
        let _ = socket
            .write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
            .await;
    });
    assert_eq!(
        failure_at(&format!("https://{address}")).await,
        Failure::Tls
    );
    server.await.unwrap();
}

#[test]
fn the_real_client_can_be_made_and_does_not_show_its_parts() {
    let portone = PortOne::new(Hosts::production(), Config::default()).unwrap();
    assert!(!portone.is_practice());
    assert_eq!(format!("{portone:?}"), "PortOne { practice: false, .. }");
}

#[test]
fn ids_cannot_leave_their_place_in_the_path() {
    let url = |id: &str| {
        let segments = ["payments", id, "cancel"];
        let base = Url::parse("http://127.0.0.1:1/v2").unwrap();
        Call::get(Api::V2, "", &segments).url(base)
    };
    let path = |id: &str| url(id).unwrap().path().to_owned();
    assert_eq!(path("a b/한"), "/v2/payments/a%20b%2F%ED%95%9C/cancel");
    assert_eq!(path("../x?y#z"), "/v2/payments/..%2Fx%3Fy%23z/cancel");
    assert_eq!(path("%2e%2e"), "/v2/payments/%252e%252e/cancel");
    for bad in ["", ".", ".."] {
        assert_eq!(url(bad), None, "{bad:?}");
    }
}

#[test]
fn retry_after_is_read_as_seconds_and_as_a_date() {
    let read = |text: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(text).unwrap());
        retry_after(&headers)
    };
    assert_eq!(read("7"), Some(Duration::from_secs(7)));
    assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
    assert!(read("Fri, 31 Dec 2100 23:59:59 GMT").unwrap() > Duration::from_secs(60));
    assert_eq!(read("soon"), None);
    assert_eq!(read("-1"), None);
}

/// The client of the real mode, asked for plain http: refused before anything leaves.
#[tokio::test]
async fn the_real_mode_speaks_https_only() {
    let (port, saw) = acts(vec![ok("{}")]).await;
    let direct = |builder: ClientBuilder| builder.no_proxy();
    let real = PortOne::build(Hosts::production(), quick(), direct).unwrap();
    let asked = real
        .transport
        .client
        .get(format!("http://127.0.0.1:{port}/banks"))
        .send()
        .await;
    assert!(asked.unwrap_err().is_builder());
    assert_eq!(saw.count(), 0);
}

#[tokio::test]
async fn the_caller_says_which_program_it_is() {
    let (port, saw) = acts(vec![ok(r#"{"items":[]}"#)]).await;
    let hosts = || Hosts::practice_pair("http://127.0.0.1:1", &format!("http://127.0.0.1:{port}"));
    let named = Config {
        user_agent: "Shop/1.0".into(),
        ..quick()
    };
    for (config, wanted) in [
        (named, "user-agent: Shop/1.0"),
        (quick(), "user-agent: portone-rust/"),
    ] {
        let portone = PortOne::new(hosts().unwrap(), config).unwrap();
        portone.banks().await.unwrap();
        let requests = saw.requests.lock().unwrap();
        let last = requests.last().unwrap().to_lowercase();
        assert!(last.contains(&wanted.to_lowercase()), "{last}");
    }
}
