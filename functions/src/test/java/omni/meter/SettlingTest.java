package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import omni.access.AuthMode;
import omni.account.Account;
import omni.billing.PlanKey;
import omni.fakes.Altered;
import omni.fakes.AnAccount;
import omni.fakes.FaultyMeter;
import omni.fakes.FaultyMeter.Fault;
import omni.fakes.InMemoryStore;
import omni.fakes.Tariff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a call is settled when keys move, writes fail for good, or an earlier attempt may have charged it. */
class SettlingTest {

    private final InMemoryStore store = new InMemoryStore();
    private final Account opened = AnAccount.at(Plans.NOW).grantLeft(5).build();
    private final List<Call.Outcome> annulled = new ArrayList<>();
    private final List<Integer> pauses = new ArrayList<>();
    private KeyCheck.Result keys = KeyCheck.Result.GOOD;
    private Annulment.Result annulment = Annulment.Result.MARKED;

    private Settlement settle(Meter meter, int status, boolean mayBeCharged) {
        var call = new Call("use_1", "req_1", "key_1", AuthMode.API_KEY, "hash", null, 1, Plans.CLASS, false, null);
        return metering(meter)
                .settle(opened, call, new Call.Outcome(status, 31), mayBeCharged, (voided, account, answered) -> {
                    annulled.add(answered);
                    return annulment;
                });
    }

    private Metering metering(Meter meter) {
        return new Metering(new Admission(Tariff.withLimits()), meter, call -> keys, () -> Plans.NOW, pauses::add);
    }

