package io.stravaai.examples.customstore;

import io.stravaai.auth.TokenStore;
import io.stravaai.store.ActivityStore;
import io.stravaai.test.contract.ActivityStoreContract;
import io.stravaai.test.contract.TokenStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FileStoresTest {

    // doc:begin
    @Nested
    class Activities extends ActivityStoreContract {

        @TempDir
        Path folder;

        private FileActivityStore store;

        @Override
        protected ActivityStore createStore() {
            store = FileActivityStore.open(folder.resolve("activities"));
            return store;
        }

        @Override
        protected ActivityStore reopened(ActivityStore open) {
            close();
            return createStore();
        }

        @Override
        protected Optional<ActivityStore> unreachableStore() {
            FileActivityStore closed = FileActivityStore.open(folder.resolve("closed"));
            closed.close();
            return Optional.of(closed);
        }

        @AfterEach
        void close() {
            store.close();
        }
    }
    // doc:end

    @Nested
    class Tokens extends TokenStoreContract {

        @TempDir
        Path folder;

        private FileTokenStore store;

        @Override
        protected TokenStore createStore() {
            store = FileTokenStore.open(folder.resolve("tokens"));
            return store;
        }

        @Override
        protected TokenStore reopened(TokenStore open) {
            close();
            return createStore();
        }

        @Override
        protected Optional<TokenStore> unreachableStore() {
            FileTokenStore closed = FileTokenStore.open(folder.resolve("closed"));
            closed.close();
            return Optional.of(closed);
        }

        @AfterEach
        void close() {
            store.close();
        }
    }
}
