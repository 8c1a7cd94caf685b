//! Which call goes where, and what surrounds every call: the guard, the log, the faults.

use std::io;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::json;
use tokio::sync::watch;
use tokio_stream::StreamExt;

use crate::conn::Cut;
use crate::fault::{Asked, Fault, of_scenario};
use crate::log::{AuthSeen, Seen};
use crate::scenario::{self, Scenario};
use crate::serve::answer;
use crate::state::Shared;
use crate::{guard, practice, sdk, v1, v2};

/// What a port serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// V1 below `/v1`, V2 below `/v2`.
    Both,
    /// V1 alone, without a prefix.
    V1,
    /// V2 alone, without a prefix.
    V2,
}

impl Side {
    fn prefix(self) -> &'static str {
        match self {
            Self::Both => "",
            Self::V1 => "/v1",
            Self::V2 => "/v2",
        }
    }
}

#[derive(Clone)]
struct Around {
    shared: Shared,
    side: Side,
}

pub(crate) fn router(shared: Shared, side: Side) -> Router {
    let calls = match side {
        Side::Both => Router::new()
            .nest("/v1", v1::routes())
            .nest("/v2", v2::routes()),
        Side::V1 => v1::routes(),
        Side::V2 => v2::routes(),
    };
    let around = Around {
        shared: shared.clone(),
        side,
    };
    calls
        .merge(practice::routes())
        .merge(sdk::routes())
        .fallback(unknown)
        .layer(from_fn_with_state(around, surround))
        .with_state(shared)
}

async fn unknown() -> Response {
    let body = json!({
        "type": "PRACTICE_HAS_NOT",
        "message": "연습용 포트원에는 없는 주소예요.",
        "code": -1,
        "response": null,
    });
    answer(501, &body)
}

/// Ends when the server stops.
pub(crate) async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// Refuses strangers, logs the request, and makes its fault, if one is planned.
async fn surround(
    State(Around { shared, side }): State<Around>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let seen = seen(&request, side);
    let mut telling = Telling {
        seen: shared.tell.then(|| {
            let mut told = seen.clone();
            told.shown = shown(&request, &told);
            told
        }),
        started: Instant::now(),
        fault: false,
        status: None,
    };
    let response = match guard::refusal(request.headers(), request.uri(), &shared.ports) {
        Some(why) => {
            let body = json!({ "type": "PRACTICE_REFUSED", "message": why });
            answer(403, &body)
        }
        None => {
            let fault = &mut telling.fault;
            play(&shared, side, cut, request, next, seen, fault).await
        }
    };
    telling.status = Some(response.status().as_u16());
    response
}

/// Tells a request when it is over, also when it ends because whoever asked left.
struct Telling {
    seen: Option<Seen>,
    started: Instant,
    fault: bool,
    status: Option<u16>,
}

impl Drop for Telling {
    fn drop(&mut self) {
        if let Some(mut seen) = self.seen.take() {
            seen.fault = self.fault;
            seen.tell(self.status, self.started.elapsed());
        }
    }
}

async fn play(
    shared: &Shared,
    side: Side,
    cut: Cut,
    request: Request,
    next: Next,
    mut seen: Seen,
    faulty: &mut bool,
) -> Response {
    let own = request.uri().path().starts_with("/practice");
    let path = format!("{}{}", side.prefix(), request.uri().path());
    if own {
        return next.run(request).await;
    }
    let busy = InFlight::enter(shared, &request, &path);
    let fault = {
        let mut memory = shared.lock();
        let asked = Asked {
            method: request.method().as_str(),
            path: &path,
            now: memory.now(),
        };
        let by_header = request
            .headers()
            .get("practice-scenario")
            .and_then(|name| name.to_str().ok())
            .and_then(Scenario::named)
            .and_then(|scenario| of_scenario(scenario, asked));
        let fault = match &busy {
            Err(Taken) => Some(scenario::in_flight()),
            Ok(_) => by_header.or_else(|| memory.faults.take(asked)),
        };
        seen.fault = fault.is_some();
        memory.record(seen);
        fault
    };
    *faulty = fault.is_some();
    let busy = busy.ok().flatten();
    let is_v1 = path.starts_with("/v1");
    match fault {
        None => next.run(request).await,
        Some(fault) => make(fault, shared, is_v1, cut, request, next, busy).await,
    }
}

async fn make(
    fault: Fault,
    shared: &Shared,
    is_v1: bool,
    cut: Cut,
    request: Request,
    next: Next,
    busy: Option<InFlight>,
) -> Response {
    match fault {
        Fault::Slow(delay) => {
            let stopping = shared.stopping.clone();
            // PortOne goes on with what a client no longer waits for, so this does not end with the connection.
            let work = tokio::spawn(async move {
                let _busy = busy;
                tokio::select! {
                    () = tokio::time::sleep(delay) => Some(next.run(request).await),
                    () = stopped(stopping) => None,
                }
            });
            match work.await {
                Ok(Some(response)) => response,
                _ => drop_it(&cut),
            }
        }
        Fault::Hang => {
            stopped(shared.stopping.clone()).await;
            drop_it(&cut)
        }
        Fault::Drip(pause) => {
            let response = next.run(request).await;
            drip(response, pause, shared.stopping.clone()).await
        }
        Fault::Reset => drop_it(&cut),
        Fault::Status(status) => error_body(status, is_v1),
        Fault::RetryAfter(seconds) => {
            let mut response = error_body(429, is_v1);
            let seconds = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            response
        }
        Fault::NotJson => page(),
        Fault::Truncated => half(next.run(request).await).await,
        Fault::Huge => huge(),
        Fault::Redirect(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Fault::Answer {
            status,
            content_type,
            body,
        } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
        }
    }
}

