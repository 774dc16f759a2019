/** Ids, open value types and objects that came from Strava. Units are those the accessor names. */
@NullMarked
package io.stravaai.model;

import org.jspecify.annotations.NullMarked;
