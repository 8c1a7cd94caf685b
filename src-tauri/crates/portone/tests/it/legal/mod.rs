//! Every call against PortOne's own documents: what is sent has to be legal, and every legal answer has to be read.
//!
//! The answers are made from the documents by a generator that knows nothing of the client: each case of each
//! `oneOf`, everything optional there or not, invented by number, and with what PortOne may add later.
//! `GILJABI_PORTONE_SPEC` names the folder of the documents. Without it these tests say so and pass.

mod calls;
mod document;
mod invent;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::IntoResponse;
use portone::{Hosts, PortOne};
use serde_json::{Value, json};

use self::calls::{CALLS, Clients};
use self::document::Document;
use self::invent::{Inventor, Mood};
use crate::quick;

/// What a buyer's fields hold in every invented answer. Nothing that is printed may show it.
pub(crate) const CANARY: &str = "CANARY-person";

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

#[derive(Clone, Default)]
struct Stage {
    next: Arc<Mutex<Value>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

async fn act(
    State(stage): State<Stage>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let query = uri.query().unwrap_or_default();
    let answer = if uri.path().ends_with("/getToken") {
        json!({"code":0,"message":null,"response":{"access_token":"t","now":1_000,"expired_at":2_800}})
    } else {
        stage.seen.lock().unwrap().push(Seen {
            method: method.to_string(),
            path: uri.path().to_owned(),
            query: serde_urlencoded::from_str(query).unwrap(),
            headers,
            body: body.to_vec(),
        });
        stage.next.lock().unwrap().clone()
    };
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::OK, kind, answer.to_string())
}

struct Theatre {
    stage: Stage,
    clients: Clients,
}

async fn theatre() -> Theatre {
    let stage = Stage::default();
    let service = Router::new().fallback(act).with_state(stage.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, service).await });
    let portone = PortOne::new(Hosts::practice(&base).unwrap(), quick()).unwrap();
    Theatre {
        stage,
        clients: Clients::new(portone),
    }
}

/// Every call with the answers of one mood, `rounds` times with another choice each.
async fn play(document: &Document, mood: Mood, rounds: u64) {
    let theatre = theatre().await;
    for call in CALLS {
        for round in 0..rounds {
            let mut inventor = Inventor::new(document, call, mood, round);
            let answer = inventor.answer();
            *theatre.stage.next.lock().unwrap() = answer.clone();
            theatre.stage.seen.lock().unwrap().clear();
            let result = theatre.clients.make(call.name).await;
            let printed = match result {
                Ok(printed) => printed,
                Err(error) => panic!("{} round {round}: {error}\n{answer:#}", call.name),
            };
            assert!(!printed.contains(CANARY), "{}: {printed}", call.name);
            let seen = theatre.stage.seen.lock().unwrap().clone();
            assert_eq!(seen.len(), 1, "{}", call.name);
            // A request does not depend on the answer.
            if round == 0 && mood == Mood::Full {
                document.judge(call, &seen[0]);
            }
        }
    }
}

#[tokio::test]
async fn every_call_is_legal_and_reads_every_case_in_full_and_at_least() {
    let Some(document) = Document::open() else {
        return;
    };
    // As many rounds as the longest `oneOf` has cases.
    play(&document, Mood::Full, 10).await;
    play(&document, Mood::Least, 10).await;
    document.beyond.assert_all_needed();
}

#[tokio::test]
async fn every_call_reads_what_the_documents_allow() {
    let Some(document) = Document::open() else {
        return;
    };
    let long = std::env::var_os("GILJABI_LONG").is_some();
    play(&document, Mood::Invented, if long { 100 } else { 12 }).await;
}

#[tokio::test]
async fn every_call_reads_what_portone_may_add() {
    let Some(document) = Document::open() else {
        return;
    };
    play(&document, Mood::Tomorrow, 12).await;
}
