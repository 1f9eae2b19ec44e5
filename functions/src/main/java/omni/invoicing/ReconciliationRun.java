package omni.invoicing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import omni.invoicing.OpenDiscrepancies.Known;
import omni.invoicing.Reconciliation.Result;
import omni.invoicing.SweepRound.Stage;
import omni.member.Roster;

/**
 * Reconciles every organization once a day, and those that disagree each hour. It changes nothing but what is known of drifts;
 * so it may run twice at once, or die.
 */
public final class ReconciliationRun {

    /** One that is older raises an alarm. */
    static final Duration ALARM_AFTER = Duration.ofHours(1);

    private final Ports ports;
    private final Reconciliation reconciliation;
    private final Watch watch;
    private final InstantSource clock;

    /** Where the round stands, whom it goes through, and what it found before. */
    public record Ports(SweepRounds rounds, Roster roster, OpenDiscrepancies openDiscrepancies) {}

    /** Hears what a person has to know. */
    public interface Watch {

        /** It lasts: each run that sees it reports it. */
        void drifting(String orgId, Discrepancy drift);

        /** An organization could not be compared this time. */
        void comparisonFailed(String orgId, String detail);

        /** The same by a fault of ours. */
        void comparisonBroke(String orgId, RuntimeException fault);

        /** The round was stopped, or is not over after a day: whom it did not come to is not compared. */
        void roundUnfinished(SweepRound round, String detail);
    }

    /**
     * What a run came to.
     *
     * @param organizations that were compared
     * @param failures that could not be
     * @param drifts that raised an alarm
     * @param complete whether the day's round is over
     */
    public record Summary(int organizations, int failures, int drifts, boolean complete) {}

    public ReconciliationRun(Ports ports, Reconciliation reconciliation, Watch watch, InstantSource clock) {
        this.ports = ports;
        this.reconciliation = reconciliation;
        this.watch = watch;
        this.clock = clock;
    }

    /** Looks again at what disagreed, then goes on with the day's round, for as long as {@code left} allows. */
    public Summary run(Supplier<Duration> left) {
        var run = new Run(new RosterScan(ports.rounds(), ports.roster(), left));
        for (var orgId : run.known.keySet().stream().sorted().toList()) {
            if (run.scan.goesOn()) {
                run.compare(orgId);
            }
        }
        var round = run.scan.scan(
                Stage.ORGANIZATIONS, clock.instant(), at -> run.scan.organizations(at, run::compareUnlessKnown));
        run.scan.complaint(round, clock.instant()).ifPresent(detail -> watch.roundUnfinished(round, detail));
        return new Summary(run.compared, run.failed, run.drifts, round.isOver());
    }

    private final class Run {

        private final RosterScan scan;
        private final Map<String, List<Known>> known;
        private int compared;
        private int failed;
        private int drifts;

        Run(RosterScan scan) {
            this.scan = scan;
            this.known = ports.openDiscrepancies().all().stream().collect(Collectors.groupingBy(Known::orgId));
        }

        boolean compareUnlessKnown(String orgId) {
            return known.containsKey(orgId) || compare(orgId);
        }

        /** A fault with one organization is none of the others; a provider that is silent is silent to all: false. */
        boolean compare(String orgId) {
            try {
                switch (reconciliation.compare(orgId, Reconciliation.Scope.OPEN, clock.instant())) {
                    case Result.Compared(var _, var seen) -> {
                        compared++;
                        remember(orgId, seen);
                    }
                    case Result.Unread(var detail, var noAnswer) -> {
                        failed++;
                        watch.comparisonFailed(orgId, detail);
                        if (noAnswer) {
                            scan.stop(detail);
                            return false;
                        }
                    }
                }
            } catch (RuntimeException e) {
                failed++;
                watch.comparisonBroke(orgId, e);
            }
            return true;
        }

        private void remember(String orgId, List<Discrepancy> seen) {
            var before = known.getOrDefault(orgId, List.of());
            before.stream()
                    .filter(drift -> seen.stream().noneMatch(drift::is))
                    .forEach(ports.openDiscrepancies()::forget);
            for (var each : seen) {
                if (!isRoutine(each)) {
                    remember(orgId, each, before);
                }
            }
        }

        /** What the next run tells, as everybody who calls has it at almost any moment; and what nobody is to be told. */
        private boolean isRoutine(Discrepancy seen) {
            return switch (seen.kind()) {
                case UNTOLD -> seen.since().isBefore(clock.instant()) && !seen.isDrift(clock.instant());
                case UNPAYABLE -> true;
                case LEDGER, BEHIND, ROWS, COUNTS, MOVED, METER, INVOICED -> false;
            };
        }

        private void remember(String orgId, Discrepancy seen, List<Known> before) {
            var earlier = before.stream().filter(drift -> drift.is(seen)).findFirst();
            if (earlier.isEmpty()) {
                ports.openDiscrepancies()
                        .keep(new Known(orgId, seen.period(), seen.kind(), seen.which(), seen.since()));
            }
            var now = clock.instant();
            var lasting = earlier.map(Known::since).map(seen::knownSince).orElse(seen);
            // jobs that did not run for a while find what only waited for them: the next look tells
            var first = seen.kind() == Discrepancy.Kind.UNTOLD && earlier.isEmpty();
            if (!first && lasting.isDrift(now) && lasting.age(now).compareTo(ALARM_AFTER) > 0) {
                drifts++;
                watch.drifting(orgId, lasting);
            }
        }
    }
}
