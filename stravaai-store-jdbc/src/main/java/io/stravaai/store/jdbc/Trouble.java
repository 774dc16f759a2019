package io.stravaai.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.HashMap;
import java.util.Map;

/** What the drivers' exceptions mean: each database has codes of its own for the same few things. */
enum Trouble {
    MISSING(
            "a table or column is missing; JdbcSchema.verify(dataSource) names it, and JdbcSchema.create(dataSource)"
                    + " creates the tables",
            false),
    EXISTS("it exists already", false),
    DUPLICATE("the database reports an error", false),
    PRIVILEGE("the database user lacks a privilege on the tables", false),
    READ_ONLY("the database is read-only", false),
    /** What a server says too that was the primary before a failover, and to which connections of a pool still lead. */
    STANDBY("the database server takes no writes: it is a replica, or was made read-only", true),
    LOCKED("another connection kept the database locked for too long", true),
    CONTENDED("too many other transactions changed the same rows", true),
    SCARCE("the database has too little of something: disk, memory or connections", true),
    CLOSED("the DataSource is closed", false),
    PACKET(
            "what is to be written is larger than the server accepts; raise its setting max_allowed_packet, a row may have"
                    + " 32 MiB and more",
            false),
    FILE("the database file cannot be opened; check that its directory exists and is writable", false),
    /** H2's, which has the same codes for a file and for a connection that breaks in the middle of an answer. */
    BROKEN(
            "the connection to the database broke, or its file cannot be read or written; if it is a file, check that its"
                    + " directory exists and is writable",
            true),
    IN_USE("another process has the database file open", true),
    UNREACHABLE("the database server cannot be reached, or the connection to it broke", true),
    /** PostgreSQL's driver too says so of a password that was not given, and of encryption that one of both does not want. */
    REJECTED(
            "the database server does not take the connection as the DataSource makes it; look at its password and its"
                    + " encryption",
            false),
    DRIVER(
            "the class path has no driver for the URL of the DataSource, or what the driver brings cannot be loaded",
            false),
    CREDENTIALS("the database server refuses the user name or the password of the DataSource", false),
    NO_DATABASE("the database that the DataSource names does not exist", false),
    /** PostgreSQL's end of a session whose transaction, or a pause in it, was too long. */
    TIMED_OUT("the database server ended the transaction because it took longer than its timeouts allow", true),
    CANCELLED("the database server cancelled the work, or is shutting down or starting", true),
    UNREADABLE(
            "a row holds what this version of StravaAI does not write; a newer one did, or somebody changed it", false),
    OTHER("the database reports an error", false),
    PASSING("the database reports an error", true);

    static final int MYSQL_PACKET = 1153;

    private static final Map<String, Trouble> STATES = new HashMap<>();
    private static final Map<Integer, Trouble> MYSQL_CODES = new HashMap<>();
    private static final Map<Integer, Trouble> SQLITE_CODES = new HashMap<>();

    static {
        states(MISSING, "42P01", "42703", "42S02", "42S03", "42S04", "42S22");
        states(EXISTS, "42S01", "42S11");
        states(PRIVILEGE, "42501", "90096");
        states(READ_ONLY, "90097");
        states(STANDBY, "25006");
        states(LOCKED, "HYT00", "55P03");
        states(CONTENDED, "40", "90131");
        states(SCARCE, "53");
        states(BROKEN, "90028", "90031");
        states(IN_USE, "90020");
        states(UNREACHABLE, "08", "90067", "90098", "90121");
        states(REJECTED, "08004");
        states(CREDENTIALS, "28");
        states(NO_DATABASE, "3D", "90013", "90146", "90149");
        states(TIMED_OUT, "25P03", "25P04");
        states(CANCELLED, "57");

        codes(MYSQL_CODES, MISSING, 1054, 1146);
        codes(MYSQL_CODES, EXISTS, 1050, 1061);
        codes(MYSQL_CODES, DUPLICATE, 1062);
        codes(MYSQL_CODES, PRIVILEGE, 1044, 1142, 1143, 1227, 1370);
        codes(MYSQL_CODES, READ_ONLY, 1792);
        codes(MYSQL_CODES, STANDBY, 1290, 1836);
        codes(MYSQL_CODES, LOCKED, 1205, 3572);
        // 1020 is MariaDB's when a transaction would write what has changed since it began to read.
        codes(MYSQL_CODES, CONTENDED, 1020, 1213);
        codes(MYSQL_CODES, SCARCE, 1021, 1037, 1038, 1040, 1041, 1114, 1135, 1203, 1206, 1226);
        codes(MYSQL_CODES, PACKET, MYSQL_PACKET);
        // MySQL's own driver takes the state of a lost connection for it, MariaDB's does not.
        codes(MYSQL_CODES, UNREACHABLE, 4031);
        codes(MYSQL_CODES, CREDENTIALS, 1045, 1698);
        codes(MYSQL_CODES, NO_DATABASE, 1046, 1049);
        codes(MYSQL_CODES, CANCELLED, 1028, 1053, 1317, 1927, 1969, 3024);

        codes(SQLITE_CODES, LOCKED, 5, 6, 15);
        codes(SQLITE_CODES, READ_ONLY, 8);
        codes(SQLITE_CODES, PASSING, 9);
        codes(SQLITE_CODES, SCARCE, 7, 13);
        codes(SQLITE_CODES, FILE, 14);
    }

