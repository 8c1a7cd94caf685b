//! Sets the parts of a document, each as pieces that stay together on a page.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use crate::model::{Block, Document, Mark, Point};
use crate::pages::{INNER, Ink, Outline, Piece};
use crate::table;
use crate::text::{Line, Setter, Style};
use crate::timeline;
use crate::tree::{Place, Tree};
use crate::words::Words;

/// Between two blocks.
const GAP: f32 = 7.0;
/// Before a section.
const SECTION_GAP: f32 = 20.0;
/// How far points stand in.
const INDENT: f32 = 14.0;
/// Between a name and its value.
const NAME_WIDTH: f32 = INNER * 0.3;

/// What is needed while setting.
pub struct Setting<'a> {
    /// Sets lines.
    pub setter: &'a mut Setter,
    /// The structure, growing.
    pub tree: &'a mut Tree,
    /// Done so far.
    pub pieces: Vec<Piece>,
}

/// Everything on the pages, but their feet.
pub fn pieces(document: &Document, setter: &mut Setter, tree: &mut Tree) -> Vec<Piece> {
    let mut setting = Setting {
        setter,
        tree,
        pieces: Vec::new(),
    };
    let title = setting.heading(1, &document.title);
    setting.text(&document.title, Style::TITLE, title, 0.0);
    if let Some(subtitle) = &document.subtitle {
        setting.paragraph(subtitle, Style::BODY, 3.0);
    }
    for section in &document.sections {
        let place = setting.heading(2, &section.heading);
        let first = setting.pieces.len();
        setting.text(&section.heading, Style::HEADING, place, SECTION_GAP);
        setting.bookmark(first, 0, &section.heading);
        for block in &section.blocks {
            setting.block(block);
        }
    }
    setting.pieces
}

