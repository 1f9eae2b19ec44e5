package omni.local.command;

import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import omni.billing.InvoicePeriod;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoOpenDiscrepancies;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoRoster;
import omni.invoicing.Discrepancy;
import omni.invoicing.OpenDiscrepancies.Known;
import omni.invoicing.Reconciliation;
import omni.invoicing.Reconciliation.Result;
import omni.json.Json;
import omni.local.machine.LocalFault;
import omni.local.world.Deployment;
import omni.member.Roster;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./omni reconcile}: proves against a running product that counter, ledger, books and Stripe agree. It writes nothing. */
@Command(
        name = "reconcile",
        description = {
            "Compares counter, ledger, books and Stripe, and prints a line for each month in which they disagree, with how",
            "long they do. Ends with 0 when all agree or what does not is only on its way to Stripe, with 1 when not, with 2 when",
            "it could not compare."
        },
        exitCodeOnExecutionException = 2)
final class ReconcileBooks implements ShellCommand {

    private static final int PAGE = 100;

    /** What two requests that fail alike are told apart by: the month, Stripe's name of the request. */
    private static final Pattern OF_ONE_REQUEST = Pattern.compile("(?<=compare )\\d{4}-\\d{2}|; request-id: \\S+");

    @Option(names = "--org", paramLabel = "ID", description = "this organization only (default: all)")
    private Optional<String> only = Optional.empty();

    @Option(
            names = "--month",
            paramLabel = "YYYY-MM",
            converter = Month.class,
            description = "this month only (default: each that can still change)")
    private Optional<InvoicePeriod> month = Optional.empty();

    @Option(names = "--rows", arity = "0", description = "add up the rows too: reads every row of each month")
    private boolean rows;

    @Option(names = "--json", arity = "0", description = "one line of JSON")
    private boolean json;

    @Mixin
    private final DeploymentAddress address = new DeploymentAddress();

    private final Console console;

    ReconcileBooks(Console console) {
        this.console = console;
    }

    @Override
    public int run() {
        try (var deployment = address.deployment(console)) {
            var seen = new Seen(deployment.clock().instant(), new DynamoOpenDiscrepancies(deployment.table()).all());
            compare(deployment, seen);
            return json ? seen.json() : seen.text();
        }
    }

    private static final class Month implements ITypeConverter<InvoicePeriod> {
        @Override
        public InvoicePeriod convert(String text) {
            try {
                var month = YearMonth.parse(text);
                return new InvoicePeriod(month.getYear() * 100 + month.getMonthValue());
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("a month is written 2026-05", e);
            }
        }
    }

    private void compare(Deployment deployment, Seen seen) {
        var scope = new Reconciliation.Scope(month.orElse(null), rows);
        var accounts = new DynamoAccounts(deployment.table(), deployment.classes());
        var reconciliation = new Reconciliation(new Reconciliation.Ports(
                accounts,
                new DynamoRollUps(deployment.table()),
                new DynamoMonthBooks(deployment.table()),
                deployment.usage()));
        if (only.isPresent() && accounts.load(only.get()) == null) {
            throw new LocalFault("there is no organization " + only.get());
        }
        Consumer<String> each = orgId -> seen.see(orgId, reconciliation.compare(orgId, scope, seen.now));
        only.ifPresentOrElse(each, () -> forAll(new DynamoRoster(deployment.table()), each));
    }

    static void forAll(Roster roster, Consumer<String> each) {
        for (var page = roster.after(null, PAGE); !page.isEmpty(); page = roster.after(page.getLast(), PAGE)) {
            page.forEach(each);
        }
    }

    /** What was seen so far. */
    private final class Seen {

        private final Instant now;
        private final List<Known> known;
        private final Map<String, List<Discrepancy>> drifts = new LinkedHashMap<>();
        private final Map<String, String> unseen = new LinkedHashMap<>();
        private int organizations;
        private int months;
        private int onTheWay;
        private int unpayable;

        Seen(Instant now, List<Known> known) {
            this.now = now;
            this.known = known;
        }

