/** What a store must do, as tests: extend a contract, give it your store, and run it as any other JUnit test. */
@NullMarked
package io.stravaai.test.contract;

import org.jspecify.annotations.NullMarked;
