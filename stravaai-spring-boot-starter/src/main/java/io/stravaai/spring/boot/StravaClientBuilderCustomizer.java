package io.stravaai.spring.boot;

import io.stravaai.StravaClientBuilder;

/** Has the last word on the client that the starter builds. A bean of this type; several are called in their order. */
@FunctionalInterface
public interface StravaClientBuilderCustomizer {

    void customize(StravaClientBuilder builder);
}
