package omni.fakes;

import omni.http.Endpoint;
import omni.http.EndpointFunction;
import omni.http.Exchange;
import omni.http.Operation;
import omni.http.Reply;
import omni.http.Shell;

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
