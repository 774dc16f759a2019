/** One interface for each resource of the Strava API. */
@NullMarked
package io.stravaai.client;

import org.jspecify.annotations.NullMarked;
