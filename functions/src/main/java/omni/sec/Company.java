package omni.sec;

import java.util.List;
import java.util.Optional;

/**
 * An issuer as the source knows it.
 *
 * @param cik ten digits
 * @param exchange as the SEC spells it
 * @param tickers main one first; may be empty
 * @param aliases lower case, other than the name only by rule
 * @param sic Standard Industrial Classification
 * @param state of incorporation, two letters
 * @param fiscalYearEnd {@code MM-DD}
 * @param city where the head office is, with its {@code cityState}
 */
public record Company(
        String cik,
        String name,
        Optional<String> exchange,
        List<String> tickers,
        List<String> aliases,
        Optional<String> sic,
        Optional<String> sicDescription,
        Optional<String> state,
        Optional<String> fiscalYearEnd,
        Optional<String> city,
        Optional<String> cityState,
        Optional<String> phone) {

    public Company {
        if (!cik.matches("[0-9]{10}")) {
            throw new IllegalArgumentException("A CIK has ten digits: " + cik);
        }
        tickers = List.copyOf(tickers);
        aliases = List.copyOf(aliases);
    }

    /** The main ticker. */
    public Optional<String> ticker() {
        return tickers.stream().findFirst();
    }
}
