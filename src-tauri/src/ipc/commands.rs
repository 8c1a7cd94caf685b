// tidy: long because every command stands here, each a few lines that map to one call.
//! The commands: each maps to one call of the controller, and an error to a code.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use app::Controller;
use catalog::Catalog;
use catalog::find::Index;
use tauri::{AppHandle, State, Wry};
use tauri_plugin_opener::OpenerExt;
use tauri_specta::Event;
use wizard::command::Command;
use wizard::event::{FieldAt, TaskKey, TrackId};

use super::error::{FileProblem, IpcError, RefusedWhy};
use super::going::{self, ChangeView, ProgressView};
use super::library::view::{
    Found, GatewayPage, LibraryView, ModulePage, SubjectPage, SubjectView, Translation,
};
use super::planning::{self, PlanCard, PlanningView};
use super::twins;
use super::view::{
    AppView, CertificateRead, FieldRef, HistoryLine, JourneyView, Place, PlaceMark, PlanView,
    Prefs, TaskPage, TrackSpec, Typed, VaultView, Verdict,
};
use super::{events, join, library, page, prefs};
use crate::host::Desktop;
use crate::window;

type Answer<T> = Result<T, IpcError>;

/// What the commands share.
pub struct App {
    /// The core.
    pub core: Arc<Controller<Desktop>>,
    /// The catalogue.
    pub catalog: &'static Catalog,
    /// What can be searched for; made when somebody first searches.
    pub index: OnceLock<Index>,
    /// Pages of shown secrets, each served once.
    pub shown: window::Shelf,
    /// What would be lost with the window.
    pub unsaved: window::Unsaved,
    /// What lies on the window.
    pub dropped: window::Dropped,
}

type Shared<'a> = State<'a, App>;

pub(super) fn key(text: &str) -> Answer<TaskKey> {
    text.parse().map_err(|_| IpcError::NotFound)
}

fn field(at: &FieldRef) -> Answer<FieldAt> {
    Ok(FieldAt {
        task: key(&at.task)?,
        field: at.field.clone(),
    })
}

fn day(text: &str) -> Answer<jiff::civil::Date> {
    text.parse()
        .map_err(|_| IpcError::Refused(RefusedWhy::BadText))
}

impl App {
    async fn view(&self, handle: &AppHandle<Wry>) -> AppView {
        let overview = self.core.overview().await;
        twins::app_view(self.catalog, &overview, prefs::load(handle).prefs)
    }

    /// What is near to who looks something up: the open journey's gateways.
    async fn near(&self, journey: Option<String>) -> library::Neighbours {
        match journey {
            Some(id) => match self.core.load(&id).await {
                Ok(loaded) => library::Neighbours::of(&loaded),
                // Looking something up works without the journey, too.
                Err(_) => library::Neighbours::default(),
            },
            None => library::Neighbours::default(),
        }
    }

    async fn run(&self, id: &str, command: Command) -> Answer<JourneyView> {
        let loaded = self.core.run(id, command).await?;
        Ok(join::journey(self.catalog, &loaded))
    }
}

