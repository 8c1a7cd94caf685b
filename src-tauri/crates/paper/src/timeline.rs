//! Sets a timeline: a table whose last column is drawn. Bars are told apart by shape and by how
//! dark they are, never by colour, and the days stand beside them as text.

use jiff::ToSpan;
use jiff::civil::Date;
use krilla::tagging::{TableHeaderScope, Tag};

use crate::blocks::{Setting, ink};
use crate::model::{Bar, Timeline};
use crate::pages::{INNER, Ink, Outline, Piece};
use crate::table::{Cell, head_piece, row_piece, rule};
use crate::text::Style;
use crate::words::Words;

/// Widths of the columns of text, of the page's.
const COLUMNS: [f32; 4] = [0.26, 0.13, 0.16, 0.13];
const CHART_X: f32 = INNER * (COLUMNS[0] + COLUMNS[1] + COLUMNS[2] + COLUMNS[3]) + 6.0;
const CHART: f32 = INNER - CHART_X;
const BAR: f32 = 9.0;

/// The days that the chart shows.
struct Scale {
    from: Date,
    days: f32,
    /// The days that are named above it.
    ticks: Vec<(Date, Words)>,
}

/// As many days as weeks are named for; longer charts name months.
const WEEKS: f32 = 70.0;
/// At most so many ticks are named.
const TICKS: usize = 5;

impl Scale {
    fn of(bars: &[Bar]) -> Option<Scale> {
        let spans = || bars.iter().filter_map(|bar| bar.span);
        let from = spans().map(|it| it.start).min()?;
        let to = spans().map(|it| it.late.max(it.end)).max()?;
        let days = days_between(from, to) + 1.0;
        let all: Vec<(Date, Words)> = if days <= WEEKS {
            let weeks = from.series(1.week()).take_while(|day| *day <= to);
            weeks.map(|day| (day, Words::month_day(day))).collect()
        } else {
            let first = from.first_of_month().saturating_add(1.month());
            let months = first.series(1.month()).take_while(|day| *day <= to);
            months.map(|day| (day, Words::month(day))).collect()
        };
        let step = all.len().div_ceil(TICKS).max(1);
        Some(Scale {
            from,
            days,
            ticks: all.into_iter().step_by(step).collect(),
        })
    }

    /// Where the morning of a day is.
    fn x(&self, day: Date) -> f32 {
        CHART_X + CHART * (days_between(self.from, day) / self.days).clamp(0.0, 1.0)
    }

    fn end_x(&self, day: Date) -> f32 {
        self.x(day.tomorrow().unwrap_or(day))
    }
}

fn days_between(from: Date, to: Date) -> f32 {
    let days = from.until(to).map(|it| it.get_days()).unwrap_or_default();
    // A chart of more than sixteen million days is not drawn by anybody.
    days as f32
}

/// Sets a timeline.
pub fn timeline(setting: &mut Setting<'_>, it: &Timeline) {
    let scale = Scale::of(&it.bars);
    let whole = setting.tree.grow(Tag::Table, None);
    let mut x = 0.0;
    let mut edges = Vec::new();
    for share in COLUMNS {
        edges.push((x, INNER * share));
        x += INNER * share;
    }
    let heads = edges
        .iter()
        .zip(&it.heads)
        .map(|(&(x, width), words)| Cell {
            texts: vec![(words, Style::CELL.strong())],
            x,
            width,
            tag: Tag::TH(TableHeaderScope::Column).into(),
        });
    let head = head_piece(setting, whole, heads.collect());
    // The ticks stand in the head that was just set, and in the one for later pages.
    let ticks = scale
        .as_ref()
        .map(|scale| ticks(setting, scale))
        .unwrap_or_default();
    if let Some(last) = setting.pieces.last_mut() {
        last.inks.extend(ticks.iter().cloned());
    }
    let head = std::rc::Rc::new(Piece {
        inks: head.inks.iter().cloned().chain(ticks).collect(),
        ..(*head).clone()
    });
    for bar in &it.bars {
        let label = if bar.critical {
            Style::CELL.strong()
        } else {
            Style::CELL
        };
        let texts = [
            vec![(&bar.label, label), (&bar.note, Style::SMALL)],
            vec![(&bar.earliest, Style::CELL)],
            vec![(&bar.usual, Style::CELL)],
            vec![(&bar.late, Style::CELL)],
        ];
        let cells = edges
            .iter()
            .zip(texts)
            .enumerate()
            .map(|(at, (&(x, width), texts))| Cell {
                texts,
                x,
                width,
                tag: if at == 0 {
                    Tag::TH(TableHeaderScope::Row).into()
                } else {
                    Tag::TD.into()
                },
            });
        let mut piece = row_piece(setting, whole, cells.collect());
        let mut drawn = vec![rule(0.4, 190, 0.0)];
        if let Some(scale) = &scale {
            drawn.extend(bar_inks(scale, bar, piece.height));
        }
        drawn.append(&mut piece.inks);
        piece.inks = drawn;
        piece.head = Some(head.clone());
        setting.pieces.push(piece);
    }
    let legend = setting.tree.grow(Tag::P, None);
    let (inks, height) = setting.stack(&it.legend, Style::SMALL, INNER, (0.0, 0.0), legend);
    setting.pieces.push(Piece {
        height,
        above: 4.0,
        inks,
        ..Piece::default()
    });
}

fn ticks(setting: &mut Setting<'_>, scale: &Scale) -> Vec<Ink> {
    let mut inks = Vec::new();
    for (day, words) in &scale.ticks {
        let lines = setting.setter.lines(words, Style::SMALL, CHART);
        inks.extend(
            lines
                .into_iter()
                .map(|line| ink(scale.x(*day), 3.5, line, None)),
        );
    }
    inks
}

fn bar_inks(scale: &Scale, bar: &Bar, height: f32) -> Vec<Ink> {
    let mut inks: Vec<Ink> = scale
        .ticks
        .iter()
        .map(|(day, _)| Ink::Frame {
            x: scale.x(*day),
            y: 0.0,
            width: 0.01,
            height,
            fill: None,
            outline: Some(Outline {
                width: 0.4,
                ink: 215,
                dashed: false,
            }),
        })
        .collect();
    let Some(span) = bar.span else { return inks };
    let y = (height - BAR) / 2.0;
    let boxed = |from: f32, to: f32, fill: Option<u8>, dashed: bool| Ink::Frame {
        x: from,
        y,
        width: (to - from).max(1.5),
        height: BAR,
        fill,
        outline: Some(Outline {
            width: 0.7,
            ink: 0,
            dashed,
        }),
    };
    if span.late > span.end {
        inks.push(boxed(
            scale.end_x(span.end),
            scale.end_x(span.late),
            None,
            true,
        ));
    }
    let fill = if bar.critical { 0 } else { 185 };
    inks.push(boxed(
        scale.x(span.start),
        scale.end_x(span.end),
        Some(fill),
        false,
    ));
    inks
}
