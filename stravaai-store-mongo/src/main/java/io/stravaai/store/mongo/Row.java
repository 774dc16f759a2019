package io.stravaai.store.mongo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A document that a commit is to write: as bytes, since they are kept twice, and need to be made only once.
 *
 * @param table number of the table, among those of the {@link Journal}
 */
record Row(int table, RawBsonDocument document) {

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    static Row of(int table, BsonDocument document) {
        return new Row(table, new RawBsonDocument(document, CODEC));
    }

    /** The rows one after the other: the number of the table in a byte, and the document, which begins with its length. */
    static byte[] join(List<Row> rows) {
        int length = 0;
        for (Row row : rows) {
            length += 1 + row.document.getByteLength();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        for (Row row : rows) {
            bytes.write(row.table);
            bytes.write(row.document.getBackingArray(), row.document.getByteOffset(), row.document.getByteLength());
        }
        return bytes.toByteArray();
    }

    /** The rows that {@link #join} joined. */
    static List<Row> split(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Row> rows = new ArrayList<>();
        int offset = 0;
        while (offset < bytes.length) {
            int length = buffer.getInt(offset + 1);
            rows.add(new Row(bytes[offset], new RawBsonDocument(bytes, offset + 1, length)));
            offset += 1 + length;
        }
        return rows;
    }
}
