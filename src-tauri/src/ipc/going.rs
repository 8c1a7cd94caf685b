//! The plan as the journey goes on, and what another answer would change.

use app::Loaded;
use catalog::Catalog;
use serde::Serialize;
use specta::Type;
use wizard::plan::Progress;
use wizard::{Consequences, TaskKey, TrackSpec as Spec};

use super::join::{name, names, spec_view};
use super::planning::{BarView, DatesView, bars, dates, reasons};
use super::texts::bi;
use super::view::{Bi, ReasonView, TaskName, TrackSpec};

/// A track that goes on, as it stands today.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ProgressView {
    /// Its number.
    pub id: u32,
    /// Which.
    pub track: TrackSpec,
    /// Gateway's name.
    pub gateway: Bi,
    /// The day it is open, by what is known now.
    pub dates: DatesView,
    /// The day it was to be open when the plan was chosen.
    pub expected: DatesView,
    /// Business days by which the usual day has moved away since then.
    pub slipped: u32,
    /// Its timeline: real days where there are some.
    pub bars: Vec<BarView>,
    /// What the days leave out.
    pub left_out: Vec<ReasonView>,
}

/// What another answer would change. Nothing that was done is deleted by it.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ChangeView {
    /// Questions that would be asked beside the present ones.
    pub asked: Vec<Bi>,
    /// Questions that would no longer be asked.
    pub unasked: Vec<Bi>,
    /// Tasks that would come in.
    pub added: Vec<TaskName>,
    /// Tasks that would no longer apply.
    pub dropped: Vec<DroppedTask>,
    /// Tasks that are done and would have to be done again.
    pub again: Vec<TaskName>,
    /// Tracks that go on and could not be chosen any more.
    pub against: Vec<AgainstView>,
    /// Tracks that the best plan would have beside its present ones.
    pub planned: Vec<TrackName>,
    /// Tracks that the best plan would leave out.
    pub unplanned: Vec<TrackName>,
}

/// A task that would no longer apply.
#[derive(Debug, Clone, Serialize, Type)]
pub struct DroppedTask {
    /// Which.
    pub task: TaskName,
    /// It is done; that stays.
    pub done: bool,
}

/// A track that rules would speak against.
#[derive(Debug, Clone, Serialize, Type)]
pub struct AgainstView {
    /// Which.
    pub track: TrackName,
    /// The rules.
    pub reasons: Vec<ReasonView>,
}

/// A track and its names.
#[derive(Debug, Clone, Serialize, Type)]
pub struct TrackName {
    /// Which.
    pub track: TrackSpec,
    /// Gateway's name.
    pub gateway: Bi,
    /// Module's name.
    pub module: Bi,
}

/// How the tracks stand in time.
pub fn progress(catalog: &Catalog, all: &[Progress]) -> Vec<ProgressView> {
    let view = |it: &Progress| ProgressView {
        id: it.track.0,
        track: spec_view(&it.spec),
        gateway: names(catalog, &it.spec).0,
        dates: dates(&it.dates),
        expected: dates(&it.expected),
        slipped: it.slipped,
        bars: bars(catalog, &it.bars),
        left_out: reasons(&it.left_out),
    };
    all.iter().map(view).collect()
}

/// What an answer would change, in words.
pub fn change(catalog: &Catalog, loaded: &Loaded, it: &Consequences) -> ChangeView {
    let titles = |ids: &[String]| {
        let found = ids.iter().filter_map(|id| catalog.question(id));
        found.map(|it| bi(&it.title)).collect()
    };
    let tasks = |keys: &[TaskKey]| keys.iter().filter_map(|key| name(catalog, key)).collect();
    let tracks = |specs: &[Spec]| specs.iter().map(|it| track(catalog, it)).collect();
    let against = it.against.iter().filter_map(|(id, why)| {
        let found = loaded.journey.track(*id)?;
        Some(AgainstView {
            track: track(catalog, &found.spec),
            reasons: reasons(why),
        })
    });
    ChangeView {
        asked: titles(&it.asked),
        unasked: titles(&it.unasked),
        added: tasks(&it.added),
        dropped: it
            .dropped
            .iter()
            .filter_map(|(key, done)| {
                Some(DroppedTask {
                    task: name(catalog, key)?,
                    done: *done,
                })
            })
            .collect(),
        again: tasks(&it.again),
        against: against.collect(),
        planned: tracks(&it.planned),
        unplanned: tracks(&it.unplanned),
    }
}

fn track(catalog: &Catalog, spec: &Spec) -> TrackName {
    let (gateway, module, _) = names(catalog, spec);
    TrackName {
        track: spec_view(spec),
        gateway,
        module,
    }
}
