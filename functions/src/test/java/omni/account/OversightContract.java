package omni.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import omni.access.Ids;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.LostDispute;
import omni.billing.OperatorRecord;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.meter.PayingAccount;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Oversight} guarantees. */
public abstract class OversightContract {

    private static final int RACERS = 8;
    private static final Instant NOW = PayingAccount.NOW;

    protected abstract Oversight oversight();

    protected abstract Events events();

    protected abstract void put(Account account);

    protected abstract Account load(String orgId);

    private final Ids ids = new Ids(new SecureRandom());
    private final String orgId = ids.organization();

    private Account loadAccount() {
        put(PayingAccount.of(orgId, 0, PayingAccount.card(), 1234, BudgetCaps.NONE, List.of()));
        return load(orgId);
    }

    private AuditEvent event() {
        return new AuditEvent(
                ids.of("evt"), orgId, "audit", "operator.test", "usr_1", "session", "api", "req_1", Map.of(), NOW);
    }

    private OperatorRecord record(String reason) {
        return new OperatorRecord(
                orgId,
                "MSA-1",
                new OperatorRecord.Restriction(reason, NOW, "usr_1"),
                List.of(new LostDispute("dp_1", NOW, null), new LostDispute("dp_2", NOW, NOW.plusSeconds(1))));
    }

    private static Account.Standing withRestriction(Account basis) {
        var contract = new Contract(NOW, NOW.plusSeconds(60), new Discount(625_000), 7L);
        return new Account.Standing(basis.standing().cardOnFile(), null, null, true, contract, true, null);
    }

    private int countEvents() {
        return events().page(orgId, Events.Filter.ALL, 100, null).rows().size();
    }

    @Test
    void nothingIsSaidOfANewOrganization() {
        assertThat(oversight().record(orgId)).isEqualTo(OperatorRecord.empty(orgId));
    }

    @Test
    void factsRecordAndEventAreWrittenTogetherAndTheVersionRises() {
        var basis = loadAccount();
        assertThat(oversight().replace(basis, withRestriction(basis), record("abuse"), event()))
                .isTrue();
        var after = load(orgId);
        assertThat(after.factsVersion()).isEqualTo(basis.factsVersion() + 1);
        assertThat(after.standing()).isEqualTo(withRestriction(basis));
        assertThat(after.ledger()).isEqualTo(basis.ledger());
        assertThat(after.grant()).isEqualTo(basis.grant());
        assertThat(oversight().record(orgId)).isEqualTo(record("abuse"));
        assertThat(countEvents()).isOne();
    }

    @Test
    void whatIsTakenBackIsGone() {
        var basis = loadAccount();
        oversight().replace(basis, withRestriction(basis), record("abuse"), event());
        assertThat(oversight().replace(load(orgId), basis.standing(), OperatorRecord.empty(orgId), event()))
                .isTrue();
        assertThat(load(orgId).standing()).isEqualTo(basis.standing());
        assertThat(oversight().record(orgId)).isEqualTo(OperatorRecord.empty(orgId));
    }

    @Test
    void onOldFactsNothingIsWritten() {
        var basis = loadAccount();
        oversight().replace(basis, withRestriction(basis), record("first"), event());
        assertThat(oversight().replace(basis, basis.standing(), record("second"), event()))
                .isFalse();
        assertThat(load(orgId).standing()).isEqualTo(withRestriction(basis));
        assertThat(oversight().record(orgId)).isEqualTo(record("first"));
        assertThat(countEvents()).isOne();
    }

    @Test
    void ofManyAtOnceOnTheSameFactsOneIsWritten() throws Exception {
        var basis = loadAccount();
        List<Callable<Boolean>> racers = IntStream.range(0, RACERS)
                .<Callable<Boolean>>mapToObj(racer ->
                        () -> oversight().replace(basis, withRestriction(basis), record("racer " + racer), event()))
                .toList();
        try (var executor = Executors.newFixedThreadPool(RACERS)) {
            assertThat(executor.invokeAll(racers).stream().map(Future::resultNow))
                    .containsOnlyOnce(true);
        }
        assertThat(load(orgId).factsVersion()).isEqualTo(basis.factsVersion() + 1);
        assertThat(countEvents()).isOne();
    }
}
