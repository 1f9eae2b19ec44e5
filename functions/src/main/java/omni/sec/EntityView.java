package omni.sec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The default view of an entity (contract 11.12), without the request's own fields. */
public record EntityView(
        String object,
        String id,
        Instant createdAt,
        boolean livemode,
        Optional<String> entityType,
        @Nullable String ticker,
        @Nullable String cik,
        String name,
        List<String> aliases,
        List<Identifier> identifiers,
        Optional<Resolution> resolution,
        @Nullable String jurisdiction,
        Optional<String> status,
        Optional<Metadata> metadata,
        Provenance provenance,
        Optional<Freshness> freshness,
        Optional<Materialization> materialization,
        Optional<Validation> validation)
        implements Viewed {

    /** {@code view=compact}. */
    public record Compact(@Nullable String ticker, @Nullable String cik, String name) {}

    /** {@code view=agent}: the first identifier of each type, and why this entity answers. */
    public record Agent(
            String object,
            String id,
            @Nullable String ticker,
            @Nullable String cik,
            String name,
            List<PrimaryIdentifier> primaryIdentifiers,
            @Nullable BigDecimal matchConfidence,
            @Nullable String matchBasis) {}

    /** The first identifier of its type. */
    public record PrimaryIdentifier(String type, String value) {}

    /** One way to name the entity; {@code isPrimary} marks the first of its type. */
    public record Identifier(String type, String value, String normalized, boolean isPrimary) {}

    /** Why this entity answers the question. The source knows no former symbols, so none is ever stale. */
    public record Resolution(
            BigDecimal confidence, String matchBasis, Optional<String> matchedValue, boolean staleSymbol) {}

    /** What the cover page of its filings says; only what is known is there. */
    public record Metadata(
            Optional<String> exchange,
            Optional<String> sic,
            Optional<String> sicDescription,
            Optional<String> fiscalYearEnd,
            Optional<String> city,
            Optional<String> state,
            Optional<String> phone) {}

    @Override
    public Compact compact() {
        return new Compact(ticker, cik, name);
    }

    @Override
    public Agent agent(List<Filing> filings) {
        var primary = identifiers.stream()
                .filter(Identifier::isPrimary)
                .map(identifier -> new PrimaryIdentifier(identifier.type(), identifier.value()))
                .toList();
        return new Agent(
                object,
                id,
                ticker,
                cik,
                name,
                primary,
                resolution.map(Resolution::confidence).orElse(null),
                resolution.map(Resolution::matchBasis).orElse(null));
    }

    static EntityView of(Match match, Origin origin, boolean livemode) {
        var company = match.company();
        return new EntityView(
                "entity",
                DataIds.entity(company.cik()),
                origin.retrievedAt(),
                livemode,
                Optional.of("issuer"),
                company.ticker().orElse(null),
                company.cik(),
                company.name(),
                aliases(company),
                identifiers(company),
                Optional.of(new Resolution(
                        match.confidence(), match.basis().wireName(), Optional.of(match.value()), false)),
                company.state().orElse(null),
                Optional.of("active"),
                Optional.of(metadata(company)),
                Provenance.of(origin, company),
                Optional.of(Freshness.of(origin)),
                Optional.of(Materialization.of(origin)),
                Optional.of(Validation.unchecked()));
    }

    /** Where the source lists no aliases, those that follow from the name by rule. */
    private static List<String> aliases(Company company) {
        return company.aliases().isEmpty()
                ? Stream.of(Names.normalize(company.name()), Names.withoutSuffix(company.name()))
                        .distinct()
                        .toList()
                : company.aliases();
    }

    private static List<Identifier> identifiers(Company company) {
        var cik = new Identifier("cik", company.cik(), company.cik(), true);
        var main = company.ticker().orElse("");
        var tickers = company.tickers().stream()
                .map(ticker -> new Identifier("ticker", ticker, Names.symbol(ticker), ticker.equals(main)));
        return Stream.concat(Stream.of(cik), tickers).toList();
    }

    private static Metadata metadata(Company company) {
        return new Metadata(
                company.exchange(),
                company.sic(),
                company.sicDescription(),
                company.fiscalYearEnd(),
                company.city(),
                company.cityState(),
                company.phone());
    }
}
