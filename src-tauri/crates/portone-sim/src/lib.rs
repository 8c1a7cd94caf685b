//! The practice PortOne: a stateful server on this machine that answers V1 below `/v1` and V2 below `/v2`, or
//! each on a port of its own.
//!
//! Every key, id and merchant id that is built in contains `practice`, so nothing of it can be taken for the real
//! thing. It shares no type with the client, and learns only from PortOne's published documents; where those are
//! silent (the answer to a foreign store id, for one) it takes the likelier reading, and no test against it proves
//! that.
//!
//! It calls nobody but addresses of this machine, keeps everything in memory, and opens no file.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod clock;
mod conn;
mod contract;
mod deliver;
mod events;
mod fault;
mod guard;
mod log;
mod model;
mod pay;
mod people;
mod practice;
mod records;
mod router;
mod scenario;
mod sdk;
mod seed;
mod seedfile;
mod serve;
mod state;
mod v1;
mod v2;

pub use contract::{Seeded, Started, StartedV1, StartedV2};
pub use fault::Fault;
pub use log::{AuthSeen, Seen};
pub use model::{
    CancelOutcome, Channel, Client, Escrow, Failure, NewChannel, NewPayment, Payment, Purpose,
    Refused, Status, Version,
};
pub use people::{CardAnswer, Mail, MailKind, Matter, Reason, Review, ReviewStatus};
pub use records::{IdentityStatus, Method, PayOutcome, ScheduleStatus};
pub use scenario::Scenario;
pub use seed::{
    FOREIGN_STORE_ID, MERCHANT_ID, STORE_ID, Seed, TIER_CODE, V1_KEY, V1_SECRET, V1_USER_CODE,
    V2_SECRET, WEBHOOK_SECRET,
};
pub use seedfile::{
    BadSeed, BillingKeySeed, ChannelKind, ChannelSeed, IdentitySeed, PaymentSeed, ScheduleSeed,
    SeedFile, StoreSeed, V1Seed,
};
pub use serve::{Options, Sim};
