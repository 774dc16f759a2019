/** What analytics costs, beside reading what it stands on. */
@NullMarked
package io.stravaai.benchmarks.analytics;

import org.jspecify.annotations.NullMarked;
