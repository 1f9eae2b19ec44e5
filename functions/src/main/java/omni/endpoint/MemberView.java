package omni.endpoint;

import java.time.Instant;
import omni.access.Human;
import omni.member.Member;
import org.jspecify.annotations.Nullable;

/** Member of contract 11.1a; {@code status} is the word of {@link Member#status}, or {@code removed}. */
record MemberView(
        String object,
        String email,
        @Nullable String subject,
        String status,
        Instant invitedAt,
        @Nullable Instant joinedAt) {

    private static final String REMOVED = "removed";

    static MemberView of(Member member) {
        return switch (member) {
            case Member.Invited invited -> of(invited, null, invited.status());
            case Member.Active active -> of(active, active.human(), active.status());
        };
    }

    /** Somebody who was a member or invited, and is no more. */
    static MemberView removed(Member member) {
        return switch (member) {
            case Member.Invited invited -> of(invited, null, REMOVED);
            case Member.Active active -> of(active, active.human(), REMOVED);
        };
    }

    private static MemberView of(Member member, @Nullable Human human, String status) {
        return new MemberView(
                "member",
                member.email().value(),
                human == null ? null : human.subject(),
                status,
                member.invitedAt(),
                human == null ? null : human.joinedAt());
    }
}
