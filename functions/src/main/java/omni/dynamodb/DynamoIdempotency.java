package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import omni.access.StoreUnavailable;
import omni.meter.Annulment;
import omni.meter.Body;
import omni.meter.Idempotency;
import omni.meter.VoidMark;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Idempotency records: {@code IDEM#org#mode#key / IDEM}. Each write is conditioned on the fence of the attempt that makes it. */
public final class DynamoIdempotency implements Idempotency {

    /** A compressed body over this many bytes is not kept: a replay computes it anew (contract 10). */
    static final int MAX_BODY_BYTES = 350 * 1024;

    private static final String IDEM = "IDEM";
    private static final String PROGRESS = "progress";
    private static final String RUNNING = "running";
    private static final String DONE = "done";
    private static final String FINGERPRINT = "fingerprint";
    private static final String USAGE_ID = "usageId";
    private static final String FENCE = "fence";
    private static final String LOCKED_UNTIL = "lockedUntil";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String ANSWER_STATUS = "answerStatus";
    private static final String ANSWER_HEADERS = "answerHeaders";
    private static final String ANSWER_BODY = "answerBody";
    private static final String HELD = "fence = :fence AND progress = :running";
    private static final int MAX_CONFLICTS = 5;

    private final Table table;

    public DynamoIdempotency(Table table) {
        this.table = table;
    }

    private static Map<String, AttributeValue> key(Key key) {
        return Table.key("IDEM#" + key.owner() + "#" + (key.live() ? "live" : "test") + "#" + key.value(), IDEM);
    }

    @Override
    public State read(Key key, Instant now) {
        var place = key(key);
        var item = table.get(text(place, Table.PK), IDEM);
        if (item.isEmpty() || !now.isBefore(Attributes.instant(item, EXPIRES_AT))) {
            return new Absent();
        }
        return text(item, PROGRESS).equals(DONE) ? readDone(item) : running(item);
    }

    private static InProgress running(Map<String, AttributeValue> item) {
        return new InProgress(
                text(item, FINGERPRINT),
                text(item, USAGE_ID),
                text(item, FENCE),
                Attributes.instant(item, LOCKED_UNTIL));
    }

    private static Done readDone(Map<String, AttributeValue> item) {
        var headers = new LinkedHashMap<String, String>();
        var stored = item.get(ANSWER_HEADERS);
        if (stored != null) {
            stored.m().forEach((name, value) -> headers.put(name, value.s()));
        }
        var body = item.get(ANSWER_BODY);
        return new Done(
                text(item, FINGERPRINT),
                new Stored(
                        (int) number(item, ANSWER_STATUS),
                        headers,
                        body == null ? null : gunzip(body.b().asByteArray())));
    }

    @Override
    public boolean claim(Key key, State seen, InProgress claim, Instant now) {
        var item = new LinkedHashMap<>(key(key));
        item.put(PROGRESS, text(RUNNING));
        item.put(FINGERPRINT, text(claim.fingerprint()));
        item.put(USAGE_ID, text(claim.usageId()));
        item.put(FENCE, text(claim.fence()));
        item.put(LOCKED_UNTIL, instant(claim.lockedUntil()));
        item.put(EXPIRES_AT, instant(now.plus(LIFE)));
        item.put(Table.TTL, number(now.plus(LIFE).getEpochSecond()));
        var request = PutItemRequest.builder()
                .tableName(table.name())
                .item(item)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (seen instanceof InProgress before) {
            request.conditionExpression(HELD).expressionAttributeValues(holderValues(before.fence()));
        } else {
            request.conditionExpression("attribute_not_exists(PK) OR expiresAt <= :now")
                    .expressionAttributeValues(Map.of(":now", instant(now)));
        }
        try {
            Table.reach("the claim of an idempotency key", () -> table.client().putItem(request.build()));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && claim.fence().equals(Attributes.textOrNull(e.item(), FENCE));
        }
    }

    @Override
    public Completion complete(Key key, String fence, Stored answer, Instant now) {
        var values = new LinkedHashMap<>(holderValues(fence));
        values.put(":done", text(DONE));
        values.put(":status", number(answer.status()));
        var headers = new LinkedHashMap<String, AttributeValue>();
        answer.headers().forEach((name, value) -> headers.put(name, text(value)));
        values.put(":headers", AttributeValue.fromM(headers));
        var update = "SET progress = :done, answerStatus = :status, answerHeaders = :headers";
        var zipped = answer.body() == null ? null : gzip(answer.body());
        if (zipped != null && zipped.length <= MAX_BODY_BYTES) {
            values.put(":body", AttributeValue.fromB(SdkBytes.fromByteArray(zipped)));
            update += ", answerBody = :body";
        }
        var request = UpdateItemRequest.builder()
                .tableName(table.name())
                .key(key(key))
                .updateExpression(update)
                .conditionExpression(HELD)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            Table.reach("the storing of an answer", () -> table.client().updateItem(request));
            return Completion.DONE;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() && doneBy(e.item(), fence) ? Completion.DONE : Completion.LOST_FENCE;
        } catch (StoreUnavailable e) {
            return Completion.UNKNOWN;
        }
    }

    private static boolean doneBy(Map<String, AttributeValue> item, String fence) {
        return fence.equals(Attributes.textOrNull(item, FENCE)) && DONE.equals(Attributes.textOrNull(item, PROGRESS));
    }

    @Override
    public Release release(Key key, String fence) {
        try {
            Table.reach(
                    "the release of an idempotency key",
                    () -> table.client()
                            .deleteItem(DeleteItemRequest.builder()
                                    .tableName(table.name())
                                    .key(key(key))
                                    .conditionExpression(HELD)
                                    .expressionAttributeValues(holderValues(fence))
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                                    .build()));
            return Release.FREED;
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() ? Release.LOST_FENCE : Release.FREED;
        } catch (StoreUnavailable e) {
            return Release.UNKNOWN;
        }
    }

    private static Map<String, AttributeValue> holderValues(String fence) {
        return Map.of(":fence", text(fence), ":running", text(RUNNING));
    }

    @Override
    public Annulment.Result annulAndRelease(Key key, String fence, VoidMark mark) {
        try {
            var canceled = Transactions.attempt(table, "a void", annulment(key, fence, mark), MAX_CONFLICTS);
            if (canceled == null) {
                return Annulment.Result.MARKED;
            }
            return Table.conditionFailed(canceled) ? notHeld(canceled, fence, mark) : Annulment.Result.FAILED;
        } catch (StoreUnavailable e) {
            return Annulment.Result.FAILED;
        }
    }

    private List<TransactWriteItem> annulment(Key key, String fence, VoidMark mark) {
        return List.of(
                TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(table.name())
                                .key(key(key))
                                .conditionExpression(HELD)
                                .expressionAttributeValues(holderValues(fence))
                                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                        .build(),
                table.put(UsageItems.voidItem(mark)));
    }

    /** The key is no longer held: by whom it was ended decides. */
    private Annulment.Result notHeld(TransactionCanceledException e, String fence, VoidMark mark) {
        var item = e.cancellationReasons().getFirst().item();
        if (item == null || item.isEmpty()) {
            return annulReleased(mark);
        }
        return doneBy(item, fence) ? Annulment.Result.ANSWERED : Annulment.Result.TAKEN_OVER;
    }

    /** Nobody holds the key: whoever freed it has left a mark, ours or that of a takeover; if not, ours is put now. */
    private Annulment.Result annulReleased(VoidMark mark) {
        var request = PutItemRequest.builder()
                .tableName(table.name())
                .item(UsageItems.voidItem(mark))
                .conditionExpression("attribute_not_exists(PK)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            Table.reach("a void", () -> table.client().putItem(request));
            return Annulment.Result.MARKED;
        } catch (ConditionalCheckFailedException e) {
            return e.item().equals(UsageItems.voidItem(mark)) ? Annulment.Result.MARKED : Annulment.Result.TAKEN_OVER;
        } catch (StoreUnavailable e) {
            return Annulment.Result.FAILED;
        }
    }

    private static byte[] gzip(Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(body.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static @Nullable Body gunzip(byte[] bytes) {
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new Body(zip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("a stored answer is damaged", e);
        }
    }
}
