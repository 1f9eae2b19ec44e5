package omni.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import omni.local.machine.LocalFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    static Stream<Arguments> whateverIsThrown() {
        return Stream.of(
                Arguments.of(new LocalFault("the port is taken"), "omni: the port is taken"),
                Arguments.of(
                        new IllegalStateException("two\nlines"), "omni: java.lang.IllegalStateException: two lines"),
                Arguments.of(
                        new UncheckedIOException("cannot write", new IOException("disk full")),
                        "omni: java.io.UncheckedIOException: cannot write (java.io.IOException: disk full)"),
                Arguments.of(new IOException(), "omni: java.io.IOException"),
                Arguments.of(new OutOfMemoryError("heap"), "omni: java.lang.OutOfMemoryError: heap"),
                Arguments.of(new StackOverflowError(), "omni: java.lang.StackOverflowError"),
                Arguments.of(new NoClassDefFoundError("x/Y"), "omni: java.lang.NoClassDefFoundError: x/Y"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whateverIsThrown(Throwable thrown, String line) {
        assertThat(run(() -> {
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) thrown;
                }))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo(line + System.lineSeparator());
    }

    @Test
    void aCommandThatEndsSaysItsOwnCode() {
        assertThat(run(() -> 7)).isEqualTo(7);
        assertThat(said.size()).isZero();
    }

    private int run(Callable<Integer> command) {
        return Program.exitCode(new PrintStream(said, true, StandardCharsets.UTF_8), 2, command);
    }
}
