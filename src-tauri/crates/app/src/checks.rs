//! Asks PortOne what a machine can know, and says what it means for the journey.
//!
//! Verdicts stay typed; sentences are the window's. What goes into the journey's log is the short
//! outcome: never a secret, never a buyer.

use catalog::{Catalog, Mode, Portone, Shape};
pub use portone::verdict::Reach;
use portone::verdict::{Certainty, Checked, KeyAnswer};
use portone::{Expected, Failure, Liveness, Proof, Status, V1Channel};
pub use portone::{Reading, TlsTrouble};
use vault::Secret;
use wizard::Journey;
use wizard::event::{FieldAt, Outcome, TaskKey};

/// The two ways to read an answer that does not decide, the likelier first.
pub type Readings = Option<[Reading; 2]>;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The V2 secret is good.
    KeysGood {
        /// A real answer carried the store id; false: only probable.
        store_proven: bool,
        /// What the answer about the store can mean.
        readings: Readings,
    },
    /// PortOne refused the key.
    WrongSecret {
        /// What that can mean.
        readings: Readings,
    },
    /// PortOne refused the key, and it looks like a gateway's own.
    GatewaySecret {
        /// What that can mean.
        readings: Readings,
    },
    /// The store is not this key's.
    StoreNotMine {
        /// What that can mean.
        readings: Readings,
    },
    /// PortOne says it is no store id.
    StoreMalformed {
        /// What that can mean.
        readings: Readings,
    },
    /// V1: the key is good; its channels, compared with what was entered.
    Channels {
        /// As PortOne has them.
        found: Vec<ChannelFound>,
        /// MIDs that were entered and PortOne does not have.
        missing: Vec<String>,
    },
    /// A payment.
    Payment(PaymentFound),
    /// No such payment.
    PaymentNotFound {
        /// The call, for the support text. None: PortOne was not asked.
        call: Option<String>,
    },
    /// PortOne answered about another payment.
    OtherPayment {
        /// The call, for the support text.
        call: Option<String>,
    },
    /// Refused, perhaps for this computer's address.
    AddressNotAllowed {
        /// What that can mean.
        readings: Readings,
        /// The call, for the support text.
        call: Option<String>,
    },
    /// The key may not ask this.
    NotPermitted {
        /// The call, for the support text.
        call: Option<String>,
    },
    /// Not reached.
    Unreachable {
        /// Why.
        reach: Reach,
        /// The call, for the support text.
        call: Option<String>,
    },
    /// PortOne's own trouble.
    PortoneFault {
        /// HTTP status.
        status: Option<u16>,
        /// The call, for the support text.
        call: Option<String>,
    },
    /// PortOne is still at work on the same request.
    StillWorking {
        /// The call, for the support text.
        call: Option<String>,
    },
    /// PortOne asks to wait.
    AskedToWait {
        /// How many seconds, if it said.
        seconds: Option<u32>,
        /// The call, for the support text.
        call: Option<String>,
    },
    /// Another shape than documented.
    Unexpected {
        /// The call, for the support text.
        call: Option<String>,
    },
    /// These fields are still empty.
    Incomplete {
        /// Each, with where it is filled.
        missing: Vec<Missing>,
    },
    /// The vault is not open.
    VaultClosed,
    /// Stopped by the user.
    Cancelled,
    /// A value was changed while PortOne was asked: the answer is about the former one.
    Changed,
}

/// A field that a check needs and that is still empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Its label.
    pub label: String,
    /// Where it is filled.
    pub at: FieldAt,
}

/// A V1 channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelFound {
    /// Provider code.
    pub provider: String,
    /// MID.
    pub mid: String,
    /// Mode.
    pub mode: Mode,
    /// Name in the console.
    pub name: Option<String>,
    /// It was entered here.
    pub entered: bool,
    /// Entered here as the other mode.
    pub mode_differs: bool,
}

/// Where a payment stands, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// Paid in full, nothing given back.
    Paid,
    /// A virtual account waits for its money.
    AwaitsDeposit,
    /// It was paid, and all or a part was given back since.
    GivenBack,
    /// It is not decided yet.
    Unfinished,
    /// It failed.
    Failed,
    /// It was cancelled before anything was paid.
    Cancelled,
    /// No payment can be like this.
    Impossible,
}

/// A payment, compared with the track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFound {
    /// Id.
    pub id: String,
    /// Status, in PortOne's word.
    pub status: String,
    /// Where it stands.
    pub state: PaymentState,
    /// The gateway's own code of a payment that failed, when PortOne told it.
    pub pg_code: Option<String>,
    /// Paid in full, nothing given back.
    pub paid: bool,
    /// Amount in whole units with its currency.
    pub amount: String,
    /// The channel's mode, when PortOne told it.
    pub mode: Option<Mode>,
    /// MID.
    pub mid: Option<String>,
    /// Provider code.
    pub provider: Option<String>,
    /// The provider is the track's gateway.
    pub gateway_fits: bool,
    /// The MID is the one entered; None when either is unknown.
    pub mid_fits: Option<bool>,
    /// Test or real, as the task wants it.
    pub mode_fits: bool,
    /// It proves the task.
    pub proves: bool,
}

