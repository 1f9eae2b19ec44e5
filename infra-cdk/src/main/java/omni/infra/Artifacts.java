package omni.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import omni.call.Operation.Group;
import omni.infra.FunctionSpec.Part;
import software.amazon.awscdk.services.lambda.Code;

/**
 * The jars that the build of module {@code functions} left in {@code target/lambda/<architecture>}, one for each group.
 * Each is looked into: a jar whose native library is another processor's is refused.
 */
public final class Artifacts {

    private final Map<Group, Path> jars = new EnumMap<>(Group.class);
    private final Map<Place, Code> code = new HashMap<>();

    /** The CDK wants code once for each template; it is staged once all the same. */
    private record Place(Part part, Group group) {}

    /**
     * @param lambda the folder that holds a folder for each architecture
     * @throws StageFault when a jar is missing or made for another processor
     */
    public Artifacts(Path lambda, Architecture architecture) {
        for (var group : Group.values()) {
            jars.put(group, find(lambda.resolve(architecture.lambdaName()), group, architecture));
        }
    }

    /** The code of a group, the same object for all of its functions in a part of the stack. */
    Code of(Part part, Group group) {
        return code.computeIfAbsent(
                new Place(part, group),
                wanted -> Code.fromAsset(
                        Objects.requireNonNull(jars.get(wanted.group())).toString()));
    }

    private static Path find(Path folder, Group group, Architecture architecture) {
        var ending = "-" + group.name().toLowerCase(Locale.ROOT) + ".jar";
        try (var files = Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
            var jar = files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new StageFault("There is no *" + ending + " in " + folder
                            + ": build it with mvn -pl functions package -Dlambda.architecture="
                            + architecture.lambdaName()));
            refuseOtherNatives(jar, architecture);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseOtherNatives(Path jar, Architecture architecture) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var natives = zip.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".so") || name.endsWith(".dylib") || name.endsWith(".dll"))
                    .toList();
            if (natives.isEmpty() || !natives.stream().allMatch(name -> name.startsWith(architecture.natives()))) {
                throw new StageFault(jar.getFileName() + " is not made for " + architecture.lambdaName()
                        + ", its native libraries are " + natives);
            }
        }
    }
}
