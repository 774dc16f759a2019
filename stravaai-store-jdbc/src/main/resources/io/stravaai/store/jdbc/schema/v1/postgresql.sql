-- StravaAI, schema version 1, for PostgreSQL. The database must have the encoding UTF8.

CREATE TABLE stravaai_schema (
    version integer NOT NULL PRIMARY KEY
);

CREATE TABLE stravaai_activity (
    athlete_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    start_date timestamptz,
    -- The wall-clock time where the activity began, which has no zone.
    start_date_local timestamp,
    name text,
    sport_type text,
    distance_m double precision,
    moving_time_ms bigint,
    -- The activity as Strava sent it. jsonb would not keep its bytes, nor would it be faster.
    raw_json text NOT NULL,
    -- SHA-256 of raw_json in UTF-8, as hexadecimal digits.
    content_hash text NOT NULL,
    observed_at timestamptz NOT NULL,
    deleted_at timestamptz,
    deletion_reason text,
    PRIMARY KEY (athlete_id, activity_id)
);

-- Not compressed: compressing each row costs more time than all the rest of a write.
ALTER TABLE stravaai_activity ALTER COLUMN raw_json SET STORAGE EXTERNAL;

-- The order in which activities are listed.
CREATE INDEX stravaai_activity_newest
    ON stravaai_activity (athlete_id, start_date DESC NULLS LAST, activity_id DESC);

CREATE TABLE stravaai_quarantine (
    athlete_id bigint NOT NULL,
    content_hash text NOT NULL,
    -- Null if not even the id could be read.
    activity_id bigint,
    -- What Strava sent, which need not be text.
    bytes bytea NOT NULL,
    reason text NOT NULL,
    observed_at timestamptz NOT NULL,
    -- How often Strava was asked for it by id, when it is to be asked next, and which version could not read it.
    attempts integer NOT NULL,
    retry_at timestamptz,
    tried_by text NOT NULL,
    PRIMARY KEY (athlete_id, content_hash)
);

CREATE TABLE stravaai_resource (
    athlete_id bigint NOT NULL,
    activity_id bigint NOT NULL,
    -- DETAIL or STREAMS.
    resource text NOT NULL,
    -- Random, and new with each write.
    version bigint NOT NULL,
    -- QUEUED, NOT_YET, DONE, NONE or FAILED.
    status text NOT NULL,
    -- When it may be fetched, null if there is nothing left to do.
    not_before timestamptz,
    attempts integer NOT NULL,
    queued_at timestamptz NOT NULL,
    -- When the activity began.
    start_date timestamptz,
    tried_by text,
    failure text,
    observed_at timestamptz,
    -- The answer as Strava sent it. Streams have some megabytes, and shrink to a part of that.
    raw_json text,
    PRIMARY KEY (athlete_id, activity_id, resource)
);

-- The order in which resources are fetched.
CREATE INDEX stravaai_resource_due
    ON stravaai_resource (athlete_id, start_date DESC NULLS LAST, activity_id DESC, resource)
    WHERE not_before IS NOT NULL;

-- Counts must not read the JSON.
CREATE INDEX stravaai_resource_status
    ON stravaai_resource (athlete_id, resource, status);

CREATE TABLE stravaai_sync_state (
    athlete_id bigint NOT NULL PRIMARY KEY,
    -- Begins at random and rises with each commit, which must find the one it began with.
    version bigint NOT NULL,
    -- Closed intervals and when they were listed, in ISO-8601: from/to/listed,from/to/listed
    coverage text NOT NULL,
    next_page integer NOT NULL,
    next_page_before timestamptz,
    newest_listed_at timestamptz,
    last_completed_at timestamptz,
    -- Separated by commas.
    scopes text NOT NULL,
    expected_activities integer,
    -- 1 if history is not to be walked for now.
    backfill_paused integer NOT NULL,
    next_due_at timestamptz,
    failures integer NOT NULL,
    last_failure text
);

-- The order in which athletes take their turns.
CREATE INDEX stravaai_sync_state_due
    ON stravaai_sync_state (next_due_at, athlete_id);

-- The syncs that have ended. No sync depends on it.
CREATE TABLE stravaai_sync_run (
    athlete_id bigint NOT NULL,
    started_at timestamptz NOT NULL,
    -- Random: it tells apart what began at the same instant.
    run_id bigint NOT NULL,
    finished_at timestamptz NOT NULL,
    inserted integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    deleted integer NOT NULL,
    restored integer NOT NULL,
    quarantined integer NOT NULL,
    fetched integer NOT NULL,
    -- Details and streams that still waited.
    pending_resources integer NOT NULL,
    requests integer NOT NULL,
    -- The start of the oldest activity listed.
    reached timestamptz,
    -- Null if nothing was left, and if it failed.
    resume_at timestamptz,
    failure text,
    PRIMARY KEY (athlete_id, started_at, run_id)
);

-- What is old is removed for all athletes at once.
CREATE INDEX stravaai_sync_run_oldest
    ON stravaai_sync_run (started_at);

CREATE TABLE stravaai_token (
    athlete_id bigint NOT NULL PRIMARY KEY,
    -- Random, and new with each write.
    version bigint NOT NULL,
    access_token text NOT NULL,
    refresh_token text NOT NULL,
    expires_at timestamptz NOT NULL,
    -- Separated by commas.
    scopes text NOT NULL,
    claim_owner text,
    claimed_at timestamptz,
    -- 1 if the refresh has ended without its outcome being known.
    claim_in_doubt integer NOT NULL
);

CREATE TABLE stravaai_quota (
    client_id text NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    quarter_hour_start timestamptz NOT NULL,
    day_start timestamptz NOT NULL,
    blocked_until timestamptz,
    overall_quarter_hour_limit integer NOT NULL,
    overall_quarter_hour_used integer NOT NULL,
    overall_quarter_hour_used_next integer NOT NULL,
    overall_day_limit integer NOT NULL,
    overall_day_used integer NOT NULL,
    overall_day_used_next integer NOT NULL,
    read_quarter_hour_limit integer NOT NULL,
    read_quarter_hour_used integer NOT NULL,
    read_quarter_hour_used_next integer NOT NULL,
    read_day_limit integer NOT NULL,
    read_day_used integer NOT NULL,
    read_day_used_next integer NOT NULL
);

INSERT INTO stravaai_schema (version) VALUES (1);
