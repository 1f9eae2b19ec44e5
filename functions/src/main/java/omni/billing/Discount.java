package omni.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A discount as a fraction of the payg price, in parts per million so that arithmetic stays in integers.
 *
 * @param partsPerMillion 0 (none) to 1,000,000 (free)
 */
public record Discount(int partsPerMillion) {

    public static final Discount NONE = new Discount(0);
    private static final int WHOLE = 1_000_000;

    public Discount {
        if (partsPerMillion < 0 || partsPerMillion > WHOLE) {
            throw new IllegalArgumentException("a discount is a fraction from 0 to 1 with at most 6 decimals");
        }
    }

    /** The discount of a fraction 0..1 with at most 6 decimals. */
    public static Discount ofFraction(BigDecimal fraction) {
        try {
            return new Discount(fraction.movePointRight(6)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .intValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a discount is a fraction from 0 to 1 with at most 6 decimals", e);
        }
    }

    public BigDecimal fraction() {
        var fraction = BigDecimal.valueOf(partsPerMillion, 6).stripTrailingZeros();
        return fraction.scale() < 0 ? fraction.setScale(0) : fraction;
    }

    /** The unit price after the discount; half-up to the micro-dollar where a contract's fraction makes one necessary. */
    public Money off(Money payg) {
        var millionths = Math.multiplyExact(payg.microDollars(), (long) WHOLE - partsPerMillion);
        return new Money(Math.floorDiv(millionths + WHOLE / 2, WHOLE));
    }
}
