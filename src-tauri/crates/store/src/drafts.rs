//! Small things beside the journal: the key-value table, drafts, and the place to resume at.

use uuid::Uuid;

use crate::error::{ReadError, WriteError};
use crate::store::Store;

impl Store {
    /// The id of this folder's vault, made with the folder.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] if it is no id any more.
    pub async fn vault_id(&self) -> Result<Uuid, ReadError> {
        let value = self.meta_get("vault_id").await?.ok_or(ReadError::Damaged)?;
        Uuid::from_slice(&value).map_err(|_| ReadError::Damaged)
    }

    /// A value of the key-value table.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn meta_get(&self, key: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let mut reading = self.0.read().await?;
        Ok(sqlx::query_scalar("SELECT value FROM meta WHERE key = ?")
            .bind(key)
            .fetch_optional(reading.connection()?)
            .await?)
    }

    /// Sets a value of the key-value table.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn meta_set(&self, key: &str, value: &[u8]) -> Result<(), WriteError> {
        let mut writing = self.0.begin().await?;
        sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
            .bind(key)
            .bind(value)
            .execute(writing.connection()?)
            .await?;
        writing.commit().await
    }

    /// Removes a value of the key-value table; that it is not there is fine.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn meta_delete(&self, key: &str) -> Result<(), WriteError> {
        let mut writing = self.0.begin().await?;
        sqlx::query("DELETE FROM meta WHERE key = ?")
            .bind(key)
            .execute(writing.connection()?)
            .await?;
        writing.commit().await
    }

    /// Keeps what was typed and not confirmed yet. Never call it with a secret.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn draft_put(&self, journey: Uuid, key: &str, text: &str) -> Result<(), WriteError> {
        let mut writing = self.0.begin().await?;
        sqlx::query("INSERT OR REPLACE INTO drafts (journey, key, text) VALUES (?, ?, ?)")
            .bind(journey.to_string())
            .bind(key)
            .bind(text)
            .execute(writing.connection()?)
            .await?;
        writing.commit().await
    }

    /// The drafts of a journey, as pairs of key and text.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn drafts(&self, journey: Uuid) -> Result<Vec<(String, String)>, ReadError> {
        let mut reading = self.0.read().await?;
        Ok(
            sqlx::query_as("SELECT key, text FROM drafts WHERE journey = ? ORDER BY key")
                .bind(journey.to_string())
                .fetch_all(reading.connection()?)
                .await?,
        )
    }

    /// Forgets a draft; that it is not there is fine.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn draft_delete(&self, journey: Uuid, key: &str) -> Result<(), WriteError> {
        let mut writing = self.0.begin().await?;
        sqlx::query("DELETE FROM drafts WHERE journey = ? AND key = ?")
            .bind(journey.to_string())
            .bind(key)
            .execute(writing.connection()?)
            .await?;
        writing.commit().await
    }

    /// Keeps the place to resume at.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub async fn place_put(&self, journey: Uuid, place: &str) -> Result<(), WriteError> {
        let mut writing = self.0.begin().await?;
        sqlx::query("INSERT OR REPLACE INTO places (journey, place) VALUES (?, ?)")
            .bind(journey.to_string())
            .bind(place)
            .execute(writing.connection()?)
            .await?;
        writing.commit().await
    }

    /// The place to resume at.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub async fn place_get(&self, journey: Uuid) -> Result<Option<String>, ReadError> {
        let mut reading = self.0.read().await?;
        Ok(
            sqlx::query_scalar("SELECT place FROM places WHERE journey = ?")
                .bind(journey.to_string())
                .fetch_optional(reading.connection()?)
                .await?,
        )
    }
}
