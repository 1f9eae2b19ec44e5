package omni.call;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import omni.http.ContentTypes;
import omni.http.Request;
import omni.http.Responses;
import omni.http.Settings;
import omni.meter.Body;

/**
 * How many tokens an answer's body has (contract 8): exactly, where it is JSON of at most 512 KB, else by its bytes. It is
 * counted when the body is as it is sent; a HEAD tells the count of its GET.
 *
 * @param early loads the vocabulary when a function starts whose every answer is counted: on Lambda that is before the first
 *     call, with more processor than later, and not within it
 */
public record TokenCounting(Mode mode, Tokenizer tokenizer, boolean early) {

    private static final int MAX_EXACT_BYTES = 524_288;
    private static final String OPT_IN = "token-count";

    /** {@code tokenCount.mode}. */
    public enum Mode {
        ALWAYS,
        OPT_IN,
        NEVER;

        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Counts nothing. */
    public static TokenCounting never() {
        return new TokenCounting(Mode.NEVER, text -> 0, false);
    }

    /** What the headers say. */
    record Count(long tokens, boolean estimated, boolean optInRequired) {

        static final Count NONE = new Count(0, false, false);

        void into(Map<String, String> headers, String prefix) {
            headers.put(prefix + "Token-Count", Long.toString(tokens));
            if (estimated) {
                headers.put(prefix + "Token-Count-Estimated", "true");
            }
            if (optInRequired) {
                headers.put(prefix + "Token-Count-Source", "opt-in-required");
            }
        }
    }

    void prepare() {
        if (early && mode == Mode.ALWAYS) {
            tokenizer.prepare();
        }
    }

    Count of(Request request, Settings settings, Responses.Rendered answer) {
        if (mode == Mode.NEVER || answer.status() >= 400) {
            return Count.NONE;
        }
        if (mode == Mode.OPT_IN && !hasOptedIn(request, settings)) {
            return new Count(0, false, answer.status() < 300);
        }
        if (answer.body().length() == 0) {
            return Count.NONE;
        }
        var json = answer.contentType() != null
                && ContentTypes.json(answer.contentType())
                && !answer.headers().containsKey("Content-Encoding");
        return json && answer.body().length() <= MAX_EXACT_BYTES ? exact(answer.body()) : estimate(answer.body());
    }

    /** Of a text that is no answer of a route; none where an answer has to be asked to be counted. */
    public long ofText(String text) {
        return mode == Mode.ALWAYS
                ? exact(new Body(text.getBytes(StandardCharsets.UTF_8))).tokens()
                : 0;
    }

    /** Under the prefix or an alias, as clients send it that know the API by another name. */
    private static boolean hasOptedIn(Request request, Settings settings) {
        return settings.prefixes().stream()
                .flatMap(prefix -> request.header(prefix + "Compute-Headers").stream())
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(value -> value.strip().equalsIgnoreCase(OPT_IN));
    }

    /** Whatever the tokenizer fails of, a call that was served is answered (contract 15). */
    private Count exact(Body body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes()));
            return new Count(tokenizer.count(text.toString()), false, false);
        } catch (CharacterCodingException | RuntimeException | StackOverflowError | LinkageError e) {
            return estimate(body);
        }
    }

    private static Count estimate(Body body) {
        return new Count((body.length() + 3L) / 4, true, false);
    }
}
