//! Starting, steering and stopping the server.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt;

use crate::conn::{Cut, Door};
use crate::fault::Fault;
use crate::log::{AuthSeen, Seen};
use crate::model::{Channel, NewChannel, NewPayment, Payment, Refused, Version};
use crate::seed::{self, Seed};
use crate::state::{Shared, State as Memory};
use crate::{v1, v2};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen: loopback only. Port 0 takes a free one.
    pub address: SocketAddr,
    /// Whether the seeded channels and payments are there.
    pub seeded: bool,
    /// How long a V1 token lives.
    pub token_ttl: Duration,
    /// Seconds the server's clock is ahead of this machine's.
    pub clock_offset: i64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seeded: true,
            token_ttl: Duration::from_secs(30 * 60),
            clock_offset: 0,
        }
    }
}

/// A running practice PortOne. Stops when dropped.
pub struct Sim {
    address: SocketAddr,
    shared: Shared,
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Sim {
    /// Starts on the runtime this is called in.
    pub async fn start(options: Options) -> io::Result<Self> {
        if !options.address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the practice PortOne listens on loopback only",
            ));
        }
        let listener = TcpListener::bind(options.address).await?;
        let address = listener.local_addr()?;
        let (stop, stopping) = watch::channel(false);
        let memory = Memory::new(options.seeded, options.token_ttl, options.clock_offset);
        let shared = Shared::new(memory, stopping.clone());
        let service = router(shared.clone()).into_make_service_with_connect_info::<Cut>();
        let task = tokio::spawn(async move {
            let serve =
                axum::serve(Door(listener), service).with_graceful_shutdown(stopped(stopping));
            let _ = serve.await;
        });
        Ok(Self {
            address,
            shared,
            stop,
            task: Some(task),
        })
    }

    /// The server's address without a slash at the end. V1 is below `/v1`, V2 below `/v2`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where V1 is.
    #[must_use]
    pub fn v1_url(&self) -> String {
        format!("{}/v1", self.base_url())
    }

    /// Where V2 is.
    #[must_use]
    pub fn v2_url(&self) -> String {
        format!("{}/v2", self.base_url())
    }

    /// The keys it takes, and the channels and payments as they are now.
    #[must_use]
    pub fn seed(&self) -> Seed {
        let memory = self.shared.lock();
        Seed {
            v2_secret: seed::V2_SECRET,
            store_id: seed::STORE_ID,
            foreign_store_id: seed::FOREIGN_STORE_ID,
            v1_key: seed::V1_KEY,
            v1_secret: seed::V1_SECRET,
            v1_user_code: seed::V1_USER_CODE,
            channels: memory.channels.clone(),
            payments: memory.payments.clone(),
        }
    }

    /// Registers a channel, as the merchant does on the console.
    pub fn add_channel(&self, new: NewChannel) -> Result<Channel, Refused> {
        self.shared.lock().add_channel(new)
    }

    /// Records a payment, as a buyer makes it.
    pub fn add_payment(&self, new: NewPayment) -> Result<(), Refused> {
        self.shared.lock().add_payment(new)
    }

    /// A payment as it is now.
    #[must_use]
    pub fn payment(&self, version: Version, id: &str) -> Option<Payment> {
        let memory = self.shared.lock();
        let mut payments = memory.payments.iter();
        payments
            .find(|payment| payment.version == version && payment.id == id)
            .cloned()
    }

    /// Makes this trouble of every request until [`Sim::clear_faults`].
    pub fn set_fault(&self, fault: Fault) {
        self.shared.lock().faults.add(fault, "", None);
    }

    /// Makes this trouble of the next `times` requests whose path begins with `prefix` (`/v1/users`, for example).
    pub fn set_fault_for(&self, fault: Fault, prefix: &str, times: u32) {
        self.shared.lock().faults.add(fault, prefix, Some(times));
    }

    /// Ends all trouble.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Lets the V1 token expire now.
    pub fn expire_token(&self) {
        self.shared.lock().token = None;
    }

    /// Every request since the start or [`Sim::clear_requests`], oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.lock().log.clone()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.lock().log.clear();
    }

    /// Stops, and waits until the port is free.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }

    /// Serves until the server ends by itself, which it does not.
    async fn wait(&mut self) {
        if let Some(task) = self.task.take() {
            let _ = task.await;
        }
    }
}

impl std::fmt::Debug for Sim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sim")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

/// Serves at `address` (loopback only) until the process ends. Prints the address and the seed as one JSON object.
pub async fn run(address: SocketAddr) -> io::Result<()> {
    let mut sim = Sim::start(Options {
        address,
        ..Options::default()
    })
    .await?;
    let told = json!({
        "base_url": sim.base_url(),
        "v1_url": sim.v1_url(),
        "v2_url": sim.v2_url(),
        "seed": sim.seed(),
    });
    println!("{told}");
    sim.wait().await;
    Ok(())
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    let _ = stopping.wait_for(|stop| *stop).await;
}

fn router(shared: Shared) -> Router {
    Router::new()
        .route("/v1/users/getToken", post(v1::get_token))
        .route("/v1/users/pg", get(v1::user_pgs))
        .route("/v1/payments/cancel", post(v1::cancel))
        .route("/v1/payments/{imp_uid}", get(v1::payment))
        .route("/v2/banks", get(v2::banks))
        .route("/v2/payments", get(v2::payments))
        .route("/v2/payments/{paymentId}", get(v2::payment))
        .route("/v2/payments/{paymentId}/cancel", post(v2::cancel))
        .fallback(unknown)
        .layer(from_fn_with_state(shared.clone(), around))
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

/// A JSON answer.
pub(crate) fn answer(status: u16, body: &serde_json::Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (status, kind, body.to_string()).into_response()
}

/// Logs the request and makes its fault, if one is planned.
async fn around(
    State(shared): State<Shared>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let fault = {
        let mut memory = shared.lock();
        let fault = memory.faults.take(&path);
        memory.record(seen(&request, fault.is_some()));
        fault
    };
    let is_v1 = path.starts_with("/v1");
    match fault {
        None => next.run(request).await,
        Some(Fault::Slow(delay)) => {
            tokio::select! {
                () = tokio::time::sleep(delay) => next.run(request).await,
                () = stopped(shared.stopping.clone()) => drop_it(&cut),
            }
        }
        Some(Fault::Hang) => {
            stopped(shared.stopping.clone()).await;
            drop_it(&cut)
        }
        Some(Fault::Reset) => drop_it(&cut),
        Some(Fault::Status(status)) => error_body(status, is_v1),
        Some(Fault::RetryAfter(seconds)) => {
            let mut response = error_body(429, is_v1);
            let seconds = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            response
        }
        Some(Fault::NotJson) => page(),
        Some(Fault::Truncated) => half(next.run(request).await).await,
        Some(Fault::Huge) => huge(),
        Some(Fault::Redirect(to)) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Some(Fault::Answer {
            status,
            content_type,
            body,
        }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
        }
    }
}

fn seen(request: &Request, fault: bool) -> Seen {
    let header = |name| {
        request
            .headers()
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
    };
    let query = request.uri().query().unwrap_or_default();
    Seen {
        method: request.method().to_string(),
        path: request
            .extensions()
            .get::<MatchedPath>()
            .map_or("?", MatchedPath::as_str)
            .to_owned(),
        query: form_urlencoded::parse(query.as_bytes())
            .map(|(name, _)| name.into_owned())
            .collect(),
        auth: AuthSeen::of(header("authorization")),
        idempotency_key: header("idempotency-key").map(str::to_owned),
        fault,
    }
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
