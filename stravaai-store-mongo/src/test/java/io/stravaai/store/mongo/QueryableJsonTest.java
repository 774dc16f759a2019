package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryableJsonTest {

    private static final AthleteId ATHLETE = AthleteId.of(7);

    @Test
    void activity_canBeQueriedIfAsked() throws IOException {
        try (TestMongo mongo = TestMongo.inProcess()) {
            MongoSchema.ensureIndexes(mongo.database());
            MongoStores plain = MongoStores.open(mongo.database());
            String json = "{\"average_watts\":251.5, \"map\":{\"id\":\"a1\"}}";
            Document strong = new Document("json.average_watts", new Document("$gt", 250)).append("json.map.id", "a1");

            plain.activities().commit(commit(1, json));
            assertThat(mongo.database().getCollection("stravaai_activity").countDocuments(strong))
                    .isZero();

            plain.withQueryableJson().activities().commit(commit(2, json));
            assertThat(mongo.database().getCollection("stravaai_activity").countDocuments(strong))
                    .isOne();
            assertThat(plain.activities().find(ATHLETE, ActivityId.of(1)).map(StoredActivity::rawJson))
                    .contains(json);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "",
                "[1]",
                "{\"a.b\":1}",
                "{\"$where\":\"sleep(1000)\"}",
                "{\"x\":[{\"$set\":{\"a\":1}}]}",
                "{\"a\\u0000b\":1}"
            })
    void whatServersMayRefuse_isLeftOut(String json) {
        assertThat(QueryableJson.parse(json)).isNull();
    }

    @Test
    void whatIsTooDeep_isLeftOut() {
        assertThat(QueryableJson.parse("{\"a\":".repeat(80) + "1" + "}".repeat(80)))
                .isNotNull();
        assertThat(QueryableJson.parse("{\"a\":".repeat(95) + "1" + "}".repeat(95)))
                .isNull();
        assertThat(QueryableJson.parse("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)))
                .isNull();
    }

    private static SyncCommit commit(long version, String json) {
        return SyncCommit.of(
                SyncState.builder(ATHLETE, version).build(),
                List.of(StoredActivity.builder(ATHLETE, ActivityId.of(1), json, Instant.EPOCH)
                        .build()),
                List.of(),
                List.of());
    }
}
