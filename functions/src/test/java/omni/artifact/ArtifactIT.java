package omni.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import omni.call.Operation.Group;
import omni.fakes.ServedClasses;
import omni.identity.LocalIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deployed: the shaded jar of each group. */
class ArtifactIT {

    private static final Path FOLDER = Path.of(System.getProperty("lambda.folder", ""));
    private static final long MEGABYTE = 1_000_000;

    @Test
    void theAuthorizerIsSmall() throws IOException {
        assertThat(Files.size(jar(Group.AUTHORIZER))).isLessThanOrEqualTo(12 * MEGABYTE);
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void theHandlerOfTheGroupIsThereAndAllThatItServes(Group group) throws IOException {
        var classes = ServedClasses.of(group).stream().map(ArtifactIT::entry).toList();

        assertThat(entries(group))
                .contains(entry(group.handler()))
                .containsAll(classes)
                .contains("omni/catalog/catalog.json");
    }

    @ParameterizedTest
    @EnumSource(Group.class)
    void aLibraryIsWhereItsGroupIsAndNowhereElse(Group group) throws IOException {
        holds(group, "com/stripe/", group == Group.STRIPE);
        holds(group, "com/google/gson/", group == Group.STRIPE);
        holds(group, "omni/stripe/", group == Group.STRIPE);
        holds(group, "com/nimbusds/", group == Group.AUTHORIZER || group == Group.ACCOUNT);
        holds(group, "omni/identity/", group == Group.AUTHORIZER || group == Group.ACCOUNT);
        holds(group, "omni/sec/", group == Group.METERED);
        holds(group, "org/snakeyaml/", group == Group.ACCOUNT);
        holds(group, "openapi.yaml", group == Group.ACCOUNT);
        var counts = EnumSet.of(Group.METERED, Group.ACCOUNT, Group.STRIPE).contains(group);
        holds(group, "com/knuddels/jtokkit/o200k_base.tiktoken", counts);
        holds(group, "com/knuddels/", counts);
        holds(group, "com/knuddels/jtokkit/cl100k_base.tiktoken", false);
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

    @ParameterizedTest
    @EnumSource(Group.class)
    void nothingOfOursNamesASecretAnAccountOrTheMachineOfTheBuild(Group group) throws IOException {
        try (var zip = new ZipFile(jar(group).toFile())) {
            for (var entry : zip.stream()
                    .filter(file -> file.getName().startsWith("omni/"))
                    .toList()) {
                var text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(text)
                        .as(entry.getName())
                        .doesNotContain(System.getProperty("user.dir"))
                        .doesNotContainPattern(
                                "[sr]k_(live|test)_[0-9a-zA-Z]{12}|whsec_[0-9a-zA-Z]{12}|AKIA[0-9A-Z]{16}")
                        .doesNotContainPattern("arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:[0-9]{12}:");
            }
        }
    }

    /** Parts of the JOSE library are left out: what checks a token is not among them. */
    @ParameterizedTest
    @EnumSource(names = {"AUTHORIZER", "ACCOUNT"})
    void whatIsPackagedChecksTokens(Group group) throws Exception {
        var clock = InstantSource.system();
        try (var issuer = new LocalIssuer();
                var packaged = new URLClassLoader(
                        new URL[] {jar(group).toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var tokens = packaged.loadClass("omni.identity.OidcAccessTokens")
                    .getConstructor(
                            URI.class,
                            packaged.loadClass("omni.identity.Audiences"),
                            packaged.loadClass("omni.access.Operators"),
                            InstantSource.class,
                            packaged.loadClass("omni.timeouts.Timeouts$Request"))
                    .newInstance(issuer.address(), audiences(packaged), nobody(packaged), clock, bearer(packaged));
            var claims = issuer.claims("nonce", clock.instant()).build();
            var resource = packaged.loadClass("omni.access.AccessTokens$Resource");
            var verify = tokens.getClass().getMethod("verify", String.class, resource);
            var api = resource.getField("API").get(null);

            for (var token : List.of(
                    LocalIssuer.signed(claims, issuer.rsa, JWSAlgorithm.RS256),
                    LocalIssuer.signed(claims, issuer.ec, JWSAlgorithm.ES256))) {
                assertThat(verify.invoke(tokens, token, api)).asString().startsWith("Good[");
                assertThat(verify.invoke(tokens, token + "A", api)).asString().startsWith("Bad[");
            }
            assertThat(verify.invoke(tokens, "eyJhbGciOiJub25lIn0.e30.", api))
                    .asString()
                    .startsWith("Bad[");
        }
    }

    /** {@code Audiences} of the issuer's client, as that loader has them. */
    private static Object audiences(ClassLoader packaged) throws ReflectiveOperationException {
        return packaged.loadClass("omni.identity.Audiences")
                .getConstructor(Set.class, String.class)
                .newInstance(Set.of(LocalIssuer.CLIENT_ID), "https://api.example.com/mcp");
    }

    /** How long production waits for an issuer. */
    private static Object bearer(ClassLoader packaged) throws ReflectiveOperationException {
        var timeouts = packaged.loadClass("omni.timeouts.Timeouts");
        var production = timeouts.getField("PRODUCTION").get(null);
        return timeouts.getMethod("bearer").invoke(production);
    }

    /** {@code Operators.NONE}, as that loader has it. */
    private static Object nobody(ClassLoader loader) throws ReflectiveOperationException {
        return loader.loadClass("omni.access.Operators").getField("NONE").get(null);
    }

    private static void holds(Group group, String beginning, boolean expected) throws IOException {
        assertThat(entries(group).stream().anyMatch(name -> name.startsWith(beginning)))
                .as("%s in the artifact %s", beginning, group)
                .isEqualTo(expected);
    }

    private static String entry(String className) {
        return className.replace('.', '/') + ".class";
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
