package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A session full of known secrets; afterwards none of them is to be found anywhere. */
class CanaryTest {

    @Test
    void noSecretIsInALogTheTableOrAnError() throws Exception {
        try (var world = World.start(World.Plan.standard().withStillClock())) {
            var secrets = new LinkedHashMap<String, String>();
            for (var name : List.of(
                    "OMNI_PEPPERS",
                    "OMNI_SESSION_KEY",
                    "OMNI_STRIPE_API_KEY",
                    "OMNI_STRIPE_WEBHOOK_SECRETS",
                    "STREAM_TICKET_HMAC_SECRET_PRIMARY")) {
                secrets.put(name, world.local().environment().getOrDefault(name, ""));
            }
            var answers = session(world, secrets);
            world.drain();

            assertThat(secrets)
                    .hasSizeGreaterThan(8)
                    .allSatisfy((name, secret) -> assertThat(secret).as(name).hasSizeGreaterThan(10));
            assertNowhere("log", world.log().lines(), secrets);
            assertNowhere(
                    "table", world.wholeTable().stream().map(Object::toString).toList(), secrets);
            assertNowhere(
                    "error",
                    answers.stream()
                            .filter(answer -> answer.status() >= 400)
                            .map(Answer::toString)
                            .toList(),
                    secrets);
            assertThat(answers).filteredOn(answer -> answer.status() >= 400).hasSizeGreaterThan(8);
        }
    }

    /** Every credential, good and bad, on good and failing requests. */
    private static List<Answer> session(World world, Map<String, String> secrets) throws Exception {
        var customer = world.signUp();
        secrets.put("first key", customer.key());
        secrets.put("cookie", customer.cookie().substring(customer.cookie().indexOf('=') + 1));
        var created =
                customer.createKey("{\"livemode\":true,\"label\":\"canary\"}").is(201);
        var secret = created.field("secret");
        secrets.put("created key", secret);
        secrets.put("malformed key", "secapi_live_CanaryCanaryCanary0123456789");
        secrets.put("foreign bearer", "eyJhbGciOiJIUzI1NiJ9.canaryCanary.canarySignature");
        secrets.put("forged cookie", "canaryCookieCanaryCookieCanary");

        var answers = new ArrayList<Answer>();
        var second = world.by(secret);
        for (var caller : List.of(customer.program(), second, customer.browser())) {
            answers.add(caller.get(Calls.SECTION));
            answers.add(caller.get("/v1/entities/resolve"));
            answers.add(caller.get(Calls.resolve(ScriptedFilings.BUG)));
            answers.add(caller.get(Calls.resolve(ScriptedFilings.DOWN)));
            answers.add(caller.get("/v1/nothing"));
            answers.add(caller.post("/v1/api_keys", "{\"scopes\":[\"none\"]}"));
            answers.add(caller.post("/v1/api_keys", "not json"));
            answers.add(caller.with("Idempotency-Key", "one").get(Calls.RESOLVE));
            answers.add(caller.with("Idempotency-Key", "one").get(Calls.FILING));
        }
        for (var name : List.of("malformed key", "foreign bearer")) {
            answers.add(world.by(secrets.getOrDefault(name, "")).get(Calls.RESOLVE));
            answers.add(world.nobody()
                    .with("Authorization", "Bearer " + secrets.get(name))
                    .get(Calls.RESOLVE));
        }
        answers.add(world.nobody()
                .with("Cookie", "omni_session=" + secrets.get("forged cookie"))
                .get("/auth/session"));
        answers.add(world.nobody().get("/auth/callback?code=canary&state=canary"));
        answers.add(Deliveries.post(world, "{}", "t=1,v1=00"));
        world.payWithCard(customer);
        world.useUpGrant(customer);
        answers.add(customer.call(Calls.SECTION));
        answers.add(customer.browser().delete("/v1/api_keys/" + created.field("id")));
        answers.add(second.get(Calls.SECTION));
        answers.add(customer.browser().post("/auth/session/logout", ""));
        answers.add(customer.browser().get("/auth/session"));
        return answers;
    }

    private static void assertNowhere(String where, List<String> texts, Map<String, String> secrets) {
        assertThat(texts).isNotEmpty();
        secrets.forEach((name, secret) ->
                assertThat(texts).as(name + " in the " + where).noneMatch(text -> text.contains(secret)));
    }
}
