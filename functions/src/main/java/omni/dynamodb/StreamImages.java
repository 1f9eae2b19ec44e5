package omni.dynamodb;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omni.account.AccountChange;
import omni.account.AccountField;
import omni.account.StreamPlace;
import omni.json.Json;
import omni.ledger.UsageRecorder.Change;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the event that Lambda makes of the table's stream. */
public final class StreamImages {

    /** The last second of the year 9999. */
    private static final long LATEST = 253_402_300_799L;

    /**
     * One record of an event.
     *
     * @param sequenceNumber the stream's own number: names the record when it fails
     * @param change what it tells of usage; empty for an item that does not matter
     * @param move what it tells of a live account; empty for any other item
     */
    public record StreamRecord(String sequenceNumber, Optional<Change> change, Optional<AccountChange> move) {}

    /** A record that can't be understood: it has to be parked, not skipped. */
    public static final class UnreadableRecord extends RuntimeException {

        private final String sequenceNumber;

        UnreadableRecord(String sequenceNumber, RuntimeException cause) {
            super("the stream's record " + sequenceNumber + " can't be read", cause);
            this.sequenceNumber = sequenceNumber;
        }

        public String sequenceNumber() {
            return sequenceNumber;
        }
    }

    /**
     * The records of an event up to the first that can't be read.
     *
     * @param unreadable names that one
     * @param oldest when the first of them was written, to the second; null where the event does not say so
     */
    public record Batch(
            List<StreamRecord> records,
            @Nullable UnreadableRecord unreadable,
            @Nullable Instant oldest) {

        public Batch {
            records = List.copyOf(records);
        }
    }

    public Batch read(byte[] event) {
        var records = new ArrayList<StreamRecord>();
        Instant oldest = null;
        for (var element : elements(event)) {
            var record = object(element);
            var dynamodb = object(record.get("dynamodb"));
            oldest = oldest == null ? writtenAt(dynamodb) : oldest;
            var sequenceNumber = String.valueOf(dynamodb.get("SequenceNumber"));
            try {
                records.add(read(record, dynamodb, sequenceNumber));
            } catch (RuntimeException e) {
                return new Batch(records, new UnreadableRecord(sequenceNumber, e), oldest);
            }
        }
        return new Batch(records, null, oldest);
    }

    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> ? Json.asObject(value) : Map.of();
    }

    private static @Nullable Instant writtenAt(Map<String, @Nullable Object> dynamodb) {
        return dynamodb.get("ApproximateCreationDateTime") instanceof Number seconds
                ? Instant.ofEpochSecond(Math.clamp(seconds.longValue(), 0, LATEST))
                : null;
    }

    private static List<?> elements(byte[] event) {
        try {
            return Json.readObject(event).get("Records") instanceof List<?> list ? list : List.of();
        } catch (Json.MalformedJson e) {
            throw new IllegalArgumentException("the event is not one of a DynamoDB stream", e);
        }
    }

    private static StreamRecord read(
            Map<String, @Nullable Object> record, Map<String, @Nullable Object> dynamodb, String sequenceNumber) {
        if (dynamodb.isEmpty()) {
            // read as a deletion it would be passed over, and nobody would know what it told
            throw new IllegalArgumentException("not a record of a stream");
        }
        var old = item(dynamodb.get("OldImage"));
        var now = item(dynamodb.get("NewImage"));
        if (now.isEmpty()) {
            return new StreamRecord(sequenceNumber, Optional.empty(), Optional.empty());
        }
        var move = Attributes.text(now, Table.SK).equals(AccountItem.ACCOUNT)
                ? Optional.of(move(String.valueOf(record.get("eventSourceARN")), sequenceNumber, old, now))
                : Optional.<AccountChange>empty();
        return new StreamRecord(sequenceNumber, change(old, now), move);
    }

    private static AccountChange move(
            String stream, String sequenceNumber, Map<String, AttributeValue> old, Map<String, AttributeValue> now) {
        var reminded = Attributes.instantOrNull(now, AccountItem.REMINDED);
        return new AccountChange(
                new StreamPlace(stream, new BigInteger(sequenceNumber)),
                old.isEmpty() ? null : AccountItem.read(old),
                AccountItem.read(now),
                Objects.equals(reminded, Attributes.instantOrNull(old, AccountItem.REMINDED)) ? null : reminded);
    }

    private static Optional<Change> change(Map<String, AttributeValue> old, Map<String, AttributeValue> now) {
        var sort = Attributes.text(now, Table.SK);
        if (sort.equals(UsageItems.VOID)) {
            return Optional.of(
                    new Change.Voided(Attributes.text(now, Table.PK).substring(UsageItems.PARTITION.length())));
        }
        if (sort.equals(UsageItems.PROOF)) {
            return ProofItems.isProved(now)
                    ? Optional.of(
                            new Change.Proved(Attributes.text(now, Table.PK).substring(UsageItems.PARTITION.length())))
                    : Optional.empty();
        }
        return sort.equals(AccountItem.ACCOUNT) || sort.equals(AccountItem.TEST_ACCOUNT)
                ? commit(old, now)
                : Optional.empty();
    }

    /** Only an image whose sequence rose tells of a commit. */
    private static Optional<Change> commit(Map<String, AttributeValue> old, Map<String, AttributeValue> now) {
        var before = old.isEmpty() ? 0 : Attributes.number(old, AccountField.SEQUENCE.attribute());
        var account = AccountItem.read(now);
        return account.ledger().sequence() > before
                ? UsageRow.of(account).map(row -> new Change.Committed(before, row, account))
                : Optional.empty();
    }

    private static Map<String, AttributeValue> item(@Nullable Object image) {
        var item = new LinkedHashMap<String, AttributeValue>();
        Json.asObject(image).forEach((name, value) -> item.put(name, attribute(Json.asObject(value))));
        return item;
    }

    /** The forms of a value that our items use. */
    private static AttributeValue attribute(Map<String, @Nullable Object> typed) {
        var entry = typed.entrySet().iterator().next();
        var value = entry.getValue();
        return switch (entry.getKey()) {
            case "S" -> AttributeValue.fromS(String.valueOf(value));
            case "N" -> AttributeValue.fromN(String.valueOf(value));
            case "BOOL" -> AttributeValue.fromBool(Boolean.TRUE.equals(value));
            case "NULL" -> AttributeValue.fromNul(true);
            case "M" -> AttributeValue.fromM(item(value));
            case "L" -> AttributeValue.fromL(list(value));
            default -> AttributeValue.fromS(String.valueOf(value));
        };
    }

    private static List<AttributeValue> list(@Nullable Object value) {
        var list = new ArrayList<AttributeValue>();
        if (value instanceof List<?> elements) {
            elements.forEach(element -> list.add(attribute(Json.asObject(element))));
        }
        return list;
    }
}
