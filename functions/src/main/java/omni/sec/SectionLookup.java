package omni.sec;

import static omni.sec.LookupRefusal.InvalidParameter.Kind.INVALID_SECTION_MODE;
import static omni.sec.LookupRefusal.Thing.FILING;
import static omni.sec.LookupRefusal.Thing.SECTION;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds a section of an issuer's latest filing (GetLatestSection, contract 11.12). */
public final class SectionLookup {

    private static final List<String> MODES = List.of("full", "compact");
    private static final String DEFAULT_FORM = "10-K";
    private static final int LONGEST_KEY = 40;
    private static final int SNIPPET_CHARACTERS = 400;

    /** Sections that speak of the figures: discussion and statements, of the 10-K and of the 10-Q. */
    private static final Set<String> WITH_FIGURES = Set.of("item_7", "item_8", "part_i_item_1", "part_i_item_2");

    private final FilingSource source;

    public SectionLookup(FilingSource source) {
        this.source = source;
    }

    private record Request(
            Selector selector, FilingFilter filter, String key, boolean compact, boolean livemode, View view) {}

    /**
     * A section of the newest filing that fits {@code form}, {@code filing_year} and {@code fy}.
     *
     * @param sectionKey {@code item_1a}, {@code part_ii_item_1a}; case, dashes and blanks do not matter
     * @param livemode the mode of the caller's key; both modes read the same source
     */
    public Lookup<SectionView> latest(String sectionKey, Map<String, String> query, boolean livemode) {
        var parameters = new Query(query);
        var request = new Request(
                parameters.selector(Selector.ISSUER),
                new FilingFilter(
                        parameters.form("form").or(() -> Optional.of(DEFAULT_FORM)),
                        Optional.empty(),
                        parameters.year("filing_year"),
                        parameters.year("fy")),
                sectionKey.strip().toLowerCase(Locale.ROOT).replaceAll("[ .-]+", "_"),
                parameters.oneOf(INVALID_SECTION_MODE, "mode", MODES, "full").equals("compact"),
                livemode,
                parameters.view());
        var fault = parameters.fault();
        return fault.isPresent() ? new Lookup.Refused<>(fault.get()) : Outcomes.of(SECTION, find(request));
    }

    private Reading<Lookup<SectionView>> find(Request request) {
        return new Issuers(source).find(request.selector(), FILING, match -> find(match.company(), request));
    }

    private Reading<Lookup<SectionView>> find(Company company, Request request) {
        return source.filings(company)
                .map(request.filter()::newest)
                .then(filing -> filing.isEmpty()
                        ? Outcomes.notFound(FILING, request.filter().notFoundMessage(company))
                        : find(company, filing.get(), request));
    }

    private Reading<Lookup<SectionView>> find(Company company, Filing filing, Request request) {
        var section = filing.section(request.key());
        if (section.isEmpty()) {
            return Outcomes.notFound(SECTION, notFoundMessage(company, filing, request.key()));
        }
        return source.origin()
                .then(origin -> content(company, filing, section.get())
                        .map(content -> request.compact() ? content.cutToSnippet() : content)
                        .map(content -> new Lookup.Found<>(
                                SectionView.of(company, filing, section.get(), content, origin, request.livemode()),
                                List.of(filing),
                                request.view())));
    }

    private Reading<SectionView.Content> content(Company company, Filing filing, SectionPlace section) {
        return source.text(filing, section)
                .then(text -> text.isPresent()
                        ? Reading.of(of(text.get(), filing, section))
                        : facts(company, filing, section));
    }

    private Reading<SectionView.Content> facts(Company company, Filing filing, SectionPlace section) {
        var statements =
                WITH_FIGURES.contains(section.key()) ? List.of(StatementKey.values()) : List.<StatementKey>of();
        return new Statements(source)
                .keyFigures(company, filing, statements)
                .map(figures -> new FilingAbstract(company, filing, figures))
                .map(facts -> new SectionView.Content(
                        facts.sectionContent(section), facts.sectionSnippet(section), false, filing.holds(section)));
    }

    /** A text of another length than the section's place is not what its offsets were counted in. */
    private static SectionView.Content of(String text, Filing filing, SectionPlace section) {
        var isPlaced = filing.holds(section) && text.codePointCount(0, text.length()) == section.length();
        return new SectionView.Content(text, beginning(text), true, isPlaced);
    }

    private static String beginning(String text) {
        int codePoints = text.codePointCount(0, text.length());
        return codePoints <= SNIPPET_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SNIPPET_CHARACTERS));
    }

    private static String notFoundMessage(Company company, Filing filing, String key) {
        var section = key.length() > LONGEST_KEY ? "a section of that name" : "section " + key;
        return "Form " + filing.form() + " of " + company.name() + " for " + filing.periodInWords()
                + " has no place for " + section + " here; " + filing.sections().size() + " of its sections are known.";
    }
}
