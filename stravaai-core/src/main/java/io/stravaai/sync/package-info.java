/** What a sync is told and what it answers. */
@NullMarked
package io.stravaai.sync;

import org.jspecify.annotations.NullMarked;
