package omni.local.sam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static omni.local.sam.SampleEvents.body;
import static omni.local.sam.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import omni.account.Account;
import omni.account.AnnouncedState;
import omni.account.StateChanges;
import omni.account.StreamPlace;
import omni.billing.BillingState;
import omni.billing.InvoicePeriod;
import omni.billing.MeterClass;
import omni.billing.Money;
import omni.call.Operation.TableGrant;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoAnnouncements;
import omni.dynamodb.DynamoLedger;
import omni.dynamodb.DynamoMonthBooks;
import omni.dynamodb.DynamoOpenDiscrepancies;
import omni.dynamodb.DynamoPushMarks;
import omni.dynamodb.DynamoUnprovenCalls;
import omni.dynamodb.Table;
import omni.endpoint.Endpoints;
import omni.fakes.ARow;
import omni.fakes.Altered;
import omni.invoicing.Discrepancy;
import omni.invoicing.OpenDiscrepancies;
import omni.job.Jobs;
import omni.lambda.Foundation;
import omni.lambda.JsonLog;
import omni.local.machine.LocalJson;
import omni.local.oidc.LocalOidcProvider;
import omni.local.options.LocalOptions;
import omni.local.world.LocalFunctions;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import omni.log.LogSink;
import omni.sec.bundled.BundledFilings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every function answers its event file on a local world, with no more rights on the table and secrets than its constant lists: what
 * {@code sam local invoke} does in a container, without one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventsOnTheLocalWorldTest {

    private static final Path EVENTS = Path.of("..", "events");
    private static final PrintStream NOWHERE = new PrintStream(ByteArrayOutputStream.nullOutputStream());

    private static final TableGuard GUARD = new TableGuard();
    private static final SecretGuard SECRETS = new SecretGuard();
    private static LocalOidcProvider oidc = LocalOidcProvider.inMemory(InstantSource.system());
    private static LocalWorld world = start();
    private static LocalFunctions functions = guarded(world);

    private static LocalWorld start() {
        var options = new LocalOptions(0, Optional.empty(), Optional.empty(), Optional.empty(), true, false);
        LogSink log = new JsonLog(NOWHERE);
        return LocalWorld.start(new LocalWorld.Setup(
                options,
                InstantSource.system(),
                log,
                new Progress(NOWHERE),
                Map.of("OMNI_OIDC_ISSUER", oidc.issuer().toString())));
    }

    private static LocalFunctions guarded(LocalWorld world) {
        var client = DynamoDbClient.builder()
                .endpointOverride(world.dynamodbUrl())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.addExecutionInterceptor(GUARD))
                .build();
        var whole = world.foundation();
        var foundation = Foundation.of(
                SECRETS.over(whole.configuration()),
                whole.clock(),
                whole.ids(),
                new JsonLog(NOWHERE),
                whole.timeouts());
        return new LocalFunctions(foundation, new Table(client, client, LocalWorld.TABLE), new BundledFilings());
    }

    @BeforeAll
    static void sample() {
        new SampleOrganization(world.foundation(), world.table()).create(); // a second start finds it
        SampleEvents.prepare(world);
    }

    /** The key that the events' contexts name is none of this world's: it must not be asked for again. */
    @AfterEach
    void keysStandStill() {
        SampleEvents.keysStandStill(world);
    }

    @AfterAll
    static void stop() {
        world.close();
        oidc.close();
    }

    static List<SampleEvents.Answer> answers() {
        return SampleEvents.answers();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anEndpointAnswersItsEvent(SampleEvents.Answer expected) throws Exception {
        var answer = invoke(expected.name(), event(expected.name()));

        assertThat(answer.path("statusCode").asInt())
                .as(body(answer).toString())
                .isEqualTo(expected.status());
        if (!expected.objectOrCode().isEmpty()) {
            assertThat(List.of(
                            body(answer).path("object").asText(),
                            body(answer).path("code").asText()))
                    .contains(expected.objectOrCode());
        }
    }

    @Test
    void theAuthorizerAllowsTheSampleKeyAndRefusesTheRevokedOne() throws Exception {
        var event = event("Authorize");
        assertThat(effect(invoke("Authorize", event))).isEqualTo("Allow");

        header(event, "x-api-key", SampleOrganization.TEST_SECRET);
        assertThat(effect(invoke("Authorize", event))).isEqualTo("Deny");
    }

    @Test
    void theAuthorizerKnowsAPersonByTheirToken() throws Exception {
        var event = event("Authorize");
        for (var headers : List.of("headers", "multiValueHeaders")) {
            ((ObjectNode) event.path(headers)).remove("x-api-key");
        }
        header(event, "Authorization", "Bearer " + oidc.accessToken("token@example.com"));
        assertThat(effect(invoke("Authorize", event))).isEqualTo("Allow");

        header(event, "Authorization", "Bearer " + oidc.accessToken("token@example.com") + "A");
        assertThat(effect(invoke("Authorize", event))).isEqualTo("Deny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenChat", "ReceiveChatMessage", "CloseChat", "RunChat", "ExpireChatWaits"})
    void aFunctionOfTheChatAnswersItsEventWithinItsRights(String name) throws Exception {
        ExpectedAnswer.check(name, invoke(name, event(name)), false);
    }

    @Test
    void theStreamsConsumerRecordsItsEventTwiceAsOnce() throws Exception {
        for (var time = 0; time < 2; time++) {
            assertThat(invoke("RecordUsage", event("RecordUsage")))
                    .isEqualTo(LocalJson.parseObject("{\"batchItemFailures\":[]}".getBytes(UTF_8))
                            .orElseThrow());
        }
    }

    @Test
    void theHourlyJobAnswersItsEventAndReadsWhatIsDue() throws Exception {
        assertThat(invoke("AnnounceStates", event("AnnounceStates"))
                        .path("reminded")
                        .asInt(-1))
                .isZero();
        var announcements = new DynamoAnnouncements(world.table());
        world.pump().awaitDrained();
        var known = announcements.read(SampleOrganization.ORG_ID);
        var due = new AnnouncedState(
                SampleOrganization.ORG_ID,
                known == null ? 1 : known.version() + 1,
                BillingState.COMMERCIAL_ACTIVE,
                Instant.EPOCH,
                Instant.EPOCH,
                new StreamPlace("another stream", BigInteger.ONE));
        assertThat(announcements.write(new StateChanges.Announcement(due, List.of(), Instant.now())))
                .isTrue();
        assertThat(invoke("AnnounceStates", event("AnnounceStates"))
                        .path("reminded")
                        .asInt(-1))
                .isOne();
    }

    @Test
    void theJobOfEachMinuteGivesBackWhatNobodyProvedWithinItsRights() throws Exception {
        var at = world.clock().instant().minus(Duration.ofMinutes(3));
        var row = ARow.of(SampleOrganization.ORG_ID, 1_000_000, at)
                .test()
                .usage("use_unproven")
                .beforeWork()
                .build();
        var ledger = new DynamoLedger(world.table(), List.of(1));
        ledger.putRow(row);
        new DynamoUnprovenCalls(world.table()).list(row);

        assertThat(invoke("CreditUnproven", event("CreditUnproven"))
                        .path("credited")
                        .asInt(-1))
                .isBetween(0, 1);

        assertThat(ledger.read("use_unproven").isVoided()).isTrue();
        world.pump().awaitDrained();
        assertThat(invoke("CreditUnproven", event("CreditUnproven"))
                        .path("credited")
                        .asInt(-1))
                .isZero();
        assertThat(new DynamoUnprovenCalls(world.table()).until(world.clock().instant(), null))
                .isEmpty();
    }

    /** The contract of this world's organization makes it a payer: also its customer and subscription are within the rights. */
    @Test
    void theSweepHealsEachOrganizationWithinItsRights() throws Exception {
        customer();
        forgetRound("SWEEP#stripe");

        var swept = invoke("SweepStripe", event("SweepStripe"));

        assertThat(swept.path("organizations").asInt()).isPositive();
        assertThat(swept.path("failed").asInt(-1)).isZero();
        assertThat(swept.path("complete").asBoolean()).isTrue();
        assertThat(invoke("SweepStripe", event("SweepStripe"))
                        .path("organizations")
                        .asInt(-1))
                .as("once a day")
                .isZero();
    }

    private static void forgetRound(String partition) {
        assertThat(world.table()
                        .client()
                        .deleteItem(delete -> delete.tableName(LocalWorld.TABLE)
                                .key(Map.of(
                                        "PK", AttributeValue.fromS(partition),
                                        "SK", AttributeValue.fromS("ROUND"))))
                        .sdkHttpResponse()
                        .isSuccessful())
                .isTrue();
    }

    @Test
    void theReconciliationReadsEachOrganizationWithinItsRights() throws Exception {
        customer();
        new DynamoOpenDiscrepancies(world.table())
                .keep(new OpenDiscrepancies.Known(
                        SampleOrganization.ORG_ID,
                        InvoicePeriod.at(Instant.now()),
                        Discrepancy.Kind.METER,
                        "",
                        Instant.now()));

        var answer = invoke("Reconcile", event("Reconcile"));

        assertThat(answer.path("failed").asInt(-1)).isZero();
        assertThat(answer.path("organizations").asInt()).isPositive();
        assertThat(answer.path("complete").asBoolean()).isTrue();
        assertThat(new DynamoOpenDiscrepancies(world.table()).all())
                .noneMatch(drift -> drift.kind() == Discrepancy.Kind.METER);
    }

    @Test
    void theHourlyPushClosesTheMonthAndTellsStripeWithinItsRights() throws Exception {
        customer();
        var lastMonth = usedLastMonth();

        var answer = invoke("PushUsage", event("PushUsage"));

        assertThat(answer.path("outcomes").path("UpToDate").asInt())
                .as(answer.toString())
                .isOne();
        var books = new DynamoMonthBooks(world.table()).of(SampleOrganization.ORG_ID);
        assertThat(books).extracting(book -> book.period()).containsExactly(lastMonth, InvoicePeriod.at(Instant.now()));
        var told = Objects.requireNonNull(books.getLast().lastReport());
        assertThat(told.total()).isEqualTo(new Money(12_347));
        assertThat(told.isConfirmed()).isTrue();
    }

    /** So that there is something to tell Stripe. */
    private static InvoicePeriod usedLastMonth() {
        var accounts = accounts();
        var account = Objects.requireNonNull(accounts.load(SampleOrganization.ORG_ID));
        var lastMonth = InvoicePeriod.at(Instant.now()).before();
        accounts.put(Altered.ledger(account, lastMonth, 12_347, 0));
        new DynamoPushMarks(world.table(), world.foundation().ids()).mark(SampleOrganization.ORG_ID, Instant.now());
        return lastMonth;
    }

    private static DynamoAccounts accounts() {
        return new DynamoAccounts(
                world.table(),
                world.foundation().catalog().meterClasses().stream()
                        .map(MeterClass::number)
                        .toList());
    }

    @Test
    void aFirstAndALaterSignInStayWithinTheRightsOfTheirFunctions() throws Exception {
        assertThat(signIn("grace@example.com"))
                .as("the page with the first key")
                .isEqualTo(200);
        assertThat(signIn("grace@example.com")).as("the way on").isEqualTo(302);
    }

    private static int signIn(String email) throws Exception {
        return signedIn(email).path("statusCode").asInt();
    }

    private static ObjectNode signedIn(String email) throws Exception {
        var begun = invoke("StartLogin", event("StartLogin"));
        var callback = oidc.authorize(URI.create(first(begun, "Location")), email);
        var event = event("FinishLogin");
        header(event, "Cookie", first(begun, "Set-Cookie").split(";", 2)[0]);
        event.set("queryStringParameters", query(callback));
        return invoke("FinishLogin", event);
    }

    @Test
    void anInvitedPersonChoosesWithinTheRightsOfItsFunctions() throws Exception {
        assertThat(joined("heidi@example.com").path("statusCode").asInt()).isEqualTo(201);
    }

    /** Signs an invited person in, who then chooses by the session that they got, as the page's script would. */
    private static ObjectNode joined(String email) throws Exception {
        var invite = event("InviteMember");
        invite.putObject("pathParameters").put("email", email);
        assertThat(invoke("InviteMember", invite).path("statusCode").asInt()).isEqualTo(200);
        var page = signedIn(email);
        assertThat(page.path("statusCode").asInt()).isEqualTo(200);
        var cookie = first(page, "Set-Cookie").split(";", 2)[0];
        var asked = event("Authorize");
        for (var headers : List.of("headers", "multiValueHeaders")) {
            ((ObjectNode) asked.path(headers)).remove("x-api-key");
        }
        asked.put("resource", "/v1/onboarding/organization");
        asked.put("path", "/v1/onboarding/organization");
        asked.put("httpMethod", "POST");
        header(asked, "Cookie", cookie);
        var event = event("CreateOrganization");
        ((ObjectNode) event.path("requestContext"))
                .set("authorizer", invoke("Authorize", asked).path("context"));
        header(event, "Origin", world.foundation().configuration().settings().origin());
        header(event, "Content-Type", "application/json");
        event.put("isBase64Encoded", false);
        event.put("body", "{\"joinOrgId\":\"" + SampleOrganization.ORG_ID + "\"}");
        return invoke("CreateOrganization", event);
    }

    @Test
    void aCallWithAnIdempotencyKeyStaysWithinTheRightsOfItsFunction() throws Exception {
        var event = event("ResolveEntity");
        header(event, "Idempotency-Key", "rights");

        assertThat(invoke("ResolveEntity", event).path("statusCode").asInt()).isEqualTo(200);
        assertThat(first(invoke("ResolveEntity", event), "Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkout-session-completed",
                "setup_intent-succeeded",
                "payment_method-attached",
                "payment_method-detached",
                "customer-updated",
                "customer-deleted",
                "customer-subscription-created",
                "customer-subscription-updated",
                "customer-subscription-deleted",
                "customer-subscription-paused",
                "customer-subscription-resumed",
                "invoice-paid",
                "invoice-payment_failed",
                "invoice-overdue",
                "invoice-voided",
                "invoice-marked_uncollectible",
                "invoice-created",
                "invoice-finalization_failed",
                "invoice-finalized",
                "v1-billing-meter-error_report_triggered",
                "v1-billing-meter-no_meter_found"
            })
    void aSignedWebhookOfEachTypeIsProcessed(String name) throws Exception {
        var answer = webhook(name);

        assertThat(body(answer).path("status").asText())
                .as(body(answer).toString())
                .isEqualTo("processed");
    }

    private static ObjectNode webhook(String name) throws Exception {
        var customer = customer();
        var body = Files.readString(EVENTS.resolve("stripe").resolve(name + ".json"))
                .replace("cus_SampleCustomer1", customer);
        var event = event("ReceiveStripeEvent");
        event.put("body", Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
        header(event, "Stripe-Signature", signature(body));
        return invoke("ReceiveStripeEvent", event);
    }

    /** The customer that the sample organization has at the simulator, made by opening a checkout. */
    private static String customer() throws Exception {
        var accounts = new DynamoAccounts(world.table(), List.of());
        if (accounts.billing(SampleOrganization.ORG_ID).customer() == null) {
            invoke("ActivatePayg", event("ActivatePayg"));
        }
        return java.util.Objects.requireNonNull(
                        accounts.billing(SampleOrganization.ORG_ID).customer())
                .id();
    }

    private static String signature(String body) throws Exception {
        var time = Instant.now().getEpochSecond();
        var secret = world.foundation()
                .configuration()
                .stripe()
                .webhookSecrets()
                .now()
                .getFirst();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(UTF_8)));
    }

    /**
     * What a function may read it does read, by its event or by what is done beside: the others see that it reads nothing else. Last,
     * as it calls what they have not called.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void eachFunctionReadsTheSecretsThatItMayReadAndAStartReadsNone() throws Exception {
        for (var name : SecretGuard.GRANTED.keySet()) {
            if (!SECRETS.knows(name)) {
                invoke(name, event(name));
            }
        }
        signIn("linus@example.com");
        joined("ivan@example.com");
        webhook("customer-updated");
        theAuthorizerIsGivenACookie();
        forgetRound("SWEEP#stripe");
        invoke("SweepStripe", event("SweepStripe"));
        usedLastMonth();
        invoke("PushUsage", event("PushUsage"));
        forgetRound("SWEEP#reconcile");
        invoke("Reconcile", event("Reconcile"));
        withoutAPlan();
        invoke("StartCheckout", event("StartCheckout"));

        assertThat(SECRETS.readBy(SecretGuard.START)).isEmpty();
        assertThat(SecretGuard.GRANTED.keySet())
                .allSatisfy(name -> assertThat(SECRETS.readBy(name)).as(name).isEqualTo(SecretGuard.GRANTED.get(name)));
    }

    /** Whoever has a contract is not sent to Stripe's checkout. */
    private static void withoutAPlan() {
        var accounts = accounts();
        var account = Objects.requireNonNull(accounts.load(SampleOrganization.ORG_ID));
        assertThat(accounts.replaceStanding(
                        account,
                        new Account.Standing(false, null, null, true, null, false, null),
                        accounts.billing(account.orgId())))
                .isTrue();
    }

    private static void theAuthorizerIsGivenACookie() throws IOException {
        var event = event("Authorize");
        for (var headers : List.of("headers", "multiValueHeaders")) {
            ((ObjectNode) event.path(headers)).remove("x-api-key");
        }
        header(
                event,
                "Cookie",
                world.foundation().configuration().settings().sessionCookieName() + "=AQ" + "A".repeat(58));
        assertThat(effect(invoke("Authorize", event))).isEqualTo("Deny");
    }

    /** What a job asks of its context: how long it may still run. */
    private static final Context TIME_ENOUGH = (Context)
            Proxy.newProxyInstance(Context.class.getClassLoader(), new Class<?>[] {Context.class}, (_, method, _) -> {
                assertThat(method.getName()).isEqualTo("getRemainingTimeInMillis");
                return 300_000;
            });

    private static ObjectNode invoke(String name, ObjectNode event) throws IOException {
        GUARD.become(grants(name));
        SECRETS.become(name, Objects.requireNonNull(SecretGuard.GRANTED.get(name)));
        SECRETS.called(name);
        var output = new ByteArrayOutputStream();
        functions.handler(name).handleRequest(new ByteArrayInputStream(LocalJson.bytes(event)), output, TIME_ENOUGH);
        assertThat(GUARD.refused()).as("what %s did without a grant", name).isEmpty();
        assertThat(SECRETS.refused()).as("what %s read without a grant", name).isEmpty();
        return LocalJson.parseObject(output.toByteArray()).orElseThrow();
    }

    private static List<TableGrant> grants(String name) {
        return Stream.concat(
                        Arrays.stream(Endpoints.values())
                                .filter(endpoint ->
                                        endpoint.operation().operationId().equals(name))
                                .map(endpoint -> endpoint.operation().table()),
                        Arrays.stream(Jobs.values())
                                .filter(job -> job.functionName().equals(name))
                                .map(Jobs::table))
                .findFirst()
                .orElseThrow();
    }

    private static void header(ObjectNode event, String name, String value) {
        ((ObjectNode) event.path("headers")).put(name, value);
        ((ObjectNode) event.path("multiValueHeaders")).putArray(name).add(value);
    }

    private static ObjectNode query(URI callback) {
        var query = LocalJson.object();
        for (var pair : callback.getRawQuery().split("&", -1)) {
            var equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), java.net.URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return query;
    }

    private static String effect(ObjectNode policy) {
        return policy.path("policyDocument")
                .path("Statement")
                .path(0)
                .path("Effect")
                .asText();
    }

    private static String first(ObjectNode answer, String header) {
        return answer.path("multiValueHeaders").path(header).path(0).asText();
    }
}
