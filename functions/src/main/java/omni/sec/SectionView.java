package omni.sec;

import java.time.Instant;
import java.util.Optional;

/** The default view of a section (contract 11.12), without the request's own fields. */
public record SectionView(
        String object,
        String id,
        Instant createdAt,
        boolean livemode,
        String filingId,
        Optional<String> ticker,
        Optional<String> form,
        String key,
        String title,
        String contentMd,
        Optional<String> snippet,
        Optional<Trace> trace,
        Provenance provenance,
        Optional<Freshness> freshness,
        Optional<Materialization> materialization,
        Optional<Validation> validation) {

    /** What the content can be checked against. */
    public record Trace(String id, String kind, String status, String href, Optional<Region> region) {}

    /** The section's place in the filing's text, in Unicode code points, the end exclusive. */
    public record Region(int startOffset, int endOffset) {}

    /** What a section says: the source's text, or an abstract where it has none. */
    record Content(String markdown, String snippet, boolean isText) {

        Content cutToSnippet() {
            return new Content(snippet, snippet, isText);
        }
    }

    static SectionView of(
            Company company, Filing filing, SectionPlace section, Content content, Origin origin, boolean livemode) {
        return new SectionView(
                "section",
                Ids.section(filing, section),
                origin.retrievedAt(),
                livemode,
                Ids.filing(filing),
                company.ticker(),
                Optional.of(filing.form()),
                section.key(),
                section.title(),
                content.markdown(),
                Optional.of(content.snippet()),
                Optional.of(trace(filing, section, content)),
                Provenance.of(origin, filing),
                Optional.of(Freshness.of(origin, filing)),
                Optional.of(Materialization.of(origin)),
                Optional.of(content.isText() ? Validation.of(filing) : Validation.withoutText()));
    }

    private static Trace trace(Filing filing, SectionPlace section, Content content) {
        return new Trace(
                Ids.trace(filing, section),
                content.isText() ? "filing_excerpt" : "filing_fact",
                content.isText() ? "supported" : "degraded",
                filing.url(),
                Optional.of(new Region(section.startOffset(), section.endOffset())));
    }
}
