//! The program itself: what it writes, what it takes, how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};

use reqwest::Client;
use serde_json::{Value, json};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_portone-sim"))
}

/// A started program and the line it wrote. Ended when dropped.
struct Running {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    log: BufReader<std::process::ChildStderr>,
    line: Value,
}

impl Running {
    fn start(words: &[&str]) -> Self {
        let mut child = program()
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let line = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"));
        Self {
            child,
            out,
            log,
            line,
        }
    }

    fn url(&self, api: &str) -> &str {
        self.line[api]["base_url"].as_str().unwrap()
    }

    /// Asks it to end, and gives the code, the rest of its output and its log.
    #[cfg(unix)]
    fn end(mut self) -> (Option<i32>, String, String) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        let mut log = String::new();
        self.log.read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), rest, log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn refused(words: &[&str]) -> Output {
    program().args(words).output().unwrap()
}

fn http() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

#[cfg(unix)]
#[tokio::test]
async fn one_line_out_a_line_a_request_on_the_log_and_zero_at_the_end() {
    let running = Running::start(&[]);
    let line = running.line.clone();
    let http = http();
    let v2 = running.url("v2");
    let auth = format!("PortOne {}", line["v2"]["secret"].as_str().unwrap());
    let list = http
        .get(format!("{v2}/payments"))
        .header("authorization", auth);
    assert_eq!(list.send().await.unwrap().status(), 200);
    let body = json!({ "imp_key": line["v1"]["imp_key"], "imp_secret": line["v1"]["imp_secret"] });
    let token = http
        .post(format!("{}/users/getToken", running.url("v1")))
        .body(body.to_string());
    assert_eq!(token.send().await.unwrap().status(), 200);
    let key = http.get(format!("{v2}/billing-keys/secret-thing"));
    assert_eq!(key.send().await.unwrap().status(), 401);

    let (code, rest, log) = running.end();
    assert_eq!((code, rest.as_str()), (Some(0), ""));
    let told: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let rows: Vec<_> = told
        .iter()
        .map(|one| {
            (
                one["route"].as_str().unwrap(),
                one["status"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("/v2/payments", 200),
            ("/v1/users/getToken", 200),
            ("/v2/billing-keys/{billingKey}", 401)
        ]
    );
    for secret in [
        "secret-thing",
        portone_sim::V2_SECRET,
        portone_sim::V1_SECRET,
        portone_sim::V1_KEY,
    ] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[test]
fn v1_is_on_the_port_after_v2() {
    // Ports that no system gives to whoever asks for any.
    let start = u16::try_from(std::process::id() % 1000).unwrap();
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let mut pairs = (start..start + 100).map(|number| 29_000 + (number % 1000) * 2);
    let port = pairs
        .find(|port| free(*port) && free(port + 1))
        .expect("two free ports in a row");
    let running = Running::start(&["--port", &port.to_string()]);
    assert_eq!(running.url("v2"), format!("http://127.0.0.1:{port}"));
    assert_eq!(running.url("v1"), format!("http://127.0.0.1:{}", port + 1));
}

/// Whoever is in the middle of something does not keep it alive.
#[cfg(unix)]
#[test]
fn it_ends_with_zero_whatever_is_under_way() {
    let running = Running::start(&["--scenario", "hang"]);
    let address = running.url("v2").trim_start_matches("http://").to_owned();
    let mut half = std::net::TcpStream::connect(&address).unwrap();
    half.write_all(b"GET /banks HTTP/1.1\r\nhost: local")
        .unwrap();
    let mut whole = std::net::TcpStream::connect(&address).unwrap();
    whole
        .write_all(b"GET /banks HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .unwrap();
    let (code, rest, _) = running.end();
    assert_eq!((code, rest.as_str()), (Some(0), ""));
}

#[test]
fn nonsense_is_refused_with_two() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let name = file.path().to_str().unwrap();
    std::fs::write(name, r#"{"schema":1,"stores":[{"id":"s","name":"n","v2_secrets":[],"channels":[],"payments":[],"x":1}]}"#).unwrap();
    for words in [
        &["--port"][..],
        &["--port", "0"],
        &["--port", "65535"],
        &["--port", "many"],
        &["--scenario", "none-such"],
        &["--seed", "/no/such/file"],
        &["--seed", name],
        &["--what"],
    ] {
        let out = refused(words);
        assert_eq!(out.status.code(), Some(2), "{words:?}");
        assert!(out.stdout.is_empty() && !out.stderr.is_empty(), "{words:?}");
    }
    let out = refused(&["--seed", name]);
    let why = String::from_utf8(out.stderr).unwrap();
    assert!(why.contains("stores[0].x"), "{why}");
}

#[tokio::test]
async fn a_scenario_holds_for_every_request() {
    let running = Running::start(&["--scenario", "503"]);
    for _ in 0..2 {
        let url = format!("{}/banks", running.url("v2"));
        assert_eq!(http().get(url).send().await.unwrap().status(), 503);
    }
}

/// A seed file with everything left out that can be.
const SPARSE: &str = r#"{"schema":1,"now":"2026-03-01T00:00:00Z","stores":[
  {"id":"store-one","name":"하나","v2_secrets":["s1"],"v1":{"imp_code":"imp1","key":"k","secret":"x"},
   "channels":[{"key":"ck","name":"c","type":"LIVE","pg_provider":"TOSSPAYMENTS","pg_merchant_id":"mid"}],
   "payments":[{"id":"p1","version":"V2","status":"PAID","amount":500,"currency":"KRW"},
               {"id":"imp_9","version":"V1","status":"CANCELLED","amount":700,"currency":"KRW"}],
   "billing_keys":[{"billing_key":"bk"}],
   "schedules":[{"id":"sc","payment_id":"later","billing_key":"bk"}],
   "identity_verifications":[{"id":"iv"}]},
  {"id":"store-two","name":"둘","v2_secrets":["s2","s1"],"channels":[],"payments":[]}]}"#;

#[tokio::test]
async fn a_seed_file_is_filled_the_same_way_every_time() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), SPARSE).unwrap();
    let words = ["--seed", file.path().to_str().unwrap()];
    let (one, two) = (Running::start(&words), Running::start(&words));
    assert_eq!(one.line["seeded"], two.line["seeded"]);
    assert_eq!(one.line["v2"]["store_id"], "store-one");
    assert_eq!(one.line["v1"]["imp_secret"], "x");
    assert_eq!(
        one.line["seeded"]["schedules"][0]["time_to_pay"],
        "2026-03-08T00:00:00Z"
    );
    let read = |url: String, auth: &str| {
        let request = http().get(url).header("authorization", auth);
        async move {
            let response = request.send().await.unwrap();
            let status = response.status().as_u16();
            let body = response.bytes().await.unwrap();
            (status, serde_json::from_slice::<Value>(&body).unwrap())
        }
    };
    let v2 = one.url("v2");
    let (status, first) = read(format!("{v2}/payments/p1"), "PortOne s1").await;
    let (_, second) = read(format!("{}/payments/p1", two.url("v2")), "PortOne s1").await;
    assert_eq!((status, &first), (200, &second));
    assert_eq!(first["channel"]["key"], "ck");
    assert_eq!(first["requestedAt"], "2026-02-28T23:00:00Z");
    // A secret opens its own stores only; one that two stores have opens both, and is first the first one's.
    for (secret, store, expected) in [
        ("s1", "", 200),
        ("s2", "", 404),
        ("s2", "?storeId=store-one", 400),
        ("s1", "?storeId=store-two", 404),
        ("s3", "", 401),
    ] {
        let auth = format!("PortOne {secret}");
        let (status, _) = read(format!("{v2}/payments/p1{store}"), &auth).await;
        assert_eq!(status, expected, "{secret} {store}");
    }
}

