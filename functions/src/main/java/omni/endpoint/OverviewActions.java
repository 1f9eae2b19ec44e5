package omni.endpoint;

import java.time.Instant;
import java.util.List;
import omni.access.Principal;
import omni.access.Scopes;
import omni.account.Account;
import omni.billing.BillingState;
import omni.billing.CheckoutDecision;
import omni.billing.PlanKey;
import omni.http.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What a caller can do next, and why not: {@code overview.actions} of contract 11.7. */
final class OverviewActions {

    static final String CREATE_API_KEY = "create_api_key";

    /** The one reason that is no error: there is nothing left to do. */
    private static final String CARD_ON_FILE = "card_on_file";

    private OverviewActions() {}

    /**
     * One thing to do.
     *
     * @param reason the code with which it would be refused, {@code card_on_file} where it is done; null while enabled
     */
    record Action(
            String id,
            String label,
            boolean enabled,
            @Nullable String reason) {

        static Action of(String id, String label, @Nullable String reason) {
            return new Action(id, label, reason == null, reason);
        }
    }

    static List<Action> of(OverviewView.Parts parts, Instant now) {
        var principal = parts.principal();
        var restricted = parts.billing().billingState().equals(BillingState.RESTRICTED_READ_ONLY.wire());
        var restriction = restricted ? ErrorCode.BILLING_REQUIRED.wire() : null;
        var billing = billing(principal);
        return List.of(
                Action.of(
                        CREATE_API_KEY,
                        "Create an API key",
                        first(lacking(principal, Scopes.API_KEYS_MANAGE), restriction, full(parts))),
                Action.of(
                        "activate_payg",
                        "Attach a card",
                        first(billing, parts.billing().cardOnFile() ? CARD_ON_FILE : null)),
                Action.of("start_checkout", "Choose a plan", first(billing, subscriptionBlock(parts.live(), now))),
                Action.of("open_portal", "Manage billing", first(billing, unknownToStripe(parts))),
                Action.of("update_budget", "Set a budget", first(billing, restriction)),
                Action.of(
                        "issue_bootstrap_token",
                        "Invite an agent",
                        first(principal.human() ? null : ErrorCode.HUMAN_AUTH_REQUIRED.wire(), restriction)));
    }

    private static @Nullable String first(@Nullable String... reasons) {
        for (var reason : reasons) {
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private static @Nullable String lacking(Principal principal, String scope) {
        return principal.has(scope) ? null : ErrorCode.INSUFFICIENT_SCOPE.wire();
    }

    private static @Nullable String billing(Principal principal) {
        return first(
                lacking(principal, Scopes.BILLING_MANAGE),
                principal.livemode() ? null : ErrorCode.LIVEMODE_REQUIRED.wire());
    }

    private static @Nullable String full(OverviewView.Parts parts) {
        return parts.room() > 0 ? null : ErrorCode.API_KEY_LIMIT_REACHED.wire();
    }

    /** As StartCheckout decides it, for any plan that is subscribed to. */
    private static @Nullable String subscriptionBlock(Account live, Instant now) {
        return switch (CheckoutDecision.of(PlanKey.PERSONAL, live.facts(), now)) {
            case CheckoutDecision.AlreadyActive() -> ErrorCode.SUBSCRIPTION_ALREADY_ACTIVE.wire();
            case CheckoutDecision.PaymentOverdue() -> ErrorCode.PAYMENT_OVERDUE.wire();
            case CheckoutDecision.Open(), CheckoutDecision.SalesContact(), CheckoutDecision.NotSubscribable() -> null;
        };
    }

    private static @Nullable String unknownToStripe(OverviewView.Parts parts) {
        return parts.billing().customer() == null ? ErrorCode.BILLING_CUSTOMER_MISSING.wire() : null;
    }
}
