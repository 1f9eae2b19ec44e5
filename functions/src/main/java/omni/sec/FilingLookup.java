package omni.sec;

import static omni.sec.LookupRefusal.Thing.FILING;

import java.util.List;
import java.util.Map;

/** Finds an issuer's latest filing (GetLatestFiling, contract 11.12). */
public final class FilingLookup {

    private final FilingSource source;

    public FilingLookup(FilingSource source) {
        this.source = source;
    }

    /**
     * The newest filing that fits {@code form}, {@code fp}, {@code filing_year} and {@code fy}.
     *
     * @param livemode the mode of the caller's key; both modes read the same source
     */
    public Lookup<FilingView> latest(Map<String, String> query, boolean livemode) {
        var parameters = new Query(query);
        var selector = parameters.selector(Selector.ISSUER);
        var filter = new FilingFilter(
                parameters.form("form"),
                parameters.fiscalPeriod("fp"),
                parameters.year("filing_year"),
                parameters.year("fy"));
        var fault = parameters.fault();
        return fault.isPresent()
                ? new Lookup.Refused<>(fault.get())
                : Outcomes.of(FILING, find(selector, filter, livemode, parameters.view()));
    }

    private Reading<Lookup<FilingView>> find(Selector selector, FilingFilter filter, boolean livemode, View view) {
        return new Issuers(source).find(selector, FILING, match -> find(match.company(), filter, livemode, view));
    }

    private Reading<Lookup<FilingView>> find(Company company, FilingFilter filter, boolean livemode, View view) {
        return source.filings(company)
                .map(filter::newest)
                .then(newest -> newest.isEmpty()
                        ? Outcomes.notFound(FILING, filter.notFoundMessage(company))
                        : describe(company, newest.get(), livemode, view));
    }

    private Reading<Lookup<FilingView>> describe(Company company, Filing filing, boolean livemode, View view) {
        return source.origin()
                .then(origin -> new Statements(source)
                        .keyFigures(company, filing, List.of(StatementKey.INCOME_STATEMENT))
                        .map(figures -> new FilingAbstract(company, filing, figures))
                        .map(facts -> new Lookup.Found<>(
                                FilingView.of(company, filing, facts, origin, livemode), List.of(filing), view)));
    }
}