/// Everything outside one journey.
#[tauri::command]
#[specta::specta]
pub async fn app_view(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<AppView> {
    // The folder that was open last is opened again, once: so the first screen is the right one.
    if app.core.nothing_chosen().await
        && let Some(place) = prefs::load(&handle).place
    {
        app.core.choose_place(twins::kind_from(place), "").await?;
    }
    Ok(app.view(&handle).await)
}

/// Opens a data folder.
#[tauri::command]
#[specta::specta]
pub async fn choose_place(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    place: Place,
    who: String,
) -> Answer<AppView> {
    app.core.choose_place(twins::kind_from(place), &who).await?;
    let mut remembered = prefs::load(&handle);
    remembered.place = Some(place);
    prefs::save(&handle, &remembered);
    crate::maintain(&handle);
    Ok(app.view(&handle).await)
}

/// Back to the first choice.
#[tauri::command]
#[specta::specta]
pub async fn leave_place(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<AppView> {
    app.core.leave_place().await;
    let mut remembered = prefs::load(&handle);
    remembered.place = None;
    prefs::save(&handle, &remembered);
    Ok(app.view(&handle).await)
}

/// Who marks.
#[tauri::command]
#[specta::specta]
pub async fn set_who(handle: AppHandle<Wry>, app: Shared<'_>, who: String) -> Answer<AppView> {
    app.core.set_who(&who).await?;
    Ok(app.view(&handle).await)
}

/// Preferences.
#[tauri::command]
#[specta::specta]
pub async fn set_prefs(handle: AppHandle<Wry>, app: Shared<'_>, prefs: Prefs) -> Answer<AppView> {
    let mut remembered = super::prefs::load(&handle);
    remembered.prefs = Prefs {
        text_size: prefs.text_size.clamp(14, 24),
        ..prefs
    };
    super::prefs::save(&handle, &remembered);
    Ok(app.view(&handle).await)
}

/// Begins a journey.
#[tauri::command]
#[specta::specta]
pub async fn journey_create(app: Shared<'_>, name: String) -> Answer<JourneyView> {
    let loaded = app.core.create(&name).await?;
    Ok(join::journey(app.catalog, &loaded))
}

/// Opens a journey.
#[tauri::command]
#[specta::specta]
pub async fn journey_open(app: Shared<'_>, id: String) -> Answer<JourneyView> {
    let loaded = app.core.open(&id).await?;
    Ok(join::journey(app.catalog, &loaded))
}

/// Renames it.
#[tauri::command]
#[specta::specta]
pub async fn journey_rename(app: Shared<'_>, id: String, name: String) -> Answer<Typed> {
    Ok(twins::typed(&app.core.rename(&id, &name).await?))
}

/// Duplicates it: answers and notes, no secret, proof or date.
#[tauri::command]
#[specta::specta]
pub async fn journey_duplicate(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
) -> Answer<AppView> {
    app.core.duplicate(&id).await?;
    Ok(app.view(&handle).await)
}

/// Puts it in the bin.
#[tauri::command]
#[specta::specta]
pub async fn journey_bin(handle: AppHandle<Wry>, app: Shared<'_>, id: String) -> Answer<AppView> {
    app.core.bin(&id).await?;
    Ok(app.view(&handle).await)
}

/// Takes it out again.
#[tauri::command]
#[specta::specta]
pub async fn journey_unbin(handle: AppHandle<Wry>, app: Shared<'_>, id: String) -> Answer<AppView> {
    app.core.unbin(&id).await?;
    Ok(app.view(&handle).await)
}

/// Deletes it for good, from the bin only.
#[tauri::command]
#[specta::specta]
pub async fn journey_delete(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
) -> Answer<AppView> {
    app.core.delete(&id).await?;
    Ok(app.view(&handle).await)
}

/// Exports it as one file without secrets; the core opens the dialog.
#[tauri::command]
#[specta::specta]
pub async fn journey_export(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
) -> Answer<Option<String>> {
    let (name, text) = app.core.export(&id).await?;
    let Some(path) = crate::dialog::save(&handle, &format!("{name}.giljabi.json")).await else {
        return Ok(None);
    };
    crate::dialog::write(&path, text.as_bytes())?;
    Ok(Some(path.display().to_string()))
}

/// Imports one.
#[tauri::command]
#[specta::specta]
pub async fn journey_import(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
) -> Answer<Option<JourneyView>> {
    let Some(path) = crate::dialog::pick(&handle, &["json"]).await else {
        return Ok(None);
    };
    let text = crate::dialog::read(&path, app::Controller::<Desktop>::LARGEST_EXPORT)?;
    let text = String::from_utf8(text).map_err(|_| IpcError::BadFile(FileProblem::NotExport))?;
    let loaded = app.core.import(&text).await?;
    Ok(Some(join::journey(app.catalog, &loaded)))
}

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

/// How the tracks that go on stand in time.
#[tauri::command]
#[specta::specta]
pub async fn progress(app: Shared<'_>, id: String) -> Answer<Vec<ProgressView>> {
    let progress = app.core.progress(&id).await?;
    Ok(going::progress(app.catalog, &progress))
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

/// One task's page.
#[tauri::command]
#[specta::specta]
pub async fn task_page(app: Shared<'_>, id: String, key: String) -> Answer<TaskPage> {
    let key = self::key(&key)?;
    let loaded = app.core.load(&id).await?;
    let check = app
        .core
        .last_verdict(&id, &key)
        .await
        .map(|it| twins::check(&it));
    page::task_page(app.catalog, &loaded, &key, check).ok_or(IpcError::NotFound)
}

/// Types into a plain field.
#[tauri::command]
#[specta::specta]
pub async fn set_value(
    app: Shared<'_>,
    id: String,
    at: FieldRef,
    raw: String,
    go_on: bool,
) -> Answer<Typed> {
    Ok(twins::typed(
        &app.core.set_value(&id, &field(&at)?, &raw, go_on).await?,
    ))
}

/// Writes a note.
#[tauri::command]
#[specta::specta]
pub async fn set_note(
    app: Shared<'_>,
    id: String,
    key: String,
    text: String,
    go_on: bool,
) -> Answer<Typed> {
    Ok(twins::typed(
        &app.core
            .set_note(&id, &self::key(&key)?, &text, go_on)
            .await?,
    ))
}

/// Begins work or a wait.
#[tauri::command]
#[specta::specta]
pub async fn start(app: Shared<'_>, id: String, key: String, on: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::Start {
            task: self::key(&key)?,
            on: day(&on)?,
        },
    )
    .await
}

/// Says it is done.
#[tauri::command]
#[specta::specta]
pub async fn mark(app: Shared<'_>, id: String, key: String, on: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::Mark {
            task: self::key(&key)?,
            on: day(&on)?,
        },
    )
    .await
}

