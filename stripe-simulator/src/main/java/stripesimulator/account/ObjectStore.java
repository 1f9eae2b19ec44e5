package stripesimulator.account;

import static stripesimulator.account.Documents.number;
import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All objects of the account, as the JSON documents that Stripe shows, by id. One lock: changes happen one after
 * another, and what a change's events set off is in the order of the changes.
 */
public final class ObjectStore implements AutoCloseable {

    private final StripeAccount account;
    private final InstantSource clock;
    private final StripeIds ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final Map<String, List<String>> idsByType = new LinkedHashMap<>();
    private final Map<Belonging, List<String>> idsByCustomer = new HashMap<>();
    private final @Nullable Journal journal;
    private long lastNumber;
    private Consumer<Change> timers = _ -> {};
    /** The second for which all that is due has been done; none after a change of something that time acts on. */
    private OptionalLong doneUpTo = OptionalLong.empty();

    private Consumer<Change> committed = _ -> {};

    private ObjectStore(
            StripeAccount account, InstantSource clock, StripeIds ids, Optional<Path> folder, Forgetting forgetting)
            throws IOException {
        this.account = account;
        this.clock = clock;
        this.ids = ids;
        if (folder.isPresent()) {
            Journal.read(folder.get()).forEach(this::load);
        }
        long now = clock.instant().getEpochSecond();
        objects.values().removeIf(object -> forgetting.isForgotten(object, now));
        journal = folder.isEmpty() ? null : Journal.start(folder.get(), line(objects.values(), lastNumber));
    }

    /** Which of the objects of an earlier run are not taken over. */
    @FunctionalInterface
    public interface Forgetting {
        boolean isForgotten(ObjectNode object, long nowSeconds);
    }

    /** Opens the account as the folder holds it; in memory without one. */
    public static ObjectStore open(
            StripeAccount account, InstantSource clock, long seed, Optional<Path> folder, Forgetting forgetting)
            throws IOException {
        return new ObjectStore(account, clock, new StripeIds(seed), folder, forgetting);
    }

    /** What the passing of time alone changes; runs before every change. */
    public void onTime(Consumer<Change> due) {
        timers = due;
    }

    /** Told of each change that stays, while the next one still waits. */
    public void onCommit(Consumer<Change> listener) {
        committed = listener;
    }

    /** Does what is due, then the work; if the work throws, it leaves no trace. */
    public <T> T change(Function<Change, T> work) {
        lock.lock();
        try {
            passTime();
            var change = begin();
            T result = work.apply(change);
            commit(change);
            return result;
        } finally {
            lock.unlock();
        }
    }

    private void passTime() {
        var due = begin();
        if (doneUpTo.equals(OptionalLong.of(due.nowSeconds()))) {
            return;
        }
        timers.accept(due);
        doneUpTo = OptionalLong.of(due.nowSeconds());
        commit(due);
    }

    private Change begin() {
        return new Change(account, objects, idsByType, idsByCustomer, ids, lastNumber, clock.instant());
    }

    private void commit(Change change) {
        if (change.written().isEmpty()) {
            return;
        }
        if (journal != null) {
            journal.append(line(change.written().values(), change.lastNumber()));
        }
        lastNumber = change.lastNumber();
        change.written().values().forEach(this::keep);
        if (change.written().values().stream().anyMatch(ObjectStore::isTimed)) {
            doneUpTo = OptionalLong.empty();
        }
        committed.accept(change);
    }

    private void load(ObjectNode line) {
        lastNumber = number(line, "last_number");
        line.path("objects").forEach(object -> keep((ObjectNode) object));
    }

    private void keep(ObjectNode object) {
        var id = text(object, "id");
        if (objects.put(id, object) == null) {
            idsByType
                    .computeIfAbsent(text(object, "object"), _ -> new ArrayList<>())
                    .add(id);
            Belonging.of(object)
                    .ifPresent(belonging -> idsByCustomer
                            .computeIfAbsent(belonging, _ -> new ArrayList<>())
                            .add(id));
        }
    }

    private static boolean isTimed(ObjectNode object) {
        return Kinds.isTimed(text(object, "object"));
    }

    private static ObjectNode line(Iterable<ObjectNode> objects, long lastNumber) {
        var line = JsonNodeFactory.instance.objectNode().put("last_number", lastNumber);
        var list = line.putArray("objects");
        objects.forEach(list::add);
        return line;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (journal != null) {
                journal.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
