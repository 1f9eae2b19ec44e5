package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import omni.access.StoreUnavailable;
import omni.account.AnnouncedState;
import omni.account.Announcements;
import omni.account.StateChanges;
import omni.account.StreamPlace;
import omni.billing.BillingState;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What was told of states, {@code ORG#id / STATE}, and what time is going to change, {@code DUE#part / time#org}. A reminder
 * stays until it was written into its account, so that a query for all that is due by now is all that a run needs to know.
 */
public final class DynamoAnnouncements implements Announcements {

    private static final String STATE_SORT = "STATE";
    private static final String VERSION = "version";
    private static final String STATE = "announced";
    private static final String SEEN_AT = "seenAt";
    private static final String TOLD_AT = "toldAt";
    private static final String STREAM = "stream";
    private static final String PLACE = "place";
    private static final String ORG = "org";
    private static final String AT = "at";

    /** So many partitions share what is due: at the turn of a month it may be many. */
    private static final int PARTS = 16;

    /** Of one query; they are written at once. */
    private static final int PAGE = 50;

    private final Table table;

    public DynamoAnnouncements(Table table) {
        this.table = table;
    }

    @Override
    public @Nullable AnnouncedState read(String orgId) {
        var item = table.get(AccountItem.partition(orgId), STATE_SORT);
        if (item.isEmpty()) {
            return null;
        }
        return new AnnouncedState(
                orgId,
                number(item, VERSION),
                BillingState.ofNumber(number(item, STATE)),
                instant(item, SEEN_AT),
                instant(item, TOLD_AT),
                new StreamPlace(text(item, STREAM), new BigInteger(text(item, PLACE))));
    }

    @Override
    public boolean write(StateChanges.Announcement told) {
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(put(told.next()));
        told.events().forEach(event -> writes.add(table.put(EventItem.of(event))));
        var due = told.due();
        if (due != null) {
            writes.add(table.put(reminder(new Reminder(told.next().orgId(), due))));
        }
        return Transactions.write(table, "an announcement", writes);
    }

    private TransactWriteItem put(AnnouncedState next) {
        var place = next.place();
        if (place == null) {
            throw new IllegalArgumentException("nothing is told without a write that it follows from");
        }
        var item = new LinkedHashMap<>(Table.key(AccountItem.partition(next.orgId()), STATE_SORT));
        item.put(VERSION, number(next.version()));
        item.put(STATE, number(next.state().number()));
        item.put(SEEN_AT, instant(next.seenAt()));
        item.put(TOLD_AT, instant(next.announcedAt()));
        item.put(STREAM, text(place.stream()));
        item.put(PLACE, text(place.number().toString()));
        return table.putVersion(item, next.version() - 1);
    }

    private static String partition(int part) {
        return "DUE#" + part;
    }

    /** Sorts as time does. */
    private static String sort(Instant at, String orgId) {
        return String.format(Locale.ROOT, "%015d#%s", at.toEpochMilli(), orgId);
    }

    private static Map<String, AttributeValue> key(Reminder reminder) {
        return Table.key(
                partition(Math.floorMod(reminder.orgId().hashCode(), PARTS)), sort(reminder.at(), reminder.orgId()));
    }

    private static Map<String, AttributeValue> reminder(Reminder reminder) {
        var item = new LinkedHashMap<>(key(reminder));
        item.put(ORG, text(reminder.orgId()));
        item.put(AT, instant(reminder.at()));
        return item;
    }

    @Override
    public List<Reminder> due(Instant now) {
        for (var part = 0; part < PARTS; part++) {
            var found = due(part, now);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private List<Reminder> due(int part, Instant now) {
        var values = Map.of(":part", text(partition(part)), ":after", text(sort(now.plusMillis(1), "")));
        return table.query("what is due", "PK = :part AND SK < :after", values, PAGE).stream()
                .map(item -> new Reminder(text(item, ORG), instant(item, AT)))
                .toList();
    }

    @Override
    public void remind(List<Reminder> reminders, Instant now) {
        together(reminders, reminder -> remind(reminder, now));
    }

    /**
     * Only forward: the stream tells of a write that changed something, and one reminder of a time is enough. Where it was
     * reminded of this time already, or there is no such organization, nothing is left to do.
     */
    private void remind(Reminder reminder, Instant now) {
        var write = table.update(
                AccountItem.key(reminder.orgId(), true),
                "SET " + AccountItem.REMINDED + " = :now",
                Table.EXISTS + " AND (attribute_not_exists(" + AccountItem.REMINDED + ") OR " + AccountItem.REMINDED
                        + " < :due)",
                Map.of(":now", instant(now), ":due", instant(reminder.at())));
        table.write("a reminder", write);
    }

    @Override
    public void remove(List<Reminder> reminders) {
        together(reminders, reminder -> table.write("a reminder's end", table.delete(key(reminder))));
    }

    private static void together(List<Reminder> reminders, Consumer<Reminder> write) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var writes = reminders.stream()
                    .map(reminder -> executor.submit(() -> write.accept(reminder)))
                    .toList();
            for (var each : writes) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("reminders", e);
        }
    }
}
