package omni.refusal;

import java.util.List;
import omni.access.Scopes;
import omni.http.Settings;
import omni.wire.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Where to go from a refusal: the operation in snake case with its method and path, and who may go there (contract 9.2). A step says
 * {@code human} also where its route takes keys and a key would be refused, because what is needed is more than a key may do.
 */
public enum NextStep implements WireName {
    ACTIVATE_PAYG("POST", "/v1/billing/payg/activate", "/pay-as-you-go", Who.ANY, Scopes.BILLING_MANAGE),
    START_CHECKOUT("POST", "/v1/billing/checkout", "/plans-and-pricing", Who.ANY, Scopes.BILLING_MANAGE),
    OPEN_PORTAL("POST", "/v1/billing/portal", "/billing-states", Who.ANY, Scopes.BILLING_MANAGE),
    GET_BILLING("GET", "/v1/billing", "/billing-states", Who.ANY, null),
    GET_BILLING_RATES("GET", "/v1/billing/rates", "/plans-and-pricing", Who.ANY, null),
    /** Raising a bound, which no key may (contract 3.7). */
    UPDATE_BUDGET("PUT", "/v1/billing/budget", "/budgets", Who.HUMAN, Scopes.BILLING_MANAGE),
    CREATE_APPROVAL("POST", "/v1/billing/approvals", "/budgets", Who.HUMAN, Scopes.BILLING_MANAGE),
    LIST_API_KEYS("GET", "/v1/api_keys", "/api-keys", Who.ANY, null),
    /** Giving a key what its caller lacks, which no key may (contract 3.4). */
    CREATE_API_KEY("POST", "/v1/api_keys", "/api-keys", Who.HUMAN, Scopes.API_KEYS_MANAGE),
    START_LOGIN("GET", "/login", "/members", Who.HUMAN, null);

    private enum Who implements WireName {
        HUMAN,
        ANY
    }

    private final String method;
    private final String path;
    private final String docsPath;
    private final Who who;
    private final @Nullable String scope;

    NextStep(String method, String path, String docsPath, Who who, @Nullable String scope) {
        this.method = method;
        this.path = path;
        this.docsPath = docsPath;
        this.who = who;
        this.scope = scope;
    }

    /** A step as it is told. */
    public record Entry(
            String action,
            String method,
            String path,
            String docsUrl,
            String who,
            @Nullable String scope,
            @Nullable String url) {}

    /** The steps as {@code nextSteps} lists them. */
    public static List<Entry> entries(List<NextStep> steps, Settings settings) {
        return steps.stream().map(step -> step.entry(settings)).toList();
    }

    public Entry entry(Settings settings) {
        return new Entry(
                wire(),
                method,
                path,
                settings.docs(docsPath),
                who.wire(),
                scope,
                this == START_LOGIN ? settings.loginUrl() : null);
    }
}
