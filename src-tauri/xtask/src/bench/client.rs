//! PortOne's client beside a bare HTTP client, and the practice PortOne on one core: their own examples measure,
//! this only builds and reads them.

use serde_json::Value;

use crate::build;
use crate::shell::{self, Fail};

/// Medians, and a rate.
pub struct Client {
    /// One call through the client, and through bare reqwest, in µs.
    pub call: (f64, f64),
    /// Reading the largest payment the client accepts, in µs.
    pub largest_payment: f64,
    /// Payments that the practice PortOne shows in a second, on one core.
    pub requests: f64,
}

/// Built by themselves: what examples need besides must not get into the app that is measured.
pub fn measure() -> Result<Client, String> {
    let mut cargo = shell::cargo();
    cargo.args(["build", "--locked", "--release"]);
    cargo.args(["--package", "portone", "--example", "bench"]);
    cargo.args(["--package", "portone-sim", "--example", "rate"]);
    cargo.args(["--features", "portone/decoders"]);
    shell::run(&mut cargo).map_err(|Fail(why)| why)?;
    read(&printed("bench")?, &printed("rate")?)
}

fn printed(name: &str) -> Result<Value, String> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = build::target().join("release/examples").join(file);
    let out = shell::capture(&mut shell::program(&path))
        .ok_or_else(|| format!("the example failed; run it to see why: {}", path.display()))?;
    serde_json::from_str(&out).map_err(|error| error.to_string())
}

fn read(bench: &Value, rate: &Value) -> Result<Client, String> {
    let number = |value: &Value, what: &str| {
        let known = value.as_f64();
        known.ok_or_else(|| format!("{what} was not measured"))
    };
    let rows = rate["rows"].as_array();
    let one = rows.and_then(|rows| rows.iter().find(|row| row["call"] == "one payment"));
    Ok(Client {
        call: (
            number(&bench["call"]["client_us"], "the client's call")?,
            number(&bench["call"]["reqwest_us"], "the bare call")?,
        ),
        largest_payment: number(
            &bench["largest_payment"]["decode_us"],
            "the largest payment",
        )?,
        requests: number(
            one.map_or(&Value::Null, |row| &row["per_second"]),
            "the rate",
        )?,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn what_the_examples_print_is_read_and_a_gap_is_named() {
        let bench = json!({
            "call": { "client_us": 110.0, "reqwest_us": 100.0 },
            "largest_payment": { "decode_us": 9000.5 },
        });
        let rate = json!({ "rows": [
            { "call": "banks", "per_second": 1 }, { "call": "one payment", "per_second": 20_000 },
        ] });
        let client = read(&bench, &rate).unwrap_or_else(|why| panic!("{why}"));
        assert!(client.call.0 > client.call.1 && client.requests > 1.0);
        assert_eq!(
            read(&bench, &json!({ "rows": [] })).err().as_deref(),
            Some("the rate was not measured")
        );
    }
}
