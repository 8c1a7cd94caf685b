//! A journey's event as a row of the store: the twin of [`wizard::event::Event`], converted by hand.
//!
//! The stored format lives here and nowhere else. An unknown kind is an error to show, never a
//! default: a newer version wrote it.

use catalog::model::Purpose;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wizard::event::{
    Bound, BoundValue, Event, Evidence, FieldAt, Outcome, Stamped, TaskKey, TrackId, TrackSpec,
};

/// A stored event that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableRow {
    /// Its place in the log.
    pub seq: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Row {
    Created {
        name: String,
    },
    Renamed {
        name: String,
    },
    Answered {
        question: String,
        values: Vec<String>,
    },
    Planned {
        tracks: Vec<SpecRow>,
    },
    TrackAdded {
        track: u32,
        spec: SpecRow,
    },
    TrackHeld {
        track: u32,
        reason: String,
        on: Date,
    },
    TrackGivenUp {
        track: u32,
        reason: String,
        on: Date,
    },
    TrackResumed {
        track: u32,
        on: Date,
    },
    TrackOpened {
        track: u32,
        on: Date,
    },
    ValueSet {
        at: AtRow,
        value: String,
        on: Date,
        overridden: Vec<String>,
    },
    SecretSaved {
        at: AtRow,
        id: String,
        revision: u32,
        on: Date,
        expires_on: Option<Date>,
    },
    SecretDeleted {
        at: AtRow,
        id: String,
        on: Date,
    },
    SecretCopied {
        at: AtRow,
    },
    SecretShown {
        at: AtRow,
    },
    Noted {
        task: String,
        text: String,
    },
    Started {
        task: String,
        on: Date,
    },
    Marked {
        task: String,
        on: Date,
        evidence: EvidenceRow,
        bound: Vec<BoundRow>,
    },
    Unmarked {
        task: String,
    },
    PutOff {
        task: String,
    },
    TakenUp {
        task: String,
    },
    Checked {
        task: String,
        on: Date,
        outcome: OutcomeRow,
        bound: Vec<BoundRow>,
    },
    Undone {
        batch: u64,
    },
    Redone {
        batch: u64,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecRow {
    gateway: String,
    module: String,
    purpose: PurposeRow,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PurposeRow {
    OneTime,
    Recurring,
    KeyIn,
    Identity,
    EasyPay,
    Overseas,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AtRow {
    task: String,
    field: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EvidenceRow {
    Machine,
    File,
    Person,
    Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundRow {
    at: AtRow,
    value: BoundValueRow,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BoundValueRow {
    Empty,
    Plain(String),
    Secret { id: String, revision: u32 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OutcomeRow {
    Proven {
        facts: Vec<(String, String)>,
    },
    NotProven {
        code: String,
        facts: Vec<(String, String)>,
    },
}

/// The name of an event's kind, for the store's index, and its content as JSON.
pub fn to_row(event: &Event) -> (String, String) {
    let row = Row::from(event);
    let value = serde_json::to_value(&row).unwrap_or_default();
    let kind = value
        .get("kind")
        .and_then(|kind| kind.as_str())
        .unwrap_or_default()
        .to_owned();
    (kind, value.to_string())
}

/// Reads a row back.
///
/// # Errors
/// [`UnreadableRow`] when the content is not one of our events.
pub fn from_row(
    seq: u64,
    batch: u64,
    at: &str,
    by: &str,
    payload: &str,
) -> Result<Stamped, UnreadableRow> {
    let bad = |_| UnreadableRow { seq };
    let row: Row = serde_json::from_str(payload).map_err(|_| UnreadableRow { seq })?;
    let at: Timestamp = at.parse().map_err(|_| UnreadableRow { seq })?;
    let event = row.try_into().map_err(bad)?;
    Ok(Stamped {
        seq,
        batch,
        at,
        by: by.to_owned(),
        event,
    })
}

struct BadRow;

impl From<&Event> for Row {
    fn from(event: &Event) -> Self {
        match event.clone() {
            Event::Created { name } => Row::Created { name },
            Event::Renamed { name } => Row::Renamed { name },
            Event::Answered { question, values } => Row::Answered { question, values },
            Event::Planned { tracks } => Row::Planned {
                tracks: tracks.into_iter().map(SpecRow::from).collect(),
            },
            Event::TrackAdded { track, spec } => Row::TrackAdded {
                track: track.0,
                spec: spec.into(),
            },
            Event::TrackHeld { track, reason, on } => Row::TrackHeld {
                track: track.0,
                reason,
                on,
            },
            Event::TrackGivenUp { track, reason, on } => Row::TrackGivenUp {
                track: track.0,
                reason,
                on,
            },
            Event::TrackResumed { track, on } => Row::TrackResumed { track: track.0, on },
            Event::TrackOpened { track, on } => Row::TrackOpened { track: track.0, on },
            Event::ValueSet {
                at,
                value,
                on,
                overridden,
            } => Row::ValueSet {
                at: at.into(),
                value,
                on,
                overridden,
            },
            Event::SecretSaved {
                at,
                id,
                revision,
                on,
                expires_on,
            } => Row::SecretSaved {
                at: at.into(),
                id,
                revision,
                on,
                expires_on,
            },
            Event::SecretDeleted { at, id, on } => Row::SecretDeleted {
                at: at.into(),
                id,
                on,
            },
            Event::SecretCopied { at } => Row::SecretCopied { at: at.into() },
            Event::SecretShown { at } => Row::SecretShown { at: at.into() },
            Event::Noted { task, text } => Row::Noted {
                task: task.to_string(),
                text,
            },
            Event::Started { task, on } => Row::Started {
                task: task.to_string(),
                on,
            },
            Event::Marked {
                task,
                on,
                evidence,
                bound,
            } => Row::Marked {
                task: task.to_string(),
                on,
                evidence: evidence.into(),
                bound: bound.into_iter().map(BoundRow::from).collect(),
            },
            Event::Unmarked { task } => Row::Unmarked {
                task: task.to_string(),
            },
            Event::PutOff { task } => Row::PutOff {
                task: task.to_string(),
            },
            Event::TakenUp { task } => Row::TakenUp {
                task: task.to_string(),
            },
            Event::Checked {
                task,
                on,
                outcome,
                bound,
            } => Row::Checked {
                task: task.to_string(),
                on,
                outcome: outcome.into(),
                bound: bound.into_iter().map(BoundRow::from).collect(),
            },
            Event::Undone { batch } => Row::Undone { batch },
            Event::Redone { batch } => Row::Redone { batch },
        }
    }
}

impl TryFrom<Row> for Event {
    type Error = BadRow;

    fn try_from(row: Row) -> Result<Self, BadRow> {
        Ok(match row {
            Row::Created { name } => Event::Created { name },
            Row::Renamed { name } => Event::Renamed { name },
            Row::Answered { question, values } => Event::Answered { question, values },
            Row::Planned { tracks } => Event::Planned {
                tracks: tracks.into_iter().map(TrackSpec::from).collect(),
            },
            Row::TrackAdded { track, spec } => Event::TrackAdded {
                track: TrackId(track),
                spec: spec.into(),
            },
            Row::TrackHeld { track, reason, on } => Event::TrackHeld {
                track: TrackId(track),
                reason,
                on,
            },
            Row::TrackGivenUp { track, reason, on } => Event::TrackGivenUp {
                track: TrackId(track),
                reason,
                on,
            },
            Row::TrackResumed { track, on } => Event::TrackResumed {
                track: TrackId(track),
                on,
            },
            Row::TrackOpened { track, on } => Event::TrackOpened {
                track: TrackId(track),
                on,
            },
            Row::ValueSet {
                at,
                value,
                on,
                overridden,
            } => Event::ValueSet {
                at: at.try_into()?,
                value,
                on,
                overridden,
            },
            Row::SecretSaved {
                at,
                id,
                revision,
                on,
                expires_on,
            } => Event::SecretSaved {
                at: at.try_into()?,
                id,
                revision,
                on,
                expires_on,
            },
            Row::SecretDeleted { at, id, on } => Event::SecretDeleted {
                at: at.try_into()?,
                id,
                on,
            },
            Row::SecretCopied { at } => Event::SecretCopied { at: at.try_into()? },
            Row::SecretShown { at } => Event::SecretShown { at: at.try_into()? },
            Row::Noted { task, text } => Event::Noted {
                task: key(&task)?,
                text,
            },
            Row::Started { task, on } => Event::Started {
                task: key(&task)?,
                on,
            },
            Row::Marked {
                task,
                on,
                evidence,
                bound,
            } => Event::Marked {
                task: key(&task)?,
                on,
                evidence: evidence.into(),
                bound: bounds(bound)?,
            },
            Row::Unmarked { task } => Event::Unmarked { task: key(&task)? },
            Row::PutOff { task } => Event::PutOff { task: key(&task)? },
            Row::TakenUp { task } => Event::TakenUp { task: key(&task)? },
            Row::Checked {
                task,
                on,
                outcome,
                bound,
            } => Event::Checked {
                task: key(&task)?,
                on,
                outcome: outcome.into(),
                bound: bounds(bound)?,
            },
            Row::Undone { batch } => Event::Undone { batch },
            Row::Redone { batch } => Event::Redone { batch },
        })
    }
}

fn key(text: &str) -> Result<TaskKey, BadRow> {
    text.parse().map_err(|_| BadRow)
}

fn bounds(rows: Vec<BoundRow>) -> Result<Vec<Bound>, BadRow> {
    rows.into_iter().map(Bound::try_from).collect()
}

impl From<TrackSpec> for SpecRow {
    fn from(spec: TrackSpec) -> Self {
        SpecRow {
            gateway: spec.gateway,
            module: spec.module,
            purpose: spec.purpose.into(),
        }
    }
}

impl From<SpecRow> for TrackSpec {
    fn from(row: SpecRow) -> Self {
        TrackSpec {
            gateway: row.gateway,
            module: row.module,
            purpose: row.purpose.into(),
        }
    }
}

impl From<Purpose> for PurposeRow {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::OneTime => PurposeRow::OneTime,
            Purpose::Recurring => PurposeRow::Recurring,
            Purpose::KeyIn => PurposeRow::KeyIn,
            Purpose::Identity => PurposeRow::Identity,
            Purpose::EasyPay => PurposeRow::EasyPay,
            Purpose::Overseas => PurposeRow::Overseas,
        }
    }
}

impl From<PurposeRow> for Purpose {
    fn from(row: PurposeRow) -> Self {
        match row {
            PurposeRow::OneTime => Purpose::OneTime,
            PurposeRow::Recurring => Purpose::Recurring,
            PurposeRow::KeyIn => Purpose::KeyIn,
            PurposeRow::Identity => Purpose::Identity,
            PurposeRow::EasyPay => Purpose::EasyPay,
            PurposeRow::Overseas => Purpose::Overseas,
        }
    }
}

impl From<FieldAt> for AtRow {
    fn from(at: FieldAt) -> Self {
        AtRow {
            task: at.task.to_string(),
            field: at.field,
        }
    }
}

impl TryFrom<AtRow> for FieldAt {
    type Error = BadRow;

    fn try_from(row: AtRow) -> Result<Self, BadRow> {
        Ok(FieldAt {
            task: key(&row.task)?,
            field: row.field,
        })
    }
}

impl From<Evidence> for EvidenceRow {
    fn from(evidence: Evidence) -> Self {
        match evidence {
            Evidence::Machine => EvidenceRow::Machine,
            Evidence::File => EvidenceRow::File,
            Evidence::Person => EvidenceRow::Person,
            Evidence::Unknown => EvidenceRow::Unknown,
        }
    }
}

impl From<EvidenceRow> for Evidence {
    fn from(row: EvidenceRow) -> Self {
        match row {
            EvidenceRow::Machine => Evidence::Machine,
            EvidenceRow::File => Evidence::File,
            EvidenceRow::Person => Evidence::Person,
            EvidenceRow::Unknown => Evidence::Unknown,
        }
    }
}

impl From<Bound> for BoundRow {
    fn from(bound: Bound) -> Self {
        let value = match bound.value {
            BoundValue::Empty => BoundValueRow::Empty,
            BoundValue::Plain(text) => BoundValueRow::Plain(text),
            BoundValue::Secret { id, revision } => BoundValueRow::Secret { id, revision },
        };
        BoundRow {
            at: bound.at.into(),
            value,
        }
    }
}

impl TryFrom<BoundRow> for Bound {
    type Error = BadRow;

    fn try_from(row: BoundRow) -> Result<Self, BadRow> {
        let value = match row.value {
            BoundValueRow::Empty => BoundValue::Empty,
            BoundValueRow::Plain(text) => BoundValue::Plain(text),
            BoundValueRow::Secret { id, revision } => BoundValue::Secret { id, revision },
        };
        Ok(Bound {
            at: row.at.try_into()?,
            value,
        })
    }
}

impl From<Outcome> for OutcomeRow {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Proven { facts } => OutcomeRow::Proven { facts },
            Outcome::NotProven { code, facts } => OutcomeRow::NotProven { code, facts },
        }
    }
}

impl From<OutcomeRow> for Outcome {
    fn from(row: OutcomeRow) -> Self {
        match row {
            OutcomeRow::Proven { facts } => Outcome::Proven { facts },
            OutcomeRow::NotProven { code, facts } => Outcome::NotProven { code, facts },
        }
    }
}
