package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.access.EmailAddress;
import omni.event.AuditEvent;
import omni.member.Member;
import omni.member.Members;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Members: every transaction that counts begins with the counts of seats, so that of two at once the second sees what the first
 * has left.
 */
public final class DynamoMembers implements Members {

    /** Taking one more seat while fewer than the plan's are taken. */
    private static final String ROOM = MemberItem.TAKEN + " < :seats";

    /** Leaving somebody behind. */
    private static final String OTHERS = MemberItem.ACTIVE + " > :one";

    /** The very invitation: one that was withdrawn and given anew is another. */
    private static final String STILL_INVITED = "#status = :invited AND " + MemberItem.INVITED_AT + " = :invitedAt";

    private static final String STILL_ACTIVE = MemberItem.USER_ID + " = :userId";

    private final Table table;

    public DynamoMembers(Table table) {
        this.table = table;
    }

    @Override
    public List<Member> list(String orgId) {
        return sortedUnder("the members", orgId, MemberItem.PREFIX).stream()
                .map(item -> MemberItem.read(orgId, item))
                .sorted(Comparator.comparing(Member::invitedAt)
                        .thenComparing(member -> member.email().value())
                        .reversed())
                .toList();
    }

    private List<Map<String, AttributeValue>> sortedUnder(String what, String orgId, String prefix) {
        return table.query(
                what,
                "PK = :org AND begins_with(SK, :prefix)",
                Map.of(":org", text(AccountItem.partition(orgId)), ":prefix", text(prefix)));
    }

    @Override
    public @Nullable Member find(String orgId, EmailAddress email) {
        var key = MemberItem.key(orgId, email);
        var item = table.get(text(key, Table.PK), text(key, Table.SK));
        return item.isEmpty() ? null : MemberItem.read(orgId, item);
    }

    @Override
    public Invitation invite(Member.Invited invited, int seats, AuditEvent event) {
        var seat = seats(
                invited.orgId(),
                "ADD " + MemberItem.TAKEN + " :one",
                ROOM,
                Map.of(":one", number(1), ":seats", number(seats)));
        var refusals = Transactions.refusals(
                table,
                "an invitation",
                List.of(
                        seat,
                        table.putNew(MemberItem.of(invited)),
                        table.put(MemberItem.invitation(invited)),
                        table.put(EventItem.of(event))));
        if (refusals.failed(1)) {
            return Invitation.KNOWN;
        }
        return refusals.failed(0) ? Invitation.FULL : Invitation.INVITED;
    }

    @Override
    public Removal remove(Member member, AuditEvent event) {
        var writes = switch (member) {
            case Member.Invited invited -> withdrawal(invited, event);
            case Member.Active active -> removal(active, event);
        };
        var refusals = Transactions.refusals(table, "a removal", writes);
        if (refusals.failed(1) || refusals.failed(2)) {
            return Removal.MOVED;
        }
        return refusals.failed(0) ? Removal.LAST : Removal.REMOVED;
    }

    private List<TransactWriteItem> withdrawal(Member.Invited invited, AuditEvent event) {
        return List.of(
                seatFreed(invited.orgId()),
                table.delete(MemberItem.key(invited.orgId(), invited.email()), STILL_INVITED, stillInvited(invited)),
                table.delete(MemberItem.invitationKey(invited)),
                table.put(EventItem.of(event)));
    }

    private TransactWriteItem seatFreed(String orgId) {
        return seats(orgId, "ADD " + MemberItem.TAKEN + " :less", null, Map.of(":less", number(-1)));
    }

    private List<TransactWriteItem> removal(Member.Active active, AuditEvent event) {
        var human = active.human();
        var seat = seats(
                human.orgId(),
                "ADD " + MemberItem.TAKEN + " :less, " + MemberItem.ACTIVE + " :less",
                OTHERS,
                Map.of(":less", number(-1), ":one", number(1)));
        var same = Map.of(":userId", text(human.userId()));
        return List.of(
                seat,
                table.delete(MemberItem.key(human.orgId(), new EmailAddress(human.email())), STILL_ACTIVE, same),
                table.delete(OrganizationItems.userKey(human.issuer(), human.subject()), STILL_ACTIVE, same),
                table.put(MemberItem.tombstone(active, event.occurredAt())),
                keyRingMoved(human.orgId()),
                table.put(EventItem.of(event)));
    }

    /** Whoever decided to make a key on the ring as it was decides again. */
    private TransactWriteItem keyRingMoved(String orgId) {
        return table.update(
                KeyRingItem.key(orgId), "ADD " + KeyRingItem.VERSION + " :one", null, Map.of(":one", number(1)));
    }

