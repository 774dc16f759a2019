package io.stravaai.examples.customstore;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Values one behind the other. Text is UTF-8 with its length in front, so nothing in it can end it. */
final class Fields {

    private Fields() {}

    /** What writes one value. */
    @FunctionalInterface
    interface Write<T> {
        void write(T value) throws IOException;
    }

    /** What reads one value. */
    @FunctionalInterface
    interface Read<T> {
        T read() throws IOException;
    }

    static final class Writer implements AutoCloseable {

        private final DataOutputStream out;

        Writer(OutputStream out) {
            this.out = new DataOutputStream(out);
        }

        void number(long value) throws IOException {
            out.writeLong(value);
        }

        void instant(Instant value) throws IOException {
            out.writeLong(value.getEpochSecond());
            out.writeInt(value.getNano());
        }

        void bytes(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
        }

        /** A text that must come back as it is: half a surrogate pair, which UTF-8 cannot hold, fails. */
        void text(String value) throws IOException {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            bytes(bytes);
        }

        /** A text to show: what UTF-8 cannot hold becomes a question mark, and does not fail a whole page. */
        void label(String value) throws IOException {
            bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        <T> void optional(Optional<T> value, Write<T> write) throws IOException {
            out.writeBoolean(value.isPresent());
            if (value.isPresent()) {
                write.write(value.get());
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    static final class Reader implements AutoCloseable {

        private final DataInputStream in;

        Reader(InputStream in) {
            this.in = new DataInputStream(in);
        }

        long number() throws IOException {
            return in.readLong();
        }

        Instant instant() throws IOException {
            return Instant.ofEpochSecond(in.readLong(), in.readInt());
        }

        byte[] bytes() throws IOException {
            return in.readNBytes(in.readInt());
        }

        String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        <T> Optional<T> optional(Read<T> read) throws IOException {
            return in.readBoolean() ? Optional.of(read.read()) : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
