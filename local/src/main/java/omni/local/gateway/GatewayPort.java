package omni.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import omni.local.machine.LocalFault;

/**
 * A port of 127.0.0.1, taken before there is a gateway to answer on it: whether it is free is known first, and nobody can take it
 * meanwhile. Who knocks waits.
 */
public final class GatewayPort implements AutoCloseable {

    /** As many clients as may knock in the same instant. */
    private static final int BACKLOG = 4096;

    private final ServerSocketChannel channel;

    private GatewayPort(ServerSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it; 0 takes a free one.
     *
     * @throws LocalFault when it is taken, or not for this user
     */
    public static GatewayPort take(int number) {
        return take(number, "--port");
    }

    /**
     * Takes it; 0 takes a free one.
     *
     * @param option that names it
     * @throws LocalFault when it is taken, or not for this user
     */
    public static GatewayPort take(int number, String option) {
        try {
            var channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), number), BACKLOG);
                return new GatewayPort(channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LocalFault(
                    "port " + number + " of 127.0.0.1 is taken or not allowed: name another with " + option
                            + " N, or a free one with " + option + " 0",
                    e);
        }
    }

    public int number() {
        return channel.socket().getLocalPort();
    }

    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of the port", e);
        }
    }
}
