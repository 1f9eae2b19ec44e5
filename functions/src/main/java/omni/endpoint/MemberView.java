package omni.endpoint;

import java.time.Instant;
import omni.access.Human;
import omni.member.Member;
import org.jspecify.annotations.Nullable;

/** Member of contract 11.1a. */
record MemberView(
        String object,
        String email,
        @Nullable String subject,
        String status,
        Instant invitedAt,
        @Nullable Instant joinedAt) {

    static MemberView of(Member member) {
        return switch (member) {
            case Member.Invited invited -> of(invited, null);
            case Member.Active active -> of(active, active.human());
        };
    }

    private static MemberView of(Member member, @Nullable Human human) {
        return new MemberView(
                "member",
                member.email().value(),
                human == null ? null : human.subject(),
                member.status(),
                member.invitedAt(),
                human == null ? null : human.joinedAt());
    }
}
