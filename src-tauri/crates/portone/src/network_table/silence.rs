//! N11 for more than one call: PortOne's wish for silence holds for all of them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;

use super::{BANKS, at, config, local};
use crate::fault_server::{Act, acts, ok, serve};
use crate::{Config, Failure, PortOne};

fn wait(seconds: u64) -> String {
    format!(
        "HTTP/1.1 429 X\r\nretry-after: {seconds}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )
}

#[tokio::test]
async fn n11_who_is_told_to_wait_speaks_for_all() {
    let (port, saw) = acts(vec![Act::Say(wait(1)), ok(BANKS)]).await;
    let portone = local(port);
    let first = tokio::spawn({
        let portone = portone.clone();
        async move { portone.banks().await.map(drop) }
    });
    let quiet = || portone.transport().is_quiet();
    while !quiet() {
        tokio::task::yield_now().await;
    }
    let asked = Instant::now();
    portone.banks().await.unwrap();
    assert!(
        asked.elapsed() >= Duration::from_millis(800),
        "{:?}",
        asked.elapsed()
    );
    first.await.unwrap().unwrap();
    assert_eq!(saw.count(), 3);
}

/// A server that holds every request until it is told what to answer. Tells when one has come.
async fn held() -> (
    u16,
    mpsc::UnboundedReceiver<()>,
    mpsc::UnboundedSender<String>,
) {
    let (came, comes) = mpsc::unbounded_channel();
    let (say, says) = mpsc::unbounded_channel::<String>();
    let says = Arc::new(tokio::sync::Mutex::new(says));
    let port = serve(move |mut socket| {
        let (came, says) = (came.clone(), Arc::clone(&says));
        async move {
            let mut request = [0; 4096];
            let Ok(1..) = socket.read(&mut request).await else {
                return;
            };
            came.send(()).unwrap();
            if let Some(text) = says.lock().await.recv().await {
                let _ = socket.write_all(text.as_bytes()).await;
                let _ = socket.shutdown().await;
            }
        }
    })
    .await;
    (port, comes, say)
}

fn asking(portone: &PortOne) -> tokio::task::JoinHandle<Result<(), crate::Error>> {
    let portone = portone.clone();
    tokio::spawn(async move { portone.banks().await.map(drop) })
}

/// Lets everything that can go on go on.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn n11_who_stood_in_line_already_waits_too() {
    let (port, mut comes, say) = held().await;
    let config = Config {
        concurrent: 1,
        retries: 0,
        ..config()
    };
    let portone = at(&format!("http://127.0.0.1:{port}"), config);
    let first = asking(&portone);
    comes.recv().await.unwrap();
    let second = asking(&portone);
    settle().await;
    let told = Instant::now();
    say.send(wait(1)).unwrap();
    first.await.unwrap().unwrap_err();
    comes.recv().await.unwrap();
    let waited = told.elapsed();
    let crate::fault_server::Act::Say(good) = ok(BANKS) else {
        unreachable!("an answer is said");
    };
    say.send(good).unwrap();
    second.await.unwrap().unwrap();
    assert!(waited >= Duration::from_secs(1), "{waited:?}");
}

#[tokio::test]
async fn n11_a_long_silence_is_kept_and_no_shorter_one_ends_it() {
    let (port, mut comes, say) = held().await;
    let portone = local(port);
    let both = [asking(&portone), asking(&portone)];
    for _ in &both {
        comes.recv().await.unwrap();
    }
    // The longer first, and longer than anybody waits: each of the two tells it, and a third is not even sent.
    say.send(wait(120)).unwrap();
    let mut both = both.into_iter();
    let told = |result: Result<(), crate::Error>| match result.unwrap_err().failure() {
        Failure::TooMany { retry_after } => retry_after.unwrap(),
        other => panic!("{other:?}"),
    };
    while !portone.transport().is_quiet() {
        settle().await;
    }
    say.send(wait(0)).unwrap();
    for call in both.by_ref() {
        assert!(told(call.await.unwrap()) > Duration::from_secs(60));
    }
    let error = portone.banks().await.unwrap_err();
    assert_eq!(error.tries(), 0);
    assert!(told(Err(error)) > Duration::from_secs(60));
    assert!(comes.try_recv().is_err(), "nothing more was sent");
}
