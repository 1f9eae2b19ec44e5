package omni.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever stands in for a port in memory is proved by the suite that the real adapter passes. */
class FakesTest {

    private static final JavaClasses ALL = new ClassFileImporter().importPackages("omni");
    private static final Set<String> ADAPTERS = Set.of("omni.dynamodb", "omni.stripe", "omni.aws");
    private static final Set<JavaClass> PORTS = ALL.stream()
            .filter(type -> ADAPTERS.contains(type.getPackageName()) && House.CLASSES.contain(type.getName()))
            .flatMap(adapter -> adapter.getAllRawInterfaces().stream())
            .filter(port -> port.getPackageName().startsWith("omni.") && !ADAPTERS.contains(port.getPackageName()))
            .collect(Collectors.toSet());

    @Test
    void everyFakeOfAPortIsRunByASuiteOfThatPort() {
        var fakes = ALL.stream()
                .filter(FakesTest::isFake)
                .flatMap(fake -> ports(fake).map(port -> fake.getName() + " as " + port.getSimpleName()))
                .toList();
        var proved = new HashSet<String>();
        suites().forEach(suite -> reached(suite)
                .filter(FakesTest::isFake)
                .forEach(fake -> ports(fake)
                        .filter(port -> isAbout(suite, port))
                        .forEach(port -> proved.add(fake.getName() + " as " + port.getSimpleName()))));

        assertThat(fakes).hasSizeGreaterThan(20);
        assertThat(proved).containsAll(fakes);
    }

    @Test
    void noPortHasTwoFakes() {
        assertThat(ALL.stream()
                        .filter(FakesTest::isFake)
                        .flatMap(FakesTest::ports)
                        .map(JavaClass::getName))
                .doesNotHaveDuplicates();
    }

    /** A class of the tests that is a port by itself: it asks no other implementation of one. */
    private static boolean isFake(JavaClass type) {
        return !House.CLASSES.contain(type.getName())
                && !type.isInterface()
                && ports(type).findAny().isPresent()
                && type.getMethodCallsFromSelf().stream()
                        .noneMatch(call -> ports(type).anyMatch(call.getTargetOwner()::equals));
    }

    /** The ports that it implements: interfaces that an adapter of the table or of a provider implements, too. */
    private static Stream<JavaClass> ports(JavaClass type) {
        return type.getAllRawInterfaces().stream().filter(PORTS::contains);
    }

    private static List<JavaClass> suites() {
        return ALL.stream()
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> contracts(type).findAny().isPresent())
                .toList();
    }

    private static Stream<JavaClass> contracts(JavaClass suite) {
        return suite.getAllRawSuperclasses().stream()
                .filter(type -> type.getSimpleName().endsWith("Contract"));
    }

    /** The suite works with the port: itself, or through what it is handed the ports in. */
    private static boolean isAbout(JavaClass suite, JavaClass port) {
        return contracts(suite)
                .flatMap(FakesTest::targets)
                .anyMatch(target -> target.equals(port)
                        || (target.isInterface() && targets(target).anyMatch(port::equals)));
    }

    /** Fakes that a suite makes, and those that they make. */
    private static Stream<JavaClass> reached(JavaClass suite) {
        Set<JavaClass> found = new HashSet<>();
        parts(suite).flatMap(FakesTest::targets).filter(FakesTest::isFake).forEach(fake -> {
            found.add(fake);
            targets(fake).filter(FakesTest::isFake).forEach(found::add);
        });
        return found.stream();
    }

    private static Stream<JavaClass> parts(JavaClass suite) {
        return ALL.stream().filter(type -> (type.getName() + "$").startsWith(suite.getName() + "$"));
    }

    private static Stream<JavaClass> targets(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType());
    }
}
