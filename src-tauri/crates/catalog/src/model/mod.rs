//! The catalogue's format: what a TOML file under `data/` may say.
//!
//! A gateway is a file. Nothing here names one; a gateway that needs a new kind of fact gets a
//! new enum variant or field for all of them.

mod common;
mod decimal;
mod error;
mod facts;
mod field;
mod gateway;
mod library;
mod paper;
mod plan;
mod task;

pub use common::*;
pub use decimal::*;
pub use error::*;
pub use facts::*;
pub use field::*;
pub use gateway::*;
pub use library::*;
pub use paper::*;
pub use plan::*;
pub use task::*;
