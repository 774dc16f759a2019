package io.stravaai.quota.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.stravaai.error.StoreException;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Turns what Redis and its client say into {@link StoreException}. */
final class Failures {

    /** Failures that pass: a failover, a start, another script, a memory or a disk that is full. */
    private static final Set<String> PASSING = Set.of(
            "LOADING", "BUSY", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "MISCONF", "OOM");

    private static final Set<String> LASTING = Set.of("WRONGTYPE", "NOPERM", "NOAUTH", "MOVED", "ASK");

    private static final Pattern WORD = Pattern.compile("\\b[A-Z]{3,12}\\b");

    private Failures() {}

    /**
     * The exception to throw.
     *
     * @param action what was being done, as it follows "Cannot"
     */
    static StoreException of(String action, String key, RedisException e) {
        if (!(e instanceof RedisCommandExecutionException)) {
            return new StoreException(
                    "Cannot " + action + " the quota: Redis cannot be reached, or the connection to it broke", true, e);
        }
        String code = code(e);
        String reason = switch (code) {
            case "WRONGTYPE" ->
                "the key '" + key + "' holds something else. Delete it, or choose other keys with withKeyPrefix";
            case "NOPERM", "NOAUTH", "NOPASSWORD" ->
                "the user of the connection may not run scripts, HGET," + " HGETALL, HSET and PEXPIRE on the key '"
                        + key + "'";
            case "MOVED", "ASK" -> "the server is one of a cluster. Give the ledger a connection of RedisClusterClient";
            default -> "Redis refuses the script";
        };
        return new StoreException(
                "Cannot " + action + " the quota: " + reason + " (" + code + ")", PASSING.contains(code), e);
    }

    /** What an error reply begins with. Before Redis 7 the failure of a script is wrapped in a sentence. */
    private static String code(RedisException e) {
        return WORD.matcher(String.valueOf(e.getMessage()))
                .results()
                .map(MatchResult::group)
                .filter(word -> PASSING.contains(word) || LASTING.contains(word))
                .findFirst()
                .orElse("ERR");
    }
}
