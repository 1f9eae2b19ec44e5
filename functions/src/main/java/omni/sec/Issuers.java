package omni.sec;

import java.util.Optional;

/** Finds the issuer that a selector means. */
record Issuers(FilingSource source) {

    Reading<Optional<Match>> find(Selector selector) {
        return switch (selector.kind()) {
            case TICKER -> source.byTicker(selector.value());
            case CIK -> selector.cik().map(source::byCik).orElseGet(Issuers::nobody);
            case SECURITY -> nobody();
            case NAME -> source.byName(selector.value());
            case ANYTHING -> findAnything(selector);
        };
    }

    /** A number is a CIK; else a name that fits well goes before a ticker, and a ticker before a likeness of names. */
    private Reading<Optional<Match>> findAnything(Selector selector) {
        if (selector.cik().isPresent()) {
            return source.byCik(selector.cik().get());
        }
        return source.byName(selector.value()).then(named -> {
            if (named.filter(Match::isStrong).isPresent()) {
                return Reading.of(named);
            }
            return source.byTicker(selector.value()).map(listed -> listed.or(() -> named));
        });
    }

    private static Reading<Optional<Match>> nobody() {
        return Reading.of(Optional.empty());
    }
}
