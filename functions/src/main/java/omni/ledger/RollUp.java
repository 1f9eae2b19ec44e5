package omni.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;

/**
 * Usage added up: of one account in one period, one day, or one hour.
 *
 * @param scope which account, and which time
 * @param version rises with each write; 0 while it is not stored
 * @param appliedCommits which commits are in: a row counts once, however often and late the stream reports it
 * @param tallies by key: {@code line#plan#class#price} for paid usage, {@code unproven} and {@code class#number} in a period, {@code
 *     route#number#class} and {@code principal#id} in a day and an hour
 * @param raisedLevels of a period: which levels of its budget were announced
 */
public record RollUp(
        Scope scope,
        long version,
        AppliedCommits appliedCommits,
        Map<String, Tally> tallies,
        RaisedLevels raisedLevels) {

    private static final String LINE = "line#";

    /** Of a period: paid calls whose end is not known yet; they are among the lines too. */
    private static final String UNPROVEN = "unproven";

    public RollUp {
        tallies = Map.copyOf(tallies);
    }

    /**
     * Whose usage, and of what time.
     *
     * @param time {@code PERIOD#2026-05}, {@code DAY#2026-05-14} or {@code HOUR#2026-05-14T09}
     */
    public record Scope(String orgId, boolean live, String time) {

        private static final int MONTH_LENGTH = 7;
        private static final int DATE_LENGTH = 10;
        private static final DateTimeFormatter HOUR =
                DateTimeFormatter.ofPattern("'HOUR#'uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC);

        private static final DateTimeFormatter DAY =
                DateTimeFormatter.ofPattern("'DAY#'uuuu-MM-dd").withZone(ZoneOffset.UTC);

        public static Scope period(String orgId, boolean live, InvoicePeriod period) {
            return new Scope(orgId, live, "PERIOD#" + period.text());
        }

        public static Scope hour(String orgId, boolean live, Instant at) {
            return new Scope(orgId, live, HOUR.format(at));
        }

        public static Scope day(String orgId, boolean live, Instant at) {
            return new Scope(orgId, live, DAY.format(at));
        }

        /** The three scopes that a row belongs to. */
        public static List<Scope> of(UsageRow row) {
            var at = row.call().at();
            return List.of(
                    period(row.orgId(), row.live(), InvoicePeriod.at(at)),
                    day(row.orgId(), row.live(), at),
                    hour(row.orgId(), row.live(), at));
        }

        public boolean period() {
            return time.startsWith("PERIOD#");
        }

        /** The first instant of the scope. */
        public Instant start() {
            var text = time.substring(time.indexOf('#') + 1);
            return switch (text.length()) {
                case MONTH_LENGTH -> month(text).start();
                case DATE_LENGTH -> Instant.parse(text + "T00:00:00Z");
                default -> Instant.parse(text + ":00:00Z");
            };
        }

        /** The first instant behind the scope. */
        public Instant end() {
            var text = time.substring(time.indexOf('#') + 1);
            return switch (text.length()) {
                case MONTH_LENGTH -> month(text).end();
                case DATE_LENGTH -> start().plus(Duration.ofDays(1));
                default -> start().plus(Duration.ofHours(1));
            };
        }

        private static InvoicePeriod month(String text) {
            return new InvoicePeriod(Integer.parseInt(text.replace("-", "")));
        }

        public boolean holds(UsageRow row) {
            return of(row).contains(this);
        }
    }

    /**
     * One sum.
     *
     * @param firstAt when its first call was committed
     * @param lastAt when its last one was
     */
    public record Tally(
            long requests,
            long successes,
            long errors,
            long units,
            Money amount,
            long latencyMs,
            Instant firstAt,
            Instant lastAt) {

        public static final Tally NONE = new Tally(0, 0, 0, 0, Money.ZERO, 0, Instant.MAX, Instant.EPOCH);

        /** Both sums in one. */
        public Tally plus(Tally other) {
            return new Tally(
                    requests + other.requests,
                    successes + other.successes,
                    errors + other.errors,
                    units + other.units,
                    amount.plus(other.amount),
                    latencyMs + other.latencyMs,
                    earlier(firstAt, other.firstAt),
                    later(lastAt, other.lastAt));
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private Tally plus(UsageRow row, int sign) {
            var call = row.call();
            return new Tally(
                    requests + sign,
                    successes + (row.isSuccess() ? sign : 0),
                    errors + (row.isSuccess() ? 0 : sign),
                    units + (long) sign * row.units(),
                    sign > 0 ? amount.plus(row.price()) : amount.minus(row.price()),
                    latencyMs + sign * call.latencyMs(),
                    earlier(firstAt, call.at()),
                    later(lastAt, call.at()));
        }
    }

    public static RollUp empty(Scope scope) {
        return new RollUp(scope, 0, AppliedCommits.NONE, Map.of(), RaisedLevels.NONE);
    }

    /** With the rows that are not in yet; rows of other scopes are passed over. */
    public RollUp apply(Collection<UsageRow> rows) {
        var next = this;
        for (var row : rows) {
            if (scope.holds(row) && !next.appliedCommits.holds(row.sequence())) {
                next = next.withRow(row, 1);
            }
        }
        return next;
    }

    /** After a row changed that may be in already; if it isn't, its later application sees it changed. */
    public RollUp replace(UsageRow before, UsageRow after) {
        return appliedCommits.holds(before.sequence()) ? withRow(before, -1).withRow(after, 1) : this;
    }

    /** With other marks of its budget. */
    public RollUp withRaisedLevels(RaisedLevels levels) {
        return levels.equals(raisedLevels) ? this : new RollUp(scope, version, appliedCommits, tallies, levels);
    }

    /** A row that is no call of its own is in, and counts nothing. */
    private RollUp withRow(UsageRow row, int sign) {
        var sums = new HashMap<>(tallies);
        for (var key : row.isShown() ? keys(row) : List.<String>of()) {
            var sum = sums.getOrDefault(key, Tally.NONE).plus(row, sign);
            if (sum.requests() == 0) {
                sums.remove(key);
            } else {
                sums.put(key, sum);
            }
        }
        return new RollUp(scope, version, appliedCommits.plus(row.sequence()), sums, raisedLevels);
    }

    private List<String> keys(UsageRow row) {
        var call = row.call();
        if (!scope.period()) {
            return List.of(UsageWindow.Route.of(call).key(), "principal#" + call.principalId());
        }
        var classKey = "class#" + call.meterClass();
        if (row.funding() != Funding.PAID) {
            return List.of(classKey);
        }
        return row.isUnproven() ? List.of(classKey, lineKey(row), UNPROVEN) : List.of(classKey, lineKey(row));
    }

    private static String lineKey(UsageRow row) {
        var call = row.call();
        return LINE + call.plan().number() + "#" + call.meterClass() + "#"
                + call.price().microDollars();
    }

    /** Paid usage of one class under one plan, at one price. */
    public record Line(PlanKey plan, int meterClass, Money price) {

        private static Line of(String key) {
            var words = key.split("#", -1);
            return new Line(
                    PlanKey.ofNumber(Long.parseLong(words[1])),
                    Integer.parseInt(words[2]),
                    new Money(Long.parseLong(words[3])));
        }
    }

    /** Of a period: its paid usage. */
    public Map<Line, Tally> lines() {
        return tallies.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(LINE))
                .collect(Collectors.toMap(entry -> Line.of(entry.getKey()), Map.Entry::getValue));
    }

    /** Of a period: what its paid usage comes to whose end is known. */
    public Money provenAmount() {
        return paidAmount().minus(tallies.getOrDefault(UNPROVEN, Tally.NONE).amount());
    }

    /** Of a period: what its paid usage comes to. */
    public Money paidAmount() {
        return lines().values().stream().map(Tally::amount).reduce(Money.ZERO, Money::plus);
    }
}
