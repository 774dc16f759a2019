package io.stravaai.store.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.bulk.BulkWriteError;
import io.stravaai.error.CallInterruptedException;
import io.stravaai.error.StoreException;
import io.stravaai.error.StravaAiException;
import java.util.Set;

/** Turns what the driver throws into this library's exceptions. */
final class Failures {

    /** What DocumentDB's front says of its database while that starts. */
    private static final int INTERNAL_ERROR = 1;

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int COMMAND_NOT_FOUND = 59;
    private static final int DOCUMENT_TOO_LARGE = 10334;
    private static final int OUT_OF_DISK = 14031;

    /** DocumentDB's: PostgreSQL's SQLState 53100, packed into a number. */
    private static final int OUT_OF_DISK_PACKED = 4293;

    /**
     * Server errors that pass, beside those that the driver labels: time limits, interruptions, conflicts, a majority that
     * was not reached, a full disk, and errors inside of the server.
     */
    private static final Set<Integer> PASSING = Set.of(
            INTERNAL_ERROR,
            6,
            7,
            24,
            46,
            50,
            64,
            79,
            89,
            91,
            100,
            112,
            134,
            189,
            202,
            262,
            290,
            9001,
            10058,
            10107,
            11600,
            11601,
            11602,
            13388,
            13435,
            13436,
            OUT_OF_DISK,
            OUT_OF_DISK_PACKED);

    private Failures() {}

    /**
     * The exception to throw.
     *
     * @param action what was being done, as it follows "Cannot"
     */
    static StravaAiException of(String action, MongoException e) {
        if (e instanceof MongoInterruptedException) {
            // The driver restores the flag only in some places.
            Thread.currentThread().interrupt();
            return new CallInterruptedException("Waiting for MongoDB was interrupted", e);
        }
        return new StoreException("Cannot " + action + ": " + reason(e), retryable(e), scrubbed(e));
    }

    /** Whether a write found its {@code _id} taken: somebody was first. */
    static boolean duplicate(MongoException e) {
        return duplicate(code(e));
    }

    static boolean duplicate(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }

    /** Whether the server does not know the command or the collection. */
    static boolean unknown(MongoException e) {
        return code(e) == COMMAND_NOT_FOUND || code(e) == NAMESPACE_NOT_FOUND;
    }

    private static boolean retryable(MongoException e) {
        if (e instanceof MongoSecurityException || e instanceof MongoIncompatibleDriverException) {
            return false;
        }
        return e instanceof MongoSocketException
                || e instanceof MongoTimeoutException
                || e instanceof MongoNotPrimaryException
                || e instanceof MongoNodeIsRecoveringException
                || unconfirmed(e)
                || e instanceof MongoClientException
                || e.hasErrorLabel("RetryableWriteError")
                || e.hasErrorLabel("TransientTransactionError")
                || PASSING.contains(code(e));
    }

    private static String reason(MongoException e) {
        int code = code(e);
        if (e instanceof MongoIncompatibleDriverException) {
            return "the server is too old or too new for the MongoDB driver. Use a server that the driver supports";
        }
        if (e instanceof MongoSecurityException || code == AUTHENTICATION_FAILED) {
            return "the server refuses the credentials of the MongoClient";
        }
        if (code == UNAUTHORIZED) {
            return "the database user lacks a privilege: it must read and write the collections whose names begin with"
                    + " stravaai_";
        }
        if (unconfirmed(e)) {
            return "the write was not confirmed by a majority of the replica set in time, and may have taken effect";
        }
        if (code == OUT_OF_DISK || code == OUT_OF_DISK_PACKED) {
            return "the disk of the server is full (error " + code + ")";
        }
        if (code == DOCUMENT_TOO_LARGE) {
            return "a document is larger than the server allows (error " + code + ")";
        }
        if (e instanceof MongoServerException) {
            return "the server reports an error (error " + code + ")";
        }
        return "the server cannot be reached, or the connection to it broke";
    }

    private static boolean unconfirmed(MongoException e) {
        return e instanceof MongoWriteConcernException
                || (e instanceof MongoBulkWriteException bulk && bulk.getWriteConcernError() != null);
    }

    /** What a server says may quote documents and keys, so only its code is kept. */
    private static MongoException scrubbed(MongoException e) {
        if (!(e instanceof MongoServerException)) {
            return e;
        }
        MongoException copy = new MongoException(code(e), e.getClass().getSimpleName());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private static int code(MongoException e) {
        if (e instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteErrors().stream()
                    .mapToInt(BulkWriteError::getCode)
                    .findFirst()
                    .orElse(0);
        }
        return e.getCode();
    }
}
