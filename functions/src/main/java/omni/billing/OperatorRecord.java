package omni.billing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators have said of an organization beside the facts that decide (contract 11.11), and the lost disputes by id, so
 * that one which was cleared stays cleared when it is read again.
 *
 * @param contractReference of the contract; null for none
 * @param restriction while the organization is restricted by an operator; null otherwise
 * @param disputes every lost one that was read, cleared or not
 */
public record OperatorRecord(
        String orgId,
        @Nullable String contractReference,
        @Nullable Restriction restriction,
        List<LostDispute> disputes) {

    /**
     * Why an organization is restricted.
     *
     * @param since when it began; another reason later does not move it
     * @param byPrincipalId who gave the reason
     */
    public record Restriction(String reason, Instant since, String byPrincipalId) {}

    public OperatorRecord {
        disputes = List.copyOf(disputes);
    }

    public static OperatorRecord empty(String orgId) {
        return new OperatorRecord(orgId, null, null, List.of());
    }

    public OperatorRecord withReference(@Nullable String reference) {
        return new OperatorRecord(orgId, reference, restriction, disputes);
    }

    public OperatorRecord withRestriction(@Nullable Restriction other) {
        return new OperatorRecord(orgId, contractReference, other, disputes);
    }

    /**
     * The record after the provider was asked: new disputes are added, lost from {@code now} on, and known ones keep what was
     * said of them, whether they are read again or not.
     */
    public OperatorRecord withDisputes(List<String> lost, Instant now) {
        var known = new ArrayList<>(disputes);
        lost.stream()
                .distinct()
                .filter(id -> disputes.stream().noneMatch(each -> each.id().equals(id)))
                .forEach(id -> known.add(new LostDispute(id, now, null)));
        return new OperatorRecord(orgId, contractReference, restriction, known);
    }

    /** The record after an operator has cleared every dispute that is known. */
    public OperatorRecord withDisputesCleared(Instant now) {
        return new OperatorRecord(
                orgId,
                contractReference,
                restriction,
                disputes.stream().map(dispute -> dispute.clearedBy(now)).toList());
    }

    /** The fact that the disputes amount to: since when one is lost that nobody has cleared. */
    public Optional<Instant> disputeLostAt() {
        return disputes.stream()
                .filter(dispute -> dispute.clearedAt() == null)
                .map(LostDispute::lostAt)
                .min(Comparator.naturalOrder());
    }
}
