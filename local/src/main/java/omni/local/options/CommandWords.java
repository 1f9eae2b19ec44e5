package omni.local.options;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command's words into its fields, whole: faults do not hide each other. */
public final class CommandWords {

    /** What a command's words turned out to be. */
    public sealed interface Parsed {

        /** Help is asked for: nothing else counts. */
        record Help(String usage) implements Parsed {}

        /** Every fault, a line each; there may be none. */
        record Read(List<String> faults) implements Parsed {}
    }

    private CommandWords() {}

    /** Values follow a space or an equals sign; a word that looks like an option is never a value. */
    public static Parsed read(CommandLine command, List<String> words) {
        command.setAllowOptionsAsOptionParameters(false).setUnmatchedOptionsAllowedAsOptionParameters(false);
        command.getCommandSpec().parser().collectErrors(true);
        var result = command.parseArgs(words.toArray(String[]::new));
        if (result.isUsageHelpRequested()) {
            return new Parsed.Help(command.setSeparator(" ").getUsageMessage());
        }
        return new Parsed.Read(result.errors().stream()
                .flatMap(error -> faults((ParameterException) error))
                .toList());
    }

    private static Stream<String> faults(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched.getUnmatched().stream()
                    .map(word -> (word.startsWith("-") ? "unknown option " : "unknown argument ") + word);
        }
        // picocli names the option first, in quotes
        var name = Objects.requireNonNull(error.getMessage()).split("'", 3)[1];
        return Stream.of(
                switch (error) {
                    case MissingParameterException _ -> name + " needs a value";
                    case MaxValuesExceededException _ -> name + " takes no value";
                    case OverwrittenOptionException _ -> name + " is given twice";
                    default ->
                        error.getValue().isBlank()
                                ? name + " needs a value"
                                : name + " " + error.getValue() + ": "
                                        + Objects.requireNonNull(error.getCause())
                                                .getMessage();
                });
    }
}
