package omni.billing;

import java.util.Optional;
import omni.wire.WireName;
import omni.wire.WireNumber;

/** The five plans, in the order in which the contract lists them (6.1). The number is permanent: stored rows refer to it. */
public enum PlanKey implements WireNumber {
    SANDBOX_GRANT(1, "evaluation"),
    PAYG(2, "internal_use"),
    PERSONAL(3, "internal_use"),
    TEAM(4, "internal_use"),
    COMMERCIAL(5, "commercial");

    private final int number;
    private final String rightsKey;

    PlanKey(int number, String rightsKey) {
        this.number = number;
        this.rightsKey = rightsKey;
    }

    @Override
    public int number() {
        return number;
    }

    /** What may be done with the data under this plan (contract 5.5). */
    public String rightsKey() {
        return rightsKey;
    }

    public static Optional<PlanKey> ofWire(String wire) {
        return WireName.find(values(), wire);
    }

    public static PlanKey ofNumber(long number) {
        return WireNumber.of(values(), number);
    }
}
