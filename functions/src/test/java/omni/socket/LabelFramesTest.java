package omni.socket;

import static omni.socket.TwoConnections.ANN;
import static omni.socket.TwoConnections.BOBS;
import static omni.socket.TwoConnections.LAPTOP;
import static omni.socket.TwoConnections.TELEPHONE;
import static omni.socket.TwoConnections.json;
import static omni.socket.TwoConnections.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import omni.access.Ids;
import omni.access.StoreUnavailable;
import omni.chat.ChatLabel.ValueType;
import omni.chat.ChatLabels;
import omni.chat.LabelBook;
import omni.chat.SessionLabels;
import omni.fakes.Around;
import omni.fakes.InMemoryChatLabels;
import omni.socket.ClientFrame.LabelAssign;
import omni.socket.ClientFrame.LabelCreate;
import omni.socket.ClientFrame.LabelDelete;
import omni.socket.ClientFrame.LabelText;
import omni.socket.ClientFrame.LabelUnassign;
import omni.socket.ClientFrame.LabelUpdate;
import omni.socket.ClientFrame.Labeling;
import omni.socket.FrameHandler.Sender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels as a person uses them, over more than one connection (contract 14.2). */
class LabelFramesTest {

    private final ChatLabels labels = new InMemoryChatLabels();
    private final LabelFrames frames = new LabelFrames(labels, new Ids(new Random(1)));

    private static LabelText text(@Nullable String name) {
        return new LabelText(name, null, null);
    }

    private String create(String name, @Nullable ValueType type, Sender by) {
        var answer = frames.handle(new LabelCreate("m-1", new LabelText(name, "red", type)), by);
        return ((ServerFrame.Ack) answer.getFirst()).label().orElseThrow().id();
    }

    private void done(Labeling frame, Sender by) {
        assertThat(json(frames.handle(frame, by)))
                .containsExactly("{\"type\":\"ack\",\"replyTo\":\"" + frame.id() + "\",\"ok\":true}");
    }

    private String refused(Labeling frame, Sender by) {
        return refusal(frames.handle(frame, by));
    }

    @Test
    void aLabelThatOneConnectionMakesTheOtherChangesAndDeletes() {
        var id = create("Urgent", null, LAPTOP);
        assertThat(json(frames.handle(
                        new LabelUpdate("m-2", id, new LabelText("Later", "blue", ValueType.DATE)), TELEPHONE)))
                .containsExactly("{\"type\":\"ack\",\"replyTo\":\"m-2\",\"ok\":true,\"label\":{\"id\":\"" + id
                        + "\",\"name\":\"Later\",\"color\":\"blue\",\"valueType\":\"date\"}}");
        done(new LabelDelete("m-3", id), LAPTOP);
        assertThat(refused(new LabelDelete("m-4", id), TELEPHONE))
                .isEqualTo("m-4 req_telephone: labelId: is no label of yours.");
        assertThat(labels.find(ANN).labels()).isEmpty();
    }

    @Test
    void whatAChangeDoesNotNameStaysAsItIs() {
        var id = create("Urgent", ValueType.NUMBER, LAPTOP);
        assertThat(json(frames.handle(new LabelUpdate("m-2", id, text("urgent!")), TELEPHONE))
                        .getFirst())
                .contains("\"name\":\"urgent!\",\"color\":\"red\",\"valueType\":\"number\"");
    }

    @ParameterizedTest(name = "{0} beside {1}: {2}")
    @CsvSource({
        "Urgent, urgent, true",
        "URGENT, urgent, true",
        "Straße, STRASSE, true",
        "Ünï, ünÏ, true",
        "a, b, false",
        "Urgent, Urgent 2, false"
    })
    void noTwoLabelsOfAPersonHaveOneName(String first, String second, boolean isTaken) {
        create(first, null, LAPTOP);
        var answer = refused(new LabelCreate("m-2", text(second)), TELEPHONE);
        assertThat(answer.equals("m-2 req_telephone: label.name: is the name of another label."))
                .isEqualTo(isTaken);
    }

    @Test
    void aLabelMayBeCalledAsItIsAlreadyButNotAsAnother() {
        var id = create("Urgent", null, LAPTOP);
        create("Later", null, LAPTOP);
        assertThat(frames.handle(new LabelUpdate("m-2", id, text("URGENT")), TELEPHONE)
                        .getFirst())
                .isInstanceOf(ServerFrame.Ack.class);
        assertThat(refused(new LabelUpdate("m-3", id, text("later")), TELEPHONE))
                .isEqualTo("m-3 req_telephone: label.name: is the name of another label.");
    }

    @Test
    void aPersonHasAHundredLabels() {
        var ids = IntStream.range(0, 100)
                .mapToObj(number -> create("label " + number, null, LAPTOP))
                .toList();
        assertThat(refused(new LabelCreate("m-2", text("one more")), TELEPHONE))
                .isEqualTo("m-2 req_telephone: label: there are 100 already: delete one first.");
        done(new LabelDelete("m-3", ids.getFirst()), TELEPHONE);
        create("one more", null, TELEPHONE);
        create("of somebody else", null, BOBS);
    }