/// Says of several that they were done before.
#[tauri::command]
#[specta::specta]
pub async fn mark_many(
    app: Shared<'_>,
    id: String,
    keys: Vec<String>,
    on: String,
) -> Answer<JourneyView> {
    let tasks = keys
        .iter()
        .map(|text| key(text))
        .collect::<Result<_, _>>()?;
    app.run(
        &id,
        Command::MarkMany {
            tasks,
            on: day(&on)?,
        },
    )
    .await
}

/// Takes a mark back.
#[tauri::command]
#[specta::specta]
pub async fn unmark(app: Shared<'_>, id: String, key: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::Unmark {
            task: self::key(&key)?,
        },
    )
    .await
}

/// 나중에 할게요.
#[tauri::command]
#[specta::specta]
pub async fn put_off(app: Shared<'_>, id: String, key: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::PutOff {
            task: self::key(&key)?,
        },
    )
    .await
}

/// Takes it up again.
#[tauri::command]
#[specta::specta]
pub async fn take_up(app: Shared<'_>, id: String, key: String) -> Answer<JourneyView> {
    app.run(
        &id,
        Command::TakeUp {
            task: self::key(&key)?,
        },
    )
    .await
}

/// Takes the last change back.
#[tauri::command]
#[specta::specta]
pub async fn undo(app: Shared<'_>, id: String) -> Answer<JourneyView> {
    app.run(&id, Command::Undo).await
}

/// Brings it back.
#[tauri::command]
#[specta::specta]
pub async fn redo(app: Shared<'_>, id: String) -> Answer<JourneyView> {
    app.run(&id, Command::Redo).await
}

/// The history, newest first.
#[tauri::command]
#[specta::specta]
pub async fn history(app: Shared<'_>, id: String) -> Answer<Vec<HistoryLine>> {
    let loaded = app.core.load(&id).await?;
    Ok(join::history(app.catalog, &loaded, None))
}

/// What the catalogue knows, whether a journey needs it or not.
#[tauri::command]
#[specta::specta]
pub async fn library(app: Shared<'_>) -> Answer<LibraryView> {
    Ok(library::library(app.catalog))
}

/// A page of what is common to every gateway.
#[tauri::command]
#[specta::specta]
pub async fn subject_page(app: Shared<'_>, subject: SubjectView) -> Answer<SubjectPage> {
    library::subject_page(app.catalog, subject).ok_or(IpcError::NotFound)
}

/// A gateway's page.
#[tauri::command]
#[specta::specta]
pub async fn gateway_page(app: Shared<'_>, gateway: String) -> Answer<GatewayPage> {
    library::gateway_page(app.catalog, &gateway).ok_or(IpcError::NotFound)
}

/// A module's channel form.
#[tauri::command]
#[specta::specta]
pub async fn module_page(app: Shared<'_>, module: String) -> Answer<ModulePage> {
    library::module_page(app.catalog, &module).ok_or(IpcError::NotFound)
}

/// Looks a text up; what is shaped like a secret only when the user said that it is none.
#[tauri::command]
#[specta::specta]
pub async fn search(
    app: Shared<'_>,
    journey: Option<String>,
    text: String,
    go_on: bool,
) -> Answer<Found> {
    let near = app.near(journey).await;
    let index = app.index.get_or_init(|| Index::new(app.catalog));
    Ok(library::search(app.catalog, index, &near, &text, go_on))
}

