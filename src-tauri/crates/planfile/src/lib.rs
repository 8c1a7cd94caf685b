//! The plan without the window: answers in as JSON, the plan out as JSON.
//!
//! Pure. The keys and values of the answers are the interview's own, so their schema
//! (`schema/answers.schema.json`) is made from the catalogue. Ids and purposes in the result are
//! those of the catalogue's export; sentences are Korean.

mod read;
mod result;
mod schema;

pub use read::{BadFile, read};
pub use result::{Result as PlanResult, result};
pub use schema::answers_schema;
