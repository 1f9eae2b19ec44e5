package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import omni.invoicing.PushMarks.Mark;

/**
 * Brings each marked organization up to date. A mark goes when nothing of its organization waits any more; of one that has to
 * be looked at again the oldest stays, so that its age is how long that lasts. What a run has no time for, the next one does.
 */
public final class PushRun {

    private final PushMarks marks;
    private final UsagePush push;
    private final MeteringKeeper keeper;
    private final InstantSource clock;
    private final Alarm alarm;
    private final int atOnce;

    /** @param atOnce how many organizations are brought up to date at the same time */
    public PushRun(
            PushMarks marks, UsagePush push, MeteringKeeper keeper, InstantSource clock, Alarm alarm, int atOnce) {
        this.marks = marks;
        this.push = push;
        this.keeper = keeper;
        this.clock = clock;
        this.alarm = alarm;
        this.atOnce = atOnce;
    }

    /** What an operator has to look at. */
    public interface Alarm {

        void drifting(String orgId, PushOutcome.Drifting drifting);

        /** It stays marked: {@code since} is when it was marked first. */
        void pushFailed(String orgId, String detail, Instant since);

        /** A fault of ours. */
        void pushBroke(String orgId, RuntimeException fault);
    }

    /**
     * What a run did.
     *
     * @param outcomes how many organizations ended how
     * @param oldest the oldest mark that stays; the clock's reading where none does
     * @param complete whether every mark was looked at
     */
    public record Summary(Map<String, Integer> outcomes, Instant oldest, boolean complete) {}

    /** One run; it begins with nobody new after {@code limit}. */
    public Summary run(Duration limit) {
        var begun = clock.instant();
        var outcomes = new TreeMap<String, Integer>();
        var waiting = new HashSet<String>();
        var oldest = begun;
        for (var page = marks.due(begun, null); !page.isEmpty(); page = marks.due(begun, page.getLast())) {
            for (var few : slices(List.copyOf(byOrganization(page).values()))) {
                if (Duration.between(begun, clock.instant()).compareTo(limit) >= 0) {
                    return new Summary(outcomes, oldest, false);
                }
                var pushed = pushAll(few.stream()
                        .map(each -> each.getFirst().orgId())
                        .filter(orgId -> !waiting.contains(orgId))
                        .toList());
                for (var each : few) {
                    var first = each.getFirst();
                    var outcome = pushed.get(first.orgId());
                    if (outcome == null) {
                        marks.remove(each);
                    } else {
                        outcomes.merge(settle(each, outcome, waiting), 1, Integer::sum);
                    }
                    if (waiting.contains(first.orgId()) && first.hour().isBefore(oldest)) {
                        oldest = first.hour();
                    }
                }
            }
        }
        return new Summary(outcomes, oldest, true);
    }

    /** Of one organization the oldest first, as they come. */
    private static Map<String, List<Mark>> byOrganization(List<Mark> page) {
        var marks = new LinkedHashMap<String, List<Mark>>();
        page.forEach(mark ->
                marks.computeIfAbsent(mark.orgId(), _ -> new ArrayList<>()).add(mark));
        return marks;
    }

    private List<List<List<Mark>>> slices(List<List<Mark>> organizations) {
        var slices = new ArrayList<List<List<Mark>>>();
        for (var from = 0; from < organizations.size(); from += atOnce) {
            slices.add(organizations.subList(from, Math.min(from + atOnce, organizations.size())));
        }
        return slices;
    }

    /** Each of them, at the same time. */
    private Map<String, PushOutcome> pushAll(List<String> orgIds) {
        var outcomes = new ConcurrentHashMap<String, PushOutcome>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = orgIds.stream()
                    .map(orgId -> threads.submit(() -> outcomes.put(orgId, push(orgId))))
                    .toList();
            for (var each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an organization could not be brought up to date", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while organizations are brought up to date", e);
        }
        return outcomes;
    }

    private String settle(List<Mark> each, PushOutcome outcome, Set<String> waiting) {
        var first = each.getFirst();
        switch (outcome) {
            case PushOutcome.UpToDate(), PushOutcome.NoMetering() -> {
                marks.remove(each);
                return outcome.getClass().getSimpleName();
            }
            case PushOutcome.Waiting _ -> {}
            case PushOutcome.Drifting drifting -> alarm.drifting(first.orgId(), drifting);
            case PushOutcome.Failed(var detail) -> alarm.pushFailed(first.orgId(), detail, first.hour());
        }
        waiting.add(first.orgId());
        marks.remove(each.subList(1, each.size()));
        return outcome.getClass().getSimpleName();
    }

    /** A fault with one organization is none of the others. */
    private PushOutcome push(String orgId) {
        try {
            var outcome = push.push(orgId, clock.instant());
            return outcome instanceof PushOutcome.NoMetering ? withMetering(orgId, outcome) : outcome;
        } catch (RuntimeException e) {
            alarm.pushBroke(orgId, e);
            return new PushOutcome.Failed("a fault: " + e.getClass().getSimpleName());
        }
    }

    /** A subscription that is missing, and has something to invoice, is begun. */
    private PushOutcome withMetering(String orgId, PushOutcome without) {
        return switch (keeper.ensure(orgId, clock.instant())) {
            case MeteringKeeper.Outcome.Live _ -> push.push(orgId, clock.instant());
            case MeteringKeeper.Outcome.NotNeeded() -> without;
            case MeteringKeeper.Outcome.Refused(var detail) -> new PushOutcome.Failed(detail);
            case MeteringKeeper.Outcome.Failed(var detail) -> new PushOutcome.Failed(detail);
        };
    }
}
