package omni.local.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.dynamodb.DynamoKeys;
import omni.local.agents.World.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key limit under concurrency (contract 11.2): every way to a key goes through one versioned ring. */
class KeyLimitTest {

    private static final int COMMERCIAL = 25;

    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** An attempt, and whether the list showed its key right after. */
    private record Tried(Answer answer, boolean listed) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void fiftyRacingCreationsRotationsAndExchangesNeverMakeOneKeyTooMany(long seed) throws Exception {
        var person = world.person();
        var headers = person.headers(world);
        world.standing(person.orgId(), KeyLimitTest::commercial);
        var keyIds = new ArrayList<String>();
        for (var number = 0; number < 10; number++) {
            keyIds.add(world.post("/v1/api_keys", headers, "{}").is(201).field("id"));
        }
        var races = new ArrayList<Callable<Tried>>();
        for (var number = 0; number < 20; number++) {
            races.add(() -> tried(world.post("/v1/api_keys", headers, "{\"label\":\"raced\"}"), headers));
        }
        for (var number = 0; number < 20; number++) {
            var token = world.post("/v1/agent/bootstrap_tokens", headers, "{}")
                    .is(201)
                    .field("secret");
            races.add(
                    () -> tried(world.post("/v1/agent/bootstrap", Map.of(), "{\"token\":\"" + token + "\"}"), headers));
        }
        for (var keyId : keyIds) {
            races.add(() -> tried(world.post("/v1/api_keys/" + keyId + "/rotate", headers, "{}"), headers));
        }
        Collections.shuffle(races, new Random(seed));

        var tried = World.<Tried>atOnce(races);

        var ring = new DynamoKeys(world.local().table()).ring(person.orgId());
        assertThat(ring.activeCount(world.local().clock().instant())).isEqualTo(COMMERCIAL);
        var made = tried.stream().filter(one -> one.answer().status() == 201).toList();
        assertThat(made)
                .as("14 places, and 10 rotations that need none")
                .hasSize(24)
                .allMatch(Tried::listed);
        assertThat(tried.stream().filter(one -> one.answer().status() != 201))
                .hasSize(26)
                .allSatisfy(one -> one.answer().is(402, "api_key_limit_reached"));
        assertThat(world.events(person.orgId(), "api_key.created")).hasSize(1 + 10 + 14);
        assertThat(world.events(person.orgId(), "api_key.rotated")).hasSize(10);
    }

    private static Tried tried(Answer answer, Map<String, String> headers) throws Exception {
        if (answer.status() != 201) {
            return new Tried(answer, false);
        }
        var key = answer.body().has("apiKey") ? answer.body().path("apiKey") : answer.body();
        var list = world.get("/v1/api_keys", headers).is(200).text();
        return new Tried(answer, list.contains("\"" + key.path("id").asText() + "\""));
    }

    private static Account.Standing commercial(Account.Standing before) {
        var contract = new Contract(World.START, null, new Discount(500_000), null);
        return new Account.Standing(false, null, null, true, contract, false, null);
    }
}
