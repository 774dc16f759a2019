/** A model of Strava, and time that a test moves. */
@NullMarked
package io.stravaai.test;

import org.jspecify.annotations.NullMarked;
