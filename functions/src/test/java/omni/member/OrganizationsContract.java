package omni.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omni.access.IdentityProvider;
import omni.access.Ids;
import omni.fakes.Fixture;
import omni.member.Organizations.Creation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link Organizations} guarantees. */
public abstract class OrganizationsContract {

    private static final int RACERS = 8;

    protected abstract Organizations organizations();

    /** The sessions of the same store. */
    protected abstract Sessions sessions();

    /** The roster of the same store. */
    protected abstract Roster roster();

    /** Fresh ones, so that tests can share a store. */
    private final Ids ids = new Ids(new SecureRandom());

    private final String subject = ids.of("sub");

    private Organizations.NewOrganization signUp(String who) {
        var identity = new IdentityProvider.Identity("https://issuer.example", who, "Ada@Example.com", true, "Ada");
        return Fixture.SIGN_UP.prepare(identity, ids, "req_1", Fixture.START).organization();
    }

    @Test
    void whatWasMadeIsFound() {
        var made = signUp(subject);
        assertThat(organizations().create(made)).isEqualTo(Creation.CREATED);
        assertThat(organizations().find(made.organization().id())).isEqualTo(made.organization());
        assertThat(organizations().human("https://issuer.example", subject)).isEqualTo(made.founder());
        assertThat(sessions().account(made.organization().id())).isEqualTo(made.account());
    }

    @Test
    void theFoundersSessionOpensWithTheOrganization() {
        var made = signUp(subject);
        organizations().create(made);
        var session = Objects.requireNonNull(made.session());
        assertThat(sessions().find(session.id())).isEqualTo(session);
    }

    @Test
    void nobodyAndNothingIsFoundBefore() {
        assertThat(organizations().find("org_" + "0".repeat(12))).isNull();
        assertThat(organizations().human("https://issuer.example", ids.of("sub")))
                .isNull();
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsSomebodyElse() {
        organizations().create(signUp(subject));
        assertThat(organizations().human("https://other.example", subject)).isNull();
    }

    @Test
    void aPersonHasOneOrganizationAndTheSecondAttemptMakesNothing() {
        var first = signUp(subject);
        var second = signUp(subject);
        organizations().create(first);
        assertThat(organizations().create(second)).isEqualTo(Creation.EXISTS);
        assertThat(organizations().find(second.organization().id())).isNull();
        assertThat(sessions().account(second.organization().id())).isNull();
        var session = Objects.requireNonNull(second.session());
        assertThat(sessions().find(session.id())).isNull();
        assertThat(organizations().human("https://issuer.example", subject)).isEqualTo(first.founder());
    }

    @Test
    void ofManyFirstSignInsAtOnceExactlyOneMakesAnOrganization() throws Exception {
        var attempts = new ArrayList<Organizations.NewOrganization>();
        for (var racer = 0; racer < RACERS; racer++) {
            attempts.add(signUp(subject));
        }
        var ready = new CountDownLatch(RACERS);
        List<Callable<Creation>> races = attempts.stream()
                .<Callable<Creation>>map(attempt -> () -> {
                    ready.countDown();
                    ready.await();
                    return organizations().create(attempt);
                })
                .toList();
        try (var executor = Executors.newFixedThreadPool(RACERS)) {
            var results =
                    executor.invokeAll(races).stream().map(Future::resultNow).toList();
            assertThat(results).containsOnlyOnce(Creation.CREATED);
        }
        assertThat(attempts)
                .filteredOn(
                        attempt -> organizations().find(attempt.organization().id()) != null)
                .singleElement()
                .satisfies(winner -> assertThat(organizations().human("https://issuer.example", subject))
                        .isEqualTo(winner.founder()));
    }

    /** All of the roster, so many at a time; each place is where the page before it ended. */
    private List<String> walk(int limit) {
        var met = new ArrayList<String>();
        var page = roster().after(null, limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            met.addAll(page);
            page = roster().after(page.getLast(), limit);
        }
        return met;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void aWalkOfTheRosterMeetsEachOrganizationOnceHoweverLongItsSteps(int limit) {
        var made = new ArrayList<String>();
        for (var number = 0; number < 40; number++) {
            var organization = signUp(ids.of("sub"));
            organizations().create(organization);
            made.add(organization.organization().id());
        }
        assertThat(walk(limit)).containsAll(made).doesNotHaveDuplicates();
    }

    @Test
    void whatIsMadeDuringAWalkMovesNothingElse() {
        for (var number = 0; number < 20; number++) {
            organizations().create(signUp(ids.of("sub")));
        }
        var before = walk(1_000);
        var place = before.get(before.size() / 2);
        for (var number = 0; number < 20; number++) {
            organizations().create(signUp(ids.of("sub")));
        }
        assertThat(roster().after(place, 1_000))
                .containsAll(before.subList(before.indexOf(place) + 1, before.size()))
                .doesNotContainAnyElementsOf(before.subList(0, before.indexOf(place) + 1));
    }

    @Test
    void whoWasNotMadeIsNotOnTheRoster() {
        organizations().create(signUp(subject));
        var second = signUp(subject);
        organizations().create(second);
        assertThat(walk(1_000)).doesNotContain(second.organization().id());
    }
}
