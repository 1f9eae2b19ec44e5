package omni.call;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.Principal;
import omni.account.Account;
import omni.json.Json;
import omni.json.Timestamps;
import omni.member.OpenInvitation;
import org.jspecify.annotations.Nullable;

/**
 * Carries a caller from the authorizer to the endpoint as the scalars that a gateway's context can hold. The last call
 * is left behind: no decision needs it.
 */
public final class CallerCodec {

    private static final String PRINCIPAL = "principal";
    private static final String LIVE = "account";
    private static final String TEST = "testAccount";
    private static final String INVITATIONS = "invitations";

    /** A gateway carries 8 KB of context in all: of invitations with long names only as many as these letters hold. */
    private static final int MAX_INVITATIONS_LENGTH = 4096;

    private CallerCodec() {}

    public static Map<String, String> encode(Caller caller) {
        var context = new LinkedHashMap<String, String>();
        context.put(PRINCIPAL, Json.text(caller.principal()));
        var live = caller.liveAccount();
        if (live != null) {
            context.put(LIVE, Json.text(AccountTree.of(live).tree()));
        }
        var counted = caller.account();
        if (counted != null && !counted.live()) {
            context.put(TEST, Json.text(AccountTree.of(counted).tree()));
        }
        if (!caller.invitations().isEmpty()) {
            context.put(INVITATIONS, fit(caller.invitations()));
        }
        return context;
    }

    private static String fit(List<OpenInvitation> invitations) {
        var count = invitations.size();
        while (count > 1 && Json.text(invitations.subList(0, count)).length() > MAX_INVITATIONS_LENGTH) {
            count--;
        }
        return Json.text(invitations.subList(0, count));
    }

    private static List<OpenInvitation> invitations(@Nullable String json) {
        var invitations = new ArrayList<OpenInvitation>();
        if (object("{\"list\":" + (json == null ? "[]" : json) + "}").get("list") instanceof List<?> list) {
            for (var element : list) {
                var in = Json.asObject(element);
                invitations.add(new OpenInvitation(
                        text(in, "orgId"),
                        (String) in.get("name"),
                        (String) in.get("invitedBy"),
                        Objects.requireNonNull(instant(in.get("expiresAt")))));
            }
        }
        return invitations;
    }

    /** The caller of a context; empty where nobody was asked for. */
    public static Optional<Caller> decode(Map<String, String> context) {
        var principal = context.get(PRINCIPAL);
        if (principal == null) {
            return Optional.empty();
        }
        var live = account(context.get(LIVE));
        var test = account(context.get(TEST));
        return Optional.of(new Caller(
                principal(object(principal)), test == null ? live : test, live, invitations(context.get(INVITATIONS))));
    }

    private static @Nullable Account account(@Nullable String json) {
        return json == null ? null : new AccountTree(object(json)).account();
    }

    private static Map<String, @Nullable Object> object(@Nullable String json) {
        try {
            return Json.readObject((json == null ? "{}" : json).getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new IllegalStateException("the authorizer's context is not what the authorizer wrote", e);
        }
    }

    private static Principal principal(Map<String, @Nullable Object> in) {
        return new Principal(
                AuthMode.valueOf(text(in, "authMode")),
                text(in, "principalId"),
                text(in, "subject"),
                (String) in.get("orgId"),
                texts(in.get("scopes")),
                Boolean.TRUE.equals(in.get("livemode")),
                (String) in.get("keyHash"),
                instant(in.get("keyExpiresAt")),
                (String) in.get("sessionId"),
                (String) in.get("email"));
    }

    private static String text(Map<String, @Nullable Object> in, String name) {
        if (in.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("the authorizer's context lacks " + name);
    }

    private static Set<String> texts(@Nullable Object value) {
        var texts = new LinkedHashSet<String>();
        if (value instanceof List<?> list) {
            list.forEach(element -> texts.add(String.valueOf(element)));
        }
        return texts;
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        return value instanceof String text ? Timestamps.parse(text).orElse(null) : null;
    }
}
