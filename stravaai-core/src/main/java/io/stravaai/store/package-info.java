/**
 * What a store of activities must do, and the values it keeps.
 *
 * <p>Each store here, and {@link io.stravaai.auth.TokenStore} and {@link io.stravaai.quota.QuotaLedger}, keeps values
 * like this:
 *
 * <ul>
 *   <li><b>Text is data.</b> It MUST never be read as a command, a pattern or a path, and texts that differ in anything,
 *       be it case, an accent or a blank at the end, MUST stay different.
 *   <li><b>Exact texts</b> are JSON, tokens, scopes and the names of clients and of owners of claims. They MUST come
 *       back as they are. One that is no text, because it holds a NUL or half a surrogate pair, may instead be refused
 *       with a {@link io.stravaai.error.StoreException} that is not retryable; nothing of the write MUST have happened
 *       then.
 *   <li><b>Labels</b> are all other texts: names, types of sport, reasons, kinds of failures, versions of the library. They
 *       come back as they are if they are text. If not, they MUST NOT hinder the write, and what is no text in them may
 *       come back as another character.
 *   <li><b>Sizes:</b> 32 MiB for the JSON of a row and for an element in quarantine, 200 kB for a label, 1,000 intervals or
 *       100,000 characters for a coverage, 4,000 characters for a token or the owner of a claim, 255 for the name of a
 *       client.
 *   <li><b>Times</b> in the years 1 to 9999 MUST come back to the microsecond; what is finer may be cut off. Others MUST NOT
 *       hinder the write, and may come back as the nearest end of those years. Durations come back to the millisecond.
 *   <li><b>Numbers:</b> ids and versions are any {@code long}, distances any finite {@code double}.
 *   <li><b>Contention:</b> whoever loses a race MUST be answered so, and not with an exception. Where the database ends one
 *       of two transactions, the store runs that one again, which then finds who was first.
 *   <li><b>Unknown outcomes:</b> when the database does not answer a write, it may have taken effect. The store MUST then
 *       find out or throw {@link io.stravaai.error.StoreException}; it MUST NOT answer that somebody else was first.
 *       Whoever repeats the write learns from the version whether it had taken effect.
 * </ul>
 *
 * <p>The contracts of the module {@code stravaai-test} test all of this.
 */
@NullMarked
package io.stravaai.store;

import org.jspecify.annotations.NullMarked;
