package omni.local.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omni.account.Account;
import omni.budget.BudgetAlerts;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoKeyUse;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoUnprovenCalls;
import omni.json.Json;
import omni.ledger.Ledger;
import omni.ledger.UsageRecorder;
import omni.ledger.UsageRow;
import omni.local.machine.LocalFault;
import omni.local.world.Deployment;
import omni.log.CommitLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./omni rebuild-rows FILE}: puts rows of the ledger that are lost back, from the commits that the functions logged. It says what
 * is missing, and writes with {@code --write} alone. Whatever is there is left as it is.
 */
@Command(
        name = "rebuild-rows",
        description = {
            "Reads lines of the functions' logs, one JSON object each, and looks for the row of every commit among them. Lines of",
            "other kinds are passed over; a commit that can't be read stops it before anything is written. Ends with 0 when every",
            "row is there, with 1 when one is missing or is another, with 2 when it could not be done."
        },
        exitCodeOnExecutionException = 2)
final class RebuildRows implements ShellCommand {

    /** So long rows are kept. */
    private static final Duration KEPT = Duration.ofDays(400);

    private static final int BATCH = 25;

    @Parameters(paramLabel = "FILE", arity = "0..*", hideParamSyntax = true)
    private final List<Path> files = new ArrayList<>();

    @Option(
            names = "--write",
            arity = "0",
            description = "put the missing rows, with their roll-ups and credits (needs the right to write, too)")
    private boolean write;

    @Mixin
    private final DeploymentAddress address = new DeploymentAddress();

    private final Console console;

    RebuildRows(Console console) {
        this.console = console;
    }

    @Override
    public List<String> faults() {
        return files.size() == 1 ? List.of() : List.of("rebuild-rows takes one file");
    }

    @Override
    public int run() {
        var told = Told.read(files.getFirst());
        if (!told.faults().isEmpty()) {
            told.faults().forEach(console::fault);
            return 2;
        }
        try (var deployment = address.deployment(console)) {
            return new Rebuilding(deployment).rebuild(told);
        }
    }

    private record Place(String orgId, boolean live, long sequence) implements Comparable<Place> {

        static Place of(UsageRow row) {
            return new Place(row.orgId(), row.live(), row.sequence());
        }

        @Override
        public int compareTo(Place other) {
            var byOrganization = orgId.compareTo(other.orgId);
            var byMode = byOrganization != 0 ? byOrganization : Boolean.compare(live, other.live);
            return byMode != 0 ? byMode : Long.compare(sequence, other.sequence);
        }

        @Override
        public String toString() {
            return orgId + (live ? "" : " (test)") + " #" + sequence;
        }
    }

    /** What a file tells: a commit may stand in it several times, but never twice in other words. */
    private record Told(TreeMap<Place, UsageRow> rows, List<String> faults) {

        static Told read(Path file) {
            var told = new Told(new TreeMap<>(), new ArrayList<>());
            try {
                var number = 0;
                for (var text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    number++;
                    told.read(number, text);
                }
            } catch (IOException e) {
                throw new LocalFault(file + " can't be read: " + e, e);
            }
            return told;
        }

        private void read(int number, String text) {
            try {
                var line = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
                if (!CommitLine.EVENT.equals(line.get("event"))) {
                    return;
                }
                var row = CommitLine.read(line);
                var earlier = rows.putIfAbsent(Place.of(row), row);
                if (earlier != null && !earlier.equals(row)) {
                    faults.add(
                            "line " + number + " tells of " + Place.of(row) + " in other words than a line before it");
                }
            } catch (Json.MalformedJson e) {
                // a line of the runtime's, or of another program
            } catch (IllegalArgumentException e) {
                faults.add("line " + number + " is a commit that can't be read: " + e.getMessage());
            }
        }
    }

    private final class Rebuilding {

        private final Deployment deployment;
        private final DynamoAccounts accounts;
        private final Ledger ledger;
        private final Map<String, Account> known = new HashMap<>();
        private int there;
        private int refused;

        Rebuilding(Deployment deployment) {
            this.deployment = deployment;
            this.accounts = new DynamoAccounts(deployment.table(), deployment.classes());
            this.ledger = new DynamoLedger(deployment.table(), deployment.classes());
        }

        int rebuild(Told told) {
            var missing = told.rows().values().stream().filter(this::isMissing).toList();
            missing.forEach(row -> console.out().println("missing  " + describe(row)));
            if (write) {
                put(missing);
            }
            console.out()
                    .printf(
                            "%d commits: %d rows are there, %d were missing%s, %d are refused%n",
                            told.rows().size(), there, missing.size(), write ? " and are put" : "", refused);
            return refused == 0 && (write || missing.isEmpty()) ? 0 : 1;
        }

        private boolean isMissing(UsageRow told) {
            var refusal = refusal(told);
            if (refusal != null) {
                refused++;
                console.out().println("refused  " + describe(told) + ": " + refusal);
                return false;
            }
            var stored = ledger.read(told.call().usageId()).rows().stream()
                    .filter(row -> Place.of(row).equals(Place.of(told)))
                    .findFirst();
            if (stored.isEmpty()) {
                return true;
            }
            if (same(stored.get(), told)) {
                there++;
            } else {
                refused++;
                console.out().println("refused  " + describe(told) + ": the row that is there is another");
            }
            return false;
        }

        private @Nullable String refusal(UsageRow told) {
            var account = known.computeIfAbsent(told.orgId(), accounts::load);
            if (account == null) {
                return "there is no such organization";
            }
            if (told.live() && told.sequence() > account.ledger().sequence()) {
                return "the account has not come so far";
            }
            if (told.call().at().plus(KEPT).isBefore(deployment.clock().instant())) {
                return "rows are kept for " + KEPT.toDays() + " days";
            }
            return null;
        }

        /** What was answered in the end may differ from what was committed. */
        private static boolean same(UsageRow stored, UsageRow told) {
            var one = stored.call();
            var other = told.call();
            return one.at().equals(other.at())
                    && one.price().equals(other.price())
                    && one.funding() == other.funding()
                    && one.units() == other.units()
                    && one.route() == other.route()
                    && one.meterClass() == other.meterClass();
        }

        private void put(List<UsageRow> missing) {
            var recorder = new UsageRecorder(
                    new UsageRecorder.Ports(
                            ledger,
                            new DynamoRollUps(deployment.table()),
                            new DynamoKeyUse(deployment.table()),
                            new DynamoUnprovenCalls(deployment.table()),
                            UsageRecorder.Caps.in(accounts)),
                    BudgetAlerts::raise,
                    new ByHand());
            for (var from = 0; from < missing.size(); from += BATCH) {
                recorder.rebuild(missing.subList(from, Math.min(from + BATCH, missing.size())));
            }
        }

        private String describe(UsageRow row) {
            return Place.of(row) + " " + row.call().usageId() + " of "
                    + row.call().at() + ", " + row.call().funding().wire() + " "
                    + row.call().price().microDollars() + " micro-dollars";
        }
    }

    /** What a person has to do by hand. */
    private final class ByHand implements UsageRecorder.Alarm {

        @Override
        public void commitMissing(String orgId, boolean live, long before, long sequence) {
            throw new IllegalStateException("rows come one by one");
        }

        @Override
        public void creditTooOld(UsageRow row) {
            console.fault("the charge of " + row.call().usageId() + " is to be given back by hand: its period is over");
        }
    }
}
