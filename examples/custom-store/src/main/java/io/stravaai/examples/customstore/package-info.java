/** A store of one's own: activities and grants in files. */
@NullMarked
package io.stravaai.examples.customstore;

import org.jspecify.annotations.NullMarked;
