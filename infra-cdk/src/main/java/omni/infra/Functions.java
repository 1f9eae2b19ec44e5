package omni.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omni.endpoint.Endpoints;
import omni.http.Operation.Group;
import omni.http.Operation.TableGrant;
import omni.job.Jobs;
import software.constructs.Construct;

/** All functions: one for each constant of the two lists, with the settings and secrets of its group. */
final class Functions extends Construct {

    private final Stage stage;
    private final Artefacts artefacts;
    private final BillingTable table;
    private final Secrets secrets;
    private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();

    Functions(Construct scope, String id, Stage stage, Artefacts artefacts, BillingTable table, Secrets secrets) {
        super(scope, id);
        this.stage = stage;
        this.artefacts = artefacts;
        this.table = table;
        this.secrets = secrets;
        for (var endpoint : Endpoints.values()) {
            var operation = endpoint.operation();
            add(operation.operationId(), endpoint.handler(), operation.group(), operation.table());
        }
        for (var job : Jobs.values()) {
            add(job.functionName(), job.handler(), job.group(), job.table());
        }
    }

    private void add(String name, String handler, Group group, List<TableGrant> grants) {
        var function = new LambdaFunction(
                this,
                name,
                handler,
                artefacts.of(group),
                memoryMegabytes(group),
                stage,
                environment(group),
                Map.of("table", table.statements(grants), "secrets", secrets.statements(group)));
        functions.put(name, function);
    }

    /** On the way of every call: more memory is more processor. The others start seldom or keep nobody waiting. */
    private static int memoryMegabytes(Group group) {
        return switch (group) {
            case AUTHORIZER, METERED, STRIPE -> 1024;
            case ACCOUNT, JOBS -> 512;
        };
    }

    /**
     * What a function of the group reads and nothing else: the settings of OIDC and Stripe stay where their library is, and who we
     * are to the issuer where people are signed in.
     */
    private Map<String, String> environment(Group group) {
        var environment = new LinkedHashMap<String, String>();
        stage.settings().forEach((name, value) -> {
            var wanted = (!name.startsWith(Stage.Names.OIDC)
                            || group == Group.ACCOUNT
                            || (group == Group.AUTHORIZER && Stage.Names.OF_TOKENS.contains(name)))
                    && (!name.startsWith(Stage.Names.STRIPE) || group == Group.STRIPE);
            if (wanted) {
                environment.put(name, value);
            }
        });
        environment.put(Stage.Names.TABLE, table.name());
        environment.put(Stage.Names.METRICS, stage.metrics());
        environment.putAll(secrets.of(group));
        return environment;
    }

    LambdaFunction named(String name) {
        return Objects.requireNonNull(functions.get(name));
    }

    LambdaFunction of(Jobs job) {
        return named(job.functionName());
    }
}
