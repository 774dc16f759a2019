/** Grants and their refresh. Not part of the API. */
@NullMarked
package io.stravaai.internal.auth;

import org.jspecify.annotations.NullMarked;