impl Setting<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => {
                let place = self.heading(3, words);
                let first = self.pieces.len();
                self.text(words, Style::LESSER, place, GAP + 5.0);
                self.bookmark(first, 1, words);
            }
            Block::Paragraph(words) => self.paragraph(words, Style::BODY, GAP),
            Block::Small(words) => self.paragraph(words, Style::SMALL, GAP - 3.0),
            Block::Notice(words) => self.notice(words),
            Block::Pairs(pairs) => self.pairs(pairs),
            Block::Table(it) => table::table(self, it),
            Block::Points(points) => self.points(points),
            Block::Timeline(it) => timeline::timeline(self, it),
        }
    }

    fn heading(&mut self, level: u16, words: &Words) -> Place {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let tag = Tag::Hn(level, Some(words.as_str().to_owned()));
        self.tree.grow(tag, None)
    }

    /// The heading stays with what follows it, all of its lines.
    fn bookmark(&mut self, first: usize, depth: u8, words: &Words) {
        for piece in self.pieces.iter_mut().skip(first) {
            piece.with_next = true;
        }
        if let Some(piece) = self.pieces.get_mut(first) {
            piece.bookmark = Some((depth, words.as_str().to_owned()));
        }
    }

    fn paragraph(&mut self, words: &Words, style: Style, above: f32) {
        let place = self.tree.grow(Tag::P, None);
        self.text(words, style, place, above);
    }

    /// Lines across the page.
    fn text(&mut self, words: &Words, style: Style, place: Place, above: f32) {
        let lines = self.setter.lines(words, style, INNER);
        self.flow(lines, 0.0, place, above);
    }

    /// Lines that may be parted by the end of a page, but not one alone.
    fn flow(&mut self, lines: Vec<Line>, x: f32, place: Place, above: f32) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            self.pieces.push(Piece {
                height: line.height,
                above: if at == 0 { above } else { 0.0 },
                with_next: (at == 0 && count > 1) || (count > 2 && at + 2 == count),
                inks: vec![ink(x, 0.0, line, place)],
                ..Piece::default()
            });
        }
    }

    /// One piece of lines at several places.
    pub fn stack(
        &mut self,
        words: &Words,
        style: Style,
        width: f32,
        at: (f32, f32),
        place: Place,
    ) -> (Vec<Ink>, f32) {
        let (x, mut y) = at;
        let mut inks = Vec::new();
        for line in self.setter.lines(words, style, width) {
            let height = line.height;
            inks.push(ink(x, y, line, place));
            y += height;
        }
        (inks, y - at.1)
    }

    fn notice(&mut self, words: &Words) {
        const PAD: f32 = 9.0;
        let place = self.tree.grow(Tag::P, None);
        let (lines, height) = self.stack(
            words,
            Style::BODY,
            INNER - 2.0 * PAD,
            (PAD, PAD - 2.0),
            place,
        );
        let height = height + 2.0 * PAD - 4.0;
        let mut inks = vec![Ink::Frame {
            x: 0.0,
            y: 0.0,
            width: INNER,
            height,
            fill: Some(245),
            outline: Some(Outline {
                width: 0.8,
                ink: 90,
                dashed: false,
            }),
        }];
        inks.extend(lines);
        self.pieces.push(Piece {
            height,
            above: GAP + 2.0,
            inks,
            ..Piece::default()
        });
    }

    /// Names on the left, values on the right: a list whose labels are the names.
    fn pairs(&mut self, pairs: &[(Words, Words)]) {
        let list = self.tree.grow(Tag::L(ListNumbering::None), None);
        for (at, (name, value)) in pairs.iter().enumerate() {
            let (label, body) = self.item(list);
            let (mut inks, left) = self.stack(
                name,
                Style {
                    ink: 80,
                    ..Style::BODY
                },
                NAME_WIDTH - 10.0,
                (0.0, 0.0),
                label,
            );
            let (lines, right) = self.stack(
                value,
                Style::BODY.strong(),
                INNER - NAME_WIDTH,
                (NAME_WIDTH, 0.0),
                body,
            );
            inks.extend(lines);
            self.pieces.push(Piece {
                height: left.max(right),
                above: if at == 0 { GAP } else { 2.0 },
                inks,
                ..Piece::default()
            });
        }
    }

    fn item(&mut self, list: Place) -> (Place, Place) {
        let item = self.tree.grow(Tag::LI, Some(list));
        let label = self.tree.grow(Tag::Lbl, Some(item));
        let body = self.tree.grow(Tag::LBody, Some(item));
        (label, body)
    }

    fn points(&mut self, points: &[Point]) {
        let list = self.tree.grow(Tag::L(ListNumbering::Disc), None);
        for (at, point) in points.iter().enumerate() {
            let item = self.tree.grow(Tag::LI, Some(list));
            let body = self.tree.grow(Tag::LBody, Some(item));
            let first = self.pieces.len();
            let lines = self.setter.lines(&point.text, Style::BODY, INNER - INDENT);
            self.flow(lines, INDENT, body, if at == 0 { GAP } else { 4.0 });
            if let Some(piece) = self.pieces.get_mut(first) {
                mark(point.mark, &mut piece.inks);
            }
            for note in &point.notes {
                if let Some(last) = self.pieces.last_mut() {
                    last.with_next = true;
                }
                let lines = self.setter.lines(note, Style::SMALL, INNER - INDENT);
                self.flow(lines, INDENT, body, 0.0);
            }
        }
    }
}

/// A line at a place.
pub fn ink(x: f32, y: f32, line: Line, place: impl Into<Option<Place>>) -> Ink {
    Ink::Text {
        x,
        y,
        line,
        place: place.into(),
    }
}

/// What stands before a point, drawn rather than set: it is no text to be read.
fn mark(mark: Mark, inks: &mut Vec<Ink>) {
    let square = |x: f32, y: f32, side: f32, fill: Option<u8>, outline: bool| Ink::Frame {
        x,
        y,
        width: side,
        height: side,
        fill,
        outline: outline.then_some(Outline {
            width: 0.9,
            ink: 0,
            dashed: false,
        }),
    };
    match mark {
        Mark::Dot => inks.push(square(3.0, 6.5, 3.0, Some(0), false)),
        Mark::Box => inks.push(square(0.5, 3.5, 8.5, None, true)),
        Mark::Ticked => {
            inks.push(square(0.5, 3.5, 8.5, None, true));
            inks.push(square(2.75, 5.75, 4.0, Some(0), false));
        }
    }
}

/// A row of a table, or its head.
pub fn row_tag(within: Place, tree: &mut Tree) -> Place {
    tree.grow(TagKind::from(Tag::TR), Some(within))
}
