package io.stravaai.spring.boot;

import io.stravaai.spring.boot.StravaAiProperties.Store;
import net.javacrumbs.shedlock.core.LockProvider;
import org.jspecify.annotations.Nullable;

/** A database of the application in which StravaAI could keep what it keeps. */
interface Database {

    Store.Type type();

    /** Opens the stores; what is missing is created if the properties say so. */
    Stores open();

    /** A lock in this database, or null if the application lacks what it takes. */
    @Nullable
    LockProvider lockProvider();
}
