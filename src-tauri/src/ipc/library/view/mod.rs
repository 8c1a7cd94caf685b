//! What the library shows: twins of the catalogue's types, with the wire format and nothing else.

mod find;
mod gateway;
mod subject;

pub use find::*;
pub use gateway::*;
pub use subject::*;
