package omni.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omni.json.Json;
import omni.sec.Viewed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A schema has the fields of the record that is written: their names, types, and whether they may be null or absent. */
class RecordSchemasTest {

    private static final ApiDescription FILE = ApiDescription.FILE;

    /** Answers that are no record of ours: this document, and the metadata of somebody else's server. */
    private static final List<String> NOT_OURS = List.of("GetOpenApi", "GetAuthorizationServerMetadata", "CallMcp");

    static Stream<String> schemasOfRecords() {
        return FILE.schemas().keySet().stream()
                .filter(name -> !RecordShape.names(schema(name)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("schemasOfRecords")
    void aSchemaHasTheFieldsOfItsRecord(String name) {
        for (var recordName : RecordShape.names(schema(name))) {
            var shape = RecordShape.of(recordName);
            assertThat(shape.faults(FILE, schema(name)))
                    .as("%s and %s", name, recordName)
                    .isEmpty();
        }
    }

    /** Answers are found by their names: a new one without a schema fails here. */
    @Test
    void everyAnswersRecordHasASchema() {
        var described = schemasOfRecords()
                .flatMap(name -> RecordShape.names(schema(name)).stream())
                .map(name -> RecordShape.find(name).getName());
        var answers = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("omni.endpoint", "omni.sec")
                        .stream()
                        .filter(JavaClass::isRecord)
                        .filter(RecordSchemasTest::isAnswer)
                        .map(JavaClass::getName);

        assertThat(described.toList()).containsAll(answers.toList());
    }

    private static boolean isAnswer(JavaClass type) {
        return type.getSimpleName().equals("Response")
                || type.getSimpleName().endsWith("View")
                || type.isAssignableTo(Viewed.class);
    }

    @Test
    void everyJsonAnswerIsOneOfRecords() {
        for (var operation : FILE.operations()) {
            operation.responses().forEach((status, response) -> {
                if (status.startsWith("2") && !NOT_OURS.contains(operation.operationId())) {
                    var json = FILE.json(FILE.resolved(response));
                    assertThat(json.map(RecordSchemasTest::unrecorded).orElse(List.of()))
                            .as("%s %s", operation.operationId(), status)
                            .isEmpty();
                }
            });
        }
    }

    private static List<String> unrecorded(Map<String, @Nullable Object> answer) {
        var unrecorded = new ArrayList<String>();
        for (var part : parts(answer)) {
            if (RecordShape.names(part).isEmpty()) {
                unrecorded.add(part.toString());
            }
        }
        return unrecorded;
    }

    /** The schemas of records that an answer's schema is put together from. */
    private static List<Map<String, @Nullable Object>> parts(Map<String, @Nullable Object> schema) {
        var resolved = FILE.resolved(schema);
        if (!RecordShape.names(resolved).isEmpty()) {
            return List.of(resolved);
        }
        var parts = Stream.of("allOf", "anyOf", "oneOf")
                .filter(resolved::containsKey)
                .flatMap(keyword -> resolved.get(keyword) instanceof List<?> list
                        ? list.stream().flatMap(part -> parts(Json.asObject(part)).stream())
                        : Stream.empty())
                .toList();
        return parts.isEmpty() ? List.of(resolved) : parts;
    }

    private static Map<String, @Nullable Object> schema(String name) {
        return ApiDescription.object(FILE.schemas(), name);
    }

    @Test
    void aFaultOfEachKindIsFound() {
        record Sample(String text, long number, @Nullable String maybe) {}
        var shape = new RecordShape(Sample.class);
        var required = List.of("text", "number", "maybe");

        assertThat(shape.faults(FILE, sample(required, "string", "integer", List.of("string", "null"))))
                .isEmpty();
        assertThat(shape.faults(FILE, sample(required, "string", "integer", "string")))
                .hasSize(1);
        assertThat(shape.faults(
                        FILE, sample(required, List.of("string", "null"), "integer", List.of("string", "null"))))
                .hasSize(1);
        assertThat(shape.faults(FILE, sample(required, "string", "string", List.of("string", "null"))))
                .hasSize(1);
        assertThat(shape.faults(FILE, sample(List.of("text", "maybe"), "string", "integer", List.of("string", "null"))))
                .hasSize(1);
        assertThat(shape.faults(FILE, Map.of("properties", Map.of(), "required", List.of())))
                .hasSize(3);
    }

    private static Map<String, @Nullable Object> sample(List<String> required, Object... types) {
        var names = List.of("text", "number", "maybe");
        var properties = new java.util.LinkedHashMap<String, @Nullable Object>();
        for (var place = 0; place < types.length; place++) {
            properties.put(names.get(place), Map.of("type", types[place]));
        }
        return Map.of("properties", properties, "required", required);
    }

    @Test
    void theFileIsLookedAtAtAll() {
        assertThat(schemasOfRecords().count()).isGreaterThan(60);
        assertThat(Arrays.asList("Entity", "BillingAccount", "UsageRow")).allMatch(FILE.schemas()::containsKey);
    }
}
