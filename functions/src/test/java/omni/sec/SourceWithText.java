package omni.sec;

import java.util.List;
import java.util.Optional;

/** The bundled facts with a text for every section, as a live source has it. */
record SourceWithText(String content) implements FilingSource {

    @Override
    public Reading<Origin> origin() {
        return Look.BUNDLED.origin();
    }

    @Override
    public Reading<Optional<Match>> byTicker(String symbol) {
        return Look.BUNDLED.byTicker(symbol);
    }

    @Override
    public Reading<Optional<Match>> byCik(String cik) {
        return Look.BUNDLED.byCik(cik);
    }

    @Override
    public Reading<Optional<Match>> byName(String name) {
        return Look.BUNDLED.byName(name);
    }

    @Override
    public Reading<List<Filing>> filings(Company company) {
        return Look.BUNDLED.filings(company);
    }

    @Override
    public Reading<List<Face>> faces(Company company, String form, StatementKey statement) {
        return Look.BUNDLED.faces(company, form, statement);
    }

    @Override
    public Reading<Optional<String>> text(Filing filing, SectionPlace section) {
        return Reading.of(Optional.of(content));
    }
}
