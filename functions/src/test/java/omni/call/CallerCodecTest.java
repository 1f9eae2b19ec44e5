package omni.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import omni.access.AuthMode;
import omni.access.Principal;
import omni.access.Scopes;
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
import omni.fakes.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the authorizer knows reaches the endpoint unchanged, but for the last call, which no decision needs. */
class CallerCodecTest {

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void anyCallerComesThroughTheGatewaysContextUnchanged() {
        for (var round = 0; round < 2_000; round++) {
            var caller = caller();
            var context = CallerCodec.encode(caller);
            assertThat(context.values()).as("seed %d, round %d", seed, round).allMatch(String.class::isInstance);
            assertThat(CallerCodec.decode(context))
                    .as("seed %d, round %d", seed, round)
                    .contains(caller);
        }
    }

    private Caller caller() {
        var mode = oneOf(List.of(AuthMode.values()));
        var live = mode.human() || random.nextBoolean();
        var homeless = mode.human() && random.nextInt(10) == 0;
        var liveAccount = account(true);
        var principal = new Principal(
                mode,
                "id \"ä\" " + random.nextInt(),
                "subject|" + random.nextInt(),
                homeless ? null : liveAccount.orgId(),
                scopes(),
                live,
                maybe(() -> "hash"),
                maybe(this::instant),
                maybe(() -> "ses_1"),
                maybe(() -> "ann@example.com"));
        return homeless
                ? new Caller(principal, null, null)
                : new Caller(principal, live ? liveAccount : account(false), liveAccount);
    }

    private Set<String> scopes() {
        var scopes = new HashSet<String>();
        for (var scope : Scopes.KNOWN) {
            if (random.nextBoolean()) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private Account account(boolean live) {
        var approvals = new ArrayList<Approval>();
        for (var count = random.nextInt(Account.MAX_APPROVALS + 1); count > 0; count--) {
            approvals.add(new Approval(large(), instant()));
        }
        return new Account(
                "org_" + random.nextInt(1_000_000),
                live,
                large(),
                large(),
                new Account.Grant(large(), large(), period()),
                standing(),
                new Account.Counters(
                        period(),
                        large(),
                        new Money(large()),
                        large(),
                        maybe(this::period),
                        new Money(large()),
                        large()),
                new BudgetCaps(maybe(this::large), maybe(this::large), maybe(this::large)),
                approvals,
                new Windows(large(), counts(), counts()),
                null);
    }

    private Account.Standing standing() {
        var plan = random.nextBoolean() ? PlanKey.PERSONAL : PlanKey.TEAM;
        var status = oneOf(List.of(SubscriptionStatus.values()));
        return new Account.Standing(
                random.nextBoolean(),
                maybe(() -> new Subscription(plan, status)),
                maybe(this::instant),
                random.nextBoolean(),
                maybe(this::contract),
                random.nextBoolean(),
                maybe(this::instant));
    }

    private Contract contract() {
        var startsAt = instant();
        return new Contract(
                startsAt,
                maybe(() -> startsAt.plusMillis(1 + random.nextInt(1_000_000))),
                new Discount(random.nextInt(1_000_001)),
                maybe(this::large));
    }

    private Map<Integer, Long> counts() {
        var counts = new HashMap<Integer, Long>();
        for (var number = 0; number < 15; number++) {
            if (random.nextBoolean()) {
                counts.put(number, large());
            }
        }
        return counts;
    }

    private InvoicePeriod period() {
        return new InvoicePeriod((2020 + random.nextInt(80)) * 100 + 1 + random.nextInt(12));
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    private long large() {
        return random.nextBoolean() ? random.nextInt(10) : random.nextLong(Long.MAX_VALUE);
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    @Test
    void whereNobodyWasAskedForThereIsNoCaller() {
        assertThat(CallerCodec.decode(Map.of())).isEmpty();
        assertThat(CallerCodec.decode(Map.of("principalId", "public"))).isEmpty();
    }

    @Test
    void aContextThatTheAuthorizerDidNotWriteIsAFault() {
        for (var principal : List.of("", "{}", "not JSON", "[]")) {
            assertThatThrownBy(() -> CallerCodec.decode(Map.of("principal", principal)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theContextOfALargeAccountStaysFarBelowTheGatewaysLimit() {
        var caller = new Rig().byKey("read:sec");
        assertThat(CallerCodec.encode(caller).values().stream()
                        .mapToInt(String::length)
                        .sum())
                .isLessThan(2_000);
    }
}
