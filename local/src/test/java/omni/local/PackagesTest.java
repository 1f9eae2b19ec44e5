package omni.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The parts of the local world stand in rows: machine and options below, stand-ins above them, the world, the commands. */
class PackagesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("omni.local");

    @Test
    void noPackagesKnowEachOtherInACircle() {
        slices().matching("omni.local.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theMachineKnowsNoPartOfTheWorld() {
        noClasses()
                .that()
                .resideInAPackage("omni.local.machine")
                .should()
                .dependOnClassesThat(describe(
                        "another part of the local world",
                        known -> known.getPackageName().startsWith("omni.local.")
                                && !known.getPackageName().equals("omni.local.machine")))
                .check(CLASSES);
    }
}
