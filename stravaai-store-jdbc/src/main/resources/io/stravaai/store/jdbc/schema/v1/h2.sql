-- StravaAI, schema version 1, for H2.

CREATE TABLE stravaai_schema (
    version INTEGER NOT NULL PRIMARY KEY
);

CREATE TABLE stravaai_activity (
    athlete_id BIGINT NOT NULL,
    activity_id BIGINT NOT NULL,
    start_date TIMESTAMP(6) WITH TIME ZONE,
    -- The wall-clock time where the activity began, which has no zone.
    start_date_local TIMESTAMP(6),
    name CHARACTER VARYING,
    sport_type CHARACTER VARYING,
    distance_m DOUBLE PRECISION,
    moving_time_ms BIGINT,
    -- The activity as Strava sent it. The type JSON would not keep its bytes.
    raw_json CHARACTER LARGE OBJECT NOT NULL,
    -- SHA-256 of raw_json in UTF-8, as hexadecimal digits.
    content_hash CHARACTER VARYING NOT NULL,
    observed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    deleted_at TIMESTAMP(6) WITH TIME ZONE,
    deletion_reason CHARACTER VARYING,
    PRIMARY KEY (athlete_id, activity_id)
);

-- The order in which activities are listed.
CREATE INDEX stravaai_activity_newest
    ON stravaai_activity (athlete_id, start_date DESC NULLS LAST, activity_id DESC);

CREATE TABLE stravaai_quarantine (
    athlete_id BIGINT NOT NULL,
    content_hash CHARACTER VARYING NOT NULL,
    -- Null if not even the id could be read.
    activity_id BIGINT,
    -- What Strava sent, which need not be text.
    bytes BINARY LARGE OBJECT NOT NULL,
    reason CHARACTER VARYING NOT NULL,
    observed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- How often Strava was asked for it by id, when it is to be asked next, and which version could not read it.
    attempts INTEGER NOT NULL,
    retry_at TIMESTAMP(6) WITH TIME ZONE,
    tried_by CHARACTER VARYING NOT NULL,
    PRIMARY KEY (athlete_id, content_hash)
);

CREATE TABLE stravaai_resource (
    athlete_id BIGINT NOT NULL,
    activity_id BIGINT NOT NULL,
    -- DETAIL or STREAMS.
    resource CHARACTER VARYING NOT NULL,
    -- Random, and new with each write.
    version BIGINT NOT NULL,
    -- QUEUED, NOT_YET, DONE, NONE or FAILED.
    status CHARACTER VARYING NOT NULL,
    -- When it may be fetched, null if there is nothing left to do.
    not_before TIMESTAMP(6) WITH TIME ZONE,
    attempts INTEGER NOT NULL,
    queued_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- When the activity began.
    start_date TIMESTAMP(6) WITH TIME ZONE,
    tried_by CHARACTER VARYING,
    failure CHARACTER VARYING,
    observed_at TIMESTAMP(6) WITH TIME ZONE,
    -- The answer as Strava sent it. Streams have some megabytes.
    raw_json CHARACTER LARGE OBJECT,
    -- Whether there is something left to do. For the index, which cannot have a condition here.
    pending BOOLEAN GENERATED ALWAYS AS (not_before IS NOT NULL),
    PRIMARY KEY (athlete_id, activity_id, resource)
);

-- The order in which resources are fetched.
CREATE INDEX stravaai_resource_due
    ON stravaai_resource (athlete_id, pending, start_date DESC NULLS LAST, activity_id DESC, resource);

-- Counts must not read the JSON.
CREATE INDEX stravaai_resource_status
    ON stravaai_resource (athlete_id, resource, status);

CREATE TABLE stravaai_sync_state (
    athlete_id BIGINT NOT NULL PRIMARY KEY,
    -- Begins at random and rises with each commit, which must find the one it began with.
    version BIGINT NOT NULL,
    -- Closed intervals and when they were listed, in ISO-8601: from/to/listed,from/to/listed
    coverage CHARACTER VARYING NOT NULL,
    next_page INTEGER NOT NULL,
    next_page_before TIMESTAMP(6) WITH TIME ZONE,
    newest_listed_at TIMESTAMP(6) WITH TIME ZONE,
    last_completed_at TIMESTAMP(6) WITH TIME ZONE,
    -- Separated by commas.
    scopes CHARACTER VARYING NOT NULL,
    expected_activities INTEGER,
    -- 1 if history is not to be walked for now.
    backfill_paused INTEGER NOT NULL,
    next_due_at TIMESTAMP(6) WITH TIME ZONE,
    failures INTEGER NOT NULL,
    last_failure CHARACTER VARYING
);

-- The order in which athletes take their turns.
CREATE INDEX stravaai_sync_state_due
    ON stravaai_sync_state (next_due_at, athlete_id);

-- The syncs that have ended. No sync depends on it.
CREATE TABLE stravaai_sync_run (
    athlete_id BIGINT NOT NULL,
    started_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- Random: it tells apart what began at the same instant.
    run_id BIGINT NOT NULL,
    finished_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
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
    reached TIMESTAMP(6) WITH TIME ZONE,
    -- Null if nothing was left, and if it failed.
    resume_at TIMESTAMP(6) WITH TIME ZONE,
    failure CHARACTER VARYING,
    PRIMARY KEY (athlete_id, started_at, run_id)
);

-- What is old is removed for all athletes at once.
CREATE INDEX stravaai_sync_run_oldest
    ON stravaai_sync_run (started_at);

CREATE TABLE stravaai_token (
    athlete_id BIGINT NOT NULL PRIMARY KEY,
    -- Random, and new with each write.
    version BIGINT NOT NULL,
    access_token CHARACTER VARYING NOT NULL,
    refresh_token CHARACTER VARYING NOT NULL,
    expires_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- Separated by commas.
    scopes CHARACTER VARYING NOT NULL,
    claim_owner CHARACTER VARYING,
    claimed_at TIMESTAMP(6) WITH TIME ZONE,
    -- 1 if the refresh has ended without its outcome being known.
    claim_in_doubt INTEGER NOT NULL
);

CREATE TABLE stravaai_quota (
    client_id CHARACTER VARYING NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    quarter_hour_start TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    day_start TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    blocked_until TIMESTAMP(6) WITH TIME ZONE,
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
