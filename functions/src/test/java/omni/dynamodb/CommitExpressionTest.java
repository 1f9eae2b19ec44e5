package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.account.Account;
import omni.billing.InvoicePeriod;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.Tariff;
import omni.meter.CommitPlan;
import omni.meter.Plans;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The conditional write is the concurrency design: each important one is spelled out here, reason beside it. */
class CommitExpressionTest {

    private static final InvoicePeriod MAY = InvoicePeriod.at(Plans.NOW);
    private static final InvoicePeriod JUNE = new InvoicePeriod(202606);
    private static final List<Integer> CLASSES = List.of(0, 1);

    private final Account granted = AnAccount.at(Plans.NOW).grantLeft(2).build();
    private final Account paying = AnAccount.at(Plans.NOW)
            .grantLeft(0)
            .card()
            .withAccrual(100)
            .aiUsed(3)
            .build();

    /** The grant pays while a unit is left; a replay of the same usage id finds itself in {@code l}. */
    @Test
    void aGrantCall() {
        var written = write(Plans.grant(granted).windowAtMost(599L).build());

        assertThat(written.update()).isEqualTo("SET l = :last ADD c1 :one, sq :one, gu :one");
        assertThat(written.condition())
                .isEqualTo("k = :keys AND m = :minute AND (attribute_not_exists(c1) OR c1 <= :window)"
                        + " AND pd = :period AND (attribute_not_exists(l) OR l.u <> :usage)"
                        + " AND gp = :grantPeriod AND f = :facts AND gu < gt");
        assertThat(literals(written))
                .isEqualTo(Map.of(
                        ":facts", "1",
                        ":grantPeriod", "202605",
                        ":keys", "1",
                        ":minute", "29645846",
                        ":one", "1",
                        ":period", "202605",
                        ":usage", "use_1",
                        ":window", "599"));
    }

    /** A chat message: no window of its class counts it, and all else stands as it does for any call. */
    @Test
    void aCallThatHasAWindowOfItsOwn() {
        var written = write(Plans.grant(granted).unwindowed().build());

        assertThat(written.update()).isEqualTo("SET l = :last ADD sq :one, gu :one");
        assertThat(written.condition())
                .isEqualTo("k = :keys AND m = :minute"
                        + " AND pd = :period AND (attribute_not_exists(l) OR l.u <> :usage)"
                        + " AND gp = :grantPeriod AND f = :facts AND gu < gt");

        var later = write(Plans.grant(granted).unwindowed().minutesLater(1).build());
        assertThat(later.update())
                .isEqualTo("SET m = :toMinute, p0 = if_not_exists(c0, :zero), c0 = :zero,"
                        + " p1 = if_not_exists(c1, :zero), c1 = :zero, l = :last ADD sq :one, gu :one");
    }

    /** Money moves only while no grant unit is left, under the cap and the quota, each bound a literal. */
    @Test
    void aPaidCallUnderACapWithAnAiQuery() {
        var written =
                write(Plans.paidAi(paying, 7).accruedAtMost(93L).aiAtMost(4L).build());

        assertThat(written.update()).isEqualTo("SET l = :last ADD c1 :one, sq :one, ac :price, aq :aiUnits");
        assertThat(written.condition())
                .isEqualTo("k = :keys AND m = :minute"
                        + " AND pd = :period AND (attribute_not_exists(l) OR l.u <> :usage)"
                        + " AND gp = :grantPeriod AND f = :facts AND gu >= gt AND ac <= :accrued AND aq <= :ai");
        assertThat(literals(written))
                .containsEntry(":accrued", "93")
                .containsEntry(":ai", "4")
                .containsEntry(":price", "7")
                .containsEntry(":aiUnits", "1");
    }

    /** The window moves on by attribute, so that a call that lands meanwhile is in the minute before, not lost. */
    @Test
    void aCallOfTheNextMinute() {
        var written =
                write(Plans.grant(granted).minutesLater(1).windowAtMost(640L).build());

        assertThat(written.update())
                .isEqualTo("SET m = :toMinute, p0 = if_not_exists(c0, :zero), c0 = :zero,"
                        + " p1 = if_not_exists(c1, :zero), c1 = :one, l = :last ADD sq :one, gu :one");
        assertThat(written.condition())
                .startsWith(
                        "k = :keys AND m = :minute AND (attribute_not_exists(c1) OR c1 <= :window) AND pd = :period");
        assertThat(literals(written)).containsEntry(":minute", "29645846").containsEntry(":toMinute", "29645847");
    }

    /** After a longer pause both counters are behind; no bound, as any window fits. */
    @Test
    void aCallAfterMinutesOfSilence() {
        var written = write(Plans.grant(granted).minutesLater(5).build());

        assertThat(written.update())
                .startsWith("SET m = :toMinute, p0 = :zero, c0 = :zero, p1 = :zero, c1 = :one, l = :last");
        assertThat(written.condition()).doesNotContain(":window");
    }

    /** The closing total and sequence move by attribute; the new month's accrual starts with this price. */
    @Test
    void aPaidCallOfTheNextMonth() {
        var written =
                write(Plans.paidCall(paying, 7).minutesLater(9).inPeriod(JUNE).build());

        assertThat(written.update())
                .endsWith(
                        "l = :last, pp = pd, pa = ac, ps = sq, pd = :toPeriod, ac = :price, aq = :aiUnits ADD sq :one");
        assertThat(written.condition())
                .isEqualTo("k = :keys AND m = :minute AND pd = :period AND (attribute_not_exists(l) OR l.u <> :usage)"
                        + " AND gp = :grantPeriod AND f = :facts AND gu >= gt");
        assertThat(literals(written))
                .containsEntry(":period", "202605")
                .containsEntry(":toPeriod", "202606")
                .containsEntry(":price", "7")
                .containsEntry(":aiUnits", "0");
    }

