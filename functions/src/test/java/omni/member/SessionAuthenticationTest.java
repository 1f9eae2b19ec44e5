package omni.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import omni.access.AuthMode;
import omni.access.CookieSeal;
import omni.access.Human;
import omni.access.IdentityProvider;
import omni.access.Operators;
import omni.access.Principal;
import omni.access.Scopes;
import omni.fakes.Fixture;
import omni.fakes.InMemoryOrganizations;
import omni.fakes.InMemorySessions;
import omni.fakes.MovableClock;
import omni.fakes.ScriptedIssuer;
import omni.member.SessionAuthentication.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionAuthenticationTest {

    private static final Operators OPERATORS =
            new Operators(Set.of("boss", "mail@example.com"), new Operators.Group("groups", "billing-ops"));

    private final MovableClock clock = new MovableClock(Fixture.START);
    private final CookieSeal seal = new CookieSeal(new byte[32], new Random(1));
    private final InMemorySessions sessions = new InMemorySessions();
    private final SessionAuthentication authentication =
            new SessionAuthentication(seal, sessions, OPERATORS, "omni_session", clock);
    private final Organizations.NewOrganization made = Fixture.SIGN_UP
            .prepare(ScriptedIssuer.identity("ada", "ada@example.com"), Fixture.ids(1), "req_1", Fixture.START)
            .organization();
    private final Session session = Objects.requireNonNull(made.session());
    private final String cookie = "omni_session=" + SessionCookie.of(session).seal(seal);

    SessionAuthenticationTest() {
        new InMemoryOrganizations(sessions).create(made);
    }

    @Test
    void theCookieOfAnOpenSessionProvesItsPerson() {
        var outcome = authentication.authenticate("theme=dark; " + cookie + "; other=1");
        assertThat(outcome)
                .isEqualTo(new Outcome.SignedIn(
                        new Principal(
                                AuthMode.SESSION,
                                made.founder().userId(),
                                "ada",
                                made.organization().id(),
                                Scopes.HUMAN,
                                true,
                                null,
                                null,
                                session.id(),
                                "ada@example.com"),
                        made.account()));
    }

    @Test
    void withoutOurCookieThereIsNone() {
        assertThat(authentication.authenticate("a=b")).isEqualTo(new Outcome.NoCookie());
        assertThat(authentication.authenticate("")).isEqualTo(new Outcome.NoCookie());
        assertThat(authentication.authenticate("xomni_session=1; omni_session_login=2"))
                .isEqualTo(new Outcome.NoCookie());
        assertThat(sessions.reads()).isZero();
    }

    @Test
    void aTamperedCookieIsRefusedWithoutARead() {
        var forged = cookie.substring(0, cookie.length() - 3) + (cookie.endsWith("AAA") ? "BBB" : "AAA");
        assertThat(authentication.authenticate(forged)).isEqualTo(new Outcome.Refused());
        assertThat(authentication.authenticate("omni_session=")).isEqualTo(new Outcome.Refused());
        assertThat(sessions.reads()).isZero();
    }

    /** Another path or host has set one of them, and nothing tells which. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"planted; ours", "ours; planted", "ours; ours", "ours;ours", "ours; a=b; ours", "ours; empty"})
    void ofTwoSessionCookiesNoneCountsAndNothingIsRead(String sent) {
        var header = sent.replace("planted", "omni_session=planted")
                .replace("empty", "omni_session=")
                .replace("ours", cookie);
        assertThat(authentication.authenticate(header)).isEqualTo(new Outcome.NoCookie());
        assertThat(sessions.reads()).isZero();
    }

    @Test
    void anEndedSessionIsRefused() {
        sessions.revoke(session.id());
        assertThat(authentication.authenticate(cookie)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void aSessionUnusedFor30DaysIsRefused() {
        clock.advance(Duration.ofDays(30).minusMillis(1));
        assertThat(authentication.authenticate(cookie)).isInstanceOf(Outcome.SignedIn.class);
        sessions.open(session);
        clock.advance(Duration.ofMillis(1));
        assertThat(authentication.authenticate(cookie)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void useSlidesASessionUpToItsNinetiethDay() {
        for (var day = 0; day < 89; day++) {
            clock.advance(Duration.ofDays(1));
            assertThat(authentication.authenticate(cookie)).as("day " + day).isInstanceOf(Outcome.SignedIn.class);
        }
        clock.set(Fixture.START.plus(Duration.ofDays(90)));
        var reads = sessions.reads();
        assertThat(authentication.authenticate(cookie)).isEqualTo(new Outcome.Refused());
        assertThat(sessions.reads()).as("too old by its own word").isEqualTo(reads);
    }

    @Test
    void aSessionIsWrittenAtMostOnceADay() {
        for (var hour = 0; hour < 10 * 24; hour++) {
            clock.advance(Duration.ofHours(1));
            authentication.authenticate(cookie);
        }
        assertThat(sessions.slides()).isBetween(8, 10);
    }

    @Test
    void aSessionThatCannotBeMovedStillProvesItsPerson() {
        sessions.writable(false);
        clock.advance(Duration.ofDays(5));
        assertThat(authentication.authenticate(cookie)).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void anOutageIsNeverARefusal() {
        sessions.readable(false);
        assertThat(authentication.authenticate(cookie)).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void aSessionOfAnOrganizationThatIsGoneIsRefused() {
        sessions.forgetAccounts();
        assertThat(authentication.authenticate(cookie)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void aCookieThatNamesAnotherOpeningTimeIsRefused() {
        var other = new SessionCookie(
                        session.id(), Fixture.START.plusMillis(1), session.orgId(), session.issuer(), session.subject())
                .seal(seal);
        assertThat(authentication.authenticate("omni_session=" + other)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void oneReadFindsAllThatASessionNeeds() {
        authentication.authenticate(cookie);
        assertThat(sessions.reads()).isOne();
    }

    @Test
    void aSubjectMayHoldSpaces() {
        var spaced = new SessionCookie("ses_1", Fixture.START, "org_1", "https://issuer.example", " a  b ");
        assertThat(SessionCookie.open(seal, spaced.seal(seal))).contains(spaced);
    }

    @Test
    void whoIsRemovedIsRefusedByTheVeryNextRequest() {
        assertThat(authentication.authenticate(cookie)).isInstanceOf(Outcome.SignedIn.class);
        sessions.forget(made.founder());
        assertThat(authentication.authenticate(cookie)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void whoComesBackAfterARemovalDoesNotFindTheOldSessionOpen() {
        sessions.forget(made.founder());
        new InMemoryOrganizations(sessions)
                .create(Fixture.SIGN_UP
                        .prepare(
                                ScriptedIssuer.identity("ada", "ada@example.com"),
                                Fixture.ids(2),
                                "req_2",
                                Fixture.START)
                        .organization());
        assertThat(authentication.authenticate(cookie)).isEqualTo(new Outcome.Refused());
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(nullValues = "-", textBlock = """
            ada,  -,            false
            boss, -,            true
            ada,  billing-ops,  true
            ada,  staff,        false
            """)
    void whoIsAnOperatorIsDecidedAtEachRequest(String subject, @Nullable String group, boolean operator) {
        var second = Fixture.SIGN_UP
                .prepare(
                        new IdentityProvider.Identity(ScriptedIssuer.ISSUER, subject, "a@b.c", true, "", group),
                        Fixture.ids(3),
                        "req_3",
                        Fixture.START)
                .organization();
        sessions.forget(made.founder());
        new InMemoryOrganizations(sessions).create(second);
        var header = "omni_session="
                + SessionCookie.of(Objects.requireNonNull(second.session())).seal(seal);
        assertThat(authentication.authenticate(header))
                .isInstanceOfSatisfying(
                        Outcome.SignedIn.class,
                        signedIn -> assertThat(signedIn.principal().has(Scopes.OPERATOR))
                                .isEqualTo(operator));
    }

    /** By subject, by address and by group alike: a sign-in says who is an operator for so long and no longer. */
    @ParameterizedTest(name = "{0} in {1}, {2} after the sign-in: {3}")
    @CsvSource(nullValues = "-", textBlock = """
            boss, -,           PT0S,                true
            boss, -,           PT11H59M59.999S,     true
            boss, -,           PT12H,               false
            boss, -,           PT12H0.001S,         false
            boss, -,           P29D,                false
            mail, -,           PT11H59M59.999S,     true
            mail, -,           PT12H,               false
            ada,  billing-ops, PT11H59M59.999S,     true
            ada,  billing-ops, PT12H,               false
            ada,  -,           PT0S,                false
            """)
    void operatorScopesEnd12HoursAfterTheSignIn(
            String subject, @Nullable String group, Duration after, boolean operator) {
        var header = signedIn(subject, group);
        clock.set(Fixture.START.plus(after));
        assertThat(authentication.authenticate(header)).isInstanceOfSatisfying(Outcome.SignedIn.class, signedIn -> {
            assertThat(signedIn.principal().has(Scopes.OPERATOR)).isEqualTo(operator);
            assertThat(signedIn.principal().scopes()).containsAll(Scopes.HUMAN);
        });
    }

    private String signedIn(String subject, @Nullable String group) {
        var second = Fixture.SIGN_UP
                .prepare(
                        new IdentityProvider.Identity(
                                ScriptedIssuer.ISSUER, subject, subject + "@example.com", true, "", group),
                        Fixture.ids(3),
                        "req_3",
                        Fixture.START)
                .organization();
        sessions.forget(made.founder());
        new InMemoryOrganizations(sessions).create(second);
        return "omni_session="
                + SessionCookie.of(Objects.requireNonNull(second.session())).seal(seal);
    }

    @Test
    void useDoesNotMakeAnOperatorLonger() {
        var header = signedIn("boss", null);
        for (var day = 0; day < 20; day++) {
            clock.advance(Duration.ofDays(1));
            assertThat(authentication.authenticate(header))
                    .as("day " + day)
                    .isInstanceOfSatisfying(
                            Outcome.SignedIn.class,
                            signedIn -> assertThat(signedIn.principal().has(Scopes.OPERATOR))
                                    .isFalse());
        }
        assertThat(sessions.slides()).isPositive();
    }

    private String openUndecided(String subject) {
        var who = ScriptedIssuer.identity(subject, "Eve@Example.com");
        var open = Session.openUndecided(Fixture.ids(9), who, Fixture.START);
        sessions.open(open);
        return "omni_session=" + SessionCookie.of(open).seal(seal);
    }

    @Test
    void whoBelongsNowhereYetIsKnownWithoutAnOrganizationFor12Hours() {
        var header = openUndecided("eve");
        clock.advance(Session.VOUCHED.minusMillis(1));
        assertThat(authentication.authenticate(header)).isInstanceOfSatisfying(Outcome.SignedIn.class, signedIn -> {
            assertThat(signedIn.account()).isNull();
            assertThat(signedIn.principal().orgId()).isNull();
            assertThat(signedIn.principal().email()).isEqualTo("eve@example.com");
            assertThat(signedIn.principal().principalId()).isEqualTo(Human.userId(ScriptedIssuer.ISSUER, "eve"));
        });
        assertThat(sessions.slides()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(authentication.authenticate(header)).isEqualTo(new Outcome.Refused());
    }

    @Test
    void theSessionOfOneWhoBelongedNowhereEndsAsSoonAsTheyDo() {
        assertThat(authentication.authenticate(openUndecided("ada"))).isEqualTo(new Outcome.Refused());
    }
}
