package omni.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import omni.local.machine.LocalTimeouts;
import org.jspecify.annotations.Nullable;

/** From sign-up to a paid call: each step asks the product over HTTP and says what it answered. */
public final class Story {

    private static final List<String> ROUTES = List.of(
            "/v1/entities/resolve?ticker=AAPL",
            "/v1/filings/latest?ticker=NVDA&form=10-K",
            "/v1/statements/income_statement?ticker=NVDA",
            "/v1/filings/latest/sections/item_1a?ticker=AAPL&form=10-K");
    private static final String PAID_ROUTE = ROUTES.getLast();
    private static final int AT_ONCE = 8;
    private static final Duration BEHIND = LocalTimeouts.HUNG;
    private static final long POLL_MILLIS = 100;

    private final PrintStream out;
    private final boolean terminal;
    private final ApiClient nobody;

    /**
     * A story yet to be told.
     *
     * @param terminal whether a line may be overwritten
     */
    public Story(URI url, PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.nobody = ApiClient.at(url);
    }

    /** What a person has after signing up. */
    private record Customer(ApiClient program, ApiClient browser) {}

    /**
     * Tells it.
     *
     * @param email of a person who has never signed in
     * @throws StoryFault when an answer is not what the story says
     */
    public void tell(String email) {
        var signedIn = signIn(email);
        out.println("Omni Billing: the story of a paid call, at " + nobody.url());
        var customer = signUp(email, signedIn);
        freeCalls(customer.program());
        refusedCall(customer.program());
        var checkout = activate(customer.browser());
        pay(checkout, customer.program());
        paidCall(customer.program());
        billing(customer.program());
        next();
    }

    private void chapter(int number, String title) {
        out.println();
        out.println(number + ". " + title);
    }

    private void say(String line) {
        out.println("   " + line);
    }

    private JsonNode signIn(String email) {
        ApiAnswer signedIn;
        try {
            signedIn = nobody.post("/_local/sign-in", "{\"email\":\"" + email + "\"}");
        } catch (UncheckedIOException e) {
            throw new StoryFault("nothing answers at " + nobody.url() + ": start the product with ./omni up, "
                    + "or name its address: ./omni demo URL");
        }
        if (!signedIn.json().has("cookie") && signedIn.code().isEmpty()) {
            throw new StoryFault("what answers at " + nobody.url() + " is not the local world of Omni Billing");
        }
        return ok("sign-up", signedIn);
    }

    private Customer signUp(String email, JsonNode signedIn) {
        chapter(1, "A developer signs up");
        var key = signedIn.path("apiKey").asText();
        var customer = new Customer(
                nobody.withKey(key), nobody.withSession(signedIn.path("cookie").asText()));
        var principal = ok("sign-up", customer.program().get("/v1/me")).path("principal");
        say(email + " has the organization " + principal.path("orgId").asText());
        say("and a first key, " + key.substring(0, Math.min(20, key.length())) + "…, that may read: "
                + principal.path("scopes"));
        return customer;
    }

    private static JsonNode ok(String step, ApiAnswer answer) {
        if (answer.status() != 200) {
            throw StoryFault.at(step, answer);
        }
        return answer.json();
    }

