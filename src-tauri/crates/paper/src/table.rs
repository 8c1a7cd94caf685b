//! Sets tables. The head stands again at the top of each page.

use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use crate::blocks::{Setting, row_tag};
use crate::model::Table;
use crate::pages::{INNER, Ink, Outline, Piece};
use crate::text::Style;
use crate::tree::Place;
use crate::words::Words;

/// Inside a cell, left and right.
pub const PAD: f32 = 4.0;
/// Inside a cell, above and below.
const PAD_Y: f32 = 3.0;

/// A cell to set: where, how, and what it is.
pub struct Cell<'a> {
    /// What it says, one paragraph below the other.
    pub texts: Vec<(&'a Words, Style)>,
    /// From the left edge.
    pub x: f32,
    /// With its padding.
    pub width: f32,
    /// What it is.
    pub tag: TagKind,
}

/// Sets a table.
pub fn table(setting: &mut Setting<'_>, table: &Table) {
    let shares: f32 = table.columns.iter().map(|it| f32::from(it.share)).sum();
    let mut columns = Vec::new();
    let mut x = 0.0;
    for column in &table.columns {
        let width = INNER * f32::from(column.share) / shares.max(1.0);
        columns.push((x, width, column.right));
        x += width;
    }
    let whole = setting.tree.grow(Tag::Table, None);
    let titles = table.columns.iter().map(|it| &it.title);
    let head = columns
        .iter()
        .zip(titles)
        .map(|(&(x, width, right), title)| Cell {
            texts: vec![(title, Style::CELL.strong().to_right(right))],
            x,
            width,
            tag: Tag::TH(TableHeaderScope::Column).into(),
        });
    let head = head_piece(setting, whole, head.collect());
    for (at, row) in table.rows.iter().enumerate() {
        let style = if row.sum {
            Style::CELL.strong()
        } else {
            Style::CELL
        };
        let cells =
            columns
                .iter()
                .zip(&row.cells)
                .enumerate()
                .map(|(at, (&(x, width, right), words))| Cell {
                    texts: vec![(words, style.to_right(right))],
                    x,
                    width,
                    tag: if at == 0 {
                        Tag::TH(TableHeaderScope::Row).into()
                    } else {
                        Tag::TD.into()
                    },
                });
        let cells = cells.collect();
        let mut piece = row_piece(setting, whole, cells);
        piece.inks.insert(
            0,
            rule(
                if row.sum { 0.9 } else { 0.4 },
                if row.sum { 0 } else { 170 },
                0.0,
            ),
        );
        piece.head = Some(head.clone());
        // Sums stay together, with what they sum up.
        piece.with_next = table.rows.get(at + 1).is_some_and(|next| next.sum);
        setting.pieces.push(piece);
    }
}

/// Sets the head, and gives it back to stand on later pages.
pub fn head_piece(setting: &mut Setting<'_>, whole: Place, cells: Vec<Cell<'_>>) -> Rc<Piece> {
    let mut head = row_piece(setting, whole, cells);
    head.inks.insert(
        0,
        Ink::Frame {
            x: 0.0,
            y: 0.0,
            width: INNER,
            height: head.height,
            fill: Some(238),
            outline: None,
        },
    );
    head.with_next = true;
    head.above = 8.0;
    setting.pieces.push(head.clone());
    Rc::new(head)
}

/// Sets a row.
pub fn row_piece(setting: &mut Setting<'_>, whole: Place, cells: Vec<Cell<'_>>) -> Piece {
    let row = row_tag(whole, setting.tree);
    let mut piece = Piece::default();
    for cell in cells {
        let place = setting.tree.grow(cell.tag, Some(row));
        let mut y = PAD_Y;
        for (words, style) in cell.texts {
            let at = (cell.x + PAD, y);
            let (inks, height) = setting.stack(words, style, cell.width - 2.0 * PAD, at, place);
            piece.inks.extend(inks);
            y += height;
        }
        piece.height = piece.height.max(y + PAD_Y);
    }
    piece
}

/// A line across the page.
pub fn rule(width: f32, ink: u8, y: f32) -> Ink {
    Ink::Frame {
        x: 0.0,
        y,
        width: INNER,
        height: 0.0,
        fill: None,
        outline: Some(Outline {
            width,
            ink,
            dashed: false,
        }),
    }
}
