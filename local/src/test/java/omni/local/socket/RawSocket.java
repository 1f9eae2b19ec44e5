package omni.local.socket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends the very frames that a test wants: the JDK's own cuts them as it likes. */
record RawSocket(Socket socket, DataInputStream in) implements AutoCloseable {

    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;

    /** One that has asked for a connection and read no answer. */
    static RawSocket asking(URI url) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
        socket.setSoTimeout((int) SocketWorld.PATIENCE.toMillis());
        socket.getOutputStream()
                .write(("GET " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                + "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new RawSocket(socket, new DataInputStream(socket.getInputStream()));
    }

    /** One that is open. */
    static RawSocket open(URI url) throws IOException {
        var client = asking(url);
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) client.in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("refused: " + head);
        }
        return client;
    }

    /** Sends one frame of a text of ASCII letters; the mask is nothing but zeros. */
    void text(String letters, boolean first, boolean last) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | (first ? TEXT : 0));
        frame.write(0x80 | 127);
        frame.write(new byte[] {0, 0, 0, 0});
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(letters.length() >> shift);
        }
        frame.write(new byte[] {0, 0, 0, 0});
        frame.write(letters.getBytes(StandardCharsets.US_ASCII));
        try {
            socket.getOutputStream().write(frame.toByteArray());
        } catch (IOException closed) {
            // the other side said why, and is read next
        }
    }

    /** The status of the frame that closes it, which is the next one. */
    int closedWith() throws IOException {
        if ((in.readUnsignedByte() & 0xf) != CLOSE) {
            throw new IOException("no close");
        }
        in.readUnsignedByte();
        return in.readUnsignedShort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
