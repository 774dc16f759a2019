package io.stravaai.client;

import io.stravaai.model.SportType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file to be uploaded. Immutable; the content is held in memory, which Strava's limit of 25 MB allows.
 *
 * <p>The external id is by default made of the content, so that an upload that is sent again carries the same one.
 */
public final class UploadRequest {

    private static final Set<String> DATA_TYPES = Set.of("fit", "fit.gz", "tcx", "tcx.gz", "gpx", "gpx.gz");

    private final byte[] content;
    private final String dataType;
    private final String externalId;
    private final @Nullable String name;
    private final @Nullable String description;
    private final @Nullable SportType sportType;
    private final boolean trainer;
    private final boolean commute;

    private UploadRequest(
            byte[] content,
            String dataType,
            String externalId,
            @Nullable String name,
            @Nullable String description,
            @Nullable SportType sportType,
            boolean trainer,
            boolean commute) {
        if (externalId.isBlank()) {
            throw new IllegalArgumentException("An external id must not be blank");
        }
        this.content = content;
        this.dataType = dataType;
        this.externalId = externalId;
        this.name = name;
        this.description = description;
        this.sportType = sportType;
        this.trainer = trainer;
        this.commute = commute;
    }

    /**
     * A file whose name ends in {@code .fit}, {@code .tcx}, {@code .gpx}, or one of these and {@code .gz}.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static UploadRequest of(Path file) {
        String fileName = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String dataType = DATA_TYPES.stream()
                .filter(type -> fileName.endsWith("." + type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Strava takes files that end in .fit, .tcx or .gpx, with or without .gz: " + fileName));
        try {
            return of(Files.readAllBytes(file), dataType);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /**
     * A file's content.
     *
     * @param dataType {@code fit}, {@code tcx}, {@code gpx}, or one of these and {@code .gz}
     */
    public static UploadRequest of(byte[] content, String dataType) {
        if (!DATA_TYPES.contains(dataType)) {
            throw new IllegalArgumentException("dataType must be one of " + DATA_TYPES + ": " + dataType);
        }
        if (content.length == 0) {
            throw new IllegalArgumentException("The file is empty");
        }
        byte[] copy = content.clone();
        return new UploadRequest(copy, dataType, "stravaai-" + hash(copy), null, null, null, false, false);
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Another external id; Strava appends the extension of the file to it. */
    public UploadRequest withExternalId(String externalId) {
        return new UploadRequest(content, dataType, externalId, name, description, sportType, trainer, commute);
    }

    public UploadRequest withName(String name) {
        return new UploadRequest(content, dataType, externalId, name, description, sportType, trainer, commute);
    }

    public UploadRequest withDescription(String description) {
        return new UploadRequest(content, dataType, externalId, name, description, sportType, trainer, commute);
    }

    /** In place of the sport that the file says or Strava guesses. */
    public UploadRequest withSportType(SportType sportType) {
        return new UploadRequest(content, dataType, externalId, name, description, sportType, trainer, commute);
    }

    /** Done on a trainer. */
    public UploadRequest onTrainer() {
        return new UploadRequest(content, dataType, externalId, name, description, sportType, true, commute);
    }

    public UploadRequest asCommute() {
        return new UploadRequest(content, dataType, externalId, name, description, sportType, trainer, true);
    }

    public byte[] content() {
        return content.clone();
    }

    public String dataType() {
        return dataType;
    }

    public String externalId() {
        return externalId;
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    public Optional<SportType> sportType() {
        return Optional.ofNullable(sportType);
    }

    public boolean trainer() {
        return trainer;
    }

    public boolean commute() {
        return commute;
    }

    /** Says how long the file is: the rest is the athlete's data. */
    @Override
    public String toString() {
        return "UploadRequest[" + content.length + " bytes, " + dataType + "]";
    }
}