    /** A failed call is decided by keys and window alone: facts, grant and caps may move under it. */
    @Test
    void aFailedCall() {
        var written = write(Plans.failedCall(granted).windowAtMost(599L).build());

        assertThat(written.update()).isEqualTo("SET l = :last ADD c1 :one, sq :one");
        assertThat(written.condition())
                .isEqualTo("k = :keys AND m = :minute AND (attribute_not_exists(c1) OR c1 <= :window)"
                        + " AND pd = :period AND (attribute_not_exists(l) OR l.u <> :usage)");
    }

    /** A free call or a replay: no row, no sequence, and the month is left to the calls that count. */
    @Test
    void aWindowOnly() {
        var same = write(Plans.windowOnly(granted).windowAtMost(599L).build());
        assertThat(same.update()).isEqualTo("ADD c1 :one");
        assertThat(same.condition())
                .isEqualTo("k = :keys AND m = :minute AND (attribute_not_exists(c1) OR c1 <= :window)");

        var rolled = write(
                Plans.windowOnly(granted).minutesLater(1).windowAtMost(640L).build());
        assertThat(rolled.update())
                .isEqualTo("SET m = :toMinute, p0 = if_not_exists(c0, :zero), c0 = :zero,"
                        + " p1 = if_not_exists(c1, :zero), c1 = :one");
    }

    /** A test key draws on nothing: like a failed call, but its row counts a unit. */
    @Test
    void aTestCall() {
        var test = AnAccount.at(Plans.NOW).test().build();
        var written = write(Plans.test(test).build());

        assertThat(written.update()).isEqualTo("SET l = :last ADD c1 :one, sq :one");
        assertThat(written.condition())
                .isEqualTo("k = :keys AND m = :minute AND pd = :period"
                        + " AND (attribute_not_exists(l) OR l.u <> :usage)");
    }

    /** With monthly renewal the used units start again; another call that began the month shows in {@code gp}. */
    @Test
    void aGrantCallThatRenewsTheGrant() {
        var spent = Altered.grant(granted, 250, 250, MAY);
        var written = write(Plans.grant(spent)
                .minutesLater(9)
                .inPeriod(JUNE)
                .renewsGrant(true)
                .build());

        assertThat(written.update())
                .contains("l = :last, gp = :toPeriod, gu = :granted, pp = pd, pa = ac")
                .endsWith("ADD sq :one");
        assertThat(written.condition()).endsWith("AND gp = :grantPeriod AND f = :facts AND :zero < gt");
        assertThat(literals(written)).containsEntry(":granted", "1").containsEntry(":toPeriod", "202606");
    }

    /** Also a failed call may be the month's first: it must not wipe out a unit that another has used meanwhile. */
    @Test
    void aFailedCallThatRenewsTheGrant() {
        var written = write(Plans.failedCall(granted).renewsGrant(true).build());

        assertThat(written.update()).contains("gp = :toPeriod, gu = :granted");
        assertThat(written.condition()).endsWith("AND gp = :grantPeriod");
        assertThat(literals(written)).containsEntry(":granted", "0");
    }

    /** A month's end without a call: no sequence and no row; what was decided on the old month fails its {@code pd}. */
    @Test
    void aClosing() {
        var written = write(Plans.closing(paying, JUNE).minutesLater(9).build());

        assertThat(written.update())
                .isEqualTo("SET m = :toMinute, p0 = :zero, c0 = :zero, p1 = :zero, c1 = :zero,"
                        + " pp = pd, pa = ac, ps = sq, pd = :toPeriod, ac = :zero, aq = :zero");
        assertThat(written.condition()).isEqualTo("k = :keys AND m = :minute AND pd = :period");
        assertThat(literals(written))
                .isEqualTo(Map.of(
                        ":keys", "1",
                        ":minute", "29645846",
                        ":period", "202605",
                        ":toMinute", "29645855",
                        ":toPeriod", "202606",
                        ":zero", "0"));
    }

    /** A free call may have moved the minute already; the grant of the month begins anew unless another call began it. */
    @Test
    void aClosingThatRenewsTheGrantInAMinuteThatHasBegun() {
        var written = write(Plans.closing(granted, JUNE).renewsGrant(true).build());

        assertThat(written.update())
                .isEqualTo("SET pp = pd, pa = ac, ps = sq, pd = :toPeriod, ac = :zero, aq = :zero,"
                        + " gp = :toPeriod, gu = :zero");
        assertThat(written.condition()).isEqualTo("k = :keys AND m = :minute AND pd = :period AND gp = :grantPeriod");
    }

    @Test
    void theWindowOfAClassThatLeftTheCatalogIsRemovedWithTheNextMinute() {
        var stored = Altered.windows(granted, Tariff.meteredClass(9, 1), 4, 2);

        assertThat(write(Plans.grant(stored).minutesLater(1).build()).update()).endsWith(" REMOVE c9, p9");
        assertThat(write(Plans.grant(stored).build()).update()).doesNotContain("REMOVE");
    }

    private static CommitExpression write(CommitPlan plan) {
        return CommitExpression.of(plan, CLASSES);
    }

    /** All literals but the call itself, which has a test of its own. */
    private static Map<String, String> literals(CommitExpression written) {
        var texts = new TreeMap<String, String>();
        written.values().forEach((name, value) -> {
            if (value.type() != AttributeValue.Type.M) {
                texts.put(name, value.n() == null ? value.s() : value.n());
            }
        });
        return texts;
    }
}
