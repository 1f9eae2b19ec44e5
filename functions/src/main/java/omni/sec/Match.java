package omni.sec;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * An issuer found, and why it is the one.
 *
 * @param value the source's form of what matched: the listed ticker, the ten-digit CIK, the normalized name
 * @param confidence 0..1
 */
public record Match(Company company, Basis basis, String value, BigDecimal confidence) {

    private static final BigDecimal STRONG = new BigDecimal("0.9");

    /** What an issuer was recognized by, strongest first. */
    public enum Basis {
        CIK,
        TICKER,
        NAME,
        ALIAS,
        NAME_WITHOUT_SUFFIX,
        NAME_PREFIX,
        NAME_WORDS;

        /** Value of {@code resolution.matchBasis}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the match is as good as an exact one. */
    boolean isStrong() {
        return confidence.compareTo(STRONG) >= 0;
    }
}
