package omni.sec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which issuer a caller means: the first identifier that is present, in the order of contract 11.12. */
record Selector(Kind kind, String parameter, String value) {

    /** Identifiers of the filing, section and statement look-ups. */
    static final List<String> ISSUER = List.of("ticker", "symbol", "cik");

    /** Identifiers of ResolveEntity. */
    static final List<String> ENTITY = List.of(
            "ticker",
            "symbol",
            "cik",
            "figi",
            "composite_figi",
            "share_class_figi",
            "isin",
            "cusip",
            "name",
            "query",
            "q");

    static final int LONGEST = 200;
    private static final Pattern CIK = Pattern.compile("(?i)(?:cik)?\\s*([0-9]{1,10})");

    /** How an identifier is looked up. */
    enum Kind {
        TICKER,
        CIK,
        /** An identifier of securities; the SEC's lists carry none. */
        SECURITY,
        NAME,
        /** Whatever the caller typed. */
        ANYTHING
    }

    static Selector of(String parameter, String value) {
        var kind = switch (parameter) {
            case "ticker", "symbol" -> Kind.TICKER;
            case "cik" -> Kind.CIK;
            case "name" -> Kind.NAME;
            case "query", "q" -> Kind.ANYTHING;
            default -> Kind.SECURITY;
        };
        return new Selector(kind, parameter, value.strip());
    }

    /** The value as a ten-digit CIK, if it reads as one: with or without zeros or the letters in front. */
    Optional<String> cik() {
        var digits = CIK.matcher(value);
        return digits.matches()
                ? Optional.of("0".repeat(10 - digits.group(1).length()) + digits.group(1))
                : Optional.empty();
    }

    String notFoundMessage() {
        return "No entity matches " + parameter + " " + value + ".";
    }
}
