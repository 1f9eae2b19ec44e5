package omni.local.sam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a packaged function answers to its event file, cold and then warm, on a world that nobody else works on. */
final class ExpectedAnswer {

    /** Where the second time differs: what the first made is there, or gone. The plan in the events has room for one more key. */
    private static final Map<String, SampleEvents.Answer> WARM = Stream.of(
                    new SampleEvents.Answer("CreateOrganization", 409, "organization_exists"),
                    new SampleEvents.Answer("RemoveMember", 400, "validation_error"),
                    new SampleEvents.Answer("CreateApiKey", 402, "api_key_limit_reached"),
                    new SampleEvents.Answer("CreateApproval", 409, "approval_exceeds_hard_cap"),
                    new SampleEvents.Answer("RotateApiKey", 409, "api_key_revoked"),
                    new SampleEvents.Answer("BootstrapAgent", 409, "bootstrap_token_already_used"))
            .collect(Collectors.toMap(SampleEvents.Answer::name, Function.identity()));

    private ExpectedAnswer() {}

    static void check(String name, ObjectNode answer, boolean warm) {
        switch (name) {
            case "Authorize" -> {
                var statement = answer.path("policyDocument").path("Statement").path(0);
                assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
                assertThat(answer.path("principalId").asText()).isNotEmpty();
                assertThat(answer.path("context").isObject()).isTrue();
            }
            case "RecordUsage" -> {
                assertThat(answer.path("batchItemFailures").isArray()).isTrue();
                assertThat(answer.path("batchItemFailures")).isEmpty();
            }
            case "AnnounceStates" -> count(answer, "reminded");
            case "CreditUnproven" -> count(answer, "credited");
            case "OpenChat" -> assertThat(answer.path("statusCode").asInt()).isEqualTo(401);
            case "ReceiveChatMessage", "CloseChat" ->
                assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
            case "RunChat" -> assertThat(answer).isEmpty();
            case "ExpireChatWaits" -> count(answer, "moved");
            case "PushUsage" -> assertThat(answer.path("outcomes").isObject()).isTrue();
            case "Reconcile" -> {
                assertThat(count(answer, "failed")).isZero();
                assertThat(answer.path("complete").asBoolean()).isTrue();
            }
            case "SweepStripe" -> {
                assertThat(count(answer, "organizations") > 0).as("once a day").isNotEqualTo(warm);
                assertThat(count(answer, "failed")).isZero();
                assertThat(answer.path("complete").asBoolean()).isTrue();
            }
            default -> proxied(name, answer, warm);
        }
    }

    private static int count(JsonNode answer, String field) {
        assertThat(answer.path(field).isInt()).as(field).isTrue();
        return answer.path(field).asInt();
    }

    private static void proxied(String name, ObjectNode answer, boolean warm) {
        var first = SampleEvents.answer(name);
        var expected = warm ? WARM.getOrDefault(name, first) : first;
        var body = SampleEvents.body(answer);
        assertThat(answer.path("statusCode").asInt()).as(body.toString()).isEqualTo(expected.status());
        if (!expected.objectOrCode().isEmpty()) {
            assertThat(new String[] {
                        body.path("object").asText(), body.path("code").asText()
                    })
                    .contains(expected.objectOrCode());
        }
    }
}
