/** Strava's JSON. Not part of the API. */
@NullMarked
package io.stravaai.internal.wire;

import org.jspecify.annotations.NullMarked;
