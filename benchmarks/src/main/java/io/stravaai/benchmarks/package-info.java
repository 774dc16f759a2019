/** How fast the library is. */
@NullMarked
package io.stravaai.benchmarks;

import org.jspecify.annotations.NullMarked;
