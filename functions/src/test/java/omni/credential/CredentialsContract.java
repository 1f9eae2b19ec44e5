package omni.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.access.Human;
import omni.access.Scopes;
import omni.credential.SponsorTokens.Redemption;
import omni.event.AuditEvent;
import omni.event.Page;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rotation and sponsor tokens ask of their store. */
public abstract class CredentialsContract {

    protected static final Instant NOW = Instant.parse("2026-05-01T09:30:00Z");
    protected static final String ORG = "org_0123456789Ab";

    /** Who issued the tokens. */
    protected static final Human ISSUER = TokenExchangeTest.ISSUER;

    /** A store with one organization that has accounts, {@link #ISSUER} as a member and no key. */
    protected interface Store {

        Keys keys();

        SponsorTokens tokens();

        /** Types of the events of the organization, in any order. */
        List<String> eventTypes();

        /** Takes that member their membership, or gives them another one. */
        void issuerIs(@Nullable Human human);

        /** How often the keys of the live account moved, and of the test account. */
        List<Long> keysVersions();
    }

    protected abstract Store store();

    @Test
    void aRotationPutsBothKeysTheRingAndOneEvent() {
        var store = store();
        var old = key("old");
        assertThat(store.keys().create(store.keys().ring(ORG), old, event("api_key.created")))
                .isEqualTo(Keys.Change.DONE);
        var basis = store.keys().ring(ORG);
        var ended = old.endingAt(NOW.plusSeconds(60), NOW);
        var successor = old.successor("key_new", "hash-new", "secapi_live_new45678", KeyCreator.signUp("usr_1"), NOW);

        assertThat(store.keys().rotate(basis, ended, successor, event("api_key.rotated")))
                .isEqualTo(Keys.Change.DONE);

        assertThat(store.keys().read("hash-old")).isEqualTo(ended);
        assertThat(store.keys().read("hash-new")).isEqualTo(successor);
        assertThat(store.keys().ring(ORG).keys()).containsExactlyInAnyOrder(ended, successor);
        assertThat(store.keys().ring(ORG).activeCount(NOW)).isEqualTo(1);
        assertThat(store.eventTypes()).containsExactlyInAnyOrder("api_key.created", "api_key.rotated");
        assertThat(store.keysVersions()).containsExactly(1L, 1L);
    }

    @Test
    void aRotationOfARingThatMovedOnChangesNothing() {
        var store = store();
        var old = key("old");
        store.keys().create(store.keys().ring(ORG), old, event("api_key.created"));
        var basis = store.keys().ring(ORG);
        store.keys().create(basis, key("other"), event("api_key.created"));
        var successor = old.successor("key_new", "hash-new", "secapi_live_new45678", KeyCreator.signUp("usr_1"), NOW);

        var change = store.keys().rotate(basis, old.endingAt(NOW, NOW), successor, event("api_key.rotated"));

        assertThat(change).isEqualTo(Keys.Change.CONFLICT);
        assertThat(store.keys().read("hash-new")).isNull();
        assertThat(store.keys().read("hash-old")).isEqualTo(old);
        assertThat(store.eventTypes()).containsExactly("api_key.created", "api_key.created");
        assertThat(store.keysVersions()).containsExactly(0L, 0L);
    }

    @Test
    void aTokenIsFoundAsItWasIssuedUnderAnyAcceptedHash() {
        var store = store();
        var token = token();
        store.tokens().issue(token, event("bootstrap_token.created"));

        assertThat(store.tokens().find(List.of("hash-of-token"))).isEqualTo(token);
        assertThat(store.tokens().find(List.of("hash-by-new-pepper", "hash-of-token")))
                .isEqualTo(token);
        assertThat(store.tokens().find(List.of("hash-of-another"))).isNull();
        assertThat(store.eventTypes()).containsExactly("bootstrap_token.created");
    }

    @Test
    void aTokenWhoseIdIsTakenIsNotStoredAndTheEarlierOneIsTold() {
        var store = store();
        var first = token();
        assertThat(store.tokens().issue(first, event("bootstrap_token.created")))
                .isEqualTo(first);
        var second = new SponsorToken(
                first.id(),
                ORG,
                "hash-of-a-second-secret",
                true,
                null,
                "agbt_22222222",
                first.scopes(),
                "usr_1",
                NOW,
                NOW,
                NOW.plusSeconds(60),
                null,
                null,
                null,
                null);

        assertThat(store.tokens().issue(second, event("bootstrap_token.created")))
                .isEqualTo(first);

        assertThat(store.tokens().find(List.of(second.hash()))).isNull();
        assertThat(store.eventTypes()).containsExactly("bootstrap_token.created");
    }

