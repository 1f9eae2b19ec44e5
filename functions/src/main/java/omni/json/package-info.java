/**
 * JSON at the borders, on jackson-core's streaming API.
 *
 * <p>Owns: {@link omni.json.Json} (bytes to a plain tree and back; records by component name) and {@link
 * omni.json.Fields} (the border check of one object, which reports all faults at once). Does not own: what any field
 * means.
 *
 * <p>Shapes: an object reads as a {@code Map} that keeps null values and the order of keys, a list as a {@code List}, a
 * number as {@code Long} or {@code BigDecimal}. A record is written by its components: {@code @Nullable} means present
 * and perhaps null, {@code Optional} may be absent, {@code Instant} is ISO-8601 UTC with milliseconds.
 */
@NullMarked
package omni.json;

import org.jspecify.annotations.NullMarked;
