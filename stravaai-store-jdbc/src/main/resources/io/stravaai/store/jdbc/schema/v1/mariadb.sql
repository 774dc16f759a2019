-- StravaAI, schema version 1, for MariaDB. Instants are DATETIME(6) in UTC, whatever the zones of server and session.
-- Names must differ if a byte does, trailing blanks included: hence the collation.

CREATE TABLE stravaai_schema (
    version INTEGER NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE stravaai_activity (
    athlete_id BIGINT NOT NULL,
    activity_id BIGINT NOT NULL,
    start_date DATETIME(6),
    -- The wall-clock time where the activity began, which has no zone.
    start_date_local DATETIME(6),
    name MEDIUMTEXT,
    sport_type MEDIUMTEXT,
    distance_m DOUBLE,
    moving_time_ms BIGINT,
    -- The activity as Strava sent it.
    raw_json LONGTEXT NOT NULL,
    -- SHA-256 of raw_json in UTF-8, as hexadecimal digits.
    content_hash VARCHAR(64) NOT NULL,
    observed_at DATETIME(6) NOT NULL,
    deleted_at DATETIME(6),
    deletion_reason MEDIUMTEXT,
    PRIMARY KEY (athlete_id, activity_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The order in which activities are listed. Null comes last in a descending order.
CREATE INDEX stravaai_activity_newest
    ON stravaai_activity (athlete_id, start_date DESC, activity_id DESC);

CREATE TABLE stravaai_quarantine (
    athlete_id BIGINT NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    -- Null if not even the id could be read.
    activity_id BIGINT,
    -- What Strava sent, which need not be text.
    bytes LONGBLOB NOT NULL,
    reason MEDIUMTEXT NOT NULL,
    observed_at DATETIME(6) NOT NULL,
    -- How often Strava was asked for it by id, when it is to be asked next, and which version could not read it.
    attempts INTEGER NOT NULL,
    retry_at DATETIME(6),
    tried_by MEDIUMTEXT NOT NULL,
    PRIMARY KEY (athlete_id, content_hash)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE stravaai_resource (
    athlete_id BIGINT NOT NULL,
    activity_id BIGINT NOT NULL,
    -- DETAIL or STREAMS.
    resource VARCHAR(16) NOT NULL,
    -- Random, and new with each write.
    version BIGINT NOT NULL,
    -- QUEUED, NOT_YET, DONE, NONE or FAILED.
    status VARCHAR(16) NOT NULL,
    -- When it may be fetched, null if there is nothing left to do.
    not_before DATETIME(6),
    attempts INTEGER NOT NULL,
    queued_at DATETIME(6) NOT NULL,
    -- When the activity began.
    start_date DATETIME(6),
    tried_by MEDIUMTEXT,
    failure MEDIUMTEXT,
    observed_at DATETIME(6),
    -- The answer as Strava sent it. Streams have some megabytes.
    raw_json LONGTEXT,
    -- Whether there is something left to do. For the index, which cannot have a condition here.
    pending BOOLEAN AS (not_before IS NOT NULL) STORED,
    PRIMARY KEY (athlete_id, activity_id, resource)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The order in which resources are fetched. Null comes last in a descending order.
CREATE INDEX stravaai_resource_due
    ON stravaai_resource (athlete_id, pending, start_date DESC, activity_id DESC, resource);

-- Counts must not read the JSON.
CREATE INDEX stravaai_resource_status
    ON stravaai_resource (athlete_id, resource, status);

CREATE TABLE stravaai_sync_state (
    athlete_id BIGINT NOT NULL PRIMARY KEY,
    -- Begins at random and rises with each commit, which must find the one it began with.
    version BIGINT NOT NULL,
    -- Closed intervals and when they were listed, in ISO-8601: from/to/listed,from/to/listed
    coverage MEDIUMTEXT NOT NULL,
    next_page INTEGER NOT NULL,
    next_page_before DATETIME(6),
    newest_listed_at DATETIME(6),
    last_completed_at DATETIME(6),
    -- Separated by commas.
    scopes MEDIUMTEXT NOT NULL,
    expected_activities INTEGER,
    -- 1 if history is not to be walked for now.
    backfill_paused INTEGER NOT NULL,
    next_due_at DATETIME(6),
    failures INTEGER NOT NULL,
    last_failure MEDIUMTEXT
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The order in which athletes take their turns.
CREATE INDEX stravaai_sync_state_due
    ON stravaai_sync_state (next_due_at, athlete_id);

-- The syncs that have ended. No sync depends on it.
CREATE TABLE stravaai_sync_run (
    athlete_id BIGINT NOT NULL,
    started_at DATETIME(6) NOT NULL,
    -- Random: it tells apart what began at the same instant.
    run_id BIGINT NOT NULL,
    finished_at DATETIME(6) NOT NULL,
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
    reached DATETIME(6),
    -- Null if nothing was left, and if it failed.
    resume_at DATETIME(6),
    failure MEDIUMTEXT,
    PRIMARY KEY (athlete_id, started_at, run_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- What is old is removed for all athletes at once.
CREATE INDEX stravaai_sync_run_oldest
    ON stravaai_sync_run (started_at);

CREATE TABLE stravaai_token (
    athlete_id BIGINT NOT NULL PRIMARY KEY,
    -- Random, and new with each write.
    version BIGINT NOT NULL,
    access_token MEDIUMTEXT NOT NULL,
    refresh_token MEDIUMTEXT NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    -- Separated by commas.
    scopes MEDIUMTEXT NOT NULL,
    claim_owner MEDIUMTEXT,
    claimed_at DATETIME(6),
    -- 1 if the refresh has ended without its outcome being known.
    claim_in_doubt INTEGER NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE stravaai_quota (
    client_id VARCHAR(768) NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    quarter_hour_start DATETIME(6) NOT NULL,
    day_start DATETIME(6) NOT NULL,
    blocked_until DATETIME(6),
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
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

INSERT INTO stravaai_schema (version) VALUES (1);
