package omni.local.socket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message in frames as the gateway sends it: none is larger than it takes itself. */
final class FramePieces {

    /** The largest frame, in either direction. */
    static final int FRAME_LIMIT_BYTES = 32 * 1024;

    /** A letter of a Java text takes three octets at most. */
    private static final int LETTERS = FRAME_LIMIT_BYTES / 3;

    private FramePieces() {}

    static List<String> of(String message) {
        if (message.getBytes(StandardCharsets.UTF_8).length <= FRAME_LIMIT_BYTES) {
            return List.of(message);
        }
        var pieces = new ArrayList<String>();
        for (int start = 0; start < message.length(); ) {
            var end = Math.min(start + LETTERS, message.length());
            if (end < message.length() && Character.isHighSurrogate(message.charAt(end - 1))) {
                end--;
            }
            pieces.add(message.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
