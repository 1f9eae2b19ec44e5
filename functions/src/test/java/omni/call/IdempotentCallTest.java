package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import omni.account.Account;
import omni.account.Windows;
import omni.billing.BudgetCaps;
import omni.call.SoldWork.End;
import omni.fakes.Altered;
import omni.fakes.Faults;
import omni.fakes.InMemoryStore;
import omni.fakes.UsageStream.Delivery;
import omni.http.Request;
import omni.ledger.UsageRow;
import omni.meter.KeyCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an Idempotency-Key does for its caller (contract 10), and where it stands in the order of checks (contract 4). */
class IdempotentCallTest {

    private static final String ORG = "org_Aa0Bb1Cc2Dd3";
    private static final Instant START = Instant.parse("2026-05-14T09:30:00Z");

    private final InMemoryStore world = new InMemoryStore();
    private final Service service = new Service(world, ORG, START, true);
    private final SentRequest sent = SentRequest.to(SoldRoute.PLAIN).key("k");

    IdempotentCallTest() {
        world.put(Account.open(ORG, true, 250, START));
        world.put(Account.open(ORG, false, 0, START));
    }

    private ReceivedAnswer call(SentRequest request) {
        return service.call(request, End.OK);
    }

    private List<UsageRow> charges() {
        service.stream().deliver(Delivery.ALL);
        return service.stream().rows().stream().filter(UsageRow::isCharged).toList();
    }

    private void standing(boolean card, boolean restricted, BudgetCaps caps, long grantUsed) {
        world.change(
                ORG,
                account -> new Account(
                        account.orgId(),
                        true,
                        account.factsVersion(),
                        account.keysVersion(),
                        new Account.Grant(
                                account.grant().total(),
                                grantUsed,
                                account.grant().period()),
                        new Account.Standing(card, null, null, card, null, restricted, null),
                        account.ledger(),
                        caps,
                        account.approvals(),
                        account.windows(),
                        account.last()));
    }

    private void fillWindow() {
        var account = service.account();
        world.put(Altered.windows(account, new Windows(account.windows().minute(), Map.of(1, 600L), Map.of())));
    }

