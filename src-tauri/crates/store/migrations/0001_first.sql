PRAGMA application_id = 1196048969; -- "GJBI"

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a journey. head_seq is the number of the last event; summary is a cache written with it.
CREATE TABLE journeys (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    binned_at  TEXT,
    head_seq   INTEGER NOT NULL,
    summary    TEXT NOT NULL,
    hash       BLOB NOT NULL
) STRICT;

-- The journal: append only, numbered from 1 without a gap. hash is BLAKE3 over the other columns.
CREATE TABLE events (
    journey TEXT NOT NULL REFERENCES journeys (id) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    batch   INTEGER NOT NULL,
    at      TEXT NOT NULL,
    by      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    payload TEXT NOT NULL,
    hash    BLOB NOT NULL,
    PRIMARY KEY (journey, seq)
) STRICT, WITHOUT ROWID;

-- What was typed and not confirmed yet. Never a secret.
CREATE TABLE drafts (
    journey TEXT NOT NULL,
    key     TEXT NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (journey, key)
) STRICT, WITHOUT ROWID;

-- Where to resume.
CREATE TABLE places (
    journey TEXT NOT NULL PRIMARY KEY,
    place   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealed values only.
CREATE TABLE secrets (
    id         TEXT NOT NULL PRIMARY KEY,
    journey    TEXT NOT NULL,
    slot       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    nonce      BLOB NOT NULL,
    ct         BLOB NOT NULL,
    saved_at   TEXT NOT NULL,
    expires_on TEXT
) STRICT;

CREATE INDEX secrets_by_journey ON secrets (journey);

-- Secrets that are deleted here but may still stand in a backup.
CREATE TABLE pending_deletes (
    secret TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
