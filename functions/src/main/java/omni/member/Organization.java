package omni.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An organization: the unit that has keys, a grant and a bill (contract 11.1). */
public record Organization(String id, @Nullable String name, Instant createdAt) {}
