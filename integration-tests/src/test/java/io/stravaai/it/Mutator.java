package io.stravaai.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils JSON: sometimes what stands in it, sometimes that it is JSON at all. */
final class Mutator {

    private static final int CUT_EVERY = 64;

    /** What a field may hold all of a sudden. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1",
            "1.5",
            "3.0",
            "1e5",
            "1E-5",
            "1e400",
            "-1e400",
            "1e999999999",
            "1e-999999999",
            "2147483648",
            "-2147483649",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "123456789012345678901234567890",
            "9".repeat(5000),
            "0." + "3".repeat(5000),
            "\"\"",
            "\" \"",
            "\"text\"",
            "\"12\"",
            "\"1.0\"",
            "\"-1\"",
            "\"1e400\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"0x1p3\"",
            "\"1d\"",
            "\"" + "9".repeat(5000) + "\"",
            "\"true\"",
            "\"null\"",
            "\"2026-13-45T99:99:99Z\"",
            "\"2026-02-30\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00+18:00\"",
            "\"(GMT+99:00) Moon/Crater\"",
            "\"(\"",
            "\"duplicate of activity 999999999999999999\"",
            "\"duplicate of activity 000\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\udc4d\"",
            "\"\\uZZZZ\"",
            "\"\\x\"",
            "\"" + "x".repeat(20_000) + "\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "[1]",
            "[1,2]",
            "[1,2,3]",
            "[1,null]",
            "[\"1\",\"2\"]",
            "[1e400,1e400]",
            "[[1,2],null,[3]]",
            "[true,null,1]",
            "{\"id\":null}",
            "{\"id\":0}",
            "{\"id\":-1}",
            "{\"id\":\"7\"}",
            "{\"id\":1.5}",
            "{\"id\":1,\"id\":{}}",
            "{\"data\":null}",
            "{\"\":\"\"}",
            "{\"a\":null}",
            "[".repeat(5000) + "]".repeat(5000),
            "{\"a\":".repeat(5000) + "1" + "}".repeat(5000),
            "[".repeat(200) + "]".repeat(200),
            "[".repeat(5000),
            "NaN",
            "-",
            "01",
            "1.",
            ".5",
            "'x'",
            "x",
            "");

    private static final byte[] STRAY = {0, (byte) 0xff, (byte) 0xc3, (byte) 0xed, (byte) 0x80, '"', '\\', ',', ':', 'x'
    };

    private final byte[] document;
    private final List<JsonTree> values;
    /** From the name to the end of the value. */
    private final List<int[]> members = new ArrayList<>();

    Mutator(byte[] document) {
        this.document = document;
        this.values = JsonTree.parse(document).all();
        for (JsonTree value : values) {
            value.members().forEach((name, member) -> {
                int from = member.start();
                while (from > 0 && !(document[from] == ':')) {
                    from--;
                }
                // Back over the closing quote of the name, to the opening one.
                for (int quotes = 0; quotes < 2; ) {
                    from--;
                    quotes += document[from] == '"' ? 1 : 0;
                }
                members.add(new int[] {from, member.end()});
            });
        }
    }

    /** In how many places it is cut. */
    int cuts() {
        return document.length / CUT_EVERY;
    }

    byte[] cut(int number) {
        return part(0, number * CUT_EVERY);
    }

    /** Spoilt in one to three places, of which all but the last leave it JSON. */
    byte[] spoil(RandomGenerator random) {
        byte[] spoilt = once(random);
        for (int more = random.nextInt(6) - 3; more > 0; more--) {
            try {
                spoilt = new Mutator(spoilt).once(random);
            } catch (RuntimeException | StackOverflowError e) {
                // No longer JSON, or too deep to be spoilt any more.
                return spoilt;
            }
        }
        return spoilt;
    }

    private byte[] once(RandomGenerator random) {
        JsonTree value = values.get(random.nextInt(values.size()));
        int somewhere = random.nextInt(document.length + 1);
        return switch (random.nextInt(15)) {
            case 0, 1, 2, 3 -> replaced(value, VALUES.get(random.nextInt(VALUES.size())));
            case 4 -> withoutMember(random);
            case 5 -> twice(random);
            case 6 -> part(0, somewhere);
            case 7 -> joined(part(0, somewhere), new byte[] {STRAY[random.nextInt(STRAY.length)]}, rest(somewhere));
            case 8 -> overwritten(random, somewhere);
            case 9 -> turned(random);
            case 10 -> replaced(value, quotedOrNot(value));
            case 11 -> replaced(value, value.isObject() ? "{}" : value.isArray() ? "[]" : "\"\"");
            case 12 -> replaced(value, values.get(random.nextInt(values.size())).source());
            case 13 ->
                replaced(value, random.nextBoolean() ? "[" + value.source() + "]" : "{\"id\":" + value.source() + "}");
            default -> joined(part(0, somewhere), rest(Math.min(document.length, somewhere + 1 + random.nextInt(8))));
        };
    }

    private byte[] replaced(JsonTree value, String by) {
        return joined(part(0, value.start()), by.getBytes(StandardCharsets.UTF_8), rest(value.end()));
    }

    private static String quotedOrNot(JsonTree value) {
        return value.kind() == JsonTree.Kind.STRING
                ? value.text().replaceAll("[^0-9.]", "")
                : "\"" + value.text() + "\"";
    }

    private byte[] withoutMember(RandomGenerator random) {
        if (members.isEmpty()) {
            return part(0, document.length - 1);
        }
        int[] member = members.get(random.nextInt(members.size()));
        int end = member[1];
        return joined(part(0, member[0]), rest(end < document.length && document[end] == ',' ? end + 1 : end));
    }

    /** A member a second time, with another value. */
    private byte[] twice(RandomGenerator random) {
        if (members.isEmpty()) {
            return joined(document, document);
        }
        int[] member = members.get(random.nextInt(members.size()));
        int[] other = members.get(random.nextInt(members.size()));
        int colon = other[0];
        while (document[colon] != ':') {
            colon++;
        }
        byte[] name = Arrays.copyOfRange(document, member[0], member[1]);
        int end = 0;
        for (int quotes = 0; quotes < 2; end++) {
            quotes += name[end] == '"' ? 1 : 0;
        }
        return joined(
                part(0, member[1]),
                new byte[] {','},
                Arrays.copyOf(name, end),
                Arrays.copyOfRange(document, colon, other[1]),
                rest(member[1]));
    }

    private byte[] overwritten(RandomGenerator random, int at) {
        byte[] copy = document.clone();
        if (at < copy.length) {
            copy[at] = (byte) random.nextInt(256);
        }
        return copy;
    }

    /** A bracket or brace of another kind, or the other way round. */
    private byte[] turned(RandomGenerator random) {
        String brackets = "[]{}";
        byte[] copy = document.clone();
        int start = random.nextInt(copy.length);
        for (int i = 0; i < copy.length; i++) {
            int at = (start + i) % copy.length;
            if (brackets.indexOf(copy[at]) >= 0) {
                copy[at] = (byte) brackets.charAt(random.nextInt(brackets.length()));
                return copy;
            }
        }
        return copy;
    }

    private byte[] part(int from, int to) {
        return Arrays.copyOfRange(document, from, to);
    }

    private byte[] rest(int from) {
        return part(from, document.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
