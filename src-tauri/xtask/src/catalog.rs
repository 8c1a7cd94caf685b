//! The catalogue's rules and its export: started by `cargo xtask catalog`, never by hand. A program
//! of its own, so that it needs nothing but the catalogue.

use std::error::Error;
use std::process::ExitCode;

use catalog::export::export;
use catalog::{Catalog, Problem};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let catalog = match Catalog::read_embedded() {
        Ok(catalog) => catalog,
        Err(problems) => return Ok(report(&problems)),
    };
    match words.as_slice() {
        ["check"] => Ok(report(&catalog::check::check(&catalog))),
        ["export"] => {
            println!("{}", serde_json::to_string_pretty(&export(&catalog))?);
            Ok(ExitCode::SUCCESS)
        }
        ["schema"] => {
            print!("{}", catalog::schema::export_schema());
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("no such command: {other:?}").into()),
    }
}

/// Every problem with its file and field.
fn report(problems: &[Problem]) -> ExitCode {
    for problem in problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() {
        eprintln!("no problems");
        return ExitCode::SUCCESS;
    }
    eprintln!("{} problems", problems.len());
    ExitCode::FAILURE
}
