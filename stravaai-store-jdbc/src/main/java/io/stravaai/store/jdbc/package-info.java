/** Activities, tokens and quota in PostgreSQL or SQLite; begin at {@link io.stravaai.store.jdbc.JdbcStores}. */
@NullMarked
package io.stravaai.store.jdbc;

import org.jspecify.annotations.NullMarked;
