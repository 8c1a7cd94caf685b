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
    use commands as c;
    use leaving as l;
    use practice as p;
    use probing as w;
    Builder::<tauri::Wry>::new()
        .disable_serde_phases()
        .commands(collect_commands![
            c::app_view,
            c::choose_place,
            c::leave_place,
            c::set_who,
            c::set_prefs,
            c::journey_create,
            c::journey_open,
            c::journey_rename,
            c::journey_duplicate,
            c::journey_bin,
            c::journey_unbin,
            c::journey_delete,
            c::journey_export,
            c::journey_import,
            c::planning,
            c::plan_by_hand,
            l::plan_save,
            l::plan_open,
            l::calendar_save,
            c::progress,
            c::consequences,
            c::answer,
            c::plan,
            c::choose_plan,
            c::track_hold,
            c::track_give_up,
            c::track_resume,
            c::task_page,
            c::set_value,
            c::set_note,
            c::start,
            c::mark,
            c::mark_many,
            c::unmark,
            c::put_off,
            c::take_up,
            c::undo,
            c::redo,
            c::history,
            c::library,
            c::subject_page,
            c::gateway_page,
            c::module_page,
            c::search,
            c::translate,
            c::place_put,
            c::secret_save,
            c::secret_delete,
            c::secret_copy,
            c::secret_show,
            c::secret_restore,
            c::certificate_choose,
            c::certificate_dropped,
            c::certificate_practice,
            c::check_keys,
            c::check_channel,
            c::check_payment,
            c::check_cancel,
            w::probe_webhook,
            w::judge_webhook,
            c::vault_open,
            c::vault_cancel,
            c::vault_passphrase,
            c::vault_this_run,
            c::vault_start_over,
            c::open_link,
            c::copy_text,
            c::wipe,
            c::set_unsaved,
            c::close_now,
            c::first_paint,
            p::practice_view,
            p::practice_step,
            p::practice_trouble,
            p::practice_again,
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
