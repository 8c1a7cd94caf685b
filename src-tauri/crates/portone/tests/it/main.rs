//! The client against the practice PortOne. One binary, a module a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "../beyond/mod.rs"]
mod beyond;
mod cancel;
mod cancel_v1;
mod faults;
mod keys;
mod legal;
mod live_check;
mod lookups;
mod payments;
mod secrets;
mod soak;
mod spec;
mod values;

use std::time::Duration;

use portone::{Config, Failure, Hosts, PortOne, V1, V1Credential, V2, V2Secret};
use portone_sim::{Options, Sim};

/// Limits short enough for tests, long enough for a busy machine.
fn quick() -> Config {
    Config {
        connect: Duration::from_secs(5),
        check: Duration::from_secs(10),
        write: Duration::from_secs(10),
        retries: 3,
        first_delay: Duration::from_millis(1),
        in_flight_delay: Duration::from_millis(1),
        ..Config::default()
    }
}

async fn sim() -> Sim {
    Sim::start(Options::default()).await.unwrap()
}

fn client(sim: &Sim, config: Config) -> PortOne {
    PortOne::new(Hosts::practice(&sim.base_url()).unwrap(), config).unwrap()
}

fn v2_secret() -> V2Secret {
    V2Secret::new(portone_sim::V2_SECRET.into()).unwrap()
}

fn v1_credential() -> V1Credential {
    V1Credential::new(portone_sim::V1_KEY.into(), portone_sim::V1_SECRET.into()).unwrap()
}

fn v2(sim: &Sim) -> V2 {
    client(sim, quick()).v2(v2_secret())
}

fn v1(sim: &Sim) -> V1 {
    client(sim, quick()).v1(v1_credential())
}

/// The paths asked for, in order.
fn paths(sim: &Sim) -> Vec<String> {
    let requests = sim.requests().into_iter();
    requests.map(|request| request.path).collect()
}

#[track_caller]
fn failure<T: std::fmt::Debug>(result: Result<T, portone::Error>) -> Failure {
    result.unwrap_err().failure().clone()
}
