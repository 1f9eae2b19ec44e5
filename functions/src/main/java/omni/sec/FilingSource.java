package omni.sec;

import java.util.List;
import java.util.Optional;

/**
 * Where facts of issuers and filings come from. The bundled data set is one source; a live one may take its place.
 * No method throws for a source that is down or unreadable: that is {@link Reading.Failed}.
 */
public interface FilingSource {

    /** Who the facts come from, and when they were read. */
    Reading<Origin> origin();

    /** The issuer of a listed symbol; case and separators ({@code brk.b}, {@code BRK-B}) do not matter. */
    Reading<Optional<Match>> byTicker(String symbol);

    /**
     * The issuer of a Central Index Key.
     *
     * @param cik ten digits
     */
    Reading<Optional<Match>> byCik(String cik);

    /** The issuer that a name means best; among equals the largest. */
    Reading<Optional<Match>> byName(String name);

    /** Filings of an issuer that can be served, newest first; empty when there are none. */
    Reading<List<Filing>> filings(Company company);

    /** The statement as it stands in each filing of that form, newest first; empty where a filing has no figures. */
    Reading<List<Face>> faces(Company company, String form, StatementKey statement);

    /** The text of a section, empty where the source holds facts only. */
    Reading<Optional<String>> text(Filing filing, SectionPlace section);
}
