package omni.local.command;

import java.util.List;
import java.util.stream.Stream;
import omni.local.machine.LocalFault;
import omni.local.options.CommandWords;
import omni.local.options.CommandWords.Parsed;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands of {@code ./omni} that are programs. Each ends with 0 when it is done, with 1 when it found something amiss or
 * failed, with 2 when it was used wrongly, or could not ask what it is to compare.
 */
public final class Omni {

    private static final int MISUSED = 2;

    private Omni() {}

    /** The command's name, then its words. */
    public static void main(String[] arguments) {
        QuietLogs.install();
        var words = List.of(arguments);
        var console = Console.ofProcess();
        Program.main(() -> run(console, words.getFirst(), words.subList(1, words.size())));
    }

    /** The exit code. */
    static int run(Console console, String name, List<String> words) {
        if (name.equals("completion")) {
            console.out().print(completion(console, words));
            return 0;
        }
        var command = commands(console)
                .filter(each -> each.getCommandName().equals(name))
                .findFirst()
                .orElseThrow(() -> new LocalFault("unknown command " + name));
        command.setCommandName("./omni " + name);
        return switch (CommandWords.read(command, words)) {
            case Parsed.Help(var usage) -> {
                console.out().print(usage);
                yield 0;
            }
            case Parsed.Read(var faults) -> run(console, command, faults);
        };
    }

    private static int run(Console console, CommandLine line, List<String> faults) {
        ShellCommand command = line.getCommand();
        var all = Stream.concat(faults.stream(), command.faults().stream()).toList();
        if (!all.isEmpty()) {
            all.forEach(console::fault);
            return MISUSED;
        }
        return Program.exitCode(console.err(), line.getCommandSpec().exitCodeOnExecutionException(), command::run);
    }

    private static Stream<CommandLine> commands(Console console) {
        return Stream.of(
                        new Up(console),
                        new Demo(console),
                        new Chat(console),
                        new StripeSync(console),
                        new ReconcileBooks(console),
                        new Explain(console),
                        new RebuildRows(console))
                .map(command -> withHelp(new CommandLine(command)));
    }

    private static CommandLine withHelp(CommandLine command) {
        var help = OptionSpec.builder("-h", "--help").usageHelp(true).description("print this");
        command.getCommandSpec()
                .addOption(help.build())
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .footerHeading("%n")
                .sortOptions(false)
                .sortSynopsis(false)
                .width(140);
        return command;
    }

    /** A script for bash and zsh that completes these commands, and by their names the launcher's own. */
    private static String completion(Console console, List<String> launcher) {
        var all = new CommandLine(CommandSpec.create());
        commands(console).forEach(command -> all.addSubcommand(command.getCommandName(), command));
        launcher.stream()
                .filter(name -> !all.getSubcommands().containsKey(name))
                .forEach(name -> all.addSubcommand(name, CommandSpec.create()));
        return AutoComplete.bash("omni", all);
    }
}
