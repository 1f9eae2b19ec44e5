package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import omni.chat.ChatLimits;
import omni.chat.ChatMessage;
import omni.chat.ChatRuns;
import omni.chat.ChatUser;
import omni.chat.FinishReason;
import omni.endpoint.Endpoints;
import omni.fakes.Ask;
import omni.fakes.Faults;
import omni.fakes.Rig;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order for one chat message (contract 14.4): who is refused, with which frame, and what that costs. */
class MessageIntakeTest {

    private final SocketRig rig = new SocketRig().connect("A").connect("B");

    private static Map<String, Object> chat(String id) {
        return SocketRig.chat(id);
    }

    @Test
    void aMessageIsChargedThenAcceptedThenWorkedOn() {
        rig.send("A", chat("m-1"));

        assertThat(rig.got("A"))
                .singleElement()
                .satisfies(frame -> assertThat(frame)
                        .containsEntry("type", "chat-accepted")
                        .containsEntry("replyTo", "m-1")
                        .containsEntry("sessionId", "chs_1")
                        .containsEntry("rateLimit", Map.of("limit", 30L, "remaining", 29L, "windowSeconds", 60L)));
        assertThat(rig.runs)
                .containsExactly(new ChatRuns.Work(rig.message("m-1").key()));
        assertThat(rig.message("m-1").state()).isInstanceOf(ChatMessage.Ready.class);
        assertThat(rig.charges()).singleElement().satisfies(row -> {
            assertThat(row.isUnproven()).isTrue();
            assertThat(row.call().usageId()).isEqualTo(rig.message("m-1").usageId());
            assertThat(row.call().requestId()).isEqualTo(rig.last("A").get("requestId"));
            assertThat(row.call().route()).isEqualTo(10_000);
        });
        assertThat(rig.rig.log.text()).contains("\"event\":\"commit\"", "\"route\":10000", "\"beforeWork\":true");
    }

    /** The window of its class is neither looked at nor moved. */
    @Test
    void theClassesWindowStaysAsItWas() {
        rig.send("A", chat("m-1"));
        assertThat(rig.account().windows().current()).isEmpty();
    }

    @Test
    void theThirtyFirstIsToldWhenTheNextPlaceIsFree() {
        for (var number = 1; number <= 30; number++) {
            rig.send("A", chat("m-" + number));
            rig.rig.clock.advance(Duration.ofMillis(10));
        }
        rig.rig.clock.advance(Duration.ofMillis(47_860));
        rig.send("B", chat("m-31"));

        assertThat(rig.last("B"))
                .containsEntry("type", "error")
                .containsEntry("event", "rate_limited")
                .containsEntry("object", "error")
                .containsEntry("code", "rate_limit_exceeded")
                .containsEntry("status", 429L)
                .containsEntry("message", "Chat limit of 30 messages per minute reached. Try again in 12 seconds.")
                .containsEntry("replyTo", "m-31")
                .containsEntry("retryAfterMs", 11_840L)
                .containsEntry("retryAfterSeconds", 12L)
                .containsEntry("details", Map.of("limit", 30L, "windowSeconds", 60L, "retryable", true));
        assertThat(rig.charges()).hasSize(30);
        assertThat(rig.closed).isEmpty();
        rig.rig.clock.advance(Duration.ofMillis(11_840));
        rig.send("B", chat("m-31"));
        assertThat(rig.last("B")).containsEntry("type", "chat-accepted");
    }

    @Test
    void nobodyIsLimitedWhereTheLimitIsOff() {
        rig.limits = new ChatLimits(2, false, 20);
        for (var number = 1; number <= 5; number++) {
            rig.send("A", chat("m-" + number));
        }
        assertThat(rig.types("A")).containsOnly("chat-accepted").hasSize(5);
        assertThat(rig.last("A"))
                .containsEntry("rateLimit", Map.of("limit", 2L, "remaining", 2L, "windowSeconds", 60L));
        assertThat(rig.windowLeft()).isEqualTo(30);
    }

    private Map<String, @Nullable Object> detailsOfRest() {
        var answer = Ask.of("GET", "/v1/entities/resolve")
                .by(rig.rig.byKey("read:sec"))
                .query("ticker", "AAPL")
                .of(rig.rig.function(Endpoints.RESOLVE_ENTITY));
        return answer.details();
    }

