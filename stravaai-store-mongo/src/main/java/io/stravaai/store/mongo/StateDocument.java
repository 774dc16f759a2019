package io.stravaai.store.mongo;

import io.stravaai.auth.Scope;
import io.stravaai.model.AthleteId;
import io.stravaai.store.Coverage;
import io.stravaai.store.SyncState;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;

/** Sync states as fields of an athlete's head. */
final class StateDocument {

    private StateDocument() {}

    /** All fields but the version. */
    static BsonDocument write(SyncState state) {
        return new BsonDocument("coverage", Values.text(state.coverage().format()))
                .append("next_page", Values.number(state.nextPage()))
                .append(
                        "next_page_before",
                        Values.timeOrNull(state.nextPageBefore().orElse(null)))
                .append(
                        "newest_listed_at",
                        Values.timeOrNull(state.newestListedAt().orElse(null)))
                .append(
                        "last_completed_at",
                        Values.timeOrNull(state.lastCompletedAt().orElse(null)))
                .append("scopes", Values.text(Text.exact("scopes", Scope.format(state.scopes()))))
                .append(
                        "expected_activities",
                        Values.number(
                                state.expectedActivities().isPresent()
                                        ? (Integer) state.expectedActivities().getAsInt()
                                        : null))
                .append("backfill_paused", BsonBoolean.valueOf(state.isBackfillPaused()))
                .append("next_due_at", Values.timeOrNull(state.nextDueAt().orElse(null)))
                .append("failures", Values.number(state.failures()))
                .append("last_failure", Values.label(state.lastFailure().orElse(null)));
    }

    static SyncState read(AthleteId athlete, BsonDocument head) {
        return SyncState.builder(athlete, Values.longOf(head, "version"))
                .coverage(Coverage.parse(Values.textOf(head, "coverage")))
                .nextPage(Values.intOf(head, "next_page"), Values.timeOrNullOf(head, "next_page_before"))
                .newestListedAt(Values.timeOrNullOf(head, "newest_listed_at"))
                .lastCompletedAt(Values.timeOrNullOf(head, "last_completed_at"))
                .scopes(Scope.parse(Values.textOf(head, "scopes")))
                .expectedActivities(
                        Values.has(head, "expected_activities") ? Values.intOf(head, "expected_activities") : null)
                .backfillPaused(head.getBoolean("backfill_paused").getValue())
                .nextDueAt(Values.timeOrNullOf(head, "next_due_at"))
                .failures(Values.intOf(head, "failures"), Values.textOrNullOf(head, "last_failure"))
                .build();
    }
}
