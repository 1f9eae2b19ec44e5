package omni.local.command;

import java.util.List;

/** A command of {@code ./omni} whose words picocli has read. */
interface ShellCommand {

    /** What only the command itself can see to be wrong with its words or its environment. */
    default List<String> faults() {
        return List.of();
    }

    /** Does it; answers the exit code. */
    int run() throws Exception;
}