    @Test
    void aRedemptionUsesTheTokenAndPutsKeyRingAndEvents() {
        var store = store();
        store.tokens().issue(token(), event("bootstrap_token.created"));
        var key = key("agent");
        var used = token().usedBy(key.id(), NOW);

        var redemption = store.tokens().redeem(used, store.keys().ring(ORG), key, redemptions());

        assertThat(redemption).isEqualTo(Redemption.DONE);
        assertThat(store.tokens().find(List.of(used.hash()))).isEqualTo(used);
        assertThat(store.keys().read(key.hash())).isEqualTo(key);
        assertThat(store.keys().ring(ORG).keys()).containsExactly(key);
        assertThat(store.eventTypes())
                .containsExactlyInAnyOrder("bootstrap_token.created", "bootstrap_token.redeemed", "api_key.created");
    }

    @Test
    void aUsedTokenGivesNothingEvenOnAFreshRing() {
        var store = store();
        store.tokens().issue(token(), event("bootstrap_token.created"));
        var first = key("first");
        store.tokens().redeem(token().usedBy(first.id(), NOW), store.keys().ring(ORG), first, redemptions());
        var second = key("second");

        var again = store.tokens()
                .redeem(token().usedBy(second.id(), NOW), store.keys().ring(ORG), second, redemptions());

        assertThat(again).isEqualTo(Redemption.ENDED);
        assertThat(store.keys().read(second.hash())).isNull();
        assertThat(store.keys().ring(ORG).keys()).containsExactly(first);
        assertThat(store.eventTypes()).hasSize(3);
    }

    @Test
    void aRingThatMovedOnLeavesTheTokenUnused() {
        var store = store();
        store.tokens().issue(token(), event("bootstrap_token.created"));
        var basis = store.keys().ring(ORG);
        store.keys().create(basis, key("other"), event("api_key.created"));
        var key = key("agent");

        var redemption = store.tokens().redeem(token().usedBy(key.id(), NOW), basis, key, redemptions());

        assertThat(redemption).isEqualTo(Redemption.CONFLICT);
        assertThat(store.tokens().find(List.of(token().hash()))).isEqualTo(token());
        assertThat(store.keys().read(key.hash())).isNull();
    }

    @Test
    void anUnknownTokenIsNotRedeemed() {
        var store = store();
        var key = key("agent");

        var redemption = store.tokens()
                .redeem(token().usedBy(key.id(), NOW), store.keys().ring(ORG), key, redemptions());

        assertThat(redemption).isEqualTo(Redemption.ENDED);
        assertThat(store.tokens().find(List.of(token().hash()))).isNull();
        assertThat(store.eventTypes()).isEmpty();
    }

    @Test
    void ofManyRedemptionsAtOnceOneIsDone() throws Exception {
        var store = store();
        store.tokens().issue(token(), event("bootstrap_token.created"));
        var basis = store.keys().ring(ORG);
        try (var threads = Executors.newFixedThreadPool(16)) {
            var attempts = IntStream.range(0, 32)
                    .mapToObj(number -> (Callable<Redemption>) () -> {
                        var key = key("agent" + number);
                        return store.tokens().redeem(token().usedBy(key.id(), NOW), basis, key, redemptions());
                    })
                    .toList();
            var outcomes = threads.invokeAll(attempts).stream()
                    .map(future -> future.resultNow())
                    .toList();

            assertThat(outcomes).hasSize(32).containsOnlyOnce(Redemption.DONE);
        }
        assertThat(store.keys().ring(ORG).keys()).hasSize(1);
        assertThat(store.eventTypes()).hasSize(3);
    }

    @Test
    void aTokenGivesNothingOnceItsIssuerIsNotTheMemberAnyMoreThatTheyWere() {
        var store = store();
        store.tokens().issue(token(), event("bootstrap_token.created"));
        var issuer = ISSUER;
        var elsewhere = new Human(
                issuer.issuer(), issuer.subject(), "usr_1", "org_Elsewhere012", issuer.email(), issuer.joinedAt());
        var again = new Human(
                issuer.issuer(),
                issuer.subject(),
                "usr_1",
                ORG,
                issuer.email(),
                issuer.joinedAt().plusMillis(1));
        for (var other : Arrays.asList(null, elsewhere, again)) {
            store.issuerIs(other);
            var key = key("agent");
            assertThat(store.tokens()
                            .redeem(token().usedBy(key.id(), NOW), store.keys().ring(ORG), key, redemptions()))
                    .isEqualTo(Redemption.ENDED);
            assertThat(store.keys().read(key.hash())).isNull();
        }
        assertThat(store.tokens().find(List.of(token().hash())))
                .as("unused still")
                .isEqualTo(token());
        assertThat(store.eventTypes()).hasSize(1);
    }

