/** What can go wrong: one unchecked root, {@link io.stravaai.error.StravaAiException}, and a type for each cause. */
@NullMarked
package io.stravaai.error;

import org.jspecify.annotations.NullMarked;
