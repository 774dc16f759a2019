/** The rate limiter. Not part of the API. */
@NullMarked
package io.stravaai.internal.quota;

import org.jspecify.annotations.NullMarked;
