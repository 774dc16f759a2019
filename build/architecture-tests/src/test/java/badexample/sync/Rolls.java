package badexample.sync;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

public final class Rolls {

    public UUID uuid() {
        return UUID.randomUUID();
    }

    public double math() {
        return Math.random();
    }

    public int threadLocal() {
        return ThreadLocalRandom.current().nextInt();
    }

    public int unseeded() {
        return new Random().nextInt();
    }

    public int seeded(long seed) {
        return new Random(seed).nextInt();
    }

    public int secret() {
        return new SecureRandom().nextInt();
    }
}
