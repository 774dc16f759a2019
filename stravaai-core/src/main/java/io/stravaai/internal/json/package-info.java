/** JSON as it came: bytes kept, values read where they are asked for. Not part of the API. */
@NullMarked
package io.stravaai.internal.json;

import org.jspecify.annotations.NullMarked;
