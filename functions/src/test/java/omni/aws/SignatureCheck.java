package omni.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What AWS does with the signature of a request that came in (Signature Version 4, as its published description and test suite have
 * it), with nothing of the library that made it.
 */
record SignatureCheck(String secret) {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    /**
     * A request as it stood on the wire.
     *
     * @param rawPath as escaped as it came
     * @param headers by their names in small letters
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Received(String method, String rawPath, String rawQuery, Map<String, String> headers, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** {@code region/service} that it is signed for, or why it is not. */
    String verdict(Received request) throws GeneralSecurityException {
        var authorization = AUTHORIZATION.matcher(request.header("Authorization"));
        if (!authorization.matches()) {
            return "no signature";
        }
        var signed = Arrays.asList(authorization.group(5).split(";"));
        if (!signed.contains("host")) {
            return "the host is not signed";
        }
        var scope = String.join(
                "/", authorization.group(2), authorization.group(3), authorization.group(4), "aws4_request");
        var toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                request.header("X-Amz-Date"),
                scope,
                hash(canonical(request, signed).getBytes(StandardCharsets.UTF_8)));
        var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (var part : scope.split("/", -1)) {
            key = mac(key, part);
        }
        return HexFormat.of().formatHex(mac(key, toSign)).equals(authorization.group(6))
                ? authorization.group(3) + "/" + authorization.group(4)
                : "another signature";
    }

    private static String canonical(Received request, List<String> signed) throws GeneralSecurityException {
        var lines = new ArrayList<>(List.of(request.method(), escaped(request.rawPath()), sorted(request.rawQuery())));
        var headers = new TreeMap<String, String>();
        signed.forEach(name -> headers.put(name, request.header(name).strip().replaceAll(" +", " ")));
        headers.forEach((name, value) -> lines.add(name + ":" + value));
        lines.add("");
        lines.add(String.join(";", headers.keySet()));
        lines.add(hash(request.body()));
        return String.join("\n", lines);
    }

    /** Every service but S3 escapes the escaped path once more. */
    private static String escaped(String rawPath) {
        var out = new StringBuilder();
        for (var octet : rawPath.getBytes(StandardCharsets.UTF_8)) {
            var letter = (char) (octet & 0xff);
            if (letter == '/' || (letter < 128 && ("-._~".indexOf(letter) >= 0 || Character.isLetterOrDigit(letter)))) {
                out.append(letter);
            } else {
                out.append("%%%02X".formatted((int) letter));
            }
        }
        return out.toString();
    }

    private static String sorted(String rawQuery) {
        return Objects.equals(rawQuery, "")
                ? ""
                : String.join("&", Arrays.stream(rawQuery.split("&")).sorted().toList());
    }

    private static String hash(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
