package io.stravaai.test;

import io.stravaai.auth.ClientCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A plain client of a fake, by one of its front ends. */
final class Wire implements AutoCloseable {

    private final OkHttpClient client;
    private final String host;
    private final AutoCloseable server;

    private Wire(OkHttpClient client, String host, AutoCloseable server) {
        this.client = client;
        this.host = host;
        this.server = server;
    }

    record Reply(int status, Headers headers, String body) {

        String header(String name) {
            return String.valueOf(headers.get(name));
        }
    }

    static Wire inProcess(FakeStrava strava) {
        OkHttpClient.Builder builder = client();
        strava.inProcess().customize(builder);
        return new Wire(builder.build(), "https://www.strava.com", () -> {});
    }

    static Wire http(FakeStrava strava) {
        FakeStravaServer server = strava.startServer();
        return new Wire(client().build(), "http://127.0.0.1:" + server.port(), server);
    }

    private static OkHttpClient.Builder client() {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .callTimeout(Duration.ofSeconds(30));
    }

    /** The same with another timeout. */
    Wire readTimeout(Duration timeout) {
        return new Wire(client.newBuilder().readTimeout(timeout).build(), host, () -> {});
    }

    Reply get(String path, String token) throws IOException {
        return call(new Request.Builder().url(host + path).header("Authorization", "Bearer " + token));
    }

    Reply send(String method, String path, String token, RequestBody body) throws IOException {
        return call(new Request.Builder()
                .url(host + path)
                .header("Authorization", "Bearer " + token)
                .method(method, body));
    }

    Reply form(String method, String path, String token, Map<String, String> form) throws IOException {
        FormBody.Builder body = new FormBody.Builder();
        form.forEach(body::add);
        return send(method, path, token, body.build());
    }

    Reply putJson(String path, String token, String json) throws IOException {
        return send("PUT", path, token, RequestBody.create(json, MediaType.get("application/json; charset=utf-8")));
    }

    /** Sends a file with these fields beside it. */
    Reply upload(String token, String fileName, String content, Map<String, String> fields) throws IOException {
        MultipartBody.Builder body = new MultipartBody.Builder().setType(MultipartBody.FORM);
        fields.forEach(body::addFormDataPart);
        body.addFormDataPart("file", fileName, RequestBody.create(content, MediaType.get("application/octet-stream")));
        return send("POST", "/api/v3/uploads", token, body.build());
    }

    Reply delete(String path) throws IOException {
        return call(new Request.Builder().url(host + path).delete());
    }

    Reply getWithoutHeader(String path) throws IOException {
        return call(new Request.Builder().url(host + path));
    }

    Reply token(ClientCredentials credentials, Map<String, String> form) throws IOException {
        FormBody.Builder body = new FormBody.Builder()
                .add("client_id", credentials.clientId())
                .add("client_secret", credentials.clientSecret());
        form.forEach(body::add);
        return call(new Request.Builder().url(host + "/oauth/token").post(body.build()));
    }

    Reply refresh(FakeStrava strava, String refreshToken) throws IOException {
        return token(strava.credentials(), Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    Reply exchange(FakeStrava strava, String code) throws IOException {
        return token(strava.credentials(), Map.of("grant_type", "authorization_code", "code", code));
    }

    Reply revoke(ClientCredentials credentials, String token) throws IOException {
        return call(new Request.Builder()
                .url(host + "/oauth/revoke")
                .header("Authorization", Credentials.basic(credentials.clientId(), credentials.clientSecret()))
                .post(new FormBody.Builder().add("token", token).build()));
    }

    Reply deauthorize(String token) throws IOException {
        return call(new Request.Builder()
                .url(host + "/oauth/deauthorize")
                .header("Authorization", "Bearer " + token)
                .post(new FormBody.Builder().build()));
    }

    private Reply call(Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            return new Reply(
                    response.code(), response.headers(), response.body().string());
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        try {
            server.close();
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
