//! Servers that fail in chosen ways, for the tests: real sockets, real TLS.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// The host that good certificates are for.
pub(crate) const HOST: &str = "shop.example.com";

/// Who a server claims to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Identity {
    /// [`HOST`], signed by the root.
    Good,
    /// The same, out of date.
    Expired,
    /// Another host, signed by the root.
    OtherHost,
    /// [`HOST`], signed by itself.
    SelfSigned,
}

/// A server that reads one request on each connection and writes `answer`. Gives its port and the root to trust.
pub(crate) async fn tls(identity: Identity, answer: &'static str) -> (u16, reqwest::Certificate) {
    let root_key = KeyPair::generate().unwrap();
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root_certificate = root.self_signed(&root_key).unwrap();
    let issuer = Issuer::new(root, &root_key);

    let name = match identity {
        Identity::OtherHost => "other.example.com",
        _ => HOST,
    };
    let mut own = CertificateParams::new(vec![name.to_owned()]).unwrap();
    if let Identity::Expired = identity {
        own.not_before = date_time_ymd(2020, 1, 1);
        own.not_after = date_time_ymd(2021, 1, 1);
    }
    own.distinguished_name
        .push(DnType::CommonName, format!("{identity:?}"));
    let key = KeyPair::generate().unwrap();
    let certificate = match identity {
        Identity::SelfSigned => own.self_signed(&key).unwrap(),
        _ => own.signed_by(&key, &issuer).unwrap(),
    };
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let port = serve(move |socket| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(socket).await else {
                return;
            };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    })
    .await;
    let root = reqwest::Certificate::from_der(root_certificate.der()).unwrap();
    (port, root)
}

/// A server that does `with` to each connection. It ends with the test's runtime. Gives its port.
pub(crate) async fn serve<F>(with: impl Fn(TcpStream) -> F + Send + 'static) -> u16
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(with(socket));
        }
    });
    port
}

/// What a server does with one connection, after it has read the request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Writes this and closes.
    Say(String),
    /// Writes this and keeps the connection open, silent.
    SayAndWait(String),
    /// Nothing, for ever.
    Silence,
    /// Closes so that the client sees a reset.
    Reset,
    /// A good head, then one byte every few milliseconds, for ever.
    Drip,
    /// A good head without length, then bytes without end.
    Endless,
}

/// What a server saw.
#[derive(Clone, Default)]
pub(crate) struct Saw {
    /// The head and body of each request, as far as they came in one go.
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
    /// Bytes that were written without end.
    pub(crate) written: Arc<AtomicUsize>,
    /// Told when a connection ends from the other side.
    pub(crate) gone: Arc<Notify>,
}

impl Saw {
    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

/// A good answer with this body.
pub(crate) fn ok(body: &str) -> Act {
    answer(200, "application/json", body)
}

/// An answer.
pub(crate) fn answer(status: u16, kind: &str, body: &str) -> Act {
    let length = body.len();
    Act::Say(format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

/// A server that does the acts one after the other, a connection each, the last one again and again.
pub(crate) async fn acts(acts: Vec<Act>) -> (u16, Saw) {
    let saw = Saw::default();
    let (log, turn) = (saw.clone(), Arc::new(AtomicUsize::new(0)));
    let port = serve(move |socket| {
        let (acts, log, turn) = (acts.clone(), log.clone(), Arc::clone(&turn));
        async move { play(socket, &acts, &log, &turn).await }
    })
    .await;
    (port, saw)
}

async fn play(mut socket: TcpStream, acts: &[Act], log: &Saw, turn: &AtomicUsize) {
    let mut request = vec![0; 16 * 1024];
    // A pooled connection that the client gave up brings nothing.
    let Ok(read @ 1..) = socket.read(&mut request).await else {
        return;
    };
    let text = String::from_utf8_lossy(&request[..read]).into_owned();
    log.requests.lock().unwrap().push(text);
    let index = turn.fetch_add(1, Ordering::SeqCst).min(acts.len() - 1);
    const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
    match &acts[index] {
        Act::Say(text) => {
            let _ = socket.write_all(text.as_bytes()).await;
            let _ = socket.shutdown().await;
        }
        Act::SayAndWait(text) => {
            let _ = socket.write_all(text.as_bytes()).await;
            ended(&mut socket, log).await;
        }
        Act::Silence => ended(&mut socket, log).await,
        Act::Reset => {
            let _ = socket.set_zero_linger();
        }
        Act::Drip => {
            let _ = socket.write_all(HEAD.as_bytes()).await;
            while socket.write_all(b" ").await.is_ok() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            log.gone.notify_one();
        }
        Act::Endless => {
            let _ = socket.write_all(HEAD.as_bytes()).await;
            let chunk = [b' '; 64 * 1024];
            while socket.write_all(&chunk).await.is_ok() {
                log.written.fetch_add(chunk.len(), Ordering::SeqCst);
            }
            log.gone.notify_one();
        }
    }
}

async fn ended(socket: &mut TcpStream, log: &Saw) {
    let mut more = [0; 64];
    while let Ok(1..) = socket.read(&mut more).await {}
    log.gone.notify_one();
}
