//! The journey from "we want to take payments" to "we are open", as a state machine.
//!
//! Pure: no IO, no clock (`today` and `now` are arguments), no async, no sentence for people and no
//! gateway's name. What happened is a list of [`event`]s; what a user wants is a [`command`];
//! what stands on a day is a [`view`](mod@view).
//!
//! - [`Journey`] folds a log; undo leaves a batch out of the fold and never rewrites the log.
//! - [`decide`] turns a command into events, or says why not.
//! - [`view`](fn@view) says how every task stands.
//! - [`planning`](plan::planning) makes plans from the answers and the catalogue's rules.
//! - [`lint`](fn@lint) looks at a typed value before it is kept.

mod board;
mod change;
pub mod clean;
pub mod command;
pub mod decide;
pub mod event;
pub mod forms;
pub mod journey;
pub mod lint;
mod noted;
pub mod plan;
pub mod reminders;
mod road;
pub mod secret_shape;
mod shape;
mod state;
pub mod view;
pub mod when;

pub use change::{Consequences, consequences};
pub use clean::{CleanKind, Cleaned, clean};
pub use command::*;
pub use decide::{Now, decide, line};
pub use event::*;
pub use forms::{bindings, find_field, form_fields, is_wait, machine_only};
pub use journey::{Journey, ReplayError};
pub use lint::{Lint, LintCtx, LintKind, Linted, LooksLike, Weight, lint};
pub use noted::noted_mids;
pub use plan::{Offer, Proposal, Refused, propose_beside};
pub use reminders::{About, Reminder, reminders};
pub use road::view;
pub use secret_shape::{SecretShape, secret_shape};
pub use state::{SecretMeta, Standing, Track};
pub use view::*;
pub use when::{Ctx, TrackCtx, applies, when_holds};

#[cfg(test)]
mod tests;
