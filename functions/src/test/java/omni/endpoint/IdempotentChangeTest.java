package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import omni.access.StoreUnavailable;
import omni.billing.SubscriptionStatus;
import omni.call.Caller;
import omni.call.Exchange;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Rig;
import omni.http.Reply;
import omni.meter.Idempotency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 10 on changes: one effect, one answer, secrets stored nowhere. */
class IdempotentChangeTest {

    private static final String BODY = "{\"label\":\"ci\"}";

    private final Rig rig = new Rig();

    private Ask.Answer create(String idempotencyKey, String body) {
        return create(rig.byKey("*"), idempotencyKey, body);
    }

    private Ask.Answer create(Caller caller, String idempotencyKey, String body) {
        return Ask.of("POST", "/v1/api_keys")
                .by(caller)
                .header("Idempotency-Key", idempotencyKey)
                .body(body)
                .of(rig.function(Endpoints.CREATE_API_KEY));
    }

    @Test
    void aRepetitionIsAnsweredAsTheFirstWithoutItsSecret() {
        var first = create("k-1", BODY);
        var again = create("k-1", BODY);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json()).containsKey("secret");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json()).doesNotContainKey("secret");
        var shown = first.json();
        shown.remove("secret");
        assertThat(again.json()).isEqualTo(shown);
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
        assertThat(rig.store.events()).hasSize(1);
    }

    @Test
    void aKeyUsedForAnotherBodyIsRefused() {
        create("k-1", BODY);
        var other = create("k-1", "{\"label\":\"other\"}");
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(other.status()).isEqualTo(422);
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u00e9", "tab\there"})
    void aKeyThatIsNoneIsAFault(String key) {
        assertThat(create(key, BODY).code()).isEqualTo("invalid_idempotency_key");
        assertThat(rig.store.ring(Rig.ORG).keys()).isEmpty();
    }

    @Test
    void aRefusalFreesTheKey() {
        assertThat(create("k-1", "{\"label\":5}").status()).isEqualTo(400);
        assertThat(create("k-1", BODY).status()).isEqualTo(201);
    }

    @Test
    void aRestrictedOrganizationIsRefusedBeforeTheClaimButStillGetsItsReplays() {
        var before = create("k-1", BODY);
        rig.account(rig.fresh().subscription(omni.billing.PlanKey.TEAM, SubscriptionStatus.UNPAID));
        assertThat(create("k-1", BODY).status()).isEqualTo(before.status());
        assertThat(create("k-2", BODY).code()).isEqualTo("billing_required");
        var state = rig.idempotency.read(new Idempotency.Key(Rig.ORG, true, "k-2"), rig.clock.instant());
        assertThat(state).isInstanceOf(Idempotency.Absent.class);
    }

    @Test
    void fiftyAtOnceMakeOneThing() throws Exception {
        var tasks = new ArrayList<Callable<Ask.Answer>>();
        var caller = rig.byKey("*");
        for (var index = 0; index < 50; index++) {
            tasks.add(() -> create(caller, "k-1", BODY));
        }
        var answers = new ArrayList<Ask.Answer>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : executor.invokeAll(tasks)) {
                answers.add(future.get());
            }
        }
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers.stream().filter(answer -> answer.body().contains("\"secret\"")))
                .hasSize(1);
        assertThat(create(caller, "k-1", BODY).status()).isEqualTo(201);
    }

    @Test
    void anAttemptThatDiedIsTakenOverAndWhatItMadeIsFound() {
        var operation = Endpoints.CREATE_API_KEY.operation();
        var dying = new Probe(operation, rig.shell, exchange -> {
            make(exchange);
            throw new StoreUnavailable("the answer", new IllegalStateException("lost"));
        });
        var ask = Ask.of("POST", "/v1/api_keys")
                .by(rig.byKey("*"))
                .header("Idempotency-Key", "k-1")
                .body(BODY);
        assertThat(ask.of(dying).status()).isEqualTo(503);
        assertThat(create("k-1", BODY).code()).isEqualTo("idempotency_in_flight");

        rig.clock.advance(Duration.ofSeconds(61));
        var taken = create("k-1", BODY);
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.json()).doesNotContainKey("secret");
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
    }

    private Reply make(Exchange exchange) {
        return rig.endpoint(Endpoints.CREATE_API_KEY).handle(exchange);
    }

    @Test
    void theKeysOfTestAndLiveAreApart() {
        assertThat(create(rig.byKey("*"), "k-1", BODY).status()).isEqualTo(201);
        var test = create(rig.byTestKey("*"), "k-1", BODY);
        assertThat(test.status()).isEqualTo(201);
        assertThat(test.headers()).doesNotContainKey("Idempotency-Replayed");
    }

    private String sponsorToken() {
        var issued = Ask.of("POST", "/v1/agent/bootstrap_tokens")
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN)
                .body("{}")
                .of(rig.function(Endpoints.ISSUE_BOOTSTRAP_TOKEN));
        return String.valueOf(issued.json().get("secret"));
    }

    private Ask.Answer redeem(String token, String idempotencyKey, String label) {
        return Ask.of("POST", "/v1/agent/bootstrap")
                .header("Idempotency-Key", idempotencyKey)
                .body("{\"token\":\"" + token + "\",\"label\":\"" + label + "\"}")
                .of(rig.function(Endpoints.BOOTSTRAP_AGENT));
    }

    /** Contract 10: the key is one of the sponsor token's organization, as nobody is signed in. */
    @Test
    void anExchangeOfATokenIsRepeatedUnderItsKeyWithoutTheSecretAndNotWithoutTheKey() {
        var token = sponsorToken();
        var first = redeem(token, "k-1", "ci");
        assertThat(first.status()).isEqualTo(201);
        var again = redeem(token, "k-1", "ci");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body())
                .doesNotContain("\"secret\"")
                .isEqualTo(first.body().replaceAll(",\"secret\":\"[^\"]*\"", ""));
        assertThat(redeem(token, "k-1", "other").code()).isEqualTo("idempotency_key_reused");
        assertThat(redeem(token, "k-2", "ci").code()).isEqualTo("bootstrap_token_already_used");
        assertThat(redeem(token, "", "ci").code()).isEqualTo("invalid_idempotency_key");
        assertThat(redeem("agbt_none", "k-1", "ci").code()).isEqualTo("bootstrap_token_invalid");
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
        var stored = rig.idempotency.read(new Idempotency.Key(Rig.ORG, true, "k-1"), rig.clock.instant());
        assertThat(stored)
                .isInstanceOfSatisfying(
                        Idempotency.Done.class,
                        done -> assertThat(new String(
                                        java.util.Objects.requireNonNull(
                                                        done.answer().body())
                                                .bytes(),
                                        java.nio.charset.StandardCharsets.UTF_8))
                                .doesNotContain("\"secret\""));
    }

    @Test
    void aRefusedExchangeFreesItsKey() {
        var token = sponsorToken();
        rig.account(rig.fresh().withRestriction());
        assertThat(redeem(token, "k-1", "ci").code()).isEqualTo("billing_required");
        rig.account(rig.fresh());
        assertThat(redeem(token, "k-1", "ci").status()).isEqualTo(201);
    }

    @Test
    void fiftyExchangesAtOnceUnderOneKeyGiveOneKey() throws Exception {
        var token = sponsorToken();
        var tasks = new ArrayList<Callable<Ask.Answer>>();
        for (var index = 0; index < 50; index++) {
            tasks.add(() -> redeem(token, "k-1", "ci"));
        }
        var answers = new ArrayList<Ask.Answer>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : executor.invokeAll(tasks)) {
                answers.add(future.get());
            }
        }
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers.stream().filter(answer -> answer.body().contains("\"secret\"")))
                .hasSize(1);
        assertThat(redeem(token, "k-1", "ci").header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void everyPostAndPutThatChangesSomethingHonorsTheKeyAndNothingElseDoes() {
        for (var endpoint : Endpoints.values()) {
            var operation = endpoint.operation();
            var changes =
                    operation.method().equals("POST") || operation.method().equals("PUT");
            if (!changes) {
                assertThat(operation.honorsIdempotencyKey())
                        .as(operation.operationId())
                        .isFalse();
            }
        }
        assertThat(Endpoints.CREATE_API_KEY.operation().honorsIdempotencyKey()).isTrue();
        assertThat(Endpoints.RECEIVE_STRIPE_EVENT.operation().honorsIdempotencyKey())
                .isFalse();
        assertThat(Endpoints.END_SESSION.operation().honorsIdempotencyKey()).isFalse();
    }
}
