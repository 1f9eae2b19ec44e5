package omni.local.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.MonthBook;
import omni.billing.PaymentOutcome;
import omni.billing.UsageInvoice;
import omni.catalog.Catalog;
import omni.catalog.ChatRoute;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoRoster;
import omni.dynamodb.DynamoUsageHistory;
import omni.event.ListPosition;
import omni.ledger.Ledger;
import omni.ledger.UsageFilter;
import omni.ledger.UsageHistory;
import omni.ledger.UsageRow;
import omni.local.world.Deployment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./omni explain REQUEST_ID}: the whole story of one call, from its key to the invoice that bills it. It writes nothing. */
@Command(
        name = "explain",
        description = {
            "Tells of each call under a request id, or a usage id: who called what, what it cost, who paid, and what became",
            "of it on the way to the invoice; of one that was refused, with --local, which check refused it, on which facts.",
            "Ends with 1 when there is no such call, with 2 when it could not be asked."
        },
        exitCodeOnExecutionException = 2)
final class Explain implements ShellCommand {

    private static final int PAGE = 100;

    @Parameters(paramLabel = "REQUEST_ID", arity = "0..*", hideParamSyntax = true)
    private final List<String> ids = new ArrayList<>();

    @Option(
            names = "--org",
            paramLabel = "ID",
            description = "of this organization only (default: each is asked for the request id)")
    private Optional<String> only = Optional.empty();

    @Mixin
    private final DeploymentAddress address = new DeploymentAddress();

    private final Console console;

    Explain(Console console) {
        this.console = console;
    }

    @Override
    public List<String> faults() {
        return ids.size() == 1 && !ids.getFirst().isBlank()
                ? List.of()
                : List.of("explain takes one request id or usage id");
    }

    @Override
    public int run() {
        try (var deployment = address.deployment(console)) {
            return new Teller(deployment).tell(ids.getFirst());
        }
    }

    private final class Teller {

        private final Deployment deployment;
        private final Ledger ledger;
        private final UsageHistory history;

        Teller(Deployment deployment) {
            this.deployment = deployment;
            this.ledger = new DynamoLedger(deployment.table(), deployment.classes());
            this.history = new DynamoUsageHistory(deployment.table());
        }

        int tell(String id) {
            var rows = new ArrayList<UsageRow>(ofUsageId(id));
            if (rows.isEmpty()) {
                only.ifPresentOrElse(
                        orgId -> find(id, orgId, rows),
                        () -> ReconcileBooks.forAll(
                                new DynamoRoster(deployment.table()), orgId -> find(id, orgId, rows)));
            }
            var refused = refused(id);
            if (rows.isEmpty() && refused.isEmpty()) {
                console.fault(
                        "no call is known by " + id
                                + only.map(orgId -> " of " + orgId).orElse("")
                                + "; a row comes seconds after its call, and is kept for 400 days"
                                + (deployment.log().isPresent()
                                        ? ""
                                        : "; a call that was refused has none: look for the id in the log (docs/operations.md)"));
                return 1;
            }
            console.out().println(id + ": " + count(rows, refused));
            rows.forEach(this::tell);
            refused.forEach(this::tell);
            return 0;
        }

        private List<UsageRow> ofUsageId(String usageId) {
            return ledger.read(usageId).rows().stream()
                    .filter(row -> only.isEmpty() || only.get().equals(row.orgId()))
                    .toList();
        }

        /** The log names no organization: where one is asked for, it tells nothing. */
        private List<RefusedRequest> refused(String id) {
            return only.isPresent()
                    ? List.of()
                    : deployment
                            .log()
                            .map(log -> RefusedRequest.among(log.of(id)).stream()
                                    .filter(RefusedRequest::isRefused)
                                    .toList())
                            .orElse(List.of());
        }

        private static String count(List<UsageRow> rows, List<RefusedRequest> refused) {
            var calls =
                    rows.stream().map(row -> row.call().usageId()).distinct().count();
            var commits = rows.isEmpty()
                    ? "no commit"
                    : (rows.size() == 1 ? "one commit" : rows.size() + " commits")
                            + (calls == rows.size() ? "" : calls == 1 ? " of one call" : " of " + calls + " calls");
            return switch (refused.size()) {
                case 0 -> commits;
                case 1 -> commits + ", one request that was refused";
                default -> commits + ", " + refused.size() + " requests that were refused";
            };
        }

        private void tell(RefusedRequest refused) {
            console.out().println();
            refused.story().forEach(this::say);
        }

        private void find(String requestId, String orgId, List<UsageRow> rows) {
            for (var live : List.of(true, false)) {
                @Nullable ListPosition after = null;
                do {
                    var page = history.rows(orgId, live, UsageFilter.ofRequest(requestId), PAGE, after);
                    page.rows().forEach(row -> rows.addAll(ofUsageId(row.call().usageId())));
                    after = page.next();
                } while (after != null);
            }
        }