/// What an error means; without a text, every error of a gateway.
#[tauri::command]
#[specta::specta]
pub async fn translate(
    app: Shared<'_>,
    journey: Option<String>,
    text: String,
    gateway: Option<String>,
    go_on: bool,
) -> Answer<Translation> {
    let near = app.near(journey).await;
    let gateway = gateway.as_deref();
    Ok(library::translate(
        app.catalog,
        &near,
        &text,
        gateway,
        go_on,
    ))
}

/// Remembers where the user is.
#[tauri::command]
#[specta::specta]
pub async fn place_put(app: Shared<'_>, id: String, place: PlaceMark) -> Answer<()> {
    let place = app::Place {
        screen: place.screen,
        key: place.key,
        field: place.field,
    };
    Ok(app.core.put_place(&id, &place).await?)
}

/// Seals a secret. It goes from the window to the core once and never back.
#[tauri::command]
#[specta::specta]
pub async fn secret_save(
    app: Shared<'_>,
    id: String,
    at: FieldRef,
    value: String,
    go_on: bool,
) -> Answer<Typed> {
    let value = vault::Secret::new(value.into_boxed_str());
    Ok(twins::typed(
        &app.core
            .save_secret(&id, &field(&at)?, value, go_on)
            .await?,
    ))
}

/// Deletes it from the database, the log and every backup.
#[tauri::command]
#[specta::specta]
pub async fn secret_delete(app: Shared<'_>, id: String, at: FieldRef) -> Answer<()> {
    Ok(app.core.delete_secret(&id, &field(&at)?).await?)
}

/// Copies it; answers with the seconds until it is cleared.
#[tauri::command]
#[specta::specta]
pub async fn secret_copy(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    at: FieldRef,
) -> Answer<u32> {
    let ending = app.core.copy_secret(&id, &field(&at)?).await?;
    tauri::async_runtime::spawn(async move {
        let _ = match ending.await {
            app::Ending::Cleared => events::ClipboardCleared.emit(&handle),
            app::Ending::Failed => events::ClipboardNotCleared.emit(&handle),
            app::Ending::Replaced => Ok(()),
        };
    });
    Ok(twins::seconds(app::COPIED_FOR))
}

/// Shows it in its own window; answers with the seconds until that closes.
#[tauri::command]
#[specta::specta]
pub async fn secret_show(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    at: FieldRef,
) -> Answer<u32> {
    let shown = app.core.show_secret(&id, &field(&at)?).await?;
    let single_use = app.shown.put(shown);
    window::open_reveal(&handle, &single_use).map_err(|_| IpcError::Window)?;
    Ok(twins::seconds(window::SHOWN_FOR))
}

/// Brings the former value back, as long as the app has not been closed.
#[tauri::command]
#[specta::specta]
pub async fn secret_restore(app: Shared<'_>, id: String, at: FieldRef) -> Answer<()> {
    Ok(app.core.restore_secret(&id, &field(&at)?).await?)
}

/// Lets the user choose a certificate; the core opens the dialog and reads in memory only.
#[tauri::command]
#[specta::specta]
pub async fn certificate_choose(
    handle: AppHandle<Wry>,
    app: Shared<'_>,
    id: String,
    key: String,
) -> Answer<Option<CertificateRead>> {
    let key = self::key(&key)?;
    let paths = crate::dialog::pick_many(&handle, &["zip", "pem", "crt", "cer", "key"]).await;
    read_certificate(&app, &id, &key, &paths).await
}

/// Takes the certificate that was dropped on the window last; each drop is taken once.
#[tauri::command]
#[specta::specta]
pub async fn certificate_dropped(
    app: Shared<'_>,
    id: String,
    key: String,
) -> Answer<Option<CertificateRead>> {
    let key = self::key(&key)?;
    read_certificate(&app, &id, &key, &app.dropped.take()).await
}

/// In memory only: the files stay where they are.
async fn read_certificate(
    app: &App,
    id: &str,
    key: &TaskKey,
    paths: &[PathBuf],
) -> Answer<Option<CertificateRead>> {
    if paths.is_empty() {
        return Ok(None);
    }
    let files = crate::dialog::read_all(paths)?;
    let saved = app.core.save_certificate(id, key, files).await?;
    Ok(Some(twins::certificate(&saved, paths)))
}

/// Makes and saves a certificate for practice.
#[tauri::command]
#[specta::specta]
pub async fn certificate_practice(
    app: Shared<'_>,
    id: String,
    key: String,
) -> Answer<Option<CertificateRead>> {
    let key = self::key(&key)?;
    let saved = app.core.practice_certificate(&id, &key).await?;
    Ok(Some(twins::certificate(&saved, &[])))
}

