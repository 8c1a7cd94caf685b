//! What a document consists of.

use jiff::civil::Date;

use crate::words::{Language, Words};

/// A document for paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The language that it is written in.
    pub language: Language,
    /// What it is.
    pub title: Words,
    /// Whose it is, or what it is about.
    pub subtitle: Option<Words>,
    /// The day it was made.
    pub made: Date,
    /// Stands at the foot of every page, beside the page number.
    pub foot: Words,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part with a heading, which is also a bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: Words,
    /// What stands below it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A smaller heading, a bookmark below the section's.
    Heading(Words),
    /// A paragraph.
    Paragraph(Words),
    /// A paragraph in small grey type.
    Small(Words),
    /// Something that has to be read first, in a frame.
    Notice(Words),
    /// Names and values.
    Pairs(Vec<(Words, Words)>),
    /// A table.
    Table(Table),
    /// Points, one below the other.
    Points(Vec<Point>),
    /// Bars on a calendar.
    Timeline(Timeline),
}

/// A point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What stands before it.
    pub mark: Mark,
    /// The point.
    pub text: Words,
    /// In small grey type below it, such as sources.
    pub notes: Vec<Words>,
}

/// What stands before a point. Shapes, not colours: paper is often black and white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A dot.
    Dot,
    /// An empty box, to be ticked by hand.
    Box,
    /// A box that is ticked.
    Ticked,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: Words,
    /// Its share of the width, beside the others' shares.
    pub share: u16,
    /// Amounts stand on the right.
    pub right: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Words>,
    /// A sum: in bold, below a line.
    pub sum: bool,
}

/// Bars on a calendar. The dates stand beside each bar as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Headings of the columns of text: what, at the earliest, usual days, at the latest.
    pub heads: [Words; 4],
    /// The bars.
    pub bars: Vec<Bar>,
    /// What the shapes mean.
    pub legend: Words,
}

/// A bar of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is done.
    pub label: Words,
    /// Who does it.
    pub note: Words,
    /// The days; None where no document says how long it takes.
    pub span: Option<Span>,
    /// The text for the earliest day.
    pub earliest: Words,
    /// The text for the usual days.
    pub usual: Words,
    /// The text for the latest day.
    pub late: Words,
    /// A day later here is a day later at the end.
    pub critical: bool,
}

/// The days of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Usually begins.
    pub start: Date,
    /// Usually ends.
    pub end: Date,
    /// Ends at the latest.
    pub late: Date,
}
