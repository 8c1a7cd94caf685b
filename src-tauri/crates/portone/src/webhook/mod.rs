//! Webhooks: signing and judging messages, and asking a merchant's own server how it takes them.
//!
//! A message carries `webhook-id`, `webhook-timestamp` (UNIX seconds) and `webhook-signature`: space-separated
//! `v1,<base64>`, each the HMAC-SHA256 of `{id}.{timestamp}.{body}` under a secret of the merchant's. Any one that
//! fits makes the message genuine; it is taken within five minutes of its time.
//!
//! The signature itself is made by the `standardwebhooks` crate. Its `verify` is not used: it looks at this
//! machine's clock, and a message that somebody pasted has to be judged at the moment it was received; and it says
//! only that a signature is wrong, not why. A test holds the two against each other.

mod guard;
mod judge;
mod paste;
mod probe;
mod sign;

pub use guard::{UrlFault, WebhookUrl};
pub use judge::{Change, Judgement, Message, Moment, Received, SignatureVerdict, Timing, judge};
pub use paste::{Pasted, UnreadablePaste};
pub use probe::{Consent, Finding, ProbeKind, ProbeReport, Prober};
pub use sign::{SignedMessage, UnusableWebhookSecret, WebhookSecret};