/// A write with an idempotency key that is being worked on.
struct InFlight {
    shared: Shared,
    key: String,
}

/// Somebody works on the same one.
struct Taken;

impl InFlight {
    fn enter(shared: &Shared, request: &Request, path: &str) -> Result<Option<Self>, Taken> {
        let key = v2::cancel::idempotency_key(request.headers());
        let Ok(Some(key)) = key else { return Ok(None) };
        if request.method() == Method::GET {
            return Ok(None);
        }
        let mut memory = shared.lock();
        // A stranger is turned away for that, and never learns what others are doing.
        let Ok(caller) = v2::Caller::known(&memory, request.headers()) else {
            return Ok(None);
        };
        let key = format!("{} {path} {key}", caller.name());
        if !memory.in_flight.insert(key.clone()) {
            return Err(Taken);
        }
        drop(memory);
        let shared = shared.clone();
        Ok(Some(Self { shared, key }))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.shared.lock().in_flight.remove(&self.key);
    }
}

fn seen(request: &Request, side: Side) -> Seen {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
    };
    let query = request.uri().query().unwrap_or_default();
    let matched = request.extensions().get::<MatchedPath>();
    Seen {
        method: request.method().to_string(),
        path: matched.map_or_else(
            || "?".to_owned(),
            |path| format!("{}{}", side.prefix(), path.as_str()),
        ),
        query: form_urlencoded::parse(query.as_bytes())
            .map(|(name, _)| name.into_owned())
            .collect(),
        auth: AuthSeen::of(header("authorization")),
        idempotency_key: header("idempotency-key").map(str::to_owned),
        tier: header("tier").map(str::to_owned),
        fault: false,
        shown: None,
    }
}

/// The path as it came, unless something in it is nobody's business.
fn shown(request: &Request, seen: &Seen) -> Option<String> {
    let private = ["billingKey", "customer_uid", "accountNumber"];
    let open = seen.path != "?" && !private.iter().any(|name| seen.path.contains(name));
    open.then(|| request.uri().path().to_owned())
}

fn drop_it(cut: &Cut) -> Response {
    cut.now();
    // Never written: the connection refuses to write from now on.
    StatusCode::NO_CONTENT.into_response()
}

fn error_body(status: u16, is_v1: bool) -> Response {
    let message = "연습용 포트원이 일부러 낸 오류예요.";
    let body = if is_v1 {
        json!({ "code": -1, "message": message, "response": null })
    } else {
        let word = match status {
            400 => "INVALID_REQUEST",
            401 => "UNAUTHORIZED",
            403 => "FORBIDDEN",
            404 => "PAYMENT_NOT_FOUND",
            _ => "PRACTICE_FAULT",
        };
        json!({ "type": word, "message": message })
    };
    answer(status, &body)
}

fn page() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let html = "<!doctype html><title>로그인</title><p>와이파이에 로그인해 주세요.</p>";
    (kind, html).into_response()
}

async fn half(whole: Response) -> Response {
    let (mut parts, body) = whole.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let first = bytes.slice(..bytes.len() / 2);
    let broken = io::Error::from(io::ErrorKind::ConnectionAborted);
    // Yielding before each piece lets the head and the first half leave before the break.
    let pieces = tokio_stream::iter([Ok(first), Err(broken)]).then(|piece| async {
        tokio::task::yield_now().await;
        piece
    });
    let body = Body::from_stream(pieces);
    Response::from_parts(parts, body)
}

async fn drip(
    whole: Response,
    pause: std::time::Duration,
    stopping: watch::Receiver<bool>,
) -> Response {
    let (parts, body) = whole.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let singles: Vec<Bytes> = (0..bytes.len()).map(|at| bytes.slice(at..=at)).collect();
    let pieces = tokio_stream::iter(singles).then(move |piece| {
        let stopping = stopping.clone();
        async move {
            tokio::select! {
                () = tokio::time::sleep(pause) => Ok(piece),
                () = stopped(stopping) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
            }
        }
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

fn huge() -> Response {
    const PIECE: usize = 64 * 1024;
    let piece = Bytes::from(vec![b'a'; PIECE]);
    let pieces = std::iter::once(Bytes::from_static(b"{\"items\":[\""))
        .chain(std::iter::repeat_n(piece, 8 * 1024 * 1024 / PIECE))
        .chain(std::iter::once(Bytes::from_static(b"\"]}")))
        .map(Ok::<_, io::Error>);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, Body::from_stream(tokio_stream::iter(pieces))).into_response()
}
