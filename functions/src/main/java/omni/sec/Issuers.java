package omni.sec;

import java.util.Optional;
import java.util.function.Function;

/** Finds the issuer that a selector means. */
record Issuers(FilingSource source) {

    /** What is found of the issuer; {@code thing} is what is not found without one. */
    <T> Reading<Lookup<T>> find(
            Selector selector, LookupRefusal.Thing thing, Function<Match, Reading<Lookup<T>>> next) {
        return find(selector)
                .then(match -> match.map(next).orElseGet(() -> Outcomes.notFound(thing, selector.notFoundMessage())));
    }

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
