package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import omni.access.StoreUnavailable;
import omni.fakes.Fixture;
import omni.fakes.ScriptedIssuer;
import omni.member.Organizations.Creation;
import omni.member.Organizations.NewOrganization;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class DynamoOrganizationsTest {

    private static final NewOrganization MADE = Fixture.SIGN_UP
            .prepare(ScriptedIssuer.identity("ada", "ada@example.com"), Fixture.ids(1), "req_1", Fixture.START)
            .organization();

    /** DynamoDB as far as a transaction goes: cancels as told, then accepts. */
    private static final class Transactions implements DynamoDbClient {
        private final Deque<List<String>> cancellations = new ArrayDeque<>();
        private final List<TransactWriteItemsRequest> requests = new ArrayList<>();

        @Override
        public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
            requests.add(request);
            var codes = cancellations.poll();
            if (codes != null) {
                throw TransactionCanceledException.builder()
                        .cancellationReasons(codes.stream()
                                .map(code ->
                                        CancellationReason.builder().code(code).build())
                                .toList())
                        .build();
            }
            return TransactWriteItemsResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    private final Transactions client = new Transactions();
    private final DynamoOrganizations organizations =
            new DynamoOrganizations(new Table(client, client, "omni"), List.of(2, 1));

    @Test
    void everythingIsOneTransactionInWhichNothingMayExistYet() {
        assertThat(organizations.create(MADE)).isEqualTo(Creation.CREATED);
        var puts = client.requests.getFirst().transactItems();
        assertThat(puts).allSatisfy(write -> {
            assertThat(write.put().conditionExpression()).isEqualTo("attribute_not_exists(PK)");
            assertThat(write.put().tableName()).isEqualTo("omni");
        });
        assertThat(puts)
                .extracting(write -> Attributes.text(write.put().item(), "PK").replaceAll("#.*", "") + " "
                        + Attributes.text(write.put().item(), "SK")
                                .replaceAll("^\\d{15}#evt_.*", "time#id")
                                .replaceAll("^org_.*", "org"))
                .containsExactly(
                        "USER ORG",
                        "ORG PROFILE",
                        "ROSTER org",
                        "ORG MEMBER#ada@example.com",
                        "ORG SEATS",
                        "ORG ACCOUNT",
                        "ORG ACCOUNT#TEST",
                        "KEY KEY",
                        "ORG KEYRING",
                        "EVENT time#id",
                        "EVENT time#id",
                        "SESSION SESSION");
    }

    @Test
    void aPersonWhoIsThereAlreadyIsNotMadeAgain() {
        client.cancellations.add(List.of("ConditionalCheckFailed", "None"));
        assertThat(organizations.create(MADE)).isEqualTo(Creation.EXISTS);
        assertThat(client.requests).hasSize(1);
    }

    @Test
    void aConflictIsTriedAgainAndThenTheOtherHasWonOrNot() {
        client.cancellations.add(List.of("TransactionConflict", "None"));
        client.cancellations.add(List.of("TransactionConflict", "None"));
        assertThat(organizations.create(MADE)).isEqualTo(Creation.CREATED);
        client.cancellations.add(List.of("TransactionConflict", "None"));
        client.cancellations.add(List.of("ConditionalCheckFailed", "None"));
        assertThat(organizations.create(MADE)).isEqualTo(Creation.EXISTS);
    }

    @Test
    void endlessConflictsAreUnavailable() {
        for (var attempt = 0; attempt < 5; attempt++) {
            client.cancellations.add(List.of("TransactionConflict"));
        }
        assertThatThrownBy(() -> organizations.create(MADE)).isInstanceOf(StoreUnavailable.class);
        assertThat(client.requests).hasSize(5);
    }

    @Test
    void aFreshIdThatIsTakenIsABugAndNoPersonsOrganization() {
        client.cancellations.add(List.of("None", "ConditionalCheckFailed"));
        assertThatThrownBy(() -> organizations.create(MADE)).isInstanceOf(IllegalStateException.class);
    }
}
