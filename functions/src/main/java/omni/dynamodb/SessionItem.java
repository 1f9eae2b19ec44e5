package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.number;
import static omni.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omni.member.Session;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A browser session; one that was ended stays, marked, until its time is over. */
final class SessionItem {

    static final String SESSION = "SESSION";
    static final String EXPIRES_AT = "expiresAt";
    static final String REVOKED = "revoked";

    private static final String PARTITION = "SESSION#";
    private static final String USER_ID = "userId";
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    private static final String ORG = "org";
    private static final String EMAIL = "email";
    private static final String OPERATOR_GROUP = "operatorGroup";
    private static final String OPENED_AT = "openedAt";

    private SessionItem() {}

    static String partition(String sessionId) {
        return PARTITION + sessionId;
    }

    static Map<String, AttributeValue> key(String sessionId) {
        return Table.key(partition(sessionId), SESSION);
    }

    static Map<String, AttributeValue> of(Session session) {
        var item = new LinkedHashMap<>(key(session.id()));
        item.put(USER_ID, text(session.userId()));
        item.put(ISSUER, text(session.issuer()));
        item.put(SUBJECT, text(session.subject()));
        Attributes.put(item, ORG, session.orgId());
        item.put(EMAIL, text(session.email()));
        Attributes.put(item, OPERATOR_GROUP, session.operatorGroup());
        item.put(OPENED_AT, instant(session.openedAt()));
        item.put(EXPIRES_AT, instant(session.expiresAt()));
        item.put(REVOKED, Attributes.truth(session.isRevoked()));
        item.put(Table.TTL, ttl(session.expiresAt()));
        return item;
    }

    /** Deletion follows the end, a second later as it counts in whole ones. */
    static AttributeValue ttl(Instant expiresAt) {
        return number(expiresAt.getEpochSecond() + 1);
    }

    static Session read(Map<String, AttributeValue> item) {
        return new Session(
                text(item, Table.PK).substring(PARTITION.length()),
                text(item, USER_ID),
                text(item, ISSUER),
                text(item, SUBJECT),
                Attributes.textOrNull(item, ORG),
                text(item, EMAIL),
                Attributes.textOrNull(item, OPERATOR_GROUP),
                instant(item, OPENED_AT),
                instant(item, EXPIRES_AT),
                Attributes.truth(item, REVOKED));
    }
}
