package omni.fakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** An operator's API that answers byte for byte what a test tells it to, and keeps what it was asked. */
public final class ScriptedUpstream implements AutoCloseable {

    private final ServerSocket socket;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, Answer> answers = new ConcurrentHashMap<>();

    /** What it does with the line of one request. */
    public interface Answer {
        void to(Socket connection) throws IOException;
    }

    public ScriptedUpstream() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Answers so to requests whose target begins so. */
    public ScriptedUpstream on(String target, Answer answer) {
        answers.put(target, answer);
        return this;
    }

    /** Answers these bytes, and leaves the connection open. */
    public ScriptedUpstream on(String target, String answer) {
        return on(
                target, connection -> connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** An answer with a body. */
    public static String answer(int status, String contentType, String body) {
        return "HTTP/1.1 " + status + " Said\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    /** All requests so far, head and body as they came in. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public String lastAsked() {
        return asked.getLast();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            for (var request = read(connection.getInputStream()); !request.isEmpty(); ) {
                asked.add(request);
                answerTo(request.split(" ", 3)[1]).to(connection);
                request = read(connection.getInputStream());
            }
        } catch (IOException e) {
            // the other side has gone
        }
    }

    private Answer answerTo(String target) {
        return answers.entrySet().stream()
                .filter(entry -> target.startsWith(entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(Socket::close);
    }

    /** Head and body; empty text at the end. */
    private static String read(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                return "";
            }
            bytes.write(next);
        }
        var head = bytes.toString(StandardCharsets.ISO_8859_1);
        var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        return head
                + new String(
                        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0),
                        StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
