package omni.sec;

import java.util.List;
import java.util.Optional;

/** What was checked about an object: a shared block of contract 11.12. */
public record Validation(String status, Optional<String> confidence, Optional<List<String>> exceptions) {

    /** Facts checked when the source was read; an accession number from one place only lowers the confidence. */
    static Validation of(Filing filing) {
        return new Validation("validated", Optional.of(filing.corroborated() ? "high" : "medium"), Optional.empty());
    }

    /** The issuer list is taken as it is. */
    static Validation unchecked() {
        return new Validation("unvalidated", Optional.empty(), Optional.empty());
    }

    /** The section is known, its text is not at hand. */
    static Validation withoutText() {
        return new Validation("degraded", Optional.of("low"), Optional.of(List.of("no_section_text")));
    }
}
