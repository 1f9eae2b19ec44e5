package omni.endpoint;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Reply;
import omni.invoicing.PushMarks;
import omni.json.Fields;
import omni.json.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * An operator sets the commercial contract of an organization, or removes it with {@code {"contract":null}}. {@code PUT
 * /v1/admin/orgs/{orgId}/contract}, contract 11.11.
 */
public record SetContract(PushMarks marks, OversightChanges changes) implements Endpoint {

    private static final long MAX_AI_QUERIES = 1_000_000_000;
    private static final int MAX_DECIMALS = 6;
    private static final int MAX_TIMESTAMP = 40;

    /** Instants behind it have no four-digit year. */
    private static final Instant BEYOND = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final String CONTRACT = "contract";
    private static final List<String> TERMS = List.of("startsAt", "endsAt", "discount", "aiQueriesLimit", "reference");

    /** Null terms remove the contract. */
    record Request(@Nullable Contract terms, @Nullable String reference) {

        static Request read(Fields in) {
            return in.has(CONTRACT) ? removal(in) : terms(in);
        }

        private static Request removal(Fields in) {
            if (!in.isNull(CONTRACT)) {
                in.fault(CONTRACT, "must be null, which removes the contract; its terms stand in the body itself");
            }
            TERMS.stream().filter(in::has).forEach(name -> in.fault(name, "must not stand beside contract"));
            return new Request(null, null);
        }

        private static Request terms(Fields in) {
            var startsAt = instant(in, "startsAt", true);
            var endsAt = instant(in, "endsAt", false);
            var discount = discount(in);
            var aiQueries = in.integer("aiQueriesLimit", 0, MAX_AI_QUERIES);
            var reference = in.text("reference", 1, 200);
            if (startsAt != null && endsAt != null && !endsAt.isAfter(startsAt)) {
                in.fault("endsAt", "must be after startsAt");
            }
            return in.faults().isEmpty() && startsAt != null
                    ? new Request(new Contract(startsAt, endsAt, discount, aiQueries), reference)
                    : new Request(null, null);
        }

        private static @Nullable Instant instant(Fields in, String name, boolean required) {
            var text = required ? in.requiredText(name, 1, MAX_TIMESTAMP) : in.text(name, 1, MAX_TIMESTAMP);
            if (text == null || text.isEmpty()) {
                return null;
            }
            var instant = Timestamps.parse(text)
                    .filter(parsed -> !parsed.isBefore(Instant.EPOCH) && !parsed.isAfter(BEYOND))
                    .map(parsed -> parsed.truncatedTo(ChronoUnit.MILLIS))
                    .orElse(null);
            if (instant == null) {
                in.fault(name, "must be an ISO-8601 instant from 1970 to 9999, for example 2026-05-01T00:00:00.000Z");
            }
            return instant;
        }

        private static Discount discount(Fields in) {
            var fraction = in.requiredDecimal("discount", BigDecimal.ZERO, BigDecimal.ONE)
                    .stripTrailingZeros();
            if (fraction.scale() > MAX_DECIMALS) {
                in.fault("discount", "must have at most " + MAX_DECIMALS + " decimals");
                return Discount.NONE;
            }
            return Discount.ofFraction(fraction);
        }
    }

    @Override
    public Reply handle(Exchange exchange) {
        return exchange.answerBody(Request::read, request -> {
            var reply = changes.make(exchange, new Signing(request));
            if (reply instanceof Reply.Answer) {
                // Who may be invoiced now needs a metering subscription, and no webhook tells of a contract.
                marks.mark(AdminOrganization.orgId(exchange), exchange.now());
            }
            return reply;
        });
    }

    private record Signing(Request request) implements OversightChanges.Change {

        @Override
        public String eventType() {
            return "operator.contract.updated";
        }

        @Override
        public OversightChanges.State decide(OversightChanges.State before) {
            var standing = before.standing();
            return new OversightChanges.State(
                    new Account.Standing(
                            standing.cardOnFile(),
                            standing.subscription(),
                            standing.delinquentSince(),
                            standing.hadCardOrPlan() || request.terms() != null,
                            request.terms(),
                            standing.operatorRestriction(),
                            standing.disputeLostAt()),
                    before.record().withReference(request.reference()));
        }

        @Override
        public Map<String, @Nullable Object> auditData(OversightChanges.State state) {
            var tree = new LinkedHashMap<String, @Nullable Object>();
            tree.put(CONTRACT, terms(state.standing().contract(), state.record().contractReference()));
            return tree;
        }

        private static @Nullable Map<String, @Nullable Object> terms(
                @Nullable Contract contract, @Nullable String reference) {
            if (contract == null) {
                return null;
            }
            var endsAt = contract.endsAt();
            var tree = new LinkedHashMap<String, @Nullable Object>();
            tree.put("startsAt", Timestamps.text(contract.startsAt()));
            tree.put("endsAt", endsAt == null ? null : Timestamps.text(endsAt));
            tree.put("discount", contract.discount().fraction());
            tree.put("aiQueriesLimit", contract.aiQueriesLimit());
            tree.put("reference", reference);
            return tree;
        }
    }
}
