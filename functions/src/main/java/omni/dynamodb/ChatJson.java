package omni.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omni.chat.ChatMessage.Answer;
import omni.chat.ChatMessage.Permission;
import omni.chat.ChatMessage.Plan;
import omni.chat.ChatMessage.Question;
import omni.chat.ChatStep;
import omni.chat.ChatStep.Cited;
import omni.chat.ChatStep.PermissionRefused;
import omni.chat.ChatStep.PlanDecided;
import omni.chat.ChatStep.Said;
import omni.chat.ChatStep.ToolUsed;
import omni.chat.RuntimeStep.Citation;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/** Steps and questions of a message, as JSON in its item: each an object that says in {@code is} what it is. */
final class ChatJson {

    private static final String IS = "is";

    private ChatJson() {}

    static String steps(List<ChatStep> steps) {
        return Json.text(steps.stream().map(ChatJson::step).toList());
    }

    static List<ChatStep> readSteps(String json) {
        return read(json) instanceof List<?> list
                ? list.stream().map(step -> readStep(Json.asObject(step))).toList()
                : List.of();
    }

    private static Map<String, @Nullable Object> step(ChatStep step) {
        return switch (step) {
            case Said said -> tree("said", said);
            case Cited(var citation) -> tree("cited", citation);
            case ToolUsed used -> tree("tool", used);
            case PlanDecided decided -> tree("plan", decided);
            case PermissionRefused refused -> tree("refused", refused);
        };
    }

    private static ChatStep readStep(Map<String, @Nullable Object> tree) {
        return switch (text(tree, IS)) {
            case "said" -> new Said(text(tree, "text"));
            case "cited" ->
                new Cited(new Citation(
                        textOrNull(tree, "accession"),
                        textOrNull(tree, "sectionKey"),
                        textOrNull(tree, "sourceUrl"),
                        textOrNull(tree, "snippet")));
            case "tool" ->
                new ToolUsed(
                        text(tree, "toolCallId"),
                        text(tree, "name"),
                        Json.asObject(tree.get("arguments")),
                        objectOrNull(tree, "result"),
                        objectOrNull(tree, "error"));
            case "plan" ->
                new PlanDecided(
                        text(tree, "planId"),
                        texts(tree, "steps"),
                        texts(tree, "tools"),
                        isTrue(tree, "isApproved"),
                        textOrNull(tree, "comment"));
            case "refused" ->
                new PermissionRefused(
                        text(tree, "permissionId"), text(tree, "name"), Json.asObject(tree.get("arguments")));
            default -> throw new IllegalStateException("a step of a message is none that there is");
        };
    }

    static String question(Question question) {
        return Json.text(questionTree(question));
    }

    private static Map<String, @Nullable Object> questionTree(Question question) {
        return switch (question) {
            case Permission permission -> tree("permission", permission);
            case Plan plan -> tree("plan", plan);
        };
    }

    static Question readQuestion(String json) {
        return readQuestion(Json.asObject(read(json)));
    }

    private static Question readQuestion(Map<String, @Nullable Object> tree) {
        return text(tree, IS).equals("plan")
                ? new Plan(text(tree, "id"), texts(tree, "steps"), texts(tree, "tools"))
                : new Permission(
                        text(tree, "id"),
                        text(tree, "toolCallId"),
                        text(tree, "toolName"),
                        Json.asObject(tree.get("arguments")));
    }

    static String answer(Answer answer) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("question", questionTree(answer.question()));
        tree.put("isApproved", answer.isApproved());
        tree.put("comment", answer.comment());
        tree.put("requestId", answer.requestId());
        return Json.text(tree);
    }

    static Answer readAnswer(String json) {
        var tree = Json.asObject(read(json));
        return new Answer(
                readQuestion(Json.asObject(tree.get("question"))),
                isTrue(tree, "isApproved"),
                textOrNull(tree, "comment"),
                textOrNull(tree, "requestId"));
    }

    private static Map<String, @Nullable Object> tree(String is, Record record) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put(IS, is);
        tree.putAll(Json.asObject(read(Json.text(record))));
        return tree;
    }

    static @Nullable Object read(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedJson e) {
            throw new IllegalStateException("a message's item holds what is no JSON", e);
        }
    }

    static String text(Map<String, @Nullable Object> tree, String name) {
        var text = textOrNull(tree, name);
        if (text == null) {
            throw new IllegalStateException("a message's item lacks " + name);
        }
        return text;
    }

    private static @Nullable String textOrNull(Map<String, @Nullable Object> tree, String name) {
        return tree.get(name) instanceof String text ? text : null;
    }

    private static @Nullable Map<String, @Nullable Object> objectOrNull(
            Map<String, @Nullable Object> tree, String name) {
        var value = tree.get(name);
        return value == null ? null : Json.asObject(value);
    }

    private static List<String> texts(Map<String, @Nullable Object> tree, String name) {
        return tree.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static boolean isTrue(Map<String, @Nullable Object> tree, String name) {
        return Boolean.TRUE.equals(tree.get(name));
    }
}
