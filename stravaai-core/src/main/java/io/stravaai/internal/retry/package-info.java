/** Repetition of calls. Not part of the API. */
@NullMarked
package io.stravaai.internal.retry;

import org.jspecify.annotations.NullMarked;
