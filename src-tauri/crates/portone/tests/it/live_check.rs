//! What the program for owners asks, against the practice server. It changes nothing there.

#[path = "../../examples/live-check/learn.rs"]
mod learn;

use std::process::{Command, Stdio};

use crate::{client, quick, sim, v1_credential, v2_secret};

#[tokio::test]
async fn it_asks_every_question_and_only_reads() {
    let sim = sim().await;
    let portone = client(&sim, quick());
    let store = portone_sim::STORE_ID;
    let learned = learn::learn(
        &portone,
        Some(v2_secret()),
        Some(store),
        Some(v1_credential()),
    )
    .await;
    let text: Vec<_> = learned
        .iter()
        .map(|one| format!("{} {}", one.question, one.answer))
        .collect();
    let printed = text.join("\n");
    assert_eq!(learned.len(), 12, "{printed}");
    for part in [
        "status 404, PAYMENT_NOT_FOUND",
        "status 403, FORBIDDEN",
        "status 401, UNAUTHORIZED",
        "store proven: true",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    for secret in [
        portone_sim::V2_SECRET,
        portone_sim::V1_SECRET,
        portone_sim::V1_KEY,
        store,
    ] {
        assert!(!printed.contains(secret), "{printed}");
    }
    for request in sim.requests() {
        let token = request.path.ends_with("/users/getToken");
        assert!(request.method == "GET" || token, "{request:?}");
    }
    assert!(!learn::STILL_OPEN.is_empty());
}

#[test]
fn it_takes_no_argument_and_no_variable() {
    // Examples lie beside the tests. `cargo xtask test` builds this one, and `cargo test` without `--test` as well.
    let mut program = std::env::current_exe().unwrap();
    program.pop();
    program.pop();
    let program = program
        .join("examples")
        .join(format!("live-check{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "not built: cargo build --example live-check"
    );
    const CANARY: &str = "CANARY-live-check";
    let run = |mut command: Command| {
        for name in ["PORTONE_API_SECRET", "PORTONE_V2_SECRET", "IMP_SECRET"] {
            command.env(name, CANARY);
        }
        let done = command.stdin(Stdio::null()).output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(!said.contains(CANARY), "{said}");
        done.status.code()
    };
    let mut with_argument = Command::new(&program);
    with_argument.arg(CANARY);
    assert_eq!(run(with_argument), Some(2));
    // With nobody to ask it stops before it asks PortOne anything: what lies in variables is not taken.
    if cfg!(target_os = "linux") {
        let mut alone = Command::new("setsid");
        alone.arg("--wait").arg(&program);
        assert_eq!(run(alone), Some(1));
    }
}
