package io.stravaai.spring.boot;

import io.stravaai.SyncEngineBuilder;

/** Has the last word on the engine that the starter builds. A bean of this type; several are called in their order. */
@FunctionalInterface
public interface SyncEngineBuilderCustomizer {

    void customize(SyncEngineBuilder builder);
}
