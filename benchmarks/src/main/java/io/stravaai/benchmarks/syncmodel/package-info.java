/** How well ways to keep up with Strava do over a simulated year. */
@NullMarked
package io.stravaai.benchmarks.syncmodel;

import org.jspecify.annotations.NullMarked;
