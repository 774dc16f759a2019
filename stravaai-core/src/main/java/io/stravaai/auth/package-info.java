/** OAuth: consent, grants, and the store that keeps them. */
@NullMarked
package io.stravaai.auth;

import org.jspecify.annotations.NullMarked;
