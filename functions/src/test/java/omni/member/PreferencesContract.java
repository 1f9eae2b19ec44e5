package omni.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omni.access.IdentityProvider;
import omni.access.Ids;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.fakes.Fixture;
import omni.member.Appearance.Density;
import omni.member.Appearance.Theme;
import omni.member.Preferences.Change;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Preferences} guarantees. */
public abstract class PreferencesContract {

    private static final int RACERS = 8;
    private static final Instant LATER = Fixture.START.plus(Duration.ofHours(1));

    protected abstract Preferences preferences();

    protected abstract Events events();

    /** Stores an organization with its founder. */
    protected abstract void make(Organizations.NewOrganization made);

    private final Ids ids = new Ids(new SecureRandom());
    private String orgId = "";
    private String userId = "";

    @BeforeEach
    void organization() {
        var identity =
                new IdentityProvider.Identity("https://issuer.example", ids.of("sub"), "Ada@Example.com", true, "Ada");
        var made =
                Fixture.SIGN_UP.prepare(identity, ids, "req_1", Fixture.START).organization();
        make(made);
        orgId = made.organization().id();
        userId = made.founder().userId();
    }

    private AuditEvent event(String type) {
        return new AuditEvent(
                ids.of("evt"), orgId, "audit", type, userId, "session", "api", "req_1", Map.of("section", "x"), LATER);
    }

    private OrganizationSettings loadSettings() {
        return Objects.requireNonNull(preferences().ofOrganization(orgId));
    }

    private List<AuditEvent> listEvents() {
        var filter = new Events.Filter("settings.updated", null, null, null, null);
        return events().page(orgId, filter, 100, null).rows();
    }

    private boolean appear(OrganizationSettings basis, Theme theme, Density density) {
        var next = basis.appearance().with(new Appearance(theme, density));
        return preferences().change(new Change.OfAppearance(basis, next), event("settings.updated"));
    }

    @Test
    void untilSomethingIsSetNothingIs() {
        assertThat(loadSettings())
                .isEqualTo(new OrganizationSettings(orgId, Fixture.START, null, null, null, Appearance.NONE, null));
        assertThat(preferences().ofPerson(orgId, userId)).isEqualTo(new PersonSettings(orgId, userId, null, null));
        assertThat(preferences().ofOrganization("org_" + "0".repeat(12))).isNull();
    }

    @Test
    void aMemberIsFoundByWhoTheyAreAndNotByAnAddress() {
        var membership = new Membership(orgId, userId, "ada@example.com", Fixture.START, Fixture.START);
        assertThat(preferences().membership(orgId, userId)).isEqualTo(membership);
        assertThat(preferences().membership(orgId, "ada@example.com")).isNull();
        assertThat(preferences().membership(orgId, ids.of("usr"))).isNull();
        assertThat(preferences().membership("org_" + "0".repeat(12), userId)).isNull();
    }

    @Test
    void eachChangeIsStoredWithItsEventAndNothingElseMoves() {
        var event = event("settings.updated");
        assertThat(preferences().change(new Change.OfName(loadSettings(), "Acme"), event))
                .isTrue();
        assertThat(loadSettings())
                .isEqualTo(new OrganizationSettings(orgId, Fixture.START, null, "Acme", LATER, Appearance.NONE, null));
        assertThat(loadSettings().name()).isEqualTo("Acme");
        assertThat(listEvents()).containsExactly(event);
    }

    @Test
    void aDisplayNameIsSetAndTakenBack() {
        var nothing = preferences().ofPerson(orgId, userId);
        assertThat(preferences().change(new Change.OfProfile(nothing, "Ada L."), event("settings.updated")))
                .isTrue();
        var named = preferences().ofPerson(orgId, userId);
        assertThat(named).isEqualTo(new PersonSettings(orgId, userId, "Ada L.", LATER));
        assertThat(preferences().ofPerson(orgId, "usr_other").displayName()).isNull();
        assertThat(preferences().change(new Change.OfProfile(named, null), event("settings.updated")))
                .isTrue();
        assertThat(preferences().ofPerson(orgId, userId)).isEqualTo(new PersonSettings(orgId, userId, null, LATER));
    }

