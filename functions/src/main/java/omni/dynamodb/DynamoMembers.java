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
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Members: every transaction that counts begins with the counts of seats, so that of two at once the second sees what the first
 * has left.
 */
public final class DynamoMembers implements Members {

    private static final String NEW = "attribute_not_exists(" + Table.PK + ")";

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
        var request = QueryRequest.builder()
                .tableName(table.name())
                .keyConditionExpression("PK = :org AND begins_with(SK, :member)")
                .expressionAttributeValues(
                        Map.of(":org", text(AccountItem.partition(orgId)), ":member", text(MemberItem.PREFIX)))
                .consistentRead(true)
                .build();
        return Table.reach(
                        "the members",
                        () -> table.client().queryPaginator(request).items().stream()
                                .toList())
                .stream()
                .map(item -> MemberItem.read(orgId, item))
                .sorted(Comparator.comparing(Member::invitedAt)
                        .thenComparing(member -> member.email().value())
                        .reversed())
                .toList();
    }

    @Override
    public @Nullable Member find(String orgId, EmailAddress email) {
        var key = MemberItem.key(orgId, email);
        var item = table.get(text(key, Table.PK), text(key, Table.SK));
        return item.isEmpty() ? null : MemberItem.read(orgId, item);
    }

    @Override
    public Invitation invite(Member.Invited invited, int seats, AuditEvent event) {
        var seat = Update.builder()
                .updateExpression("ADD " + MemberItem.TAKEN + " :one")
                .conditionExpression(ROOM)
                .expressionAttributeValues(Map.of(":one", number(1), ":seats", number(seats)));
        var refusals = Transactions.refusals(
                table,
                "an invitation",
                List.of(
                        seatUpdate(invited.orgId(), seat),
                        put(MemberItem.of(invited), NEW),
                        put(MemberItem.invitation(invited), null),
                        put(EventItem.of(event), null)));
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
        var seat = Update.builder()
                .updateExpression("ADD " + MemberItem.TAKEN + " :less")
                .expressionAttributeValues(Map.of(":less", number(-1)));
        var member = Delete.builder()
                .key(MemberItem.key(invited.orgId(), invited.email()))
                .conditionExpression(STILL_INVITED)
                .expressionAttributeNames(Map.of("#status", MemberItem.STATUS))
                .expressionAttributeValues(stillInvited(invited));
        return List.of(
                seatUpdate(invited.orgId(), seat),
                delete(member),
                delete(Delete.builder().key(MemberItem.invitationKey(invited))),
                put(EventItem.of(event), null));
    }

    private List<TransactWriteItem> removal(Member.Active active, AuditEvent event) {
        var human = active.human();
        var seat = Update.builder()
                .updateExpression("ADD " + MemberItem.TAKEN + " :less, " + MemberItem.ACTIVE + " :less")
                .conditionExpression(OTHERS)
                .expressionAttributeValues(Map.of(":less", number(-1), ":one", number(1)));
        var same = Map.of(":userId", text(human.userId()));
        var member = Delete.builder()
                .key(MemberItem.key(human.orgId(), new EmailAddress(human.email())))
                .conditionExpression(STILL_ACTIVE)
                .expressionAttributeValues(same);
        var user = Delete.builder()
                .key(OrganizationItems.userKey(human.issuer(), human.subject()))
                .conditionExpression(STILL_ACTIVE)
                .expressionAttributeValues(same);
        return List.of(
                seatUpdate(human.orgId(), seat),
                delete(member),
                delete(user),
                put(MemberItem.tombstone(active, event.occurredAt()), null),
                keyRingMoved(human.orgId()),
                put(EventItem.of(event), null));
    }

    /** Whoever decided to make a key on the ring as it was decides again. */
    private TransactWriteItem keyRingMoved(String orgId) {
        return TransactWriteItem.builder()
                .update(Update.builder()
                        .tableName(table.name())
                        .key(KeyRingItem.key(orgId))
                        .updateExpression("ADD " + KeyRingItem.VERSION + " :one")
                        .expressionAttributeValues(Map.of(":one", number(1)))
                        .build())
                .build();
    }

    @Override
    public List<Member.Active> listRemoved(String orgId, EmailAddress email) {
        var request = QueryRequest.builder()
                .tableName(table.name())
                .keyConditionExpression("PK = :org AND begins_with(SK, :removed)")
                .expressionAttributeValues(Map.of(
                        ":org",
                        text(AccountItem.partition(orgId)),
                        ":removed",
                        text(MemberItem.tombstonePrefix(email))))
                .consistentRead(true)
                .build();
        return Table.reach(
                        "who was removed",
                        () -> table.client().queryPaginator(request).items().stream()
                                .toList())
                .stream()
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
        var person = Update.builder()
                .key(OrganizationItems.userKey(after.issuer(), after.subject()))
                .updateExpression("SET " + OrganizationItems.EMAIL + " = :email")
                .conditionExpression(STILL_ACTIVE)
                .expressionAttributeValues(Map.of(":userId", text(after.userId()), ":email", text(after.email())));
        var left = Delete.builder()
                .key(MemberItem.key(after.orgId(), before.email()))
                .conditionExpression(STILL_ACTIVE)
                .expressionAttributeValues(own);
        var writes = new ArrayList<TransactWriteItem>();
        writes.add(update(person));
        writes.add(delete(left));
        writes.addAll(seatWrites(move.mergedInvitation(), new Member.Active(after, before.invitedAt())));
        writes.add(put(SessionItem.of(move.session()), NEW));
        writes.add(put(EventItem.of(move.event()), null));
        return Transactions.refusals(table, "the new address of a member", writes)
                .codes()
                .isEmpty();
    }

    /** The place under a new address: nobody's, or an invitation's, whose seat is one too many then. */
    private List<TransactWriteItem> seatWrites(Member.@Nullable Invited merged, Member.Active member) {
        if (merged == null) {
            return List.of(put(MemberItem.of(member), NEW));
        }
        var seat = Update.builder()
                .updateExpression("ADD " + MemberItem.TAKEN + " :less")
                .expressionAttributeValues(Map.of(":less", number(-1)));
        return List.of(
                Transactions.put(stillInvited(Put.builder().item(MemberItem.of(member)), merged)),
                delete(Delete.builder().key(MemberItem.invitationKey(merged))),
                seatUpdate(merged.orgId(), seat));
    }

    @Override
    public boolean renew(Member.Invited before, Member.Invited after, AuditEvent event) {
        return Transactions.refusals(
                        table,
                        "the renewal of an invitation",
                        List.of(
                                Transactions.put(stillInvited(Put.builder().item(MemberItem.of(after)), before)),
                                delete(Delete.builder().key(MemberItem.invitationKey(before))),
                                put(MemberItem.invitation(after), null),
                                put(EventItem.of(event), null)))
                .codes()
                .isEmpty();
    }

    @Override
    public List<Member.Invited> invitations(EmailAddress email, Instant now, int limit) {
        // what was given so long ago to the millisecond has ended
        var oldest = MemberItem.since(now.minus(Member.Invited.LIFE).plusMillis(1));
        return Table.reach(
                        "the invitations of an address",
                        () -> table.client()
                                .query(request -> request.tableName(table.name())
                                        .keyConditionExpression("PK = :email AND SK >= :oldest")
                                        .expressionAttributeValues(Map.of(
                                                ":email", text(MemberItem.invitations(email)),
                                                ":oldest", text(oldest)))
                                        .consistentRead(true)
                                        .limit(limit)))
                .items()
                .stream()
                .map(item -> MemberItem.readInvitation(email, item))
                .toList();
    }

    @Override
    public Joining join(Joiner joiner) {
        var invitation = joiner.invitation();
        var seat = Update.builder()
                .updateExpression("ADD " + MemberItem.ACTIVE + " :one")
                .expressionAttributeValues(Map.of(":one", number(1)));
        var member = Put.builder().item(MemberItem.of(new Member.Active(joiner.human(), invitation.invitedAt())));
        var writes = new ArrayList<>(List.of(
                seatUpdate(invitation.orgId(), seat),
                put(OrganizationItems.user(joiner.human()), NEW),
                Transactions.put(stillInvited(member, invitation)),
                delete(Delete.builder().key(MemberItem.invitationKey(invitation))),
                put(EventItem.of(joiner.event()), null)));
        var session = joiner.session();
        if (session != null) {
            writes.add(put(SessionItem.of(session), NEW));
        }
        var refusals = Transactions.refusals(table, "the joining of a member", writes);
        if (refusals.failed(1)) {
            return Joining.ELSEWHERE;
        }
        return refusals.failed(2) ? Joining.WITHDRAWN : Joining.JOINED;
    }

    private Put stillInvited(Put.Builder member, Member.Invited invitation) {
        return member.tableName(table.name())
                .conditionExpression(STILL_INVITED)
                .expressionAttributeNames(Map.of("#status", MemberItem.STATUS))
                .expressionAttributeValues(stillInvited(invitation))
                .build();
    }

    private static Map<String, AttributeValue> stillInvited(Member.Invited invited) {
        return Map.of(":invited", text(invited.status()), ":invitedAt", instant(invited.invitedAt()));
    }

    private TransactWriteItem seatUpdate(String orgId, Update.Builder seats) {
        return update(seats.key(MemberItem.seatsKey(orgId)));
    }

    private TransactWriteItem update(Update.Builder update) {
        return TransactWriteItem.builder()
                .update(update.tableName(table.name()).build())
                .build();
    }

    private TransactWriteItem delete(Delete.Builder delete) {
        return TransactWriteItem.builder()
                .delete(delete.tableName(table.name()).build())
                .build();
    }

    private TransactWriteItem put(Map<String, AttributeValue> item, @Nullable String condition) {
        return Transactions.put(Put.builder()
                .tableName(table.name())
                .item(item)
                .conditionExpression(condition)
                .build());
    }
}
