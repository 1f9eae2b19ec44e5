package omni.infra;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.infra.FunctionSpec.Part;
import omni.job.Jobs;
import omni.lambda.OperationSetting;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** All functions: one for each constant of the two lists, in the part of the stack that it belongs to. */
final class Functions {

    private final Stage stage;
    private final Artifacts artifacts;
    private final Stores stores;
    private final Optional<ChatApi> chat;
    private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();

    Functions(
            OmniStack stack,
            Layout layout,
            Stage stage,
            Artifacts artifacts,
            Stores stores,
            Alerts alerts,
            Optional<ChatApi> chat) {
        this.stage = stage;
        this.chat = chat;
        this.artifacts = artifacts;
        this.stores = stores;
        var parts = new EnumMap<Part, Construct>(Part.class);
        var released = new EnumMap<Part, Releases>(Part.class);
        for (var spec : specs()) {
            var part = parts.computeIfAbsent(spec.part(), wanted -> layout.part(stack, wanted.id()));
            var function = add(part, spec);
            var alarms = new FunctionAlarms(function, stage, alerts);
            if (spec.busy()) {
                released.computeIfAbsent(spec.part(), wanted -> new Releases(part, stage))
                        .add(function, alarms);
            }
        }
        released.values().forEach(Releases::permit);
    }

    /** Those of the chat only where there is one; what others invoke comes before them. */
    private List<FunctionSpec> specs() {
        return FunctionSpec.all().stream()
                .filter(spec -> spec.part() != Part.CHAT || chat.isPresent())
                .sorted(Comparator.comparing(spec -> !spec.isInvoked()))
                .toList();
    }

    private LambdaFunction add(Construct part, FunctionSpec spec) {
        var function = new LambdaFunction(
                part,
                spec,
                artifacts.of(spec.part(), spec.group()),
                stage,
                stores.logs(),
                environment(spec),
                rights(spec));
        functions.put(spec.name(), function);
        return function;
    }

    private Map<String, List<PolicyStatement>> rights(FunctionSpec spec) {
        var rights = new TreeMap<String, List<PolicyStatement>>();
        rights.put("table", stores.table().statements(spec.table()));
        rights.put("secrets", stores.secrets().statements(spec.secrets()));
        if (!spec.table().isEmpty()) {
            rights.put("key", stores.encryption().through("dynamodb"));
        }
        chat.ifPresent(api -> rights.putAll(api.rights(spec, this)));
        if (spec.readsStream()) {
            rights.put("stream", List.of(stores.table().consumeStatement()));
            rights.put("parking", stores.parked().writeStatements());
        }
        return rights;
    }

    /**
     * What a function reads and nothing else: the settings of OIDC and Stripe stay where their library is, who we are to the issuer
     * in the group that signs people in, secrets where the function's constant lists them.
     */
    private Map<String, String> environment(FunctionSpec spec) {
        var group = spec.group();
        var environment = new LinkedHashMap<String, String>();
        var settings = new TreeMap<>(stage.settings());
        settings.putAll(stores.identity().settings());
        settings.forEach((name, value) -> {
            var wanted = (!name.startsWith(Stage.Names.OIDC)
                            || group == Group.ACCOUNT
                            || (group == Group.AUTHORIZER && Stage.Names.OF_TOKENS.contains(name)))
                    && (!name.startsWith(Stage.Names.STRIPE) || group == Group.STRIPE);
            if (wanted) {
                environment.put(name, value);
            }
        });
        chat.ifPresent(api -> environment.putAll(api.settings(spec, this)));
        environment.put(OperationSetting.NAME, spec.name());
        environment.put(Stage.Names.TABLE, stores.table().name());
        environment.put(Stage.Names.METRICS, stage.metrics());
        environment.putAll(stores.secrets().variables(spec.secrets()));
        return environment;
    }

    LambdaFunction of(Endpoints endpoint) {
        return function(endpoint.operation().operationId());
    }

    LambdaFunction of(Jobs job) {
        return function(job.functionName());
    }

    /** Whether a job has a function in this stage. */
    boolean has(Jobs job) {
        return functions.containsKey(job.functionName());
    }

    private LambdaFunction function(String name) {
        return Objects.requireNonNull(functions.get(name));
    }

    /** In the order of the lists, but that what others invoke comes before them. */
    Collection<LambdaFunction> all() {
        return Collections.unmodifiableCollection(functions.values());
    }
}
