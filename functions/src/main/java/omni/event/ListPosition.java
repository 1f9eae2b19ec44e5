package omni.event;

import java.time.Instant;

/**
 * A place in a list that is ordered newest first by time and id (contract 2). What comes behind it stays the same however
 * many newer rows are added.
 */
public record ListPosition(Instant time, String id) {}