    @Test
    void nobodyTouchesALabelOfSomebodyElse() {
        var id = create("Urgent", null, LAPTOP);
        for (var frame : List.of(
                new LabelUpdate("m-2", id, text("mine")),
                new LabelDelete("m-2", id),
                new LabelAssign("m-2", id, "chat-laptop", null),
                new LabelUnassign("m-2", id, "chat-laptop"))) {
            assertThat(refused(frame, BOBS)).isEqualTo("m-2 req_bobs: labelId: is no label of yours.");
        }
        create("urgent", null, BOBS);
        assertThat(labels.find(ANN).labels()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} of a {1}: {2}")
    @CsvSource(nullValues = "none", textBlock = """
            none,       string, true
            '',         string, true
            soon,       string, true
            7,          string, false
            none,       number, true
            7,          number, true
            -7.25,      number, true
            '"7"',      number, false
            none,       date,   true
            2026-05-15, date,   true
            2026-02-30, date,   false
            2026-5-15,  date,   false
            +2026-05-15, date,  false
            2026-05-15T00:00:00Z, date, false
            20260515,   date,   false
            """)
    void aValueIsWhatTheLabelSays(@Nullable String value, String type, boolean isTaken) {
        var id = create("Urgent", ValueType.valueOf(type.toUpperCase(Locale.ROOT)), LAPTOP);
        var sent =
                value == null ? null : value.matches("-?[0-9.]{1,6}") ? new BigDecimal(value) : value.replace("\"", "");
        var frame = new LabelAssign("m-2", id, "chat-1", sent);
        if (isTaken) {
            done(frame, TELEPHONE);
            assertThat(labels.onSession(ANN, "chat-1").values())
                    .isEqualTo(Map.of(
                            id, sent == null ? "null" : sent instanceof BigDecimal ? value : "\"" + value + "\""));
        } else {
            assertThat(refused(frame, TELEPHONE))
                    .isEqualTo("m-2 req_telephone: value: must be a " + type + " as the label says.");
            assertThat(labels.onSession(ANN, "chat-1")).isEqualTo(SessionLabels.EMPTY);
        }
    }

    @Test
    void aLabelThatOneConnectionPutsOnAChatTheOtherTakesOff() {
        var id = create("Urgent", null, LAPTOP);
        done(new LabelAssign("m-2", id, "chat-1", "soon"), LAPTOP);
        done(new LabelAssign("m-3", id, "chat-1", "now"), TELEPHONE);
        assertThat(labels.onSession(ANN, "chat-1").values()).isEqualTo(Map.of(id, "\"now\""));
        done(new LabelUnassign("m-4", id, "chat-1"), LAPTOP);
        done(new LabelUnassign("m-5", id, "chat-1"), TELEPHONE);
        assertThat(labels.onSession(ANN, "chat-1").values()).isEmpty();
    }

    @Test
    void aChatHasTwentyLabelsAndWhatIsDeletedDoesNotCount() {
        var ids = IntStream.range(0, 21)
                .mapToObj(number -> create("label " + number, null, LAPTOP))
                .toList();
        ids.subList(0, 20).forEach(id -> done(new LabelAssign("m-2", id, "chat-1", null), LAPTOP));
        done(new LabelAssign("m-3", ids.getFirst(), "chat-1", "again"), TELEPHONE);
        var more = new LabelAssign("m-4", ids.getLast(), "chat-1", null);
        assertThat(refused(more, TELEPHONE)).isEqualTo("m-4 req_telephone: labelId: is one too many on this chat.");
        done(new LabelAssign("m-5", ids.getLast(), "chat-2", null), TELEPHONE);
        done(new LabelDelete("m-6", ids.getFirst()), LAPTOP);
        done(more, TELEPHONE);
        assertThat(labels.onSession(ANN, "chat-1").values()).hasSize(20).doesNotContainKey(ids.getFirst());
    }

    @Test
    void whatManyConnectionsMakeAtOnceIsAllThere() throws Exception {
        var calls = IntStream.range(0, 20)
                .<Callable<List<ServerFrame>>>mapToObj(number -> () -> frames.handle(
                        new LabelCreate("m-" + number, text("label " + number / 2)),
                        number % 2 == 0 ? LAPTOP : TELEPHONE))
                .toList();
        var answers = new ArrayList<ServerFrame>();
        try (var executor = Executors.newFixedThreadPool(10)) {
            for (var answer : executor.invokeAll(calls)) {
                answers.addAll(answer.get());
            }
        }
        assertThat(answers).filteredOn(ServerFrame.Ack.class::isInstance).hasSize(10);
        assertThat(labels.find(ANN).labels()).hasSize(10);
    }

    /** The label is deleted between what was read and what is written. */
    @Test
    void whatIsDeletedMeanwhileIsPutOnNoChat() {
        var id = create("Urgent", null, LAPTOP);
        var racing = Around.port(ChatLabels.class, labels, call -> {
            var answer = call.make();
            if (answer instanceof SessionLabels) {
                frames.handle(new LabelDelete("m-2", id), TELEPHONE);
            }
            return answer;
        });
        assertThat(refusal(new LabelFrames(racing, new Ids(new Random(2)))
                        .handle(new LabelAssign("m-3", id, "chat-1", null), LAPTOP)))
                .isEqualTo("m-3 req_laptop: labelId: is no label of yours.");
        assertThat(labels.onSession(ANN, "chat-1")).isEqualTo(SessionLabels.EMPTY);
    }

    @Test
    void whoeverIsAlwaysSlowerThanOthersIsToldThatItIsUnavailable() {
        var busy = Around.port(ChatLabels.class, labels, call -> {
            var answer = call.make();
            if (answer instanceof LabelBook(var version, var all)) {
                labels.put(ANN, new LabelBook(version + 1, all));
            }
            return answer;
        });
        var slow = new LabelFrames(busy, new Ids(new Random(3)));
        assertThatThrownBy(() -> slow.handle(new LabelCreate("m-1", text("a")), LAPTOP))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(labels.find(ANN).labels()).isEmpty();
    }
}
