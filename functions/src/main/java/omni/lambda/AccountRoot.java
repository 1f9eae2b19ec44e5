package omni.lambda;

import java.security.SecureRandom;
import java.util.Optional;
import omni.access.AuthorizationServer;
import omni.access.Ids;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.access.StoreCheck;
import omni.account.Accounts;
import omni.account.Oversight;
import omni.account.Terms;
import omni.budget.Budgets;
import omni.call.MeterHeaders;
import omni.call.Shell;
import omni.catalog.Catalog;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.credential.SponsorTokens;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoBudgets;
import omni.dynamodb.DynamoEvents;
import omni.dynamodb.DynamoKeys;
import omni.dynamodb.DynamoMembers;
import omni.dynamodb.DynamoOrganizations;
import omni.dynamodb.DynamoOversight;
import omni.dynamodb.DynamoPreferences;
import omni.dynamodb.DynamoPushMarks;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.DynamoSessions;
import omni.dynamodb.DynamoSponsorTokens;
import omni.dynamodb.DynamoStoreCheck;
import omni.dynamodb.DynamoUsageHistory;
import omni.dynamodb.Table;
import omni.event.Events;
import omni.http.Settings;
import omni.identity.PublishedMetadata;
import omni.invoicing.PushMarks;
import omni.ledger.RollUps;
import omni.ledger.UsageHistory;
import omni.member.Members;
import omni.member.Organizations;
import omni.member.Preferences;
import omni.meter.Admission;

/** The root of the group {@code ACCOUNT}: sign-in, keys, billing reads. */
public record AccountRoot(
        Foundation foundation,
        Shell shell,
        MeterHeaders headers,
        Accounts accounts,
        RollUps rollUps,
        Keys keys,
        Organizations organizations,
        SecretFormat format,
        SecretHasher hasher,
        LoginParts login,
        Admission admission,
        Budgets budgets,
        Events events,
        UsageHistory usage,
        SponsorTokens sponsorTokens,
        RingChanges ringChanges,
        StoreCheck storeCheck,
        Optional<AuthorizationServer> authorizationServer,
        Preferences preferences,
        Members members,
        Oversight oversight,
        PushMarks marks) {

    /** As a function has it, whose configuration asks for the client's id only where the client's secret is read too. */
    static AccountRoot onLambda(Foundation foundation, Table table) {
        if (foundation
                .configuration()
                .oidc()
                .filter(oidc -> oidc.clientId().isEmpty())
                .isPresent()) {
            throw new IllegalStateException("The configuration has 1 fault(s): OMNI_OIDC_CLIENT_ID is not set");
        }
        return of(foundation, table);
    }

    public static AccountRoot of(Foundation foundation, Table table) {
        var configuration = foundation.configuration();
        var classes = foundation.meterNumbers();
        var format = new SecretFormat(configuration.settings().keyBrand());
        var hasher = new SecretHasher(configuration.peppers());
        var organizations = new DynamoOrganizations(table, classes);
        var keys = new DynamoKeys(table);
        var members = new DynamoMembers(table);
        return new AccountRoot(
                foundation,
                Shells.of(foundation, table),
                Shells.headers(foundation),
                new DynamoAccounts(table, classes),
                new DynamoRollUps(table),
                keys,
                organizations,
                format,
                hasher,
                LoginParts.of(foundation, new DynamoSessions(table), new SecureRandom()),
                new Admission(foundation.terms()),
                new DynamoBudgets(table),
                new DynamoEvents(table),
                new DynamoUsageHistory(table),
                new DynamoSponsorTokens(table),
                new RingChanges(keys, Shells::backOff),
                new DynamoStoreCheck(table, foundation.timeouts().store().check()),
                configuration
                        .oidc()
                        .map(oidc -> new PublishedMetadata(
                                oidc.issuer(),
                                foundation.clock(),
                                foundation.timeouts().signIn())),
                new DynamoPreferences(table),
                members,
                new DynamoOversight(table),
                new DynamoPushMarks(table, foundation.ids()));
    }

    public Configuration configuration() {
        return foundation.configuration();
    }

    public Settings settings() {
        return configuration().settings();
    }

    public Catalog catalog() {
        return foundation.catalog();
    }

    public Terms terms() {
        return foundation.terms();
    }

    public Ids ids() {
        return foundation.ids();
    }
}
