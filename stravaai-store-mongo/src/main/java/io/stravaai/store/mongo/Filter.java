package io.stravaai.store.mongo;

import java.util.Collection;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;

/** Conditions and updates, of the few operators that all servers have. Values are always values, never operators. */
final class Filter {

    private Filter() {}

    static BsonDocument id(BsonValue id) {
        return new BsonDocument("_id", id);
    }

    static BsonDocument lessThan(BsonValue value) {
        return new BsonDocument("$lt", value);
    }

    static BsonDocument atMost(BsonValue value) {
        return new BsonDocument("$lte", value);
    }

    static BsonDocument among(Collection<? extends BsonValue> values) {
        return new BsonDocument("$in", array(values));
    }

    static BsonDocument noneOf(Collection<? extends BsonValue> values) {
        return new BsonDocument("$nin", array(values));
    }

    /** Whether the field is missing or null. */
    static BsonValue absent() {
        return BsonNull.VALUE;
    }

    static BsonDocument set(BsonDocument fields) {
        return new BsonDocument("$set", fields);
    }

    static BsonDocument fields(String... names) {
        BsonDocument projection = new BsonDocument();
        for (String name : names) {
            projection.append(name, new BsonInt32(1));
        }
        return projection;
    }

    static BsonDocument without(String... names) {
        BsonDocument projection = new BsonDocument();
        for (String name : names) {
            projection.append(name, new BsonInt32(0));
        }
        return projection;
    }

    static BsonArray array(Collection<? extends BsonValue> values) {
        BsonArray array = new BsonArray();
        array.addAll(values);
        return array;
    }
}
