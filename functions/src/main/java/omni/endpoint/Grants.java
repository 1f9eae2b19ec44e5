package omni.endpoint;

import java.util.List;
import java.util.stream.Stream;
import omni.call.Operation.TableGrant;

/** What operations may do on the table, by what for: each right is one that the function uses, as a test sees. */
final class Grants {

    /** The index of usage rows by organization and mode, newest first. */
    private static final String BY_TIME = "ByTime";

    /** The index of usage rows by organization, mode and request id, and of events by organization and request id. */
    private static final String BY_REQUEST = "ByRequest";

    static final List<TableGrant> NOTHING = List.of();

    /** The record of an Idempotency-Key. */
    static final TableGrant IDEMPOTENCY = on(List.of("GetItem", "PutItem", "DeleteItem", "UpdateItem"), "IDEM#");

    /** The window of the client's address on a public route. */
    static final TableGrant ADDRESS = on(List.of("UpdateItem"), "ADDR#");

    /** The rate window of a free route. */
    static final List<TableGrant> WINDOW = List.of(on(List.of("UpdateItem"), "ORG#"));

    /** The window, and reads of the caller's organization. */
    static final List<TableGrant> READ = List.of(on(List.of("UpdateItem", "GetItem"), "ORG#"));

    /** The window, and lists of the organization. */
    static final List<TableGrant> LIST = List.of(on(List.of("UpdateItem", "Query"), "ORG#"));