/// Asks PortOne about the keys.
#[tauri::command]
#[specta::specta]
pub async fn check_keys(app: Shared<'_>, id: String, key: String) -> Answer<Verdict> {
    Ok(twins::verdict(
        &app.core.check_keys(&id, &self::key(&key)?).await?,
    ))
}

/// Compares a channel with PortOne's list (V1).
#[tauri::command]
#[specta::specta]
pub async fn check_channel(app: Shared<'_>, id: String, key: String) -> Answer<Verdict> {
    Ok(twins::verdict(
        &app.core.check_channel(&id, &self::key(&key)?).await?,
    ))
}

/// Looks a payment up.
#[tauri::command]
#[specta::specta]
pub async fn check_payment(
    app: Shared<'_>,
    id: String,
    key: String,
    payment_id: String,
) -> Answer<Verdict> {
    Ok(twins::verdict(
        &app.core
            .check_payment(&id, &self::key(&key)?, &payment_id)
            .await?,
    ))
}

/// Stops the check that is going on.
#[tauri::command]
#[specta::specta]
pub async fn check_cancel(app: Shared<'_>) -> Answer<()> {
    app.core.cancel_check();
    Ok(())
}

/// Opens the vault.
#[tauri::command]
#[specta::specta]
pub async fn vault_open(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<VaultView> {
    let view = twins::vault(&app.core.open_vault().await);
    let _ = events::VaultChanged(view.clone()).emit(&handle);
    Ok(view)
}

/// Stops waiting for the keychain.
#[tauri::command]
#[specta::specta]
pub async fn vault_cancel(app: Shared<'_>) -> Answer<VaultView> {
    Ok(twins::vault(&app.core.cancel_vault().await))
}

/// Sets or enters the passphrase.
#[tauri::command]
#[specta::specta]
pub async fn vault_passphrase(app: Shared<'_>, pass: String) -> Answer<VaultView> {
    let pass = vault::Secret::new(pass.into_boxed_str());
    Ok(twins::vault(&app.core.passphrase(pass).await?))
}

/// Keeps secrets for this run only.
#[tauri::command]
#[specta::specta]
pub async fn vault_this_run(app: Shared<'_>) -> Answer<VaultView> {
    Ok(twins::vault(&app.core.this_run_only().await?))
}

/// Gives up secrets that can no longer be opened and begins with a new key.
#[tauri::command]
#[specta::specta]
pub async fn vault_start_over(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<VaultView> {
    let view = twins::vault(&app.core.start_over().await?);
    let _ = events::VaultChanged(view.clone()).emit(&handle);
    Ok(view)
}

/// Opens an official page in the default browser; only addresses of the catalogue.
#[tauri::command]
#[specta::specta]
pub async fn open_link(handle: AppHandle<Wry>, app: Shared<'_>, url: String) -> Answer<()> {
    if !app.catalog.link_allowed(&url) {
        return Err(IpcError::LinkRefused);
    }
    handle
        .opener()
        .open_url(url, None::<&str>)
        .map_err(|_| IpcError::Window)
}

/// Copies a plain text.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(app: Shared<'_>, text: String) -> Answer<()> {
    Ok(app.core.copy_text(&text).await?)
}

/// Deletes everything of this folder; answers with what is left.
#[tauri::command]
#[specta::specta]
pub async fn wipe(handle: AppHandle<Wry>, app: Shared<'_>) -> Answer<Vec<String>> {
    let mut left = app.core.wipe().await?;
    left.extend(prefs::forget(&handle));
    left.extend(window::clear_web_data(&handle));
    Ok(left)
}

/// Notes whether a secret on the screen is typed and not saved: closing asks about it then.
#[tauri::command]
#[specta::specta]
pub async fn set_unsaved(app: Shared<'_>, unsaved: bool) -> Answer<()> {
    app.unsaved.set(unsaved);
    Ok(())
}

/// Closes the window; the page has nothing left to save.
#[tauri::command]
#[specta::specta]
pub async fn close_now(handle: AppHandle<Wry>) -> Answer<()> {
    window::close(&handle);
    Ok(())
}

/// The window painted its first frame.
#[tauri::command]
#[specta::specta]
pub async fn first_paint(handle: AppHandle<Wry>) -> Answer<()> {
    crate::painted(&handle);
    Ok(())
}