    private FaultyMeter script(Fault... faults) {
        store.put(opened);
        return new FaultyMeter(store, List.of(faults), number -> {});
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"THROTTLED", "CONFLICT"})
    void writesThatCertainlyFailAreRepeatedABoundedNumberOfTimesAndLeaveNothing(Fault fault) {
        var meter = new FaultyMeter(store, Collections.nCopies(99, fault), number -> {});
        store.put(opened);

        assertThat(settle(meter, 200, false)).isEqualTo(new Settlement.Unavailable(opened, true));

        assertThat(meter.writes()).isEqualTo(Metering.MAX_ATTEMPTS);
        assertThat(pauses).containsExactly(1, 2, 3, 4, 5);
        assertThat(annulled).as("nothing was charged, so nothing is annulled").isEmpty();
        assertThat(store.account(opened.orgId(), true)).isEqualTo(opened);
    }

    /** The answer to a void says what the caller gets. */
    @ParameterizedTest
    @CsvSource({
        "MARKED, Unavailable, true",
        "FAILED, Unavailable, false",
        "ANSWERED, AnsweredElsewhere,",
        "TAKEN_OVER, TakenOver,"
    })
    void anOutcomeThatStaysUnknownIsAnnulledBeforeItIsTold(Annulment.Result result, String settlement, Boolean clean) {
        annulment = result;

        var settled = settle(script(Fault.LOST_AFTER, Fault.LOST_BEFORE), 200, false);

        assertThat(settled.getClass().getSimpleName()).isEqualTo(settlement);
        if (settled instanceof Settlement.Unavailable unavailable) {
            assertThat(unavailable.clean()).isEqualTo(clean);
        }
        assertThat(annulled).containsExactly(new Call.Outcome(503, 31));
    }

    @Test
    void inATakeoverARefusalIsAnnulledToo() {
        store.put(Altered.grant(opened, 250, 250, opened.grant().period()));

        var settled = settle(new FaultyMeter(store, List.of(), number -> {}), 200, true);

        assertThat(settled).isInstanceOf(Settlement.Refused.class);
        assertThat(annulled).containsExactly(new Call.Outcome(402, 31));
    }

    @Test
    void aFaultAfterALostAnswerIsAnnulledBeforeItGoesOn() {
        var meter = script(Fault.LOST_AFTER);
        Meter breaking = plan -> {
            if (meter.writes() == 1) {
                throw new IllegalStateException("access denied");
            }
            return meter.write(plan);
        };

        assertThatThrownBy(() -> settle(breaking, 200, false)).hasMessage("access denied");

        assertThat(annulled).containsExactly(new Call.Outcome(500, 31));
    }

    @Test
    void aFaultOfTheFirstWriteIsNotAnnulled() {
        assertThatThrownBy(() -> settle(
                        plan -> {
                            throw new IllegalStateException("access denied");
                        },
                        200,
                        false))
                .hasMessage("access denied");
        assertThat(annulled).isEmpty();
    }

    @Test
    void aKeyThatIsStillGoodAfterKeysMovedIsServed() {
        var meter = script();
        store.moveKeys(opened.orgId());

        assertThat(settle(meter, 200, false)).isInstanceOf(Settlement.Committed.class);
        assertThat(meter.writes()).isEqualTo(2);
    }

    @Test
    void aKeyRevokedMeanwhileIsRefusedAndNothingIsWritten() {
        keys = KeyCheck.Result.REFUSED;
        for (var status : List.of(200, 404)) {
            var meter = script();
            store.moveKeys(opened.orgId());
            var moved = store.account(opened.orgId(), true);

            assertThat(settle(meter, status, false)).isEqualTo(new Settlement.Refused(new Refusal.KeyRefused(), moved));
            assertThat(store.account(opened.orgId(), true)).isEqualTo(moved);
        }
        assertThat(annulled).isEmpty();
    }

    @Test
    void aRotatedKeyThatEndsWhileTheCallWaitsIsRefused() {
        var meter = script(Fault.NONE, Fault.THROTTLED);
        store.moveKeys(opened.orgId());
        var moved = store.account(opened.orgId(), true);
        var call = new Call("use_1", "req_1", "key_1", AuthMode.API_KEY, "hash", null, 1, Plans.CLASS, false, null);
        var metering = new Metering(
                new Admission(Tariff.withLimits()),
                meter,
                asked -> keys,
                () -> Plans.NOW,
                attempt -> keys = KeyCheck.Result.REFUSED);

        var settled = metering.settle(
                opened, call, new Call.Outcome(200, 31), false, (voided, account, answered) -> annulment);

        assertThat(settled).isEqualTo(new Settlement.Refused(new Refusal.KeyRefused(), moved));
        assertThat(meter.writes())
                .as("one overtaken by the rotation, one throttled")
                .isEqualTo(2);
        assertThat(store.account(opened.orgId(), true)).isEqualTo(moved);
    }

    @Test
    void aKeyThatCannotBeAskedForIsUnavailable() {
        keys = KeyCheck.Result.UNREACHABLE;
        var meter = script();
        store.moveKeys(opened.orgId());

        assertThat(settle(meter, 200, false)).isInstanceOf(Settlement.Unavailable.class);
        assertThat(store.feed()).isEmpty();
    }

    @Test
    void aRevokedKeyWhoseCallLandedBeforeItsAnswerWasLostIsAnswered() {
        keys = KeyCheck.Result.REFUSED;
        var meter = new FaultyMeter(store, List.of(Fault.LOST_AFTER), number -> {
            if (number == 1) {
                store.moveKeys(opened.orgId());
            }
        });
        store.put(opened);

        assertThat(settle(meter, 200, false)).as("it was accepted before").isInstanceOf(Settlement.Committed.class);
        assertThat(store.feed()).hasSize(1);
    }

    @Test
    void aWindowIsCountedOnceOrTheMissIsTold() {
        var free = Tariff.free(0, 2);
        var counted = metering(script()).count(opened, free, PlanKey.PAYG);
        assertThat(counted).isInstanceOf(WindowCount.Counted.class);
        var again = metering(store).count(opened, free, PlanKey.PAYG);
        assertThat(again).isInstanceOf(WindowCount.Counted.class);
        assertThat(metering(store).count(opened, free, PlanKey.PAYG)).isInstanceOf(WindowCount.Limited.class);

        var lost = script(Fault.LOST_AFTER);
        assertThat(metering(lost).count(opened, free, PlanKey.PAYG)).isInstanceOf(WindowCount.Missed.class);
        assertThat(lost.writes())
                .as("a lost answer is not asked for again: it might count twice")
                .isEqualTo(1);

        var throttled = new FaultyMeter(store, Collections.nCopies(99, Fault.THROTTLED), number -> {});
        assertThat(metering(throttled).count(opened, free, PlanKey.PAYG)).isInstanceOf(WindowCount.Missed.class);
        assertThat(throttled.writes()).isEqualTo(Metering.MAX_ATTEMPTS);
    }
}
