package io.stravaai.simulation;

import io.stravaai.auth.TokenStore;
import io.stravaai.error.StoreException;
import io.stravaai.quota.QuotaLedger;
import io.stravaai.simulation.Scheduler.Process;
import io.stravaai.store.ActivityStore;
import io.stravaai.store.InMemoryStores;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.SplittableRandom;

/** The stores that all nodes share, on a way to them that takes time and fails. */
final class Database {

    private static final Set<String> WRITES = Set.of("commit", "put", "claim", "replace", "delete", "purge");

    final ActivityStore activities = InMemoryStores.activities();
    final TokenStore tokens = InMemoryStores.tokens();
    final QuotaLedger ledger = InMemoryStores.quotaLedger();
    private final Scheduler scheduler;
    private final Trace trace;
    private final Swarm swarm;
    private final Referee referee;
    private final SplittableRandom random;
    boolean faults = true;
    long downUntil;
    /** The same for tokens only. */
    long tokensDownUntil;

    Database(Scheduler scheduler, Trace trace, Swarm swarm, Referee referee, SplittableRandom random) {
        this.scheduler = scheduler;
        this.trace = trace;
        this.swarm = swarm;
        this.referee = referee;
        this.random = random;
    }

    ActivityStore activitiesOf(Process process) {
        return proxy(ActivityStore.class, activities, process);
    }

    TokenStore tokensOf(Process process) {
        return proxy(TokenStore.class, tokens, process);
    }

    QuotaLedger ledgerOf(Process process, boolean own) {
        return proxy(QuotaLedger.class, own ? InMemoryStores.quotaLedger() : ledger, process);
    }

    private <T> T proxy(Class<T> type, T real, Process process) {
        InvocationHandler handler = (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(real, args);
            }
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, args);
            }
            return call(type, real, method, args);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object call(Class<?> type, Object real, Method method, Object[] args) throws Throwable {
        String what = type.getSimpleName() + "." + method.getName();
        scheduler.pause(random.nextInt(3));
        boolean write = WRITES.contains(method.getName());
        if (scheduler.now() < downUntil || (type == TokenStore.class && scheduler.now() < tokensDownUntil)) {
            referee.disturbed(what + " down");
            throw new StoreException("The database is down", true, null);
        }
        if (faults && swarm.storeFaults && random.nextInt(1000) < 5) {
            referee.disturbed(what + " fails");
            throw new StoreException("A call of the database failed", true, null);
        }
        boolean unknown = faults && swarm.storeFaults && write && random.nextInt(1000) < 2;
        if (unknown && random.nextBoolean()) {
            referee.disturbed(what + " rolled back, unknown");
            throw new StoreException("The outcome is unknown", true, null);
        }
        Object result;
        try {
            result = method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (write) {
            referee.written(type, method.getName(), args, result);
        }
        if (unknown) {
            referee.disturbed(what + " applied, unknown");
            throw new StoreException("The outcome is unknown", true, null);
        }
        scheduler.pause(random.nextInt(3));
        if (write && trace.lines() >= 0) {
            referee.answered(type, method.getName());
        }
        return result;
    }
}
