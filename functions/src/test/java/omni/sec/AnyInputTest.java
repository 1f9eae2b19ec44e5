package omni.sec;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is asked, there is an answer or a refusal, never an exception. */
class AnyInputTest {

    private static final int CALLS = 4_000;
    private static final List<String> PARAMETERS = List.of(
            "ticker",
            "symbol",
            "cik",
            "isin",
            "name",
            "query",
            "q",
            "form",
            "fp",
            "fy",
            "filing_year",
            "fy_from",
            "fy_to",
            "period",
            "limit",
            "mode",
            "view");
    private static final List<String> VALUES = List.of(
            "AAPL",
            "brk.b",
            "GOOG",
            "320193",
            "0000320193",
            "apple",
            "the",
            "inc",
            "&",
            "/",
            "\\",
            "-",
            "\t",
            "\n",
            "\u0000",
            "é",
            "ﬁ",
            "İ",
            "🂡",
            "10-K",
            "10-q",
            "FY",
            "Q2",
            "2024",
            "2023",
            "annual",
            "quarterly",
            "4",
            "40",
            "full",
            "compact",
            "agent",
            "default",
            "",
            " ",
            "99999999999999999999",
            "~",
            "zzzz",
            "s a",
            "n v");

    @Test
    void nothingThrows() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int call = 0; call < CALLS; call++) {
            var query = query(random);
            var path = random.nextBoolean() ? "item_7" : value(random);
            var statement = random.nextBoolean() ? "balance_sheet" : value(random);
            assertThatCode(() -> askAll(path, statement, query))
                    .as("seed %d: %s, %s, %s", seed, path, statement, query)
                    .doesNotThrowAnyException();
        }
    }

    private static void askAll(String path, String statement, Map<String, String> query) {
        new EntityLookup(Look.BUNDLED).resolve(query, true);
        new FilingLookup(Look.BUNDLED).latest(query, false);
        new SectionLookup(Look.BUNDLED).latest(path, query, true);
        new StatementLookup(Look.BUNDLED).find(statement, query, false);
    }

    private static Map<String, String> query(Random random) {
        var query = new HashMap<String, String>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            query.put(PARAMETERS.get(random.nextInt(PARAMETERS.size())), value(random));
        }
        return query;
    }

    /** One to three of the values in a row. */
    private static String value(Random random) {
        var value = new StringBuilder(VALUES.get(random.nextInt(VALUES.size())));
        while (random.nextInt(3) == 0) {
            value.append(random.nextBoolean() ? " " : "").append(VALUES.get(random.nextInt(VALUES.size())));
        }
        return value.toString();
    }
}