    @Test
    void onAValueThatMovedOnNothingIsWritten() {
        var basis = loadSettings();
        var person = preferences().ofPerson(orgId, userId);
        preferences().change(new Change.OfName(basis, "First"), event("settings.updated"));
        preferences().change(new Change.OfProfile(person, "First"), event("settings.updated"));
        appear(basis, Theme.DARK, Density.COMPACT);

        assertThat(preferences().change(new Change.OfName(basis, "Second"), event("settings.updated")))
                .isFalse();
        assertThat(preferences().change(new Change.OfProfile(person, "Second"), event("settings.updated")))
                .isFalse();
        assertThat(appear(basis, Theme.SYSTEM, Density.COMPACT)).isFalse();
        assertThat(loadSettings().name()).isEqualTo("First");
        assertThat(loadSettings().appearance()).isEqualTo(new Appearance(Theme.DARK, Density.COMPACT));
        assertThat(preferences().ofPerson(orgId, userId).displayName()).isEqualTo("First");
        assertThat(listEvents()).hasSize(3);
    }

    @Test
    void changesOfDifferentValuesOnOneReadingBothSurvive() {
        var basis = loadSettings();
        assertThat(preferences()
                        .change(
                                new Change.OfAppearance(basis, new Appearance(Theme.DARK, null)),
                                event("settings.updated")))
                .isTrue();
        assertThat(preferences()
                        .change(
                                new Change.OfAppearance(basis, new Appearance(null, Density.COMPACT)),
                                event("settings.updated")))
                .isTrue();
        assertThat(preferences().change(new Change.OfName(basis, "Acme"), event("settings.updated")))
                .isTrue();
        assertThat(loadSettings().appearance()).isEqualTo(new Appearance(Theme.DARK, Density.COMPACT));
        assertThat(loadSettings().name()).isEqualTo("Acme");
    }

    @Test
    void theFirstRequestToDeleteStands() {
        var first = new DeletionRequest(Fixture.START, userId, null);
        assertThat(preferences().change(new Change.OfDeletion(orgId, first), event("account_deletion.requested")))
                .isTrue();
        var second = new DeletionRequest(LATER, "usr_other", "again");
        assertThat(preferences().change(new Change.OfDeletion(orgId, second), event("account_deletion.requested")))
                .isFalse();
        assertThat(loadSettings().deletion()).isEqualTo(first);
    }

    @Test
    void anOrganizationThatIsNotThereIsNotMadeByAChange() {
        var gone = "org_" + ids.of("x").substring(2, 14);
        var basis = new OrganizationSettings(gone, Fixture.START, null, null, null, Appearance.NONE, null);
        var request = new DeletionRequest(Fixture.START, userId, null);
        assertThat(preferences().change(new Change.OfName(basis, "Ghost"), event("settings.updated")))
                .isFalse();
        assertThat(preferences().change(new Change.OfDeletion(gone, request), event("settings.updated")))
                .isFalse();
        assertThat(preferences().ofOrganization(gone)).isNull();
        assertThat(listEvents()).isEmpty();
    }

    @Test
    void ofManyChangesOnOneReadingExactlyOneIsMade() throws Exception {
        var basis = loadSettings();
        var racers = new ArrayList<Callable<Boolean>>();
        for (var racer = 0; racer < RACERS; racer++) {
            var name = "name " + racer;
            racers.add(() -> preferences().change(new Change.OfName(basis, name), event("settings.updated")));
        }
        try (var executor = Executors.newFixedThreadPool(RACERS)) {
            assertThat(executor.invokeAll(racers).stream().map(Future::resultNow))
                    .containsOnlyOnce(true);
        }
        assertThat(listEvents()).hasSize(1);
    }
}
