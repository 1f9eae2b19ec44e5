package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import omni.local.gateway.Invocation;
import omni.local.machine.LocalJson;

/** What a function said of a batch. */
sealed interface BatchVerdict {

    /** All records were taken. */
    record Taken() implements BatchVerdict {}

    /** Those before this index were taken; this one and all after it come again. */
    record FailedFrom(int index, String reason) implements BatchVerdict {}

    /**
     * Reads an answer as Lambda reads it with {@code ReportBatchItemFailures}: empty means all is well; an answer that makes no
     * sense fails the whole batch.
     */
    static BatchVerdict of(Invocation invocation, List<ObjectNode> batch) {
        return switch (invocation) {
            case Invocation.Failed(var reason) -> new FailedFrom(0, reason);
            case Invocation.TimedOut() -> new FailedFrom(0, "the function took too long");
            case Invocation.TooLarge(var what) -> new FailedFrom(0, "the " + what + " is too large");
            case Invocation.Returned(var answer) -> of(answer, batch);
        };
    }

    private static BatchVerdict of(byte[] answer, List<ObjectNode> batch) {
        if (answer.length == 0
                || new String(answer, StandardCharsets.UTF_8).strip().equals("null")) {
            return new Taken();
        }
        return LocalJson.parseObject(answer)
                .map(json -> ofFailures(json, batch))
                .orElseGet(() -> new FailedFrom(0, "the function's answer is not a JSON object"));
    }

    private static BatchVerdict ofFailures(ObjectNode answer, List<ObjectNode> batch) {
        var sequenceNumbers = batch.stream().map(StreamEvents::sequenceNumber).toList();
        var first = batch.size();
        for (var failure : answer.path("batchItemFailures")) {
            var identifier = failure.path("itemIdentifier").asText();
            var index = sequenceNumbers.indexOf(identifier);
            if (index < 0) {
                return new FailedFrom(0, "the function reported an unknown itemIdentifier \"" + identifier + "\"");
            }
            first = Math.min(first, index);
        }
        return first == batch.size() ? new Taken() : new FailedFrom(first, "the function reported a failure");
    }
}
