package omni.sec;

import static omni.sec.LookupRefusal.InvalidParameter.Kind.INVALID_REQUEST_PARAMETER;
import static omni.sec.LookupRefusal.Thing.STATEMENT;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Finds an issuer's statement over several periods (GetStatement, contract 11.12). */
public final class StatementLookup {

    private static final int MOST_PERIODS = 40;
    private static final int DEFAULT_PERIODS = 4;

    private final FilingSource source;

    public StatementLookup(FilingSource source) {
        this.source = source;
    }

    /** The fiscal years wanted: one, a range, or what both have in common. */
    private record Years(OptionalInt only, OptionalInt from, OptionalInt to) {

        boolean contain(int year) {
            return only.orElse(year) == year && from.orElse(year) <= year && to.orElse(year) >= year;
        }

        boolean areReversed() {
            return from.isPresent() && to.isPresent() && from.getAsInt() > to.getAsInt();
        }
    }

    private record Request(
            Selector selector,
            StatementKey statement,
            Cadence cadence,
            Years years,
            int limit,
            boolean livemode,
            View view) {}

    /**
     * A statement over the newest periods that fit {@code period}, {@code fy}, {@code fy_from} and {@code fy_to}.
     *
     * @param statementKey one of {@link StatementKey#wireNames()}
     * @param livemode the mode of the caller's key; both modes read the same source
     */
    public Lookup<StatementView> find(String statementKey, Map<String, String> query, boolean livemode) {
        var statement = StatementKey.of(statementKey);
        if (statement.isEmpty()) {
            return new Lookup.Refused<>(unknownStatement());
        }
        var parameters = new Query(query);
        var request = new Request(
                parameters.selector(Selector.ISSUER),
                statement.get(),
                Cadence.of(parameters.oneOf("period", Cadence.wireNames(), Cadence.ANNUAL.wireName())),
                new Years(parameters.year("fy"), parameters.year("fy_from"), parameters.year("fy_to")),
                parameters.number("limit", 1, MOST_PERIODS, DEFAULT_PERIODS),
                livemode,
                parameters.view());
        if (request.years().areReversed()) {
            parameters.invalid("fy_from", "fy_from must not be later than fy_to.");
        }
        var fault = parameters.fault();
        return fault.isPresent() ? new Lookup.Refused<>(fault.get()) : Outcomes.of(STATEMENT, find(request));
    }

    private Reading<Lookup<StatementView>> find(Request request) {
        return new Issuers(source).find(request.selector(), STATEMENT, match -> find(match.company(), request));
    }

    private Reading<Lookup<StatementView>> find(Company company, Request request) {
        var table = new Statements(source)
                .table(company, request.statement(), request.cadence(), request.years()::contain, request.limit());
        return table.then(found -> found.columns().isEmpty()
                ? Outcomes.notFound(STATEMENT, notFoundMessage(company, request))
                : source.origin()
                        .map(origin -> new Lookup.Found<>(
                                StatementView.of(
                                        company,
                                        request.statement(),
                                        request.cadence(),
                                        found,
                                        origin,
                                        request.livemode()),
                                found.filings(),
                                request.view())));
    }

    private static LookupRefusal unknownStatement() {
        var accepted = StatementKey.wireNames();
        return new LookupRefusal.InvalidParameter(
                INVALID_REQUEST_PARAMETER,
                "statement_key",
                accepted,
                "statement_key must be one of: " + String.join(", ", accepted) + ".");
    }

    private static String notFoundMessage(Company company, Request request) {
        var statement =
                request.cadence().wireName() + " " + request.statement().title().toLowerCase(Locale.ROOT);
        // Most 10-Qs state cash flows for the year to date only, which is not what was asked for.
        return "No " + statement + " of " + company.name() + " is available for the fiscal years asked for"
                + (request.cadence() == Cadence.QUARTERLY
                        ? "; a quarter is served where a 10-Q reports it alone."
                        : ".");
    }
}