    /** The very details of the REST API, but for the class; the place is free again, and nothing is stored or written. */
    @Test
    void whoeverTheGateRefusesHasTakenNoPlace() {
        rig.rig.account(rig.rig.fresh().grantLeft(0));
        rig.send("A", chat("m-1"));

        var details = Json.asObject(rig.last("A").get("details"));
        assertThat(rig.last("A"))
                .containsEntry("event", "billing_blocked")
                .containsEntry("code", "billing_required")
                .containsEntry("status", 402L)
                .containsEntry("replyTo", "m-1")
                .doesNotContainKeys("retryAfterMs", "retryAfterSeconds");
        assertThat(details).containsEntry("meterClass", "intelligence_query").containsKey("nextSteps");
        assertThat(details.keySet()).isEqualTo(detailsOfRest().keySet());
        assertThat(rig.windowLeft()).isEqualTo(30);
        assertThat(rig.messages.at(new ChatMessage.Key(SocketRig.ANN, "chs_1", "m-1")))
                .isNull();
        assertThat(rig.runs).isEmpty();
        rig.rig.account(rig.rig.fresh());
        rig.send("A", chat("m-1"));
        assertThat(rig.last("A")).containsEntry("type", "chat-accepted");
    }

    @Test
    void eachReasonOfTheGateGivesThePlaceBack() {
        var accounts = List.of(
                rig.rig.fresh().grantLeft(0).card().spendCapCents(0),
                rig.rig.fresh().withRestriction(),
                rig.rig.fresh().grantLeft(0).card().thresholdCents(0));
        var codes = List.of("billing_budget_hard_cap_exceeded", "billing_required", "billing_budget_approval_required");
        for (var index = 0; index < accounts.size(); index++) {
            rig.rig.account(accounts.get(index));
            rig.send("A", chat("m-" + index));
            assertThat(rig.last("A")).containsEntry("event", "billing_blocked").containsEntry("code", codes.get(index));
            assertThat(rig.windowLeft()).isEqualTo(30);
        }
    }

    @Test
    void anExhaustedAiQuotaIsToldWithItsEnd() {
        rig.rig.account(rig.rig.fresh().aiUsed(10));
        rig.send("A", chat("m-1"));
        assertThat(rig.last("A"))
                .containsEntry("event", "billing_blocked")
                .containsEntry("code", "ai_query_quota_exceeded")
                .containsEntry("status", 429L)
                .containsKey("retryAfterSeconds");
        assertThat(rig.windowLeft()).isEqualTo(30);
    }

