package omni.sec;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How names and symbols are written before they are compared; the data set's indexes are made by the same rules. */
public final class Names {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern APOSTROPHES = Pattern.compile("['’`]");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** EDGAR tells same-named registrants apart by a state or status: {@code BANK OF AMERICA CORP /DE/}. */
    private static final Pattern REGISTRY_MARK = Pattern.compile("\\s*[/\\\\]\\s*\\p{L}{0,4}\\s*[/\\\\]?\\s*$");

    private static final Set<String> LEGAL_FORMS = Set.of(
            "ab",
            "ag",
            "as",
            "asa",
            "bv",
            "co",
            "company",
            "corp",
            "corporation",
            "inc",
            "incorporated",
            "limited",
            "llc",
            "llp",
            "lp",
            "ltd",
            "nv",
            "plc",
            "sa",
            "se",
            "spa");
    /** Legal forms that punctuation splits: {@code N.V.} reads as two words. */
    private static final List<String> SPLIT_FORMS = List.of(" n v", " s a", " l p", " s p a", " l l c", " p l c");

    private Names() {}

    /** Lower case, without accents and apostrophes, "&" as "and", other punctuation as one blank. */
    public static String normalize(String name) {
        var letters =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        var joined = APOSTROPHES.matcher(letters).replaceAll("").replace("&", " and ");
        return NOT_LETTERS.matcher(joined).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /** The normalized name without the registry's mark and without legal forms at its end; never empty for a name. */
    public static String withoutSuffix(String name) {
        var bare = normalize(REGISTRY_MARK.matcher(name).replaceFirst(""));
        if (bare.isEmpty()) {
            return normalize(name);
        }
        for (var shorter = shorten(bare); !shorter.equals(bare); shorter = shorten(bare)) {
            bare = shorter;
        }
        return bare;
    }

    /** The words that a name is found by. */
    public static List<String> words(String name) {
        return Stream.of(withoutSuffix(name).split(" "))
                .filter(word -> word.length() > 1 && !word.equals("and"))
                .distinct()
                .toList();
    }

    /** A symbol as lists write it: upper case, one dash for every other separator ({@code brk.b} is {@code BRK-B}). */
    public static String symbol(String symbol) {
        var dashed = NOT_LETTERS.matcher(symbol.strip()).replaceAll("-").toUpperCase(Locale.ROOT);
        return dashed.replaceAll("^-|-$", "");
    }

    /** A symbol without separators ({@code BRKB}). */
    public static String compactSymbol(String symbol) {
        return symbol(symbol).replace("-", "");
    }

    private static String shorten(String name) {
        for (var form : SPLIT_FORMS) {
            if (name.endsWith(form)) {
                return name.substring(0, name.length() - form.length());
            }
        }
        int blank = name.lastIndexOf(' ');
        var last = name.substring(blank + 1);
        return blank > 0 && (LEGAL_FORMS.contains(last) || last.equals("and")) ? name.substring(0, blank) : name;
    }
}
