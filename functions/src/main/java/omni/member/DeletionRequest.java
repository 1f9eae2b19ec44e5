package omni.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That somebody asked for their organization to be deleted, which nothing here does (contract 11.8). */
public record DeletionRequest(
        Instant requestedAt,
        String requestedByPrincipalId,
        @Nullable String reason) {}
