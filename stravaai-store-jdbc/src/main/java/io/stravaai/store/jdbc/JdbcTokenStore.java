package io.stravaai.store.jdbc;

import io.stravaai.auth.RefreshClaim;
import io.stravaai.auth.Scope;
import io.stravaai.auth.StoredGrant;
import io.stravaai.auth.TokenGrant;
import io.stravaai.auth.TokenStore;
import io.stravaai.model.AthleteId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table stravaai_token. */
final class JdbcTokenStore implements TokenStore {

    static final RowShape GRANT = new RowShape(
            "stravaai_token",
            List.of(
                    "version",
                    "access_token",
                    "refresh_token",
                    "expires_at",
                    "scopes",
                    "claim_owner",
                    "claimed_at",
                    "claim_in_doubt"),
            List.of("athlete_id"));

    private static final String FIND = GRANT.selectOfAthlete();

    private static final String CLAIM = """
            UPDATE stravaai_token SET version = ?, claim_owner = ?, claimed_at = ?, claim_in_doubt = ?
            WHERE athlete_id = ? AND version = ?""";

    private static final String DELETE = "DELETE FROM stravaai_token WHERE athlete_id = ? AND version = ?";

    private static final String ATHLETES =
            "SELECT athlete_id FROM stravaai_token WHERE athlete_id > ? ORDER BY athlete_id LIMIT ?";

    private final Database database;

    /** Random versions do not come back when a row is deleted and written again, and need no counter that outlives it. */
    private final SecureRandom random = new SecureRandom();

    JdbcTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<StoredGrant> find(AthleteId athlete) {
        return database.read("read a grant", session -> find(session, athlete));
    }

    @Override
    public StoredGrant put(AthleteId athlete, TokenGrant grant) {
        StoredGrant stored = storable(athlete, grant, null);
        return database.write("store a grant", session -> {
            session.upsert(GRANT, List.of(stored), row -> 0, JdbcTokenStore::bind);
            return stored;
        });
    }

    @Override
    public Optional<StoredGrant> claim(AthleteId athlete, long expectedVersion, RefreshClaim claim) {
        // The update comes first and holds the row, so what is read behind it is what was claimed.
        return database.transaction("claim a refresh", session -> {
            try (Query query = session.query(CLAIM)) {
                int changed = query.number(nextVersion())
                        .text("claim_owner", claim.owner())
                        .instant(claim.claimedAt())
                        .number(claim.inDoubt() ? 1 : 0)
                        .number(athlete.value())
                        .number(expectedVersion)
                        .update();
                return changed == 1 ? find(session, athlete) : Optional.empty();
            }
        });
    }

    @Override
    public Optional<StoredGrant> replace(
            AthleteId athlete, long expectedVersion, TokenGrant grant, @Nullable RefreshClaim claim) {
        StoredGrant stored = storable(athlete, grant, claim);
        return database.write("replace a grant", session -> {
            boolean written = expectedVersion == 0
                    ? session.insertNew(GRANT, stored, JdbcTokenStore::bind)
                    : session.updateOfVersion(GRANT, stored, JdbcTokenStore::bind, expectedVersion);
            return written ? Optional.of(stored) : Optional.empty();
        });
    }

    @Override
    public boolean delete(AthleteId athlete, long expectedVersion) {
        return database.write("delete a grant", session -> {
            try (Query query = session.query(DELETE)) {
                return query.number(athlete.value()).number(expectedVersion).update() == 1;
            }
        });
    }

    @Override
    public List<AthleteId> athletes(@Nullable AthleteId after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        return database.read("list athletes", session -> {
            try (Query query = session.query(ATHLETES)) {
                return query.number(after == null ? 0 : Math.max(0, after.value()))
                        .number(limit)
                        .all(row -> AthleteId.of(row.getLong("athlete_id")));
            }
        });
    }

    private static Optional<StoredGrant> find(Database.Session session, AthleteId athlete) throws SQLException {
        try (Query query = session.query(FIND)) {
            return query.number(athlete.value()).first(row -> read(row, session.times()));
        }
    }

    private static void bind(Query query, StoredGrant stored) throws SQLException {
        TokenGrant grant = stored.grant();
        RefreshClaim claim = stored.claim().orElse(null);
        query.number(stored.version())
                .text("access_token", grant.accessToken())
                .text("refresh_token", grant.refreshToken())
                .instant(grant.expiresAt())
                .text("scopes", Scope.format(grant.scopes()));
        if (claim == null) {
            query.label(null).instant(null).number(0);
        } else {
            query.text("claim_owner", claim.owner()).instant(claim.claimedAt()).number(claim.inDoubt() ? 1 : 0);
        }
        query.number(stored.athlete().value());
    }

    private static StoredGrant read(ResultSet row, Times times) throws SQLException {
        String owner = row.getString("claim_owner");
        Instant claimedAt = times.getInstant(row, "claimed_at");
        return StoredGrant.of(
                AthleteId.of(row.getLong("athlete_id")),
                row.getLong("version"),
                TokenGrant.of(
                        row.getString("access_token"),
                        row.getString("refresh_token"),
                        times.requireInstant(row, "expires_at"),
                        Scope.parse(row.getString("scopes"))),
                owner == null || claimedAt == null
                        ? null
                        : new RefreshClaim(owner, claimedAt, row.getInt("claim_in_doubt") != 0));
    }

    private StoredGrant storable(AthleteId athlete, TokenGrant grant, @Nullable RefreshClaim claim) {
        return StoredGrant.of(
                athlete,
                nextVersion(),
                TokenGrant.of(
                        grant.accessToken(), grant.refreshToken(), Times.storable(grant.expiresAt()), grant.scopes()),
                claim == null
                        ? null
                        : new RefreshClaim(claim.owner(), Times.storable(claim.claimedAt()), claim.inDoubt()));
    }

    private long nextVersion() {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
