/** Requests and answers. Not part of the API. */
@NullMarked
package io.stravaai.internal.http;

import org.jspecify.annotations.NullMarked;
