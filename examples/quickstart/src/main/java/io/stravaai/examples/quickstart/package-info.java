/** A command-line program on StravaAI: a demo without an account, and a sync with one. */
@NullMarked
package io.stravaai.examples.quickstart;

import org.jspecify.annotations.NullMarked;
