package omni.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import omni.access.AuthMode;
import omni.access.AuthorizationServer;
import omni.access.CookieSeal;
import omni.access.Human;
import omni.access.Ids;
import omni.access.Principal;
import omni.access.Scopes;
import omni.access.SecretFormat;
import omni.access.SecretHasher;
import omni.access.SecretName;
import omni.account.Accounts;
import omni.budget.Budgets;
import omni.call.Caller;
import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.MeterHeaders;
import omni.call.Operation.Group;
import omni.call.Shell;
import omni.call.TokenCounting;
import omni.call.Tokenizer;
import omni.chat.ChatPush;
import omni.chat.ChatRuns;
import omni.chat.ChatTools;
import omni.credential.ApiKey;
import omni.credential.Keys;
import omni.credential.RingChanges;
import omni.credential.SponsorTokens;
import omni.endpoint.Endpoints;
import omni.invoicing.PushMarks;
import omni.lambda.AccountEndpoints;
import omni.lambda.AccountRoot;
import omni.lambda.AuthorizerRoot;
import omni.lambda.ChatPorts;
import omni.lambda.Configuration;
import omni.lambda.Foundation;
import omni.lambda.LoginParts;
import omni.lambda.MeteredEndpoints;
import omni.lambda.MeteredJobs;
import omni.lambda.MeteredRoot;
import omni.ledger.RollUps;
import omni.ledger.UsageHistory;
import omni.member.BearerAuthentication;
import omni.member.Invitations;
import omni.member.Member;
import omni.member.Organization;
import omni.member.Preferences;
import omni.member.Session;
import omni.member.SessionAuthentication;
import omni.member.SessionCookie;
import omni.meter.Admission;
import omni.meter.Call;
import omni.meter.Idempotency;
import omni.meter.KeyCheck;
import omni.meter.Metering;
import omni.sec.EntityLookup;
import omni.sec.FilingLookup;
import omni.sec.SectionLookup;
import omni.sec.StatementLookup;
import omni.sec.bundled.BundledFilings;
import omni.timeouts.Timeouts;
import omni.tokens.O200k;
import org.jspecify.annotations.Nullable;

/** The real endpoints, shell and authorizer over ports in memory: one organization, a standing clock, ids by seed. */
public final class Rig {

    public static final Instant NOW = Instant.parse("2026-05-15T12:00:20.250Z");
    public static final String ORG = "org_AbCdEf012345";
    public static final String ORIGIN = "https://app.example.com";

