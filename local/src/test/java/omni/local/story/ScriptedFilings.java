package omni.local.story;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omni.sec.Company;
import omni.sec.Face;
import omni.sec.Filing;
import omni.sec.FilingSource;
import omni.sec.Match;
import omni.sec.Origin;
import omni.sec.Reading;
import omni.sec.SectionPlace;
import omni.sec.StatementKey;
import omni.sec.bundled.BundledFilings;

/** The bundled filings, with symbols that behave as a test says: the only way into the work of a call. */
final class ScriptedFilings implements FilingSource {

    /** The source does not answer: 502. */
    static final String DOWN = "DOWN";

    /** The source has a bug: 500. */
    static final String BUG = "BUG";

    private final FilingSource real = new BundledFilings();
    private final Map<String, Runnable> scripts = new ConcurrentHashMap<>();

    /** Runs a script while the work of a call for this symbol runs; the call then answers as one for AAPL. */
    void during(String symbol, Runnable script) {
        scripts.put(symbol, script);
    }

    @Override
    public Reading<Optional<Match>> byTicker(String symbol) {
        if (symbol.equals(DOWN)) {
            return new Reading.Failed<>("down, as the test wants it");
        }
        if (symbol.equals(BUG)) {
            throw new IllegalStateException("a bug, as the test wants it");
        }
        var script = scripts.get(symbol);
        if (script == null) {
            return real.byTicker(symbol);
        }
        script.run();
        return real.byTicker("AAPL");
    }

    @Override
    public Reading<Origin> origin() {
        return real.origin();
    }

    @Override
    public Reading<Optional<Match>> byCik(String cik) {
        return real.byCik(cik);
    }

    @Override
    public Reading<Optional<Match>> byName(String name) {
        return real.byName(name);
    }

    @Override
    public Reading<List<Filing>> filings(Company company) {
        return real.filings(company);
    }

    @Override
    public Reading<List<Face>> faces(Company company, String form, StatementKey statement) {
        return real.faces(company, form, statement);
    }

    @Override
    public Reading<Optional<String>> text(Filing filing, SectionPlace section) {
        return real.text(filing, section);
    }
}