    @Override
    public List<Member.Active> listRemoved(String orgId, EmailAddress email) {
        return sortedUnder("who was removed", orgId, MemberItem.tombstonePrefix(email)).stream()
                .sorted(Comparator.comparing((Map<String, AttributeValue> item) -> instant(item, MemberItem.REMOVED_AT))
                        .reversed())
                .flatMap(item -> MemberItem.read(orgId, item) instanceof Member.Active active
                        ? Stream.of(active)
                        : Stream.empty())
                .toList();
    }

    /** The person's own item is the first: whoever is removed or moved by another sign-in meanwhile is not moved. */
    @Override
    public boolean move(Move move) {
        var before = move.member();
        var after = move.human();
        var own = Map.of(":userId", text(after.userId()));
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(table.update(
                OrganizationItems.userKey(after.issuer(), after.subject()),
                "SET " + OrganizationItems.EMAIL + " = :email",
                STILL_ACTIVE,
                Map.of(":userId", text(after.userId()), ":email", text(after.email()))));
        writes.add(table.delete(MemberItem.key(after.orgId(), before.email()), STILL_ACTIVE, own));
        writes.addAll(seatWrites(move.mergedInvitation(), new Member.Active(after, before.invitedAt())));
        writes.add(table.putNew(SessionItem.of(move.session())));
        writes.add(table.put(EventItem.of(move.event())));
        return Transactions.refusals(table, "the new address of a member", writes)
                .codes()
                .isEmpty();
    }

    /** The place under a new address: nobody's, or an invitation's, whose seat is one too many then. */
    private List<TransactWriteItem> seatWrites(Member.@Nullable Invited merged, Member.Active member) {
        if (merged == null) {
            return List.of(table.putNew(MemberItem.of(member)));
        }
        return List.of(
                inPlaceOf(merged, member), table.delete(MemberItem.invitationKey(merged)), seatFreed(merged.orgId()));
    }

    @Override
    public boolean renew(Member.Invited before, Member.Invited after, AuditEvent event) {
        var writes = List.of(
                inPlaceOf(before, after),
                table.delete(MemberItem.invitationKey(before)),
                table.put(MemberItem.invitation(after)),
                table.put(EventItem.of(event)));
        return Transactions.refusals(table, "the renewal of an invitation", writes)
                .codes()
                .isEmpty();
    }

    @Override
    public List<Member.Invited> invitations(EmailAddress email, Instant now, int limit) {
        // what was given so long ago to the millisecond has ended
        var oldest = MemberItem.since(now.minus(Member.Invited.LIFE).plusMillis(1));
        var values = Map.of(":email", text(MemberItem.invitations(email)), ":oldest", text(oldest));
        return table.query("the invitations of an address", "PK = :email AND SK >= :oldest", values, limit).stream()
                .map(item -> MemberItem.readInvitation(email, item))
                .toList();
    }

    @Override
    public Joining join(Joiner joiner) {
        var invitation = joiner.invitation();
        var orgId = invitation.orgId();
        var writes = new ArrayList<>(List.of(
                seats(orgId, "ADD " + MemberItem.ACTIVE + " :one", null, Map.of(":one", number(1))),
                table.putNew(OrganizationItems.user(joiner.human())),
                inPlaceOf(invitation, new Member.Active(joiner.human(), invitation.invitedAt())),
                table.delete(MemberItem.invitationKey(invitation)),
                table.put(EventItem.of(joiner.event()))));
        var session = joiner.session();
        if (session != null) {
            writes.add(table.putNew(SessionItem.of(session)));
        }
        var refusals = Transactions.refusals(table, "the joining of a member", writes);
        if (refusals.failed(1)) {
            return Joining.ELSEWHERE;
        }
        return refusals.failed(2) ? Joining.WITHDRAWN : Joining.JOINED;
    }

    private TransactWriteItem inPlaceOf(Member.Invited invitation, Member member) {
        return table.put(MemberItem.of(member), STILL_INVITED, stillInvited(invitation));
    }

    private static Map<String, AttributeValue> stillInvited(Member.Invited invited) {
        return Map.of(":invited", text(invited.status()), ":invitedAt", instant(invited.invitedAt()));
    }

    private TransactWriteItem seats(
            String orgId, String update, @Nullable String condition, Map<String, AttributeValue> values) {
        return table.update(MemberItem.seatsKey(orgId), update, condition, values);
    }
}
