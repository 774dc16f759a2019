/** What all of the implementation shares. Not part of the API. */
@NullMarked
package io.stravaai.internal;

import org.jspecify.annotations.NullMarked;
