//! The practice PortOne by itself: what `cargo xtask sim` starts.
//!
//! Writes one line of JSON to standard output once both APIs listen, and nothing else there; tells each request
//! on standard error, a line of JSON each. Ends with 0 when it is told to end, with 2 when it is told nonsense.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use portone_sim::{Options, Scenario, SeedFile, Sim};

/// How long those who are being answered are waited for.
const GRACE: Duration = Duration::from_secs(2);
/// What the words are about is wrong, before anything was started.
const NONSENSE: u8 = 2;

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("sim: {why}");
            return ExitCode::from(NONSENSE);
        }
    };
    match serve(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sim: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut options = Options {
        v1_address: Some(at(0)),
        tell: true,
        ..Options::default()
    };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--port" => {
                let text = value()?;
                let port: u16 = text
                    .parse()
                    .ok()
                    .filter(|port| (1..u16::MAX).contains(port))
                    .ok_or(format!("{text} is no port that has one after it"))?;
                options.address = at(port);
                options.v1_address = Some(at(port + 1));
            }
            "--scenario" => {
                let name = value()?;
                let scenario = Scenario::named(&name).ok_or_else(|| {
                    let names: Vec<_> = Scenario::names().map(|(name, _)| name).collect();
                    format!(
                        "no scenario is called {name}; there are: {}",
                        names.join(", ")
                    )
                })?;
                options.scenario = Some(scenario);
            }
            "--seed" => {
                let file = value()?;
                let text =
                    std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
                let seeds = SeedFile::read(&text).map_err(|error| format!("{file}: {error}"))?;
                options.seeds = Some(seeds);
            }
            other => return Err(format!("does not know {other}")),
        }
    }
    Ok(options)
}

fn serve(options: Options) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let told = told_to_end()?;
        let sim = Sim::start(options).await?;
        println!("{}", serde_json::to_string(&sim.started())?);
        told.await;
        // Who is in the middle of asking for something does not keep it alive.
        let _ = tokio::time::timeout(GRACE, sim.shutdown()).await;
        Ok(())
    })
}

/// SIGTERM, or Ctrl-C.
#[cfg(unix)]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
