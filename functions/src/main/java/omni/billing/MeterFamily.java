package omni.billing;

/**
 * A family of priced calls (contract 6.2).
 *
 * @param payg price of one unit without discount
 */
public record MeterFamily(String key, String displayName, String description, Money payg) {}
