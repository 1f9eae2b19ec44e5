package omni.invoicing;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import omni.invoicing.SweepRound.Stage;
import omni.member.Roster;
import org.jspecify.annotations.Nullable;

/**
 * One run of a walk through all organizations: it goes on where the run before it stopped, until the day's round is over, its time is
 * up, it is stopped, or another run is at it.
 */
public final class RosterScan {

    /** Nothing more is begun when less than this is left. */
    public static final Duration RESERVE = Duration.ofSeconds(15);

    private static final Duration DAY = Duration.ofDays(1);

    private static final int PAGE = 25;

    private final SweepRounds rounds;
    private final Roster roster;
    private final Supplier<Duration> left;
    private @Nullable String stoppedBy;

    public RosterScan(SweepRounds rounds, Roster roster, Supplier<Duration> left) {
        this.rounds = rounds;
        this.roster = roster;
        this.left = left;
    }

    public boolean goesOn() {
        return stoppedBy == null && left.get().compareTo(RESERVE) > 0;
    }

    /** Whoever answers to all is silent: nothing more is begun. */
    public void stop(String detail) {
        stoppedBy = detail;
    }

    /** Why a round is not over that ought to be: it was stopped, or began a day ago. Empty where the next run just goes on. */
    public Optional<String> complaint(SweepRound round, Instant now) {
        if (round.isOver()) {
            return Optional.empty();
        }
        return stoppedBy == null && !round.beganAt().plus(DAY).isBefore(now)
                ? Optional.empty()
                : Optional.of(Objects.requireNonNullElse(stoppedBy, "it lasts for more than a day"));
    }

    /**
     * Takes the round that is due step by step, and writes down after each where it stands.
     *
     * @param first where a new round begins
     * @return the round as it is stored at the end
     */
    public SweepRound scan(Stage first, Instant now, UnaryOperator<SweepRound> step) {
        var round = SweepRound.due(rounds.read(), first, now);
        while (!round.isOver() && goesOn()) {
            var next = step.apply(round);
            if (!rounds.write(next)) {
                break; // another run is at it
            }
            round = next.nextVersion();
        }
        return round;
    }

    /**
     * A step: the next organizations of the roster.
     *
     * @param visit false when the organization is to be visited again, as the walk was stopped at it
     */
    public SweepRound organizations(SweepRound round, Predicate<String> visit) {
        var page = roster.after(round.place(), PAGE);
        if (page.isEmpty()) {
            return round.enter(Stage.OVER);
        }
        var last = round.place();
        for (var orgId : page) {
            if (!goesOn() || !visit.test(orgId)) {
                break;
            }
            last = orgId;
        }
        return round.at(last);
    }
}
