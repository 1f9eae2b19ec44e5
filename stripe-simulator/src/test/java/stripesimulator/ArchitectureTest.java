package stripesimulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The module stands alone, and its packages in rows. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("stripesimulator");

    @Test
    void itKnowsNoProductAndNoClientLibraryOfStripes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("omni..", "com.stripe..")
                .check(CLASSES);
    }

    @Test
    void itsPackagesHaveNoCycles() {
        slices().matching("stripesimulator.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("stripesimulator.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("stripesimulator")
                .check(CLASSES);
    }

    @Test
    void nothingThatItSaysOrShowsNamesTheProductItCameFrom() throws IOException {
        try (var files = Files.walk(Path.of("src", "main"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT))
                        .as(file.toString())
                        .doesNotContain("omni");
            }
        }
    }
}
