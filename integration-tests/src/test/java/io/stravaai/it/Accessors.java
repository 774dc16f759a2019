package io.stravaai.it;

import io.stravaai.model.ActivityStream;
import io.stravaai.model.BooleanStream;
import io.stravaai.model.LatLngStream;
import io.stravaai.model.NumberStream;
import io.stravaai.model.StravaObject;
import io.stravaai.model.StreamSet;
import io.stravaai.model.StreamType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The public accessors of an object, and which field of the JSON each of them reads. */
final class Accessors {

    /** Of every object; checked by themselves. */
    private static final Set<String> COMMON =
            Set.of("rawJson", "fieldNames", "toString", "hashCode", "getClass", "notify", "notifyAll", "wait");

    /** Made of several fields, or of none; tested where the model is. */
    private static final Set<String> DERIVED = Set.of(
            "SummaryActivity.zone", "DetailedActivity.zone", "Upload.duplicateOf", "Upload.state", "StreamSet.types");

    /** Where the field is not the accessor's name in Strava's writing; the first that is there counts. */
    private static final Map<String, List<String>> RENAMED = Map.of(
            "SegmentEffort.activity", List.of("activity", "activity_id"),
            "SummaryActivity.sportType", List.of("sport_type", "type"),
            "DetailedActivity.sportType", List.of("sport_type", "type"));

    private static final Map<Class<?>, List<Accessor>> KNOWN = new ConcurrentHashMap<>();

    private Accessors() {}

    /** An accessor; without fields if its value is derived. */
    record Accessor(Method method, List<String> fields) {

        String name() {
            return method.getName();
        }

        /** What it gives, out of its Optional: null for empty. What it throws comes as it is. */
        Object value(StravaObject object) {
            Object value;
            try {
                value = method.invoke(object);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error failure) {
                    throw failure;
                }
                throw new IllegalStateException("A checked exception of an accessor", e);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Accessors are public", e);
            }
            if (value instanceof Optional<?> optional) {
                return optional.orElse(null);
            }
            if (value instanceof OptionalInt number) {
                return number.isPresent() ? number.getAsInt() : null;
            }
            if (value instanceof OptionalLong number) {
                return number.isPresent() ? number.getAsLong() : null;
            }
            if (value instanceof OptionalDouble number) {
                return number.isPresent() ? number.getAsDouble() : null;
            }
            return value;
        }
    }

    static List<Accessor> of(Class<? extends StravaObject> type) {
        return KNOWN.computeIfAbsent(type, Accessors::find);
    }

    private static List<Accessor> find(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isBridge()
                        && !COMMON.contains(method.getName())
                        && !(ActivityStream.class.isAssignableFrom(type)
                                && method.getName().equals("size")))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> new Accessor(method, fields(type.getSimpleName() + "." + method.getName(), method)))
                .toList();
    }

    private static List<String> fields(String name, Method method) {
        if (DERIVED.contains(name)) {
            return List.of();
        }
        if (RENAMED.containsKey(name)) {
            return RENAMED.get(name);
        }
        String accessor = method.getName().equals("isPrivate") ? "private" : method.getName();
        return List.of(accessor.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }

    /**
     * Calls all accessors of the object and of those that it gives, and reads all that streams measure.
     *
     * @param failed is told what they throw
     */
    static void callAll(StravaObject object, BiConsumer<String, Throwable> failed) {
        for (Accessor accessor : of(object.getClass())) {
            attempt(object.getClass().getSimpleName() + "." + accessor.name(), failed, () -> {
                Object value = accessor.value(object);
                if (value instanceof StravaObject nested) {
                    callAll(nested, failed);
                } else if (value instanceof Collection<?> collection) {
                    for (Object element : collection) {
                        if (element instanceof StravaObject nested) {
                            callAll(nested, failed);
                        }
                    }
                }
            });
        }
        attempt("raw", failed, () -> {
            for (String name : object.fieldNames()) {
                object.rawField(name).orElseThrow();
                object.has(name);
            }
            int unused = object.rawJson().length() + object.toString().length() + object.hashCode();
        });
        if (object instanceof StreamSet streams) {
            for (StreamType type : streams.types()) {
                if (!type.equals(StreamType.LATLNG) && !type.equals(StreamType.MOVING)) {
                    attempt("numbers", failed, () -> streams.numbers(type).ifPresent(Accessors::readAll));
                }
            }
        }
        if (object instanceof ActivityStream stream) {
            attempt("measurements", failed, () -> readAll(stream));
        }
    }

    private static void readAll(ActivityStream stream) {
        for (int i = 0; i < stream.size(); i++) {
            if (stream.isNull(i)) {
                continue;
            }
            if (stream instanceof NumberStream numbers) {
                double unused = numbers.get(i);
            } else if (stream instanceof LatLngStream track) {
                double unused = track.get(i).latitude();
            } else if (stream instanceof BooleanStream flags) {
                boolean unused = flags.get(i);
            }
        }
    }

    private static void attempt(String what, BiConsumer<String, Throwable> failed, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failed.accept(what, e);
        }
    }
}
