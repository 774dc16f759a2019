package io.stravaai.test;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;

/** A body of {@code multipart/form-data}: texts by name, and at most one file. */
record Multipart(Map<String, String> texts, String fileName, ByteString file) {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

    /** What can be read; a body of another kind holds nothing. */
    static Multipart of(String contentType, ByteString body) {
        Map<String, String> texts = new LinkedHashMap<>();
        String fileName = "";
        ByteString file = ByteString.EMPTY;
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!contentType.startsWith("multipart/form-data") || !boundary.find()) {
            return new Multipart(texts, fileName, file);
        }
        // Each byte is one character, so that places in the text are places in the body.
        String text = body.string(StandardCharsets.ISO_8859_1);
        String separator = "--" + boundary.group(1);
        int at = text.indexOf(separator);
        while (at >= 0) {
            int head = at + separator.length() + 2;
            int content = text.indexOf("\r\n\r\n", head);
            int next = text.indexOf("\r\n" + separator, head);
            if (content < 0 || next < content) {
                break;
            }
            String headers = text.substring(head, content);
            ByteString value = body.substring(Math.min(content + 4, next), next);
            Matcher name = NAME.matcher(headers);
            Matcher fileMatch = FILE_NAME.matcher(headers);
            if (name.find() && name.group(1).equals("file") && fileMatch.find()) {
                fileName = fileMatch.group(1);
                file = value;
            } else if (name.reset().find()) {
                texts.put(name.group(1), value.utf8());
            }
            at = next + 2;
        }
        return new Multipart(texts, fileName, file);
    }
}
