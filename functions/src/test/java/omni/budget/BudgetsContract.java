package omni.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import omni.access.Ids;
import omni.account.Account;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.event.ListPosition;
import omni.meter.Admission;
import omni.meter.PayingAccount;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Budgets} guarantees. */
public abstract class BudgetsContract {

    private static final int RACERS = 16;
    private static final Instant NOW = PayingAccount.NOW;

    protected abstract Budgets budgets();

    protected abstract Events events();

    protected abstract void put(Account account);

    protected abstract Account load(String orgId);

    private final Ids ids = new Ids(new SecureRandom());
    private final String orgId = ids.organization();

    private Account storeAccount(BudgetCaps caps, List<Approval> approvals) {
        put(PayingAccount.of(orgId, 0, PayingAccount.card(), 1234, caps, approvals));
        return load(orgId);
    }

    private AuditEvent event(String type) {
        return new AuditEvent(ids.of("evt"), orgId, "audit", type, "usr_1", "session", "api", "req_1", Map.of(), NOW);
    }

    private BudgetApproval approval(Instant createdAt, long cents) {
        return new BudgetApproval(
                ids.of("apr"),
                orgId,
                InvoicePeriod.at(createdAt),
                cents,
                createdAt,
                createdAt.plusSeconds(60),
                "usr_1",
                "req_1");
    }

    private List<AuditEvent> listEvents() {
        return events().page(orgId, Events.Filter.ALL, 100, null).rows();
    }

    @Test
    void boundsAreReplacedWithTheirEventAndNothingElseMoves() {
        var before = storeAccount(new BudgetCaps(10L, 5L, null), List.of(new Approval(7, NOW.plusSeconds(9))));
        var event = event("budget.updated");
        assertThat(budgets().replaceCaps(before, new BudgetCaps(null, 6L, 0L), event))
                .isTrue();
        var after = load(orgId);
        assertThat(after.caps()).isEqualTo(new BudgetCaps(null, 6L, 0L));
        assertThat(after.factsVersion()).isEqualTo(before.factsVersion() + 1);
        assertThat(after.approvals()).isEqualTo(before.approvals());
        assertThat(after.ledger()).isEqualTo(before.ledger());
        assertThat(listEvents()).containsExactly(event);
    }

    @Test
    void onFactsThatMovedOnNothingIsWritten() {
        var old = storeAccount(new BudgetCaps(null, null, 5L), List.of());
        budgets().replaceCaps(old, new BudgetCaps(1L, null, 5L), event("budget.updated"));
        var approval = approval(NOW, 3);
        assertThat(budgets().replaceCaps(old, BudgetCaps.NONE, event("budget.updated")))
                .isFalse();
        assertThat(budgets().approve(old, List.of(approval.asApproval()), approval, event("billing.approval.created")))
                .isFalse();
        assertThat(load(orgId).caps()).isEqualTo(new BudgetCaps(1L, null, 5L));
        assertThat(load(orgId).approvals()).isEmpty();
        assertThat(listEvents()).hasSize(1);
        assertThat(budgets().approvals(orgId, null, 10, null).rows()).isEmpty();
    }

    @Test
    void anApprovalIsCountedListedAndRecorded() {
        var before = storeAccount(new BudgetCaps(null, null, 5L), List.of());
        var approval = approval(NOW, 3);
        var event = event("billing.approval.created");
        assertThat(budgets().approve(before, List.of(approval.asApproval()), approval, event))
                .isTrue();
        assertThat(load(orgId).approvals()).containsExactly(approval.asApproval());
        assertThat(load(orgId).factsVersion()).isEqualTo(before.factsVersion() + 1);
        assertThat(budgets().approvals(orgId, null, 10, null).rows()).containsExactly(approval);
        assertThat(listEvents()).containsExactly(event);
        assertThat(budgets().approvals(ids.organization(), null, 10, null).rows())
                .isEmpty();
    }

    @Test
    void approvalsAreListedNewestFirstByPeriodAndPage() {
        storeAccount(new BudgetCaps(null, null, 5L), List.of());
        var created = new ArrayList<BudgetApproval>();
        for (var at : List.of(
                "2026-04-30T23:59:59.999Z",
                "2026-05-01T00:00:00.000Z",
                "2026-05-31T23:59:59.999Z",
                "2026-05-31T23:59:59.999Z",
                "2026-06-01T00:00:00.000Z")) {
            var approval = approval(Instant.parse(at), 3);
            budgets().approve(load(orgId), List.of(), approval, event("billing.approval.created"));
            created.addFirst(approval);
        }
        created.sort(java.util.Comparator.comparing(BudgetApproval::createdAt)
                .thenComparing(BudgetApproval::id)
                .reversed());
        assertThat(budgets().approvals(orgId, null, 10, null).rows()).isEqualTo(created);
        assertThat(budgets()
                        .approvals(orgId, new InvoicePeriod(202605), 10, null)
                        .rows())
                .isEqualTo(created.subList(1, 4));
        var seen = new ArrayList<BudgetApproval>();
        ListPosition after = null;
        do {
            var page = budgets().approvals(orgId, null, 2, after);
            seen.addAll(page.rows());
            after = page.next();
        } while (after != null);
        assertThat(seen).isEqualTo(created);
    }

