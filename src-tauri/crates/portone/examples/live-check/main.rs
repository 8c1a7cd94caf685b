//! Asks the real PortOne, with an owner's own test credentials, what no test here can know. Reads only.
//!
//! Credentials are asked for on the terminal without echo: never an argument, never a variable, never written.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

mod learn;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use portone::{Config, Hosts, PortOne, V1Credential, V2Secret};

fn main() -> ExitCode {
    if std::env::args_os().len() > 1 {
        eprintln!("live-check takes no argument: what it needs, it asks for.");
        return ExitCode::from(2);
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("live-check: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "Reads from api.portone.io and api.iamport.kr. Nothing is changed. Leave empty what you do not have."
    );
    let secret = asked_for("V2 API secret (not shown): ")?;
    let mut store = None;
    if secret.is_some() {
        print!("Store id (store-…): ");
        io::stdout().flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        store = Some(line.trim().to_owned()).filter(|line| !line.is_empty());
    }
    let key = asked_for("V1 REST API key (not shown): ")?;
    let v1 = match key {
        Some(key) => asked_for("V1 REST API secret (not shown): ")?
            .map(|secret| V1Credential::new(key, secret))
            .transpose()?,
        None => None,
    };
    let v2 = secret.map(V2Secret::new).transpose()?;

    let portone = PortOne::new(Hosts::production(), Config::default())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let learned = runtime.block_on(learn::learn(&portone, v2, store.as_deref(), v1));
    println!();
    for one in &learned {
        println!("{}\n    {}", one.question, one.answer);
    }
    println!("\nNot settled by this program:");
    for open in learn::STILL_OPEN {
        println!("  - {open}");
    }
    Ok(())
}

fn asked_for(prompt: &str) -> io::Result<Option<Box<str>>> {
    let text = rpassword::prompt_password(prompt)?;
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.into()))
}
