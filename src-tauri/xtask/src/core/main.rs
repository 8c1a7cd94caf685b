//! What `cargo xtask` cannot do without the app's crates: started by it, never by hand.

mod measure;
mod plan;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["measure"] => {
            println!("{}", runtime.block_on(measure::all())?);
            Ok(())
        }
        other => Err(format!("no such command: {other:?}").into()),
    }
}
