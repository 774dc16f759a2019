/** How a call is made. Not part of the API. */
@NullMarked
package io.stravaai.internal.client;

import org.jspecify.annotations.NullMarked;
