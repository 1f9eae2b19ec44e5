package omni.local.story;

import java.util.List;

/** Calls that succeed, one for each data route. */
final class Calls {

    static final String RESOLVE = "/v1/entities/resolve?ticker=AAPL";
    static final String FILING = "/v1/filings/latest?ticker=AAPL&form=10-K";
    static final String SECTION = "/v1/filings/latest/sections/item_1a?ticker=AAPL&form=10-K";
    static final String STATEMENT = "/v1/statements/income_statement?ticker=AAPL";
    static final List<String> ALL = List.of(RESOLVE, FILING, SECTION, STATEMENT);

    private Calls() {}

    /** A resolution of a symbol. */
    static String resolve(String symbol) {
        return "/v1/entities/resolve?ticker=" + symbol;
    }
}
