package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.function.Supplier;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.dynamodb.DynamoKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key limit under concurrency (contract 11.2): every way to a key goes through one versioned ring. */
@SharedWorld(SharedWorld.Kind.CLOCKED)
class KeyLimitTest {

    private static final int COMMERCIAL = 25;

    private final World world;

    KeyLimitTest(World world) {
        this.world = world;
    }

    /** An attempt, and whether the list showed its key right after. */
    private record Tried(Answer answer, boolean listed) {

        static Tried of(Answer answer, Client browser) {
            if (answer.status() != 201) {
                return new Tried(answer, false);
            }
            var key = answer.json().has("apiKey") ? answer.field("apiKey.id") : answer.field("id");
            return new Tried(answer, browser.get("/v1/api_keys").is(200).text().contains("\"" + key + "\""));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void fiftyRacingCreationsRotationsAndExchangesNeverMakeOneKeyTooMany(long seed) throws Exception {
        var person = world.signUp();
        var browser = person.browser();
        var contract = new Contract(world.now(), null, new Discount(500_000), null);
        world.standing(person, new Account.Standing(false, null, null, true, contract, false, null));
        var races = new ArrayList<Supplier<Answer>>();
        for (var number = 0; number < 10; number++) {
            var keyId = person.createKey("{}").is(201).field("id");
            races.add(() -> browser.post("/v1/api_keys/" + keyId + "/rotate", "{}"));
        }
        for (var number = 0; number < 20; number++) {
            races.add(() -> person.createKey("{\"label\":\"raced\"}"));
            var token = browser.post("/v1/agent/bootstrap_tokens", "{}").is(201).field("secret");
            races.add(() -> world.nobody().post("/v1/agent/bootstrap", "{\"token\":\"" + token + "\"}"));
        }
        Collections.shuffle(races, new Random(seed));

        var tried = Race.run(races.size(), number -> Tried.of(races.get(number).get(), browser));

        var ring = new DynamoKeys(world.local().table()).ring(person.orgId());
        assertThat(ring.activeCount(world.now())).isEqualTo(COMMERCIAL);
        var made = tried.stream().filter(one -> one.answer().status() == 201).toList();
        assertThat(made)
                .as("14 places, and 10 rotations that need none")
                .hasSize(24)
                .allMatch(Tried::listed);
        assertThat(tried.stream().filter(one -> one.answer().status() != 201))
                .hasSize(26)
                .allSatisfy(one -> one.answer().is(402, "api_key_limit_reached"));
        assertThat(world.events(person, "api_key.created")).hasSize(1 + 10 + 14);
        assertThat(world.events(person, "api_key.rotated")).hasSize(10);
    }
}
