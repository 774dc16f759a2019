package io.stravaai.it;

import io.stravaai.auth.EncryptedTokenStore;
import io.stravaai.auth.EncryptedTokenStore.ClearText;
import io.stravaai.auth.TokenCipher;
import io.stravaai.auth.TokenStore;
import io.stravaai.store.InMemoryStores;
import io.stravaai.store.jdbc.JdbcStores;
import io.stravaai.test.contract.TokenStoreContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A store is a store, also with encrypted tokens. The second instance is a node that writes under another key. */
class EncryptedTokenContractsTest {

    private static final Map<String, byte[]> KEYS = Map.of("1", new byte[32], "2", key());
    private static final TokenCipher ONE = TokenCipher.aes("1", KEYS);
    private static final TokenCipher OTHER = TokenCipher.aes("2", KEYS);

    @Nested
    class InMemory extends TokenStoreContract {

        private TokenStore store;

        @Override
        protected TokenStore createStore() {
            store = InMemoryStores.tokens();
            return EncryptedTokenStore.of(store, ONE);
        }

        @Override
        protected TokenStore secondInstance(TokenStore first) {
            return EncryptedTokenStore.of(store, OTHER);
        }
    }

    /** Both nodes on the way into encryption: one still writes clear text. */
    @Nested
    class PartlyInClearText extends TokenStoreContract {

        private TokenStore store;

        @Override
        protected TokenStore createStore() {
            store = InMemoryStores.tokens();
            return EncryptedTokenStore.of(store, ONE, ClearText.READ);
        }

        @Override
        protected TokenStore secondInstance(TokenStore first) {
            return EncryptedTokenStore.of(store, ONE, ClearText.WRITTEN);
        }
    }

    @Nested
    class Sqlite extends OnDatabase {

        Sqlite() {
            super(Databases.SQLITE);
        }
    }

    @Nested
    class Postgresql extends OnDatabase {

        Postgresql() {
            super(Databases.POSTGRESQL);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OnDatabase extends TokenStoreContract {

        private final Databases database;
        private String url;

        OnDatabase(Databases database) {
            this.database = database;
        }

        @BeforeAll
        void createTables(@TempDir Path folder) {
            url = database.newUrl(folder);
            Databases.newStores(url);
        }

        @Override
        protected TokenStore createStore() {
            try (Connection connection = Databases.dataSource(url).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM stravaai_token");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return EncryptedTokenStore.of(tokens(), ONE);
        }

        @Override
        protected TokenStore secondInstance(TokenStore first) {
            return EncryptedTokenStore.of(tokens(), OTHER);
        }

        @Override
        protected TokenStore reopened(TokenStore first) {
            return EncryptedTokenStore.of(tokens(), ONE);
        }

        private TokenStore tokens() {
            return JdbcStores.open(Databases.dataSource(url)).tokens();
        }
    }

    private static byte[] key() {
        byte[] key = new byte[32];
        key[0] = 1;
        return key;
    }
}
