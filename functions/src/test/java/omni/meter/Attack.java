package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Terms;
import omni.billing.MeterClass;
import omni.billing.PlanKey;
import omni.billing.SubscriptionStatus;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.fakes.FaultyLedger;
import omni.fakes.FaultyMeter;
import omni.fakes.Tariff;
import omni.ledger.Audit;
import omni.ledger.Ledger;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;

/**
 * One call whose writes go wrong, other calls that land between them, and a stream that tells of it in some order.
 *
 * @param edge how the account stands
 * @param script what happens to each write of the call
 * @param others before which of its writes another call lands
 * @param voidFault what happens to a void
 * @param delivery how the stream tells
 */
record Attack(
        Edge edge,
        List<FaultyMeter.Fault> script,
        List<Integer> others,
        FaultyLedger.Fault voidFault,
        Delivery delivery) {

    static final Instant NOW = Instant.parse("2026-05-14T09:26:53.589Z");
    private static final Instant LAST_MONTH = Instant.parse("2026-04-30T23:59:30Z");
    private static final Terms TERMS = Tariff.withoutLimits();

    /** Where one unit more or less decides. */
    enum Edge {
        LAST_GRANT_UNIT(AnAccount.at(NOW).grantLeft(1), Tariff.meteredClass(1, 5), 200),
        LAST_GRANT_UNIT_THEN_PAID(AnAccount.at(NOW).grantLeft(1).card(), Tariff.meteredClass(1, 5), 200),
        LAST_CENTS_UNDER_THE_CAP(
                AnAccount.at(NOW).grantLeft(0).card().withAccrual(30_000).spendCapCents(8),
                Tariff.meteredClass(1, 5),
                200),
        LAST_AI_QUERY(
                AnAccount.at(NOW)
                        .grantLeft(0)
                        .subscription(PlanKey.PERSONAL, SubscriptionStatus.ACTIVE)
                        .aiUsed(Tariff.PERSONAL_AI_QUERIES - 1),
                Tariff.ai(2, 8),
                200),
        PAID_WITHOUT_BOUND(AnAccount.at(NOW).grantLeft(0).card(), Tariff.meteredClass(1, 5), 200),
        FIRST_OF_A_MONTH(
                AnAccount.at(LAST_MONTH).grantLeft(0).card().withAccrual(70_000), Tariff.meteredClass(1, 5), 200),
        FAILED(AnAccount.at(NOW).grantLeft(1).card(), Tariff.meteredClass(1, 5), 404);

        private final AnAccount account;
        private final MeterClass meterClass;
        private final int status;

        Edge(AnAccount account, MeterClass meterClass, int status) {
            this.account = account;
            this.meterClass = meterClass;
            this.status = status;
        }
    }

    /** Every order in which the stream may tell the same. */
    enum Delivery {
        ONCE,
        TWICE,
        ONE_BY_ONE,
        EACH_TAIL_AGAIN,
        HALVES,
        VOIDS_FIRST,
        VOIDS_LAST
    }

    /**
     * What came of it.
     *
     * @param writes how many the call made
     */
    record Result(int writes, Settlement settlement, Account account, List<UsageRow> rows) {}

    /** Runs it on an organization of its own and proves the books; usage ids are made from the organization's. */
    Result run(Books books, String orgId) {
        var opened = edge.account.of(orgId).build();
        books.put(opened);
        books.news();
        var settlements = new LinkedHashMap<String, Settlement>();
        var ledger = new FaultyLedger(books.ledger(), voidFault);
        var meter =
                new FaultyMeter(books.meter(), script, number -> others(number, books, opened, ledger, settlements));
        var settlement = settle(meter, ledger, opened, orgId + "-call", edge.status);
        settlements.put(orgId + "-call", settlement);
        var alarms = new Audit.Alarms();
        var recorder = books.recorder(alarms);
        deliver(recorder, books.news());
        meter.land();
        deliver(recorder, books.news());
        assertThat(alarms.raised).as("%s: alarms", this).isEmpty();
        Audit.balance(books, opened, this);
        promises(books, opened, settlements);
        return new Result(
                meter.writes(), settlement, books.account(orgId, true), books.rows(books.account(orgId, true)));
    }

    private void others(int number, Books books, Account opened, Ledger ledger, Map<String, Settlement> settlements) {
        for (var index = 0; index < others.size(); index++) {
            if (others.get(index) == number) {
                var usageId = opened.orgId() + "-other-" + index;
                settlements.put(usageId, settle(books.meter(), ledger, opened, usageId, 200));
            }
        }
    }

    private Settlement settle(Meter meter, Ledger ledger, Account snapshot, String usageId, int status) {
        var pauses = new ArrayList<Integer>();
        var metering = new Metering(new Admission(TERMS), meter, call -> KeyCheck.Result.GOOD, () -> NOW, pauses::add);
        var call = new Call(
                usageId, "same-request", "key_1", AuthMode.API_KEY, "hash", null, 7, edge.meterClass, false, null);
        var settlement = metering.settle(
                snapshot,
                call,
                new Call.Outcome(status, 3),
                false,
                (annulled, account, answered) -> ledger.putVoid(VoidMark.of(annulled, account, answered, NOW))
                        ? Annulment.Result.MARKED
                        : Annulment.Result.FAILED);
        assertThat(pauses).as("%s: bounded attempts", this).hasSizeLessThanOrEqualTo(Metering.MAX_ATTEMPTS);
        return settlement;
    }

    private void deliver(UsageRecorder recorder, List<Change> news) {
        switch (delivery) {
            case ONCE -> recorder.record(news);
            case TWICE -> {
                recorder.record(news);
                recorder.record(news);
            }
            case ONE_BY_ONE -> news.forEach(change -> recorder.record(List.of(change)));
            case EACH_TAIL_AGAIN -> {
                for (var from = 0; from < news.size(); from++) {
                    recorder.record(news.subList(from, news.size()));
                }
            }
            case HALVES -> {
                recorder.record(news.subList(0, news.size() / 2));
                recorder.record(news.subList(news.size() / 2, news.size()));
            }
            case VOIDS_FIRST -> {
                recorder.record(voids(news, true));
                recorder.record(voids(news, false));
            }
            case VOIDS_LAST -> {
                recorder.record(voids(news, false));
                recorder.record(voids(news, true));
            }
        }
    }

    /** Voids and accounts are items of their own, so the stream may tell of them in any order. */
    private static List<Change> voids(List<Change> news, boolean voids) {
        return news.stream()
                .filter(change -> change instanceof Change.Voided == voids)
                .toList();
    }

    /** What each answer promised its caller. */
    private void promises(Books books, Account opened, Map<String, Settlement> settlements) {
        var account = books.account(opened.orgId(), true);
        settlements.forEach((usageId, settlement) -> {
            var charges = books.rows(account).stream()
                    .filter(row -> row.call().usageId().equals(usageId) && row.isCharged())
                    .count();
            switch (settlement) {
                case Settlement.Committed(var after, var call) ->
                    assertThat(charges).as("%s: charges of an answer", this).isEqualTo(call.isCharged() ? 1 : 0);
                case Settlement.Refused(var refusal, var seen) ->
                    assertThat(charges).as("%s: charges of %s", this, refusal).isZero();
                case Settlement.Unavailable(var seen, var clean) -> {
                    if (clean || voidFault == FaultyLedger.Fault.LOST_AFTER) {
                        assertThat(charges).as("%s: charges of a 503", this).isZero();
                    }
                    assertThat(clean || voidFault != FaultyLedger.Fault.NONE).isTrue();
                }
                case Settlement.AnsweredElsewhere(), Settlement.TakenOver() ->
                    throw new AssertionError("no claim is held");
            }
        });
        assertThat(account.grant().unitsUsed())
                .isLessThanOrEqualTo(account.grant().total());
        if (edge == Edge.LAST_AI_QUERY) {
            assertThat(account.ledger().aiUnitsUsed()).isLessThanOrEqualTo(Tariff.PERSONAL_AI_QUERIES);
        }
        account.hardCap()
                .ifPresent(cap -> assertThat(account.ledger().accrual()).isLessThanOrEqualTo(cap));
    }
}
