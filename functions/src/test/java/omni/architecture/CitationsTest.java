package omni.architecture;

import static omni.architecture.Citations.ARCHITECTURE;
import static omni.architecture.Citations.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omni.architecture.Citations.Citation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is sent to a section of the contract or of the architecture finds it. */
class CitationsTest {

    private static final String CONTRACT_PAGE = "docs/contract.md";
    private static final String ARCHITECTURE_PAGE = "docs/architecture.md";
    private static final Map<String, Set<String>> SECTIONS = Map.of(
            CONTRACT, Citations.sections(Repository.text(CONTRACT_PAGE)),
            ARCHITECTURE, Citations.sections(Repository.text(ARCHITECTURE_PAGE)));

    @Test
    void everyCitedSectionExists() throws IOException {
        var missing = new ArrayList<String>();
        var seen = 0;
        for (var file : Repository.texts(Set.of(".java", ".md", ".yaml", ".yml", "pom.xml"))
                .entrySet()) {
            if (file.getKey().endsWith("/CitationsTest.java")) {
                continue;
            }
            var own = file.getKey().equals(ARCHITECTURE_PAGE) ? ARCHITECTURE : CONTRACT;
            var cited = Citations.in(file.getValue(), own);
            seen += cited.size();
            missing(cited).forEach(citation -> missing.add(file.getKey() + ": " + citation));
        }
        assertThat(missing).as("cited, and no heading of the document").isEmpty();
        assertThat(seen).isGreaterThan(500);
    }

    @Test
    void theContractCitesSectionsThatItHas() {
        var cited = Citations.inPassing(Repository.text(CONTRACT_PAGE));

        assertThat(missing(cited)).isEmpty();
        assertThat(cited).hasSizeGreaterThan(15);
    }

    private static List<Citation> missing(List<Citation> cited) {
        return cited.stream()
                .filter(citation ->
                        !SECTIONS.getOrDefault(citation.document(), Set.of()).contains(citation.section()))
                .toList();
    }

    @Test
    void aSectionThatNobodyWroteIsMissed() {
        assertThat(missing(Citations.in("(contract 11.4, 11.40 and architecture 12)", CONTRACT)))
                .containsExactly(new Citation(CONTRACT, "11.40"), new Citation(ARCHITECTURE, "12"));
        assertThat(missing(Citations.inPassing("as it says there (7.9)")))
                .containsExactly(new Citation(CONTRACT, "7.9"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        (contract 11.4)                                | contract 11.4
        Contract 5.2, first match wins.                | contract 5.2
        contract 3.2, 3.5 and 11.2; 9 more             | contract 3.2, contract 3.5, contract 11.2
        contract sections 1, 2, and 3                  | contract 1, contract 2, contract 3
        the contract's section 4.                      | contract 4
        contract 11.1a, 13                             | contract 11.1a, contract 13
        contract 9.4 or 11.12, RFC 4180                | contract 9.4, contract 11.12
        Contract 4, steps 3 to 7                       | contract 4
        contract 4, step 0, 7.1                        | contract 4, contract 7.1
        contract 2 (CORS), 4 (step 0), 7.1             | contract 2, contract 4, contract 7.1
        contract 4 and 10, architecture 3 and 5        | contract 4, contract 10, architecture 3, architecture 5
        in the contract's order (section 4)            | contract 4
        as the contract lists them (6.1)               | contract 6.1
        all headers of section 8, and sections 2 and 9 | contract 8, contract 2, contract 9
        (contract\\n     * 11.4, 11.5)                   | contract 11.4, contract 11.5
        // contract 8,\\n        // 9.1                  | contract 8, contract 9.1
        new Contract(1.5), a contract of 30 days       |
        """)
    void eachFormOfACitationIsSeen(String text, String cited) {
        var found = Citations.in(text.replace("\\n", "\n"), CONTRACT);

        assertThat(found.stream()
                        .map(each -> each.document() + " " + each.section())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(cited == null ? "" : cited);
    }

    @Test
    void aPageMeansItsOwnSections() {
        assertThat(Citations.in("Section 8 is the policy table (section 5)", ARCHITECTURE))
                .containsExactly(new Citation(ARCHITECTURE, "8"), new Citation(ARCHITECTURE, "5"));
    }
}