/// The V2 secret's and store id's fields, or the V1 key's and secret's: wherever the catalogue asks
/// for them, known by their shape.
pub struct KeyFields {
    /// V2 or V1.
    pub portone: Portone,
    /// The task that asks for them.
    pub task: TaskKey,
    /// Store id or user code.
    pub id: Option<(FieldAt, String)>,
    /// V2 secret, or V1 key.
    pub first: Option<(FieldAt, String)>,
    /// V1 secret.
    pub second: Option<(FieldAt, String)>,
}

/// Finds where the keys of a PortOne version are entered, with the fields' labels.
pub fn key_fields(catalog: &Catalog, portone: Portone) -> Option<KeyFields> {
    let (id, first, second) = match portone {
        Portone::V2 => (Shape::StoreId, Shape::V2Secret, None),
        Portone::V1 => (Shape::UserCode, Shape::V1Key, Some(Shape::V1Secret)),
    };
    let found = catalog
        .all_tasks()
        .map(|found| found.task)
        .find(|task| task.fields.iter().any(|field| field.shape == first))?;
    let key = TaskKey {
        task: found.id.clone(),
        track: None,
    };
    let field = |shape: Shape| {
        let field = found.fields.iter().find(|field| field.shape == shape)?;
        let at = FieldAt {
            task: key.clone(),
            field: field.id.clone(),
        };
        Some((at, field.label.clone()))
    };
    Some(KeyFields {
        portone,
        id: field(id),
        first: field(first),
        second: second.and_then(field),
        task: key,
    })
}

/// What PortOne's client learned about a key, without a V1 key's channels.
pub fn of_keys(checked: Checked) -> Verdict {
    let readings = match checked.certainty {
        Certainty::Sure => None,
        Certainty::Probable(readings) => Some(readings),
    };
    let call = checked.error.as_ref().map(portone::Error::support);
    match checked.answer {
        KeyAnswer::Good => Verdict::KeysGood {
            store_proven: checked.store_proven,
            readings,
        },
        KeyAnswer::WrongSecret => Verdict::WrongSecret { readings },
        KeyAnswer::GatewaySecret => Verdict::GatewaySecret { readings },
        KeyAnswer::StoreNotMine => Verdict::StoreNotMine { readings },
        KeyAnswer::StoreMalformed => Verdict::StoreMalformed { readings },
        KeyAnswer::AddressNotAllowed => Verdict::AddressNotAllowed { readings, call },
        KeyAnswer::NotPermitted => Verdict::NotPermitted { call },
        KeyAnswer::CannotReach(reach) => Verdict::Unreachable { reach, call },
        KeyAnswer::PortoneFault => Verdict::PortoneFault {
            status: checked.error.as_ref().and_then(portone::Error::status),
            call,
        },
        KeyAnswer::StillWorking => Verdict::StillWorking { call },
        KeyAnswer::AskedToWait { wait } => Verdict::AskedToWait {
            // Never told shorter than it is.
            seconds: wait
                .map(|wait| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)),
            call,
        },
        KeyAnswer::OtherPayment => Verdict::OtherPayment { call },
        KeyAnswer::Unexpected => Verdict::Unexpected { call },
    }
}

/// What a failed look for a payment means for a person.
pub fn of_lookup(portone: Portone, error: portone::Error) -> Verdict {
    match (error.failure(), portone) {
        (Failure::NotFound, _) => Verdict::PaymentNotFound {
            call: Some(error.support()),
        },
        (_, Portone::V1) => of_keys(portone::verdict::of_v1_failure(error)),
        (_, Portone::V2) => of_keys(portone::verdict::of_v2_failure(error)),
    }
}

/// A channel as it was entered here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Provider code.
    pub code: String,
    /// MID.
    pub mid: String,
    /// Mode of the form.
    pub mode: Mode,
}

/// Every MID entered in the channel forms of the journey's tracks of a PortOne version.
pub fn entered(catalog: &Catalog, journey: &Journey, portone: Portone) -> Vec<Entered> {
    let mut all = Vec::new();
    for track in journey.tracks() {
        let Some((_, module)) = catalog.module(&track.spec.module) else {
            continue;
        };
        if module.portone != portone {
            continue;
        }
        for mode in [Mode::Test, Mode::Live] {
            if let Some(mid) = entered_mid(catalog, journey, track.id, mode) {
                all.push(Entered {
                    code: module.code.clone(),
                    mid,
                    mode,
                });
            }
        }
    }
    all
}

