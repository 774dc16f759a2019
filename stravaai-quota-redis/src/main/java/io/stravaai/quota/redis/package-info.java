/** The quota that the nodes of an application share, in Redis. */
@NullMarked
package io.stravaai.quota.redis;

import org.jspecify.annotations.NullMarked;
