package stripesimulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Invoice;
import com.stripe.param.InvoiceListParams;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Years of a customer's life, as the stories of the whole product play them: the simulator must not slow down on the way. */
class LongLifeTest {

    /** What this process works, whatever else the machine is busy with. */
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Test
    void theWeeksOfTheThirdYearTakeNoLongerThanThoseOfTheFirst() throws Exception {
        try (var account = new MeteredAccount()) {
            account.payWith(Sandbox.GOOD_CARD);
            var subscription = account.subscribe("2026-06-01T00:00:00Z");
            long total = 0;
            var nanosOfWeek = new ArrayList<Long>();
            for (int week = 0; week < 157; week++) {
                long begin = CPU.getProcessCpuTime();
                for (int day = 0; day < 7; day++) {
                    total += 1_000_000;
                    account.use(account.clock.instant().toString(), total);
                    account.clock.advance(Duration.ofDays(1));
                }
                account.simulator.clockMoved();
                account.invoices();
                nanosOfWeek.add(CPU.getProcessCpuTime() - begin);
            }
            account.moveTo("2029-05-10T00:00:00Z");
            assertThat(median(nanosOfWeek.subList(105, 157))).isLessThan(5 * median(nanosOfWeek.subList(0, 52)));

            var all = InvoiceListParams.builder()
                    .setSubscription(subscription.getId())
                    .setLimit(100L);
            var usage = account.stripe.invoices().list(all.build()).getData();
            assertThat(usage)
                    .hasSize(36)
                    .allMatch(invoice -> invoice.getStatus().equals("paid"));
            assertThat(usage).extracting(Invoice::getTotal).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(Instant.ofEpochSecond(usage.getFirst().getPeriodEnd())).isEqualTo("2029-05-01T00:00:00Z");
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
