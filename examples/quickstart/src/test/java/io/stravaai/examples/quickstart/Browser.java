package io.stravaai.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Opens the URL that is printed, and follows where it is sent. */
final class Browser {

    final CompletableFuture<HttpResponse<String>> page = new CompletableFuture<>();

    /** A stream to print on; {@code appended} is added to the URL. */
    PrintStream reading(ByteArrayOutputStream copy, String appended) {
        return new PrintStream(copy, true, StandardCharsets.UTF_8) {
            @Override
            public void println(Object value) {
                super.println(value);
                if (value instanceof URI url) {
                    open(URI.create(url + appended));
                }
            }
        };
    }

    private void open(URI url) {
        HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .sendAsync(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .whenComplete((response, error) -> {
                    if (error == null) {
                        page.complete(response);
                    } else {
                        page.completeExceptionally(error);
                    }
                });
    }
}
