/** Strava's request quota: two buckets, two windows each, shared by all nodes of an application. */
@NullMarked
package io.stravaai.quota;

import org.jspecify.annotations.NullMarked;
