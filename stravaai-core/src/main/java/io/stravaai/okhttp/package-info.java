/** The one place where a third-party type is part of the API: a door to the HTTP client underneath. */
@NullMarked
package io.stravaai.okhttp;

import org.jspecify.annotations.NullMarked;
