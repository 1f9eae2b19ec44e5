package omni.local.sam;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.fakes.BoundedProcess;

/** One execution environment of a function: its own Java process, under the runtime that Lambda runs Java on. */
final class FunctionProcess implements AutoCloseable {

    /** The main class of the runtime interface client. */
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** A class of each jar that the runtime brings, as in {@code /var/runtime/lib}. */
    private static final List<String> RUNTIME_JARS = List.of(
            RUNTIME,
            "com.amazonaws.services.lambda.runtime.Context",
            "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
            "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

    /** As the stack sets it. */
    private static final String JAVA_OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final RuntimeApi api;
    private final BoundedProcess process;
    private final Path output;

    /** @param handler the class, as the function's configuration names it */
    FunctionProcess(String name, String handler, TaskRoot root, Map<String, String> environment, Path output)
            throws IOException {
        this.output = output;
        api = new RuntimeApi("arn:aws:lambda:us-east-1:123456789012:function:" + name);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = BoundedProcess.start(List.of(java, "-Xmx384m", "-cp", runtimeJars(), RUNTIME, handler), builder -> {
            builder.directory(root.folder().toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().putAll(reserved(name, handler, root));
            BoundedProcess.saying(output).accept(builder);
        });
        var _ = process.onExit().thenAccept(ended -> api.gone(ended.exitValue()));
    }

    /** What Lambda sets by itself; the credentials open nothing. */
    private Map<String, String> reserved(String name, String handler, TaskRoot root) {
        return Map.ofEntries(
                Map.entry("_HANDLER", handler),
                Map.entry("AWS_LAMBDA_RUNTIME_API", api.address()),
                Map.entry("LAMBDA_TASK_ROOT", root.folder().toString()),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_ACCESS_KEY_ID", "local"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "local"),
                Map.entry("AWS_SESSION_TOKEN", "local"),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", name),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name),
                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
                Map.entry("JAVA_TOOL_OPTIONS", JAVA_OPTIONS));
    }

    private static String runtimeJars() {
        return RUNTIME_JARS.stream().map(FunctionProcess::jarOf).collect(Collectors.joining(":"));
    }

    private static String jarOf(String className) {
        try {
            var type = Class.forName(className, false, FunctionProcess.class.getClassLoader());
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("the runtime interface client is no test dependency", e);
        }
    }

    /** Waits until the function is initialized, or is not. */
    RuntimeApi.Told initialized() throws InterruptedException {
        return api.await(PATIENCE);
    }

    RuntimeApi.Told invoke(String requestId, String event) throws InterruptedException {
        api.send(requestId, event);
        return api.await(PATIENCE);
    }

    /** Whatever it wrote: its log, and what the runtime says of an error. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Lines that tell of a class, a method or a library that is not there, whoever caught it. */
    List<String> missing() throws IOException {
        var errors = Stream.of(
                        LinkageError.class,
                        NoClassDefFoundError.class,
                        ClassNotFoundException.class,
                        NoSuchMethodError.class,
                        NoSuchFieldError.class,
                        UnsatisfiedLinkError.class,
                        AbstractMethodError.class,
                        ExceptionInInitializerError.class)
                .map(Class::getName)
                .toList();
        return output().lines()
                .filter(line -> errors.stream().anyMatch(line::contains))
                .toList();
    }

    @Override
    public void close() {
        process.close();
        api.close();
    }
}
