package omni.sec.bundled;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import omni.sec.Company;
import omni.sec.Face;
import omni.sec.Filing;
import omni.sec.FilingSource;
import omni.sec.Match;
import omni.sec.Names;
import omni.sec.Origin;
import omni.sec.Reading;
import omni.sec.SectionPlace;
import omni.sec.StatementKey;
import org.jspecify.annotations.Nullable;

/**
 * The data set that ships with the product. Safe for several threads; making one reads nothing, the first look-up reads
 * the index and keeps it.
 */
public final class BundledFilings implements FilingSource {

    private static final BigDecimal CERTAIN = BigDecimal.ONE;

    private final ResourceReader resources;
    private volatile @Nullable DataSetIndex index;

    public BundledFilings() {
        this(ResourceReader.ofClassPath());
    }

    public BundledFilings(ResourceReader resources) {
        this.resources = resources;
    }

    /** A read that may fail: what goes wrong below is told in one place. */
    private interface Read<T> {
        T from(DataSetIndex index) throws IOException;
    }

    @Override
    public Reading<Origin> origin() {
        return read(DataSetIndex::origin);
    }

    @Override
    public Reading<Optional<Match>> byTicker(String symbol) {
        return read(contents -> {
            var tickers = table(contents, DataSetIndex.Table.TICKERS);
            var listed = tickers.find(Names.symbol(symbol));
            var found = listed.isPresent() ? listed : tickers.find(Names.compactSymbol(symbol));
            return found.isPresent()
                    ? match(
                            contents,
                            found.get().number(2),
                            Match.Basis.TICKER,
                            found.get().text(1),
                            CERTAIN)
                    : Optional.empty();
        });
    }

    @Override
    public Reading<Optional<Match>> byCik(String cik) {
        return read(contents -> {
            var found = table(contents, DataSetIndex.Table.CIKS).find(cik);
            return found.isPresent()
                    ? match(contents, found.get().number(1), Match.Basis.CIK, cik, CERTAIN)
                    : Optional.empty();
        });
    }

    @Override
    public Reading<Optional<Match>> byName(String name) {
        return read(contents -> {
            var search = new NameSearch(
                    table(contents, DataSetIndex.Table.NAMES), table(contents, DataSetIndex.Table.WORDS));
            var hit = search.find(name);
            return hit.isPresent()
                    ? match(
                            contents,
                            hit.get().rank(),
                            hit.get().basis(),
                            hit.get().value(),
                            hit.get().confidence())
                    : Optional.empty();
        });
    }

    @Override
    public Reading<List<Filing>> filings(Company company) {
        var name = FilingLines.resource(company.cik());
        return read(contents -> contents.held().contains(name) ? FilingLines.read(resources.lines(name)) : List.of());
    }

    @Override
    public Reading<List<Face>> faces(Company company, String form, StatementKey statement) {
        var name = FaceLines.resource(company.cik(), form, statement);
        return read(contents -> contents.held().contains(name) ? FaceLines.read(resources.lines(name)) : List.of());
    }

    /** The data set holds facts and no text of a filing. */
    @Override
    public Reading<Optional<String>> text(Filing filing, SectionPlace section) {
        return Reading.of(Optional.empty());
    }

    private Optional<Match> match(
            DataSetIndex contents, int rank, Match.Basis basis, String value, BigDecimal confidence)
            throws IOException {
        var key = CompanyLine.key(rank);
        var line = table(contents, DataSetIndex.Table.COMPANIES)
                .find(key)
                .orElseThrow(() -> new IOException("The data set has no company " + key));
        return Optional.of(new Match(CompanyLine.read(line), basis, value, confidence));
    }

    private PagedTable table(DataSetIndex contents, DataSetIndex.Table table) {
        return new PagedTable(table, contents.pages(table), resources);
    }

    private <T> Reading<T> read(Read<T> read) {
        try {
            return Reading.of(read.from(contents()));
        } catch (IOException | RuntimeException e) {
            // A line that cannot be parsed is a damaged data set: for the caller the same as one that is not there.
            return new Reading.Failed<>(e.toString());
        }
    }

    /** Threads that race here read the same index twice, which harms nobody. */
    private DataSetIndex contents() throws IOException {
        var known = index;
        if (known == null) {
            known = DataSetIndex.read(resources);
            index = known;
        }
        return known;
    }
}
