package omni.fakes;

import java.util.concurrent.atomic.AtomicInteger;
import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Operation;
import omni.call.Shell;

/** An operation of the product whose work is a test's own. */
public final class Probe extends EndpointFunction {

    private final AtomicInteger runs;

    public Probe(Operation operation, Shell shell, Endpoint work) {
        this(operation, shell, work, new AtomicInteger());
    }

    private Probe(Operation operation, Shell shell, Endpoint work, AtomicInteger runs) {
        super(operation, shell, exchange -> {
            runs.incrementAndGet();
            return work.handle(exchange);
        });
        this.runs = runs;
    }

    /** How often the work was done. */
    public int runs() {
        return runs.get();
    }
}
