//! Twins of the core's answers, converted by hand.

use std::path::PathBuf;
use std::time::Duration;

use app::checks;
use catalog::Catalog;

use super::error::{FileProblem, IpcError, NotSaved, RefusedWhy};
use super::view::{
    AppView, CertificateRead, ChannelFound, CheckView, DataState, DataView, FieldRef, Language,
    MissingField, PaymentFound, PaymentState, Place, PracticeValue, Prefs, ReadOnlyWhy, Reading,
    Suspect, Typed, Unreachable, VaultState, VaultView, Verdict,
};
use super::{join, page, texts};

/// The language of a file that the window asked for.
pub fn spoken(language: Language) -> paper::Language {
    match language {
        Language::Ko => paper::Language::Korean,
        Language::En => paper::Language::English,
    }
}

/// The language to speak in: as the user set it, else as the operating system.
pub fn language(prefs: &Prefs) -> paper::Language {
    spoken(prefs.language.unwrap_or_else(os_language))
}

/// Everything outside one journey.
pub fn app_view(catalog: &Catalog, overview: &app::Overview, prefs: Prefs) -> AppView {
    AppView {
        place: overview.kind.map(|kind| match kind {
            app::FolderKind::Real => Place::Real,
            app::FolderKind::Practice => Place::Practice,
        }),
        who: overview.who.clone(),
        prefs,
        os_language: os_language(),
        vault: vault(&overview.vault),
        data: DataView {
            folder: overview.folder.display().to_string(),
            state: data_state(&overview.data),
        },
        low_space: overview.low_space,
        journeys: overview
            .cards
            .iter()
            .map(|it| join::card(catalog, it))
            .collect(),
        bin: overview
            .binned
            .iter()
            .map(|it| join::card(catalog, it))
            .collect(),
        today: overview.today.to_string(),
        terms: catalog.terms.iter().map(texts::term).collect(),
        practice: overview
            .practice
            .iter()
            .map(|it| PracticeValue {
                kind: it.kind.to_owned(),
                gateway: it.gateway.clone(),
                module: it.module.clone(),
                value: it.value.clone(),
            })
            .collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        resume: overview.resume.clone(),
    }
}

/// The webview's own idea of the language is not the system's; ask the system.
fn os_language() -> Language {
    language_of(&sys_locale::get_locale().unwrap_or_default())
}

/// Korean where the system speaks it; everybody else gets English, and can change it.
fn language_of(locale: &str) -> Language {
    if locale.to_ascii_lowercase().starts_with("ko") {
        Language::Ko
    } else {
        Language::En
    }
}

fn data_state(state: &app::DataState) -> DataState {
    match state {
        app::DataState::Ok => DataState::Ok,
        app::DataState::None => DataState::None,
        app::DataState::ReadOnly(why) => DataState::ReadOnly {
            why: match why {
                app::ReadOnlyWhy::NotPermitted => ReadOnlyWhy::NotPermitted,
                app::ReadOnlyWhy::DiskFull => ReadOnlyWhy::DiskFull,
            },
        },
        app::DataState::Recovered {
            backup,
            made_at,
            kept,
        } => DataState::Recovered {
            backup: backup.map(|day| day.to_string()),
            made_at: made_at.map(moment),
            kept: kept.as_ref().map(|path| path.display().to_string()),
        },
        app::DataState::Newer => DataState::Newer,
        app::DataState::InUse => DataState::InUse,
        app::DataState::Full => DataState::Full,
        app::DataState::NotWritable => DataState::NotWritable,
        app::DataState::PracticeDown => DataState::PracticeDown,
        app::DataState::Unreadable => DataState::Unreadable,
    }
}

/// Twin.
pub fn kind_from(place: Place) -> app::FolderKind {
    match place {
        Place::Real => app::FolderKind::Real,
        Place::Practice => app::FolderKind::Practice,
    }
}

/// Twin.
pub fn vault(vault: &app::VaultStanding) -> VaultView {
    VaultView {
        state: vault_state(vault.state),
        stored: vault.stored,
        passphrase: vault.passphrase,
    }
}

fn vault_state(state: app::VaultState) -> VaultState {
    match state {
        app::VaultState::Closed => VaultState::Closed,
        app::VaultState::Opening => VaultState::Opening,
        app::VaultState::Open => VaultState::Open,
        app::VaultState::OpenPassphrase => VaultState::OpenPassphrase,
        app::VaultState::OpenThisRun => VaultState::OpenThisRun,
        app::VaultState::Absent => VaultState::Absent,
        app::VaultState::NotInstalled => VaultState::NotInstalled,
        app::VaultState::Locked => VaultState::Locked,
        app::VaultState::Frozen => VaultState::Frozen,
        app::VaultState::KeyLost => VaultState::KeyLost,
        app::VaultState::NeedsPassphrase => VaultState::NeedsPassphrase,
    }
}

/// Whole seconds.
pub fn seconds(duration: Duration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}

