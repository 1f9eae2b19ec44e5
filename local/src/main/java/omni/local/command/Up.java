package omni.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import omni.endpoint.Endpoints;
import omni.lambda.JsonLog;
import omni.local.machine.LocalJson;
import omni.local.options.LocalOptions;
import omni.local.options.UpOptions;
import omni.local.sam.SamAccess;
import omni.local.stripe.RealStripe;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./omni up}: starts the local world, says what to open, runs until it is stopped. */
@Command(
        name = "up",
        description = "Starts the local world, says what to open, and runs until it is stopped.",
        footer = {
            "STRIPE_API_KEY, STRIPE_WEBHOOK_SECRET   use this account of Stripe instead of the simulator (docs/stripe.md)",
            "STRIPE_API_BASE                         another address for the same requests"
        })
final class Up implements ShellCommand {

    @Mixin
    private final UpOptions words = new UpOptions();

    private final Console console;

    Up(Console console) {
        this.console = console;
    }

    @Override
    public int run() throws Exception {
        var options = words.options();
        var progress = new Progress(console.err());
        progress.say("Omni Billing, the local world");
        var log = options.json() ? new JsonLog(console.err()) : new ConsoleLog(console.err());
        var webhook = Endpoints.RECEIVE_STRIPE_EVENT.operation().path();
        var world = LocalWorld.start(new LocalWorld.Setup(options, InstantSource.system(), log, progress, Map.of())
                .withStripe(RealStripe.of(console.environment(), options, webhook)));
        var sam = new AtomicReference<Optional<SamAccess>>(Optional.empty());
        var stopped = new CountDownLatch(1);
        Program.atTheEnd(() -> {
            sam.get().ifPresent(SamAccess::close);
            world.close();
            stopped.countDown();
        });
        try (world) {
            var key = world.firstKey(options.data());
            // Only a run that is ready may be the one that sam local reaches.
            sam.set(samAccess(world, progress));
            ready(world, key, options, progress);
            stopped.await();
            return 0;
        }
    }

    /** The launcher names the repository's folder; a run without it writes nothing outside its own. */
    private static Optional<SamAccess> samAccess(LocalWorld world, Progress progress) {
        return Optional.ofNullable(System.getProperty("omni.root"))
                .map(root -> SamAccess.open(world, Path.of(root), progress));
    }

    private void ready(LocalWorld world, LocalWorld.FirstKey key, LocalOptions options, Progress progress) {
        if (options.json()) {
            json(world, key, console.out());
            return;
        }
        progress.say("");
        progress.say("Ready after " + progress.elapsed() + ".");
        progress.say("  API           " + world.url());
        progress.say("  first key     " + key.apiKey());
        progress.say("  organization  " + key.orgId());
        progress.say("  sign in       " + world.url() + "/login");
        world.chatUrl().ifPresent(url -> progress.say("  chat          " + url));
        progress.say("  Stripe        " + world.stripeUrl() + " (" + world.stripeMode() + ")");
        progress.say("  DynamoDB      " + world.dynamodbUrl());
        progress.say("");
        progress.say(
                "  curl -H 'x-api-key: " + key.apiKey() + "' '" + world.url() + "/v1/entities/resolve?ticker=AAPL'");
        progress.say("  ./omni demo" + (options.port() == LocalOptions.DEFAULT_PORT ? "" : " " + world.url())
                + "   tells the story of a paid call against this run");
        progress.say("");
        progress.say("Ctrl-C stops everything." + whereKept(options));
        progress.say("");
    }

    private static String whereKept(LocalOptions options) {
        return options.data()
                .map(folder -> " It is kept in " + folder + ".")
                .orElse(" Nothing is kept: name a folder with --data to keep it.");
    }

    private static void json(LocalWorld world, LocalWorld.FirstKey key, PrintStream out) {
        var line = LocalJson.object();
        line.put("url", world.url().toString());
        line.put("apiKey", key.apiKey());
        line.put("orgId", key.orgId());
        line.put("stripeUrl", world.stripeUrl().toString());
        line.put("dynamodbUrl", world.dynamodbUrl().toString());
        line.put("oidcUrl", world.oidcUrl().toString());
        world.chatUrl().ifPresent(url -> line.put("chatUrl", url.toString()));
        out.println(line);
        out.flush();
    }
}
