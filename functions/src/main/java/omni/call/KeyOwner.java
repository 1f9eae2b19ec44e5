package omni.call;

/**
 * Whose an Idempotency-Key is on a route that nobody signs in to (contract 10).
 *
 * @param live the mode that its keys are apart by
 */
public record KeyOwner(String orgId, boolean live) {}
