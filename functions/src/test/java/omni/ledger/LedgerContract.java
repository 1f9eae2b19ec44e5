package omni.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.fakes.ARow;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.Books;
import omni.ledger.Ledger.Credit;
import omni.ledger.Ledger.Proof;
import omni.meter.Plans;
import omni.meter.VoidMark;
import org.junit.jupiter.api.Test;

/** What every ledger and every store of roll-ups owes, credits included, as one transaction moves them all. */
public abstract class LedgerContract {

    private static final InvoicePeriod MAY = InvoicePeriod.at(Plans.NOW);
    private static final InvoicePeriod JUNE = new InvoicePeriod(202606);
    private static final InvoicePeriod JULY = new InvoicePeriod(202607);

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);
    private final String usageId = "use_" + UUID.randomUUID().toString().substring(16);

    protected abstract Books books();

    private UsageRow row(long sequence, Funding funding, long price, int aiUnits) {
        return new UsageRow(
                org, true, sequence, Plans.call(usageId, 200, funding, price, aiUnits), UsageRow.State.COUNTED);
    }

    private VoidMark mark(int status) {
        return new VoidMark(usageId, org, true, status, 77, Plans.NOW);
    }

    private RollUp.Scope period() {
        return RollUp.Scope.period(org, true, MAY);
    }

    private RollUp rollUpOf(UsageRow... rows) {
        for (var scope : RollUp.Scope.of(rows[0])) {
            assertThat(books().rollUps().write(books().rollUps().read(scope).apply(List.of(rows))))
                    .isTrue();
        }
        return books().rollUps().read(period());
    }

    @Test
    void theLastUseOfAKeyMovesAtMostOnceAMinuteAndNeverBack() {
        var at = Plans.NOW;
        books().keyUse().recordUse(org, "key_1", at);
        books().keyUse().recordUse(org, "key_2", at.plusSeconds(5));
        books().keyUse().recordUse(org, "key_1", at.plusSeconds(59));
        books().keyUse().recordUse(org, "key_1", at.minusSeconds(600));
        assertThat(books().lastUse(org)).isEqualTo(Map.of("key_1", at, "key_2", at.plusSeconds(5)));

        books().keyUse().recordUse(org, "key_1", at.plusSeconds(60));
        assertThat(books().lastUse(org)).containsEntry("key_1", at.plusSeconds(60));
        assertThat(books().lastUse("org_2")).isEmpty();
    }

    @Test
    void anUnknownUsageIdHasNothing() {
        assertThat(books().ledger().read(usageId)).isEqualTo(new Ledger.Items(List.of(), null, false));
    }

    @Test
    void aRowIsPutOnceAndComesBackAsItWas() {
        var row = row(7, Funding.PAID, 50, 1);
        assertThat(books().ledger().putRow(row)).isEqualTo(new Ledger.Put(row, true));
        var again = new UsageRow(org, true, 7, Plans.call(usageId, 503, Funding.NONE, 0, 0), UsageRow.State.COUNTED);
        assertThat(books().ledger().putRow(again)).isEqualTo(new Ledger.Put(row, false));
        assertThat(books().ledger().read(usageId).rows()).containsExactly(row);
    }

    @Test
    void rowsOfOneUsageIdComeByAscendingSequence() {
        List.of(100L, 9L, 11L).forEach(sequence -> books().ledger().putRow(row(sequence, Funding.PAID, 50, 0)));
        assertThat(books().ledger().read(usageId).rows().stream().map(UsageRow::sequence))
                .containsExactly(9L, 11L, 100L);
    }

    @Test
    void aVoidIsReadBesideTheRowsAndALaterOneReplacesIt() {
        books().ledger().putRow(row(7, Funding.PAID, 50, 0));
        assertThat(books().ledger().putVoid(mark(503))).isTrue();
        assertThat(books().ledger().putVoid(mark(402))).isTrue();
        assertThat(books().ledger().read(usageId).mark()).isEqualTo(mark(402));
        assertThat(books().ledger().read(usageId).rows()).hasSize(1);
    }

    @Test
    void aCreditMovesRowAccountAndRollUpsTogetherAndOnce() {
        books().put(AnAccount.at(Plans.NOW)
                .of(org)
                .grantLeft(0)
                .card()
                .withAccrual(120)
                .aiUsed(3)
                .build());
        var row = row(7, Funding.PAID, 50, 1);
        var other = row(8, Funding.PAID, 70, 0);
        books().ledger().putRow(row);
        rollUpOf(row, other);

        assertThat(books().ledger().credit(row, row.creditedRow(mark(503)))).isEqualTo(Credit.DONE);
        assertThat(books().ledger().credit(row, row.creditedRow(mark(503)))).isEqualTo(Credit.ALREADY);

        var ledger = books().account(org, true).ledger();
        assertThat(ledger.accrual()).isEqualTo(new Money(70));
        assertThat(ledger.aiUnitsUsed()).isEqualTo(2);
        assertThat(books().account(org, true).factsVersion())
                .as("a credit is no change of facts")
                .isEqualTo(1);
        assertThat(books().ledger().read(usageId).rows()).containsExactly(row.creditedRow(mark(503)));
        var expected = RollUp.empty(period()).apply(List.of(row.creditedRow(mark(503)), other));
        assertThat(books().rollUps().read(period()).tallies().keySet())
                .isEqualTo(expected.tallies().keySet());
        assertThat(books().rollUps().read(period()).tallies().get("class#1"))
                .isEqualTo(expected.tallies().get("class#1"));
    }

    @Test
    void aCreditOfAGrantUnitGivesTheUnitBack() {
        books().put(AnAccount.at(Plans.NOW).of(org).grantLeft(3).build());
        var row = row(7, Funding.GRANT, 0, 0);
        books().ledger().putRow(row);
        assertThat(books().ledger().credit(row, row.creditedRow(null))).isEqualTo(Credit.DONE);
        assertThat(books().account(org, true).grant().unitsLeft()).isEqualTo(4);
        assertThat(books().ledger().read(usageId).rows().getFirst().call().status())
                .isEqualTo(200);
    }

    @Test
    void aCreditBeforeTheRowIsRolledUpKeepsTheRollUpsForIt() {
        books().put(AnAccount.at(Plans.NOW)
                .of(org)
                .grantLeft(0)
                .card()
                .withAccrual(50)
                .build());
        var row = row(7, Funding.PAID, 50, 0);
        books().ledger().putRow(row);
        var before = books().rollUps().read(period());
        assertThat(books().ledger().credit(row, row.creditedRow(mark(503)))).isEqualTo(Credit.DONE);
        assertThat(books().rollUps().write(before.apply(List.of(row))))
                .as("made before the credit")
                .isFalse();
        assertThat(books().rollUps().read(period()).appliedCommits()).isEqualTo(AppliedCommits.NONE);
    }

    @Test
    void aCreditGoesToTheMonthOfItsRowWhileTheAccountKnowsIt() {
        var account = AnAccount.at(Plans.NOW).of(org).grantLeft(0).card().build();
        books().put(june(account, MAY));
        var row = row(7, Funding.PAID, 50, 1);
        books().ledger().putRow(row);
        assertThat(books().ledger().credit(row, row.creditedRow(null))).isEqualTo(Credit.DONE);
        assertThat(books().account(org, true).ledger())
                .isEqualTo(new Account.Counters(JUNE, 9, new Money(400), 2, MAY, new Money(250), 8));
    }

    private static Account june(Account account, InvoicePeriod previous) {
        return new Account(
                account.orgId(),
                true,
                1,
                1,
                account.grant(),
                account.standing(),
                new Account.Counters(JUNE, 9, new Money(400), 2, previous, new Money(300), 8),
                account.caps(),
                List.of(),
                account.windows(),
                null);
    }

    @Test
    void whatTheAccountCanNoLongerTakeBackIsTooOldAndChangesNothing() {
        var account = AnAccount.at(Plans.NOW).of(org).grantLeft(0).card().build();
        var old = june(account, new InvoicePeriod(202604));
        books().put(old);
        var row = row(7, Funding.PAID, 50, 0);
        books().ledger().putRow(row);
        assertThat(books().ledger().credit(row, row.creditedRow(null))).isEqualTo(Credit.TOO_OLD);
        assertThat(books().account(org, true)).isEqualTo(old);
        assertThat(books().ledger().read(usageId).rows()).containsExactly(row);
    }

    /** A unit of a grant that has ended, and a price of zero: nobody is owed anything, and the account stays. */
    @Test
    void whatNobodyIsOwedIsCreditedHoweverOldItIs() {
        var account = AnAccount.at(Plans.NOW).of(org).grantLeft(0).card().build();
        var renewed = Altered.grant(june(account, new InvoicePeriod(202604)), 250, 5, JULY);
        books().put(renewed);
        var unit = row(8, Funding.GRANT, 0, 0);
        var free = row(9, Funding.PAID, 0, 1);
        for (var row : List.of(unit, free)) {
            books().ledger().putRow(row);
            assertThat(books().ledger().credit(row, row.creditedRow(mark(500)))).isEqualTo(Credit.DONE);
        }
        assertThat(books().account(org, true)).isEqualTo(renewed);
        assertThat(books().ledger().read(usageId).rows())
                .containsExactly(unit.creditedRow(mark(500)), free.creditedRow(mark(500)));
    }

    /** What was credited as a call may turn out to be another commit of one: it goes out of the sums, and nothing is given back again. */
    @Test
    void aDuplicateCountsNothingAndIsGivenBackOnce() {
        books().put(AnAccount.at(Plans.NOW)
                .of(org)
                .grantLeft(0)
                .card()
                .withAccrual(150)
                .build());
        var first = row(7, Funding.PAID, 50, 0);
        var second = row(8, Funding.PAID, 50, 0);
        var third = row(9, Funding.PAID, 50, 0);
        for (var row : List.of(first, second, third)) {
            books().ledger().putRow(row);
        }
        rollUpOf(first, second, third);
        assertThat(books().ledger().credit(second, second.duplicateRow())).isEqualTo(Credit.DONE);
        assertThat(books().ledger().credit(second, second.duplicateRow())).isEqualTo(Credit.ALREADY);
        var credited = third.creditedRow(mark(503));
        assertThat(books().ledger().credit(third, credited)).isEqualTo(Credit.DONE);
        assertThat(books().ledger().credit(credited, credited.duplicateRow())).isEqualTo(Credit.DONE);
        assertThat(books().ledger().credit(credited, credited.duplicateRow())).isEqualTo(Credit.ALREADY);

        assertThat(books().account(org, true).ledger().accrual()).isEqualTo(new Money(50));
        assertThat(books().ledger().read(usageId).rows())
                .containsExactly(first, second.duplicateRow(), credited.duplicateRow());
        for (var scope : RollUp.Scope.of(first)) {
            var rollUp = books().rollUps().read(scope);
            assertThat(rollUp.appliedCommits().reaches(9)).isTrue();
            assertThat(rollUp.tallies().values()).allSatisfy(sum -> {
                assertThat(sum.requests()).isEqualTo(1);
                assertThat(sum.successes()).isEqualTo(1);
                assertThat(sum.units()).isEqualTo(1);
            });
        }
    }

    @Test
    void aCreditOfATestRowMovesNoAccount() {
        var live = AnAccount.at(Plans.NOW).of(org).build();
        books().put(live);
        var row = new UsageRow(org, false, 7, Plans.call(usageId, 200, Funding.NONE, 0, 0), UsageRow.State.COUNTED);
        books().ledger().putRow(row);
        assertThat(books().ledger().credit(row, row.creditedRow(new VoidMark(usageId, org, false, 500, 9, Plans.NOW))))
                .isEqualTo(Credit.DONE);
        assertThat(books().account(org, true)).isEqualTo(live);
        assertThat(books().ledger().read(usageId).rows().getFirst().units()).isZero();
    }

    /** One of them comes first, and it stays with that. */
    @Test
    void aCallIsProvedOrLapsesAndNeverBoth() {
        var now = Plans.NOW;
        var ledger = books().ledger();
        assertThat(ledger.read(usageId).isProved()).isFalse();
        assertThat(ledger.prove(usageId, now)).isEqualTo(Proof.PROVED);
        assertThat(ledger.prove(usageId, now.plusSeconds(9))).isEqualTo(Proof.PROVED);
        assertThat(ledger.read(usageId).isProved()).isTrue();
        assertThat(ledger.lapse(usageId, now)).isFalse();
        assertThat(ledger.extend(usageId, now.plusSeconds(9), now)).isTrue();
        assertThat(ledger.read(usageId).isProved()).isTrue();

        var other = usageId + "x";
        assertThat(ledger.lapse(other, now)).isTrue();
        assertThat(ledger.lapse(other, now)).as("again").isTrue();
        assertThat(ledger.prove(other, now)).isEqualTo(Proof.LAPSED);
        assertThat(ledger.extend(other, now.plusSeconds(9), now)).isFalse();
        assertThat(ledger.read(other).isProved()).isFalse();
    }

    @Test
    void whoHasTimeLeftToProveItsEndIsNotOverdue() {
        var now = Plans.NOW;
        var ledger = books().ledger();
        assertThat(ledger.extend(usageId, now.plusSeconds(60), now)).isTrue();
        assertThat(ledger.extend(usageId, now.plusSeconds(120), now)).isTrue();
        assertThat(ledger.lapse(usageId, now.plusSeconds(119))).isFalse();
        assertThat(ledger.read(usageId).isProved()).isFalse();
        assertThat(ledger.prove(usageId, now.plusSeconds(119))).isEqualTo(Proof.PROVED);
        var other = usageId + "x";
        assertThat(ledger.extend(other, now.plusSeconds(120), now)).isTrue();
        assertThat(ledger.lapse(other, now.plusSeconds(120))).isTrue();
        assertThat(ledger.prove(other, now.plusSeconds(120))).isEqualTo(Proof.LAPSED);
    }

    /** Two who extend it differ in what they know: the longer time stands. */
    @Test
    void anExtensionShortensNone() {
        var now = Plans.NOW;
        var ledger = books().ledger();
        assertThat(ledger.extend(usageId, now.plusSeconds(120), now)).isTrue();
        assertThat(ledger.extend(usageId, now.plusSeconds(60), now)).isTrue();
        assertThat(ledger.extend(usageId, now, now)).isTrue();
        assertThat(ledger.lapse(usageId, now.plusSeconds(119))).isFalse();
        assertThat(ledger.lapse(usageId, now.plusSeconds(120))).isTrue();
        assertThat(ledger.extend(usageId, now.plusSeconds(240), now)).isFalse();
    }

    @Test
    void whatIsGivenUpLapsesWhateverTimeItHasUnlessItIsProved() {
        var now = Plans.NOW;
        var ledger = books().ledger();
        ledger.extend(usageId, now.plusSeconds(120), now);
        assertThat(ledger.giveUp(usageId, now)).isTrue();
        assertThat(ledger.giveUp(usageId, now)).as("again").isTrue();
        assertThat(ledger.prove(usageId, now)).isEqualTo(Proof.LAPSED);
        assertThat(ledger.extend(usageId, now.plusSeconds(120), now)).isFalse();

        var proved = usageId + "x";
        ledger.extend(proved, now.plusSeconds(120), now);
        ledger.prove(proved, now);
        assertThat(ledger.giveUp(proved, now)).isFalse();
        assertThat(ledger.read(proved).isProved()).isTrue();

        var never = usageId + "y";
        assertThat(ledger.giveUp(never, now)).isTrue();
        assertThat(ledger.prove(never, now)).isEqualTo(Proof.LAPSED);
    }

    /** What is unproven is among the lines of its month and apart from what is known to stand. */
    @Test
    void aProofIsTakenIntoRowAndMonthOnce() {
        books().put(AnAccount.at(Plans.NOW)
                .of(org)
                .grantLeft(0)
                .card()
                .withAccrual(30_000)
                .build());
        var row = ARow.of(org, 7, Plans.NOW).usage(usageId).beforeWork().build();
        var given = ARow.of(org, 8, Plans.NOW).usage(usageId + "x").beforeWork().build();
        var third = ARow.of(org, 9, Plans.NOW).usage(usageId + "y").build();
        for (var each : List.of(row, given, third)) {
            books().ledger().putRow(each);
        }
        assertThat(books().ledger().read(usageId).rows()).containsExactly(row);
        assertThat(rollUpOf(row, given, third).provenAmount()).isEqualTo(new Money(10_000));
        assertThat(books().rollUps().read(period()).paidAmount()).isEqualTo(new Money(30_000));

        assertThat(books().ledger().proveRow(row)).isTrue();
        assertThat(books().ledger().proveRow(row)).isFalse();
        assertThat(books().ledger().credit(row, row.creditedRow(mark(503))))
                .as("it is no longer as it was read")
                .isEqualTo(Credit.ALREADY);
        assertThat(books().ledger().credit(given, given.creditedRow(mark(500)))).isEqualTo(Credit.DONE);
        assertThat(books().ledger().proveRow(given)).as("given back").isFalse();

        assertThat(books().ledger().read(usageId).rows()).containsExactly(row.provenRow());
        var month = books().rollUps().read(period());
        assertThat(month.provenAmount()).isEqualTo(new Money(20_000));
        assertThat(month.paidAmount()).isEqualTo(new Money(20_000));
        assertThat(month.tallies()).doesNotContainKey("unproven");
    }

    @Test
    void callsThatAreToBeProvedAreListedByTimeUntilTheyAreTakenOff() {
        var unproven = books().unproven();
        var rows = LongStream.rangeClosed(1, 9)
                .mapToObj(number -> ARow.of(org, number, Plans.NOW.plusSeconds(number))
                        .usage(usageId + number)
                        .beforeWork()
                        .build())
                .toList();
        rows.reversed().forEach(unproven::list);
        unproven.list(rows.getFirst());

        var found = listed(Plans.NOW.plusSeconds(8));
        assertThat(found.stream().map(UnprovenCalls.Listed::usageId))
                .containsExactlyInAnyOrderElementsOf(rows.subList(0, 8).stream()
                        .map(row -> row.call().usageId())
                        .toList());
        assertThat(found.getFirst().at()).isAfter(Plans.NOW);
        unproven.remove(found.getFirst());
        unproven.remove(found.getFirst());
        assertThat(listed(Plans.NOW.plusSeconds(9))).hasSize(8).doesNotContain(found.getFirst());
    }

    /** All pages, of this test's calls. */
    private List<UnprovenCalls.Listed> listed(Instant latest) {
        var all = new ArrayList<UnprovenCalls.Listed>();
        for (var page = books().unproven().until(latest, null);
                !page.isEmpty();
                page = books().unproven().until(latest, all.getLast())) {
            all.addAll(page);
        }
        return all.stream().filter(call -> call.usageId().startsWith(usageId)).toList();
    }

    @Test
    void aRollUpIsWrittenOnTheVersionItWasMadeFrom() {
        var row = row(7, Funding.PAID, 50, 0);
        var late = row(3, Funding.GRANT, 0, 0);
        var far = row(12, Funding.PAID, 60, 0);
        var empty = books().rollUps().read(period());
        assertThat(empty).isEqualTo(RollUp.empty(period()));
        assertThat(books().rollUps().write(empty.apply(List.of(row)))).isTrue();
        assertThat(books().rollUps().write(empty.apply(List.of(row))))
                .as("the same again")
                .isFalse();
        var first = books().rollUps().read(period());
        assertThat(books().rollUps().write(first.apply(List.of(late, far)))).isTrue();
        assertThat(books().rollUps().write(first)).as("a version behind").isFalse();
        var both = first.apply(List.of(late, far));
        assertThat(books().rollUps().read(period()))
                .isEqualTo(new RollUp(period(), 2, both.appliedCommits(), both.tallies(), both.raisedLevels()));
        assertThat(both.appliedCommits().missing()).hasSize(2);
    }

    /** Marks of a budget and their event: both are there, or neither is. */
    @Test
    void aRollUpIsWrittenWithWhatIsToldOfItOrNotAtAll() {
        var event = new AuditEvent(
                "evt_" + usageId,
                org,
                "billing",
                "billing.budget.threshold",
                null,
                null,
                "system",
                null,
                Map.of("percent", new BigDecimal(75)),
                Plans.NOW);
        var empty = books().rollUps().read(period());
        var told = empty.apply(List.of(row(7, Funding.PAID, 50, 0)))
                .withRaisedLevels(new RaisedLevels(75, true, Plans.NOW));
        assertThat(books().rollUps().write(told, List.of(event))).isTrue();
        assertThat(books().rollUps().read(period()).raisedLevels()).isEqualTo(new RaisedLevels(75, true, Plans.NOW));
        var late = new AuditEvent(
                "evt_late" + usageId,
                org,
                "billing",
                "billing.budget.soft_cap",
                null,
                null,
                "system",
                null,
                Map.of(),
                Plans.NOW);
        assertThat(books().rollUps().write(told, List.of(late)))
                .as("a version behind")
                .isFalse();
        assertThat(books().events().page(org, Events.Filter.ALL, 10, null).rows())
                .containsExactly(event);
    }

    @Test
    void theRowsOfASpanAreThoseOfItsDaysAndMode() {
        var row = row(7, Funding.PAID, 50, 0);
        books().ledger().putRow(row);
        books().ledger()
                .putRow(new UsageRow(
                        org, false, 7, Plans.call("T" + usageId, 200, Funding.NONE, 0, 0), UsageRow.State.COUNTED));
        assertThat(books().rollUps().rows(period())).containsExactly(row);
        assertThat(books().rollUps().rows(RollUp.Scope.hour(org, true, Plans.NOW)))
                .containsExactly(row);
        assertThat(books().rollUps().rows(RollUp.Scope.hour(org, true, Plans.NOW.plusSeconds(3_600))))
                .isEmpty();
        assertThat(books().rollUps().rows(RollUp.Scope.period(org, true, JUNE))).isEmpty();
    }
}
