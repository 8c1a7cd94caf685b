//! Rows and their hashes.

use uuid::Uuid;

use crate::secrets::SecretWrite;

/// A journey to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJourney {
    /// Its id, chosen by the caller.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// When (RFC 3339 with zone).
    pub created_at: String,
}

/// A journey in the list. Needs no replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneyRow {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// When it was made (RFC 3339 with zone).
    pub created_at: String,
    /// When it was put in the bin.
    pub binned_at: Option<String>,
    /// The number of its last event.
    pub head: u64,
    /// What the caller last gave as its summary.
    pub summary: String,
    /// False if the row does not match its hash: replay the events instead of believing it.
    pub intact: bool,
}

/// An event to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When (RFC 3339 with zone).
    pub at: String,
    /// Who.
    pub by: String,
    /// What kind.
    pub kind: String,
    /// The rest, as JSON.
    pub payload: String,
}

/// Everything that one confirmed step writes: all of it, or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// The events, in order.
    pub events: Vec<NewEvent>,
    /// The journey's new summary.
    pub summary: String,
    /// The journey's new name, if it changed.
    pub name: Option<String>,
    /// Sealed values that the events mention.
    pub secrets: Vec<SecretWrite>,
    /// Keys of drafts that this step makes obsolete.
    pub drafts_done: Vec<String>,
    /// The new place to resume at, if it changed.
    pub place: Option<String>,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Its number in the journey, from 1.
    pub seq: u64,
    /// The number of the first event that was written together with it.
    pub batch: u64,
    /// When (RFC 3339 with zone).
    pub at: String,
    /// Who.
    pub by: String,
    /// What kind.
    pub kind: String,
    /// The rest, as JSON.
    pub payload: String,
    /// False if the row does not match its hash: show it, do not trust it.
    pub intact: bool,
}

/// The events of a journey, with what is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLog {
    /// The number of the last event, according to the journey.
    pub head: u64,
    /// The events, in order.
    pub rows: Vec<EventRow>,
    /// Numbers of rows that do not match their hash.
    pub damaged: Vec<u64>,
    /// Numbers up to the head that have no row.
    pub missing: Vec<u64>,
}

impl EventLog {
    /// True if every event is there as it was written.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.damaged.is_empty() && self.missing.is_empty()
    }
}

/// Hashes fields one after another, each with its length, so that no two lists of fields collide.
struct Fields(blake3::Hasher);

impl Fields {
    fn of(kind: &str) -> Self {
        Self(blake3::Hasher::new()).text(kind)
    }

    fn text(self, field: &str) -> Self {
        self.bytes(field.as_bytes())
    }

    fn bytes(mut self, field: &[u8]) -> Self {
        self.0.update(&(field.len() as u64).to_be_bytes());
        self.0.update(field);
        self
    }

    fn number(self, field: u64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    fn end(self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}

/// The fields of an event as bytes, since a damaged row need not be text any more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawEvent<'a> {
    pub journey: &'a str,
    pub seq: u64,
    pub batch: u64,
    pub at: &'a [u8],
    pub by: &'a [u8],
    pub kind: &'a [u8],
    pub payload: &'a [u8],
}

impl RawEvent<'_> {
    pub(crate) fn hash(self) -> [u8; 32] {
        Fields::of("giljabi event 1")
            .text(self.journey)
            .number(self.seq)
            .number(self.batch)
            .bytes(self.at)
            .bytes(self.by)
            .bytes(self.kind)
            .bytes(self.payload)
            .end()
    }
}

/// The fields of a journey's row as bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawJourney<'a> {
    pub id: &'a str,
    pub name: &'a [u8],
    pub created_at: &'a [u8],
    pub binned_at: Option<&'a [u8]>,
    pub head: u64,
    pub summary: &'a [u8],
}

impl RawJourney<'_> {
    pub(crate) fn hash(self) -> [u8; 32] {
        let binned = u64::from(self.binned_at.is_some());
        Fields::of("giljabi journey 1")
            .text(self.id)
            .bytes(self.name)
            .bytes(self.created_at)
            .number(binned)
            .bytes(self.binned_at.unwrap_or_default())
            .number(self.head)
            .bytes(self.summary)
            .end()
    }
}
