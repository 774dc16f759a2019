package io.stravaai.spring.boot;

import io.stravaai.SyncEngine;

/** Stands before the engine that the starter builds. */
@FunctionalInterface
interface SyncEngineDecorator {

    SyncEngine decorate(SyncEngine engine);
}