#[test]
fn a_bad_seed_is_refused_with_its_place() {
    let good: Value = serde_json::from_str(SPARSE).unwrap();
    portone_sim::SeedFile::read(SPARSE).unwrap();
    type Change = fn(&mut Value);
    let table: &[(&str, Change)] = &[
        ("schema", |file| file["schema"] = json!(2)),
        ("stores", |file| file["stores"] = json!([])),
        ("stores[1].id", |file| {
            file["stores"][1]["id"] = json!("store-one")
        }),
        ("stores[0].payments[0].status", |file| {
            file["stores"][0]["payments"][0]["status"] = json!("PENDING");
        }),
        ("stores[0].payments[0].version", |file| {
            file["stores"][0]["payments"][0]["version"] = json!("V3");
        }),
        ("stores[0].payments[1].id", |file| {
            file["stores"][0]["payments"][1] = file["stores"][0]["payments"][0].clone();
        }),
        ("stores[0].payments[0].colour", |file| {
            file["stores"][0]["payments"][0]["colour"] = json!(1);
        }),
        ("stores[0].payments[0].amount", |file| {
            file["stores"][0]["payments"][0]["amount"] = json!(-1);
        }),
        ("stores[0].payments[0].amount", |file| {
            file["stores"][0]["payments"][0]["amount"] = json!("500");
        }),
        ("stores[0].payments[0].currency", |file| {
            file["stores"][0]["payments"][0]["currency"] = json!("won");
        }),
        ("stores[0].payments[0].channel_key", |file| {
            file["stores"][0]["payments"][0]["channel_key"] = json!("none");
        }),
        ("stores[0].payments[0].cancelled_amount", |file| {
            file["stores"][0]["payments"][0]["cancelled_amount"] = json!(1);
        }),
        ("stores[0].channels[0].type", |file| {
            file["stores"][0]["channels"][0]["type"] = json!("live");
        }),
        ("stores[0].billing_keys[1].billing_key", |file| {
            file["stores"][0]["billing_keys"] = json!([{"billing_key":"a"},{"billing_key":"a"}]);
        }),
        ("stores[0].schedules[0].billing_key", |file| {
            file["stores"][0]["schedules"][0]["billing_key"] = json!("none");
        }),
        ("stores[0].identity_verifications[0].status", |file| {
            file["stores"][0]["identity_verifications"][0]["status"] = json!("DONE");
        }),
        ("stores[0].webhook_url", |file| {
            file["stores"][0]["webhook_url"] = json!("https://example.com/");
        }),
        ("now", |file| file["now"] = json!("today")),
    ];
    for (place, change) in table {
        let mut file = good.clone();
        change(&mut file);
        let error = portone_sim::SeedFile::read(&file.to_string()).unwrap_err();
        assert_eq!(error.place, *place, "{error}");
    }
    assert!(portone_sim::SeedFile::read("{").is_err());
    assert!(portone_sim::SeedFile::read(&format!("{SPARSE} {{}}")).is_err());
}
