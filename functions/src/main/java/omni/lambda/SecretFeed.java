package omni.lambda;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import omni.access.SecretName;
import omni.access.SecretStore;
import omni.access.SecretStore.Reading.Found;
import omni.access.SecretStore.Reading.Unreadable;
import omni.access.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a process as they are now. What stands in the environment itself stays; what is named there by a setting
 * {@code …_FROM} is read from a store when it is first asked for, and again by whoever asks when it is five minutes old. One
 * asks the store, all others go on with what is known.
 *
 * <p>It fails closed once: without a first reading there are no secrets. After that the last good ones stay, however old, as a store
 * that is down makes nothing wrong of them; a secret that fails the rules of a start counts as not read. Each failure is told.
 */
final class SecretFeed {

    static final Duration REFRESH = Duration.ofMinutes(5);

    /** After a reading that failed. */
    static final Duration RETRY = Duration.ofMinutes(1);

    /** Is told when secrets could not be read anew. */
    interface Watch {

        /**
         * The last good secrets stay.
         *
         * @param causes why, without any secret
         * @param age of what stays
         */
        void notRefreshed(List<String> causes, Duration age);
    }

    private final Map<String, String> variables;
    private final Set<SecretName> needs;
    private final SecretStore store;
    private final InstantSource clock;
    private final Watch watch;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile @Nullable Held held;

    /**
     * What is known.
     *
     * @param texts of the settings that were read, for the comparison with the next reading
     * @param readAt when the store said so last
     * @param askedAt when it was asked last
     * @param pause until it is asked again
     */
    private record Held(Secrets secrets, Map<String, String> texts, Instant readAt, Instant askedAt, Duration pause) {

        /** A clock that was set back makes it due too. */
        boolean dueAt(Instant now) {
            return now.isBefore(askedAt) || !now.isBefore(askedAt.plus(pause));
        }

        Held confirm(Instant now) {
            return new Held(secrets, texts, now, now, REFRESH);
        }

        Held retryLater(Instant now) {
            return new Held(secrets, texts, readAt, now, RETRY);
        }

        @Override
        public String toString() {
            return "Held";
        }
    }

    SecretFeed(
            Map<String, String> variables, Set<SecretName> needs, SecretStore store, InstantSource clock, Watch watch) {
        this.variables = Map.copyOf(variables);
        this.needs = Set.copyOf(needs);
        this.store = store;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * The secrets of this moment; the same object for as long as they are the same.
     *
     * @throws StoreUnavailable when they were never read and can't be now
     */
    Secrets now() {
        var known = held;
        if (known == null) {
            return first();
        }
        return known.dueAt(clock.instant()) ? refresh(known.secrets()) : known.secrets();
    }

    /** Reads for the first time: whoever comes meanwhile has to wait, there is nothing to go on with. */
    private synchronized Secrets first() {
        var known = held;
        if (known == null) {
            var faults = open();
            known = held;
            if (known == null) {
                throw new StoreUnavailable("reading secrets", new IllegalStateException(String.join("; ", faults)));
            }
        }
        return known.secrets();
    }

    /** Reads for the first time, when a function starts; what is missing or wrong, each with the name of its setting. */
    List<String> open() {
        var now = clock.instant();
        var faults = new ArrayList<String>();
        var texts = texts(faults);
        var secrets = faults.isEmpty() ? secrets(texts, faults) : null;
        if (secrets != null && faults.isEmpty()) {
            held = new Held(secrets, texts, now, now, REFRESH);
        }
        return faults;
    }

    private Secrets refresh(Secrets known) {
        if (!reading.compareAndSet(false, true)) {
            return known;
        }
        try {
            // whoever was faster has asked already
            var latest = Objects.requireNonNull(held);
            var next = latest.dueAt(clock.instant()) ? next(latest) : latest;
            held = next;
            return next.secrets();
        } finally {
            reading.set(false);
        }
    }

    private Held next(Held known) {
        var now = clock.instant();
        var faults = new ArrayList<String>();
        var texts = texts(faults);
        if (faults.isEmpty() && texts.equals(known.texts())) {
            return known.confirm(now);
        }
        var secrets = faults.isEmpty() ? secrets(texts, faults) : known.secrets();
        if (!faults.isEmpty()) {
            watch.notRefreshed(List.copyOf(faults), Duration.between(known.readAt(), now));
            return known.retryLater(now);
        }
        return new Held(secrets, texts, now, now, REFRESH);
    }

    /** What the store says of the settings that are kept there; each secret is read once, however many settings it holds. */
    private Map<String, String> texts(List<String> faults) {
        var readings = new HashMap<String, SecretStore.Reading>();
        var texts = new HashMap<String, String>();
        Secrets.references(new Environment(variables), needs).forEach((name, reference) -> {
            var setting = name.setting();
            var reading = reference.in(readings.computeIfAbsent(reference.name(), store::read));
            switch (reading) {
                case Found(var text) -> texts.put(setting, text);
                case Unreadable(var cause) ->
                    faults.add(setting + " can't be read from the secret " + reference.name() + ": " + cause);
            }
        });
        return texts;
    }

    private Secrets secrets(Map<String, String> texts, List<String> faults) {
        var all = new HashMap<>(variables);
        all.putAll(texts);
        var env = new Environment(all);
        var secrets = Secrets.read(env, needs);
        faults.addAll(env.faults());
        return secrets;
    }

    @Override
    public String toString() {
        return "SecretFeed";
    }
}