/// Twin.
pub fn typed(typed: &app::Typed) -> Typed {
    Typed {
        saved: typed.saved,
        value: typed.value.clone(),
        lints: typed
            .lints
            .iter()
            .map(|it| page::lint_view(it, &typed.overridden))
            .collect(),
        suspect: typed.suspect.as_ref().map(|suspect| Suspect {
            looks_like: texts::secret_shape(suspect.shape).to_owned(),
            offer: suspect.offer.as_ref().map(|at| FieldRef {
                task: at.task.to_string(),
                field: at.field.clone(),
            }),
        }),
    }
}

/// Twin.
pub fn certificate(saved: &app::CertificateSaved, paths: &[PathBuf]) -> CertificateRead {
    let originals: Vec<_> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    CertificateRead {
        site_code: saved.site_code.clone(),
        expires_on: saved.expires_on.map(|day| day.to_string()),
        renewable_from: saved
            .expires_on
            .map(|day| app::certificate::renewable_from(day).to_string()),
        pair: saved.pair,
        saved: saved.fields.clone(),
        original: originals.join("\n"),
    }
}

/// A moment as the window reads it, with its zone.
fn moment(at: jiff::Timestamp) -> String {
    at.to_zoned(app::seoul())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

/// Twin.
pub fn check(last: &app::LastVerdict) -> CheckView {
    CheckView {
        at: moment(last.at),
        verdict: verdict(&last.verdict),
    }
}

/// Twin.
pub fn verdict(verdict: &checks::Verdict) -> Verdict {
    use checks::Verdict as V;
    match verdict {
        V::KeysGood {
            store_proven,
            readings,
        } => Verdict::KeysGood {
            store_proven: *store_proven,
            readings: both(*readings),
        },
        V::WrongSecret { readings } => Verdict::WrongSecret {
            readings: both(*readings),
        },
        V::GatewaySecret { readings } => Verdict::GatewaySecret {
            readings: both(*readings),
        },
        V::StoreNotMine { readings } => Verdict::StoreNotMine {
            readings: both(*readings),
        },
        V::StoreMalformed { readings } => Verdict::StoreMalformed {
            readings: both(*readings),
        },
        V::Channels { found, missing } => Verdict::Channels {
            found: found
                .iter()
                .map(|it| ChannelFound {
                    provider: it.provider.clone(),
                    mid: it.mid.clone(),
                    mode: texts::mode(it.mode),
                    name: it.name.clone(),
                    entered: it.entered,
                    mode_differs: it.mode_differs,
                })
                .collect(),
            missing: missing.clone(),
        },
        V::Payment(found) => Verdict::Payment(PaymentFound {
            id: found.id.clone(),
            status: found.status.clone(),
            state: payment_state(found.state),
            pg_code: found.pg_code.clone(),
            paid: found.paid,
            amount: found.amount.clone(),
            mode: found.mode.map(texts::mode),
            mid: found.mid.clone(),
            provider: found.provider.clone(),
            gateway_fits: found.gateway_fits,
            mid_fits: found.mid_fits,
            mode_fits: found.mode_fits,
            proves: found.proves,
        }),
        V::PaymentNotFound { call } => Verdict::PaymentNotFound { call: call.clone() },
        V::OtherPayment { call } => Verdict::OtherPayment { call: call.clone() },
        V::AddressNotAllowed { readings, call } => Verdict::AddressNotAllowed {
            readings: both(*readings),
            call: call.clone(),
        },
        V::NotPermitted { call } => Verdict::NotPermitted { call: call.clone() },
        V::Unreachable { reach, call } => unreachable(reach, call.clone()),
        V::PortoneFault { status, call } => Verdict::PortoneFault {
            status: *status,
            call: call.clone(),
        },
        V::StillWorking { call } => Verdict::StillWorking { call: call.clone() },
        V::AskedToWait { seconds, call } => Verdict::AskedToWait {
            seconds: *seconds,
            call: call.clone(),
        },
        V::Unexpected { call } => Verdict::Unexpected { call: call.clone() },
        V::Incomplete { missing } => Verdict::Incomplete {
            missing: missing
                .iter()
                .map(|it| MissingField {
                    label: it.label.clone(),
                    at: FieldRef {
                        task: it.at.task.to_string(),
                        field: it.at.field.clone(),
                    },
                })
                .collect(),
        },
        V::VaultClosed => Verdict::VaultClosed,
        V::Cancelled => Verdict::Cancelled,
        V::Changed => Verdict::Changed,
    }
}

fn payment_state(state: checks::PaymentState) -> PaymentState {
    use checks::PaymentState as S;
    match state {
        S::Paid => PaymentState::Paid,
        S::AwaitsDeposit => PaymentState::AwaitsDeposit,
        S::GivenBack => PaymentState::GivenBack,
        S::Unfinished => PaymentState::Unfinished,
        S::Failed => PaymentState::Failed,
        S::Cancelled => PaymentState::Cancelled,
        S::Impossible => PaymentState::Impossible,
    }
}

/// None or two.
fn both(readings: checks::Readings) -> Vec<Reading> {
    use checks::Reading as R;
    let twin = |reading| match reading {
        R::StoreUsable => Reading::StoreUsable,
        R::StoreNotLookedAt => Reading::StoreNotLookedAt,
        R::StoreOfOthers => Reading::StoreOfOthers,
        R::RoleTooSmall => Reading::RoleTooSmall,
        R::IdMalformed => Reading::IdMalformed,
        R::RequestNotUnderstood => Reading::RequestNotUnderstood,
        R::KeyWrong => Reading::KeyWrong,
        R::AddressRefused => Reading::AddressRefused,
        R::GatewaysSecret => Reading::GatewaysSecret,
        R::MistypedSecret => Reading::MistypedSecret,
    };
    readings.into_iter().flatten().map(twin).collect()
}

fn unreachable(reach: &checks::Reach, call: Option<String>) -> Verdict {
    use checks::{Reach as R, TlsTrouble as T};
    let mut proxy = None;
    let why = match reach {
        R::NoInternet => Unreachable::Dns,
        R::NoConnection => Unreachable::Connect,
        R::NotTrusted(trouble) => match trouble {
            T::Expired => Unreachable::CertificateExpired,
            T::WrongHost => Unreachable::CertificateHost,
            T::UnknownIssuer => Unreachable::CertificateUnknown,
            T::NotSpoken => Unreachable::NotSecure,
            T::Other => Unreachable::Tls,
        },
        R::CompanyProxy { host } => {
            proxy.clone_from(host);
            Unreachable::Proxy
        }
        R::LoginPage => Unreachable::Captive,
        R::Timeout => Unreachable::Timeout,
    };
    Verdict::Unreachable { why, proxy, call }
}

impl From<app::Error> for IpcError {
    fn from(error: app::Error) -> Self {
        use app::Error as E;
        match error {
            E::NotSaved(why) => IpcError::NotSaved(match why {
                app::NotSaved::DiskFull => NotSaved::DiskFull,
                app::NotSaved::ReadOnly => NotSaved::ReadOnly,
                app::NotSaved::Busy => NotSaved::Busy,
                app::NotSaved::Damaged => NotSaved::Damaged,
                app::NotSaved::Io => NotSaved::Io,
            }),
            E::Refused(refusal) => refused(&refusal),
            E::Vault(state) => IpcError::Vault(vault_state(state)),
            E::InVault => IpcError::InVault,
            E::SecretGone => IpcError::SecretGone,
            E::LeftBehind(left) => {
                IpcError::LeftBehind(left.iter().map(|path| path.display().to_string()).collect())
            }
            E::NotFound => IpcError::NotFound,
            E::Conflict => IpcError::Conflict,
            E::NoPlace => IpcError::NoPlace,
            E::JourneyDamaged => IpcError::JourneyDamaged,
            E::Unwritable => IpcError::NotSaved(NotSaved::Io),
            E::Clipboard => IpcError::Clipboard,
            E::NotExport => IpcError::BadFile(FileProblem::NotExport),
            E::OtherPlace => IpcError::BadFile(FileProblem::OtherPlace),
            E::HoldsSecretLike => IpcError::BadFile(FileProblem::HoldsSecretLike),
            E::NewerExport => IpcError::BadFile(FileProblem::Newer),
            E::BadFile(why) => IpcError::BadFile(file_problem(why)),
        }
    }
}

/// Twin.
fn file_problem(why: app::certificate::BadCertificate) -> FileProblem {
    use app::certificate::BadCertificate as B;
    match why {
        B::TooBig => FileProblem::TooBig,
        B::TooMany => FileProblem::TooMany,
        B::NotCertificate => FileProblem::NotCertificate,
        B::NotPair => FileProblem::NotPair,
        B::NotForPractice => FileProblem::NotForPractice,
        B::Unreadable => FileProblem::Unreadable,
    }
}

fn refused(refusal: &wizard::command::Refusal) -> IpcError {
    use wizard::command::Refusal as R;
    IpcError::Refused(match refusal {
        R::Unknown => return IpcError::NotFound,
        R::Blocked(_) => RefusedWhy::Blocked,
        R::NeedsProof => RefusedWhy::NeedsProof,
        R::NotActive => RefusedWhy::TrackNotActive,
        R::Impossible(_) => RefusedWhy::Impossible,
        R::FutureDay => RefusedWhy::FutureDay,
        R::Nothing => RefusedWhy::Nothing,
        R::ReasonNeeded => RefusedWhy::ReasonNeeded,
        R::BadText => RefusedWhy::BadText,
        R::LooksSecret => RefusedWhy::LooksSecret,
        R::Already => RefusedWhy::Already,
        R::WrongKind => return IpcError::NotFound,
    })
}

#[cfg(test)]
mod tests {
    use super::{Language, language_of};

    #[test]
    fn the_first_language_is_the_systems() {
        for (locale, language) in [
            ("ko-KR", Language::Ko),
            ("KO_kr.UTF-8", Language::Ko),
            ("en-US", Language::En),
            ("ja-JP", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(language_of(locale), language, "{locale}");
        }
    }
}