        private void tell(UsageRow row) {
            var call = row.call();
            var catalog = deployment.catalog();
            console.out().println();
            say("usage", call.usageId() + " of " + row.orgId() + (row.live() ? "" : ", by a test key"));
            say("request", call.requestId() + " at " + call.at());
            say("caller", call.principalId() + " (" + call.authMode().wire() + ")");
            say("route", (call.mcpTool() ? "MCP tool of " : "") + route(catalog, call.route()));
            say("answer", call.status() + " after " + call.latencyMs() + " ms");
            say(
                    "class",
                    catalog.meterClass(call.meterClass())
                            .map(each -> each.key() + " ("
                                    + (each.family() == null
                                            ? "free"
                                            : each.family().displayName()) + ")")
                            .orElse("#" + call.meterClass() + ", which the catalog has no more"));
            say(
                    "price",
                    usd(call.price()) + ", rate card " + call.rateCardVersion() + ", plan "
                            + call.plan().wire() + ", state before it "
                            + call.state().wire());
            say("funding", call.funding().wire() + (call.units() == 0 ? ", nothing was charged" : ""));
            say("sequence", Long.toString(row.sequence()));
            var items = ledger.read(call.usageId());
            var mark = items.mark();
            if (mark != null) {
                say("void", "the caller was answered " + mark.status() + " instead, at " + mark.at());
            }
            if (!row.isShown()) {
                say("credit", "another commit of this call counts: this one was given back, and is shown nowhere");
            } else if (row.isCredited()) {
                say("credit", "its charge was given back");
            } else if (row.isUnproven()) {
                say(
                        "proof",
                        "none yet: it was charged before its work, and is given back after two minutes without one");
            } else if (items.toCredit().containsKey(row)) {
                say("credit", "due: the stream gives it back");
            }
            if (row.live() && row.price().compareTo(Money.ZERO) > 0) {
                bill(row);
            }
        }

        private void bill(UsageRow row) {
            var books = new TreeMap<InvoicePeriod, MonthBook>();
            new DynamoMonthBooks(deployment.table()).of(row.orgId()).forEach(book -> books.put(book.period(), book));
            var book = books.get(InvoicePeriod.at(row.call().at()));
            if (book == null) {
                say("told", "nothing of its month yet");
                return;
            }
            var told = book.lastReport();
            say(
                    "told",
                    told == null
                            ? "nothing of " + book.period().text() + " yet"
                            : book.period().text() + " as " + usd(told.total()) + " for " + told.at()
                                    + (told.isConfirmed() ? "" : ", whose answer is still to come"));
            book.amounts().invoiceAmounts().keySet().stream().sorted().forEach(this::invoice);
            var draft = book.closing().draftId();
            if (draft != null) {
                invoice(draft);
            }
            if (book.amounts().invoiceAmounts().isEmpty() && draft == null) {
                say("invoice", "none yet");
            }
            if (!book.amounts().movedAmount().equals(Money.ZERO)) {
                var takers = books.values().stream()
                        .filter(other -> other.amounts().carryOvers().containsKey(book.period()))
                        .map(other -> other.period().text())
                        .toList();
                say(
                        "moved",
                        usd(book.amounts().movedAmount()) + " of the month went on to " + String.join(", ", takers));
            }
        }

        private void invoice(String id) {
            say(
                    "invoice",
                    id
                            + switch (deployment.usage().invoice(id)) {
                                case PaymentOutcome.Done<Optional<UsageInvoice>>(var found) ->
                                    found.map(invoice -> switch (invoice.status()) {
                                                        case DRAFT ->
                                                            ", a draft" + (invoice.onHold() ? " that is held" : "");
                                                        case FINAL -> ", final";
                                                    }
                                                    + ", bills " + usd(invoice.usageAmount()) + " of usage")
                                            .orElse(", which Stripe does not know");
                                case PaymentOutcome.Refused<Optional<UsageInvoice>>(var _, var detail) ->
                                    ": Stripe refused: " + detail;
                                case PaymentOutcome.Unavailable<Optional<UsageInvoice>>(var detail, var _) ->
                                    ": Stripe does not answer: " + detail;
                            });
        }

        private void say(String what, String words) {
            console.out().printf("  %-10s%s%n", what, words);
        }
    }

    private static String route(Catalog catalog, int number) {
        if (number == ChatRoute.NUMBER) {
            return ChatRoute.METHOD + " " + ChatRoute.PATH;
        }
        return catalog.route(number)
                .map(route -> route.method() + " " + route.template().text())
                .orElse("#" + number + ", which the catalog has no more");
    }

    private static String usd(Money amount) {
        return "$" + amount.usd().toPlainString();
    }
}