    private final String reason;
    private final boolean retryable;

    Trouble(String reason, boolean retryable) {
        this.reason = reason;
        this.retryable = retryable;
    }

    /** What it means, as it follows "Cannot do this: ". */
    String reason() {
        return reason;
    }

    /** Whether the same may succeed later, if nobody changes anything. */
    boolean retryable() {
        return retryable;
    }

    static Trouble of(SQLException e) {
        if (e instanceof Query.UnreadableException) {
            return UNREADABLE;
        }
        Trouble coded = e.getSQLState() == null ? ofSqlite(e) : ofServer(e);
        if (coded != OTHER) {
            return coded;
        }
        if (e instanceof SQLTimeoutException) {
            return CANCELLED;
        }
        return e instanceof SQLTransientException || e instanceof SQLRecoverableException ? PASSING : OTHER;
    }

    private static Trouble ofServer(SQLException e) {
        String state = e.getSQLState();
        if (messageOf(e).contains("max_allowed_packet")) {
            // Drivers know the limit too, and then say it without a code, or close the connection.
            return PACKET;
        }
        if (state.equals("08001") && messageOf(e).startsWith("No suitable driver")) {
            return DRIVER;
        }
        if (state.equals("S1000") && messageOf(e).contains("Can not read response from server")) {
            // MySQL's driver, if the connection breaks in the middle of an answer.
            return UNREACHABLE;
        }
        if (state.equals("23505") && e.getErrorCode() == 23505) {
            // H2, whose transaction goes on. PostgreSQL, whose does not, has no code.
            return DUPLICATE;
        }
        if (e.getErrorCode() == 50000 && messageOf(e).contains("object already exists")) {
            // H2, if two connections create it at once.
            return EXISTS;
        }
        Trouble exact = MYSQL_CODES.getOrDefault(e.getErrorCode(), STATES.getOrDefault(state, OTHER));
        return exact == OTHER ? STATES.getOrDefault(stateClass(state), OTHER) : exact;
    }

    /** SQLite's driver gives the primary result code in the last byte of the vendor's code, and no SQLState. */
    private static Trouble ofSqlite(SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        String message = messageOf(e);
        if (message.startsWith("path to '") || message.startsWith("opening db: '")) {
            // Older drivers look for themselves, and give no code.
            return FILE;
        }
        if (message.equals("Error opening connection")) {
            return DRIVER;
        }
        if (message.contains("no such table")
                || (code == 1 && (message.contains("no such column") || message.contains("has no column named")))) {
            return MISSING;
        }
        return SQLITE_CODES.getOrDefault(code, OTHER);
    }

    static String stateClass(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    static String messageOf(SQLException e) {
        String message = e.getMessage();
        return message == null ? "" : message;
    }

    /** States of five characters, or classes of two. */
    private static void states(Trouble trouble, String... states) {
        for (String state : states) {
            STATES.put(state, trouble);
        }
    }

    private static void codes(Map<Integer, Trouble> codes, Trouble trouble, int... numbers) {
        for (int number : numbers) {
            codes.put(number, trouble);
        }
    }
}