    @Test
    void aTokenIsRevokedOnceAndOnlyWhileItIsUnusedAndGivesNothingThen() {
        var store = store();
        store.tokens().issue(token(), event("bootstrap_token.created"));
        var revoked = token().revokedAt(NOW);
        assertThat(store.tokens().revoke(revoked, event("bootstrap_token.revoked")))
                .isTrue();
        assertThat(store.tokens().revoke(revoked, event("bootstrap_token.revoked")))
                .isFalse();
        var key = key("agent");
        assertThat(store.tokens()
                        .redeem(token().usedBy(key.id(), NOW), store.keys().ring(ORG), key, redemptions()))
                .isEqualTo(Redemption.ENDED);
        assertThat(store.tokens().byId(token().id())).isEqualTo(revoked);
        assertThat(store.tokens().byId("abt_nobodys")).isNull();
        assertThat(store.eventTypes()).containsExactlyInAnyOrder("bootstrap_token.created", "bootstrap_token.revoked");
    }

    @Test
    void tokensAreListedNewestFirstPageByPageAsTheyStand() {
        var store = store();
        var first = token();
        store.tokens().issue(first, event("bootstrap_token.created"));
        assertThat(store.tokens().list(ORG, 10, null)).isEqualTo(new Page<>(List.of(first), null));
        var revoked = first.revokedAt(NOW);
        store.tokens().revoke(revoked, event("bootstrap_token.revoked"));
        var others = IntStream.range(1, 4)
                .mapToObj(number -> new SponsorToken(
                        "abt_more" + number,
                        ORG,
                        "hash-of-more" + number,
                        true,
                        null,
                        "agbt_11111111",
                        first.scopes(),
                        "usr_1",
                        first.createdAt().plusMillis(number),
                        NOW,
                        NOW.plusSeconds(60),
                        null,
                        null,
                        null,
                        null))
                .toList();
        others.forEach(token -> store.tokens().issue(token, event("bootstrap_token.created")));

        var page = store.tokens().list(ORG, 3, null);
        assertThat(page.rows()).isEqualTo(others.reversed());
        assertThat(store.tokens().list(ORG, 3, page.next())).isEqualTo(new Page<>(List.of(revoked), null));
        assertThat(store.tokens().list("org_Other0123456", 3, null).rows()).isEmpty();
    }

    @Test
    void severalKeysAreRevokedTogetherOrNoneIs() {
        var store = store();
        var made = IntStream.range(0, Keys.REVOKED_AT_ONCE)
                .mapToObj(number -> key("many" + number))
                .toList();
        made.forEach(key -> store.keys().create(store.keys().ring(ORG), key, event("api_key.created")));
        var basis = store.keys().ring(ORG);
        var before = store.keysVersions();
        var revoked = made.stream().map(key -> key.revokedAt(NOW)).toList();
        var events = made.stream().map(key -> event("api_key.revoked")).toList();

        assertThat(store.keys().revokeAll(basis, revoked, events)).isEqualTo(Keys.Change.DONE);
        assertThat(store.keys().revokeAll(basis, revoked, events)).isEqualTo(Keys.Change.CONFLICT);

        assertThat(store.keys().ring(ORG).keys()).allMatch(key -> !key.activeAt(NOW));
        assertThat(store.keys().ring(ORG).version()).isEqualTo(basis.version() + 1);
        assertThat(made)
                .allMatch(key ->
                        !Objects.requireNonNull(store.keys().read(key.hash())).activeAt(NOW));
        assertThat(store.keysVersions())
                .isEqualTo(before.stream().map(version -> version + 1).toList());
        assertThat(store.eventTypes()).hasSize(2 * made.size());
    }

    @Test
    void aRefusedReuseIsRecordedByItself() {
        var store = store();

        store.tokens().record(event("bootstrap_token.reuse_refused"));

        assertThat(store.eventTypes()).containsExactly("bootstrap_token.reuse_refused");
    }

    private static SponsorToken token() {
        return TokenExchangeTest.token(NOW.plusSeconds(60));
    }

    private static ApiKey key(String name) {
        return new ApiKey(
                "key_" + name,
                ORG,
                "hash-" + name,
                true,
                null,
                "secapi_live_01234567",
                List.of(Scopes.READ_SEC),
                NOW,
                null,
                null,
                null,
                null,
                null);
    }

    private static List<AuditEvent> redemptions() {
        return List.of(event("bootstrap_token.redeemed"), event("api_key.created"));
    }

    private static int made = 0;

    private static synchronized AuditEvent event(String type) {
        made++;
        return new AuditEvent(
                "evt_" + made, ORG, "audit", type, null, null, "api", "req_1", Map.of("of", "a test"), NOW);
    }
}
