package omni.endpoint;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.OperatorRecord;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/** AdminOrganization of contract 11.11: an organization as operators see it. */
record AdminOrganization(
        String object, String requestId, OrganizationView organization, BillingView billing, Facts facts) {

    /** As {@link omni.access.Ids} makes them: nothing else can be one, so nothing is read for it. */
    private static final Pattern ORG_ID = Pattern.compile("org_[0-9A-Za-z]{12}");

    /** What the billing state is derived from. */
    record Facts(
            long grantLeft,
            boolean cardOnFile,
            @Nullable String subscriptionPlanKey,
            @Nullable String subscriptionStatus,
            @Nullable Instant delinquentSince,
            @Nullable ContractView contract,
            @Nullable RestrictionView restriction,
            @Nullable Instant disputeLostAt) {}

    /** A contract as SetContract takes it. */
    record ContractView(
            Instant startsAt,
            @Nullable Instant endsAt,
            BigDecimal discount,
            @Nullable Long aiQueriesLimit,
            @Nullable String reference) {

        static @Nullable ContractView of(@Nullable Contract contract, @Nullable String reference) {
            return contract == null
                    ? null
                    : new ContractView(
                            contract.startsAt(),
                            contract.endsAt(),
                            contract.discount().fraction(),
                            contract.aiQueriesLimit(),
                            reference);
        }
    }

    record RestrictionView(String reason, Instant since, String byPrincipalId) {

        static @Nullable RestrictionView of(OperatorRecord.@Nullable Restriction restriction) {
            return restriction == null
                    ? null
                    : new RestrictionView(restriction.reason(), restriction.since(), restriction.byPrincipalId());
        }
    }

    /** The id in the path; empty text for what can be none. */
    static String orgId(Exchange exchange) {
        var orgId = exchange.request().pathParameters().getOrDefault("orgId", "");
        return ORG_ID.matcher(orgId).matches() ? orgId : "";
    }

    static Reply notFound() {
        return Reply.Problem.of(ErrorCode.ORGANIZATION_NOT_FOUND, "There is no such organization.");
    }

    static Facts facts(Account account, OperatorRecord record) {
        var standing = account.standing();
        var subscription = standing.subscription();
        return new Facts(
                account.grant().unitsLeft(),
                standing.cardOnFile(),
                subscription == null ? null : subscription.plan().wire(),
                subscription == null ? null : subscription.status().wire(),
                standing.delinquentSince(),
                ContractView.of(standing.contract(), record.contractReference()),
                standing.operatorRestriction() ? RestrictionView.of(record.restriction()) : null,
                standing.disputeLostAt());
    }
}
