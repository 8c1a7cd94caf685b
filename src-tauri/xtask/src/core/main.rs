//! What `cargo xtask` cannot do without the app's crates: started by it, never by hand.

mod client;
mod measure;
mod plan;
mod rate;

fn main() -> measure::Measured<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["measure"] => {
            println!("{}", measure::all()?);
            Ok(())
        }
        other => Err(format!("no such command: {other:?}").into()),
    }
}
