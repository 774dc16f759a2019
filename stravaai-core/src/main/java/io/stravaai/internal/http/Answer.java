package io.stravaai.internal.http;

import okhttp3.Headers;

/** An answer, read to its end. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, Headers headers, byte[] body) {

    public boolean isSuccessful() {
        return status >= 200 && status < 300;
    }
}
