//! Joins the journey, the catalogue, the store, the vault and PortOne. Knows no window.
//!
//! The one entrance is [`Controller`]: every method is an intent and answers with what is then so.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod cards;
pub mod certificate;
pub mod checks;
mod controller;
mod error;
mod exchange;
mod folder;
mod host;
mod journeys;
mod leaving;
mod notice;
mod opening;
pub mod practice;
pub mod probing;
mod proving;
mod row;
mod secrets;
mod typing;
mod view;

use catalog::{Catalog, Form, Mode, Portone, Shape, When};
use jiff::tz::TimeZone;
use wizard::Journey;
use wizard::event::{TaskKey, TrackId};

pub use controller::Controller;
pub use error::{Error, NotSaved, VaultState};
pub use host::Host;
pub use leaving::Leaving;
pub use notice::Notice;
pub use secrets::{COPIED_FOR, CertificateSaved, Shown};
pub use typing::{Suspect, Typed};
pub use vault::clipboard::Ending;
pub use view::{
    Card, DataState, FolderKind, LastVerdict, Loaded, Overview, Place, PracticeValue, ReadOnlyWhy,
    VaultStanding,
};

/// The zone in which days are counted, whatever the computer's.
pub fn seoul() -> TimeZone {
    // Korea has had no daylight saving since 1988; without a zone database the fixed offset is right.
    TimeZone::get("Asia/Seoul").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(9)))
}

/// Whether a machine can check a channel task: V1's channel list can, V2 has none.
pub fn channel_is_machine_checked(catalog: &Catalog, journey: &Journey, key: &TaskKey) -> bool {
    track_module(catalog, journey, key).is_some_and(|module| module.portone == Portone::V1)
}

/// The module of a task's track.
pub fn track_module<'a>(
    catalog: &'a Catalog,
    journey: &Journey,
    key: &TaskKey,
) -> Option<&'a catalog::Module> {
    let id: TrackId = key.track?;
    let track = journey.track(id)?;
    catalog.module(&track.spec.module).map(|(_, module)| module)
}

/// The mode of a task's form, for lints and conditions.
pub fn form_mode(catalog: &Catalog, key: &TaskKey) -> Option<Mode> {
    match catalog.task(&key.task)?.task.form {
        Form::Channel(mode) => Some(mode),
        Form::Own | Form::Application | Form::Interview => None,
    }
}

/// What to choose in a drop-down that the journey decides, to the letter.
pub fn decided<'a>(
    catalog: &'a Catalog,
    journey: &Journey,
    key: &TaskKey,
    field: &'a catalog::Field,
) -> Option<&'a str> {
    let module = track_module(catalog, journey, key)?;
    let purpose = journey.track(key.track?)?.spec.purpose;
    let mode = form_mode(catalog, key)?;
    module.decided(&field.requirement, mode, purpose)
}

/// Whether a condition holds for a task of a journey.
pub fn when_holds(catalog: &Catalog, journey: &Journey, key: &TaskKey, when: &When) -> bool {
    let ctx = |track: &wizard::Track| (track.spec.clone(), catalog.module(&track.spec.module));
    let tracks: Vec<_> = match key.track {
        Some(id) => journey.track(id).into_iter().map(ctx).collect(),
        None => journey
            .tracks()
            .filter(|track| track.is_active())
            .map(ctx)
            .collect(),
    };
    let tracks: Vec<_> = tracks
        .iter()
        .map(|(spec, module)| wizard::TrackCtx {
            gateway: &spec.gateway,
            module: &spec.module,
            purpose: spec.purpose,
            portone: module.map(|(_, module)| module.portone),
        })
        .collect();
    let ctx = wizard::Ctx {
        answers: journey.answers(),
        tracks: &tracks,
        mode: form_mode(catalog, key),
    };
    wizard::when_holds(when, &ctx)
}

/// What the lints of a task's fields look at.
pub fn lint_ctx<'a>(
    catalog: &'a Catalog,
    journey: &Journey,
    key: &TaskKey,
    practice: bool,
) -> wizard::lint::LintCtx<'a> {
    let track = key.track.and_then(|id| journey.track(id));
    wizard::lint::LintCtx {
        catalog,
        mode: form_mode(catalog, key),
        practice,
        module: track_module(catalog, journey, key),
        purpose: track.map(|track| track.spec.purpose),
        needed: None,
    }
}

/// The label of a field, to the letter; its id when the catalogue no longer has it.
pub fn field_label(catalog: &Catalog, journey: &Journey, at: &wizard::FieldAt) -> String {
    let found = catalog.task(&at.task.task);
    let in_form = found.and_then(|found| match found.task.form {
        Form::Own | Form::Interview => found.task.fields.iter().find(|f| f.id == at.field),
        Form::Channel(mode) => {
            let module = track_module(catalog, journey, &at.task)?;
            catalog
                .channel_form(module, mode)
                .into_iter()
                .find(|f| f.id == at.field)
        }
        Form::Application => {
            let gateway = &journey.track(at.task.track?)?.spec.gateway;
            catalog
                .gateway(gateway)?
                .application
                .iter()
                .find(|f| f.id == at.field)
        }
    });
    in_form.map_or_else(|| at.field.clone(), |field| field.label.clone())
}

/// A shape's name, for the window's sentences.
pub fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Digits => "digits",
        Shape::Alnum => "alnum",
        Shape::Ascii => "ascii",
        Shape::BusinessNumber => "business_number",
        Shape::Url => "url",
        Shape::Email => "email",
        Shape::Phone => "phone",
        Shape::StoreId => "store_id",
        Shape::ChannelKey => "channel_key",
        Shape::UserCode => "user_code",
        Shape::V2Secret => "v2_secret",
        Shape::V1Key => "v1_key",
        Shape::V1Secret => "v1_secret",
        Shape::WebhookSecret => "webhook_secret",
        Shape::PaymentId => "payment_id",
        Shape::Date => "date",
        Shape::ChannelName => "channel_name",
        Shape::CertificatePem => "certificate",
        Shape::PrivateKeyPem => "pem_key",
    }
}
