package omni.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omni.access.AuthMode;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Funding;
import omni.billing.BudgetCaps;
import omni.billing.InvoicePeriod;
import omni.ledger.RollUp.Scope;
import omni.ledger.RollUpEvents.Recorded;

/**
 * Turns what the stream says into the ledger: rows once each, roll-ups once per batch, credits for what was voided or
 * counted twice (architecture 5). Any batch may be delivered again, in part or whole: the outcome is the same.
 */
public final class UsageRecorder {

    private static final int MAX_ATTEMPTS = 20;

    private final Ports ports;
    private final RollUpEvents rollUpEvents;
    private final Alarm alarm;
    private final CallEnds ends;

    /** Where it writes. */
    public record Ports(Ledger ledger, RollUps rollUps, KeyUse keyUse, UnprovenCalls unproven, Caps caps) {}

    /** What an organization's budget is bounded by now. */
    @FunctionalInterface
    public interface Caps {
        BudgetCaps of(String orgId);

        /** As its account says now. */
        static Caps in(Accounts accounts) {
            return orgId ->
                    Optional.ofNullable(accounts.load(orgId)).map(Account::caps).orElse(BudgetCaps.NONE);
        }
    }

    public UsageRecorder(Ports ports, RollUpEvents rollUpEvents, Alarm alarm) {
        this.ports = ports;
        this.rollUpEvents = rollUpEvents;
        this.alarm = alarm;
        this.ends = new CallEnds(ports.ledger(), ports.unproven(), alarm);
    }

    /** One record of the stream. */
    public sealed interface Change {

        /** An account has committed. {@code before} is its sequence until then, {@code after} what it is now. */
        record Committed(long before, UsageRow row, Account after) implements Change {}

        /** The caller of a usage id was not answered. */
        record Voided(String usageId) implements Change {}

        /** The work of a call that was charged before it has succeeded. */
        record Proved(String usageId) implements Change {}
    }

    /** What an operator has to look at. */
    public interface Alarm {

        /** A commit is missing between two images of an account. */
        void commitMissing(String orgId, boolean live, long before, long sequence);

        /** A charge can no longer be given back by itself. */
        void creditTooOld(UsageRow row);
    }

    /** Records a batch, in the stream's order. */
    public void record(List<Change> changes) {
        var committed = new ArrayList<UsageRow>();
        var recorded = new ArrayList<Recorded>();
        var usageIds = new LinkedHashSet<String>();
        for (var change : changes) {
            switch (change) {
                case Change.Committed(var before, var row, var after) -> {
                    recorded.add(new Recorded(row, after.caps()));
                    if (row.sequence() != before + 1) {
                        alarm.commitMissing(row.orgId(), row.live(), before, row.sequence());
                    }
                    committed.add(row);
                    usageIds.add(row.call().usageId());
                }
                case Change.Voided(var usageId) -> usageIds.add(usageId);
                case Change.Proved(var usageId) -> usageIds.add(usageId);
            }
        }
        record(committed, recorded, usageIds);
    }

    /** Records commits that the stream has lost, as another source has them: whatever of them is there already is left alone. */
    public void rebuild(List<UsageRow> committed) {
        var usageIds = new LinkedHashSet<String>();
        committed.forEach(row -> usageIds.add(row.call().usageId()));
        record(committed, List.of(), usageIds);
    }

    private void record(List<UsageRow> committed, List<Recorded> recorded, Set<String> usageIds) {
        var scopes = new LinkedHashSet<Scope>();
        committed.forEach(row -> scopes.addAll(Scope.of(row)));
        // read before the rows are put: a credit that comes between moves the roll-up's version, so that a row can't be
        // added up as it was before its credit
        var stored = scopes.stream().map(ports.rollUps()::read).toList();
        var rows =
                committed.stream().map(row -> ports.ledger().putRow(row).row()).toList();
        // what is to be credited is credited before it is added up: a call that was committed twice is counted once
        // from the beginning
        var proved = usageIds.stream()
                .flatMap(usageId -> ends.settle(usageId).rows().stream())
                .filter(UsageRecorder::isProvenPayment)
                .toList();
        stored.forEach(rollUp -> rollUp(rollUp, rows, recorded));
        proved.forEach(this::raise);
        lastUses(rows).forEach((key, at) -> ports.keyUse().recordUse(key.orgId(), key.keyId(), at));
    }

    private static boolean isProvenPayment(UsageRow row) {
        return row.live() && row.call().beforeWork() && !row.isUnproven() && row.funding() == Funding.PAID;
    }

    /** An end that is known now may have reached a level of the budget. */
    private void raise(UsageRow proved) {
        var month = ports.rollUps()
                .read(Scope.period(
                        proved.orgId(), true, InvoicePeriod.at(proved.call().at())));
        rollUp(month, List.of(), List.of(new Recorded(proved, ports.caps().of(proved.orgId()))));
    }

    /**
     * Applies the batch to one roll-up, with the events of the budget's levels that it reached; after a lost race both are
     * read anew, the roll-up first for the same reason.
     */
    private void rollUp(RollUp stored, List<UsageRow> rows, List<Recorded> recorded) {
        var current = stored;
        var batch = rows;
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var raised = rollUpEvents.raise(current.apply(batch), recorded);
            if (raised.rollUp().equals(current) || ports.rollUps().write(raised.rollUp(), raised.events())) {
                return;
            }
            current = ports.rollUps().read(stored.scope());
            batch = batch.stream().map(this::fresh).toList();
        }
        throw new IllegalStateException("a roll-up was contended " + MAX_ATTEMPTS + " times");
    }

    private UsageRow fresh(UsageRow row) {
        return ports.ledger().read(row.call().usageId()).rows().stream()
                .filter(stored -> stored.sequence() == row.sequence() && stored.live() == row.live())
                .findFirst()
                .orElse(row);
    }

    private record UsedKey(String orgId, String keyId) {}

    private static Map<UsedKey, Instant> lastUses(List<UsageRow> rows) {
        var uses = new HashMap<UsedKey, Instant>();
        for (var row : rows) {
            if (row.call().authMode() == AuthMode.API_KEY) {
                uses.merge(
                        new UsedKey(row.orgId(), row.call().principalId()),
                        row.call().at(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return uses;
    }
}
