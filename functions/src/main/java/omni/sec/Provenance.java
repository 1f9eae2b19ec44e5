package omni.sec;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an object comes from: a shared block of contract 11.12. */
public record Provenance(
        String source,
        @Nullable String accessionNumber,
        String filingUrl,
        Instant retrievedAt,
        String parserVersion,
        Optional<String> sourceLabel,
        Optional<String> sourceAgency,
        Optional<String> canonicality,
        Optional<String> fallbackPolicy) {

    private static final Optional<String> AGENCY = Optional.of("U.S. Securities and Exchange Commission");

    static Provenance of(Origin origin, Filing filing) {
        return of(origin, filing.accessionNumber(), filing.url(), "as_filed");
    }

    static Provenance of(Origin origin, Company company) {
        var page = "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=" + company.cik();
        return of(origin, null, page, "issuer_list");
    }

    private static Provenance of(Origin origin, @Nullable String accessionNumber, String url, String canonicality) {
        return new Provenance(
                origin.source(),
                accessionNumber,
                url,
                origin.retrievedAt(),
                origin.parserVersion(),
                Optional.of(origin.label()),
                AGENCY,
                Optional.of(canonicality),
                Optional.of("none"));
    }
}
