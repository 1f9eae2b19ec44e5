package stripesimulator;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/** Runs a simulator alone: prints where it listens, as one line, and goes on until it is stopped. */
public final class SimulatorProgram {

    private static final int WRONG = 2;

    private SimulatorProgram() {}

    /** What runs until it is closed, or why nothing does. */
    sealed interface Start {
        /** It listens. */
        record Running(StripeSimulator simulator) implements Start {}

        /** Nothing runs. */
        record Ended(int exitCode) implements Start {}
    }

    /** Ends with 2, and says why in one line, where it cannot start. */
    public static void main(String[] arguments) throws InterruptedException {
        switch (start(List.of(arguments), System.out, System.err)) {
            case Start.Ended(int exitCode) -> System.exit(exitCode);
            case Start.Running(var simulator) -> {
                Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
                Thread.currentThread().join();
            }
        }
    }

    static Start start(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(ProgramOptions.USAGE);
            return new Start.Ended(0);
        }
        try {
            var options = ProgramOptions.parse(arguments, InstantSource.system());
            var simulator = StripeSimulator.start(options.config());
            simulator.control(new Controls(simulator, options.clock()));
            out.println(simulator.baseUri());
            return new Start.Running(simulator);
        } catch (IllegalArgumentException | IOException e) {
            err.println("stripe-simulator: " + String.valueOf(e.getMessage()).replace('\n', ' '));
            return new Start.Ended(WRONG);
        }
    }
}
