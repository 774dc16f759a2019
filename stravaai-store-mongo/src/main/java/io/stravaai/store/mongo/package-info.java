/** Activities, tokens and quota in MongoDB; begin at {@link io.stravaai.store.mongo.MongoStores}. */
@NullMarked
package io.stravaai.store.mongo;

import org.jspecify.annotations.NullMarked;
