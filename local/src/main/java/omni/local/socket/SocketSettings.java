package omni.local.socket;

import java.time.InstantSource;
import omni.local.gateway.GatewayAccount;
import omni.local.gateway.LocalLambda;

/**
 * What a WebSocket API is made of.
 *
 * @param connect is asked whether a connection may be opened
 * @param receive gets each message
 * @param disconnect hears of each connection that was open and is not any more
 * @param invocations what is invoked without an answer
 * @param clock by which connections grow old
 */
public record SocketSettings(
        LocalLambda connect,
        LocalLambda receive,
        LocalLambda disconnect,
        AsyncInvocations invocations,
        InstantSource clock) {

    /** The API in events; its stage is the first part of all its paths. */
    static final GatewayAccount API = new GatewayAccount("000000000000", "us-east-1", "omnichat00", "ws");

    /** Where connections are opened. */
    public static final String PATH = "/" + API.stage();
}
