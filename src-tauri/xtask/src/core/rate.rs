//! How many requests a second the practice PortOne answers on one core: it runs on a single thread, and plain
//! sockets ask it from another.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use portone_sim::{Options, STORE_ID, Sim, V2_SECRET};

use crate::measure::Measured;

/// Connections that ask in turn, each with several requests under way.
const CONNECTIONS: usize = 4;
const UNDER_WAY: u32 = 8;
const TIME: Duration = Duration::from_secs(3);

/// Answers a second to who looks one payment up.
pub fn one_payment() -> Measured<f64> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || -> Measured<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async move {
            let sim = Sim::start(Options::default()).await?;
            tell.send(sim.base_url())?;
            std::future::pending::<Measured<()>>().await
        })
    });
    let url = told.recv()?;
    rate(
        url.trim_start_matches("http://").parse()?,
        &format!("/v2/payments/practice-live-kcp-paid?storeId={STORE_ID}"),
    )
}

/// Answers a second, over all connections.
fn rate(address: SocketAddr, path: &str) -> Measured<f64> {
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: PortOne {V2_SECRET}\r\n\r\n"
    );
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        let length = first(&mut connection, &request)?;
        connections.push((connection, length));
    }
    let batch = request.repeat(UNDER_WAY as usize);
    let start = Instant::now();
    let mut answers = 0_u32;
    while start.elapsed() < TIME {
        for (connection, _) in &mut connections {
            connection.write_all(batch.as_bytes())?;
        }
        for (connection, length) in &mut connections {
            let mut whole = vec![0; *length * UNDER_WAY as usize];
            connection.read_exact(&mut whole)?;
            answers += UNDER_WAY;
        }
    }
    Ok(f64::from(answers) / start.elapsed().as_secs_f64())
}

/// One answer, checked, and how long it is: all that follow are as long.
fn first(connection: &mut TcpStream, request: &str) -> Measured<usize> {
    connection.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let got = connection.read(&mut piece)?;
        answer.extend_from_slice(&piece[..got]);
        let text = String::from_utf8_lossy(&answer);
        if got == 0 || !text.starts_with("HTTP/1.1 200") {
            return Err(format!("not an answer: {text}").into());
        }
        let Some((head, _)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .ok_or("no length")?
            .parse()?;
        if answer.len() >= head.len() + 4 + length {
            return Ok(answer.len());
        }
    }
}
