package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import omni.account.Account;
import omni.billing.Contract;
import omni.billing.Discount;
import omni.billing.MeterClass;
import omni.dynamodb.DynamoAccounts;
import omni.endpoint.Endpoints;
import omni.local.machine.LocalJson;
import omni.local.world.LocalWorld;
import omni.openapi.ApiDescription;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The files of {@code events/}, what is answered to them, and a world that they can be given to. */
final class SampleEvents {

    private static final Path ROOT = Path.of("..");

    private SampleEvents() {}

    /** @param objectOrCode empty where the body has neither */
    record Answer(String name, int status, String objectOrCode) {}

    /** Where it is another one: a login and a signature of this minute can't stand in a file, a file of lines is no object. */
    private static final List<Answer> OTHERWISE = List.of(
            new Answer("FinishLogin", 400, "invalid_query_parameter"),
            new Answer("StartCheckout", 409, "subscription_already_active"),
            new Answer("ReceiveStripeEvent", 400, "invalid_webhook_signature"),
            new Answer("ForwardCatalogRoute", 200, "sample_answer"),
            new Answer("ExportUsage", 200, ""),
            new Answer("GetRequestDiagnostics", 404, "request_not_found"));

    /**
     * What each endpoint answers to its file: what {@code openapi.yaml} says of success, but for a few. What one makes another finds, so
     * the order counts: it is that of the list of routes, but a token is used before it is revoked.
     */
    static List<Answer> answers() {
        return Arrays.stream(Endpoints.values())
                .map(Endpoints::operation)
                .sorted(Comparator.comparing(
                        operation -> operation.operationId().equals("RevokeBootstrapToken")))
                .map(operation -> answer(operation.operationId()))
                .toList();
    }

    static Answer answer(String name) {
        return OTHERWISE.stream()
                .filter(answer -> answer.name().equals(name))
                .findFirst()
                .orElseGet(() -> success(name));
    }

    private static Answer success(String name) {
        var success = ApiDescription.FILE.success(name);
        return new Answer(name, success.status(), success.object());
    }

    static ObjectNode event(String name) throws IOException {
        return LocalJson.parseObject(Files.readAllBytes(ROOT.resolve(file(name))))
                .orElseThrow();
    }

    /** A function's event file, in the repository's folder. */
    static String file(String name) {
        var kebab = name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return "events/" + kebab + ".json";
    }

    /** The query of an event as a request has it; empty without one. */
    static String query(ObjectNode event) {
        return event.path("queryStringParameters").properties().stream()
                .map(pair ->
                        pair.getKey() + "=" + URLEncoder.encode(pair.getValue().asText(), UTF_8))
                .reduce((one, other) -> one + "&" + other)
                .map(pairs -> "?" + pairs)
                .orElse("");
    }

    /** What the gateway would send on as the body; an empty object where that is no object. */
    static ObjectNode body(ObjectNode answer) {
        var text = answer.path("body").asText();
        var bytes =
                answer.path("isBase64Encoded").asBoolean() ? Base64.getDecoder().decode(text) : text.getBytes(UTF_8);
        return LocalJson.parseObject(bytes).orElseGet(LocalJson::object);
    }

    /** Makes the organization that the events speak of; by contract it has room for the keys that they make. */
    static void prepare(LocalWorld world) {
        new SampleOrganization(world.foundation(), world.table()).create();
        var classes = world.foundation().catalog().meterClasses().stream()
                .map(MeterClass::number)
                .toList();
        var accounts = new DynamoAccounts(world.table(), classes);
        var account = Objects.requireNonNull(accounts.load(SampleOrganization.ORG_ID));
        var contract = new Contract(Instant.EPOCH, null, new Discount(0), null);
        var standing = new Account.Standing(false, null, null, true, contract, false, null);
        assertThat(accounts.replaceStanding(account, standing, accounts.billing(account.orgId())))
                .isTrue();
    }

    /** The key that the events' contexts name is none of this world's: it must not be asked for again. */
    static void keysStandStill(LocalWorld world) {
        for (var account : List.of("ACCOUNT", "ACCOUNT#TEST")) {
            world.table()
                    .client()
                    .updateItem(update -> update.tableName(LocalWorld.TABLE)
                            .key(Map.of(
                                    "PK", AttributeValue.fromS("ORG#" + SampleOrganization.ORG_ID),
                                    "SK", AttributeValue.fromS(account)))
                            .updateExpression("SET k = :opened")
                            .expressionAttributeValues(Map.of(":opened", AttributeValue.fromN("1"))));
        }
    }
}
