/** How fast stores of activities are, beside the same work written by hand. */
@NullMarked
package io.stravaai.benchmarks.store;

import org.jspecify.annotations.NullMarked;
