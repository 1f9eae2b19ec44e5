package omni.sec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The default view of a filing (contract 11.12), without the request's own fields. */
public record FilingView(
        String object,
        String id,
        Instant createdAt,
        boolean livemode,
        String entityId,
        Optional<String> ticker,
        Optional<String> companyName,
        String form,
        String filingDate,
        Optional<String> reportDate,
        String accessionNumber,
        String title,
        Optional<String> summaryMd,
        Optional<String> snippet,
        Provenance provenance,
        Optional<Freshness> freshness,
        Optional<Materialization> materialization,
        Optional<Validation> validation)
        implements Viewed {

    /** {@code view=compact}. */
    public record Compact(@Nullable String ticker, String form, String filingDate, String accessionNumber) {}

    /** {@code view=agent}. */
    public record Agent(
            String object,
            @Nullable String ticker,
            String form,
            String accessionNumber,
            String filingDate,
            String title,
            @Nullable String filingUrl) {}

    @Override
    public Compact compact() {
        return new Compact(ticker.orElse(null), form, filingDate, accessionNumber);
    }

    @Override
    public Agent agent(List<Filing> filings) {
        return new Agent(object, ticker.orElse(null), form, accessionNumber, filingDate, title, provenance.filingUrl());
    }

    static FilingView of(Company company, Filing filing, FilingAbstract facts, Origin origin, boolean livemode) {
        return new FilingView(
                "filing",
                DataIds.filing(filing),
                origin.retrievedAt(),
                livemode,
                DataIds.entity(company.cik()),
                company.ticker(),
                Optional.of(company.name()),
                filing.form(),
                filing.filingDate().toString(),
                Optional.of(filing.periodOfReport().toString()),
                filing.accessionNumber(),
                facts.title(),
                Optional.of(facts.summary()),
                Optional.of(facts.snippet()),
                Provenance.of(origin, filing),
                Optional.of(Freshness.of(origin, filing)),
                Optional.of(Materialization.of(origin)),
                Optional.of(Validation.of(filing)));
    }
}
