package omni.fakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import omni.meter.Annulment;
import omni.meter.Body;
import omni.meter.Idempotency;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;

/** Idempotency records in memory, in one world with the voids that they are released with. */
public final class InMemoryIdempotency implements Idempotency {

    private static final int MAX_BODY_BYTES = 350 * 1024;

    /**
     * What stands under a key.
     *
     * @param answer null while an attempt runs
     */
    private record Entry(InProgress claim, @Nullable Stored answer, Instant expiresAt) {

        boolean heldBy(String fence) {
            return answer == null && claim.fence().equals(fence);
        }

        boolean doneBy(String fence) {
            return answer != null && claim.fence().equals(fence);
        }
    }

    private final InMemoryStore store;
    private final Map<Key, Entry> entries = new HashMap<>();

    InMemoryIdempotency(InMemoryStore store) {
        this.store = store;
    }

    @Override
    public State read(Key key, Instant now) {
        return store.locked(() -> {
            var entry = entries.get(key);
            if (entry == null || !now.isBefore(entry.expiresAt)) {
                return new Absent();
            }
            return entry.answer == null ? entry.claim : new Done(entry.claim.fingerprint(), entry.answer);
        });
    }

    @Override
    public boolean claim(Key key, State seen, InProgress claim, Instant now) {
        return store.locked(() -> {
            var entry = entries.get(key);
            var asSeen = seen instanceof InProgress before
                    ? entry != null && entry.heldBy(before.fence())
                    : entry == null || !entry.expiresAt.isAfter(now);
            if (asSeen) {
                entries.put(key, new Entry(claim, null, now.plus(LIFE)));
            }
            return asSeen || (entry != null && entry.claim.fence().equals(claim.fence()));
        });
    }

    @Override
    public Completion complete(Key key, String fence, Stored answer, Instant now) {
        return store.locked(() -> {
            var entry = entries.get(key);
            if (entry != null && entry.heldBy(fence)) {
                entries.put(key, new Entry(entry.claim, kept(answer), entry.expiresAt));
                return Completion.DONE;
            }
            return entry != null && entry.doneBy(fence) ? Completion.DONE : Completion.LOST_FENCE;
        });
    }

    @Override
    public Release release(Key key, String fence) {
        return store.locked(() -> {
            var entry = entries.get(key);
            if (entry != null && entry.heldBy(fence)) {
                entries.remove(key);
                return Release.FREED;
            }
            return entry == null ? Release.FREED : Release.LOST_FENCE;
        });
    }

    @Override
    public Annulment.Result annulAndRelease(Key key, String fence, VoidMark mark) {
        return store.locked(() -> {
            var entry = entries.get(key);
            if (entry == null) {
                return mark.equals(store.usage().markUnlessMarked(mark))
                        ? Annulment.Result.MARKED
                        : Annulment.Result.TAKEN_OVER;
            }
            if (!entry.heldBy(fence)) {
                return entry.doneBy(fence) ? Annulment.Result.ANSWERED : Annulment.Result.TAKEN_OVER;
            }
            entries.remove(key);
            store.usage().putVoid(mark);
            return Annulment.Result.MARKED;
        });
    }

    private static Stored kept(Stored answer) {
        var body = answer.body();
        return body != null && zippedLength(body) > MAX_BODY_BYTES
                ? new Stored(answer.status(), answer.headers(), null)
                : answer;
    }

    private static int zippedLength(Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.size();
    }
}
