package omni.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A value of a header that may be wrapped, as header values hold ASCII only: {@code =?base64?…?=}. */
final class HeaderText {

    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderText() {}

    /** The value itself; what is wrapped and can't be read stands for itself. */
    static String decode(String header) {
        if (!header.startsWith(BEGIN) || !header.endsWith(END) || header.length() < BEGIN.length() + END.length()) {
            return header;
        }
        try {
            var wrapped = header.substring(BEGIN.length(), header.length() - END.length());
            return new String(Base64.getDecoder().decode(wrapped), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return header;
        }
    }
}
