package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 3 and 4 of contract 5.2 reached and left again by what becomes of an invoice at Stripe. */
class InvoiceFatesTest {

    @AutoClose
    private static final World WORLD =
            World.start(World.Plan.standard().withStillClock().withoutRateLimits());

    /** How an unpaid invoice ends. */
    enum Fate {
        VOIDED {
            @Override
            void of(String invoice) throws Exception {
                operator(invoice, "void");
            }
        },
        PAID_BY_TRANSFER {
            @Override
            void of(String invoice) {
                WORLD.local().stripe().receivePayment(invoice);
            }
        };

        abstract void of(String invoice) throws Exception;
    }

    /** What somebody does on the dashboard: the product makes no such request. */
    private static void operator(String invoice, String action) throws Exception {
        var stripe = WORLD.local().stripe().baseUri();
        var request = HttpRequest.newBuilder(stripe.resolve("/v1/invoices/" + invoice + "/" + action))
                .header("Authorization", "Bearer " + WORLD.local().environment().get("OMNI_STRIPE_API_KEY"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static String overdue(Customer customer) throws Exception {
        var stripeId = WORLD.stripeId(customer);
        var invoice = WORLD.local().stripe().invoiceByMail(stripeId, 5_000, Duration.ofDays(1));
        WORLD.advance(Duration.ofDays(1).plusMinutes(1));
        told();
        assertThat(customer.state()).isEqualTo("payment_failed");
        return invoice;
    }

    private static void told() throws InterruptedException {
        WORLD.awaitStripe();
    }

    @ParameterizedTest
    @EnumSource
    void duringTheGraceItLeadsBackToTheFormerState(Fate fate) throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        var invoice = overdue(customer);

        fate.of(invoice);
        told();

        assertThat(customer.state()).isEqualTo("payg_active");
    }

    @ParameterizedTest
    @EnumSource
    void afterTheGraceItLeadsBackToo(Fate fate) throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        var invoice = overdue(customer);
        WORLD.advance(Duration.ofDays(7));
        assertThat(customer.state()).isEqualTo("restricted_read_only");

        fate.of(invoice);
        told();

        assertThat(customer.state()).isEqualTo("payg_active");
    }

    @Test
    void whatIsWrittenOffIsStillOwed() throws Exception {
        var customer = WORLD.signUp();
        WORLD.payWithCard(customer);
        var invoice = overdue(customer);

        operator(invoice, "mark_uncollectible");
        told();
        assertThat(customer.state()).isEqualTo("payment_failed");
        WORLD.advance(Duration.ofDays(7));
        assertThat(customer.state()).isEqualTo("restricted_read_only");

        Fate.PAID_BY_TRANSFER.of(invoice);
        told();
        assertThat(customer.state()).isEqualTo("payg_active");
    }
}
