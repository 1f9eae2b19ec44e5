package omni.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omni.infra.Stage.AlertTargets;
import omni.infra.Stage.Domain;
import omni.infra.Stage.FirewallRules;
import omni.infra.Stage.Names;
import omni.infra.Stage.RestoredTable;
import omni.infra.Stage.Tuning;
import omni.json.Fields;
import omni.json.Json;
import omni.lambda.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.logs.RetentionDays;

/** Reads a stage's file, and tells all of its faults at once. */
final class StageFile {

    private static final Map<Long, RetentionDays> RETENTIONS = new TreeMap<>(Map.of(
            7L, RetentionDays.ONE_WEEK,
            14L, RetentionDays.TWO_WEEKS,
            30L, RetentionDays.ONE_MONTH,
            90L, RetentionDays.THREE_MONTHS,
            180L, RetentionDays.SIX_MONTHS,
            365L, RetentionDays.ONE_YEAR,
            3653L, RetentionDays.TEN_YEARS));

    private static final String ARN = "arn:[a-z-]+:%s:[a-z0-9-]+:[0-9]{12}:%s";

    private final String name;
    private final Map<String, @Nullable Object> json;
    private final Fields fields;

    private StageFile(String name, Map<String, @Nullable Object> json) {
        this.name = name;
        this.json = json;
        this.fields = Fields.of(json);
    }

    static Stage parse(String name, Map<String, @Nullable Object> json) {
        return new StageFile(name, json).read();
    }

    private Stage read() {
        var architecture = Architecture.byName(fields.requiredText("architecture", 1, 16));
        if (architecture.isEmpty()) {
            fields.fault("architecture", "must be arm64, x86_64 or host");
        }
        var retention = RETENTIONS.get(fields.requiredInteger("logRetentionDays", 1, 3653));
        if (retention == null) {
            fields.fault("logRetentionDays", "must be one of " + RETENTIONS.keySet());
        }
        var customerKey = Boolean.TRUE.equals(fields.truth("customerKey"));
        var restored = fields.object("restoredTable").map(StageFile::restoredTable);
        var release = release();
        var alerts = alerts();
        var domain = fields.object("domain").flatMap(this::domain);
        var chatDomain = fields.object("chatDomain").flatMap(this::domain);
        var firewall = fields.object("firewall").map(StageFile::firewall);
        var functions = functions();
        var settings = settings();
        var userPool = new PoolFields(fields).read(settings);
        domain.filter(own -> !own.url().equals(settings.get(Names.API_BASE_URL)))
                .ifPresent(own ->
                        fields.fault("settings." + Names.API_BASE_URL, "must be " + own.url() + ", as domain says"));
        chatDomain
                .map(own -> "wss://" + own.name() + "/" + ChatApi.STAGE)
                .filter(url -> !url.equals(settings.get(Names.CHAT_URL)))
                .ifPresent(
                        url -> fields.fault("settings." + Names.CHAT_URL, "must be " + url + ", as chatDomain says"));
        chatDomain
                .filter(own -> own.basePath().isPresent())
                .ifPresent(_ -> fields.fault("chatDomain.basePath", "is always " + ChatApi.STAGE));
        fields.refuseUnknown();
        if (!fields.faults().isEmpty() || architecture.isEmpty() || retention == null) {
            throw new StageFault("The stage " + name + " has faults: "
                    + fields.faults().stream()
                            .map(fault -> fault.path() + " " + fault.message())
                            .collect(Collectors.joining("; ")));
        }
        return new Stage(
                name,
                architecture.get(),
                retention,
                customerKey,
                restored,
                release,
                alerts,
                userPool,
                domain,
                chatDomain,
                firewall,
                functions,
                settings);
    }

    private static RestoredTable restoredTable(Fields table) {
        var name = table.requiredText("name", 3, 255);
        var label = table.requiredText("streamLabel", 1, 64);
        if (!name.matches("[A-Za-z0-9_.-]*")) {
            table.fault("name", "must be the name of a table: letters, digits, underscores, dots and hyphens");
        }
        if (!label.isEmpty() && !label.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?")) {
            table.fault("streamLabel", "must be the table's LatestStreamLabel, like 2026-05-14T09:12:44.120");
        }
        table.refuseUnknown();
        return new RestoredTable(name, label);
    }

