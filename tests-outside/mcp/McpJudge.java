import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.modern.McpException;
import io.modelcontextprotocol.modern.client.transport.HttpClientMcpTransport;
import io.modelcontextprotocol.modern.client.transport.McpHttpRequestCustomizer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpTransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The official client for Java, in both eras, with an API key and with a token: as judge.mjs does, which says more. */
class McpJudge {

    /** What both generations of the client have in common. */
    interface Client extends AutoCloseable {
        List<Listed> tools();

        Result call(String tool, Map<String, Object> arguments);

        @Override
        default void close() {}
    }

    /** What says who calls. */
    record Header(String name, String value) {

        static Header key(String key) {
            return new Header("x-api-key", key);
        }
    }

    /** All that a tool is listed with, its name apart. */
    record Listed(String name, Object all) {}

    record Result(String text, Object structured, boolean isError) {}

    record Refusal(int code, Object data) {}

    record Legacy(io.modelcontextprotocol.client.McpSyncClient client) implements Client {

        static Legacy connected(String url, Header who) {
            var client = McpClient.sync(HttpClientStreamableHttpTransport.builder(url)
                            .addHttpRequestCustomizer(
                                    (request, method, uri, body, context) -> request.header(who.name(), who.value()))
                            .build())
                    .build();
            var version = client.initialize().protocolVersion();
            same("2025-11-25", version, "revision");
            return new Legacy(client);
        }

        @Override
        public List<Listed> tools() {
            return client.listTools().tools().stream().map(tool -> new Listed(tool.name(), tool)).toList();
        }

        @Override
        public Result call(String tool, Map<String, Object> arguments) {
            var result = client.callTool(McpSchema.CallToolRequest.builder(tool)
                    .arguments(arguments)
                    .build());
            var text = ((McpSchema.TextContent) result.content().getFirst()).text();
            return new Result(text, result.structuredContent(), Boolean.TRUE.equals(result.isError()));
        }

        @Override
        public void close() {
            client.close();
        }
    }

    record Modern(io.modelcontextprotocol.modern.client.McpSyncClient client) implements Client {

        static Modern connected(String url, Header who) {
            var client = io.modelcontextprotocol.modern.client.McpClient.sync(HttpClientMcpTransport.builder(url + "/mcp")
                            .requestCustomizer(McpHttpRequestCustomizer.fromSync(
                                    (request, headers, context) -> headers.set(who.name(), who.value())))
                            .build())
                    .build();
            same(List.of("2026-07-28"), client.discover().supportedVersions(), "revisions");
            return new Modern(client);
        }

        @Override
        public List<Listed> tools() {
            return client.listTools().list().tools().stream()
                    .map(tool -> new Listed(tool.name(), tool))
                    .toList();
        }

        @Override
        public Result call(String tool, Map<String, Object> arguments) {
            var result = asking(tool).arguments(arguments).call();
            var text = ((io.modelcontextprotocol.modern.McpSchema.TextContent)
                            result.content().getFirst())
                    .text();
            return new Result(text, result.structuredContent(), Boolean.TRUE.equals(result.isError()));
        }

        /** It does not ask for a tool that is not listed, unless it is told how it would be listed. */
        private io.modelcontextprotocol.modern.client.McpSyncClient.ToolSpec asking(String tool) {
            return tools().stream().anyMatch(listed -> listed.name().equals(tool))
                    ? client.tool(tool)
                    : client.tool(io.modelcontextprotocol.modern.McpSchema.Tool.builder(tool, Map.of("type", "object"))
                            .build());
        }
    }

    private final Map<String, Object> calls;
    private final String era;
    private final Function<Header, Client> connect;

    McpJudge(Map<String, Object> calls, String era, Function<Header, Client> connect) {
        this.calls = calls;
        this.era = era;
        this.connect = connect;
    }

    public static void main(String[] args) throws IOException {
        var url = args[1];
        var calls = object(json(Files.readString(Path.of(args[0]))));
        for (var era : List.of("legacy", "modern")) {
            Function<Header, Client> connect =
                    who -> era.equals("modern") ? Modern.connected(url, who) : Legacy.connected(url, who);
            var judge = new McpJudge(calls, era, connect);
            var spent = Header.key(args[3]);
            System.out.println(era + ", by key: " + judge.judge(Header.key(args[2]), spent));
            System.out.println(era + ", by token: " + judge.judge(new Header("Authorization", "Bearer " + args[4]), spent));
        }
        System.out.println("two eras, by key and by token: every tool listed and called, and refusals told by their codes");
    }

    String judge(Header who, Header spent) {
        var served = object(calls.get("served"));
        List<Listed> tools;
        try (var client = connect.apply(who);
                var again = connect.apply(who)) {
            tools = client.tools();
            same(tools, again.tools(), "a second list");
            same(served.keySet(), new HashSet<>(tools.stream().map(Listed::name).toList()), "calls.json knows all tools");
            for (var tool : tools) {
                var called = object(served.get(tool.name()));
                says(called, client.call(tool.name(), object(called.get("arguments"))), false, tool.name());
            }
            var amiss = object(calls.get("amiss"));
            says(amiss, client.call((String) amiss.get("tool"), object(amiss.get("arguments"))), true, "an error of a tool");
        }
        var refused = (List<?>) calls.get("refused");
        for (var each : refused) {
            refused(object(each), object(each).containsKey("spent") ? spent : who);
        }
        return tools.size() + " tools called, " + refused.size() + " calls refused";
    }

    private void refused(Map<String, Object> each, Header who) {
        var why = (String) each.get("why");
        try (var client = connect.apply(who)) {
            client.call((String) each.get("tool"), object(each.get("arguments")));
        } catch (RuntimeException e) {
            var refusal = refusal(e);
            same(each.get(era), refusal.code(), why);
            same(each.get("code"), object(refusal.data()).get("code"), why);
            return;
        }
        throw new AssertionError("not refused: " + why);
    }

    private static Refusal refusal(RuntimeException e) {
        return switch (e) {
            case McpException modern -> new Refusal(modern.error().code(), modern.error().data());
            // The legacy client has no words for an error of JSON-RPC under its own HTTP status, and shows the body.
            case McpTransportException legacy -> {
                var error = object(object(json(legacy.getMessage().replaceFirst("^[^{]*", ""))).get("error"));
                yield new Refusal((int) error.get("code"), error.get("data"));
            }
            default -> throw e;
        };
    }

    private static void says(Map<String, Object> called, Result result, boolean isError, String what) {
        same(isError, result.isError(), what);
        object(called.get("says"))
                .forEach((path, value) ->
                        same(number(value), number(at(result.structured(), path)), what + ": " + path));
        same(json(result.text()), result.structured(), what + ": the text is what is structured");
    }

    private static Object at(Object tree, String path) {
        var at = tree;
        for (var step : path.split("\\.")) {
            at = at instanceof List<?> list ? list.get(Integer.parseInt(step)) : object(at).get(step);
        }
        return at;
    }

    /** Numbers of one value are the same, whatever their type. */
    private static Object number(Object value) {
        return value instanceof Number number ? number.doubleValue() : value;
    }

    private static Object json(String text) {
        try {
            return McpJsonDefaults.getMapper().readValue(text, Object.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object tree) {
        return (Map<String, Object>) tree;
    }

    private static void same(Object expected, Object found, String what) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError(what + ": " + found + " instead of " + expected);
        }
    }
}
