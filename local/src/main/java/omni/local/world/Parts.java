package omni.local.world;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a world has opened; closed in the opposite order. */
final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.getLogger(LocalWorld.class.getName()).log(System.Logger.Level.WARNING, "did not stop well", e);
            }
        }
    }
}
