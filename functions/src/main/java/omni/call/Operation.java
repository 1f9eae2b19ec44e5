package omni.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omni.access.SecretName;
import omni.catalog.RouteEntry;
import omni.meter.AddressLimit;
import org.jspecify.annotations.Nullable;

/**
 * One route as the contract lists it (section 1), and what its function may touch.
 *
 * @param operationId also the name of the endpoint's class, the construct's id and, in kebab case, the event file's name
 * @param method {@code ANY} for the route that catches all others
 * @param paths the path, then its aliases
 * @param access who may call
 * @param meter what it is metered as
 * @param group the artifact that carries it
 * @param table what it may do on the table
 * @param secrets which secrets of the deployment it reads, and may read
 * @param traits in what it is not like others
 */
public record Operation(
        String operationId,
        String method,
        List<String> paths,
        Access access,
        Meter meter,
        Group group,
        List<TableGrant> table,
        Set<SecretName> secrets,
        Set<Trait> traits) {

    private static final String ANY = "ANY";
    /** Like no access that an operation is declared with. */
    private static final Access UNROUTED = new Access(Access.Kind.PUBLIC, null, false);

    public Operation {
        paths = List.copyOf(paths);
        table = List.copyOf(table);
        secrets = Set.copyOf(secrets);
        traits = Set.copyOf(traits);
    }

    /** One that is like others. */
    public Operation(
            String operationId,
            String method,
            List<String> paths,
            Access access,
            Meter meter,
            Group group,
            List<TableGrant> table,
            Set<SecretName> secrets) {
        this(operationId, method, paths, access, meter, group, table, secrets, Set.of());
    }

    /** One that reads no secret, too. */
    public Operation(
            String operationId,
            String method,
            List<String> paths,
            Access access,
            Meter meter,
            Group group,
            List<TableGrant> table) {
        this(operationId, method, paths, access, meter, group, table, Set.of());
    }

    /** The id of the operation that a constant of a list stands for: {@code GET_BILLING} is {@code GetBilling}. */
    public static String idOf(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** The same with one more right on the table. */
    public Operation with(TableGrant grant) {
        var more = new ArrayList<>(table);
        more.add(grant);
        return new Operation(operationId, method, paths, access, meter, group, more, secrets, traits);
    }

    /** The same with one more secret. */
    public Operation with(SecretName secret) {
        var more = new HashSet<>(secrets);
        more.add(secret);
        return new Operation(operationId, method, paths, access, meter, group, table, more, traits);
    }

    public String path() {
        return paths.getFirst();
    }

    /** The event file's name: {@code GetPrincipal} is {@code get-principal}. */
    public String kebab() {
        return operationId.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Whether it is what every request comes to that no other route takes. */
    public boolean catchesAll() {
        return method.equals(ANY);
    }

    /** The same as it sells one row of the catalog, which the upstream answers. */
    Operation sellingBy(RouteEntry row) {
        return new Operation(
                operationId,
                row.method(),
                List.of(row.template().text()),
                access,
                Meter.CATALOG,
                group,
                table,
                secrets,
                traits);
    }

    /** The same where the catalog sells nothing: whoever asks is told so without being known (contract 4, step 0). */
    Operation withoutRoute() {
        return new Operation(operationId, method, paths, UNROUTED, Meter.FREE, group, table, secrets, traits);
    }

    /** Whether no route was found. */
    boolean isUnknown() {
        return access.equals(UNROUTED);
    }

    public boolean reads() {
        return method.equals("GET");
    }

    /** Whether its body is bytes that it reads itself: signed ones, and messages with refusals of their own form. */
    boolean readsItsBody() {
        return access.kind() == Access.Kind.SIGNED || traits.contains(Trait.READS_ITS_BODY);
    }

    /** Whether it honors an Idempotency-Key: every POST and PUT that changes something (contract 10). */
    public boolean honorsIdempotencyKey() {
        return meter == Meter.FREE
                && (method.equals("POST") || method.equals("PUT"))
                && access.kind() != Access.Kind.SIGNED
                && !traits.contains(Trait.CHANGES_NOTHING);
    }

    /** What a client address may call of it; empty for all but the public routes that do something (contract 7.2). */
    public Optional<AddressLimit> addressLimit() {
        if (access.kind() != Access.Kind.PUBLIC || catchesAll()) {
            return Optional.empty();
        }
        return Optional.of(traits.contains(Trait.GIVES_A_KEY) ? AddressLimit.BOOTSTRAP : AddressLimit.PUBLIC);
    }

    /** In what an operation is not like others of its method and access. */
    public enum Trait {
        /** It sends something and changes nothing that lasts; what a tool changes is its route's. */
        CHANGES_NOTHING,
        /** Its messages have refusals of their own form, so the body is read by nobody before it. */
        READS_ITS_BODY,
        /** To whom nobody knows: a client address has fewer tries. */
        GIVES_A_KEY
    }

    /** What an answer says about metering. */
    public enum Meter {
        /** No meter header at all. */
        UNMETERED,
        /** Free, {@code platform_read}. */
        FREE,
        /** By the class of the route's entry in the catalog. */
        CATALOG
    }

    /** The five artifacts, each with its own composition root. */
    public enum Group {
        AUTHORIZER,
        METERED,
        ACCOUNT,
        STRIPE,
        JOBS;

        /** The class that Lambda calls: the same for every function of the group. */
        public String handler() {
            return "omni.lambda." + name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT) + "Function";
        }
    }

    /**
     * Who may call (contract section 1).
     *
     * @param kind of caller
     * @param scope that the principal needs; null for none. A catalog route's scope stands in the catalog
     * @param servesRestricted whether a restricted organization may still call it, though it changes something (5.4)
     */
    public record Access(Kind kind, @Nullable String scope, boolean servesRestricted) {

        /** Kinds of caller. */
        public enum Kind {
            PUBLIC,
            /** Any principal of an organization. */
            ORG,
            /** A person, by cookie or bearer. */
            HUMAN,
            /** A person without an organization may too. */
            HUMAN_ANYWHERE,
            /** The browser's cookie alone. */
            COOKIE,
            /** Whoever signs: the endpoint checks. */
            SIGNED
        }

        public static Access open() {
            return new Access(Kind.PUBLIC, null, true);
        }

        public static Access org() {
            return new Access(Kind.ORG, null, false);
        }

        public static Access scope(String scope) {
            return new Access(Kind.ORG, scope, false);
        }

        public static Access human() {
            return new Access(Kind.HUMAN, null, false);
        }

        /** A person who holds a scope. */
        public static Access human(String scope) {
            return new Access(Kind.HUMAN, scope, false);
        }

        /** A person, with an organization or without one. */
        public static Access humanAnywhere() {
            return new Access(Kind.HUMAN_ANYWHERE, null, false);
        }

        public static Access cookie() {
            return new Access(Kind.COOKIE, null, true);
        }

        public static Access bySignature() {
            return new Access(Kind.SIGNED, null, true);
        }

        /** The same, also open to a restricted organization. */
        public Access evenRestricted() {
            return new Access(kind, scope, true);
        }

        /** Whether the authorizer lets everybody through without a read. */
        public boolean withoutCredential() {
            return kind == Kind.PUBLIC || kind == Kind.SIGNED;
        }
    }

    /**
     * One right on the table: actions on items whose partition key begins so. A write in a transaction needs the action
     * of its own kind.
     *
     * @param actions DynamoDB action names, for example {@code UpdateItem}
     * @param leadingKeys beginnings of partition keys, for example {@code ORG#}
     * @param index the index whose partition keys these are; null for the table's own
     */
    public record TableGrant(
            List<String> actions,
            List<String> leadingKeys,
            @Nullable String index) {

        public TableGrant {
            actions = List.copyOf(actions);
            leadingKeys = List.copyOf(leadingKeys);
        }

        public TableGrant(List<String> actions, List<String> leadingKeys) {
            this(actions, leadingKeys, null);
        }
    }
}
