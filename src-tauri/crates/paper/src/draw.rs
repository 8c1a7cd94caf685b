//! Draws pages.

use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};

use crate::pages::{FOOT, INNER, Ink, MARGIN, Outline, Put};
use crate::text::{Faces, Line};
use crate::tree::Tree;

/// Draws the pieces of a page, and hangs what is read into the tree.
pub fn page(surface: &mut Surface<'_>, faces: &Faces, puts: &[Put], tree: &mut Tree) {
    for put in puts {
        for ink in &put.piece.inks {
            match ink {
                Ink::Text { x, y, line, place } => {
                    let read = place.filter(|_| !put.again);
                    let tag = match read {
                        Some(_) => ContentTag::Span(SpanTag::empty()),
                        None => artifact(ArtifactType::Layout),
                    };
                    let id = surface.start_tagged(tag);
                    text(surface, faces, line, MARGIN + x, put.y + y);
                    surface.end_tagged();
                    if let Some(place) = read {
                        tree.hang(place, id);
                    }
                }
                Ink::Frame {
                    x,
                    y,
                    width,
                    height,
                    fill,
                    outline,
                } => {
                    let Some(path) = frame(MARGIN + x, put.y + y, *width, *height) else {
                        continue;
                    };
                    surface.start_tagged(artifact(ArtifactType::Layout));
                    surface.set_fill(fill.map(filled));
                    surface.set_stroke(outline.map(stroked));
                    surface.draw_path(&path);
                    surface.set_stroke(None);
                    surface.end_tagged();
                }
            }
        }
    }
}

/// The foot of a page: a rule, what the document is, and the page's number.
pub fn foot(surface: &mut Surface<'_>, faces: &Faces, lines: &[Line]) {
    surface.start_tagged(artifact(ArtifactType::Footer));
    if let Some(rule) = frame(MARGIN, FOOT - 6.0, INNER, 0.0) {
        surface.set_fill(None);
        surface.set_stroke(Some(stroked(Outline {
            width: 0.5,
            ink: 150,
            dashed: false,
        })));
        surface.draw_path(&rule);
        surface.set_stroke(None);
    }
    for line in lines {
        text(surface, faces, line, MARGIN, FOOT);
    }
    surface.end_tagged();
}

fn artifact<'a>(kind: ArtifactType) -> ContentTag<'a> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn text(surface: &mut Surface<'_>, faces: &Faces, line: &Line, x: f32, y: f32) {
    surface.set_fill(Some(filled(line.ink)));
    for run in &line.runs {
        surface.draw_glyphs(
            Point::from_xy(x + run.x, y + line.baseline),
            &run.glyphs,
            faces.face(run.bold).clone(),
            &run.text,
            run.size,
            false,
        );
    }
}

/// A box; without height, a rule.
fn frame(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    if height > 0.0 {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
    } else {
        path.move_to(x, y);
        path.line_to(x + width, y);
    }
    path.finish()
}

fn filled(ink: u8) -> Fill {
    Fill {
        paint: luma::Color::new(ink).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}

fn stroked(outline: Outline) -> Stroke {
    Stroke {
        paint: luma::Color::new(outline.ink).into(),
        width: outline.width,
        dash: outline.dashed.then(|| StrokeDash {
            array: vec![2.0, 1.5],
            offset: 0.0,
        }),
        ..Stroke::default()
    }
}
