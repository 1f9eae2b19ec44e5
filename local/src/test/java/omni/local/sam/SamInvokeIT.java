package omni.local.sam;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import omni.job.Jobs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every function by {@code sam local invoke}, in a container, with its event file, on a local world. */
@EnabledIfSystemProperty(named = SamCommand.WANTED, matches = "true", disabledReason = SamCommand.REASON)
class SamInvokeIT {

    @TempDir
    private static Path temporary;

    private static Optional<SamWorld> world = Optional.empty();

    @BeforeAll
    static void start() {
        world = Optional.of(SamWorld.start(temporary));
    }

    @AfterEach
    void keysStandStill() {
        SampleEvents.keysStandStill(world.orElseThrow().world());
    }

    @AfterAll
    static void stop() {
        world.ifPresent(SamWorld::close);
    }

    /** The routes' in the order of the table of answers: what one makes another finds. */
    static List<String> functions() {
        return Stream.concat(
                        SampleEvents.answers().stream().map(SampleEvents.Answer::name),
                        Arrays.stream(Jobs.values()).map(Jobs::functionName))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void aFunctionAnswersItsEvent(String name) throws Exception {
        var answer = SamCommand.invoke(name, world.orElseThrow().environment(), temporary.resolve(name + ".log"));

        ExpectedAnswer.check(name, answer, false);
    }
}
