-- StravaAI's lock, which lets one node at a time sync in the background; the same for every database.

CREATE TABLE stravaai_lock (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    lock_until TIMESTAMP(3) NOT NULL,
    locked_at TIMESTAMP(3) NOT NULL,
    locked_by VARCHAR(255) NOT NULL
);
