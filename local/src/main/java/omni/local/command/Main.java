package omni.local.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import omni.endpoint.Endpoints;
import omni.lambda.JsonLog;
import omni.local.machine.LocalJson;
import omni.local.options.LocalOptions;
import omni.local.options.LocalOptions.Parsed;
import omni.local.sam.SamAccess;
import omni.local.stripe.RealStripe;
import omni.local.world.LocalWorld;
import omni.local.world.Progress;

/** {@code ./omni up}: starts the local world, says what to open, runs until it is stopped. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        QuietLogs.install();
        Program.main(1, () -> run(List.of(arguments), new Progress(System.err)));
    }

    private static int run(List<String> arguments, Progress progress) throws Exception {
        return switch (LocalOptions.parse(arguments)) {
            case Parsed.Help() -> {
                System.out.print(LocalOptions.USAGE);
                yield 0;
            }
            case Parsed.Faults(var lines) -> {
                lines.forEach(progress::fault);
                yield 2;
            }
            case Parsed.Options(var options) -> run(options, progress);
        };
    }

    private static int run(LocalOptions options, Progress progress) throws Exception {
        progress.say("Omni Billing, the local world");
        var log = options.json() ? new JsonLog(System.err) : new ConsoleLog(System.err);
        var webhook = Endpoints.RECEIVE_STRIPE_EVENT.operation().path();
        var world = LocalWorld.start(new LocalWorld.Setup(options, InstantSource.system(), log, progress, Map.of())
                .withStripe(RealStripe.of(System.getenv(), options, webhook)));
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

    private static void ready(LocalWorld world, LocalWorld.FirstKey key, LocalOptions options, Progress progress) {
        if (options.json()) {
            json(world, key, System.out);
            return;
        }
        progress.say("");
        progress.say("Ready after " + progress.elapsed() + ".");
        progress.say("  API           " + world.url());
        progress.say("  first key     " + key.apiKey());
        progress.say("  organization  " + key.orgId());
        progress.say("  sign in       " + world.url() + "/login");
        progress.say("  Stripe        " + world.stripeUrl() + " (" + world.stripeMode() + ")");
        progress.say("  DynamoDB      " + world.dynamodbUrl());
        progress.say("");
        progress.say(
                "  curl -H 'x-api-key: " + key.apiKey() + "' '" + world.url() + "/v1/entities/resolve?ticker=AAPL'");
        progress.say("  ./omni demo" + (options.port() == LocalOptions.DEFAULT_PORT ? "" : " " + world.url())
                + "   tells the story of a paid call against this run");
        progress.say("");
        progress.say("Ctrl-C stops everything." + kept(options));
        progress.say("");
    }

    private static String kept(LocalOptions options) {
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
        out.println(line);
        out.flush();
    }
}
