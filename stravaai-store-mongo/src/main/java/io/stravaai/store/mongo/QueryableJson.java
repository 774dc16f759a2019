package io.stravaai.store.mongo;

import java.util.Map;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/** JSON as a document that can be queried, where every server would take it. */
final class QueryableJson {

    /** Servers allow a hundred levels, and it stands within a document. */
    private static final int DEPTH = 90;

    /** Beside the same JSON as text it must fit into a document, and into the head while it is pending. */
    private static final int BYTES = 4 * 1024 * 1024;

    private QueryableJson() {}

    /** The document; null if it is too deep or too large, or has names that servers refuse or take for something else. */
    static @Nullable BsonDocument parse(String json) {
        try {
            BsonDocument document = BsonDocument.parse(json);
            return isPlain(document, DEPTH) && size(document) <= BYTES ? document : null;
        } catch (JsonParseException | BSONException | NumberFormatException | StackOverflowError e) {
            return null;
        }
    }

    private static int size(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec()).getByteLength();
    }

    private static boolean isPlain(BsonValue value, int depth) {
        if (value.isArray()) {
            return depth > 0 && value.asArray().stream().allMatch(element -> isPlain(element, depth - 1));
        }
        if (!value.isDocument()) {
            return true;
        }
        for (Map.Entry<String, BsonValue> field : value.asDocument().entrySet()) {
            String name = field.getKey();
            if (depth == 0
                    || name.startsWith("$")
                    || name.indexOf('.') >= 0
                    || name.indexOf(0) >= 0
                    || !isPlain(field.getValue(), depth - 1)) {
                return false;
            }
        }
        return true;
    }
}
