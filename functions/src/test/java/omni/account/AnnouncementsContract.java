package omni.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import omni.account.Announcements.Reminder;
import omni.billing.BillingState;
import omni.event.AuditEvent;
import omni.event.Events;
import omni.fakes.AnAccount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Announcements} keeps. */
public abstract class AnnouncementsContract {

    private static final Instant NOW = Instant.parse("2026-05-14T09:00:00Z");

    private final String org = "org_" + UUID.randomUUID().toString().substring(24);

    protected abstract Announcements announcements();

    protected abstract Events events();

    protected abstract void put(Account account);

    /** When an account was last reminded; null for never. */
    protected abstract @Nullable Instant reminderAt(String orgId);

    private AnnouncedState state(String orgId, long version, BillingState state) {
        return new AnnouncedState(
                orgId,
                version,
                state,
                NOW,
                NOW.plusMillis(version),
                new StreamPlace("arn:aws:dynamodb:stream/1", new BigInteger("494000000000000000000000" + version)));
    }

    private StateChanges.Announcement announcement(long version, @Nullable Instant due) {
        return new StateChanges.Announcement(
                state(org, version, BillingState.PAYG_ACTIVE), List.of(event(version)), due);
    }

    private AuditEvent event(long version) {
        return new AuditEvent(
                "evt_" + version,
                org,
                AuditEvent.BILLING,
                "billing.state.changed",
                null,
                null,
                "stripe",
                null,
                Map.of("from", "sandbox_grant", "to", "payg_active"),
                NOW.plusMillis(version));
    }

    private List<AuditEvent> listEvents() {
        return events().page(org, Events.Filter.ALL, 100, null).rows();
    }

    /** All that is due; other tests of the suite share the table. */
    private List<Reminder> due(Instant now) {
        var found = new ArrayList<Reminder>();
        for (var page = announcements().due(now);
                !page.isEmpty();
                page = announcements().due(now)) {
            found.addAll(page);
            announcements().remove(page);
        }
        return found.stream()
                .filter(reminder -> reminder.orgId().startsWith(org))
                .toList();
    }

    @Test
    void nothingIsKnownOfAnOrganizationThatNothingWasToldOf() {
        assertThat(announcements().read(org)).isNull();
    }

    @Test
    void whatIsToldComesBackWithItsEvents() {
        assertThat(announcements().write(announcement(1, null))).isTrue();
        assertThat(announcements().read(org)).isEqualTo(state(org, 1, BillingState.PAYG_ACTIVE));
        assertThat(listEvents()).containsExactly(event(1));
        assertThat(announcements().write(announcement(2, null))).isTrue();
        assertThat(listEvents()).containsExactly(event(2), event(1));
    }

    @Test
    void whatWasMadeFromAnOlderVersionIsNotTold() {
        announcements().write(announcement(1, null));
        announcements().write(announcement(2, null));
        assertThat(announcements().write(announcement(1, NOW))).isFalse();
        assertThat(announcements().write(announcement(2, NOW))).isFalse();
        assertThat(announcements().write(announcement(4, NOW))).isFalse();
        assertThat(listEvents()).hasSize(2);
        assertThat(due(NOW)).as("all or nothing").isEmpty();
    }

    @Test
    void aReminderIsDueAtItsTimeAndStaysUntilItIsDone() {
        announcements().write(announcement(1, NOW));
        assertThat(due(NOW.minusMillis(1))).isEmpty();
        var page = announcements().due(NOW);
        assertThat(page).contains(new Reminder(org, NOW));
        assertThat(announcements().due(NOW)).isEqualTo(page);
        assertThat(due(NOW)).containsExactly(new Reminder(org, NOW));
        assertThat(due(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void moreThanOnePageIsDueInTheEnd() {
        for (var index = 0; index < 120; index++) {
            var orgId = org + index;
            announcements()
                    .write(new StateChanges.Announcement(
                            state(orgId, 1, BillingState.PAYG_ACTIVE), List.of(), NOW.minusSeconds(index)));
        }
        assertThat(due(NOW)).hasSize(120).doesNotHaveDuplicates();
    }

    @Test
    void anAccountIsRemindedOnceOfATime() {
        put(AnAccount.at(NOW).of(org).build());
        announcements().remind(List.of(new Reminder(org, NOW)), NOW.plusSeconds(60));
        assertThat(reminderAt(org)).isEqualTo(NOW.plusSeconds(60));
        announcements()
                .remind(List.of(new Reminder(org, NOW), new Reminder(org, NOW.plusSeconds(60))), NOW.plusSeconds(99));
        assertThat(reminderAt(org)).isEqualTo(NOW.plusSeconds(60));
        announcements().remind(List.of(new Reminder(org, NOW.plusSeconds(61))), NOW.plusSeconds(99));
        assertThat(reminderAt(org)).isEqualTo(NOW.plusSeconds(99));
    }

    @Test
    void anOrganizationThatIsGoneIsNotReminded() {
        announcements().remind(List.of(new Reminder(org, NOW)), NOW);
        assertThat(reminderAt(org)).isNull();
    }
}
