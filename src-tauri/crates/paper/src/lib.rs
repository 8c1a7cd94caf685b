//! What leaves the app on paper or in a calendar: PDF and iCalendar files.
//!
//! Pure: a document goes in, bytes come out. The clock is an argument, the fonts are embedded, and
//! every sentence comes from the catalogue. The text that goes in is [`Words`], which a secret
//! cannot become.
//!
//! - [`Document`] is what a page may consist of; [`pdf`] lays it out on A4 and writes it.
//! - [`calendar`] writes days as all-day events.
//! - [`file_name`] makes a name for the file that every system takes.

mod agenda;
mod blocks;
pub mod calendar;
mod draw;
mod file_name;
mod model;
mod pages;
mod pdf;
mod plan;
mod speech;
mod table;
mod text;
mod timeline;
mod tree;
mod words;

pub use agenda::{Agenda, agenda, agenda_file, chase_letter};
pub use file_name::file_name;
pub use model::{Bar, Block, Column, Document, Mark, Point, Row, Section, Span, Table, Timeline};
pub use pdf::{Unwritable, pdf};
pub use plan::{Head, plan, plan_file, together};
pub use speech::Speech;
pub use words::{Language, Words};
