package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omni.account.Account;
import omni.billing.PlanKey;
import omni.billing.Subscription;
import omni.billing.SubscriptionStatus;
import omni.local.demo.ApiAnswer;
import omni.local.demo.ApiClient;
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

    private record Team(Customer owner, String email, ApiClient member) {

        ApiAnswer remove(String query) {
            return owner.browser().delete("/v1/org/members/" + email + query);
        }
    }

    private Team team(String name) throws Exception {
        var owner = world.signUp();
        world.standing(
                owner,
                before -> new Account.Standing(
                        false,
                        new Subscription(PlanKey.TEAM, SubscriptionStatus.ACTIVE),
                        null,
                        true,
                        null,
                        false,
                        null));
        var email = name + "-of-" + owner.email();
        assertThat(owner.browser()
                        .send("PUT", "/v1/org/members/" + email, new byte[0])
                        .status())
                .isEqualTo(200);
        return new Team(
                owner,
                email,
                world.nobody()
                        .withSession(world.local()
                                .signIn()
                                .signIn(email, Optional.of(owner.orgId()))
                                .cookie()));
    }

    private static String secret(ApiAnswer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().path("secret").asText();
    }

    private ApiAnswer redeem(String token) {
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
                        .delete(TOKENS + "/" + revoked.json().path("id").asText())
                        .json()
                        .path("status")
                        .asText())
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
        assertThat(stranger.browser()
                        .delete(TOKENS + "/" + revoked.json().path("id").asText())
                        .code())
                .isEqualTo("bootstrap_token_not_found");
    }

    /** Redeemed, made and rotated at the moment of removal: each is refused, or stands in the answer of the removal or a repetition. */
    @Test
    void whatIsMadeAtTheMomentOfRemovalIsRefusedOrKnown() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var team = team("racer");
            var token = secret(team.member().post(TOKENS, "{}"));
            var made = team.member().post("/v1/api_keys", "{\"livemode\":true}");
            List<Callable<ApiAnswer>> racers = List.of(
                    () -> team.remove("?revokeKeys=true"),
                    () -> redeem(token),
                    () -> team.member().post("/v1/api_keys", "{\"livemode\":true}"),
                    () -> team.member()
                            .post("/v1/api_keys/" + made.json().path("id").asText() + "/rotate", "{}"));
            List<ApiAnswer> answers;
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
        var second = world.nobody().withKey(secret(first)).post("/v1/api_keys", "{\"livemode\":false}");
        assertThat(second.json().path("createdBy").path("email").asText()).isEqualTo(team.email());

        var removed = team.remove("");
        var wanted = List.of(
                second.json().path("id").asText(), first.json().path("id").asText());
        assertThat(ids(removed.json().path("remainingKeys"))).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(removed.json()
                        .path("remainingKeys")
                        .path(0)
                        .path("createdBy")
                        .path("email")
                        .isNull())
                .isTrue();
        assertThat(world.nobody().withKey(secret(first)).get("/v1/me").status()).isEqualTo(200);

        for (var again = 0; again < 2; again++) {
            var revoking = team.remove("?revokeKeys=true");
            assertThat(revoking.status()).isEqualTo(200);
            assertThat(revoking.json().path("email").asText()).isEqualTo(team.email());
            assertThat(revoking.json().path("remainingKeys")).isEmpty();
        }
        assertThat(world.nobody().withKey(secret(first)).get("/v1/me").status()).isEqualTo(401);
        assertThat(team.owner().call("/v1/me").status()).as("a key of another").isEqualTo(200);
    }
}
