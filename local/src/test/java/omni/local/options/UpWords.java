package omni.local.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omni.local.options.CommandWords.Parsed;
import picocli.CommandLine;

/** What {@code ./omni up} makes of its words, for tests of other packages too. */
public final class UpWords {

    private UpWords() {}

    /** The options that these words say, which have to be right. */
    public static LocalOptions options(List<String> words) {
        var options = new UpOptions();
        assertThat(CommandWords.read(new CommandLine(options), words)).isEqualTo(new Parsed.Read(List.of()));
        return options.options();
    }
}
