/** The two entry points: {@link io.stravaai.StravaClient} talks to Strava, {@link io.stravaai.SyncEngine} fills a store. */
@NullMarked
package io.stravaai;

import org.jspecify.annotations.NullMarked;
