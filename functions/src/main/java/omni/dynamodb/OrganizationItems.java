package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.put;
import static omni.dynamodb.Attributes.text;

import java.util.LinkedHashMap;
import java.util.Map;
import omni.access.Human;
import omni.member.Organization;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An organization's profile, and the way from a person to it. */
final class OrganizationItems {

    static final String PROFILE = "PROFILE";

    /** Sort key of the item under a person. */
    static final String ORG = "ORG";

    static final String NAME = "name";
    static final String CREATED_AT = "createdAt";
    static final String ORG_ID = "org";
    private static final String USER_ID = "userId";
    static final String EMAIL = "email";
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

    static String userPartition(String issuer, String subject) {
        return "USER#" + issuer + "#" + subject;
    }

    static Map<String, AttributeValue> userKey(String issuer, String subject) {
        return Table.key(userPartition(issuer, subject), ORG);
    }

    static Map<String, AttributeValue> user(Human human) {
        var item = new LinkedHashMap<>(userKey(human.issuer(), human.subject()));
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
