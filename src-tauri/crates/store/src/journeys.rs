//! Journeys and their events.

use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;

use crate::error::{ReadError, WriteError};
use crate::rows::{
    Batch, EventLog, EventRow, JourneyRow, NewEvent, NewJourney, RawEvent, RawJourney,
};
use crate::secrets;
use crate::store::{Store, Writing};

/// Columns as bytes: a damaged row need not be text any more, and must still be shown.
const JOURNEYS: &str = "SELECT id, CAST(name AS BLOB), CAST(created_at AS BLOB), \
     CAST(binned_at AS BLOB), head_seq, CAST(summary AS BLOB), hash FROM journeys \
     ORDER BY created_at, id";
const JOURNEY: &str = "SELECT id, CAST(name AS BLOB), CAST(created_at AS BLOB), \
     CAST(binned_at AS BLOB), head_seq, CAST(summary AS BLOB), hash FROM journeys WHERE id = ?";
const EVENTS: &str = "SELECT seq, batch, CAST(at AS BLOB), CAST(by AS BLOB), \
     CAST(kind AS BLOB), CAST(payload AS BLOB), hash FROM events WHERE journey = ? ORDER BY seq";

impl Store {
    /// All journeys, those in the bin too, the oldest first. Reads no events.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn list_journeys(&self) -> Result<Vec<JourneyRow>, ReadError> {
        let mut reading = self.0.read().await?;
        let rows = sqlx::query(JOURNEYS)
            .fetch_all(reading.connection()?)
            .await?;
        rows.iter().map(journey_row).collect()
    }

    /// Makes a journey with its first events. Returns the number of the last one.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] if there is one of this id; else see [`WriteError`].
    pub async fn create_journey(
        &self,
        journey: NewJourney,
        first: Batch,
    ) -> Result<u64, WriteError> {
        let mut writing = self.0.begin().await?;
        let empty = JourneyRow {
            id: journey.id,
            name: journey.name,
            created_at: journey.created_at,
            binned_at: None,
            head: 0,
            summary: String::new(),
            intact: true,
        };
        let insert = sqlx::query(
            "INSERT OR IGNORE INTO journeys (id, name, created_at, head_seq, summary, hash) \
             VALUES (?, ?, ?, 0, '', ?)",
        )
        .bind(empty.id.to_string())
        .bind(&empty.name)
        .bind(&empty.created_at)
        .bind(hash_of(&empty).to_vec());
        let made = insert.execute(writing.connection()?).await?;
        if made.rows_affected() == 0 {
            return Err(writing.give_up(WriteError::Conflict).await);
        }
        let head = write_batch(&mut writing, empty, first).await?;
        writing.commit().await?;
        Ok(head)
    }

    /// Writes one confirmed step: its events, the secrets they mention, the summary. All of it
    /// or nothing; done when this returns. Returns the new head.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] if the journey's head is not `expected_head`;
    /// [`WriteError::Missing`] if there is no such journey; else see [`WriteError`].
    pub async fn append(
        &self,
        journey: Uuid,
        expected_head: u64,
        batch: Batch,
    ) -> Result<u64, WriteError> {
        let mut writing = self.0.begin().await?;
        let row = match find(writing.connection()?, journey).await? {
            None => return Err(writing.give_up(WriteError::Missing).await),
            Some(row) if row.head != expected_head => {
                return Err(writing.give_up(WriteError::Conflict).await);
            }
            Some(row) => row,
        };
        let head = write_batch(&mut writing, row, batch).await?;
        writing.commit().await?;
        Ok(head)
    }

    /// The events of a journey, each with the word whether it is as it was written.
    ///
    /// # Errors
    /// [`ReadError::Missing`] if there is no such journey; else see [`ReadError`].
    pub async fn events(&self, journey: Uuid) -> Result<EventLog, ReadError> {
        let mut reading = self.0.read().await?;
        let connection = reading.connection()?;
        let id = journey.to_string();
        let row = find_read(connection, &id).await?;
        let rows = sqlx::query(EVENTS).bind(&id).fetch_all(connection).await?;
        let rows: Vec<EventRow> = rows
            .iter()
            .map(|row| event_row(&id, row))
            .collect::<Result<_, _>>()?;
        let damaged = rows
            .iter()
            .filter(|row| !row.intact)
            .map(|row| row.seq)
            .collect();
        let last = rows.last().map_or(0, |row| row.seq);
        // A damaged head must not make this loop run for ever.
        let head = if row.intact { row.head } else { last };
        let mut there = rows.iter().map(|row| row.seq).peekable();
        let missing = (1..=head.max(last))
            .filter(|seq| there.next_if_eq(seq).is_none())
            .collect();
        Ok(EventLog {
            head,
            rows,
            damaged,
            missing,
        })
    }

    /// Puts a journey in the bin, with the moment, or takes it out (`None`).
    ///
    /// # Errors
    /// [`WriteError::Missing`]; else see [`WriteError`].
    pub async fn set_binned(&self, journey: Uuid, at: Option<&str>) -> Result<(), WriteError> {
        let mut writing = self.0.begin().await?;
        let Some(mut row) = find(writing.connection()?, journey).await? else {
            return Err(writing.give_up(WriteError::Missing).await);
        };
        row.binned_at = at.map(str::to_owned);
        save_row(writing.connection()?, &row).await?;
        writing.commit().await
    }

    /// Deletes a journey with its events, drafts and secrets. Its secrets are gone from every
    /// backup when this returns; the rest of it stays in backups until they rotate.
    ///
    /// # Errors
    /// [`WriteError::Missing`]; else see [`WriteError`].
    pub async fn delete_forever(&self, journey: Uuid) -> Result<secrets::DeleteReport, WriteError> {
        let id = journey.to_string();
        let mut writing = self.0.begin().await?;
        let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM secrets WHERE journey = ?")
            .bind(&id)
            .fetch_all(writing.connection()?)
            .await?;
        for secret in &ids {
            secrets::delete_row(writing.connection()?, secret).await?;
        }
        for sql in [
            "DELETE FROM events WHERE journey = ?",
            "DELETE FROM drafts WHERE journey = ?",
            "DELETE FROM places WHERE journey = ?",
        ] {
            sqlx::query(sql)
                .bind(&id)
                .execute(writing.connection()?)
                .await?;
        }
        let gone = sqlx::query("DELETE FROM journeys WHERE id = ?")
            .bind(&id)
            .execute(writing.connection()?)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(writing.give_up(WriteError::Missing).await);
        }
        writing.commit().await?;
        self.finish_pending_deletes().await
    }
}

