package omni.lambda;

import omni.billing.MeterClass;
import omni.catalog.ChatTerms;
import omni.socket.SocketParts;

/**
 * How the functions of the socket are put together.
 *
 * @param tickets opens what clients show
 */
public record SocketRoot(
        Foundation foundation, ChatPorts ports, SocketParts.Tickets tickets, SocketParts.Handlers handlers) {

    public SocketParts parts() {
        var configuration = foundation.configuration();
        return new SocketParts(
                new SocketParts.Ports(
                        ports.connections(),
                        ports.messages(),
                        ports.windows(),
                        ports.push(),
                        ports.runs(),
                        ports.metering(),
                        ports.ledger(),
                        ports.people(),
                        ports.members()),
                tickets,
                handlers,
                meterClass(),
                configuration.chat().limits(),
                configuration.settings(),
                foundation.ids(),
                foundation.clock(),
                System::nanoTime,
                foundation.log());
    }

    /** A stack without a chat has none of its functions. */
    private MeterClass meterClass() {
        return foundation
                .catalog()
                .chat()
                .map(ChatTerms::meterClass)
                .orElseThrow(() -> new IllegalStateException("the catalog has no chat"));
    }
}
