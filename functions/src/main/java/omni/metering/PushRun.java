package omni.metering;

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
import omni.metering.PushMarks.Mark;

/**
 * Brings each marked organisation up to date. A mark goes when nothing of its organisation waits any more; of one that has to
 * be looked at again the oldest stays, so that its age is how long that lasts. What a run has no time for, the next one does.
 */
public final class PushRun {

    private final PushMarks marks;
    private final UsagePush push;
    private final MeteringKeeper keeper;
    private final InstantSource clock;
    private final Alarm alarm;

    public PushRun(PushMarks marks, UsagePush push, MeteringKeeper keeper, InstantSource clock, Alarm alarm) {
        this.marks = marks;
        this.push = push;
        this.keeper = keeper;
        this.clock = clock;
        this.alarm = alarm;
    }

    /** What an operator has to look at. */
    public interface Alarm {

        void drifting(String orgId, Brought.Drifting drifting);

        /** It stays marked: {@code since} is when it was marked first. */
        void failed(String orgId, String detail, Instant since);

        /** A fault of ours. */
        void broken(String orgId, RuntimeException fault);
    }

    /**
     * What a run did.
     *
     * @param outcomes how many organisations ended how
     * @param oldest the oldest mark that stays; the clock's reading where none does
     * @param finished whether every mark was looked at
     */
    public record Summary(Map<String, Integer> outcomes, Instant oldest, boolean finished) {}

    /** One run; it begins with nobody new after {@code limit}. */
    public Summary run(Duration limit) {
        var begun = clock.instant();
        var outcomes = new TreeMap<String, Integer>();
        var kept = new HashSet<String>();
        var oldest = begun;
        for (var page = marks.due(begun, null); !page.isEmpty(); page = marks.due(begun, page.getLast())) {
            for (var each : byOrganization(page).values()) {
                if (Duration.between(begun, clock.instant()).compareTo(limit) >= 0) {
                    return new Summary(outcomes, oldest, false);
                }
                var first = each.getFirst();
                if (kept.contains(first.orgId())) {
                    marks.done(each);
                } else {
                    outcomes.merge(settle(each, kept), 1, Integer::sum);
                }
                if (kept.contains(first.orgId()) && first.hour().isBefore(oldest)) {
                    oldest = first.hour();
                }
            }
        }
        return new Summary(outcomes, oldest, true);
    }

    /** Of one organisation the oldest first, as they come. */
    private static Map<String, List<Mark>> byOrganization(List<Mark> page) {
        var marks = new LinkedHashMap<String, List<Mark>>();
        page.forEach(mark ->
                marks.computeIfAbsent(mark.orgId(), _ -> new ArrayList<>()).add(mark));
        return marks;
    }

    private String settle(List<Mark> each, Set<String> kept) {
        var first = each.getFirst();
        var brought = bring(first.orgId());
        switch (brought) {
            case Brought.UpToDate(), Brought.NoMetering() -> {
                marks.done(each);
                return brought.getClass().getSimpleName();
            }
            case Brought.Waiting _ -> {}
            case Brought.Drifting drifting -> alarm.drifting(first.orgId(), drifting);
            case Brought.Failed(var detail) -> alarm.failed(first.orgId(), detail, first.hour());
        }
        kept.add(first.orgId());
        marks.done(each.subList(1, each.size()));
        return brought.getClass().getSimpleName();
    }

    /** A fault with one organisation is none of the others. */
    private Brought bring(String orgId) {
        try {
            var brought = push.bring(orgId, clock.instant());
            return brought instanceof Brought.NoMetering ? withMetering(orgId, brought) : brought;
        } catch (RuntimeException e) {
            alarm.broken(orgId, e);
            return new Brought.Failed("a fault: " + e.getClass().getSimpleName());
        }
    }

    /** A subscription that is missing, and has something to invoice, is begun. */
    private Brought withMetering(String orgId, Brought without) {
        return switch (keeper.ensure(orgId, clock.instant())) {
            case MeteringKeeper.Kept.Live _ -> push.bring(orgId, clock.instant());
            case MeteringKeeper.Kept.NotNeeded() -> without;
            case MeteringKeeper.Kept.Failed(var detail) -> new Brought.Failed(detail);
        };
    }
}