async fn write_batch(
    writing: &mut Writing<'_>,
    mut row: JourneyRow,
    batch: Batch,
) -> Result<u64, WriteError> {
    let connection = writing.connection()?;
    let id = row.id.to_string();
    let first = row.head + 1;
    for event in &batch.events {
        row.head += 1;
        insert_event(connection, &id, row.head, first, event).await?;
    }
    row.summary = batch.summary;
    row.name = batch.name.unwrap_or(row.name);
    save_row(connection, &row).await?;
    for secret in batch.secrets {
        secrets::write(connection, &id, secret).await?;
    }
    for key in batch.drafts_done {
        sqlx::query("DELETE FROM drafts WHERE journey = ? AND key = ?")
            .bind(&id)
            .bind(key)
            .execute(&mut *connection)
            .await?;
    }
    if let Some(place) = batch.place {
        sqlx::query("INSERT OR REPLACE INTO places (journey, place) VALUES (?, ?)")
            .bind(&id)
            .bind(place)
            .execute(connection)
            .await?;
    }
    Ok(row.head)
}

async fn insert_event(
    connection: &mut SqliteConnection,
    journey: &str,
    seq: u64,
    batch: u64,
    event: &NewEvent,
) -> Result<(), WriteError> {
    let raw = RawEvent {
        journey,
        seq,
        batch,
        at: event.at.as_bytes(),
        by: event.by.as_bytes(),
        kind: event.kind.as_bytes(),
        payload: event.payload.as_bytes(),
    };
    sqlx::query(
        "INSERT INTO events (journey, seq, batch, at, by, kind, payload, hash) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(journey)
    .bind(signed(seq)?)
    .bind(signed(batch)?)
    .bind(&event.at)
    .bind(&event.by)
    .bind(&event.kind)
    .bind(&event.payload)
    .bind(raw.hash().to_vec())
    .execute(connection)
    .await?;
    Ok(())
}

async fn find(
    connection: &mut SqliteConnection,
    journey: Uuid,
) -> Result<Option<JourneyRow>, WriteError> {
    let row = sqlx::query(JOURNEY)
        .bind(journey.to_string())
        .fetch_optional(connection)
        .await?;
    let row = row.as_ref().map(journey_row).transpose();
    row.map_err(|_| WriteError::Damaged)
}

async fn find_read(connection: &mut SqliteConnection, id: &str) -> Result<JourneyRow, ReadError> {
    let row = sqlx::query(JOURNEY)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    journey_row(&row.ok_or(ReadError::Missing)?)
}

async fn save_row(connection: &mut SqliteConnection, row: &JourneyRow) -> Result<(), WriteError> {
    sqlx::query(
        "UPDATE journeys SET name = ?, binned_at = ?, head_seq = ?, summary = ?, hash = ? \
         WHERE id = ?",
    )
    .bind(&row.name)
    .bind(&row.binned_at)
    .bind(signed(row.head)?)
    .bind(&row.summary)
    .bind(hash_of(row).to_vec())
    .bind(row.id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

fn hash_of(row: &JourneyRow) -> [u8; 32] {
    RawJourney {
        id: &row.id.to_string(),
        name: row.name.as_bytes(),
        created_at: row.created_at.as_bytes(),
        binned_at: row.binned_at.as_ref().map(String::as_bytes),
        head: row.head,
        summary: row.summary.as_bytes(),
    }
    .hash()
}

fn journey_row(row: &sqlx::sqlite::SqliteRow) -> Result<JourneyRow, ReadError> {
    let id: String = row.try_get(0)?;
    let [name, created_at, summary, hash]: [Vec<u8>; 4] = [
        row.try_get(1)?,
        row.try_get(2)?,
        row.try_get(5)?,
        row.try_get(6)?,
    ];
    let binned_at: Option<Vec<u8>> = row.try_get(3)?;
    let head: i64 = row.try_get(4)?;
    let raw = RawJourney {
        id: &id,
        name: &name,
        created_at: &created_at,
        binned_at: binned_at.as_deref(),
        head: head.cast_unsigned(),
        summary: &summary,
    };
    let intact = raw.hash().as_slice() == hash;
    Ok(JourneyRow {
        id: Uuid::parse_str(&id).map_err(|_| ReadError::Damaged)?,
        name: text(&name),
        created_at: text(&created_at),
        binned_at: binned_at.as_deref().map(text),
        head: head.cast_unsigned(),
        summary: text(&summary),
        intact,
    })
}

fn event_row(journey: &str, row: &sqlx::sqlite::SqliteRow) -> Result<EventRow, ReadError> {
    let [seq, batch]: [i64; 2] = [row.try_get(0)?, row.try_get(1)?];
    let [at, by, kind, payload, hash]: [Vec<u8>; 5] = [
        row.try_get(2)?,
        row.try_get(3)?,
        row.try_get(4)?,
        row.try_get(5)?,
        row.try_get(6)?,
    ];
    let raw = RawEvent {
        journey,
        seq: seq.cast_unsigned(),
        batch: batch.cast_unsigned(),
        at: &at,
        by: &by,
        kind: &kind,
        payload: &payload,
    };
    let intact = raw.hash().as_slice() == hash;
    Ok(EventRow {
        seq: raw.seq,
        batch: raw.batch,
        at: text(&at),
        by: text(&by),
        kind: text(&kind),
        payload: text(&payload),
        intact,
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn signed(number: u64) -> Result<i64, WriteError> {
    i64::try_from(number).map_err(|_| WriteError::Damaged)
}
