/** How a sync is done. Not part of the API. */
@NullMarked
package io.stravaai.internal.sync;

import org.jspecify.annotations.NullMarked;