    private Release release() {
        var text = fields.text("release", 1, 64);
        var release = Optional.ofNullable(text).flatMap(Release::byName);
        if (text != null && release.isEmpty()) {
            fields.fault("release", "must be one of " + Release.names());
        }
        return release.orElse(Release.ALL_AT_ONCE);
    }

    private AlertTargets alerts() {
        return fields.object("alerts")
                .map(targets -> {
                    var topic = Optional.ofNullable(targets.text("topicArn", 1, 300));
                    var emails = targets.texts("emails", 20);
                    if (topic.isPresent() && emails != null) {
                        targets.fault("emails", "are those of the stack's own topic: name one of the two");
                    }
                    topic.filter(arn -> !arn.matches(ARN.formatted("sns", "[A-Za-z0-9_.-]+")))
                            .ifPresent(arn -> targets.fault("topicArn", "must be the ARN of an SNS topic"));
                    if (emails != null && !emails.stream().allMatch(email -> email.matches("[^@\\s]+@[^@\\s]+"))) {
                        targets.fault("emails", "must be e-mail addresses");
                    }
                    targets.refuseUnknown();
                    return new AlertTargets(topic, emails == null ? List.of() : emails);
                })
                .orElse(new AlertTargets(Optional.empty(), List.of()));
    }

    private Optional<Domain> domain(Fields own) {
        var host = own.requiredText("name", 1, 253);
        var certificate = own.requiredText("certificateArn", 1, 300);
        var basePath = Optional.ofNullable(own.text("basePath", 1, 100));
        if (!host.matches("([a-z0-9-]+\\.)+[a-z]{2,}")) {
            own.fault("name", "must be a host name in small letters");
        }
        if (!certificate.matches(ARN.formatted("acm", "certificate/[a-f0-9-]+"))) {
            own.fault("certificateArn", "must be the ARN of a certificate in ACM");
        }
        if (!basePath.orElse("v").matches("[a-z0-9-]+")) {
            own.fault("basePath", "must be small letters, digits and hyphens");
        }
        own.refuseUnknown();
        return Optional.of(new Domain(host, certificate, basePath));
    }

    private static FirewallRules firewall(Fields rules) {
        var limit = rules.requiredInteger("requestsPerFiveMinutes", 10, 2_000_000_000);
        rules.refuseUnknown();
        return new FirewallRules(limit);
    }

    private Map<String, Tuning> functions() {
        var tunings = new LinkedHashMap<String, Tuning>();
        var names = FunctionSpec.all().stream().map(FunctionSpec::name).toList();
        fields.object("functions").ifPresent(all -> {
            Json.asObject(json.get("functions")).keySet().forEach(function -> {
                if (names.contains(function)) {
                    all.object(function).ifPresent(tuning -> tunings.put(function, tuning(tuning)));
                }
            });
            all.refuseUnknown();
        });
        return tunings;
    }

    private static Tuning tuning(Fields tuning) {
        var memory = tuning.integer("memoryMegabytes", 128, 10_240);
        var reserved = tuning.integer("reservedConcurrency", 1, 1_000);
        tuning.refuseUnknown();
        return new Tuning(whole(memory), whole(reserved));
    }

    private static OptionalInt whole(@Nullable Long number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number.intValue());
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        if (!fields.has("settings") || !(json.get("settings") instanceof Map<?, ?> object)) {
            fields.fault("settings", "must be an object");
            return settings;
        }
        var known = Configuration.names();
        Json.asObject(object).forEach((setting, value) -> {
            var path = "settings." + setting;
            if (Stage.GIVEN.contains(setting)) {
                fields.fault(path, "is given by the stack");
            } else if (!known.contains(setting)) {
                fields.fault(path, "is not a known setting");
            } else if (value instanceof String text) {
                settings.put(setting, text);
            } else {
                fields.fault(path, "must be a string");
            }
        });
        refuse(settings);
        return settings;
    }

    /** Lets the functions' own reader say what it would refuse. */
    private void refuse(Map<String, String> settings) {
        try {
            Stage.configuration(settings);
        } catch (IllegalStateException e) {
            fields.fault("settings", String.valueOf(e.getMessage()));
        }
    }
}