/// The MID entered for a track's test or live channel, on whichever task's page asks for it.
pub fn entered_mid(
    catalog: &Catalog,
    journey: &Journey,
    track: wizard::event::TrackId,
    mode: Mode,
) -> Option<String> {
    let form = catalog::Form::Channel(mode);
    let (_, module) = catalog.module(&journey.track(track)?.spec.module)?;
    let fields = catalog.channel_form(module, mode);
    let field = fields.into_iter().find(|field| field.is_mid)?;
    catalog
        .all_tasks()
        .filter(|found| found.task.form == form)
        .find_map(|found| {
            let task = TaskKey {
                task: found.task.id.clone(),
                track: Some(track),
            };
            let at = FieldAt {
                task,
                field: field.id.clone(),
            };
            journey
                .value(&at)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        })
}

/// What PortOne's client learned about a V1 key, its channels compared with what was entered.
pub fn of_v1(checked: Checked, entered: &[Entered]) -> Verdict {
    if checked.answer == KeyAnswer::Good {
        compared(&checked.channels, entered)
    } else {
        of_keys(checked)
    }
}

fn compared(channels: &[V1Channel], entered: &[Entered]) -> Verdict {
    let found: Vec<_> = channels
        .iter()
        .map(|channel| {
            let code = channel.pg_provider.code();
            let mode = if channel.sandbox {
                Mode::Test
            } else {
                Mode::Live
            };
            let same: Vec<_> = entered
                .iter()
                .filter(|e| e.mid == channel.mid && e.code == code)
                .collect();
            let exact = same.iter().any(|e| e.mode == mode);
            ChannelFound {
                provider: code.to_owned(),
                mid: channel.mid.clone(),
                mode,
                name: channel.name.clone(),
                entered: exact,
                mode_differs: !exact && !same.is_empty(),
            }
        })
        .collect();
    let missing = entered
        .iter()
        .filter(|e| !found.iter().any(|f| f.mid == e.mid && f.provider == e.code))
        .map(|e| e.mid.clone())
        .collect();
    Verdict::Channels { found, missing }
}

/// What a task wants of a payment.
pub struct Wanted<'a> {
    /// The store; None when the version tells none.
    pub store: Option<&'a str>,
    /// Provider codes of the track's gateway.
    pub codes: &'a [String],
    /// The MID entered for the track.
    pub mid: Option<&'a str>,
    /// Test or live.
    pub mode: Mode,
}

/// What a looked-up payment means for a track's task.
pub fn of_payment(facts: &portone::PaymentFacts, wanted: &Wanted<'_>) -> PaymentFound {
    let mode = facts
        .channel
        .as_ref()
        .and_then(|channel| match channel.live {
            Liveness::Live => Some(Mode::Live),
            Liveness::Test => Some(Mode::Test),
            Liveness::Unknown => None,
        });
    let provider = facts
        .channel
        .as_ref()
        .map(|channel| channel.pg_provider.code().to_owned());
    let paid_mid = facts
        .channel
        .as_ref()
        .and_then(|channel| channel.mid.clone());
    let gateway_fits = provider
        .as_ref()
        .is_some_and(|code| wanted.codes.contains(code));
    let mid_fits = match (wanted.mid, paid_mid.as_deref()) {
        (Some(entered), Some(paid)) => Some(entered == paid),
        _ => None,
    };
    let paid = facts.is_paid();
    let proof = facts.prove(&Expected {
        // That it is the one asked for was seen to where it was looked up.
        id: &facts.id,
        store_id: wanted.store,
        // The user types the number of a payment of any amount.
        total: None,
        live: wanted.mode == Mode::Live,
        // Which of the gateway's channels it went through is told by its MID.
        channel_key: None,
    });
    let enough = match proof {
        Proof::Paid => true,
        // Here a test ends: nobody pays into its account, and gateways give its money back in the evening.
        Proof::AwaitsDeposit | Proof::GivenBack => wanted.mode == Mode::Test,
        Proof::NotPaid | Proof::Other(_) | Proof::Odd(_) => false,
    };
    PaymentFound {
        id: facts.id.clone(),
        status: status_word(&facts.status),
        state: state(facts),
        pg_code: facts.pg_code.as_deref().map(str::to_owned),
        paid,
        amount: amount_text(&facts.amount),
        mode,
        mid: paid_mid,
        provider,
        gateway_fits,
        mid_fits,
        mode_fits: mode == Some(wanted.mode),
        proves: enough && gateway_fits && mid_fits != Some(false),
    }
}

