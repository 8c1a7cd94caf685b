//! Sets text in lines. Korean breaks between words only, unless one word is wider than the line.

use std::rc::Rc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::style::{FontFamily, FontWeight, LineHeight, OverflowWrap, StyleProperty, WordBreak};
use parley::{
    Alignment, AlignmentOptions, FontContext, Layout, LayoutContext, PositionedLayoutItem,
};

use crate::words::Words;

/// The family's name in the files.
const FAMILY: &str = "Pretendard";
const REGULAR: &[u8] = include_bytes!("../fonts/Pretendard-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../fonts/Pretendard-SemiBold.otf");

/// Stands for a sign that the fonts do not have.
const UNKNOWN: char = '□';

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Size in points.
    pub size: f32,
    /// Semi-bold.
    pub bold: bool,
    /// How dark: 0 is black, 255 is paper.
    pub ink: u8,
    /// Ends at the right edge.
    pub right: bool,
}

/// The sizes of a page.
impl Style {
    pub const BODY: Style = Style {
        size: 10.0,
        bold: false,
        ink: 0,
        right: false,
    };
    pub const SMALL: Style = Style {
        size: 8.5,
        ink: 80,
        ..Style::BODY
    };
    pub const TITLE: Style = Style {
        size: 21.0,
        bold: true,
        ..Style::BODY
    };
    pub const HEADING: Style = Style {
        size: 14.0,
        bold: true,
        ..Style::BODY
    };
    pub const LESSER: Style = Style {
        size: 11.0,
        bold: true,
        ..Style::BODY
    };
    pub const CELL: Style = Style {
        size: 9.0,
        ..Style::BODY
    };

    /// The same in semi-bold.
    pub const fn strong(self) -> Style {
        Style { bold: true, ..self }
    }

    /// The same at the right edge.
    pub const fn to_right(self, right: bool) -> Style {
        Style { right, ..self }
    }
}

/// A line of text, set.
#[derive(Debug, Clone)]
pub struct Line {
    /// From the line above to the line below.
    pub height: f32,
    /// From the top to where letters stand.
    pub baseline: f32,
    /// How dark.
    pub ink: u8,
    /// Its runs of one font each.
    pub runs: Vec<Run>,
}

/// Glyphs of one font.
#[derive(Debug, Clone)]
pub struct Run {
    /// From the left edge.
    pub x: f32,
    /// Semi-bold.
    pub bold: bool,
    /// Size in points.
    pub size: f32,
    /// The glyphs; their ranges are of `text`.
    pub glyphs: Vec<KrillaGlyph>,
    /// The whole paragraph.
    pub text: Rc<str>,
}

/// Sets text.
pub struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
}

impl Setter {
    /// With the embedded fonts, and none of the system's: the same page everywhere.
    pub fn new() -> Self {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        });
        for face in [REGULAR, SEMI_BOLD] {
            collection.register_fonts(Blob::new(std::sync::Arc::new(face)), None);
        }
        Setter {
            fonts: FontContext {
                collection,
                source_cache: SourceCache::default(),
            },
            layouts: LayoutContext::new(),
        }
    }

    /// Lines of at most this width.
    pub fn lines(&mut self, words: &Words, style: Style, width: f32) -> Vec<Line> {
        let text = words.as_str();
        let layout = self.layout(text, style, width);
        let unknown = unknown_in(&layout);
        if unknown.is_empty() {
            return lines_of(&layout, text, style);
        }
        let known: String = text
            .char_indices()
            .map(|(at, c)| if unknown.contains(&at) { UNKNOWN } else { c })
            .collect();
        let layout = self.layout(&known, style, width);
        lines_of(&layout, &known, style)
    }

    fn layout(&mut self, text: &str, style: Style, width: f32) -> Layout<()> {
        let mut builder = self
            .layouts
            .ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::named(FAMILY)));
        builder.push_default(StyleProperty::FontSize(style.size));
        let weight = if style.bold { 600.0 } else { 400.0 };
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(weight)));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(
            1.55,
        )));
        builder.push_default(StyleProperty::WordBreak(WordBreak::KeepAll));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        let alignment = if style.right {
            Alignment::End
        } else {
            Alignment::Start
        };
        layout.align(alignment, AlignmentOptions::default());
        layout
    }
}

/// Where the fonts have no glyph.
fn unknown_in(layout: &Layout<()>) -> Vec<usize> {
    let mut found = Vec::new();
    for line in layout.lines() {
        for run in line.runs() {
            for cluster in run.clusters() {
                if cluster.glyphs().any(|glyph| glyph.id == 0) {
                    found.extend(cluster.text_range());
                }
            }
        }
    }
    found
}

fn lines_of(layout: &Layout<()>, text: &str, style: Style) -> Vec<Line> {
    let text: Rc<str> = text.into();
    layout
        .lines()
        .map(|line| {
            let metrics = line.metrics();
            let runs = line.items().filter_map(|item| match item {
                PositionedLayoutItem::GlyphRun(run) => Some(run),
                PositionedLayoutItem::InlineBox(_) => None,
            });
            Line {
                height: metrics.line_height,
                baseline: metrics.baseline - metrics.block_min_coord,
                ink: style.ink,
                runs: runs
                    .map(|run| Run {
                        x: run.offset(),
                        bold: style.bold,
                        size: style.size,
                        glyphs: glyphs(run.run(), style.size),
                        text: text.clone(),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// One style a paragraph, so that a run of a line is a run of glyphs.
fn glyphs(run: &parley::layout::Run<'_, ()>, size: f32) -> Vec<KrillaGlyph> {
    let mut out: Vec<KrillaGlyph> = Vec::new();
    for cluster in run.visual_clusters() {
        if cluster.is_ligature_continuation() {
            if let Some(last) = out.last_mut() {
                last.text_range.end = cluster.text_range().end;
            }
            continue;
        }
        out.extend(cluster.glyphs().map(|glyph| {
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                glyph.y / size,
                0.0,
                cluster.text_range(),
                None,
            )
        }));
    }
    out
}

/// The fonts for the file.
pub struct Faces {
    regular: Font,
    bold: Font,
}

impl Faces {
    /// None when an embedded font cannot be read.
    pub fn new() -> Option<Self> {
        Some(Faces {
            regular: Font::new(REGULAR.into(), 0)?,
            bold: Font::new(SEMI_BOLD.into(), 0)?,
        })
    }

    /// One of them.
    pub fn face(&self, bold: bool) -> &Font {
        if bold { &self.bold } else { &self.regular }
    }
}
