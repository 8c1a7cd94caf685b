//! Servers that fail in chosen ways, for the tests: real sockets, real TLS.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
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
