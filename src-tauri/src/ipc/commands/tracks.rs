//! The interview, the plan it yields, and the tracks that were taken.

use wizard::command::Command;
use wizard::event::TrackId;

use super::{Answer, Shared};
use crate::ipc::going::{self, ChangeView, ProgressView};
use crate::ipc::join;
use crate::ipc::planning::{self, PlanCard, PlanningView};
use crate::ipc::view::{JourneyView, PlanView, TrackSpec};

/// Answers a question.
#[tauri::command]
#[specta::specta]
pub async fn answer(
    app: Shared<'_>,
    id: String,
    question: String,
    values: Vec<String>,
) -> Answer<JourneyView> {
    app.run(&id, Command::Answer { question, values }).await
}

/// What an answer would change, before it is given.
#[tauri::command]
#[specta::specta]
pub async fn consequences(
    app: Shared<'_>,
    id: String,
    question: String,
    values: Vec<String>,
) -> Answer<ChangeView> {
    let (loaded, change) = app.core.consequences(&id, &question, &values).await?;
    Ok(going::change(app.catalog, &loaded, &change))
}

/// What the answers allow.
#[tauri::command]
#[specta::specta]
pub async fn plan(app: Shared<'_>, id: String) -> Answer<PlanView> {
    let (loaded, proposal) = app.core.propose(&id).await?;
    Ok(join::plan(app.catalog, &loaded, &proposal))
}

/// The whole plan: sets of tracks with reasons, cost and days.
#[tauri::command]
#[specta::specta]
pub async fn planning(app: Shared<'_>, id: String) -> Answer<PlanningView> {
    let (loaded, planning) = app.core.planning(&id).await?;
    Ok(planning::planning(app.catalog, &loaded, &planning))
}

/// The plan of tracks that were picked by hand; None for no tracks.
#[tauri::command]
#[specta::specta]
pub async fn plan_by_hand(
    app: Shared<'_>,
    id: String,
    tracks: Vec<TrackSpec>,
) -> Answer<Option<PlanCard>> {
    if tracks.is_empty() {
        return Ok(None);
    }
    let tracks: Vec<_> = tracks.into_iter().map(join::spec_from).collect();
    let (loaded, planning) = app.core.planning_of(&id, &tracks).await?;
    let plans = planning::planning(app.catalog, &loaded, &planning).plans;
    Ok(plans.into_iter().next())
}

/// Takes these tracks.
#[tauri::command]
#[specta::specta]
pub async fn choose_plan(
    app: Shared<'_>,
    id: String,
    tracks: Vec<TrackSpec>,
) -> Answer<JourneyView> {
    let tracks = tracks.into_iter().map(join::spec_from).collect();
    app.run(&id, Command::ChoosePlan { tracks }).await
}

/// How the tracks that go on stand in time.
#[tauri::command]
#[specta::specta]
pub async fn progress(app: Shared<'_>, id: String) -> Answer<Vec<ProgressView>> {
    let progress = app.core.progress(&id).await?;
    Ok(going::progress(app.catalog, &progress))
}

/// 보류.
#[tauri::command]
#[specta::specta]
pub async fn track_hold(
    app: Shared<'_>,
    id: String,
    track: u32,
    reason: String,
) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::HoldTrack {
            track: TrackId(track),
            reason,
        },
    )
    .await
}

/// 포기.
#[tauri::command]
#[specta::specta]
pub async fn track_give_up(
    app: Shared<'_>,
    id: String,
    track: u32,
    reason: String,
) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::GiveUpTrack {
            track: TrackId(track),
            reason,
        },
    )
    .await
}

/// Takes a track up again.
#[tauri::command]
#[specta::specta]
pub async fn track_resume(app: Shared<'_>, id: String, track: u32) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::ResumeTrack {
            track: TrackId(track),
        },
    )
    .await
}
