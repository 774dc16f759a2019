package io.stravaai.store.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import io.stravaai.model.AthleteId;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    private static final ServerAddress SERVER = new ServerAddress("localhost");

    @Test
    void whatPasses_canBeRetried() {
        List<MongoException> passing = List.of(
                new MongoSocketReadException("reset", SERVER),
                new MongoTimeoutException("no server"),
                new MongoWriteConcernException(
                        new WriteConcernError(64, "WriteConcernFailed", "waiting", new BsonDocument()),
                        null,
                        SERVER,
                        List.of()),
                command(1),
                command(50),
                command(112),
                command(11600));

        assertThat(passing)
                .allSatisfy(e -> assertThat(Failures.of("read", e).retryable()).isTrue());
    }

    @Test
    void whatLasts_cannotBeRetriedAndSaysWhatToDo() {
        StravaAiException unauthorized = Failures.of("store a grant", command(13));

        assertThat(unauthorized.retryable()).isFalse();
        assertThat(unauthorized).hasMessageContainingAll("Cannot store a grant", "privilege", "stravaai_");
        assertThat(Failures.of("read", command(18)).retryable()).isFalse();
        assertThat(Failures.of("read", command(2)).retryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {14031, 4293})
    void fullDisk_isSaidSoAndCanBeRetried(int code) {
        StravaAiException e = Failures.of("commit activities", command(code));

        assertThat(e).hasMessage("Cannot commit activities: the disk of the server is full (error " + code + ")");
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void whatTheServerSays_isNotRepeated() {
        MongoException quoting = new MongoWriteException(
                new WriteError(121, "document {access_token: 'secret'}", new BsonDocument()), SERVER, List.of());

        for (Throwable e = Failures.of("store a grant", quoting); e != null; e = e.getCause()) {
            assertThat(e.toString()).doesNotContain("secret");
        }
    }

    @Test
    void interrupt_endsTheCallAndStays() {
        StravaAiException e = Failures.of("read", new MongoInterruptedException("interrupted", null));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(e).isInstanceOf(CallInterruptedException.class);
    }

    @Test
    void closedClient_isSaidSo() {
        MongoClient client = MongoClients.create("mongodb://127.0.0.1:1");
        MongoStores stores = new MongoStores(new Database(client.getDatabase("strava")), false, Sizes.DEFAULT);
        client.close();

        assertThatThrownBy(() -> stores.tokens().find(AthleteId.of(1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }

    private static MongoCommandException command(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0))
                        .append("code", new BsonInt32(code))
                        .append("errmsg", new BsonString("no")),
                SERVER);
    }
}
