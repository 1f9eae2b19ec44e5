package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import omni.access.Human;
import omni.access.Organization;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An organisation's profile and billing, its members, and the way from a person to it. */
final class OrganizationItems {

    static final String PROFILE = "PROFILE";

    /** Sort key of the item under a person. */
    static final String ORG = "ORG";

    private static final String MEMBER = "MEMBER#";
    static final String NAME = "name";
    static final String CREATED_AT = "createdAt";
    private static final String ORG_ID = "org";
    static final String USER_ID = "userId";
    private static final String EMAIL = "email";
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    static final String STATUS = "status";
    static final String ACTIVE = "active";
    static final String INVITED_AT = "invitedAt";
    static final String JOINED_AT = "joinedAt";

    private OrganizationItems() {}

    static Map<String, AttributeValue> profile(Organization organization) {
        var item = new LinkedHashMap<>(Table.key(AccountItem.partition(organization.id()), PROFILE));
        put(item, NAME, organization.name());
        item.put(CREATED_AT, instant(organization.createdAt()));
        return item;
    }

    static Organization readProfile(Map<String, AttributeValue> item) {
        var orgId = text(item, Table.PK).substring(AccountItem.partition("").length());
        var settings = SettingsItems.readOrganization(orgId, item);
        return new Organization(orgId, settings.name(), settings.createdAt());
    }

    /** Sort key of a member. */
    static String memberSort(String email) {
        return MEMBER + email.toLowerCase(Locale.ROOT);
    }

    /** An active member; e-mail addresses are compared without case (contract 11.1a). */
    static Map<String, AttributeValue> member(Human human) {
        var item = new LinkedHashMap<>(Table.key(AccountItem.partition(human.orgId()), memberSort(human.email())));
        item.put(EMAIL, text(human.email()));
        item.put(ISSUER, text(human.issuer()));
        item.put(SUBJECT, text(human.subject()));
        item.put(USER_ID, text(human.userId()));
        item.put(STATUS, text(ACTIVE));
        item.put(INVITED_AT, instant(human.joinedAt()));
        item.put(JOINED_AT, instant(human.joinedAt()));
        return item;
    }

    static String userPartition(String issuer, String subject) {
        return "USER#" + issuer + "#" + subject;
    }

    static Map<String, AttributeValue> user(Human human) {
        var item = new LinkedHashMap<>(Table.key(userPartition(human.issuer(), human.subject()), ORG));
        item.put(USER_ID, text(human.userId()));
        item.put(ORG_ID, text(human.orgId()));
        item.put(EMAIL, text(human.email()));
        item.put(JOINED_AT, instant(human.joinedAt()));
        return item;
    }

    static Human readUser(String issuer, String subject, Map<String, AttributeValue> item) {
        return new Human(
                issuer, subject, text(item, USER_ID), text(item, ORG_ID), text(item, EMAIL), instant(item, JOINED_AT));
    }
}
