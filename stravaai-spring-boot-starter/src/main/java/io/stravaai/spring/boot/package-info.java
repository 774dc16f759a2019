/** Auto-configuration of StravaAI in a Spring Boot application; everything is set by {@code stravaai.*} properties. */
@NullMarked
package io.stravaai.spring.boot;

import org.jspecify.annotations.NullMarked;
