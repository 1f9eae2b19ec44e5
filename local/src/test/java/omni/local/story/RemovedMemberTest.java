package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Somebody who is removed is out, over HTTP and on DynamoDB Local: tokens end, keys are known and go when it is said. */
@SharedWorld(SharedWorld.Kind.UNLIMITED)
class RemovedMemberTest {

    private static final String TOKENS = "/v1/agent/bootstrap_tokens";
    private static final int ROUNDS = 8;

    private final World world;

    RemovedMemberTest(World world) {
        this.world = world;
    }

    private record Team(Customer owner, String email, Client member) {

        Answer remove(String query) {
            return owner.browser().delete("/v1/org/members/" + email + query);
        }
    }

    private Team team(String name) throws Exception {
        var owner = world.signUp();
        world.standing(owner, World.TEAM);
        var email = name + "-of-" + owner.email();
        assertThat(owner.browser().put("/v1/org/members/" + email).status()).isEqualTo(200);
        return new Team(owner, email, world.join(email, owner));
    }

    private static String secret(Answer answer) {
        answer.is(201);
        return answer.field("secret");
    }

    private Answer redeem(String token) {
        return world.nobody().post("/v1/agent/bootstrap", "{\"token\":\"" + token + "\"}");
    }

    private static List<String> ids(JsonNode keys) {
        return keys.valueStream().map(key -> key.path("id").asText()).toList();
    }

    @Test
    void aTokenOfARemovedMemberGivesNothingAndIsListedAsEnded() throws Exception {
        var team = team("token");
        var token = secret(team.member().post(TOKENS, "{\"ttlSeconds\":86400}"));
        var revoked = team.owner().browser().post(TOKENS, "{}");
        var used = secret(team.owner().browser().post(TOKENS, "{}"));
        assertThat(redeem(used).status()).isEqualTo(201);
        assertThat(team.owner()
                        .browser()
                        .delete(TOKENS + "/" + revoked.field("id"))
                        .field("status"))
                .isEqualTo("revoked");
        assertThat(team.remove("").status()).isEqualTo(200);

        assertThat(redeem(token).status() + " " + redeem(token).code()).isEqualTo("410 bootstrap_token_expired");
        assertThat(redeem(secret(revoked)).code()).isEqualTo("bootstrap_token_expired");
        var listed = team.owner().browser().get(TOKENS).json();
        assertThat(listed.path("data")
                        .valueStream()
                        .map(each -> each.path("status").asText()))
                .containsExactlyInAnyOrder("used", "revoked", "expired");
        assertThat(listed.toString())
                .doesNotContain("agbt_" + token.substring(13))
                .doesNotContain("\"secret\"");
        var page = team.owner().browser().get(TOKENS + "?limit=2").json();
        assertThat(page.path("hasMore").asBoolean()).isTrue();
        var rest = team.owner()
                .browser()
                .get(TOKENS + "?limit=2&cursor=" + page.path("nextCursor").asText())
                .json();
        assertThat(rest.path("data")).hasSize(1);
        var stranger = world.signUp();
        assertThat(stranger.browser().delete(TOKENS + "/" + revoked.field("id")).code())
                .isEqualTo("bootstrap_token_not_found");
    }

    /** Redeemed, made and rotated at the moment of removal: each is refused, or stands in the answer of the removal or a repetition. */
    @Test
    void whatIsMadeAtTheMomentOfRemovalIsRefusedOrKnown() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var team = team("racer");
            var token = secret(team.member().post(TOKENS, "{}"));
            var made = team.member().post("/v1/api_keys", "{\"livemode\":true}");
            List<Callable<Answer>> racers = List.of(
                    () -> team.remove("?revokeKeys=true"),
                    () -> redeem(token),
                    () -> team.member().post("/v1/api_keys", "{\"livemode\":true}"),
                    () -> team.member().post("/v1/api_keys/" + made.field("id") + "/rotate", "{}"));
            List<Answer> answers;
            try (var executor = Executors.newFixedThreadPool(racers.size())) {
                answers = executor.invokeAll(racers).stream()
                        .map(Future::resultNow)
                        .toList();
            }
            assertThat(answers.getFirst().status()).as("round %s", round).isEqualTo(200);
            assertThat(answers)
                    .allMatch(answer -> List.of(200, 201, 401, 409, 410).contains(answer.status()));
            var serving = team.owner()
                    .browser()
                    .get("/v1/api_keys")
                    .json()
                    .path("data")
                    .valueStream()
                    .filter(key -> key.path("status").asText().equals("active"))
                    .filter(key -> !key.path("createdBy").path("type").asText().equals("sign_up"))
                    .toList();
            assertThat(serving).as("round %s", round).isEmpty();
            assertThat(redeem(token).status()).isIn(409, 410);
        }
    }

    @Test
    void keysOfARemovedMemberLiveOnAreListedAndGoWhenItIsSaid() throws Exception {
        var team = team("maker");
        var first =
                team.member().post("/v1/api_keys", "{\"livemode\":true,\"scopes\":[\"read:sec\",\"api_keys:manage\"]}");
        var second = world.by(secret(first)).post("/v1/api_keys", "{\"livemode\":false}");
        assertThat(second.field("createdBy.email")).isEqualTo(team.email());

        var removed = team.remove("");
        var wanted = List.of(second.field("id"), first.field("id"));
        assertThat(ids(removed.at("remainingKeys"))).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(removed.at("remainingKeys.0.createdBy.email").isNull()).isTrue();
        assertThat(world.by(secret(first)).get("/v1/me").status()).isEqualTo(200);

        for (var again = 0; again < 2; again++) {
            var revoking = team.remove("?revokeKeys=true");
            revoking.is(200);
            assertThat(revoking.field("email")).isEqualTo(team.email());
            assertThat(revoking.at("remainingKeys")).isEmpty();
        }
        assertThat(world.by(secret(first)).get("/v1/me").status()).isEqualTo(401);
        assertThat(team.owner().call("/v1/me").status()).as("a key of another").isEqualTo(200);
    }
}
