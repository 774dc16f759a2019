/** What a store of activities must do, and the values it keeps. */
@NullMarked
package io.stravaai.store;

import org.jspecify.annotations.NullMarked;
