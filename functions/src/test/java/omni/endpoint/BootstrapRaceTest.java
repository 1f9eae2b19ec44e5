package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.event.AuditEvent;
import omni.fakes.Around;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.lambda.AccountEndpoints;
import omni.lambda.AccountRoot;
import org.junit.jupiter.api.Test;

/** Two exchanges of one token, the second in the middle of the first (contract 11.10). */
class BootstrapRaceTest {

    private static final Pattern TOKEN = Pattern.compile("agbt_[0-9A-Za-z]{53}");

    private final Rig rig = new Rig();
    private final AccountRoot root = rig.accountRoot();

    /** The same root, in which somebody else comes between an operation and its look at the key ring, once. */
    private AccountRoot interrupted(Runnable other) {
        var once = new ArrayList<>(List.of(other));
        var keys = Around.before("ring", Keys.class, root.keys(), () -> {
            if (!once.isEmpty()) {
                once.removeFirst().run();
            }
        });
        return new AccountRoot(
                root.foundation(),
                root.shell(),
                root.headers(),
                root.accounts(),
                root.rollUps(),
                root.keys(),
                root.organizations(),
                root.format(),
                root.hasher(),
                root.login(),
                root.admission(),
                root.budgets(),
                root.events(),
                root.usage(),
                root.sponsorTokens(),
                new RingChanges(keys, lost -> {}),
                root.storeCheck(),
                root.authorizationServer(),
                root.preferences(),
                root.members(),
                root.oversight(),
                root.marks());
    }

    @Test
    void whoComesSecondIsToldThatTheTokenIsUsedEvenWhereTheFirstTookTheLastRoom() {
        rig.key("key_1", true, "read:sec");
        var issued = Ask.of("POST", "/v1/agent/bootstrap_tokens")
                .by(rig.byCookie())
                .header("Origin", Rig.ORIGIN)
                .of(new AccountEndpoints(root).function(Endpoints.ISSUE_BOOTSTRAP_TOKEN));
        var token =
                TOKEN.matcher(issued.text()).results().findFirst().orElseThrow().group();
        var first = new ArrayList<Ask.Answer>();
        var between = interrupted(() -> first.add(exchange(token, root)));

        var second = exchange(token, between);

        assertThat(first.getFirst().status()).isEqualTo(201);
        assertThat(second.status() + " " + second.code()).isEqualTo("409 bootstrap_token_already_used");
        assertThat(rig.store.ring(Rig.ORG).activeCount(Rig.NOW)).isEqualTo(2);
        assertThat(rig.store.events())
                .extracting(AuditEvent::type)
                .containsExactly(
                        "bootstrap_token.created",
                        "bootstrap_token.redeemed",
                        "api_key.created",
                        "bootstrap_token.reuse_refused");
    }

    private static Ask.Answer exchange(String token, AccountRoot root) {
        return Ask.of("POST", "/v1/agent/bootstrap")
                .body("{\"token\":\"" + token + "\"}")
                .of(new AccountEndpoints(root).function(Endpoints.BOOTSTRAP_AGENT));
    }
}
