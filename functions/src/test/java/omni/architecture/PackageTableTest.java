package omni.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What packages may know of the JDK, of the machine and of libraries (architecture 2). What they may know of each other is {@link
 * Imports}.
 */
class PackageTableTest {

    /** The packages of the rules, as {@link Imports} lists them. */
    private static final String[] PURE = Imports.parts().getOrDefault(Imports.RULES, List.of()).stream()
            .map(name -> "omni." + name + "..")
            .toArray(String[]::new);

    private static final String[] PLAIN_JAVA = {
        "java.lang..",
        "java.util..",
        "java.math..",
        "java.time..",
        "java.nio",
        "java.nio.charset..",
        "java.net",
        "java.io",
        "java.text..",
        "java.security..",
        "javax.crypto..",
        "org.jspecify.."
    };

    private static final Set<String> CLOCK_CLASSES = Set.of(
            "java.time.Instant",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.YearMonth",
            "java.time.ZonedDateTime",
            "java.time.OffsetDateTime");

    /** What the operator's command writes at Stripe has a name of its own in each run; no function runs it. */
    private static final String OPERATORS_PEN = "omni.stripe.Pen";

    /** Reading the time, the environment or randomness of the machine, instead of being given them. */
    private static final DescribedPredicate<JavaAccess<?>> THE_MACHINE =
            describe("the machine's clock, environment or randomness", access -> {
                var owner = access.getTargetOwner().getName();
                var name = access.getName();
                return (CLOCK_CLASSES.contains(owner) && (name.equals("now") || name.startsWith("system")))
                        || (owner.equals("java.lang.System")
                                && Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty")
                                        .contains(name))
                        || owner.equals("java.util.concurrent.ThreadLocalRandom")
                        || (owner.equals("java.security.SecureRandom") && name.equals("<init>"))
                        || (owner.equals("java.util.Random") && name.equals("<init>"))
                        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                        || (owner.equals("java.lang.Math") && name.equals("random"));
            });

    @Test
    void purePackagesKnowOnlyEachOtherAndPlainJava() {
        classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(PURE), Stream.of(PLAIN_JAVA)).toArray(String[]::new))
                .check(House.CLASSES);
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        slices().matching("omni.(**)").should().beFreeOfCycles().check(House.CLASSES);
    }

    @Test
    void purePackagesReachNoFileAndNoNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(describe(
                        "files or sockets",
                        known -> Set.of("java.io.File", "java.net.URL", "java.net.Socket", "java.net.InetAddress")
                                        .contains(known.getName())
                                || known.getName().startsWith("java.io.File")
                                || known.getPackageName().startsWith("java.nio.file")
                                || known.getPackageName().startsWith("java.nio.channels")
                                || known.getPackageName().startsWith("java.net.http")))
                .check(House.CLASSES);
    }

    @Test
    void purePackagesAreGivenTimeSettingsAndRandomness() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .accessTargetWhere(THE_MACHINE)
                .check(House.CLASSES);
    }

    @Test
    void onlyTheRootsReadTheMachine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("omni.lambda..")
                .and()
                .doNotHaveFullyQualifiedName(OPERATORS_PEN)
                .should()
                .accessTargetWhere(THE_MACHINE)
                .check(House.CLASSES);
    }

    @ParameterizedTest(name = "{0} is known to {1}")
    @CsvSource(delimiter = '|', textBlock = """
        software.amazon.awssdk.services.dynamodb.model.. | omni.dynamodb..
        software.amazon.awssdk..                         | omni.dynamodb.., omni.aws.., omni.lambda..
        software.amazon.awssdk.http.auth..               | omni.aws..
        com.stripe..                                     | omni.stripe..
        com.nimbusds..                                   | omni.identity..
        com.knuddels..                                   | omni.tokens..
        com.fasterxml..                                  | omni.json..
        org.snakeyaml..                                  | omni.json..
        com.amazonaws..                                  | omni.call.., omni.job.., omni.socket.., omni.lambda..
        """)
    void aPackageIsKnownToFew(String known, String knowers) {
        noClasses()
                .that()
                .resideOutsideOfPackages(knowers.split(", "))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(known)
                .check(House.CLASSES);
    }
}