    /** The window, reads and lists. */
    static final List<TableGrant> READ_AND_LIST = List.of(on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"));

    /** A change of the key ring. */
    static final List<TableGrant> KEYS = List.of(
            on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"), on(List.of("PutItem"), "KEY#", "EVENT#"));

    static final List<TableGrant> INVITATION = List.of(
            on(List.of("UpdateItem", "GetItem", "PutItem", "DeleteItem", "Query"), "ORG#"),
            on(List.of("PutItem", "DeleteItem"), "INVITE#"),
            on(List.of("PutItem"), "EVENT#"));

    static final List<TableGrant> REMOVAL = List.of(
            on(List.of("UpdateItem", "GetItem", "PutItem", "DeleteItem", "Query"), "ORG#"),
            on(List.of("DeleteItem"), "USER#", "INVITE#"),
            on(List.of("PutItem"), "KEY#", "EVENT#"));

    /** What a sign-in finds or founds, and the session. */
    static final List<TableGrant> SIGN_IN = List.of(
            on(List.of("GetItem", "UpdateItem"), "USER#"),
            on(List.of("Query", "DeleteItem"), "INVITE#"),
            on(List.of("GetItem", "UpdateItem", "DeleteItem"), "ORG#"),
            on(List.of("PutItem"), "ORG#", "USER#", "KEY#", "EVENT#", "SESSION#", "ROSTER#"));

    static final List<TableGrant> SESSION_READ = List.of(on(List.of("GetItem"), "SESSION#"));

    static final List<TableGrant> SESSION_END = List.of(on(List.of("UpdateItem"), "SESSION#"));

    /** An organization founded or joined. */
    static final List<TableGrant> ONBOARDING = List.of(
            on(List.of("GetItem", "PutItem"), "USER#"),
            on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"),
            on(List.of("GetItem", "PutItem"), "SESSION#"),
            on(List.of("DeleteItem"), "INVITE#"),
            on(List.of("PutItem"), "KEY#", "EVENT#", "ROSTER#"));

    /** Settings, and how long the session lasts. */
    static final List<TableGrant> SETTINGS_READ =
            List.of(on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"), on(List.of("GetItem"), "SESSION#"));

    /** The same, and a change with its event. */
    static final List<TableGrant> SETTINGS_CHANGE = List.of(
            on(List.of("UpdateItem", "GetItem", "Query"), "ORG#"),
            on(List.of("PutItem"), "EVENT#"),
            on(List.of("GetItem"), "SESSION#"));

    static final List<TableGrant> BUDGET =
            List.of(on(List.of("UpdateItem", "GetItem"), "ORG#"), on(List.of("PutItem"), "EVENT#"));

    static final List<TableGrant> APPROVAL =
            List.of(on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"), on(List.of("PutItem"), "EVENT#"));

    static final List<TableGrant> TOKEN_ISSUE = List.of(
            on(List.of("UpdateItem", "PutItem", "Query"), "ORG#"),
            on(List.of("PutItem"), "TOKEN#", "EVENT#"),
            on(List.of("GetItem"), "TOKEN#"));

    static final List<TableGrant> TOKEN_LIST =
            List.of(on(List.of("UpdateItem", "Query"), "ORG#"), on(List.of("BatchGetItem"), "TOKEN#"));

    static final List<TableGrant> TOKEN_REVOCATION = List.of(
            on(List.of("UpdateItem"), "ORG#"),
            on(List.of("GetItem", "UpdateItem"), "TOKEN#"),
            on(List.of("PutItem"), "EVENT#"));

    /** A key for a sponsor token. */
    static final List<TableGrant> TOKEN_EXCHANGE = List.of(
            on(List.of("GetItem", "UpdateItem"), "TOKEN#"),
            on(List.of("GetItem", "ConditionCheckItem"), "USER#"),
            on(List.of("GetItem", "PutItem", "Query"), "ORG#"),
            on(List.of("PutItem"), "KEY#", "EVENT#"));

    /** Lists of usage rows. */
    static final List<TableGrant> USAGE_ROWS = List.of(
            on(List.of("UpdateItem"), "ORG#"),
            new TableGrant(List.of("Query"), List.of("org_"), BY_TIME),
            new TableGrant(List.of("Query"), List.of("org_"), BY_REQUEST));

    static final List<TableGrant> ACTIVITY = List.of(
            on(List.of("UpdateItem", "Query"), "ORG#"),
            on(List.of("Query"), "EVENT#"),
            new TableGrant(List.of("Query"), List.of("org_"), BY_TIME));

    static final List<TableGrant> DIAGNOSTICS =
            List.of(on(List.of("UpdateItem"), "ORG#"), new TableGrant(List.of("Query"), List.of("org_"), BY_REQUEST));

    static final List<TableGrant> EVENTS = List.of(on(List.of("UpdateItem"), "ORG#"), on(List.of("Query"), "EVENT#"));

    /** Pages of Stripe for a customer who may have to be made. */
    static final List<TableGrant> CHECKOUT = List.of(
            on(List.of("UpdateItem", "GetItem", "PutItem", "Query"), "ORG#"), on(List.of("PutItem"), "CUSTOMER#"));

    /** The same for one who is there. */
    static final List<TableGrant> PORTAL =
            List.of(on(List.of("UpdateItem", "GetItem", "PutItem"), "ORG#"), on(List.of("PutItem"), "CUSTOMER#"));

    /** The facts that an event changes, and the mark by which a job hears of it. */
    static final List<TableGrant> STRIPE_EVENT = List.of(
            on(List.of("PutItem", "UpdateItem"), "STRIPE#"),
            on(List.of("GetItem", "PutItem"), "CUSTOMER#"),
            on(List.of("GetItem", "PutItem", "UpdateItem", "Query"), "ORG#"),
            on(List.of("PutItem"), "EVENT#", "PUSH#"));

    /** Facts and record of any organization, with the event. */
    static final List<TableGrant> OVERSIGHT =
            List.of(on(List.of("UpdateItem", "GetItem", "PutItem"), "ORG#"), on(List.of("PutItem"), "EVENT#"));

    /** The same, and the mark by which a job hears of it. */
    static final List<TableGrant> CONTRACT =
            List.of(on(List.of("UpdateItem", "GetItem", "PutItem"), "ORG#"), on(List.of("PutItem"), "EVENT#", "PUSH#"));

    static final List<TableGrant> READINESS = List.of(on(List.of("GetItem"), "READY#"));

    /** The commit, the key that is read once more, idempotency records, usage ids and their voids. */
    static final List<TableGrant> METERED = List.of(
            on(List.of("UpdateItem"), "ORG#"),
            on(List.of("GetItem"), "KEY#"),
            IDEMPOTENCY,
            on(List.of("Query", "PutItem"), "USAGE#"));

    /** A message to the MCP server: a data route by its tool, or a read of the account. */
    static final List<TableGrant> MCP = and(METERED, on(List.of("GetItem"), "ORG#"));

    private Grants() {}

    private static List<TableGrant> and(List<TableGrant> rights, TableGrant more) {
        return Stream.concat(rights.stream(), Stream.of(more)).toList();
    }

    private static TableGrant on(List<String> actions, String... leadingKeys) {
        return new TableGrant(actions, List.of(leadingKeys));
    }
}
