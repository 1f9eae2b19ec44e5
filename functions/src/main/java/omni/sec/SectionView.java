package omni.sec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omni.json.Named;
import org.jspecify.annotations.Nullable;

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
        Optional<Validation> validation)
        implements Viewed {

    private static final String SUPPORTED = "supported";

    /** {@code view=compact}. */
    public record Compact(
            @Nullable String ticker,
            @Nullable String form,
            String key,
            String title,
            @Nullable String accessionNumber,
            @Nullable String snippet) {}

    /**
     * {@code view=agent}: what a citation needs, and the same under the names that citation tools use. Without a reason in
     * {@code _citation_degraded} the snippet is a quotation, and the offsets are the section's place in the filing's text.
     */
    public record Agent(
            String object,
            @Nullable String ticker,
            @Nullable String accessionNumber,
            String key,
            @Nullable Integer startOffset,
            @Nullable Integer endOffset,
            @Nullable String snippet,
            @Nullable String accession,
            @Named("section_key") String sectionKey,
            @Named("char_start") @Nullable Integer charStart,
            @Named("char_end") @Nullable Integer charEnd,
            @Named("highlighted_snippet") @Nullable String highlightedSnippet,
            @Named("source_url") @Nullable String sourceUrl,
            @Named("_citation_degraded") Optional<String> citationDegraded) {}

    /** What the content can be checked against. */
    public record Trace(String id, String kind, String status, String href, Optional<Region> region) {}

    /** The section's place in the filing's text, in Unicode code points, the end exclusive; absent where it is not sure. */
    public record Region(int startOffset, int endOffset) {}

    /**
     * What a section says: the source's text, or an abstract where it has none.
     *
     * @param isPlaced whether the section's offsets can be those of this content
     */
    record Content(String markdown, String snippet, boolean isText, boolean isPlaced) {

        Content cutToSnippet() {
            return new Content(snippet, snippet, isText, isPlaced);
        }
    }

    @Override
    public Compact compact() {
        return new Compact(
                ticker.orElse(null), form.orElse(null), key, title, provenance.accessionNumber(), snippet.orElse(null));
    }

    @Override
    public Agent agent(List<Filing> filings) {
        var region = trace.flatMap(Trace::region);
        var start = region.map(Region::startOffset).orElse(null);
        var end = region.map(Region::endOffset).orElse(null);
        var accession = provenance.accessionNumber();
        var words = snippet.orElse(null);
        return new Agent(
                object,
                ticker.orElse(null),
                accession,
                key,
                start,
                end,
                words,
                accession,
                key,
                start,
                end,
                words,
                provenance.filingUrl(),
                citationDegraded());
    }

    private Optional<String> citationDegraded() {
        if (trace.filter(known -> known.status().equals(SUPPORTED)).isEmpty()) {
            return Optional.of("no_section_text");
        }
        return trace.flatMap(Trace::region).isEmpty() ? Optional.of("offsets_invalid") : Optional.empty();
    }

    static SectionView of(
            Company company, Filing filing, SectionPlace section, Content content, Origin origin, boolean livemode) {
        return new SectionView(
                "section",
                DataIds.section(filing, section),
                origin.retrievedAt(),
                livemode,
                DataIds.filing(filing),
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
                DataIds.trace(filing, section),
                content.isText() ? "filing_excerpt" : "filing_fact",
                content.isText() ? SUPPORTED : "degraded",
                filing.url(),
                content.isPlaced()
                        ? Optional.of(new Region(section.startOffset(), section.endOffset()))
                        : Optional.empty());
    }
}
