package omni.refusal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.http.Settings;
import omni.wire.WireName;

/** Where to go from a refusal: the operation in snake case with its method and path (contract 9.2). */
public enum NextStep implements WireName {
    ACTIVATE_PAYG("POST", "/v1/billing/payg/activate", "/pay-as-you-go"),
    START_CHECKOUT("POST", "/v1/billing/checkout", "/plans-and-pricing"),
    OPEN_PORTAL("POST", "/v1/billing/portal", "/billing-states"),
    GET_BILLING("GET", "/v1/billing", "/billing-states"),
    GET_BILLING_RATES("GET", "/v1/billing/rates", "/plans-and-pricing"),
    UPDATE_BUDGET("PUT", "/v1/billing/budget", "/budgets"),
    CREATE_APPROVAL("POST", "/v1/billing/approvals", "/budgets"),
    LIST_API_KEYS("GET", "/v1/api_keys", "/api-keys"),
    CREATE_API_KEY("POST", "/v1/api_keys", "/api-keys"),
    START_LOGIN("GET", "/login", "/members");

    private final String method;
    private final String path;
    private final String docsPath;

    NextStep(String method, String path, String docsPath) {
        this.method = method;
        this.path = path;
        this.docsPath = docsPath;
    }

    /** The steps as {@code details.nextSteps} lists them. */
    public static List<Map<String, String>> entries(List<NextStep> steps, Settings settings) {
        return steps.stream().map(step -> step.entry(settings)).toList();
    }

    public Map<String, String> entry(Settings settings) {
        var entry = new LinkedHashMap<String, String>();
        entry.put("action", wire());
        entry.put("method", method);
        entry.put("path", path);
        entry.put("docsUrl", settings.docs(docsPath));
        return entry;
    }
}
