package io.stravaai.test.contract;

import java.util.List;

/** Texts that a careless store takes for something else than data, changes, or cannot hold. */
final class OddTexts {

    /** The largest JSON and the largest element in quarantine that a store must hold. */
    static final int LARGEST = 32 * 1024 * 1024;

    private OddTexts() {}

    /** Legal texts: each must come back as it is, and do nothing on the way. */
    static List<String> hostile() {
        return List.of(
                // SQL
                "'",
                "''",
                "\"",
                "`",
                "O'Brien's \"ride\"",
                "'; DROP TABLE stravaai_activity; --",
                "'); DELETE FROM stravaai_token WHERE ('1'='1",
                "1 OR 1=1",
                "' UNION SELECT access_token FROM stravaai_token --",
                "/* comment */ -- comment # comment",
                "\\",
                "\\'",
                "\\\\'; --",
                "\\x27",
                "E'\\047'",
                "$$; SELECT 1; $$",
                "? ?1 :name @name ${1} $1",
                "{ts '2026-11-20'} {fn now()} {?= call x}",
                "%",
                "_",
                "100% _ride_ [a-z]* \\%",
                // Documents, keys and paths
                "{\"$gt\":\"\"}",
                "{\"$where\":\"sleep(1000)\"}",
                "$where",
                "$set.name",
                "a.b.c",
                ".",
                "..",
                "../../../../etc/passwd",
                "C:\\temp\\CON",
                "/dev/null",
                "a/b\\c:d*e?f<g>h|i",
                "stravaai:134815:*",
                "__proto__",
                "null",
                "NULL",
                "undefined",
                "true",
                "0",
                "-1",
                "1e999",
                "NaN",
                "0x41",
                "2026-11-20T10:00:00Z",
                // Templates, formats and what ends a line
                "%s %n %d %1$s %%",
                "{0} {}",
                "${jndi:ldap://127.0.0.1/a}",
                "#{T(java.lang.Runtime).getRuntime()}",
                "${{7*7}} {{7*7}} <%= 7*7 %>",
                "<script>alert(1)</script>&amp;&#39;<![CDATA[x]]>",
                "=1+1",
                "a\r\nSet-Cookie: b=c\r\n\r\n",
                "line\nline\rline\u2028line\u2029line\u0085",
                "\t tab \u000B \f \u001B[31m \u0007 \b \u001A \u007F",
                // Blanks that are trimmed, and characters that are folded or composed
                " leading",
                "trailing ",
                "trailing\u00A0",
                "  ",
                "stra\u00DFe STRASSE \u0130 \u0131 i I",
                "\u00E9",
                "e\u0301",
                "\uFF21\u2126\u212B\uFB01",
                // Other planes, directions, and what is hardly seen
                "\uD83D\uDEB4\uD83C\uDFFD\u200D\u2640\uFE0F",
                "\uD800\uDC00\uDBFF\uDFFF",
                "\u202Eesrever\u202C \u2066x\u2069 \u200E\u200F",
                "\u0645\u0631\u062D\u0628\u0627 \u05E9\u05DC\u05D5\u05DD",
                "\u200B\u2060\uFEFF\u00AD",
                "\uFFFD\uFFFE\uFFFF\uE000",
                "\u0001\u0002\u001F",
                "Z\u0351\u036B\u0343\u036A\u0302A\u0334\u0335\u031ELGO",
                "long '\uD83D\uDEB4%" + "\uD83D\uDEB4'x".repeat(30_000));
    }

    /** What is no text, though Java's strings can hold it: a NUL, and halves of surrogate pairs. */
    static List<String> noText() {
        return List.of("\u0000", "\uD83D", "\uDEB4", "\uDEB4\uD83D");
    }

    /** Which of the texts have at most so many characters. */
    static List<String> upTo(int length, List<String> texts) {
        return texts.stream().filter(text -> text.length() <= length).toList();
    }

    /** An activity's JSON with this name, which is escaped no more than JSON asks for. */
    static String json(String name) {
        StringBuilder json = new StringBuilder("{\"name\":\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
            } else {
                json.append(c);
            }
        }
        return json.append("\"}").toString();
    }

    /** JSON of {@link #LARGEST} bytes, no two parts of which are alike. */
    static String largest() {
        StringBuilder json = new StringBuilder(LARGEST).append("{\"data\":[10000000");
        for (int number = 10_000_001; json.length() < LARGEST - 11; number++) {
            json.append(',').append(number);
        }
        json.append("]}");
        while (json.length() < LARGEST) {
            json.append(' ');
        }
        return json.toString();
    }
}
