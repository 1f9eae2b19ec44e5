package omni.billing;

import java.util.Arrays;
import java.util.Optional;

/** The five plans, in the order in which the contract lists them (6.1). The number is permanent: stored rows refer to it. */
public enum PlanKey {
    SANDBOX_GRANT(1, "sandbox_grant", "evaluation"),
    PAYG(2, "payg", "internal_use"),
    PERSONAL(3, "personal", "internal_use"),
    TEAM(4, "team", "internal_use"),
    COMMERCIAL(5, "commercial", "commercial");

    private final int number;
    private final String wire;
    private final String rightsKey;

    PlanKey(int number, String wire, String rightsKey) {
        this.number = number;
        this.wire = wire;
        this.rightsKey = rightsKey;
    }

    public int number() {
        return number;
    }

    /** The plan's name in every answer and header. */
    public String wire() {
        return wire;
    }

    /** What may be done with the data under this plan (contract 5.5). */
    public String rightsKey() {
        return rightsKey;
    }

    public static Optional<PlanKey> ofWire(String wire) {
        return Arrays.stream(values()).filter(plan -> plan.wire.equals(wire)).findFirst();
    }

    public static PlanKey ofNumber(long number) {
        for (var plan : values()) {
            if (plan.number == number) {
                return plan;
            }
        }
        throw new IllegalArgumentException("no plan has the number " + number);
    }
}
