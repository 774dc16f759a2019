package io.stravaai.store.mongo;

import io.stravaai.error.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A document that a commit is to write: as bytes, since they are kept twice, and need to be made only once.
 *
 * @param table number of the table, among those of the {@link Journal}
 */
record Row(int table, RawBsonDocument document) {

    private static final String WRITER = "writer";
    private static final int BUFFER = 1 << 16;
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    static Row of(int table, BsonDocument document) {
        return new Row(table, new RawBsonDocument(document, CODEC));
    }

    /** The same row with another mark. */
    Row marked(Mark mark) {
        BsonDocument changed = new BsonDocument();
        document.forEach(changed::append);
        changed.append("generation", Values.number(mark.generation())).append("stamp", Values.number(mark.stamp()));
        if (changed.containsKey(WRITER)) {
            changed.append(WRITER, Values.text(mark.writer()));
        }
        return of(table, changed);
    }

    /**
     * The rows one after the other, compressed: the number of the table in a byte, and the document, which begins with its
     * length. They cross the network twice and are logged twice, and so the second time costs a third.
     */
    static byte[] pack(List<Row> rows) {
        int length = 0;
        for (Row row : rows) {
            length += 1 + row.document.getByteLength();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (Row row : rows) {
            buffer.put((byte) row.table);
            buffer.put(row.document.getBackingArray(), row.document.getByteOffset(), row.document.getByteLength());
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 2);
                DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, BUFFER)) {
            out.write(buffer.array());
            out.finish();
            return packed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
    }

    /** The rows that {@link #pack} packed. */
    static List<Row> unpack(byte[] packed) {
        byte[] bytes;
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new StoreException("What a commit left pending was changed by somebody else than StravaAI", false, e);
        }
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
