package io.stravaai.spring.boot;

import io.stravaai.BackgroundSyncBuilder;

/** Has the last word on the background sync that the starter builds. A bean of this type; several are called in their order. */
@FunctionalInterface
public interface BackgroundSyncBuilderCustomizer {

    void customize(BackgroundSyncBuilder builder);
}
