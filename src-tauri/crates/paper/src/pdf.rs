//! Writes a document as PDF.

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document as File, SerializeSettings};

use crate::blocks;
use crate::draw;
use crate::model::Document;
use crate::pages::{HEIGHT, INNER, Put, WIDTH, pages};
use crate::text::{Faces, Setter, Style};
use crate::tree::Tree;
use crate::words::Words;

/// The file could not be written; with the library's reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable(pub String);

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "pdf: {}", self.0)
    }
}

impl std::error::Error for Unwritable {}

/// The document on A4, tagged so that it can be read aloud (PDF/UA-1), with bookmarks and page
/// numbers. The same document gives the same bytes.
///
/// # Errors
/// When the library refuses what was drawn.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Unwritable> {
    let refused = |why: &dyn std::fmt::Debug| Unwritable(format!("{why:?}"));
    let faces = Faces::new().ok_or_else(|| Unwritable("fonts".to_owned()))?;
    let mut setter = Setter::new();
    let mut tree = Tree::default();
    let pieces = blocks::pieces(document, &mut setter, &mut tree);
    let pages = pages(pieces);

    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|why| refused(&why))?;
    let mut file = File::new_with(SerializeSettings {
        configuration,
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    for (at, puts) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| refused(&"size"))?;
        let mut page = file.start_page_with(size);
        let mut surface = page.surface();
        draw::page(&mut surface, &faces, puts, &mut tree);
        let number = Words::page(at + 1, pages.len());
        let mut foot = setter.lines(&document.foot, Style::SMALL, INNER * 0.85);
        foot.truncate(1);
        foot.extend(setter.lines(&number, Style::SMALL.to_right(true), INNER));
        draw::foot(&mut surface, &faces, &foot);
        surface.finish();
        page.finish();
    }
    file.set_outline(bookmarks(&pages));
    file.set_tag_tree(tree.finish());
    file.set_metadata(metadata(document));
    file.finish().map_err(|why| refused(&why))
}

fn metadata(document: &Document) -> Metadata {
    let day = document.made;
    let year = u16::try_from(day.year()).unwrap_or_default();
    let part = |it: i8| u8::try_from(it).unwrap_or(1);
    Metadata::new()
        .title(document.title.as_str().to_owned())
        .creator("Giljabi".to_owned())
        .language(document.language.tag().to_owned())
        .text_direction(TextDirection::LeftToRight)
        .creation_date(
            DateTime::new(year)
                .month(part(day.month()))
                .day(part(day.day())),
        )
}

/// Sections, and the smaller headings within them.
fn bookmarks(pages: &[Vec<Put>]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for (page, puts) in pages.iter().enumerate() {
        for put in puts.iter().filter(|put| !put.again) {
            let Some((depth, text)) = &put.piece.bookmark else {
                continue;
            };
            let to = XyzDestination::new(page, Point::from_xy(0.0, put.y));
            let node = OutlineNode::new(text.clone(), to);
            match open.as_mut() {
                Some(section) if *depth > 0 => section.push_child(node),
                _ => {
                    if let Some(done) = open.replace(node) {
                        outline.push_child(done);
                    }
                }
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}