    @Test
    void aReplayIsTheStoredAnswerUnderANewRequestIdAndCostsNothing() {
        var first = call(sent.label("one"));
        var replay = call(sent.label("two"));

        assertThat(first.isReplayed()).isFalse();
        assertThat(first.header("Omni-Estimated-Cost")).isEqualTo("$0.0123");
        assertThat(replay.status()).isEqualTo(200);
        assertThat(replay.isReplayed()).isTrue();
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.json()).containsEntry("requestId", "one");
        assertThat(replay.header("Request-Id")).isEqualTo("two");
        assertThat(replay.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(replay.header("X-Thing")).isEqualTo("odd");
        assertThat(replay.header("Content-Type")).isEqualTo("application/json");
        assertThat(replay.header("traceparent")).isNotEqualTo(first.header("traceparent"));
        assertThat(service.work().runs()).isEqualTo(1);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void aReplayCountsInTheWindowAndLeavesNoRow() {
        var first = call(sent);
        var replay = call(sent);

        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("599");
        assertThat(replay.header("X-RateLimit-Remaining")).isEqualTo("598");
        assertThat(replay.header("Omni-Free-Grant-Remaining")).isEqualTo("249");
        assertThat(service.account().ledger().sequence()).isEqualTo(1);
    }

    @Test
    void aReplayIsOfTheSameKindOfContent() {
        var html = service.call(sent, End.HTML);
        var replay = call(sent);

        assertThat(replay.body()).isEqualTo(html.body()).isEqualTo("<p>odd</p>");
        assertThat(replay.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void aFullWindowRefusesAReplayAndEveryOtherVerdictOnTheKey() {
        call(sent);
        fillWindow();

        for (var late : List.of(sent, sent.path("/v1/other"), sent.key("ü"))) {
            assertThat(call(late).code()).isEqualTo("rate_limit_exceeded");
        }
        service.clock().advance(Duration.ofMinutes(2));
        assertThat(call(sent).isReplayed()).isTrue();
    }

    @Test
    void aWindowThatFillsAfterAuthenticationRefusesTheReplay() {
        call(sent);
        var before = service.caller(true);
        fillWindow();

        var late = service.callAs(before, sent, End.OK, new Faults());

        assertThat(late.code()).isEqualTo("rate_limit_exceeded");
        assertThat(late.isReplayed()).isFalse();
    }

    @Test
    void aBlockedOrganizationGetsItsReplayAndNothingElse() {
        var first = call(sent);
        standing(false, true, BudgetCaps.NONE, 250);

        assertThat(call(sent).body()).isEqualTo(first.body());
        assertThat(call(sent.key("new")).code()).isEqualTo("billing_required");
        assertThat(call(sent.path("/v1/other")).code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aRefusalBeforeTheWorkLeavesNoClaim() {
        standing(false, true, BudgetCaps.NONE, 250);
        var faults = new Faults();

        assertThat(service.call(sent, End.OK, faults).status()).isEqualTo(402);
        assertThat(faults.steps()).containsExactly("read");
        assertThat(call(sent.path("/v1/other")).code()).isEqualTo("billing_required");
    }

    @Test
    void theClaimIsMadeJustBeforeTheWork() {
        var faults = new Faults();
        service.call(sent, End.OK, faults);

        assertThat(faults.steps()).containsExactly("read", "claim", "work", "commit", "complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ü", "tab\tin", "new\nline", "\u007f"})
    void aBadKeyIsRefusedAndNothingIsDone(String bad) {
        var got = call(sent.key(bad));

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.code()).isEqualTo("invalid_idempotency_key");
        assertThat(service.work().runs()).isZero();
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(call(sent.key("~".repeat(255))).status()).isEqualTo(200);
        assertThat(call(sent.key("~".repeat(256))).code()).isEqualTo("invalid_idempotency_key");
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        var first = sent.query(query("a", "1", "b", "2"));
        call(first);
        var others = List.of(
                first.method("POST"),
                first.path("/v1/entities/resolved"),
                first.body("{}"),
                first.query(Map.of()),
                first.query(query("a", "1")),
                first.query(query("a", "2", "b", "1")),
                first.query(Map.of("a", List.of("1", "1"), "b", List.of("2"))));

        for (var other : others) {
            var got = call(other);
            assertThat(got.status()).as("%s", other).isEqualTo(422);
            assertThat(got.code()).isEqualTo("idempotency_key_reused");
        }
        assertThat(charges()).hasSize(1);
    }

    @Test
    void noValueOfOneQueryReadsLikeTheParametersOfAnother() {
        call(sent.query(Map.of("a", List.of("1, 2"))));

        assertThat(call(sent.query(Map.of("a", List.of("1]&b=[2")))).status()).isEqualTo(422);
        assertThat(call(sent.query(Map.of("a", List.of("1a2")))).status()).isEqualTo(422);
        assertThat(call(sent.query(query("a", "1", "b", "2"))).status()).isEqualTo(422);
    }

    /** Two values under one name pass to an upstream as they were sent. */
    @Test
    void noQueryOfAForwardedRouteReadsLikeAnother() {
        assertThat(List.of(
                                List.of("1", "2"),
                                List.of("2", "1"),
                                List.of("1, 2"),
                                List.of("1]&b=[2"),
                                List.of("1a2"),
                                List.of("1", "", "2"),
                                List.of("12"))
                        .stream()
                        .map(values -> IdempotencyKeys.fingerprint(new Request(
                                "GET",
                                "/v1/filings",
                                Map.of(),
                                Map.of("a", values.getLast()),
                                Map.of("a", values),
                                Map.of(),
                                Map.of(),
                                new omni.meter.Body(new byte[0]),
                                "192.0.2.1",
                                Map.of())))
                        .distinct())
                .hasSize(7);
    }

    private static Map<String, List<String>> query(String... pairs) {
        var query = new LinkedHashMap<String, List<String>>();
        for (var index = 0; index < pairs.length; index += 2) {
            query.put(pairs[index], List.of(pairs[index + 1]));
        }
        return query;
    }

    @Test
    void theOrderOfTheQueryDoesNotMatter() {
        call(sent.query(query("a", "1", "b", "2")));

        assertThat(call(sent.query(query("b", "2", "a", "1"))).isReplayed()).isTrue();
    }

    @Test
    void headIsAnsweredAndChargedAsGet() {
        var head = call(sent.method("HEAD"));
        var get = call(sent.method("GET"));

        assertThat(head.body()).isEqualTo(get.body());
        assertThat(get.isReplayed()).isTrue();
        assertThat(get.json()).containsEntry("object", "thing");
        assertThat(call(sent.method("HEAD")).body()).isEqualTo(get.body());
        assertThat(charges()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"NOT_FOUND", "BAD_GATEWAY", "THROWS", "UNWRITABLE"})
    void aFailedCallFreesTheKeyAndRunsAgain(End end) {
        for (var sold : List.of(SoldRoute.PLAIN, SoldRoute.COMMIT_BEFORE)) {
            var request = SentRequest.to(sold).key("k of " + sold);
            assertThat(service.call(request, end).status()).isGreaterThanOrEqualTo(400);
            assertThat(call(request).status()).isEqualTo(200);
            assertThat(call(request).isReplayed()).isTrue();
        }
        assertThat(charges()).hasSize(2);
        service.stream().deliverAgain();
        assertThat(service.account().grant().unitsUsed()).isEqualTo(2);
    }

    @ParameterizedTest(name = "cap lowered, window filled, key revoked: {0} → {1}")
    @CsvSource({"cap, 402", "window, 429", "key, 401"})
    void aRefusalAtTheCommitFreesTheKey(String what, int status) {
        standing(true, false, BudgetCaps.NONE, 250);
        service.work().during(() -> {
            switch (what) {
                case "cap" -> standing(true, false, new BudgetCaps(1L, null, null), 250);
                case "window" -> fillWindow();
                default -> {
                    service.keysAre(KeyCheck.Result.REFUSED);
                    world.moveKeys(ORG);
                }
            }
        });

        assertThat(call(sent).status()).isEqualTo(status);
        assertThat(charges()).isEmpty();
        service.work().during(() -> {});
        service.keysAre(KeyCheck.Result.GOOD);
        standing(true, false, BudgetCaps.NONE, 250);
        service.clock().advance(Duration.ofMinutes(3));
        assertThat(call(sent).isReplayed()).isFalse();
        assertThat(charges()).hasSize(1);
    }

    @Test
    void aLargeBodyIsComputedAnewAndNotBilledAgain() {
        var first = service.call(sent, End.TOO_LARGE);
        var replay = service.call(sent, End.TOO_LARGE);

        assertThat(replay.isReplayed()).isTrue();
        assertThat(replay.body()).isEqualTo(first.body()).hasSizeGreaterThan(700_000);
        assertThat(replay.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(service.work().runs()).isEqualTo(2);
        assertThat(charges()).hasSize(1);
        assertThat(service.account().windows().current()).containsEntry(1, 2L);
    }

    @Test
    void aLargeBodyThatCanNoLongerBeComputedIsAnErrorAndNoReplay() {
        service.call(sent, End.TOO_LARGE);
        var replay = service.call(sent, End.THROWS);

        assertThat(replay.code()).isEqualTo("internal_error");
        assertThat(replay.isReplayed()).isFalse();
        assertThat(charges()).hasSize(1);
    }

    @Test
    void aLargeAnswerOfAPostIsNeverMadeAgain() {
        var post = SentRequest.to(SoldRoute.POSTED).key("k").query(Map.of()).body("{}");
        service.call(post, End.TOO_LARGE);
        var replay = service.call(post, End.TOO_LARGE);

        assertThat(replay.status()).isEqualTo(409);
        assertThat(replay.code()).isEqualTo("idempotency_replay_too_large");
        assertThat(service.work().runs()).isEqualTo(1);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void testAndLiveKeysDoNotShareIdempotencyKeys() {
        var test = call(sent.byTestKey());

        assertThat(test.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(call(sent.byTestKey()).isReplayed()).isTrue();
        assertThat(call(sent).isReplayed()).isFalse();
        assertThat(charges()).hasSize(1);
        assertThat(service.account().grant().unitsUsed()).isEqualTo(1);
    }

    @Test
    void aTestCallThatDiedCountsOnceToo() {
        assertThat(service.attempt(sent.byTestKey(), End.OK, new Faults().at(5, new Faults.Event.Crash(false))))
                .isEmpty();
        service.clock().advance(Duration.ofSeconds(61));
        call(SentRequest.to(SoldRoute.PLAIN).byTestKey());
        assertThat(call(sent.byTestKey()).status()).isEqualTo(200);
        service.stream().deliver(Delivery.ALL);

        assertThat(service.stream().rows().stream().mapToInt(UsageRow::units).sum())
                .isEqualTo(2);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        call(sent);
        service.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(call(sent).isReplayed()).isTrue();
        service.clock().advance(Duration.ofMillis(1));
        assertThat(call(sent).isReplayed()).isFalse();
        assertThat(charges()).hasSize(2);
    }

    @Test
    void anAttemptIsLeftAloneForAMinute() {
        service.attempt(sent, End.OK, new Faults().at(3, new Faults.Event.Crash(false)));
        service.clock().advance(Duration.ofSeconds(60).minusMillis(1));
        var early = call(sent);
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.code()).isEqualTo("idempotency_in_flight");
        assertThat(early.header("Retry-After")).isEqualTo("1");
        service.clock().advance(Duration.ofMillis(1));

        assertThat(call(sent).status()).isEqualTo(200);
    }

    @Test
    void aTakeoverIsRefusedOnlyAfterTheDeadAttemptsChargeIsGivenBack() {
        standing(false, false, BudgetCaps.NONE, 249);
        service.attempt(sent, End.OK, new Faults().at(5, new Faults.Event.Crash(false)));
        assertThat(service.account().grant().unitsLeft()).isZero();
        service.clock().advance(Duration.ofSeconds(61));
        var faults = new Faults();

        assertThat(service.call(sent, End.OK, faults).code()).isEqualTo("billing_required");
        assertThat(faults.steps()).containsExactly("read", "usage id", "annul");
        assertThat(charges()).isEmpty();
        assertThat(service.account().grant().unitsLeft()).isEqualTo(1);
        assertThat(call(sent).status()).isEqualTo(200);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void theLastUnitOfADeadAttemptIsAnsweredOnceItsRowIsThere() {
        standing(false, false, BudgetCaps.NONE, 249);
        service.attempt(sent, End.OK, new Faults().at(5, new Faults.Event.Crash(false)));
        service.stream().deliver(Delivery.ALL);
        service.clock().advance(Duration.ofSeconds(61));

        var got = call(sent);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.header("Omni-Billing-State")).isEqualTo("payg_pending_card");
        assertThat(charges()).hasSize(1);
    }

    @Test
    void anAnswerIsGivenOnlyIfItIsStored() {
        for (var stored : List.of(false, true)) {
            var request = sent.key("stored " + stored);
            var got = service.call(request, End.OK, new Faults().at(5, new Faults.Event.Lost(stored)));
            service.clock().advance(Duration.ofSeconds(61));
            var again = service.call(request, End.NOT_FOUND);

            assertThat(got.status()).isEqualTo(stored ? 200 : 503);
            assertThat(again.status()).isEqualTo(stored ? 200 : 404);
            assertThat(charges()).hasSize(stored ? 1 : 0);
        }
    }

    @Test
    void theStoreOfKeysBeingAwayIsMeteringBeingUnavailable() {
        var got = service.call(sent, End.OK, new Faults().at(1, new Faults.Event.Lost(false)));

        assertThat(got.code()).isEqualTo("metering_unavailable");
        assertThat(got.header("Retry-After")).isEqualTo("1");
        assertThat(got.header("Omni-Meter-Class")).isEqualTo("entity_resolve");
        assertThat(service.work().runs()).isZero();
    }

    @Test
    void fiftyAtOnceAreOneWorkOneChargeAndFiftyEqualAnswers() throws InterruptedException, ExecutionException {
        var together = new CountDownLatch(50);
        var calls = new ArrayList<Callable<ReceivedAnswer>>();
        for (var number = 0; number < 50; number++) {
            var mine = sent.label("call-" + number);
            calls.add(() -> {
                together.countDown();
                together.await();
                return call(mine);
            });
        }
        var answers = new ArrayList<ReceivedAnswer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(service.work().runs()).isEqualTo(1);
        assertThat(answers.stream()
                        .filter(ReceivedAnswer::ok)
                        .map(ReceivedAnswer::body)
                        .distinct())
                .hasSize(1);
        for (var got : answers) {
            if (!got.ok()) {
                assertThat(got.code()).isEqualTo("idempotency_in_flight");
                assertThat(Objects.requireNonNull(got.header("Retry-After"))).isEqualTo("1");
            }
        }
        var body = answers.stream()
                .filter(ReceivedAnswer::ok)
                .findFirst()
                .orElseThrow()
                .body();
        for (var number = 0; number < 50; number++) {
            assertThat(call(sent).body()).isEqualTo(body);
        }
        assertThat(charges()).hasSize(1);
        assertThat(service.account().ledger().sequence()).isEqualTo(1);
    }
}
