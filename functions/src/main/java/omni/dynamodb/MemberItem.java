package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.member.Member;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Members by address ({@code ORG#id / MEMBER#email}), how many seats they take ({@code ORG#id / SEATS}), and the way from an
 * address to its invitations ({@code INVITE#email / time#org}), oldest first.
 */
final class MemberItem {

    static final String PREFIX = "MEMBER#";
    static final String SEATS = "SEATS";

    static final String STATUS = "status";
    static final String ISSUER = "issuer";
    static final String SUBJECT = "subject";
    static final String USER_ID = "userId";
    static final String INVITED_AT = "invitedAt";
    static final String JOINED_AT = "joinedAt";

    static final String REMOVED_AT = "removedAt";

    /** Members and invitations. */
    static final String TAKEN = "taken";

    static final String ACTIVE = "active";

    private static final String INVITED_BY = "invitedBy";
    private static final String EMAIL = "email";
    private static final String ORG = "org";

    private MemberItem() {}

    static Map<String, AttributeValue> key(String orgId, EmailAddress email) {
        return Table.key(AccountItem.partition(orgId), sort(email.value()));
    }

    static String sort(String email) {
        return PREFIX + EmailAddress.fold(email);
    }

    static Map<String, AttributeValue> of(Member member) {
        var item = new LinkedHashMap<>(key(member.orgId(), member.email()));
        item.put(EMAIL, text(member.email().value()));
        item.put(STATUS, text(member.status()));
        item.put(INVITED_AT, instant(member.invitedAt()));
        if (member instanceof Member.Invited invited) {
            Attributes.put(item, INVITED_BY, invited.invitedBy());
        }
        if (member instanceof Member.Active(var human, var invitedAt)) {
            item.put(ISSUER, text(human.issuer()));
            item.put(SUBJECT, text(human.subject()));
            item.put(USER_ID, text(human.userId()));
            item.put(JOINED_AT, instant(human.joinedAt()));
        }
        return item;
    }

    static Member read(String orgId, Map<String, AttributeValue> item) {
        var email = new EmailAddress(text(item, EMAIL));
        var invitedAt = instant(item, INVITED_AT);
        return item.containsKey(USER_ID)
                ? new Member.Active(
                        new Human(
                                text(item, ISSUER),
                                text(item, SUBJECT),
                                text(item, USER_ID),
                                orgId,
                                email.value(),
                                instant(item, JOINED_AT)),
                        invitedAt)
                : new Member.Invited(orgId, email, invitedAt, Attributes.textOrNull(item, INVITED_BY));
    }

    static Map<String, AttributeValue> seatsKey(String orgId) {
        return Table.key(AccountItem.partition(orgId), SEATS);
    }

    /** The seats of a new organization: its founder's. */
    static Map<String, AttributeValue> seatsOfFounder(String orgId) {
        var item = new LinkedHashMap<>(seatsKey(orgId));
        item.put(TAKEN, number(1));
        item.put(ACTIVE, number(1));
        return item;
    }

    /** What stays of a removed member, as long as the event that tells of it: whose the keys are that they made. */
    static Map<String, AttributeValue> tombstone(Member.Active member, Instant at) {
        var item = new LinkedHashMap<>(of(member));
        item.put(Table.SK, text(tombstonePrefix(member.email()) + member.human().userId()));
        item.put(REMOVED_AT, instant(at));
        item.put(Table.TTL, number(at.plus(EventItem.KEPT).getEpochSecond()));
        return item;
    }

    /** Beginning of the sort keys of whoever was removed under an address; no address holds a {@code #} behind its {@code @}. */
    static String tombstonePrefix(EmailAddress email) {
        return "REMOVED#" + email.value() + "#";
    }

    static String invitations(EmailAddress email) {
        return "INVITE#" + email.value();
    }

    static Map<String, AttributeValue> invitationKey(Member.Invited invited) {
        return Table.key(invitations(invited.email()), since(invited.invitedAt()) + invited.orgId());
    }

    /** Where the invitations of an address begin that were given then or later. */
    static String since(Instant invitedAt) {
        return String.format(Locale.ROOT, "%015d#", invitedAt.toEpochMilli());
    }

    static Map<String, AttributeValue> invitation(Member.Invited invited) {
        var item = new LinkedHashMap<>(invitationKey(invited));
        item.put(ORG, text(invited.orgId()));
        item.put(INVITED_AT, instant(invited.invitedAt()));
        Attributes.put(item, INVITED_BY, invited.invitedBy());
        return item;
    }

    static Member.Invited readInvitation(EmailAddress email, Map<String, AttributeValue> item) {
        return new Member.Invited(
                text(item, ORG), email, instant(item, INVITED_AT), Attributes.textOrNull(item, INVITED_BY));
    }
}
