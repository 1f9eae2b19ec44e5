package omni.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import omni.endpoint.Endpoints;
import omni.http.Operation.Group;
import omni.job.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deployed: the shaded jar of each group. */
class ArtefactIT {

    private static final Path FOLDER = Path.of(System.getProperty("lambda.folder", ""));
    private static final long MEGABYTE = 1_000_000;

    @Test
    void theAuthorizerIsSmall() throws IOException {
        assertThat(Files.size(jar(Group.AUTHORIZER))).isLessThanOrEqualTo(12 * MEGABYTE);
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void theHandlersOfTheGroupAreThere(Group group) throws IOException {
        var handlers = Stream.concat(
                        Stream.of(Endpoints.values())
                                .filter(endpoint -> endpoint.operation().group() == group)
                                .map(Endpoints::handler),
                        Stream.of(Jobs.values())
                                .filter(job -> job.group() == group)
                                .map(Jobs::handler))
                .map(name -> name.replace('.', '/') + ".class")
                .toList();

        assertThat(entries(group)).containsAll(handlers).contains("omni/catalog/catalog.json");
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void aLibraryIsWhereItsGroupIsAndNowhereElse(Group group) throws IOException {
        holds(group, "com/stripe/", group == Group.STRIPE);
        holds(group, "com/google/gson/", group == Group.STRIPE);
        holds(group, "omni/stripe/", group == Group.STRIPE);
        holds(group, "com/nimbusds/", group == Group.ACCOUNT);
        holds(group, "omni/identity/", group == Group.ACCOUNT);
        holds(group, "omni/sec/", group == Group.METERED);
        holds(group, "org/snakeyaml/", group == Group.ACCOUNT);
        holds(group, "openapi.yaml", group == Group.ACCOUNT);
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void nativeLibrariesAreThoseOfOneProcessor(Group group) throws IOException {
        var natives = entries(group).stream()
                .filter(name -> name.endsWith(".so") || name.endsWith(".dylib") || name.endsWith(".dll"))
                .toList();
        var processor = FOLDER.getFileName().toString().equals("arm64") ? "armv8" : "x86_64";

        assertThat(natives).isEqualTo(List.of("linux/" + processor + "/glibc/libaws-crt-jni.so"));
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void nothingIsCarriedThatOnlyABuildNeeds(Group group) throws IOException {
        assertThat(entries(group))
                .noneMatch(name -> name.endsWith("module-info.class"))
                .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
                .noneMatch(name -> name.startsWith("META-INF/maven/") || name.startsWith("META-INF/versions/"))
                .noneMatch(name -> name.startsWith("org/junit/") || name.startsWith("org/jspecify/"))
                .allMatch(name -> !name.startsWith("META-INF/") || name.startsWith("META-INF/services/"));
    }

    private static void holds(Group group, String beginning, boolean expected) throws IOException {
        assertThat(entries(group).stream().anyMatch(name -> name.startsWith(beginning)))
                .as("%s in the artefact %s", beginning, group)
                .isEqualTo(expected);
    }

    private static Set<String> entries(Group group) throws IOException {
        try (var zip = new ZipFile(jar(group).toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toSet());
        }
    }

    private static Path jar(Group group) throws IOException {
        var ending = "-" + group.name().toLowerCase(Locale.ROOT) + ".jar";
        try (var files = Files.list(FOLDER)) {
            var jars = files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .toList();
            assertThat(jars).as("jars that end with %s", ending).hasSize(1);
            return jars.getFirst();
        }
    }
}
