-- StravaAI, schema version 1, for SQLite.
-- Instants are microseconds since 1970-01-01T00:00:00Z. Run "PRAGMA journal_mode = WAL" on the file as well.

CREATE TABLE stravaai_schema (
    version INTEGER NOT NULL PRIMARY KEY
);

CREATE TABLE stravaai_activity (
    athlete_id INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    start_date INTEGER,
    -- The wall-clock time where the activity began, in ISO-8601.
    start_date_local TEXT,
    name TEXT,
    sport_type TEXT,
    distance_m REAL,
    moving_time_ms INTEGER,
    -- The activity as Strava sent it.
    raw_json TEXT NOT NULL,
    -- SHA-256 of raw_json in UTF-8, as hexadecimal digits.
    content_hash TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    deleted_at INTEGER,
    PRIMARY KEY (athlete_id, activity_id)
);

-- The order in which activities are listed. Null comes last in a descending order.
CREATE INDEX stravaai_activity_newest
    ON stravaai_activity (athlete_id, start_date DESC, activity_id DESC);

CREATE TABLE stravaai_quarantine (
    athlete_id INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    -- Null if not even the id could be read.
    activity_id INTEGER,
    -- What Strava sent, which need not be text.
    bytes BLOB NOT NULL,
    reason TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    PRIMARY KEY (athlete_id, content_hash)
);

CREATE TABLE stravaai_sync_state (
    athlete_id INTEGER NOT NULL PRIMARY KEY,
    -- The number of commits so far: each one must find the version it began with.
    version INTEGER NOT NULL,
    -- Closed intervals in ISO-8601, from/to,from/to
    coverage TEXT NOT NULL,
    next_page INTEGER NOT NULL,
    newest_listed_at INTEGER,
    last_completed_at INTEGER
);

CREATE TABLE stravaai_token (
    athlete_id INTEGER NOT NULL PRIMARY KEY,
    -- Random, and new with each write.
    version INTEGER NOT NULL,
    access_token TEXT NOT NULL,
    refresh_token TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    -- Separated by commas.
    scopes TEXT NOT NULL,
    claim_owner TEXT,
    claimed_at INTEGER,
    -- 1 if the refresh has ended without its outcome being known.
    claim_in_doubt INTEGER NOT NULL
);

CREATE TABLE stravaai_quota (
    client_id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    quarter_hour_start INTEGER NOT NULL,
    day_start INTEGER NOT NULL,
    blocked_until INTEGER,
    overall_quarter_hour_limit INTEGER NOT NULL,
    overall_quarter_hour_used INTEGER NOT NULL,
    overall_quarter_hour_used_next INTEGER NOT NULL,
    overall_day_limit INTEGER NOT NULL,
    overall_day_used INTEGER NOT NULL,
    overall_day_used_next INTEGER NOT NULL,
    read_quarter_hour_limit INTEGER NOT NULL,
    read_quarter_hour_used INTEGER NOT NULL,
    read_quarter_hour_used_next INTEGER NOT NULL,
    read_day_limit INTEGER NOT NULL,
    read_day_used INTEGER NOT NULL,
    read_day_used_next INTEGER NOT NULL
);

INSERT INTO stravaai_schema (version) VALUES (1);