    /** A page of one period that goes on behind a place of another: nothing is left, and nothing fails. */
    @Test
    void aPlaceOutsideThePeriodHasNothingBehindItOrAll() {
        storeAccount(new BudgetCaps(null, null, 5L), List.of());
        var approval = approval(NOW, 3);
        budgets().approve(load(orgId), List.of(), approval, event("billing.approval.created"));
        var may = new InvoicePeriod(202605);
        var before = new ListPosition(Instant.parse("2026-04-01T00:00:00Z"), "apr_1");
        var behind = new ListPosition(Instant.parse("2026-07-01T00:00:00Z"), "apr_1");
        assertThat(budgets().approvals(orgId, may, 10, before).rows()).isEmpty();
        assertThat(budgets().approvals(orgId, may, 10, behind).rows()).containsExactly(approval);
    }

    @Test
    void updatesOfDifferentBoundsAtOnceAllSurvive() throws Exception {
        storeAccount(BudgetCaps.NONE, List.of());
        race(index -> () -> {
            switch (index % 3) {
                case 0 -> replaceCaps(caps -> new BudgetCaps(11L, caps.softCapCents(), caps.approvalThresholdCents()));
                case 1 -> replaceCaps(caps -> new BudgetCaps(caps.spendCapCents(), 7L, caps.approvalThresholdCents()));
                default -> replaceCaps(caps -> new BudgetCaps(caps.spendCapCents(), caps.softCapCents(), 9L));
            }
            return true;
        });
        assertThat(load(orgId).caps()).isEqualTo(new BudgetCaps(11L, 7L, 9L));
        assertThat(listEvents()).hasSize(3);
    }

    private void replaceCaps(UnaryOperator<BudgetCaps> change) {
        for (; ; ) {
            var account = load(orgId);
            var caps = change.apply(account.caps());
            if (caps.equals(account.caps()) || budgets().replaceCaps(account, caps, event("budget.updated"))) {
                return;
            }
        }
    }

    /** Sixteen at once want a third of what is left under the cap: three get it, and the cap is never passed. */
    @Test
    void racingApprovalsNeverPassTheCap() throws Exception {
        storeAccount(new BudgetCaps(199L, null, 100L), List.of());
        var granted = race(index -> () -> approve(33));
        assertThat(granted.stream().filter(Boolean::booleanValue)).hasSize(3);
        assertThat(load(orgId).approvalLimit(NOW).orElseThrow().centsHalfUp()).isEqualTo(199);
        assertThat(listEvents()).hasSize(3);
        assertThat(budgets().approvals(orgId, null, 100, null).rows()).hasSize(3);
    }

    @Test
    void racingApprovalsNeverAreMoreThanAnAccountHolds() throws Exception {
        storeAccount(new BudgetCaps(null, null, 100L), List.of(new Approval(50, NOW)));
        var granted = race(index -> () -> approve(1 + index));
        assertThat(granted.stream().filter(Boolean::booleanValue)).hasSize(Account.MAX_APPROVALS);
        assertThat(load(orgId).approvals()).hasSize(Account.MAX_APPROVALS).allMatch(one -> one.activeAt(NOW));
    }

    /** The cap is lowered while approvals are made: whichever comes first, what was granted fitted when it was. */
    @Test
    void anApprovalIsFoundByItsIdSinceATimeAndNobodyElsesIs() {
        var account = storeAccount(new BudgetCaps(null, null, 0L), List.of());
        var made = approval(NOW, 100);
        assertThat(budgets().approve(account, List.of(made.asApproval()), made, event("billing.approval.created")))
                .isTrue();
        assertThat(budgets().approval(orgId, made.id(), NOW)).contains(made);
        assertThat(budgets().approval(orgId, made.id(), NOW.plusMillis(1))).isEmpty();
        assertThat(budgets().approval(orgId, ids.of("apr"), NOW)).isEmpty();
        assertThat(budgets().approval(ids.organization(), made.id(), NOW)).isEmpty();
    }

    @Test
    void anApprovalNeverStandsOnACapThatWasLoweredBefore() throws Exception {
        storeAccount(new BudgetCaps(200L, null, 100L), List.of());
        race(index -> () -> {
            if (index == 0) {
                replaceCaps(caps -> new BudgetCaps(100L, null, 100L));
                return true;
            }
            return approve(10);
        });
        var after = load(orgId);
        assertThat(after.caps().spendCapCents()).isEqualTo(100L);
        var events = new ArrayList<>(listEvents());
        assertThat(events).hasSize(1 + after.approvals().size());
        assertThat(Objects.requireNonNull(Admission.accrualLimit(after, NOW)).centsHalfUp())
                .isEqualTo(100);
    }

    private boolean approve(long cents) {
        for (; ; ) {
            var account = load(orgId);
            if (!(ApprovalDecision.of(account, cents, 3600L, NOW) instanceof ApprovalDecision.Granted granted)) {
                return false;
            }
            if (budgets()
                    .approve(account, granted.approvals(), approval(NOW, cents), event("billing.approval.created"))) {
                return true;
            }
        }
    }

    private interface Racer {
        Callable<Boolean> of(int index);
    }

    private static List<Boolean> race(Racer racer) throws Exception {
        var racers = new ArrayList<Callable<Boolean>>();
        for (var index = 0; index < RACERS; index++) {
            racers.add(racer.of(index));
        }
        try (var executor = Executors.newFixedThreadPool(RACERS)) {
            return executor.invokeAll(racers).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }
    }
}
