//! Ten thousand calls of every kind, good and bad, ended and dropped: nothing may stay behind.

use std::cell::Cell;
use std::time::Duration;

use portone::{CancelRequest, Config, IdempotencyKey, PageWanted, PaymentFilter, ScheduleFilter};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{v1_credential, v2_secret};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// What the server does by the number of the request: mostly good, sometimes in every bad way.
async fn answer(mut socket: TcpStream, number: usize) {
    let mut request = vec![0; 16 * 1024];
    let Ok(read @ 1..) = socket.read(&mut request).await else {
        return;
    };
    let text = String::from_utf8_lossy(&request[..read]).into_owned();
    let good = if text.contains("/getToken") {
        r#"{"code":0,"response":{"access_token":"t","now":1,"expired_at":1801}}"#
    } else if text.contains("/v1/") {
        r#"{"code":0,"response":[{"pg_provider":"kcp","pg_id":"A","sandbox":true,"type":"payment"}]}"#
    } else if text.contains("/cancel") {
        r#"{"cancellation":{"status":"SUCCEEDED","id":"c","totalAmount":1}}"#
    } else if text.contains("/payments/p") {
        r#"{"id":"p","status":"PAID","currency":"KRW","amount":{"total":1,"cancelled":0}}"#
    } else {
        r#"{"items":[{}],"page":{"totalCount":1}}"#
    };
    let length = good.len();
    let whole = format!("{HEAD}content-length: {length}\r\nconnection: close\r\n\r\n{good}");
    match number % 16 {
        1 => drop(socket.set_zero_linger()),
        3 => {
            let part = &whole.as_bytes()[..whole.len() - 4];
            let _ = socket.write_all(part).await;
        }
        5 => {
            let bad = "HTTP/1.1 503 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = socket.write_all(bad.as_bytes()).await;
        }
        7 => {
            let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 3\r\nconnection: close\r\n\r\n<p>";
            let _ = socket.write_all(page.as_bytes()).await;
        }
        9 => {
            // More than the cap of this test.
            let many = vec![b' '; 300_000];
            let _ = socket.write_all(format!("{HEAD}\r\n").as_bytes()).await;
            let _ = socket.write_all(&many).await;
        }
        // Silent until the client gives up or is dropped.
        11 => while let Ok(1..) = socket.read(&mut request).await {},
        _ => {
            let _ = socket.write_all(whole.as_bytes()).await;
        }
    }
    let _ = socket.shutdown().await;
}

#[cfg(target_os = "linux")]
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn count() -> Cell<usize> {
    Cell::new(0)
}

/// Counts one more; gives what it was before.
fn more(count: &Cell<usize>) -> usize {
    count.replace(count.get() + 1)
}

/// A runtime of its own, so that the tasks counted are the client's. The server has another.
#[test]
fn nothing_stays_behind() {
    let calls: usize = 10_000;
    let own = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        own().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            let mut number = 0;
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                tokio::spawn(answer(socket, number));
                number += 1;
            }
        });
    });
    let base = format!("http://{}", told.recv().unwrap());
    let runtime = own();
    runtime.block_on(async {
        let config = Config {
            check: Duration::from_millis(40),
            write: Duration::from_millis(40),
            first_delay: Duration::from_millis(1),
            body_cap: 100_000,
            ..crate::quick()
        };
        let portone = portone::PortOne::new(portone::Hosts::practice(&base).unwrap(), config).unwrap();
        let (v1, v2) = (portone.v1(v1_credential()), portone.v2(v2_secret()));
        let (good, bad, dropped, warm) = (count(), count(), count(), Cell::new(0));
        let next = count();
        // As many at once as the client lets through: most of the time goes by in waiting for those that say nothing.
        let one_after_the_other = async || {
            while next.get() < calls {
                let number = more(&next);
                let call = async {
                    match number % 6 {
                        0 => portone.banks().await.map(drop),
                        1 => v2.payment("p", None).await.map(drop),
                        2 => v2.payments(0, 1, &PaymentFilter::default()).await.map(drop),
                        3 => {
                            let request = CancelRequest::whole("p", "r", 1);
                            v2.cancel(&request, &IdempotencyKey::random()).await.map(drop)
                        }
                        4 => v1.user_pgs().await.map(drop),
                        _ => {
                            let filter = ScheduleFilter::default();
                            v2.schedules(PageWanted::first(1), None, &filter).await.map(drop)
                        }
                    }
                };
                // Every seventh is dropped on its way.
                if number % 7 == 6 {
                    let _ = tokio::time::timeout(Duration::from_micros(300), call).await;
                    more(&dropped);
                } else if call.await.is_ok() {
                    more(&good);
                } else {
                    more(&bad);
                }
                #[cfg(target_os = "linux")]
                if number == calls / 3 {
                    warm.set(resident_kib());
                }
            }
        };
        tokio::join!(one_after_the_other(), one_after_the_other());
        let (good, bad, dropped, warm) = (good.get(), bad.get(), dropped.get(), warm.get());
        assert_eq!(good + bad + dropped, calls);
        assert!(good > calls / 4 && bad > 0 && dropped > 0, "{good} {bad} {dropped}");
        #[cfg(target_os = "linux")]
        {
            let end = resident_kib();
            println!("{calls} calls: {good} good, {bad} bad, {dropped} dropped; {warm} KiB after a third, {end} at the end");
            assert!(end < warm + 4 * 1024, "grew from {warm} to {end} KiB");
        }
        let _ = warm;
        drop((portone, v1, v2));
        // What the connections leave ends by itself once the client is gone.
        let ended = tokio::time::timeout(Duration::from_secs(10), async {
            while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
                tokio::task::yield_now().await;
            }
        });
        let left = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        assert!(ended.await.is_ok(), "{left} tasks never end");
    });
}
