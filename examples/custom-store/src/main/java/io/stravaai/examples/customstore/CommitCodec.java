package io.stravaai.examples.customstore;

import io.stravaai.auth.Scope;
import io.stravaai.error.StoreException;
import io.stravaai.model.ActivityId;
import io.stravaai.model.AthleteId;
import io.stravaai.model.SportType;
import io.stravaai.store.ContentHash;
import io.stravaai.store.Coverage;
import io.stravaai.store.DeletionReason;
import io.stravaai.store.QuarantinedActivity;
import io.stravaai.store.StoredActivity;
import io.stravaai.store.SyncCommit;
import io.stravaai.store.SyncState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** A commit as bytes. The first of them names the format, so that a later one can still read it. */
final class CommitCodec {

    private static final int FORMAT = 1;

    private CommitCodec() {}

    static byte[] encode(SyncCommit commit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Fields.Writer out = new Fields.Writer(bytes)) {
            out.number(FORMAT);
            out.number(commit.expectedVersion());
            write(out, commit.next());
            out.number(commit.released().size());
            for (ContentHash hash : commit.released()) {
                out.text(hash.hex());
            }
            out.number(commit.quarantined().size());
            for (QuarantinedActivity entry : commit.quarantined()) {
                write(out, entry);
            }
            out.number(commit.changed().size());
            for (StoredActivity row : commit.changed()) {
                write(out, row);
            }
        } catch (IOException e) {
            // Memory does not fail so; what is left is JSON that is no text. Refused, before anything is written.
            throw new StoreException("The commit holds what is not text", false, e);
        }
        return bytes.toByteArray();
    }

    static SyncCommit decode(byte[] frame) throws IOException {
        try (Fields.Reader in = new Fields.Reader(new ByteArrayInputStream(frame))) {
            if (in.number() != FORMAT) {
                throw new IOException("Written by a newer version");
            }
            long expected = in.number();
            SyncState next = readState(in);
            List<ContentHash> released = new ArrayList<>();
            for (long left = in.number(); left > 0; left--) {
                released.add(new ContentHash(in.text()));
            }
            List<QuarantinedActivity> quarantined = new ArrayList<>();
            for (long left = in.number(); left > 0; left--) {
                quarantined.add(readEntry(in, next.athlete()));
            }
            List<StoredActivity> changed = new ArrayList<>();
            for (long left = in.number(); left > 0; left--) {
                changed.add(readRow(in, next.athlete()));
            }
            return expected == 0
                    ? SyncCommit.first(next, changed, quarantined, released)
                    : SyncCommit.of(next, changed, quarantined, released);
        }
    }

    private static void write(Fields.Writer out, SyncState state) throws IOException {
        out.number(state.athlete().value());
        out.number(state.version());
        out.text(state.coverage().format());
        out.number(state.nextPage());
        out.optional(state.nextPageBefore(), out::instant);
        out.optional(state.newestListedAt(), out::instant);
        out.optional(state.lastCompletedAt(), out::instant);
        out.text(Scope.format(state.scopes()));
        out.number(state.expectedActivities().orElse(-1));
        out.number(state.isBackfillPaused() ? 1 : 0);
        out.optional(state.nextDueAt(), out::instant);
        out.number(state.failures());
        out.optional(state.lastFailure(), out::label);
    }

    private static SyncState readState(Fields.Reader in) throws IOException {
        SyncState.Builder state = SyncState.builder(AthleteId.of(in.number()), in.number())
                .coverage(Coverage.parse(in.text()))
                .nextPage((int) in.number(), in.optional(in::instant).orElse(null))
                .newestListedAt(in.optional(in::instant).orElse(null))
                .lastCompletedAt(in.optional(in::instant).orElse(null))
                .scopes(Scope.parse(in.text()));
        int expected = (int) in.number();
        return state.expectedActivities(expected < 0 ? null : expected)
                .backfillPaused(in.number() == 1)
                .nextDueAt(in.optional(in::instant).orElse(null))
                .failures((int) in.number(), in.optional(in::text).orElse(null))
                .build();
    }

    private static void write(Fields.Writer out, StoredActivity row) throws IOException {
        out.number(row.id().value());
        out.text(row.rawJson());
        out.text(row.contentHash().hex());
        out.instant(row.observedAt());
        out.optional(row.name(), out::label);
        out.optional(row.sportType().map(SportType::name), out::label);
        out.optional(row.startDate(), out::instant);
        out.optional(row.startDateLocal().map(LocalDateTime::toString), out::text);
        out.optional(
                row.distance().stream().boxed().findFirst(), meters -> out.number(Double.doubleToLongBits(meters)));
        out.optional(row.movingTime().map(Duration::toString), out::text);
        out.optional(row.deletedAt(), out::instant);
        out.optional(row.deletionReason().map(DeletionReason::name), out::text);
    }

    private static StoredActivity readRow(Fields.Reader in, AthleteId athlete) throws IOException {
        ActivityId id = ActivityId.of(in.number());
        String json = in.text();
        ContentHash hash = new ContentHash(in.text());
        StoredActivity row = StoredActivity.builder(athlete, id, json, in.instant())
                .contentHash(hash)
                .name(in.optional(in::text).orElse(null))
                .sportType(in.optional(in::text).map(SportType::of).orElse(null))
                .startDate(in.optional(in::instant).orElse(null))
                .startDateLocal(in.optional(in::text).map(LocalDateTime::parse).orElse(null))
                .distance(in.optional(in::number).map(Double::longBitsToDouble).orElse(null))
                .movingTime(in.optional(in::text).map(Duration::parse).orElse(null))
                .build();
        var deletedAt = in.optional(in::instant);
        var reason = in.optional(in::text).map(DeletionReason::valueOf);
        return deletedAt.isPresent() ? row.deleted(deletedAt.get(), reason.orElseThrow()) : row;
    }

    private static void write(Fields.Writer out, QuarantinedActivity entry) throws IOException {
        out.bytes(entry.bytes());
        out.label(entry.reason());
        out.instant(entry.observedAt());
        out.optional(entry.id().map(ActivityId::value), out::number);
        out.number(entry.attempts());
        out.optional(entry.retryAt(), out::instant);
        out.label(entry.triedBy());
    }

    private static QuarantinedActivity readEntry(Fields.Reader in, AthleteId athlete) throws IOException {
        QuarantinedActivity entry = QuarantinedActivity.of(
                athlete,
                in.bytes(),
                in.text(),
                in.instant(),
                in.optional(in::number).map(ActivityId::of).orElse(null));
        return entry.tried((int) in.number(), in.optional(in::instant).orElse(null), in.text());
    }
}
