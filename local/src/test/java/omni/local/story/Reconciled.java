package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import omni.local.command.Commands;
import omni.local.machine.LocalJson;

/**
 * What a person and the hourly job were told in one hour.
 *
 * @param command how {@code ./omni reconcile} ended
 * @param alarms the lines of the hour's jobs that ring
 */
record Reconciled(Commands.Outcome command, List<String> alarms) {

    private static final Pattern DRIFT = Pattern.compile("^(org_\\S+) (\\d{4}-\\d\\d) (\\w+)");

    static Reconciled now(World world, List<String> lines) {
        return new Reconciled(
                Commands.reconcile(Map.of(), "--local", world.local().url().toString()),
                lines.stream()
                        .filter(line -> line.contains("\"event\":\"alarm\""))
                        .toList());
    }

    boolean saysAllAgree() {
        return command.out().contains("all agree");
    }

    /** {@code org_1 2026-05 untold} for each line. */
    Set<String> drifts() {
        return command.out()
                .lines()
                .map(DRIFT::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1) + " " + found.group(2) + " " + found.group(3))
                .collect(Collectors.toSet());
    }

    Set<String> rungDrifts() {
        return alarms.stream()
                .filter(line -> line.contains("\"ledger_drift\""))
                .map(line -> LocalJson.parseObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .orElseThrow())
                .map(line -> line.path("orgId").asText() + " "
                        + line.path("period").asText() + " " + line.path("kind").asText())
                .collect(Collectors.toSet());
    }

    boolean rings(String alarm, String detail) {
        return alarms.stream().anyMatch(line -> line.contains("\"" + alarm + "\"") && line.contains(detail));
    }

    /** Code, stdout and stderr say the same of themselves. */
    void assertDocumented() {
        var out = command.out();
        var words = toString();
        switch (command.exitCode()) {
            case 0 -> {
                assertThat(command.err()).as(words).isEmpty();
                assertThat(out.lines()).as(words).hasSize(1);
                assertThat(out).as(words).containsPattern("months: (all agree$|no drift( \\(.*\\))?$)");
            }
            case 1 -> {
                assertThat(command.err()).as(words).isEmpty();
                assertThat(drifts()).as(words).isNotEmpty();
                assertThat(out).as(words).contains(" drifts").doesNotContain("agree");
            }
            default -> {
                assertThat(command.exitCode()).as(words).isEqualTo(2);
                assertThat(command.err().lines().map(Reconciled::cause))
                        .as(words)
                        .isNotEmpty()
                        .doesNotHaveDuplicates();
                assertThat(out).as(words).contains(" could not be compared").doesNotContain("agree");
            }
        }
    }

    /** A line's cause, without whom it concerns and the request that it was seen in. */
    private static String cause(String line) {
        return line.replaceAll("^omni: [^:]+: could not compare \\S+|request-id: \\S+", "");
    }

    @Override
    public String toString() {
        return "rc " + command.exitCode() + ", " + command.out().strip().replace("\n", " / ") + " | "
                + command.err().strip().replace("\n", " / ") + " | "
                + alarms.stream()
                        .map(Reconciled::brief)
                        .collect(Collectors.groupingBy(x -> x, java.util.TreeMap::new, Collectors.counting()));
    }

    private static String brief(String line) {
        var json = LocalJson.parseObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .orElseThrow();
        return json.path("alarm").asText()
                + (json.has("kind")
                        ? " " + json.path("kind").asText()
                        : json.has("job") ? " " + json.path("job").asText() : "");
    }
}
