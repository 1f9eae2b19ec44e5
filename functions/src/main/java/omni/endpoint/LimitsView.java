package omni.endpoint;

import java.time.Instant;
import java.util.List;
import omni.account.Terms;
import omni.billing.BillingPosition;
import omni.catalog.Catalog;
import omni.chat.ChatLimits;
import omni.chat.ChatWindows;
import org.jspecify.annotations.Nullable;

/**
 * Limits of contract 11.7: one row for each meter class.
 *
 * @param chat of a person's messages; null for a catalog without a chat
 */
record LimitsView(
        String object,
        String orgId,
        String requestId,
        Instant recordedAt,
        String effectivePlanKey,
        String billingState,
        List<Quota> quotas,
        @Nullable Chat chat) {

    record Quota(String meterClass, long limit, String period, boolean allowed, String planKey, String billingState) {}

    record Chat(int limit, long windowSeconds, boolean enabled) {}

    static LimitsView of(
            Catalog catalog,
            Terms terms,
            ChatLimits chat,
            BillingPosition position,
            String orgId,
            String requestId,
            Instant now) {
        var plan = position.effectivePlan();
        var state = position.state().wire();
        var quotas = catalog.meterClasses().stream()
                .map(meterClass -> new Quota(
                        meterClass.key(),
                        terms.limit(meterClass, plan),
                        "minute",
                        !meterClass.excludedPlans().contains(plan),
                        plan.wire(),
                        state))
                .toList();
        var ofChat = catalog.chat().map(_ -> chat(chat)).orElse(null);
        return new LimitsView("limits", orgId, requestId, now, plan.wire(), state, quotas, ofChat);
    }

    private static Chat chat(ChatLimits limits) {
        return new Chat(limits.messagesPerMinute(), ChatWindows.WINDOW.toSeconds(), limits.isEnabled());
    }
}
