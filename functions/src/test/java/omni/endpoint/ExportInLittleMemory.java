package omni.endpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import omni.dynamodb.DynamoUsageHistory;
import omni.dynamodb.GeneratedRows;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.json.Json;
import omni.lambda.AccountEndpoints;
import org.jspecify.annotations.Nullable;

/** Exports all of many rows, file by file, and says how many files and rows there were: the process that a test starts. */
final class ExportInLittleMemory {

    private static final Pattern CSV_CURSOR = Pattern.compile("\"Omni-Next-Cursor\":\\[\"([^\"]+)\"");
    private static final Pattern JSON_CURSOR = Pattern.compile("\\\\\"nextCursor\\\\\":\\\\\"([^\\\\]+)");
    private static final int ROWS = 50_000;

    private ExportInLittleMemory() {}

    public static void main(String[] args) throws IOException {
        for (var format : args) {
            System.out.println(format + " " + files(format));
        }
    }

    private static int files(String format) throws IOException {
        var rig = new Rig();
        var history = new DynamoUsageHistory(new GeneratedRows(Rig.ORG, Rig.NOW, ROWS).table());
        var export =
                new AccountEndpoints(rig.accountRoot(history, rig.store.rollUps())).function(Endpoints.EXPORT_USAGE);
        var files = 0;
        String cursor = null;
        do {
            var ask = Ask.of("GET", "/v1/dashboard/usage/export")
                    .query("limit", Integer.toString(ROWS))
                    .query("format", format)
                    .by(rig.byKey("billing:read"));
            if (cursor != null) {
                ask.query("cursor", cursor);
            }
            var ends = new Ends();
            export.handleRequest(new ByteArrayInputStream(Json.write(ask.event())), ends, Ask.NO_CONTEXT);
            cursor = ends.cursor();
            files++;
        } while (cursor != null);
        return files;
    }

    /** Keeps the beginning and the end of what is written. */
    private static final class Ends extends OutputStream {

        private static final int KEPT = 4_096;

        private final StringBuilder head = new StringBuilder();
        private String tail = "";
        private long length;

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            length += count;
            if (head.length() < KEPT) {
                head.append(text(bytes, offset, Math.min(count, KEPT)));
            }
            var kept = Math.min(count, KEPT);
            tail = (tail + text(bytes, offset + count - kept, kept));
            tail = tail.substring(Math.max(0, tail.length() - KEPT));
        }

        private static String text(byte[] bytes, int offset, int count) {
            return new String(bytes, offset, count, StandardCharsets.ISO_8859_1);
        }

        /** API Gateway takes no more than 6 MB from a function. */
        private @Nullable String cursor() {
            if (length > 6 * 1024 * 1024 || !head.toString().contains("\"statusCode\":200")) {
                throw new AssertionError(length + " bytes: " + head);
            }
            var csv = CSV_CURSOR.matcher(head);
            var json = JSON_CURSOR.matcher(tail);
            return csv.find() ? csv.group(1) : json.find() ? json.group(1) : null;
        }
    }
}