    /** What authentication read may be old by the commit. */
    @Test
    void whoeverIsRefusedAtTheCommitHasTakenNoPlace() {
        var faults = new Faults();
        faults.at(
                6,
                new Faults.Event.Pause(
                        false, () -> rig.rig.account(rig.rig.fresh().grantLeft(0))));
        rig.send(faults, "A", Json.text(chat("m-1")));
        assertThat(faults.steps().get(5)).isEqualTo("commit");
        assertThat(rig.last("A")).containsEntry("event", "billing_blocked").containsEntry("code", "billing_required");
        assertThat(rig.windowLeft()).isEqualTo(30);
        assertThat(rig.message("m-1").state()).isEqualTo(new ChatMessage.Failed());
        assertThat(rig.charges()).isEmpty();
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsGivenBack() {
        var faults = new Faults();
        faults.silenceMeter();
        rig.send(faults, "A", Json.text(chat("m-1")));
        assertThat(rig.last("A")).containsEntry("event", "unavailable").containsEntry("code", "metering_unavailable");
        assertThat(rig.windowLeft()).isEqualTo(30);
        assertThat(rig.charges()).isEmpty();
        assertThat(rig.account().grant().unitsUsed()).isZero();
    }

    @Test
    void aMessageWhoseRunDoesNotStartIsGivenBack() {
        rig.startsRuns = false;
        rig.send("A", chat("m-1"));
        assertThat(rig.types("A")).containsExactly("chat-accepted", "error");
        assertThat(rig.last("A")).containsEntry("event", "unavailable").containsEntry("code", "service_unavailable");
        assertThat(rig.windowLeft()).isEqualTo(30);
        assertThat(rig.charges()).isEmpty();
        assertThat(rig.message("m-1").state()).isEqualTo(new ChatMessage.Failed());
    }

    @Test
    void aConnectionThatIsGoneBeforeItIsAcceptedIsNotCharged() {
        rig.gone.add("A");
        rig.send("A", chat("m-1"));
        assertThat(rig.runs).isEmpty();
        assertThat(rig.charges()).isEmpty();
        assertThat(rig.windowLeft()).isEqualTo(30);
    }

    // the same id again

    @Test
    void anAnsweredMessageIsAnsweredFromItsRecordAndNotBilledAgain() {
        rig.send("A", chat("m-1"));
        rig.answer("m-1");
        rig.send("B", chat("m-1"));

        assertThat(rig.got("B")).isEqualTo(rig.got("A"));
        assertThat(rig.types("B")).containsExactly("chat-accepted", "chat-complete");
        assertThat(rig.charges()).hasSize(1);
        assertThat(rig.windowLeft()).isEqualTo(29);
        assertThat(rig.runs).hasSize(1);
    }

    /** Its run died between the record and the proof: whoever asks again proves it. */
    @Test
    void anAnswerThatIsStoredIsProvedBeforeItIsSentAgain() {
        rig.send("A", chat("m-1"));
        var ready = rig.message("m-1");
        assertThat(rig.messages.put(ready.next(new ChatMessage.Answered(FinishReason.STOP))))
                .isTrue();
        rig.send("B", chat("m-1"));
        rig.rest();
        assertThat(rig.types("B")).containsExactly("chat-accepted");
        assertThat(rig.charges()).hasSize(1).noneMatch(row -> row.isUnproven());
    }

    @Test
    void anAnswerThatWasGivenBackMeanwhileIsNotSentButMadeAnew() {
        rig.send("A", chat("m-1"));
        var first = rig.message("m-1");
        assertThat(rig.messages.put(first.next(new ChatMessage.Answered(FinishReason.STOP))))
                .isTrue();
        rig.rest();
        assertThat(rig.charges()).isEmpty();
        rig.send("B", chat("m-1"));
        assertThat(rig.message("m-1").usageId()).isNotEqualTo(first.usageId());
        assertThat(rig.charges()).hasSize(1);
        assertThat(rig.runs).hasSize(2);
    }

    @Test
    void workUnderWayGoesOnTowardsTheConnectionThatAsksNow() {
        rig.send("A", chat("m-1"));
        rig.send("B", chat("m-1"));

        assertThat(rig.got("B")).isEqualTo(rig.got("A"));
        assertThat(rig.message("m-1").connectionId()).isEqualTo("B");
        assertThat(rig.charges()).hasSize(1);
        assertThat(rig.runs).hasSize(1);
        assertThat(rig.windowLeft()).isEqualTo(29);
    }

    @Test
    void theSameConnectionIsNotToldAgainWhatIsUnderWayThere() {
        rig.send("A", chat("m-1"));
        rig.send("A", chat("m-1"));
        assertThat(rig.types("A")).containsExactly("chat-accepted");
        assertThat(rig.charges()).hasSize(1);
    }

    @Test
    void oneWhoseTimeIsOverIsGivenBackAndBegunAnew() {
        rig.send("A", chat("m-1"));
        var first = rig.message("m-1").usageId();
        rig.rig.clock.advance(ChatMessage.TAKE_UP.plusMillis(1));
        rig.send("B", chat("m-1"));

        assertThat(rig.message("m-1").usageId()).isNotEqualTo(first);
        assertThat(rig.charges())
                .singleElement()
                .satisfies(row -> assertThat(row.call().usageId())
                        .isEqualTo(rig.message("m-1").usageId()));
        assertThat(rig.account().grant().unitsUsed()).isOne();
    }

    @Test
    void aQuestionIsAskedAgainOnTheConnectionThatAsksNow() {
        rig.send("A", chat("m-1"));
        var question = new ChatMessage.Permission("prm_1", "tc_1", "find", Map.of());
        var until = rig.rig.clock.instant().plus(ChatMessage.ANSWER);
        var ready = rig.message("m-1");
        var frame = new ServerFrame.PermissionRequest("prm_1", ready.messageId(), "find", "Looks.", until).json();
        assertThat(rig.messages.put(ready.with(List.of(), List.of(ready.frames().getFirst(), frame), 0)
                        .next(new ChatMessage.Waiting(question, until))))
                .isTrue();
        rig.send("B", chat("m-1"));
        assertThat(rig.types("B")).containsExactly("chat-accepted", "permission-request");
        assertThat(rig.message("m-1").state()).isInstanceOf(ChatMessage.Waiting.class);
    }

    @Test
    void aFailedMessageMayBeSentAgainAndTakesAPlaceAsANewOneDoes() {
        rig.startsRuns = false;
        rig.send("A", chat("m-1"));
        rig.startsRuns = true;
        rig.send("A", chat("m-1"));
        assertThat(rig.last("A")).containsEntry("type", "chat-accepted");
        assertThat(rig.charges()).hasSize(1);
        assertThat(rig.windowLeft()).isEqualTo(29);
    }

    @Test
    void anIdIsOnePersonsInOneSession() {
        var bob = new ChatUser(Rig.ORG, "usr_2");
        rig.send("A", chat("m-1"));
        rig.send("A", Map.of("type", "chat", "id", "m-1", "text", "x", "sessionId", "chs_2"));
        assertThat(rig.types("A")).containsExactly("chat-accepted", "chat-accepted");
        assertThat(rig.charges()).hasSize(2);
        assertThat(rig.messages.find(new ChatMessage.Key(bob, "chs_1", "m-1"), Rig.NOW))
                .isEmpty();
    }
}
