package omni.call;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import omni.account.Windows;
import omni.billing.Approval;
import omni.billing.BudgetCaps;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
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
            context.put(LIVE, Json.text(tree(live)));
        }
        var counted = caller.account();
        if (counted != null && !counted.live()) {
            context.put(TEST, Json.text(tree(counted)));
        }
        if (!caller.invitations().isEmpty()) {
            context.put(INVITATIONS, fitting(caller.invitations()));
        }
        return context;
    }

    private static String fitting(List<OpenInvitation> invitations) {
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
        var live = context.get(LIVE) == null ? null : account(object(context.get(LIVE)));
        var test = context.get(TEST) == null ? null : account(object(context.get(TEST)));
        return Optional.of(new Caller(
                principal(object(principal)), test == null ? live : test, live, invitations(context.get(INVITATIONS))));
    }

    private static Map<String, @Nullable Object> object(@Nullable String json) {
        try {
            return Json.readObject((json == null ? "{}" : json).getBytes(java.nio.charset.StandardCharsets.UTF_8));
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

    private static Map<String, @Nullable Object> tree(Account account) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("orgId", account.orgId());
        out.put("live", account.live());
        out.put("versions", List.of(account.factsVersion(), account.keysVersion()));
        var grant = account.grant();
        out.put(
                "grant",
                List.of(grant.total(), grant.unitsUsed(), grant.period().number()));
        out.put("standing", standing(account.standing()));
        out.put("counters", counters(account.ledger()));
        var caps = account.caps();
        out.put("caps", listOf(caps.spendCapCents(), caps.softCapCents(), caps.approvalThresholdCents()));
        out.put(
                "approvals",
                account.approvals().stream()
                        .map(a -> List.of(a.amountCents(), a.expiresAt().toEpochMilli()))
                        .toList());
        out.put("minute", account.windows().minute());
        out.put("current", account.windows().current());
        out.put("previous", account.windows().previous());
        return out;
    }

    private static Map<String, @Nullable Object> standing(Account.Standing standing) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("card", standing.cardOnFile());
        var subscription = standing.subscription();
        if (subscription != null) {
            out.put(
                    "subscription",
                    List.of(subscription.plan().number(), subscription.status().number()));
        }
        out.put("delinquentSince", standing.delinquentSince());
        out.put("had", standing.hadCardOrPlan());
        var contract = standing.contract();
        if (contract != null) {
            out.put("contractStartsAt", contract.startsAt());
            out.put("contractEndsAt", contract.endsAt());
            out.put("contractDiscount", contract.discount().partsPerMillion());
            out.put("contractAiQueries", contract.aiQueriesLimit());
        }
        out.put("restricted", standing.operatorRestriction());
        out.put("disputeLostAt", standing.disputeLostAt());
        return out;
    }

    private static List<@Nullable Object> counters(Account.Counters counters) {
        var previous = counters.previousPeriod();
        return listOf(
                counters.period().number(),
                counters.sequence(),
                counters.accrual().microDollars(),
                counters.aiUnitsUsed(),
                previous == null ? null : previous.number(),
                counters.previousAccrual().microDollars(),
                counters.previousSequence());
    }

    private static List<@Nullable Object> listOf(@Nullable Object... elements) {
        var list = new ArrayList<@Nullable Object>();
        for (var element : elements) {
            list.add(element);
        }
        return list;
    }

    private static Account account(Map<String, @Nullable Object> in) {
        var versions = numbers(in.get("versions"));
        var grant = numbers(in.get("grant"));
        var caps = numbers(in.get("caps"));
        var approvals = new ArrayList<Approval>();
        if (in.get("approvals") instanceof List<?> list) {
            for (var element : list) {
                var approval = numbers(element);
                approvals.add(new Approval(at(approval, 0), Instant.ofEpochMilli(at(approval, 1))));
            }
        }
        return new Account(
                text(in, "orgId"),
                Boolean.TRUE.equals(in.get("live")),
                at(versions, 0),
                at(versions, 1),
                new Account.Grant(at(grant, 0), at(grant, 1), new InvoicePeriod((int) at(grant, 2))),
                standing(Json.asObject(in.get("standing"))),
                counters(numbers(in.get("counters"))),
                new BudgetCaps(caps.get(0), caps.get(1), caps.get(2)),
                approvals,
                new Windows(number(in.get("minute")), windows(in.get("current")), windows(in.get("previous"))),
                null);
    }

    private static Account.Standing standing(Map<String, @Nullable Object> in) {
        var subscription = numbers(in.get("subscription"));
        var contractStartsAt = instant(in.get("contractStartsAt"));
        var aiQueries = in.get("contractAiQueries");
        return new Account.Standing(
                Boolean.TRUE.equals(in.get("card")),
                subscription.isEmpty()
                        ? null
                        : new Subscription(
                                PlanKey.ofNumber(at(subscription, 0)),
                                SubscriptionStatus.ofNumber(at(subscription, 1))),
                instant(in.get("delinquentSince")),
                Boolean.TRUE.equals(in.get("had")),
                contractStartsAt == null
                        ? null
                        : new Contract(
                                contractStartsAt,
                                instant(in.get("contractEndsAt")),
                                new Discount((int) number(in.get("contractDiscount"))),
                                aiQueries == null ? null : number(aiQueries)),
                Boolean.TRUE.equals(in.get("restricted")),
                instant(in.get("disputeLostAt")));
    }

    private static Account.Counters counters(List<@Nullable Long> in) {
        var previous = in.get(4);
        return new Account.Counters(
                new InvoicePeriod((int) at(in, 0)),
                at(in, 1),
                new Money(at(in, 2)),
                at(in, 3),
                previous == null ? null : new InvoicePeriod(previous.intValue()),
                new Money(at(in, 5)),
                at(in, 6));
    }

    private static Map<Integer, Long> windows(@Nullable Object value) {
        var windows = new HashMap<Integer, Long>();
        Json.asObject(value).forEach((number, count) -> windows.put(Integer.valueOf(number), number(count)));
        return windows;
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

    private static long number(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case BigDecimal number -> number.longValueExact();
            case null, default -> throw new IllegalStateException("the authorizer's context lacks a number");
        };
    }

    private static List<@Nullable Long> numbers(@Nullable Object value) {
        var numbers = new ArrayList<@Nullable Long>();
        if (value instanceof List<?> list) {
            list.forEach(element -> numbers.add(element == null ? null : number(element)));
        }
        return numbers;
    }

    private static long at(List<@Nullable Long> numbers, int index) {
        return number(numbers.get(index));
    }
}
