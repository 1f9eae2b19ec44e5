package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omni.local.command.Commands;
import omni.local.world.LocalWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code ./omni rebuild-rows}: what the stream and the bucket have lost comes back from the log, to the last field. */
class RebuildRowsTest {

    private static World world =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());
    private static List<Map<String, AttributeValue>> ledger = List.of();

    @TempDir
    private static Path folder;

    private static Path log = Path.of("");

    /** Calls of the grant and paid ones, answered and failed, by a live and by a test key. */
    @BeforeAll
    static void live() throws Exception {
        var customer = world.signUp();
        customer.call(Calls.RESOLVE);
        world.payWithCard(customer);
        world.useUpGrant(customer);
        for (var path : List.of(Calls.RESOLVE, Calls.SECTION, "/v1/entities/resolve?ticker=ZZZZZZ", Calls.STATEMENT)) {
            customer.call(path);
        }
        world.drain();
        world.assertReconciled(customer);
        ledger = ledger();
        log = Files.write(folder.resolve("functions.log"), world.log().lines());
    }

    @BeforeEach
    void asItWas() {
        ledger().forEach(world::deleteItem);
        ledger.forEach(item -> world.local()
                .table()
                .client()
                .putItem(put -> put.tableName(LocalWorld.TABLE).item(item)));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aLogOfALedgerThatIsWholeChangesNothing() {
        assertThat(rebuild(log, "--write"))
                .isEqualTo(new Commands.Outcome(
                        0, "5 commits: 5 rows are there, 0 were missing and are put, 0 are refused\n", ""));
        assertThat(set(ledger())).isEqualTo(set(ledger));
    }

    @Test
    void rowsThatNeverCameAreMadeWithTheirRollUps() throws Exception {
        ledger().forEach(world::deleteItem);

        var looked = rebuild(log);
        assertThat(looked.exitCode()).isEqualTo(1);
        assertThat(looked.out())
                .contains("missing  org_")
                .endsWith("0 rows are there, 5 were missing, 0 are refused\n");
        assertThat(ledger()).as("it only looked").isEmpty();

        assertThat(rebuild(log, "--write").exitCode()).isZero();
        assertThat(set(ledger())).isEqualTo(set(ledger));
        var url = world.local().url().toString();
        assertThat(Commands.reconcile(Map.of(), "--local", url, "--rows").out())
                .endsWith("no drift (1 on the way to Stripe)\n");
    }

    @Test
    void someRowsAreMadeBesideOthersAndCountedOnce() {
        var rows = ledger().stream().filter(RebuildRowsTest::isRow).toList();
        rows.subList(1, 3).forEach(world::deleteItem);

        assertThat(rebuild(log, "--write").out())
                .endsWith("3 rows are there, 2 were missing and are put, 0 are refused\n");
        assertThat(set(ledger())).isEqualTo(set(ledger));
    }

    @Test
    void theOrderOfTheLogAndRepeatedLinesAreNothing() throws Exception {
        ledger().forEach(world::deleteItem);
        var lines = new ArrayList<>(Files.readAllLines(log).reversed());
        lines.addAll(Files.readAllLines(log));

        assertThat(rebuild(written(lines), "--write").exitCode()).isZero();
        assertThat(set(ledger())).isEqualTo(set(ledger));
    }

    @Test
    void aCommitThatCannotBeReadStopsAllOfIt() throws Exception {
        ledger().forEach(world::deleteItem);
        var lines = new ArrayList<>(Files.readAllLines(log));
        lines.replaceAll(line -> line.contains("\"sequence\":2,")
                ? line.replaceFirst("\"funding\":\"[a-z_]*\"", "\"funding\":\"gift\"")
                : line);

        var outcome = rebuild(written(lines), "--write");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("is a commit that can't be read: no good value: funding");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void oneCommitInTwoWordsStopsAllOfIt() throws Exception {
        var lines = new ArrayList<>(Files.readAllLines(log));
        var commit = lines.stream()
                .filter(line -> line.contains("\"sequence\":3,"))
                .findFirst()
                .orElseThrow();
        lines.add(commit.replaceFirst("\"priceMicroDollars\":[0-9]+", "\"priceMicroDollars\":1"));

        var outcome = rebuild(written(lines), "--write");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("in other words than a line before it");
    }

    @Test
    void whatTheTableContradictsIsRefused() throws Exception {
        var lines = Files.readAllLines(log).stream()
                .filter(line -> line.contains("\"event\":\"commit\""))
                .map(line -> line.contains("\"sequence\":1,")
                        ? line.replaceFirst("org_[0-9A-Za-z]{12}", "org_000000000000")
                        : line)
                .map(line -> line.replaceFirst("\"sequence\":5,", "\"sequence\":6,"))
                .map(line -> line.contains("\"sequence\":3,")
                        ? line.replaceFirst("\"priceMicroDollars\":[0-9]+", "\"priceMicroDollars\":1")
                        : line)
                .toList();

        var outcome = rebuild(written(lines), "--write");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out())
                .contains(
                        "there is no such organization",
                        "the account has not come so far",
                        "the row that is there is another",
                        "2 rows are there, 0 were missing and are put, 3 are refused");
        assertThat(set(ledger())).isEqualTo(set(ledger));
    }

    private static Commands.Outcome rebuild(Path file, String... options) {
        var arguments = new ArrayList<>(
                List.of(file.toString(), "--local", world.local().url().toString()));
        arguments.addAll(List.of(options));
        return Commands.rebuildRows(Map.of(), arguments.toArray(String[]::new));
    }

    private static Path written(List<String> lines) throws IOException {
        return Files.write(folder.resolve("other.log"), lines);
    }

    /** Rows and what adds them up. */
    private static List<Map<String, AttributeValue>> ledger() {
        return world.wholeTable().stream()
                .filter(item -> isRow(item) || isRollUp(item))
                .toList();
    }

    private static boolean isRow(Map<String, AttributeValue> item) {
        return World.text(item, "PK").startsWith("USAGE#")
                && World.text(item, "SK").startsWith("ROW#");
    }

    private static boolean isRollUp(Map<String, AttributeValue> item) {
        return World.text(item, "SK").matches("(TEST#)?(PERIOD|DAY|HOUR)#.*");
    }

    /** How often an item was written is no part of what it says. */
    private static Set<Map<String, AttributeValue>> set(List<Map<String, AttributeValue>> items) {
        return items.stream()
                .map(item -> {
                    var said = new HashMap<>(item);
                    said.remove("version");
                    return said;
                })
                .collect(Collectors.toCollection(HashSet::new));
    }
}
