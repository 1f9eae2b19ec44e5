package omni.metering;

import java.util.List;

/** The port to roll-ups. */
public interface RollUps {

    /** A roll-up, strongly consistent; an empty one of version 0 when none is stored. */
    RollUp read(RollUp.Scope scope);

    /** Writes a roll-up on condition that the stored version is still {@code next}'s; false when it is not. */
    boolean write(RollUp next);

    /** All rows of a scope, to prove a roll-up by them; seconds behind. */
    List<UsageRow> rows(RollUp.Scope scope);
}
