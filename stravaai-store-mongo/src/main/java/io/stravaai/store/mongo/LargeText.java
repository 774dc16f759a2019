package io.stravaai.store.mongo;

import java.nio.charset.StandardCharsets;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Puts a row's JSON or bytes into its document: as {@code raw_json} or {@code bytes}, or as pieces if it does not fit. The
 * JSON may stand there a second time, as a document that can be queried.
 */
final class LargeText {

    /** The fields in which a JSON may stand. */
    static final String[] FIELDS = {"raw_json", "pieces", "json"};

    private final Pieces pieces;
    private final Pieces.Batch batch;
    private final boolean queryable;

    LargeText(Pieces pieces, Pieces.Batch batch, boolean queryable) {
        this.pieces = pieces;
        this.batch = batch;
        this.queryable = queryable;
    }

    void write(BsonDocument document, String json) {
        Text.exact("raw_json", json);
        if (fits(json)) {
            document.append("raw_json", Values.text(json));
            BsonValue parsed = queryable ? QueryableJson.parse(json) : null;
            if (parsed != null) {
                document.append("json", parsed);
            }
        } else {
            document.append("pieces", batch.write(json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    void write(BsonDocument document, byte[] bytes) {
        if (pieces.fits(bytes.length)) {
            document.append("bytes", new BsonBinary(bytes));
        } else {
            document.append("pieces", batch.write(bytes));
        }
    }

    static String read(BsonDocument document, Pieces pieces) {
        return Values.has(document, "raw_json")
                ? Values.textOf(document, "raw_json")
                : new String(pieces.read(document.getDocument("pieces")), StandardCharsets.UTF_8);
    }

    static byte[] readBytes(BsonDocument document, Pieces pieces) {
        return Values.has(document, "bytes")
                ? document.getBinary("bytes").getData()
                : pieces.read(document.getDocument("pieces"));
    }

    static boolean fits(Pieces pieces, String json) {
        // A character takes three bytes at most, so few texts have to be encoded to be measured.
        return pieces.fits(json.length() * 3L) || pieces.fits(json.getBytes(StandardCharsets.UTF_8).length);
    }

    private boolean fits(String json) {
        return fits(pieces, json);
    }
}
