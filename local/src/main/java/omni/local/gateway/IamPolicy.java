package omni.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The policy of an authorizer's answer: an explicit denial beats every allowance, and silence denies.
 *
 * @param statements in the policy's order
 */
record IamPolicy(List<Statement> statements) {

    private static final String INVOKE = "execute-api:Invoke";

    /**
     * @param actions and resources may hold the wildcards {@code *} and {@code ?}
     */
    record Statement(boolean allows, List<String> actions, List<String> resources) {

        boolean speaksOf(String methodArn) {
            return actions.stream().anyMatch(action -> matches(action, INVOKE))
                    && resources.stream().anyMatch(resource -> matches(resource, methodArn));
        }
    }

    /** Nothing when the document is not a policy. */
    static Optional<IamPolicy> parse(JsonNode document) {
        var statement = document.path("Statement");
        var list = statement.isObject() ? List.of(statement) : listOf(statement);
        var statements = list.stream()
                .map(IamPolicy::statement)
                .flatMap(Optional::stream)
                .toList();
        return list.isEmpty() || statements.size() != list.size()
                ? Optional.empty()
                : Optional.of(new IamPolicy(statements));
    }

    private static Optional<Statement> statement(JsonNode node) {
        var effect = node.path("Effect").asText();
        var actions = texts(node.path("Action"));
        var resources = texts(node.path("Resource"));
        var known = effect.equals("Allow") || effect.equals("Deny");
        return known && !actions.isEmpty() && !resources.isEmpty()
                ? Optional.of(new Statement(effect.equals("Allow"), actions, resources))
                : Optional.empty();
    }

    private static List<String> texts(JsonNode node) {
        return node.isTextual()
                ? List.of(node.asText())
                : listOf(node).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> listOf(JsonNode array) {
        var list = new ArrayList<JsonNode>();
        array.elements().forEachRemaining(list::add);
        return list;
    }

    boolean allows(String methodArn) {
        var spoken = statements.stream()
                .filter(statement -> statement.speaksOf(methodArn))
                .toList();
        return !spoken.isEmpty() && spoken.stream().allMatch(Statement::allows);
    }

    private static boolean matches(String pattern, String text) {
        if (pattern.equals("*") || pattern.equals(text)) {
            return true;
        }
        var regex = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.matches(regex, text);
    }
}
