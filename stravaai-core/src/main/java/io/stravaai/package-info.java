/**
 * The entry points: {@link io.stravaai.StravaClient} talks to Strava, {@link io.stravaai.SyncEngine} fills a store, {@link
 * io.stravaai.BackgroundSync} does so for all athletes, {@link io.stravaai.Analytics} computes from what is stored.
 */
@NullMarked
package io.stravaai;

import org.jspecify.annotations.NullMarked;
