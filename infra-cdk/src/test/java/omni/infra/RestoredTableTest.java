package omni.infra;

import static omni.infra.SynthesisedStack.at;
import static omni.infra.SynthesisedStack.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import omni.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** After a restoration: all that used the stack's own table uses the one that the stage names, and the own one stays as it is. */
@EnabledIf(value = "omni.infra.Node#isThere", disabledReason = Node.MISSING)
class RestoredTableTest {

    private static final String NAME = "omni-prod-restored";
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/" + NAME;
    private static final String TABLE = "AWS::DynamoDB::Table";

    private static SynthesisedStack restored = new SynthesisedStack("", Map.of());
    private static SynthesisedStack prod = restored;

    @BeforeAll
    static void synthesise() {
        restored = SynthesisedStack.of(Workspace.RESTORED);
        prod = SynthesisedStack.of("prod");
    }

    @Test
    void theStacksOwnTableStaysAsItIs() {
        var own = restored.ofType(TABLE);

        assertThat(own.keySet()).isEqualTo(prod.ofType(TABLE).keySet());
        assertThat(own.values())
                .singleElement()
                .satisfies(table -> assertThat(table)
                        .containsEntry("DeletionProtectionEnabled", true)
                        .containsEntry("StreamSpecification", Map.of("StreamViewType", "NEW_AND_OLD_IMAGES")));
    }

    @Test
    void nothingRefersToItAnyMore() {
        var own = restored.ofType(TABLE).keySet().iterator().next();

        assertThat(restored.resources().entrySet().stream()
                        .filter(resource -> !resource.getKey().equals(own))
                        .filter(resource -> Json.text(resource.getValue()).contains("\"" + own + "\"")))
                .isEmpty();
        assertThat(Templates.nested(Workspace.RESTORED).byFile().values().stream()
                        .filter(template -> template.ofType(TABLE).isEmpty())
                        .filter(template -> Json.text(template.template()).contains(own)))
                .isEmpty();
    }

    @Test
    void everyFunctionHasItsNameAndRightsOnItsItemsAlone() {
        var named = restored.ofType("AWS::Lambda::Function").values().stream()
                .map(function -> at(function, "Environment", "Variables", Stage.Names.TABLE))
                .distinct();
        var resources = restored.ofType("AWS::IAM::Role").values().stream()
                .flatMap(role -> list(role.get("Policies")).stream())
                .flatMap(policy -> list(at(policy, "PolicyDocument", "Statement")).stream())
                .filter(statement -> Json.text(at(statement, "Action")).contains("dynamodb:"))
                .flatMap(statement -> at(statement, "Resource") instanceof String one
                        ? Stream.of(one)
                        : list(at(statement, "Resource")).stream().map(String::valueOf))
                .distinct();

        assertThat(named).containsExactly(NAME);
        assertThat(resources)
                .contains(ARN, ARN + "/index/ByTime", ARN + "/index/ByRequest")
                .allSatisfy(resource -> assertThat(resource).startsWith(ARN));
    }

    @Test
    void itsStreamIsReadAndItsThrottlingRings() {
        assertThat(restored.only("AWS::Lambda::EventSourceMapping").get("EventSourceArn"))
                .isEqualTo(ARN + "/stream/2026-05-14T09:12:44.120");
        assertThat(restored.ofType("AWS::CloudWatch::Alarm").values())
                .anySatisfy(alarm -> assertThat(Json.text(alarm)).contains("WriteThrottleEvents", NAME));
    }
}
