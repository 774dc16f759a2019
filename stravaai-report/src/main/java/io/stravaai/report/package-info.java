/** An athlete's training as a page of HTML, and charts as pictures. */
@NullMarked
package io.stravaai.report;

import org.jspecify.annotations.NullMarked;
