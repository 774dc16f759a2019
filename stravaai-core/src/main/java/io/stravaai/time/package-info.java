/** With {@link java.time.Clock} the only doors to time. */
@NullMarked
package io.stravaai.time;

import org.jspecify.annotations.NullMarked;
