package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import omni.access.Ids;
import omni.access.Scopes;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.credential.SponsorToken;
import omni.fakes.Ask;
import omni.fakes.Rig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A change under an Idempotency-Key has one effect, wherever its first attempt dies, and wherever it stands still until a second one
 * takes over (contract 10).
 */
class IdempotentCrashesTest {

    /** The process is gone: nothing of ours catches it. */
    private static final class Died extends Error {
        Died() {
            super("died", null, false, false);
        }
    }

    /** A change, and how many of its effects there are. */
    enum Change {
        CREATE_KEY(
                (rig, secret) ->
                        Ask.of("POST", "/v1/api_keys").by(rig.byKey("*")).body("{\"label\":\"ci\"}"),
                rig -> rig.function(Endpoints.CREATE_API_KEY),
                rig -> rig.store.ring(Rig.ORG).keys().size() - 1,
                "api_key.created"),
        ROTATE_KEY(
                (rig, secret) -> Ask.of("POST", "/v1/api_keys/key_old/rotate")
                        .pathParameter("keyId", "key_old")
                        .by(rig.byKey("*"))
                        .body("{}"),
                rig -> rig.function(Endpoints.ROTATE_API_KEY),
                rig -> rig.store.ring(Rig.ORG).keys().size() - 1,
                "api_key.rotated"),
        ROTATE_KEY_AT_ONCE(
                (rig, secret) -> Ask.of("POST", "/v1/api_keys/key_old/rotate")
                        .pathParameter("keyId", "key_old")
                        .by(rig.byKey("*"))
                        .body("{\"overlapSeconds\":0}"),
                rig -> rig.function(Endpoints.ROTATE_API_KEY),
                rig -> rig.store.ring(Rig.ORG).keys().size() - 1,
                "api_key.rotated"),
        ISSUE_TOKEN(
                (rig, secret) -> Ask.of("POST", "/v1/agent/bootstrap_tokens")
                        .by(rig.byCookie())
                        .header("Origin", Rig.ORIGIN)
                        .body("{}"),
                rig -> rig.function(Endpoints.ISSUE_BOOTSTRAP_TOKEN),
                rig -> rig.store.events().stream()
                        .filter(event -> event.type().equals("bootstrap_token.created"))
                        .count(),
                "bootstrap_token.created"),
        REDEEM_TOKEN(
                (rig, secret) -> Ask.of("POST", "/v1/agent/bootstrap").body("{\"token\":\"" + secret + "\"}"),
                rig -> rig.function(Endpoints.BOOTSTRAP_AGENT),
                rig -> rig.store.ring(Rig.ORG).keys().size() - 1,
                "bootstrap_token.redeemed"),
        APPROVE(
                (rig, secret) -> Ask.of("POST", "/v1/billing/approvals")
                        .by(rig.byCookie())
                        .header("Origin", Rig.ORIGIN)
                        .body("{\"amountCents\":100}"),
                rig -> rig.function(Endpoints.CREATE_APPROVAL),
                rig -> rig.store.account(Rig.ORG, true).approvals().size(),
                "billing.approval.created");

        private final BiFunction<Rig, String, Ask> ask;
        private final java.util.function.Function<Rig, RequestStreamHandler> function;
        private final ToLongFunction<Rig> effects;
        private final String event;

        Change(
                BiFunction<Rig, String, Ask> ask,
                java.util.function.Function<Rig, RequestStreamHandler> function,
                ToLongFunction<Rig> effects,
                String event) {
            this.ask = ask;
            this.function = function;
            this.effects = effects;
            this.event = event;
        }
    }

    /** One organization with a key, a threshold and a sponsor token. */
    private static final class World {

        final Rig rig = new Rig();
        private final Change change;
        private final String token;

        World(Change change) {
            this.change = change;
            rig.account(rig.fresh().card().thresholdCents(0));
            rig.key("key_old", true, Scopes.READ_SEC);
            token = new SecretFormat("secapi").newToken(rig.ids, Rig.ORG);
            sponsor(rig, token, rig.ids);
        }

