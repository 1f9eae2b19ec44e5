package omni.refusal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * On which facts a call was refused, for the log: of the details that its caller was told, those that a check compares. Numbers and
 * words of ours only; an upstream may answer in our shape, and what it says is not ours to write down.
 */
public final class RefusalFacts {

    private static final List<String> NAMES = List.of(
            "reason",
            "limit",
            "period",
            "retryAfterSeconds",
            "accruedUsageCents",
            "spendCapCents",
            "approvalThresholdCents",
            "approvedCents",
            "requestCostUsd",
            "delinquentSince",
            "aiQueryQuotaLimit",
            "aiQueryQuotaUsed",
            "aiQueryQuotaResetAt",
            "requiredScopes",
            "grantedScopes");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:$*-]{1,40}");

    private RefusalFacts() {}

    /** Null where no check has refused, or where it compares nothing. */
    public static @Nullable Map<String, Object> of(Map<String, @Nullable Object> error) {
        if (!(error.get("code") instanceof String code) || CallCheck.of(code).isEmpty()) {
            return null;
        }
        var details = error.get("details") instanceof Map<?, ?> told ? Json.asObject(told) : Map.<String, Object>of();
        var facts = new LinkedHashMap<String, Object>();
        for (var name : NAMES) {
            var value = details.get(name);
            if (value != null && isOurs(value)) {
                facts.put(name, value);
            }
        }
        return facts.isEmpty() ? null : facts;
    }

    private static boolean isOurs(Object value) {
        return switch (value) {
            case Number number -> true;
            case String text -> WORD.matcher(text).matches();
            case List<?> list ->
                list.stream()
                        .allMatch(each -> each instanceof String text
                                && WORD.matcher(text).matches());
            default -> false;
        };
    }
}
