//! The practice PortOne: a stateful server on this machine that answers V1 below `/v1` and V2 below `/v2`.
//!
//! Every key, id and merchant id it knows contains `practice`, so nothing of it can be taken for the real thing.
//! It shares no type with the client, and learns only from PortOne's published documents; where those are silent
//! (the answer to a foreign store id, for one) it takes the likelier reading, and no test against it proves that.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod conn;
mod fault;
mod log;
mod model;
mod seed;
mod serve;
mod state;
mod v1;
mod v2;

pub use fault::Fault;
pub use log::{AuthSeen, Seen};
pub use model::{
    CancelOutcome, Channel, NewChannel, NewPayment, Payment, Purpose, Refused, Status, Version,
};
pub use seed::{
    FOREIGN_STORE_ID, MERCHANT_ID, STORE_ID, Seed, V1_KEY, V1_SECRET, V1_USER_CODE, V2_SECRET,
};
pub use serve::{Options, Sim, run};
