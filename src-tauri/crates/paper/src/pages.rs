//! Puts what was set onto pages.

use std::rc::Rc;

use crate::text::Line;
use crate::tree::Place;

/// A4 in points.
pub const WIDTH: f32 = 595.276;
/// A4 in points.
pub const HEIGHT: f32 = 841.89;
/// Twenty millimetres at each side.
pub const MARGIN: f32 = 56.693;
/// What a line of the page may take.
pub const INNER: f32 = WIDTH - 2.0 * MARGIN;
/// Where the foot begins.
pub const FOOT: f32 = HEIGHT - 40.0;
/// Down to here the page is filled.
const BOTTOM: f32 = HEIGHT - MARGIN - 8.0;

/// Something to draw, measured from the top left of its piece.
#[derive(Debug, Clone)]
pub enum Ink {
    /// A line of text.
    Text {
        x: f32,
        y: f32,
        line: Line,
        /// Where it is read; None = decoration.
        place: Option<Place>,
    },
    /// A box, filled, outlined or both.
    Frame {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        fill: Option<u8>,
        outline: Option<Outline>,
    },
}

/// The outline of a box; a box without height is a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// In points.
    pub width: f32,
    /// How dark.
    pub ink: u8,
    /// In dashes.
    pub dashed: bool,
}

/// What stays together on a page.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// The room that it takes.
    pub height: f32,
    /// The room above it, except at the top of a page.
    pub above: f32,
    /// Not the last on its page: a heading.
    pub with_next: bool,
    /// What it consists of.
    pub inks: Vec<Ink>,
    /// Drawn again above it at the top of a page: the head of a table.
    pub head: Option<Rc<Piece>>,
    /// A bookmark, with its depth.
    pub bookmark: Option<(u8, String)>,
}

/// A piece in its place.
#[derive(Debug)]
pub struct Put {
    /// From the top of the page.
    pub y: f32,
    /// The piece.
    pub piece: Rc<Piece>,
    /// A head drawn again: it was read once already.
    pub again: bool,
}

/// Pages of pieces. What is taller than a page runs over its edge rather than away; nothing that
/// is set today is.
pub fn pages(pieces: Vec<Piece>) -> Vec<Vec<Put>> {
    let pieces: Vec<Rc<Piece>> = pieces.into_iter().map(Rc::new).collect();
    let mut pages = Vec::new();
    let mut page: Vec<Put> = Vec::new();
    let mut y = MARGIN;
    for (at, piece) in pieces.iter().enumerate() {
        let above = if page.is_empty() { 0.0 } else { piece.above };
        if !page.is_empty() && y + above + needed(&pieces[at..]) > BOTTOM {
            pages.push(std::mem::take(&mut page));
            y = MARGIN;
            if let Some(head) = &piece.head {
                page.push(Put {
                    y,
                    piece: head.clone(),
                    again: true,
                });
                y += head.height;
            }
        } else {
            y += above;
        }
        page.push(Put {
            y,
            piece: piece.clone(),
            again: false,
        });
        y += piece.height;
    }
    if !page.is_empty() || pages.is_empty() {
        pages.push(page);
    }
    pages
}

/// The room for the first piece and those that it may not be parted from.
fn needed(pieces: &[Rc<Piece>]) -> f32 {
    let mut height = 0.0;
    for (at, piece) in pieces.iter().enumerate() {
        height += piece.height + if at > 0 { piece.above } else { 0.0 };
        if !piece.with_next {
            break;
        }
    }
    height
}