        void see(String orgId, Result result) {
            organizations++;
            switch (result) {
                case Result.Unread(var detail, var _) -> unseen.put(orgId, detail);
                case Result.Compared(var compared, var found) -> {
                    months += compared.size();
                    for (var each : found) {
                        var lasting = known.stream()
                                .filter(drift -> drift.orgId().equals(orgId) && drift.is(each))
                                .findFirst()
                                .map(Known::since)
                                .map(each::knownSince)
                                .orElse(each);
                        if (lasting.isDrift(now)) {
                            drifts.computeIfAbsent(orgId, _ -> new ArrayList<>())
                                    .add(lasting);
                        } else if (each.kind() == Discrepancy.Kind.UNPAYABLE) {
                            unpayable++;
                        } else {
                            onTheWay++;
                        }
                    }
                }
            }
        }

        private int code() {
            return !unseen.isEmpty() ? 2 : drifts.isEmpty() ? 0 : 1;
        }

        int text() {
            drifts.forEach((orgId, found) -> found.forEach(each -> console.out().println(line(orgId, each))));
            sayWhatStandsInTheWay();
            var count = drifts.values().stream().mapToInt(List::size).sum();
            console.out()
                    .println(organizations + " organizations, " + months + " months: "
                            + (count > 0 ? count + " drifts" : isProved() ? "all agree" : "no drift")
                            + (unseen.isEmpty() ? "" : ", " + unseen.size() + " could not be compared")
                            + (onTheWay == 0 ? "" : " (" + onTheWay + " on the way to Stripe)")
                            + (unpayable == 0 ? "" : " (" + unpayable + " amounts that nobody is invoiced for)"));
            return code();
        }

        /** One line for each cause, however many organizations it keeps from being compared. */
        private void sayWhatStandsInTheWay() {
            unseen.entrySet().stream()
                    .collect(Collectors.groupingBy(
                            each -> OF_ONE_REQUEST.matcher(each.getValue()).replaceAll(""),
                            LinkedHashMap::new,
                            toList()))
                    .values()
                    .forEach(alike -> console.fault(alike.getFirst().getKey()
                            + (alike.size() == 1 ? "" : " and " + (alike.size() - 1) + " more")
                            + ": " + alike.getFirst().getValue()));
        }

        private boolean isProved() {
            return unseen.isEmpty() && onTheWay == 0 && unpayable == 0;
        }

        private String line(String orgId, Discrepancy each) {
            return orgId + " " + each.period().text() + " " + each.kind().name().toLowerCase(Locale.ROOT)
                    + (each.which().isEmpty() ? "" : " " + each.which())
                    + ": " + each.kind().words() + ": $"
                    + each.expectedAmount().usd().toPlainString() + " and $"
                    + each.foundAmount().usd().toPlainString() + ", for " + age(each.age(now));
        }

        int json() {
            var json = new LinkedHashMap<String, @Nullable Object>();
            json.put("organizations", organizations);
            json.put("months", months);
            json.put("onTheWay", onTheWay);
            json.put("unpayable", unpayable);
            var all = new ArrayList<Map<String, @Nullable Object>>();
            drifts.forEach((orgId, found) -> found.forEach(each -> all.add(json(orgId, each))));
            json.put("drifts", all);
            json.put("failed", unseen);
            console.out().println(Json.text(json));
            return code();
        }

        private static Map<String, @Nullable Object> json(String orgId, Discrepancy each) {
            var json = new LinkedHashMap<String, @Nullable Object>();
            json.put("orgId", orgId);
            json.put("month", each.period().text());
            json.put("kind", each.kind().name().toLowerCase(Locale.ROOT));
            json.put("which", each.which());
            json.put("expectedUsd", each.expectedAmount().usd());
            json.put("foundUsd", each.foundAmount().usd());
            json.put("since", each.since());
            return json;
        }
    }

    private static String age(Duration age) {
        return age.toDays() > 0
                ? age.toDays() + " days"
                : age.toHours() > 0 ? age.toHours() + " h " + age.toMinutesPart() + " min" : age.toMinutes() + " min";
    }
}
