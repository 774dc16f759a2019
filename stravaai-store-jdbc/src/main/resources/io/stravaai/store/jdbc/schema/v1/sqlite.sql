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
    deletion_reason TEXT,
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
    -- How often Strava was asked for it by id, when it is to be asked next, and which version could not read it.
    attempts INTEGER NOT NULL,
    retry_at INTEGER,
    tried_by TEXT NOT NULL,
    PRIMARY KEY (athlete_id, content_hash)
);

CREATE TABLE stravaai_resource (
    athlete_id INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    -- DETAIL or STREAMS.
    resource TEXT NOT NULL,
    -- Random, and new with each write.
    version INTEGER NOT NULL,
    -- QUEUED, NOT_YET, DONE, NONE or FAILED.
    status TEXT NOT NULL,
    -- When it may be fetched, null if there is nothing left to do.
    not_before INTEGER,
    attempts INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    -- When the activity began.
    start_date INTEGER,
    tried_by TEXT,
    failure TEXT,
    observed_at INTEGER,
    -- The answer as Strava sent it, some megabytes. Last, so that the other columns are read without it.
    raw_json TEXT,
    PRIMARY KEY (athlete_id, activity_id, resource)
);

-- The order in which resources are fetched. Null comes last in a descending order.
CREATE INDEX stravaai_resource_due
    ON stravaai_resource (athlete_id, start_date DESC, activity_id DESC, resource)
    WHERE not_before IS NOT NULL;

-- Counts must not read the JSON.
CREATE INDEX stravaai_resource_status
    ON stravaai_resource (athlete_id, resource, status);

CREATE TABLE stravaai_sync_state (
    athlete_id INTEGER NOT NULL PRIMARY KEY,
    -- Begins at random and rises with each commit, which must find the one it began with.
    version INTEGER NOT NULL,
    -- Closed intervals and when they were listed, in ISO-8601: from/to/listed,from/to/listed
    coverage TEXT NOT NULL,
    next_page INTEGER NOT NULL,
    next_page_before INTEGER,
    newest_listed_at INTEGER,
    last_completed_at INTEGER,
    -- Separated by commas.
    scopes TEXT NOT NULL,
    expected_activities INTEGER,
    -- 1 if history is not to be walked for now.
    backfill_paused INTEGER NOT NULL,
    next_due_at INTEGER,
    failures INTEGER NOT NULL,
    last_failure TEXT
);

-- The order in which athletes take their turns.
CREATE INDEX stravaai_sync_state_due
    ON stravaai_sync_state (next_due_at, athlete_id);

-- The syncs that have ended. No sync depends on it.
CREATE TABLE stravaai_sync_run (
    athlete_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    -- Random: it tells apart what began at the same instant.
    run_id INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    inserted INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    restored INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    fetched INTEGER NOT NULL,
    -- Details and streams that still waited.
    pending_resources INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    -- The start of the oldest activity listed.
    reached INTEGER,
    -- Null if nothing was left, and if it failed.
    resume_at INTEGER,
    failure TEXT,
    PRIMARY KEY (athlete_id, started_at, run_id)
);

-- What is old is removed for all athletes at once.
CREATE INDEX stravaai_sync_run_oldest
    ON stravaai_sync_run (started_at);

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
