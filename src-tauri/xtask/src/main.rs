//! The one entrance on every system: `cargo xtask …`.
//!
//! Commands that print data print JSON on standard output and nothing else there; messages go to
//! standard error.

mod bench;
mod build;
mod data;
mod demo;
mod doctor;
mod judges;
mod python;
mod shell;
mod system;
mod test;
mod tidy;
mod tools;
mod ui;
mod workflows;

use std::process::ExitCode;

use shell::{Done, Fail};

const HELP: &str = "\
cargo xtask <command>

  run                         build what is missing and start the app
  test [--long]               everything that is checked, with the time of each stage
  demo --out DIR [--lang ko|en] [--theme light|dark|contrast]
                              walk the practice journey in a virtual display, one PNG a screen
  doctor                      what this machine lacks, and the exact command for it
  sim [--port N] [--scenario NAME] [--seed FILE]
                              the practice PortOne by itself: V2 on port N, V1 on the next one
  catalog check|export|schema the catalogue's rules; all of it as JSON; the schema of that
  plan FILE [--today YYYY-MM-DD]
                              what the answers in a file allow, as JSON; 2 for a file that is not valid
  bench [--json]              figures against their goals
  judges                      install the programs that judge the practice PortOne and its client
  codegen                     write the generated files again (window bindings, schemas, coverage page)
  tidy                        the house rules that a machine can hold
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match dispatch(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Fail(why)) => {
            eprintln!("xtask {command}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Done {
    match command {
        "run" => {
            shell::no_more(rest)?;
            build::run()
        }
        "test" => test::run(rest),
        "demo" => demo::run(rest),
        "doctor" => {
            shell::no_more(rest)?;
            doctor::run()
        }
        "sim" => data::sim(rest),
        "judges" => {
            shell::no_more(rest)?;
            judges::install()
        }
        "catalog" => data::catalog(rest),
        "plan" => data::plan(rest),
        "bench" => bench::run(rest),
        "codegen" => {
            shell::no_more(rest)?;
            build::codegen()
        }
        "tidy" => {
            shell::no_more(rest)?;
            tidy::run()
        }
        "" | "help" | "-h" | "--help" => {
            eprint!("{HELP}");
            Ok(())
        }
        other => Err(Fail(format!("no such command: {other}\n\n{HELP}"))),
    }
}
