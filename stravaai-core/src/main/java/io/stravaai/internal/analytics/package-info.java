/** Analytics over the stores, kept in memory while it is good. Not part of the API. */
@NullMarked
package io.stravaai.internal.analytics;

import org.jspecify.annotations.NullMarked;
