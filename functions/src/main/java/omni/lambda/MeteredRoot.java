package omni.lambda;

import omni.account.Accounts;
import omni.call.Endpoint;
import omni.call.Shell;
import omni.dynamodb.DynamoAccounts;
import omni.dynamodb.DynamoRollUps;
import omni.dynamodb.Table;
import omni.http.Settings;
import omni.ledger.RollUps;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.FilingSource;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import omni.sec.bundled.BundledFilings;
import omni.upstream.Forward;
import omni.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/** The root of the {@code metered} group: the data routes, the route that catches all others, and the tools that are made of them. */
public record MeteredRoot(
        Foundation foundation,
        Shell shell,
        Accounts accounts,
        RollUps rollUps,
        EntityLookup entities,
        FilingLookup filings,
        SectionLookup sections,
        StatementLookup statements) {

    static MeteredRoot onLambda(Foundation foundation, Table table) {
        return of(foundation, table, new BundledFilings());
    }

    public static MeteredRoot of(Foundation foundation, Table table, FilingSource source) {
        return new MeteredRoot(
                foundation,
                Shells.of(foundation, table, forward(foundation)),
                new DynamoAccounts(table, foundation.meterNumbers()),
                new DynamoRollUps(table),
                new EntityLookup(source),
                new FilingLookup(source),
                new SectionLookup(source),
                new StatementLookup(source));
    }

    /** The work of forwarded routes; null without an upstream. */
    public static @Nullable Endpoint forward(Foundation foundation) {
        return foundation
                .configuration()
                .upstream()
                .map(base -> new Forward(
                        foundation.configuration().settings(),
                        Shells.headers(foundation),
                        new Upstream(base, foundation.timeouts().upstream()),
                        foundation.log(),
                        foundation.clock()))
                .orElse(null);
    }

    public Settings settings() {
        return foundation.configuration().settings();
    }
}
