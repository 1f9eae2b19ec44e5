package omni.local.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Writes the bundled data set: {@code BuildSecDataSet <source folder> <target folder> <date of the issuer list>}.
 *
 * <p>The source folder holds {@code directory.csv}, {@code issuers.json}, {@code filings.json} and
 * {@code statements.json}. The target folder is emptied first, if it is a data set. The date becomes the
 * {@code retrievedAt} of everything served: no clock is asked, so that the same input gives the same bytes.
 */
public final class BuildSecDataSet {

    private BuildSecDataSet() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        if (arguments.length != 3) {
            System.err.println("Usage: BuildSecDataSet <source folder> <target folder> <date of the issuer list>");
            return 2;
        }
        try {
            var retrievedAt =
                    LocalDate.parse(arguments[2]).atStartOfDay(ZoneOffset.UTC).toInstant();
            build(Path.of(arguments[0]), Path.of(arguments[1]), retrievedAt);
            return 0;
        } catch (DateTimeParseException e) {
            System.err.println("Not a date (YYYY-MM-DD): " + arguments[2]);
            return 2;
        } catch (IOException | RuntimeException e) {
            System.err.println("The data set was not built: " + e.getMessage());
            return 1;
        }
    }

    /** Writes nothing before everything has been read and laid out. */
    static void build(Path source, Path target, Instant retrievedAt) throws IOException {
        var facts = SourceFacts.read(source);
        var layout = new DataSetLayout(retrievedAt);
        layout.add(facts);
        DataSetFolder.replace(target, layout.resources());
    }
}
