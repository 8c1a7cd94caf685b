//! Days to come, with the letter to ask with where an answer stays.

use app::Loaded;
use catalog::Catalog;
use wizard::view as core;

use super::texts::bi;
use super::view::{Bi, DatedView};

/// A day to come, or to think of.
pub fn dated(catalog: &Catalog, loaded: &Loaded, it: &wizard::Reminder) -> DatedView {
    let task = it.task();
    let (kind, label) = match &it.about {
        wizard::About::Chase { .. } => {
            let title = catalog.task(&task.task).map(|it| bi(&it.task.title));
            ("chase", title.unwrap_or_default())
        }
        wizard::About::Dated { kind, at } => {
            let kind = match kind {
                core::DatedKind::CertificateExpiry => "certificate_expiry",
                core::DatedKind::CertificateRenewable => "certificate_renewable",
                core::DatedKind::SecretExpiry => "secret_expiry",
                core::DatedKind::End => "end",
            };
            let label = app::field_label(catalog, &loaded.journey, at);
            let (ko, en) = (label.clone(), label);
            (kind, Bi { ko, en })
        }
    };
    let track = |id| loaded.view.tracks.iter().find(|track| track.id == id);
    let gateway = task
        .track
        .and_then(track)
        .map(|it| it.spec.gateway.as_str());
    let letter = |language| {
        let gateway = gateway.unwrap_or_default();
        paper::chase_letter(catalog, language, loaded.journey.name(), gateway, it)
    };
    DatedView {
        kind: kind.to_owned(),
        on: it.on.to_string(),
        due: it.due,
        task: task.to_string(),
        label,
        letter: letter(paper::Language::Korean)
            .zip(letter(paper::Language::English))
            .map(|(ko, en)| Bi {
                ko: ko.as_str().to_owned(),
                en: en.as_str().to_owned(),
            }),
    }
}
