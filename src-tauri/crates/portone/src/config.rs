//! Limits of time, size and number, and the name the client goes by. The defaults are the product's; tests inject shorter ones.

use std::borrow::Cow;
use std::time::Duration;

use crate::clock::Clock;

/// What the client is called unless its caller says otherwise.
pub(crate) const OWN_NAME: &str = concat!("portone-rust/", env!("CARGO_PKG_VERSION"));

/// Every limit the client keeps, and its name.
#[derive(Clone, Debug)]
pub struct Config {
    /// Longest wait for a connection (DNS, TCP and TLS together).
    pub connect: Duration,
    /// Longest time a call that changes nothing may take, all its tries and the waits between them included; the
    /// calls of one [`crate::verdict::check`] share it.
    /// Waiting for a turn, and a wait that PortOne asks for, are not counted.
    pub check: Duration,
    /// Longest time one try of a write may take. Each try has all of it: cut short, nobody knows what was done.
    pub write: Duration,
    /// How many times a read is repeated. A write with an idempotency key is repeated once, other writes never.
    pub retries: usize,
    /// Wait before the first repetition; each later one doubles it, plus jitter.
    pub first_delay: Duration,
    /// Longest `Retry-After` that is waited for. A longer one is reported at once.
    pub longest_retry_after: Duration,
    /// Wait after "the same request is still being worked on".
    pub in_flight_delay: Duration,
    /// Largest answer read, in bytes.
    pub body_cap: usize,
    /// Most requests in progress at one time.
    pub concurrent: usize,
    /// A V1 token is renewed this long before PortOne would let it expire.
    pub token_margin: Duration,
    /// What tells that this machine slept while a call was under way.
    pub clock: Clock,
    /// Which program PortOne sees at work, such as `Shop/1.0`.
    pub user_agent: Cow<'static, str>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            check: Duration::from_secs(15),
            write: Duration::from_secs(60),
            retries: 3,
            first_delay: Duration::from_millis(500),
            longest_retry_after: Duration::from_secs(60),
            in_flight_delay: Duration::from_secs(2),
            body_cap: 5 * 1024 * 1024,
            concurrent: 2,
            token_margin: Duration::from_secs(30),
            clock: Clock::system(),
            user_agent: OWN_NAME.into(),
        }
    }
}