    /** Who signs in here. */
    public static final Human ANN = new Human(
            "https://issuer.example", "auth0|1", "usr_1", ORG, "ann@example.com", NOW.minus(Duration.ofDays(10)));

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("OMNI_TABLE_NAME", "omni"),
            Map.entry("OMNI_API_BASE_URL", "https://api.example.com"),
            Map.entry("OMNI_DOCS_BASE_URL", "https://docs.example.com"),
            Map.entry("OMNI_UPGRADE_URL", "https://example.com/pricing"),
            Map.entry("OMNI_BILLING_URL", "https://example.com/billing"),
            Map.entry("OMNI_CORS_ORIGINS", ORIGIN + ",https://other.example.com"),
            // a count would have to be recorded anew with every golden: TokenCountTest is about counts
            Map.entry("OMNI_TOKEN_COUNT_MODE", "never"),
            Map.entry("OMNI_PEPPERS", "a pepper for tests,an older pepper for tests"),
            Map.entry("OMNI_ADDRESS_SALT", "a salt for tests of addresses"),
            Map.entry("STREAM_TICKET_HMAC_SECRET_PRIMARY", "a secret for tickets of the tests"),
            Map.entry("OMNI_CHAT_URL", "wss://chat.example.com/ws"),
            Map.entry("OMNI_SESSION_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));

    /** Loaded by the first that counts. */
    private static final Tokenizer VOCABULARY = new O200k();

    public final MovableClock clock = new MovableClock(NOW);
    public final KeptLog log = new KeptLog();
    public final WatchedStore store = new WatchedStore();
    public final Idempotency idempotency = store.table.idempotency();
    public final Tokenizer tokenizer;
    public final Ids ids = new Ids(new Random(20260515));
    public final InMemoryEvents events = store.table.events();
    public final InMemoryBudgets budgets = new InMemoryBudgets(store.table);
    public final InMemoryOversight oversight = store.table.oversight();
    public final ScriptedIssuer issuer = new ScriptedIssuer();
    public final ScriptedTokens tokens = new ScriptedTokens();
    public final InMemoryUsageHistory usage = new InMemoryUsageHistory();
    public final InMemoryPreferences preferences = new InMemoryPreferences(events);
    public final InMemoryPushMarks marks = new InMemoryPushMarks();
    public final InMemoryAddressWindows addresses = new InMemoryAddressWindows();
    public final InMemoryChatConnections chatConnections = new InMemoryChatConnections();
    public final InMemoryChatLabels chatLabels = new InMemoryChatLabels();
    public final InMemoryChatSources chatSources = new InMemoryChatSources();
    public final InMemoryChatMessages chatMessages = new InMemoryChatMessages();
    public final InMemoryChatWindows chatWindows = new InMemoryChatWindows();
    public final Foundation foundation;
    public final Shell shell;
    public final InMemoryMembers members = new InMemoryMembers(store.sessions);
    private @Nullable AuthorizationServer authorizationServer;
    private Preferences preferencesOfRoot = preferences;
    private KeyCheck.Result keyCheck = KeyCheck.Result.GOOD;
    private final Steps steps = new Steps();

    public Rig() {
        this(Map.of());
    }

    /** With some settings otherwise than usual. */
    public Rig(Map<String, String> settings) {
        this(settings, VOCABULARY);
    }

    /** With a tokenizer of the test's own. */
    public Rig(Map<String, String> settings, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        var variables = new HashMap<>(SETTINGS);
        variables.putAll(settings);
        foundation = Foundation.of(
                Configuration.of(
                        variables,
                        Set.of(
                                SecretName.PEPPERS,
                                SecretName.SESSION_KEY,
                                SecretName.ADDRESS_SALT,
                                SecretName.TICKET_SECRET_PRIMARY,
                                SecretName.TICKET_SECRET_PREVIOUS)),
                clock,
                ids,
                log,
                Timeouts.untilHung(Duration.ofMinutes(1)));
        shell = shell();
        var organization = new Organization(ORG, "Acme", NOW.minus(Duration.ofDays(10)));
        store.put(organization);
        preferences.put(organization);
        members.put(Member.Active.founder(ANN));
        store.put(ANN);
        members.whenRemoved(member -> store.moveRing(member.orgId()));
        account(fresh());
        store.put(AnAccount.at(NOW).of(ORG).test().build());
    }

    /** The organization's account with its whole grant, to be changed. */
    public AnAccount fresh() {
        return AnAccount.at(NOW).of(ORG);
    }

    public void account(AnAccount account) {
        store.put(account.build());
    }

    public void keysAre(KeyCheck.Result result) {
        keyCheck = result;
    }

    /** What a look at a caller's key says. */
    public KeyCheck.Result checkKey(Call call) {
        return keyCheck;
    }

    /** Others stand between the endpoints and {@link #preferences}. */
    public void preferencesAre(Preferences others) {
        preferencesOfRoot = others;
    }

    /** As if an issuer were configured that says this of itself. */
    public void issuerSays(AuthorizationServer.Metadata metadata) {
        authorizationServer = () -> metadata;
    }

    private Shell shell() {
        var nanos = new AtomicLong();
        return new Shell(new Shell.Parts(
                foundation.configuration().settings(),
                foundation.catalog(),
                new Metering(new Admission(foundation.terms()), store.meter(), call -> keyCheck, clock, attempt -> {}),
                headers(),
                steps.port(Idempotency.class, idempotency),
                store.table.ledger(),
                ids,
                clock,
                () -> nanos.addAndGet(7_000_000),
                log,
                foundation.configuration().rateLimits() ? Optional.of(addresses) : Optional.empty(),
                MeteredRoot.forward(foundation),
                new TokenCounting(foundation.configuration().tokenCountMode(), tokenizer, false)));
    }

    private MeterHeaders headers() {
        var configuration = foundation.configuration();
        return new MeterHeaders(configuration.settings(), foundation.terms(), configuration.grantAdvisoryPercent());
    }

    /** What a test does at each call of a port that changes things. */
    public void onStep(Steps.Step next) {
        steps.onStep(next);
    }

    /** The function of a route of the groups {@code ACCOUNT} and {@code METERED}. */
    public EndpointFunction function(Endpoints route) {
        return route.operation().group() == Group.METERED
                ? new MeteredEndpoints(meteredRoot()).function(route)
                : new EndpointFunction(route.operation(), shell, endpoint(route));
    }

    /** The endpoint alone, without the shell around it. */
    public Endpoint endpoint(Endpoints route) {
        return route.operation().group() == Group.METERED
                ? new MeteredEndpoints(meteredRoot()).of(route)
                : new AccountEndpoints(accountRoot()).of(route);
    }

    public AccountRoot accountRoot() {
        return accountRoot(usage, store.rollUps());
    }

    /** With what was used elsewhere. */
    public AccountRoot accountRoot(UsageHistory history, RollUps rollUps) {
        var configuration = foundation.configuration();
        var keys = steps.port(Keys.class, store.keys());
        return new AccountRoot(
                foundation,
                shell,
                headers(),
                steps.port(Accounts.class, store.accounts()),
                rollUps,
                keys,
                store.organizations(),
                format(),
                new SecretHasher(configuration.peppers()),
                login(),
                new Admission(foundation.terms()),
                steps.port(Budgets.class, budgets),
                events,
                history,
                steps.port(SponsorTokens.class, store.tokens()),
                new RingChanges(keys, lost -> {}),
                store.check(),
                Optional.ofNullable(authorizationServer),
                preferencesOfRoot,
                members,
                oversight,
                steps.port(PushMarks.class, marks));
    }

    /** With an issuer that says what a test tells it to. */
    private LoginParts login() {
        var parts = LoginParts.of(foundation, store.sessions(), new Random(1));
        return new LoginParts(Optional.of(issuer), parts.seal(), parts.sessions(), parts.signUp());
    }

    public MeteredRoot meteredRoot() {
        var source = new BundledFilings();
        return new MeteredRoot(
                foundation,
                shell,
                steps.port(Accounts.class, store.accounts()),
                store.rollUps(),
                new EntityLookup(source),
                new FilingLookup(source),
                new SectionLookup(source),
                new StatementLookup(source));
    }

    /** The catalog's tools as a chat calls them. */
    public ChatTools chatTools() {
        return new MeteredEndpoints(meteredRoot()).chatTools();
    }

    /** The jobs of the group {@code METERED}, over chats in memory. */
    public MeteredJobs meteredJobs() {
        return new MeteredJobs(meteredRoot(), chatPorts());
    }

    /** What chats reach for, in memory; frames go nowhere. */
    public ChatPorts chatPorts() {
        return new ChatPorts(
                chatConnections,
                chatMessages,
                chatWindows,
                Unused.port(ChatPush.class),
                Unused.port(ChatRuns.class),
                new Metering(new Admission(foundation.terms()), store.meter(), call -> keyCheck, clock, attempt -> {}),
                store.table.ledger(),
                store.sessions,
                members,
                chatLabels,
                chatSources);
    }

    public AuthorizerRoot authorizerRoot() {
        var configuration = foundation.configuration();
        return new AuthorizerRoot(
                foundation,
                store.keys(),
                format(),
                new SecretHasher(configuration.peppers()),
                new SessionAuthentication(
                        seal(),
                        store.sessions(),
                        configuration.operators(),
                        configuration.settings().sessionCookie(),
                        clock),
                tokens,
                new BearerAuthentication(store.organizations(), store.sessions(), configuration.operators()),
                new Invitations(members, store.organizations()));
    }

    private CookieSeal seal() {
        return new CookieSeal(foundation.configuration().sessionKeys(), new Random(1));
    }

    private SecretFormat format() {
        return new SecretFormat(foundation.configuration().settings().keyBrand());
    }

    /** Signs a person in: the value of the cookie. */
    public String signIn() {
        var session = new Session(
                "ses_1",
                ANN.userId(),
                ANN.issuer(),
                ANN.subject(),
                ORG,
                ANN.email(),
                null,
                NOW,
                NOW.plus(Session.SLIDING),
                false);
        store.sessions.open(session);
        return SessionCookie.of(session).seal(seal());
    }

    /** An access token of the person that {@link #signIn} signs in. */
    public String bearer(String... scopes) {
        store.put(ANN);
        return tokens.of(ANN.subject(), scopes);
    }

    public void signOut() {
        store.sessions.revoke("ses_1");
    }

    /** Makes a key: its secret. */
    public String key(String keyId, boolean live, String... scopes) {
        return key(keyId, live, 0, null, scopes);
    }

    /** Makes a key that may end, hashed with the pepper of a place in the list: its secret. */
    public String key(String keyId, boolean live, int pepper, @Nullable Instant expiresAt, String... scopes) {
        var secret = format().newKey(ids, ORG, live);
        var hasher = new SecretHasher(foundation.configuration().peppers());
        store.put(
                new ApiKey(
                        keyId,
                        ORG,
                        hasher.hashesOf(secret).get(pepper),
                        live,
                        keyId + "'s label",
                        SecretFormat.keyPrefix(secret),
                        List.of(scopes),
                        clock.instant(),
                        expiresAt,
                        null,
                        null,
                        null,
                        null),
                clock.instant());
        return secret;
    }

    /** A live key with these scopes. */
    public Caller byKey(String... scopes) {
        return caller(AuthMode.API_KEY, true, null, Set.of(scopes));
    }

    public Caller byTestKey(String... scopes) {
        return caller(AuthMode.API_KEY, false, null, Set.of(scopes));
    }

    /** A person by token with the scopes of an operator. */
    public Caller byOperator() {
        return caller(AuthMode.BEARER, true, null, Set.of(Scopes.OPERATOR));
    }

    public Caller byBearer() {
        return byBearer(Scopes.HUMAN);
    }

    /** A person by a token that leaves them these scopes. */
    public Caller byBearer(Set<String> scopes) {
        return caller(AuthMode.BEARER, true, null, scopes);
    }

    public Caller byCookie() {
        return caller(AuthMode.SESSION, true, "ses_1", Scopes.HUMAN);
    }

    private Caller caller(AuthMode mode, boolean live, @Nullable String sessionId, Set<String> scopes) {
        var human = mode.human();
        var principal = new Principal(
                mode,
                human ? "usr_1" : "key_1",
                human ? "auth0|1" : "key_1",
                ORG,
                scopes,
                live,
                human ? null : "hash",
                null,
                sessionId,
                human ? "ann@example.com" : null);
        return new Caller(principal, store.account(ORG, live), store.account(ORG, true));
    }

    /** A person who has no organization yet. */
    public static Caller nobodys() {
        return nobodys("b@x.y");
    }

    /** The same, with the verified address that their token tells; null for none. */
    public static Caller nobodys(@Nullable String email) {
        return new Caller(
                new Principal(AuthMode.BEARER, "usr_2", "auth0|2", null, Scopes.HUMAN, true, null, null, null, email),
                null,
                null);
    }
}