fn state(facts: &portone::PaymentFacts) -> PaymentState {
    if facts.oddity().is_some() {
        return PaymentState::Impossible;
    }
    match facts.status {
        Status::Paid => PaymentState::Paid,
        Status::VirtualAccountIssued => PaymentState::AwaitsDeposit,
        Status::PartialCancelled => PaymentState::GivenBack,
        Status::Cancelled if facts.paid_at.is_some() => PaymentState::GivenBack,
        Status::Cancelled => PaymentState::Cancelled,
        Status::Failed => PaymentState::Failed,
        Status::Ready | Status::PayPending => PaymentState::Unfinished,
        Status::Unknown(_) => PaymentState::Impossible,
    }
}

fn status_word(status: &Status) -> String {
    match status {
        Status::Ready => "READY",
        Status::PayPending => "PAY_PENDING",
        Status::VirtualAccountIssued => "VIRTUAL_ACCOUNT_ISSUED",
        Status::Paid => "PAID",
        Status::Failed => "FAILED",
        Status::PartialCancelled => "PARTIAL_CANCELLED",
        Status::Cancelled => "CANCELLED",
        Status::Unknown(word) => word,
    }
    .to_owned()
}

fn amount_text(amount: &portone::Amount) -> String {
    match amount {
        portone::Amount::Exact(money) => {
            let decimals = usize::from(money.currency.decimals());
            let digits = format!(
                "{:0>width$}",
                money.minor.unsigned_abs(),
                width = decimals + 1
            );
            let (whole, part) = digits.split_at(digits.len() - decimals);
            let mut grouped = String::new();
            for (index, digit) in whole.chars().enumerate() {
                if index > 0 && (whole.len() - index) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            let sign = if money.minor < 0 { "-" } else { "" };
            let dot = if decimals > 0 { "." } else { "" };
            format!("{sign}{grouped}{dot}{part} {}", money.currency.code())
        }
        portone::Amount::AsText { digits, currency } => format!("{digits} {currency}"),
    }
}

/// What goes into the journey's log; None when nothing was learned about the task.
pub fn outcome(verdict: &Verdict, machine_may_prove: impl Fn(&Verdict) -> bool) -> Option<Outcome> {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let not = |code: &str, facts| {
        Some(Outcome::NotProven {
            code: code.to_owned(),
            facts,
        })
    };
    match verdict {
        Verdict::KeysGood { .. } | Verdict::Channels { .. } if machine_may_prove(verdict) => {
            Some(Outcome::Proven { facts: Vec::new() })
        }
        Verdict::KeysGood { .. } => not("store_only_probable", Vec::new()),
        Verdict::Channels { missing, .. } => not(
            "channel_missing",
            missing.iter().map(|mid| fact("mid", mid)).collect(),
        ),
        Verdict::Payment(found) => {
            let mut facts = vec![
                fact("id", &found.id),
                fact("status", &found.status),
                fact("amount", &found.amount),
            ];
            if let Some(mode) = found.mode {
                facts.push(fact(
                    "mode",
                    if mode == Mode::Live { "LIVE" } else { "TEST" },
                ));
            }
            facts.extend(found.mid.iter().map(|mid| fact("mid", mid)));
            facts.extend(found.pg_code.iter().map(|code| fact("pg_code", code)));
            if found.proves {
                Some(Outcome::Proven { facts })
            } else {
                not("payment_does_not_prove", facts)
            }
        }
        Verdict::WrongSecret { .. } => not("wrong_secret", Vec::new()),
        Verdict::GatewaySecret { .. } => not("gateway_secret", Vec::new()),
        Verdict::StoreNotMine { .. } => not("store_not_mine", Vec::new()),
        Verdict::StoreMalformed { .. } => not("store_malformed", Vec::new()),
        Verdict::PaymentNotFound { .. } => not("payment_not_found", Vec::new()),
        Verdict::AddressNotAllowed { .. } => not("address_not_allowed", Vec::new()),
        Verdict::NotPermitted { .. } => not("not_permitted", Vec::new()),
        Verdict::Unreachable { .. }
        | Verdict::PortoneFault { .. }
        | Verdict::StillWorking { .. }
        | Verdict::AskedToWait { .. }
        | Verdict::OtherPayment { .. }
        | Verdict::Unexpected { .. }
        | Verdict::Incomplete { .. }
        | Verdict::VaultClosed
        | Verdict::Cancelled
        | Verdict::Changed => None,
    }
}

/// A secret as PortOne's client takes it. None when it is not text.
pub fn v2_secret(secret: &Secret) -> Option<portone::V2Secret> {
    portone::V2Secret::new(secret.expose_str()?.into()).ok()
}

/// A V1 key and secret as PortOne's client takes them.
pub fn v1_credential(key: &str, secret: &Secret) -> Option<portone::V1Credential> {
    portone::V1Credential::new(key.into(), secret.expose_str()?.into()).ok()
}
