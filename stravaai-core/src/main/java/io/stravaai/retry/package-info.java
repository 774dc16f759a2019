/** What is retried, how often, and how long apart. */
@NullMarked
package io.stravaai.retry;

import org.jspecify.annotations.NullMarked;
