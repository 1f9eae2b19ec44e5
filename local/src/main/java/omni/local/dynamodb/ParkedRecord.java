package omni.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record that the function refused to the last try; the stream goes on without it.
 *
 * @param reason of the last refusal
 * @param record whole, so that it can be delivered by hand
 */
public record ParkedRecord(String sequenceNumber, String reason, ObjectNode record) {}