    private void freeCalls(ApiClient program) {
        var calls = ok("billing", program.get("/v1/billing"))
                .path("freeGrantRemaining")
                .asInt();
        chapter(2, calls + " calls for free, on four routes");
        var progress = new ProgressLine(out, terminal, calls);
        var least = new AtomicInteger(Integer.MAX_VALUE);
        var fault = new AtomicReference<@Nullable StoryFault>();
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < calls && fault.get() == null; number++) {
                var route = ROUTES.get(number % ROUTES.size());
                room.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        var answer = program.get(route);
                        ok("a free call", answer);
                        var left = least.accumulateAndGet(
                                Integer.parseInt(answer.header("Omni-Free-Grant-Remaining")), Math::min);
                        progress.step(left + " free calls left");
                    } catch (StoryFault e) {
                        fault.compareAndSet(null, e);
                    } catch (RuntimeException e) {
                        fault.compareAndSet(null, new StoryFault("a free call failed: " + e.getMessage()));
                    } finally {
                        room.release();
                    }
                });
            }
        }
        var first = fault.get();
        if (first != null) {
            throw first;
        }
        say("all answered in " + progress.elapsed() + ", nothing to pay");
    }

    private void refusedCall(ApiClient program) {
        chapter(3, "The next call is refused");
        var answer = program.get(PAID_ROUTE);
        if (answer.status() != 402) {
            throw StoryFault.at("the call after the grant", answer);
        }
        say(answer.summary());
        for (var step : answer.json().path("details").path("nextSteps")) {
            say("next step: " + step.path("action").asText() + "   "
                    + step.path("method").asText() + " " + step.path("path").asText());
        }
    }

    private URI activate(ApiClient browser) {
        chapter(4, "The developer asks for a checkout page, signed in: a first key may not");
        var url = ok("activation", browser.post("/v1/billing/payg/activate", "{}"))
                .path("url")
                .asText();
        say(url);
        return URI.create(url);
    }

    private void pay(URI checkout, ApiClient program) {
        chapter(5, "The card is entered on that page");
        var browser = ApiClient.at(URI.create(checkout.getScheme() + "://" + checkout.getAuthority()));
        var page = browser.get(checkout.toString());
        var form = CheckoutForm.on(checkout, page.text())
                .orElseThrow(() -> new StoryFault("the checkout page has no form that a program can fill in: open "
                        + checkout + " in a browser"));
        var sent = form.with("number", "4242 4242 4242 4242")
                .with("name", "Ada Lovelace")
                .submit(browser);
        if (sent.status() != 303) {
            throw new StoryFault("the checkout page did not take the card: it answered " + sent.status());
        }
        say("saved; the browser goes back to " + sent.header("Location"));
        var account = await(program, billing -> billing.path("cardOnFile").asBoolean());
        say("Stripe's webhook arrived: the billing state is "
                + account.path("billingState").asText());
    }

    private void paidCall(ApiClient program) {
        chapter(6, "The call that was refused is served, and paid");
        var answer = program.get(PAID_ROUTE);
        ok("the paid call", answer);
        say(answer.status() + ", " + answer.header("Omni-Meter-Class") + ", " + answer.header("Omni-Estimated-Cost"));
    }

    private void billing(ApiClient program) {
        chapter(7, "Billing shows one paid unit");
        var budget = await(
                        program,
                        billing -> !billing.path("budget").path("lineItems").isEmpty())
                .path("budget");
        for (var item : budget.path("lineItems")) {
            say(item.path("units").asLong() + " × " + item.path("meterFamily").asText() + " at $"
                    + item.path("unitAmountUsd").asText() + " = "
                    + item.path("amountCents").asLong() + " cents");
        }
        say("accrued in " + budget.path("invoicePeriod").asText() + ": "
                + budget.path("accruedUsageCents").asLong() + " cents");
    }

    /** GetBilling, asked until it shows what is to come within seconds. */
    private static JsonNode await(ApiClient program, Predicate<JsonNode> shown) {
        var end = System.nanoTime() + BEHIND.toNanos();
        while (true) {
            var billing = ok("billing", program.get("/v1/billing"));
            if (shown.test(billing)) {
                return billing;
            }
            if (System.nanoTime() > end) {
                throw new StoryFault("billing did not show it within " + BEHIND.toSeconds() + " seconds: "
                        + billing.path("billingState").asText() + ", "
                        + billing.path("budget").path("lineItems"));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryFault("interrupted");
        }
    }

    private void next() {
        out.println();
        out.println("Next: sign in at " + nobody.url() + "/login with any e-mail address to have your own key, call");
        out.println("  curl -H 'x-api-key: KEY' '" + nobody.url() + ROUTES.getFirst() + "'");
        out.println("and see what it costs at " + nobody.url() + "/v1/billing.");
    }
}
