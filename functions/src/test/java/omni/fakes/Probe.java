package omni.fakes;

import omni.call.Endpoint;
import omni.call.EndpointFunction;
import omni.call.Exchange;
import omni.call.Operation;
import omni.call.Shell;
import omni.http.Reply;

/** An operation of the product whose work is a test's own. */
public final class Probe extends EndpointFunction {

    private final Endpoint work;
    private int runs;

    public Probe(Operation operation, Shell shell, Endpoint work) {
        super(operation, shell);
        this.work = work;
    }

    /** How often the work was done. */
    public int runs() {
        return runs;
    }

    @Override
    public Reply handle(Exchange exchange) {
        runs++;
        return work.handle(exchange);
    }
}
