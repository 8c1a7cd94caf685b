//! The catalogue: gateways, tasks, rules and texts, as data.
//!
//! Pure. The files under `data/` are embedded when the crate is built; nothing is read at run time,
//! and no gateway is named in code. Conditions ([`When`]) are evaluated by whoever holds the
//! answers and tracks; here they are only kept and checked.
//!
//! - [`model`] is the format of the files.
//! - [`load`] turns files into a [`Catalog`].
//! - [`query`] answers what the rest of the app asks of it.
//! - [`find`] looks things up by whatever they are called.
//! - [`check`] holds the rules that all files must keep.
//! - `export`, `coverage` and `schema` (a feature) give all of it as one JSON, the page that shows
//!   its holes, and editors completion.

pub mod check;
#[cfg(feature = "schema")]
pub mod coverage;
#[cfg(feature = "schema")]
pub mod export;
pub mod find;
pub mod load;
pub mod model;
pub mod query;
#[cfg(feature = "schema")]
pub mod schema;

pub use check::Problem;
pub use load::Catalog;
pub use model::*;
pub use query::TaskRef;