        private static void sponsor(Rig rig, String secret, Ids ids) {
            var hasher = new SecretHasher(rig.foundation.configuration().peppers());
            var now = rig.clock.instant();
            rig.store
                    .tokens()
                    .issue(
                            new SponsorToken(
                                    "abt_first",
                                    Rig.ORG,
                                    hasher.hash(secret),
                                    true,
                                    null,
                                    SecretFormat.tokenPrefix(secret),
                                    SponsorToken.SCOPES,
                                    "usr_1",
                                    now,
                                    now,
                                    now.plus(Duration.ofDays(1)),
                                    null,
                                    null,
                                    SponsorToken.IssuedAs.of(Rig.ANN),
                                    null),
                            new omni.event.AuditEvent(
                                    ids.of("evt"),
                                    Rig.ORG,
                                    "audit",
                                    "a test's token",
                                    null,
                                    null,
                                    "api",
                                    null,
                                    java.util.Map.of(),
                                    now));
        }

        Ask.Answer call() {
            return change.ask.apply(rig, token).header("Idempotency-Key", "k-1").of(change.function.apply(rig));
        }

        /** Empty when the process died. */
        Optional<Ask.Answer> attempt() {
            try {
                return Optional.of(call());
            } catch (Died e) {
                return Optional.empty();
            }
        }

        void assertOneEffect(String what, @Nullable Integer step) {
            assertThat(change.effects.applyAsLong(rig)).as("%s %s", what, step).isOne();
            var events = rig.events.all().stream();
            assertThat(events.filter(event -> event.type().equals(change.event)))
                    .as("%s %s: events", what, step)
                    .hasSize(1);
        }
    }

    private static Object without(Ask.Answer answer) {
        return List.of(answer.body().replaceAll(",?\"secret\":\"[^\"]*\"", ""));
    }

    @ParameterizedTest
    @EnumSource
    void aDeathAtAnyStepLeavesOneEffectAfterTheRetry(Change change) {
        var deaths = 0;
        for (var at = 0; ; at++) {
            var world = new World(change);
            var left = new AtomicInteger(at);
            world.rig.onStep(done -> {
                if (left.getAndDecrement() == 0) {
                    throw new Died();
                }
            });
            var first = world.attempt();
            world.rig.onStep(done -> {});
            world.rig.clock.advance(Duration.ofSeconds(61));
            var retried = world.call();
            assertThat(retried.status())
                    .as("retry after a death at step %s: %s", at, retried)
                    .isEqualTo(201);
            world.assertOneEffect("after a death at step", at);
            var replayed = world.call();
            assertThat(replayed.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(replayed.body()).doesNotContain("\"secret\"");
            assertThat(without(replayed)).isEqualTo(without(retried));
            world.assertOneEffect("after a replay", at);
            if (first.isPresent()) {
                assertThat(without(first.get())).isEqualTo(without(retried));
                break;
            }
            deaths++;
        }
        assertThat(deaths).as("steps").isGreaterThan(6);
    }

    /** The first attempt is not dead, only slow: it goes on after the second has answered. */
    @ParameterizedTest
    @EnumSource
    void aStandstillAtAnyStepLeavesOneEffect(Change change) {
        for (var at = 0; ; at++) {
            var world = new World(change);
            var left = new AtomicInteger(at);
            world.rig.onStep(done -> {
                if (left.getAndDecrement() == 0) {
                    world.rig.clock.advance(Duration.ofSeconds(61));
                    assertThat(world.call().status()).isEqualTo(201);
                }
            });
            var slow = world.call();
            world.assertOneEffect("after a standstill at step", at);
            assertThat(slow.status()).as("step %s: %s", at, slow).isIn(201, 409);
            if (left.get() >= 0) {
                break;
            }
        }
    }
}
