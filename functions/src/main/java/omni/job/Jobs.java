package omni.job;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import omni.access.SecretName;
import omni.call.Operation;
import omni.call.Operation.Group;
import omni.call.Operation.TableGrant;
import omni.dynamodb.Table;
import org.jspecify.annotations.Nullable;

/** The one list of functions that no route calls; {@code RECORD_USAGE} is the class {@code RecordUsage} of this package or of {@link omni.socket}. */
public enum Jobs {
    AUTHORIZE(
            Group.AUTHORIZER,
            Trigger.AUTHORIZER,
            Set.of(SecretName.PEPPERS, SecretName.SESSION_KEY),
            List.of(
                    new TableGrant(List.of("BatchGetItem"), List.of("KEY#", "ORG#", "SESSION#", "USER#")),
                    new TableGrant(List.of("GetItem"), List.of("SESSION#", "USER#", "ORG#", "KEY#")),
                    new TableGrant(List.of("Query"), List.of("INVITE#")),
                    new TableGrant(List.of("UpdateItem"), List.of("SESSION#")))),
    RECORD_USAGE(
            Group.JOBS,
            Trigger.STREAM,
            Set.of(),
            List.of(
                    new TableGrant(List.of("PutItem", "UpdateItem", "Query"), List.of("USAGE#")),
                    new TableGrant(List.of("GetItem", "PutItem", "UpdateItem"), List.of("ORG#")),
                    new TableGrant(List.of("PutItem"), List.of("EVENT#", "DUE#", "PUSH#", "UNPROVEN#")),
                    new TableGrant(List.of("Query"), List.of("org_"), Table.BY_TIME))),
    ANNOUNCE_STATES(
            Group.JOBS,
            new Schedule(1),
            Set.of(),
            List.of(
                    new TableGrant(List.of("Query", "DeleteItem"), List.of("DUE#")),
                    new TableGrant(List.of("UpdateItem"), List.of("ORG#")))),
    CREDIT_UNPROVEN(
            Group.JOBS,
            Schedule.eachMinute(),
            Set.of(),
            List.of(
                    new TableGrant(List.of("Query", "DeleteItem"), List.of("UNPROVEN#")),
                    new TableGrant(List.of("Query", "PutItem"), List.of("USAGE#")))),
    OPEN_CHAT(
            Group.METERED,
            Trigger.SOCKET,
            Set.of(SecretName.TICKET_SECRET_PRIMARY, SecretName.TICKET_SECRET_PREVIOUS),
            List.of(
                    new TableGrant(List.of("Query"), List.of("ORG#")),
                    new TableGrant(List.of("PutItem"), List.of("TICKET#", "CONN#")),
                    new TableGrant(List.of("DeleteItem"), List.of("CONN#")),
                    new TableGrant(List.of("GetItem", "UpdateItem"), List.of("CHAT#")))),
    RECEIVE_CHAT_MESSAGE(
            Group.METERED,
            Trigger.SOCKET,
            Set.of(),
            List.of(
                    new TableGrant(List.of("GetItem"), List.of("CONN#")),
                    new TableGrant(List.of("BatchGetItem"), List.of("USER#", "ORG#")),
                    new TableGrant(List.of("UpdateItem"), List.of("ORG#")),
                    new TableGrant(
                            List.of("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
                            List.of("CHAT#", "CHATWAIT#")),
                    new TableGrant(List.of("ConditionCheckItem"), List.of("CHAT#")),
                    new TableGrant(List.of("PutItem", "UpdateItem"), List.of("USAGE#")))),
    CLOSE_CHAT(
            Group.METERED,
            Trigger.SOCKET,
            Set.of(),
            List.of(
                    new TableGrant(List.of("GetItem", "DeleteItem"), List.of("CONN#")),
                    new TableGrant(List.of("UpdateItem"), List.of("CHAT#")))),
    RUN_CHAT(
            Group.METERED,
            Trigger.INVOKED,
            Set.of(),
            List.of(
                    new TableGrant(List.of("GetItem"), List.of("CONN#", "ORG#")),
                    new TableGrant(
                            List.of("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
                            List.of("CHAT#", "CHATWAIT#")),
                    new TableGrant(List.of("PutItem", "UpdateItem"), List.of("USAGE#")))),
    EXPIRE_CHAT_WAITS(
            Group.METERED,
            Schedule.eachMinute(),
            Set.of(),
            List.of(
                    new TableGrant(
                            List.of("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
                            List.of("CHAT#", "CHATWAIT#")),
                    new TableGrant(List.of("PutItem"), List.of("USAGE#")))),
    SWEEP_STRIPE(
            Group.STRIPE,
            new Schedule(17),
            Set.of(SecretName.STRIPE_API_KEY),
            List.of(
                    new TableGrant(List.of("Query"), List.of("ROSTER#")),
                    new TableGrant(List.of("GetItem", "PutItem"), List.of("SWEEP#")),
                    new TableGrant(List.of("GetItem", "PutItem", "UpdateItem", "Query"), List.of("ORG#")),
                    new TableGrant(List.of("GetItem", "PutItem"), List.of("CUSTOMER#")),
                    new TableGrant(List.of("PutItem", "UpdateItem"), List.of("STRIPE#")),
                    new TableGrant(List.of("PutItem"), List.of("PUSH#")))),
    PUSH_USAGE(
            Group.STRIPE,
            new Schedule(17),
            Set.of(SecretName.STRIPE_API_KEY),
            List.of(
                    new TableGrant(List.of("Query", "DeleteItem"), List.of("PUSH#")),
                    new TableGrant(List.of("GetItem", "Query", "PutItem", "UpdateItem"), List.of("ORG#")),
                    new TableGrant(List.of("PutItem"), List.of("CUSTOMER#", "STRIPE#")))),
    RECONCILE(
            Group.STRIPE,
            new Schedule(43),
            Set.of(SecretName.STRIPE_API_KEY),
            List.of(
                    new TableGrant(List.of("Query"), List.of("ROSTER#")),
                    new TableGrant(List.of("GetItem", "PutItem"), List.of("SWEEP#")),
                    new TableGrant(List.of("Query", "PutItem", "DeleteItem"), List.of("DRIFT#")),
                    new TableGrant(List.of("GetItem", "Query"), List.of("ORG#"))));

    private final String functionName;
    private final Group group;
    private final Trigger trigger;
    private final @Nullable Schedule schedule;
    private final Set<SecretName> secrets;
    private final List<TableGrant> table;

    Jobs(Group group, Trigger trigger, Set<SecretName> secrets, List<TableGrant> table) {
        this(group, trigger, null, secrets, table);
    }

    Jobs(Group group, Schedule schedule, Set<SecretName> secrets, List<TableGrant> table) {
        this(group, Trigger.SCHEDULE, schedule, secrets, table);
    }

    Jobs(Group group, Trigger trigger, @Nullable Schedule schedule, Set<SecretName> secrets, List<TableGrant> table) {
        this.functionName = Operation.idOf(this);
        this.group = group;
        this.trigger = trigger;
        this.schedule = schedule;
        this.secrets = secrets;
        this.table = table;
    }

    /** What calls a function. */
    public enum Trigger {
        AUTHORIZER,
        STREAM,
        SCHEDULE,
        /** The gateway of the chat, for one of its three routes. */
        SOCKET,
        /** Another function of ours, which does not wait. */
        INVOKED
    }

    public String functionName() {
        return functionName;
    }

    public Group group() {
        return group;
    }

    public Trigger trigger() {
        return trigger;
    }

    /** Whether it is there only where the catalog has a chat. */
    public boolean isOfChat() {
        return group == Group.METERED;
    }

    /** When it runs by itself; empty for a function that something else calls. */
    public Optional<Schedule> schedule() {
        return Optional.ofNullable(schedule);
    }

    /** Which secrets of the deployment it reads, and may read. */
    public Set<SecretName> secrets() {
        return secrets;
    }

    public List<TableGrant> table() {
        return table;
    }

    /** The event file's name: {@code RecordUsage} is {@code record-usage}. */
    public String kebab() {
        return functionName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
