package omni.dynamodb;

import static omni.dynamodb.Attributes.instant;
import static omni.dynamodb.Attributes.truth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.member.Session;
import omni.member.SessionCookie;
import omni.member.Sessions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Browser sessions. A lapsed item may still be there: whoever reads it compares its end with the clock. */
public final class DynamoSessions implements Sessions {

    private final Table table;

    public DynamoSessions(Table table) {
        this.table = table;
    }

    @Override
    public void open(Session session) {
        table.write("the opening of a session", table.put(SessionItem.of(session)));
    }

    @Override
    public @Nullable Session find(String sessionId) {
        var item = table.get(SessionItem.partition(sessionId), SessionItem.SESSION);
        return item.isEmpty() ? null : SessionItem.read(item);
    }

    @Override
    public Opened resolve(SessionCookie cookie) {
        var orgId = cookie.orgId();
        var wanted = new ArrayList<Map<String, AttributeValue>>();
        wanted.add(SessionItem.key(cookie.sessionId()));
        wanted.add(OrganizationItems.userKey(cookie.issuer(), cookie.subject()));
        if (orgId != null) {
            wanted.add(AccountItem.key(orgId, true));
        }
        var items = table.getAll("the authentication of a session", wanted);
        var session = items.get(SessionItem.SESSION);
        var human = items.get(OrganizationItems.ORG);
        var account = items.get(AccountItem.ACCOUNT);
        return new Opened(
                session == null ? null : SessionItem.read(session),
                human == null ? null : OrganizationItems.readUser(cookie.issuer(), cookie.subject(), human),
                account == null ? null : AccountItem.read(account));
    }

    @Override
    public Opened resolve(String issuer, String subject, String orgId) {
        var items = table.getAll(
                "the authentication of a connection",
                List.of(OrganizationItems.userKey(issuer, subject), AccountItem.key(orgId, true)));
        var human = items.get(OrganizationItems.ORG);
        var account = items.get(AccountItem.ACCOUNT);
        return new Opened(
                null,
                human == null ? null : OrganizationItems.readUser(issuer, subject, human),
                account == null ? null : AccountItem.read(account));
    }

    @Override
    public void revoke(String sessionId) {
        change("the end of a session", sessionId, "SET #revoked = :true", Table.EXISTS, Map.of(":true", truth(true)));
    }

    /** The condition keeps an ended session ended, and its end from moving back when two requests race. */
    @Override
    public void slide(String sessionId, Instant expiresAt) {
        change(
                "the sliding of a session",
                sessionId,
                "SET #expiresAt = :expiresAt, #ttl = :ttl",
                Table.EXISTS + " AND #revoked = :false AND #expiresAt < :expiresAt",
                Map.of(":false", truth(false), ":expiresAt", instant(expiresAt), ":ttl", SessionItem.ttl(expiresAt)));
    }

    @Override
    public @Nullable Account account(String orgId) {
        var item = table.get(AccountItem.partition(orgId), AccountItem.ACCOUNT);
        return item.isEmpty() ? null : AccountItem.read(item);
    }

    /** Where it is gone, ended, or moved further already, what was asked for holds, or must not. */
    private void change(
            String operation, String sessionId, String update, String condition, Map<String, AttributeValue> values) {
        table.write(operation, table.update(SessionItem.key(sessionId), update, condition, values));
    }
}
