package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import omni.billing.MonthBook.NextReport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthBookTest {

    private static final InvoicePeriod APRIL = new InvoicePeriod(202604);
    private static final InvoicePeriod MAY = new InvoicePeriod(202605);
    private static final InvoicePeriod JUNE = new InvoicePeriod(202606);
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOON = Instant.parse("2026-05-14T12:00:00.9Z");

    private static MonthBook may(long accrued) {
        return MonthBook.open("org_1", MAY).withAccrual(new Money(accrued));
    }

    private static Instant in(String day) {
        return Instant.parse("2026-" + day + "Z");
    }

    private static MonthBook withReport(MonthBook report, @Nullable String at, long total, boolean landed) {
        return at == null ? report : report.withReport(new ReportedTotal("cus_1", new Money(total), in(at), landed));
    }

    private static String render(NextReport telling) {
        return switch (telling) {
            case NextReport.Nothing() -> "nothing";
            case NextReport.NoMoment() -> "no moment";
            case NextReport.Report(var statement) -> {
                assertThat(statement.isConfirmed()).isFalse();
                yield statement.total().microDollars() + "@"
                        + statement.at().toString().substring(5, 19);
            }
        };
    }

    @ParameterizedTest(name = "total {3}, told {1} at {0} (landed: {2}), since {4}, now {5} → {6}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
        toldAt,         told, landed, total, since,              now,                said
        -,              0,    false,  0,     01-01T00:00:00,     05-14T12:00:00.9,   nothing
        -,              0,    false,  -7,    01-01T00:00:00,     05-14T12:00:00.9,   nothing
        -,              0,    false,  7,     01-01T00:00:00,     05-14T12:00:00.9,   7@05-14T12:00:00
        05-14T11:00:00, 7,    true,   7,     01-01T00:00:00,     05-14T12:00:00,     nothing
        05-14T11:00:00, 7,    false,  7,     01-01T00:00:00,     05-14T12:00:00,     7@05-14T11:00:00
        05-14T11:00:00, 7,    false,  8,     01-01T00:00:00,     05-14T12:00:00,     8@05-14T12:00:00
        05-14T11:00:00, 7,    true,   6,     01-01T00:00:00,     05-14T12:00:00,     6@05-14T12:00:00
        05-14T11:00:00, 7,    true,   -6,    01-01T00:00:00,     05-14T12:00:00,     0@05-14T12:00:00
        05-14T11:00:00, 0,    false,  0,     01-01T00:00:00,     05-14T12:00:00,     0@05-14T11:00:00
        05-14T12:00:00, 7,    true,   8,     01-01T00:00:00,     05-14T12:00:00.9,   8@05-14T12:00:01
        05-14T13:00:00, 7,    true,   8,     01-01T00:00:00,     05-14T12:00:00,     8@05-14T13:00:01
        05-14T11:00:00, 7,    true,   7,     05-14T11:00:00,     05-14T12:00:00,     7@05-14T12:00:00
        05-14T11:00:00, 7,    true,   7,     05-14T10:59:59,     05-14T12:00:00,     nothing
        05-14T11:00:00, 7,    true,   0,     05-14T11:00:00,     05-14T12:00:00,     nothing
        05-14T11:00:00, 7,    false,  7,     05-14T11:59:00,     05-14T12:00:00,     7@05-14T12:00:00
        -,              0,    false,  7,     05-14T12:00:00,     05-14T12:00:00.9,   7@05-14T12:00:01
        -,              0,    false,  7,     05-14T12:00:00.5,   05-14T12:00:00.9,   7@05-14T12:00:01
        -,              0,    false,  7,     01-01T00:00:00,     05-31T23:58:59.9,   7@05-31T23:58:59
        -,              0,    false,  7,     01-01T00:00:00,     05-31T23:59:00,     no moment
        05-31T23:58:58, 7,    true,   8,     01-01T00:00:00,     05-31T23:58:01,     8@05-31T23:58:59
        05-31T23:58:59, 7,    true,   8,     01-01T00:00:00,     05-31T23:58:59,     no moment
        05-31T23:58:59, 7,    false,  7,     01-01T00:00:00,     05-31T23:59:59,     7@05-31T23:58:59
        -,              0,    false,  7,     01-01T00:00:00,     04-30T23:00:00,     7@05-01T00:00:00
        """)
    void anOrdinaryTotalIsToldOnceWithALaterSecondThanTheOneBefore(
            @Nullable String toldAt, long told, boolean landed, long total, String since, String now, String said) {
        var report = withReport(may(total), toldAt, told, landed);
        assertThat(render(report.nextReport("cus_1", in(since), in(now)))).isEqualTo(said);
    }

    @ParameterizedTest(name = "total {3}, told {1} at {0} (landed: {2}), since {4}, now {5} → {6}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
        toldAt,         told, landed, total, since,          now,            said
        -,              0,    false,  0,     01-01T00:00:00, 06-01T00:17:00, nothing
        -,              0,    false,  7,     01-01T00:00:00, 06-01T00:17:00, 7@05-31T23:59:00
        05-31T23:17:00, 7,    true,   7,     01-01T00:00:00, 06-01T00:17:00, nothing
        05-31T23:17:00, 7,    false,  7,     01-01T00:00:00, 06-01T00:17:00, 7@05-31T23:17:00
        05-31T23:17:00, 7,    true,   8,     01-01T00:00:00, 06-01T00:17:00, 8@05-31T23:59:00
        05-31T23:59:00, 8,    true,   7,     01-01T00:00:00, 06-01T01:17:00, 7@05-31T23:59:01
        05-31T23:59:00, 8,    true,   -1,    01-01T00:00:00, 06-01T01:17:00, 0@05-31T23:59:01
        05-31T23:59:58, 8,    true,   7,     01-01T00:00:00, 06-01T01:17:00, 7@05-31T23:59:59
        05-31T23:59:59, 8,    true,   7,     01-01T00:00:00, 06-01T01:17:00, no moment
        05-31T23:59:59, 8,    false,  8,     01-01T00:00:00, 06-01T01:17:00, 8@05-31T23:59:59
        -,              0,    false,  7,     05-31T23:59:30, 06-01T00:17:00, 7@05-31T23:59:31
        05-31T23:59:29, 7,    true,   7,     05-31T23:59:30, 06-01T00:17:00, 7@05-31T23:59:31
        -,              0,    false,  7,     05-31T23:59:59, 06-01T00:17:00, no moment
        -,              0,    false,  7,     01-01T00:00:00, 07-05T22:59:00, 7@05-31T23:59:00
        -,              0,    false,  7,     01-01T00:00:00, 07-05T22:59:01, no moment
        05-20T12:00:00, 7,    false,  7,     01-01T00:00:00, 07-01T00:17:00, no moment
        """)
    void aClosingTotalIsToldInTheLastMinuteWhileItIsTaken(
            @Nullable String toldAt, long told, boolean landed, long total, String since, String now, String said) {
        var report = withReport(may(total).close(9), toldAt, told, landed);
        assertThat(render(report.nextReport("cus_1", in(since), in(now)))).isEqualTo(said);
    }

    @Test
    void whatAnotherCustomerWasToldOfIsToldAnew() {
        var report = withReport(may(7), "05-14T11:00:00", 7, true);
        assertThat(render(report.nextReport("cus_2", LONG_AGO, NOON))).isEqualTo("7@05-14T12:00:00");
        assertThat(render(may(0).withReport(new ReportedTotal("cus_1", new Money(7), NOON, true))
                        .nextReport("cus_2", LONG_AGO, NOON)))
                .as("the new one's meter says nothing, and that is right")
                .isEqualTo("nothing");
    }

    @Test
    void whateverHappensSecondsRiseAndTheLastMinuteIsTheClosings() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 300; round++) {
            var report = may(0);
            var last = Instant.EPOCH;
            var since = LONG_AGO;
            for (var step = 0; step < 60; step++) {
                var now = MAY.start().plusSeconds(random.nextLong(40 * 86_400L));
                since = random.nextInt(9) == 0 ? now : since;
                report = report.withAccrual(new Money(random.nextInt(4)));
                report = !now.isBefore(MAY.end()) ? report.close(5) : report;
                if (report.nextReport("cus_" + random.nextInt(2), since, now) instanceof NextReport.Report(var said)) {
                    var again = said.equals(report.lastReport());
                    assertThat(said.at()).as("seed %s", seed).isAfter(since);
                    assertThat(again || said.at().isAfter(last))
                            .as("seed %s", seed)
                            .isTrue();
                    assertThat(again || !said.at().isBefore(MAY.end().minusSeconds(60)))
                            .as("seed %s: %s", seed, said)
                            .isEqualTo(again || report.isClosed());
                    assertThat(said.at()).as("seed %s", seed).isBefore(MAY.end());
                    last = said.at();
                    report = report.withReport(said);
                    report = random.nextBoolean() ? report.confirmReport() : report;
                }
            }
        }
    }

    @Test
    void aStatementIsNamedByOrganizationMonthAndSecond() {
        var statement = new ReportedTotal("cus_1", new Money(7), in("05-14T12:00:00"), false);
        assertThat(MonthBook.usageTotal("org_1", MAY, statement))
                .isEqualTo(new UsageBilling.UsageTotal(
                        "omni:org_1:2026-05:1778760000", "cus_1", new Money(7), in("05-14T12:00:00")));
    }

    @Test
    void theTotalIsWhatIsNotInvoicedYet() {
        var april = MonthBook.open("org_1", APRIL).withAccrual(new Money(100));
        var report = april.moveRestTo(may(1_000)).to();
        assertThat(report.total()).isEqualTo(new Money(1_100));
        report = report.withInvoice("in_1", new Money(400)).withInvoice("in_2", new Money(300));
        assertThat(report.total()).isEqualTo(new Money(400));
        assertThat(report.withInvoice("in_2", new Money(350)).total())
                .as("an invoice counts once")
                .isEqualTo(new Money(350));
        assertThat(report.withAccrual(new Money(500)).total()).isEqualTo(Money.ZERO);
        assertThat(report.withAccrual(new Money(500)).amounts().rest()).isEqualTo(new Money(-100));
    }

    @ParameterizedTest
    @CsvSource({"70", "0", "-70"})
    void whatIsMovedIsGivenByOneBookAndTakenByTheOther(long left) {
        var from = may(100).withInvoice("in_1", new Money(100 - left)).close(1).settle();
        var to = MonthBook.open("org_1", JUNE).withAccrual(new Money(9));
        var move = from.moveRestTo(to);
        assertThat(move.from().amounts().rest()).isEqualTo(Money.ZERO);
        assertThat(move.to().amounts().rest()).isEqualTo(new Money(9 + left));
        assertThat(move.to().amounts().carryOvers()).containsExactly(java.util.Map.entry(MAY, new Money(left)));
        var more = move.from().withAccrual(new Money(90)).moveRestTo(move.to());
        assertThat(more.to().amounts().carryOverTotal()).isEqualTo(new Money(left - 10));
        assertThat(more.from().amounts().movedAmount()).isEqualTo(new Money(left - 10));
    }

    @Test
    void aDriftBeganWhenItWasFirstSeenAndEndsWithIt() {
        var first = new CloseProgress.Drift(NOON, new Money(1), new Money(2), new Money(3), new Money(3));
        var later = new CloseProgress.Drift(
                NOON.plus(Duration.ofHours(1)), new Money(1), new Money(1), new Money(3), new Money(4));
        assertThat(may(1).withDrift(first).withDrift(later).closing().drift())
                .isEqualTo(new CloseProgress.Drift(NOON, new Money(1), new Money(1), new Money(3), new Money(4)));
        assertThat(may(1).withDrift(first)
                        .withDrift(null)
                        .withDrift(later)
                        .closing()
                        .drift())
                .isEqualTo(later);
        assertThat(may(1).withDrift(first).settle().closing()).isEqualTo(new CloseProgress(null, null, null, true));
        assertThat(first.isNone() || later.isNone()).isFalse();
        assertThat(new CloseProgress.Drift(NOON, new Money(1), new Money(1), new Money(3), new Money(3)).isNone())
                .isTrue();
    }
}
