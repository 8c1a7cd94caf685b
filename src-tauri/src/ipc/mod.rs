//! The one place that knows the wire format between the core and the window.

pub mod commands;
mod dates;
pub mod error;
pub mod events;
#[cfg(test)]
mod faults;
pub mod going;
mod join;
pub mod leaving;
mod library;
mod page;
pub mod planning;
pub mod practice;
pub(crate) mod prefs;
pub mod probing;
mod texts;
mod twins;
pub mod view;

use tauri_specta::{Builder, collect_commands, collect_events};

pub use commands::App;
pub use twins::language;

/// Every command and event, for the window and for the generated TypeScript.
pub fn builder() -> Builder<tauri::Wry> {
    use commands::{checks, desktop, journeys, lookup, places, secrets, tasks, tracks};
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .commands(collect_commands![
            places::app_view,
            places::choose_place,
            places::leave_place,
            places::set_who,
            places::set_prefs,
            places::wipe,
            journeys::journey_create,
            journeys::journey_open,
            journeys::journey_rename,
            journeys::journey_duplicate,
            journeys::journey_bin,
            journeys::journey_unbin,
            journeys::journey_delete,
            journeys::journey_export,
            journeys::journey_import,
            journeys::undo,
            journeys::redo,
            journeys::history,
            journeys::place_put,
            tracks::answer,
            tracks::consequences,
            tracks::plan,
            tracks::planning,
            tracks::plan_by_hand,
            tracks::choose_plan,
            tracks::progress,
            tracks::track_hold,
            tracks::track_give_up,
            tracks::track_resume,
            leaving::calendar_save,
            leaving::plan_save,
            leaving::plan_open,
            tasks::task_page,
            tasks::set_value,
            tasks::set_note,
            tasks::start,
            tasks::mark,
            tasks::mark_many,
            tasks::unmark,
            tasks::put_off,
            tasks::take_up,
            lookup::library,
            lookup::subject_page,
            lookup::gateway_page,
            lookup::module_page,
            lookup::search,
            lookup::translate,
            secrets::secret_save,
            secrets::secret_delete,
            secrets::secret_copy,
            secrets::secret_show,
            secrets::secret_restore,
            secrets::certificate_choose,
            secrets::certificate_dropped,
            secrets::certificate_practice,
            secrets::vault_open,
            secrets::vault_cancel,
            secrets::vault_passphrase,
            secrets::vault_this_run,
            secrets::vault_start_over,
            checks::check_keys,
            checks::check_channel,
            checks::check_payment,
            checks::check_cancel,
            probing::judge_webhook,
            probing::probe_webhook,
            desktop::open_link,
            desktop::copy_text,
            desktop::set_unsaved,
            desktop::close_now,
            desktop::first_paint,
            practice::practice_view,
            practice::practice_step,
            practice::practice_trouble,
            practice::practice_again,
        ])
        .events(collect_events![
            events::AppChanged,
            events::CloseAsked,
            events::JourneyChanged,
            events::ClipboardCleared,
            events::ClipboardNotCleared,
            events::VaultChanged,
            events::FilesDropped,
        ])
}
