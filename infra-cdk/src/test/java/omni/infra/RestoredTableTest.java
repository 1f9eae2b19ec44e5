package omni.infra;

import static omni.infra.SynthesizedStack.at;
import static omni.infra.SynthesizedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After a restoration: all that used the stack's own table uses the one that the stage names, and the own one stays as it is. Both
 * stages set the same but for the table.
 */
@ParameterizedClass
@EnumSource(Layout.class)
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class RestoredTableTest {

    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String NAME = "omni-prod-restored";
    private static final String ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/" + NAME;
    private static final String STREAM = ARN + "/stream/2026-05-14T09:12:44.120";

    @Parameter
    private Layout layout = Layout.FLAT;

    private Templates with = new Templates(Path.of(""), new TreeMap<>());
    private Templates without = with;

    @BeforeEach
    void synthesize() {
        with = Templates.of(Workspace.RESTORED, layout);
        without = Templates.of(Workspace.UNRESTORED, layout);
    }

    @Test
    void theStacksOwnTableStaysAsItIs() {
        assertThat(of(with, TABLE)).hasSize(1).isEqualTo(of(without, TABLE));
        assertThat(with.byFile().values().stream()
                        .flatMap(template -> template.resources().values().stream())
                        .filter(resource -> TABLE.equals(at(resource, "Type"))))
                .singleElement()
                .satisfies(own -> assertThat(at(own, "DeletionPolicy")).isEqualTo("Retain"))
                .satisfies(own -> assertThat(at(own, "UpdateReplacePolicy")).isEqualTo("Retain"));
    }

    @Test
    void nothingRefersToItAnyMore() {
        assertThat(mentionsOfOwnTable(without)).isNotEmpty();
        assertThat(mentionsOfOwnTable(with)).isEmpty();
    }

    /** Wherever its logical id stands, in references and in the names of parameters made from it. */
    private static List<String> mentionsOfOwnTable(Templates templates) {
        var own = of(templates, TABLE).keySet().iterator().next();
        var found = new ArrayList<String>();
        templates
                .byFile()
                .forEach((file, template) -> template.template().forEach((section, content) -> {
                    if (!(content instanceof Map<?, ?> entries)) {
                        return;
                    }
                    Json.asObject(entries).forEach((id, entry) -> {
                        if (!id.equals(own) && (id + Json.text(entry)).contains(own)) {
                            found.add(file + " " + section + " " + id);
                        }
                    });
                }));
        return found;
    }

    @Test
    void everyFunctionHasItsName() {
        var names = of(with, "AWS::Lambda::Function").values().stream()
                .map(function -> at(function, "Environment", "Variables", Stage.Names.TABLE));

        assertThat(names).hasSize(FunctionSpec.all().size()).containsOnly(NAME);
    }

    /** Actions, leading keys and indexes too: nothing but the table is another one. */
    @Test
    void everyRoleHasTheSameRightsOnTheRestoredTableAndOnNoOther() {
        assertThat(rights(with)).isEqualTo(rights(without));
        assertThat(statements(with)
                        .filter(statement -> Json.text(at(statement, "Action")).contains("dynamodb:"))
                        .flatMap(statement -> list(at(statement, "Resource")).stream())
                        .map(RestoredTableTest::filled)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(ARN, ARN + "/index/ByTime", ARN + "/index/ByRequest", STREAM);
    }

    /** What each statement allows under which condition, and on which index; of the key, on what. */
    private static List<String> rights(Templates templates) {
        return statements(templates)
                .filter(statement -> Json.text(at(statement, "Action")).matches(".*\"(dynamodb|kms):.*"))
                .map(statement -> {
                    var resource = filled(list(at(statement, "Resource")).getFirst());
                    var index = resource.indexOf("/index/");
                    return Json.text(at(statement, "Action"))
                            + Json.text(at(statement, "Condition"))
                            + (index < 0 ? "" : resource.substring(index));
                })
                .toList();
    }

    private static Stream<?> statements(Templates templates) {
        return of(templates, "AWS::IAM::Role").values().stream()
                .flatMap(role -> list(role.get("Policies")).stream())
                .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream());
    }

    @Test
    void itsStreamIsRead() {
        assertThat(of(with, "AWS::Lambda::EventSourceMapping").values())
                .singleElement()
                .satisfies(mapping ->
                        assertThat(filled(at(mapping, "EventSourceArn"))).isEqualTo(STREAM));
    }

    @Test
    void itIsWatched() {
        assertThat(of(with, "AWS::CloudWatch::Alarm").values())
                .filteredOn(alarm -> Json.text(alarm).contains("ThrottleEvents"))
                .singleElement()
                .satisfies(alarm -> assertThat(Json.text(alarm)).contains("\"" + NAME + "\""));
        assertThat(of(with, "AWS::CloudWatch::Dashboard").values())
                .singleElement()
                .satisfies(page -> assertThat(filled(page.get("DashboardBody")))
                        .contains("\"ConsumedReadCapacityUnits\",\"TableName\",\"" + NAME + "\""));
    }

    private static Map<String, Map<String, @Nullable Object>> of(Templates templates, String type) {
        var found = new TreeMap<String, Map<String, @Nullable Object>>();
        Collection<SynthesizedStack> all = templates.byFile().values();
        all.forEach(template -> found.putAll(template.ofType(type)));
        return found;
    }

    /** A text with its references as <code>${…}</code>. */
    private static String filled(@Nullable Object value) {
        if (at(value, "Fn::Join") != null) {
            return list(at(value, "Fn::Join", 1)).stream()
                    .map(RestoredTableTest::filled)
                    .collect(Collectors.joining());
        }
        return switch (value) {
            case String text -> text;
            case Map<?, ?> reference when reference.get("Ref") != null -> "${" + reference.get("Ref") + "}";
            case null, default -> Json.text(Objects.requireNonNull(value));
        };
    }
}
