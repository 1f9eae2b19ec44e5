package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static omni.local.sam.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omni.access.SecretName;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.lambda.JsonLog;
import omni.local.machine.LocalJson;
import omni.local.options.LocalOptions;
import omni.local.sam.RuntimeApi.Told;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is deployed, as it is deployed: each function in a Java process of its own, with its group's artifact laid out as
 * Lambda does and nothing else, under the runtime that Lambda runs Java on. It answers its event file twice, cold and warm,
 * on a local world. One or two functions of each group run by default; {@code -Domni.packaged=all} runs every one.
 *
 * <p>The runtime has no native library for other systems than Linux.
 */
@EnabledOnOs(OS.LINUX)
class PackagedFunctionsIT {

    /** Of each group what reaches the furthest into its libraries. */
    private static final Set<String> SAMPLE =
            Set.of("Authorize", "ResolveEntity", "GetOpenApi", "CreateApiKey", "ActivatePayg", "RecordUsage");

    private static final PrintStream NOWHERE = new PrintStream(ByteArrayOutputStream.nullOutputStream());

    private static final Map<Group, TaskRoot> ROOTS = new EnumMap<>(Group.class);
    private static final Map<Group, ColdAndWarm> TIMES = new EnumMap<>(Group.class);

    @TempDir
    private static Path temporary;

    private static LocalWorld world = start();

    record Packaged(String name, Group group) {

        @Override
        public String toString() {
            return name + " (" + group + ")";
        }
    }

    private record ColdAndWarm(int functions, Duration cold, Duration warm) {

        ColdAndWarm plus(ColdAndWarm other) {
            return new ColdAndWarm(functions + other.functions, cold.plus(other.cold), warm.plus(other.warm));
        }
    }

    private static LocalWorld start() {
        var options = new LocalOptions(0, Optional.empty(), Optional.empty(), Optional.empty(), true, false);
        return LocalWorld.start(new LocalWorld.Setup(
                options, InstantSource.system(), new JsonLog(NOWHERE), new Progress(NOWHERE), Map.of()));
    }

    @BeforeAll
    static void prepare() throws IOException {
        SampleEvents.prepare(world);
        var artifacts = Path.of(System.getProperty("lambda.folder", ""));
        for (var group : Group.values()) {
            ROOTS.put(group, TaskRoot.unpack(group, artifacts, temporary.resolve(group.name())));
        }
    }

    @AfterEach
    void keysStandStill() {
        SampleEvents.keysStandStill(world);
    }

    @AfterAll
    static void stop() {
        world.close();
        TIMES.forEach((group, times) -> System.out.printf(
                Locale.ROOT,
                "%s: start and first answer %d ms, next answer %d ms, %.0f to 1 (mean of %d functions)%n",
                group,
                times.cold().toMillis() / times.functions(),
                times.warm().toMillis() / times.functions(),
                (double) times.cold().toNanos() / times.warm().toNanos(),
                times.functions()));
    }

    /** The routes' in the order of the table of answers: what one makes another finds. */
    static List<Packaged> functions() {
        var order =
                SampleEvents.answers().stream().map(SampleEvents.Answer::name).toList();
        var all = System.getProperty("omni.packaged", "").equals("all");
        return Stream.concat(
                        Arrays.stream(Endpoints.values())
                                .map(endpoint -> new Packaged(
                                        endpoint.operation().operationId(),
                                        endpoint.operation().group()))
                                .sorted(Comparator.comparingInt(function -> order.indexOf(function.name()))),
                        Arrays.stream(Jobs.values()).map(job -> new Packaged(job.functionName(), job.group())))
                .filter(function -> all || SAMPLE.contains(function.name()))
                .toList();
    }

    @Test
    void everyGroupIsInTheSample() {
        assertThat(functions()).extracting(Packaged::group).contains(Group.values());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void theArtifactAnswersItsEventColdAndWarm(Packaged packaged) throws Exception {
        var output = temporary.resolve(packaged.name() + ".log");
        var root = Objects.requireNonNull(ROOTS.get(packaged.group()));
        var began = System.nanoTime();
        try (var process = new FunctionProcess(
                packaged.name(),
                packaged.group().handler(),
                root,
                environment(packaged.name(), packaged.group()),
                output)) {
            if (!(process.initialized() instanceof Told.Ready)) {
                fail("%s did not start: %s", packaged, process.output());
            }
            var cold = answer(process, "cold", packaged);
            var firstAnswer = System.nanoTime();
            ExpectedAnswer.check(packaged.name(), cold, false);
            SampleEvents.keysStandStill(world);

            var asked = System.nanoTime();
            var warm = answer(process, "warm", packaged);
            var times = new ColdAndWarm(
                    1, Duration.ofNanos(firstAnswer - began), Duration.ofNanos(System.nanoTime() - asked));
            ExpectedAnswer.check(packaged.name(), warm, true);

            assertThat(process.missing()).as(process.output()).isEmpty();
            TIMES.merge(packaged.group(), times, ColdAndWarm::plus);
        }
    }

    /** One that serves anything but what it was deployed for would have rights for nothing of it. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "GetBilling"})
    void withoutAnOperationOfItsGroupItDoesNotStart(String operation) throws Exception {
        var environment = new HashMap<>(environment("ResolveEntity", Group.METERED));
        environment.put("OMNI_OPERATION", operation);
        var root = Objects.requireNonNull(ROOTS.get(Group.METERED));
        var output = temporary.resolve("none" + operation + ".log");
        try (var process = new FunctionProcess("ResolveEntity", Group.METERED.handler(), root, environment, output)) {
            assertThat(process.initialized()).isNotInstanceOf(Told.Ready.class);
            assertThat(process.output())
                    .contains(operation.isEmpty() ? "OMNI_OPERATION is not set" : "and GetBilling is none");
        }
    }

    private static ObjectNode answer(FunctionProcess process, String requestId, Packaged packaged) throws Exception {
        var told = process.invoke(requestId, event(packaged.name()).toString());
        if (told instanceof Told.Answered(var answered, var body) && answered.equals(requestId)) {
            return LocalJson.parseObject(body.getBytes(UTF_8)).orElseThrow();
        }
        return fail("%s, %s: %s%n%s", packaged, requestId, told, process.output());
    }

    /**
     * The world's, without what the stack keeps from the function: the settings of OIDC and Stripe are where their library is, secrets
     * where its constant lists them.
     */
    private static Map<String, String> environment(String name, Group group) {
        var environment = new HashMap<>(world.environment());
        environment.put("OMNI_OPERATION", name);
        var secrets = Objects.requireNonNull(SecretGuard.GRANTED.get(name));
        for (var secret : SecretName.values()) {
            if (!secrets.contains(secret)) {
                environment.remove(secret.setting());
            }
        }
        if (group != Group.AUTHORIZER && group != Group.ACCOUNT) {
            environment.keySet().removeIf(setting -> setting.startsWith("OMNI_OIDC_"));
        }
        if (group != Group.STRIPE) {
            environment.keySet().removeIf(setting -> setting.startsWith("OMNI_STRIPE_"));
        }
        return environment;
    }
}
