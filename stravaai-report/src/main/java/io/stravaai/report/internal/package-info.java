/** What nobody but {@code io.stravaai.report} uses. */
@NullMarked
package io.stravaai.report.internal;

import org.jspecify.annotations.NullMarked;
