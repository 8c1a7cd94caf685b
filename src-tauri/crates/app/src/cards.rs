//! A journey in the list, as it is kept beside the journey so that listing needs no replay.

use serde::{Deserialize, Serialize};
use store::JourneyRow;
use wizard::view::{JourneyView, TrackState};

use crate::view::Card;

/// What the list shows, written with each change so that listing needs no replay.
#[derive(Serialize, Deserialize, Default)]
struct Summary {
    name: String,
    next: Option<String>,
    done: u32,
    total: u32,
    mine: u32,
    waiting: u32,
    open: bool,
}

pub(crate) fn card(row: &JourneyRow) -> Card {
    let summary: Summary = serde_json::from_str(&row.summary).unwrap_or_default();
    Card {
        id: row.id.to_string(),
        name: if summary.name.is_empty() {
            row.name.clone()
        } else {
            summary.name
        },
        next: summary.next,
        done: summary.done,
        total: summary.total,
        mine: summary.mine,
        waiting: summary.waiting,
        open: summary.open,
        binned_on: row.binned_at.as_deref().and_then(day_of),
    }
}

fn day_of(at: &str) -> Option<jiff::civil::Date> {
    let at: jiff::Timestamp = at.parse().ok()?;
    Some(at.to_zoned(crate::seoul()).date())
}

pub(crate) fn summary(view: &JourneyView) -> String {
    let open = view
        .tracks
        .iter()
        .any(|track| matches!(track.state, TrackState::Open { .. }));
    let summary = Summary {
        name: view.name.clone(),
        next: view.next.as_ref().map(|key| key.task.clone()),
        done: view.done,
        total: view.total,
        mine: view.mine,
        waiting: view.waiting,
        open,
    };
    serde_json::to_string(&summary).unwrap_or_default()
}
