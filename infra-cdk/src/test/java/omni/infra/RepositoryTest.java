package omni.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is committed is public: it holds nobody's key, account or folder. */
class RepositoryTest {

    private static final Path ROOT = Path.of("..");
    private static final Set<String> MADE = Set.of("target", ".git", ".omni", "cdk.out", "node_modules");

    /** Accounts are those that AWS's documents use, folders those of somebody. */
    private static final Pattern SECRET = Pattern.compile("AKIA[0-9A-Z]{16}"
            + "|[sr]k_live_[0-9a-zA-Z]{12,}"
            + "|whsec_[0-9a-zA-Z+/]{24,}"
            + "|-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?!123456789012|000000000000)[0-9]{12}:"
            + "|/(home|Users)/(?!somebody)[a-z]+/");

    @Test
    void noFileHoldsASecretAnAccountOrAFolderOfAnyMachine() throws IOException {
        var found = new ArrayList<String>();
        for (var file : files()) {
            var matcher = SECRET.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                found.add(ROOT.relativize(file) + ": " + matcher.group());
            }
        }

        assertThat(found).isEmpty();
    }

    private static List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return MADE.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.equals(ROOT.resolve(".git"))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(files).hasSizeGreaterThan(500);
        return files;
    }
}
