package omni.billing;

import java.math.BigDecimal;

/**
 * An amount in integer micro-dollars: 1 USD = 1,000,000, 1 cent = 10,000 (contract 6.2). Never a binary fraction.
 *
 * @param microDollars the amount; may be negative in differences only
 */
public record Money(long microDollars) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);
    private static final long MICRO_DOLLARS_PER_CENT = 10_000;

    public static Money ofCents(long cents) {
        return new Money(Math.multiplyExact(cents, MICRO_DOLLARS_PER_CENT));
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(microDollars, other.microDollars));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(microDollars, other.microDollars));
    }

    public Money times(long units) {
        return new Money(Math.multiplyExact(microDollars, units));
    }

    /** Whole cents, half-up: for totals, never call by call. */
    public long centsHalfUp() {
        return Math.floorDiv(microDollars + MICRO_DOLLARS_PER_CENT / 2, MICRO_DOLLARS_PER_CENT);
    }

    /** Exact dollars, without trailing zeros, as a JSON number shows them. */
    public BigDecimal usd() {
        var dollars = BigDecimal.valueOf(microDollars, 6).stripTrailingZeros();
        return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
    }

    /** The cost header: {@code $} and four decimals, half-up (650 micro-dollars read {@code $0.0007}). */
    public String costHeader() {
        return "$"
                + BigDecimal.valueOf(Math.floorDiv(microDollars + 50, 100), 4).toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(microDollars, other.microDollars);
    }
}
