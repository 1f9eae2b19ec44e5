package omni.sec.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.Lookup;
import omni.sec.LookupRefusal;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that fails is an outcome, at whatever resource it fails. */
class FailuresTest {

    private static final Map<String, String> APPLE = Map.of("ticker", "AAPL");

    @Test
    void aSourceThatIsDownIsALookupFailedOfWhatWasAskedFor() {
        assertThat(codes(name -> {
                    throw new IOException("no " + name);
                }))
                .containsExactly(
                        "entity_lookup_failed",
                        "filing_lookup_failed",
                        "section_lookup_failed",
                        "statement_lookup_failed");
    }

    @ParameterizedTest(name = "garbage in {0}")
    @ValueSource(strings = {"index.tsv", "tickers/", "companies/"})
    void aDamagedResourceIsALookupFailed(String damaged) {
        assertThat(codes(damage(damaged))).allMatch(code -> code.endsWith("_lookup_failed"));
    }

    @ParameterizedTest(name = "garbage in {0}")
    @ValueSource(strings = {"filings/", "statements/"})
    void aDamagedResourceFailsOnlyTheLookupsThatReadIt(String damaged) {
        assertThat(codes(damage(damaged))).first().isEqualTo("found");
        assertThat(codes(damage(damaged))).last().isEqualTo("statement_lookup_failed");
    }

    @Test
    void theReasonIsForTheLogAndNotForTheCaller() {
        var lookup = new EntityLookup(new BundledFilings(name -> {
                    throw new IOException("secret path of " + name);
                }))
                .resolve(APPLE, true);

        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(LookupRefusal.LookupFailed.class, failed -> {
                                    assertThat(failed.reason()).contains("secret path of index.tsv");
                                    assertThat(failed.message()).doesNotContain("secret");
                                }));
    }

    @Test
    void aSourceThatComesBackIsReadAgain() {
        var down = new boolean[] {true};
        var classPath = ResourceReader.ofClassPath();
        var lookup = new EntityLookup(new BundledFilings(name -> {
            if (down[0]) {
                throw new IOException("down");
            }
            return classPath.read(name);
        }));

        assertThat(code(lookup.resolve(APPLE, true))).isEqualTo("entity_lookup_failed");
        down[0] = false;
        assertThat(code(lookup.resolve(APPLE, true))).isEqualTo("found");
    }

    private static ResourceReader damage(String damaged) {
        var classPath = ResourceReader.ofClassPath();
        return name -> name.startsWith(damaged)
                ? new String(classPath.read(name), StandardCharsets.UTF_8)
                        .replaceAll("(?m)^([^\t\n]+\t[^\t\n]+).*$", "$1\t?")
                        .replaceAll("(?m)^(origin|F)\t.*$", "$1\t?")
                        .getBytes(StandardCharsets.UTF_8)
                : classPath.read(name);
    }

    private static Stream<String> codes(ResourceReader resources) {
        var source = new BundledFilings(resources);
        return Stream.of(
                code(new EntityLookup(source).resolve(APPLE, true)),
                code(new FilingLookup(source).latest(APPLE, true)),
                code(new SectionLookup(source).latest("item_7", APPLE, true)),
                code(new StatementLookup(source).find("income_statement", APPLE, true)));
    }

    private static <T> String code(Lookup<T> lookup) {
        return switch (lookup) {
            case Lookup.Found<T> _ -> "found";
            case Lookup.Refused<T> refused -> refused.refusal().code();
        };
    }
}
