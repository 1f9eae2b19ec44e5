package omni.socket;

import java.util.List;
import java.util.Optional;
import omni.access.Ids;
import omni.access.StoreUnavailable;
import omni.chat.ChatLabel;
import omni.chat.ChatLabel.ValueType;
import omni.chat.ChatLabels;
import omni.chat.LabelBook;
import omni.chat.LabelBook.Change;
import omni.http.Reply;
import omni.json.Fields.Fault;
import omni.json.Json;
import omni.socket.ClientFrame.LabelAssign;
import omni.socket.ClientFrame.LabelCreate;
import omni.socket.ClientFrame.LabelDelete;
import omni.socket.ClientFrame.LabelText;
import omni.socket.ClientFrame.LabelUnassign;
import omni.socket.ClientFrame.LabelUpdate;
import omni.socket.ClientFrame.Labeling;

/**
 * A person's labels, and the chats that they are put on: each change is decided on what is stored and written on condition that it still
 * is, so that two connections never undo each other (contract 14.2). An unknown label is {@code validation_error}, as a name that another
 * one has, the 101st label and a chat's 21st.
 */
public record LabelFrames(ChatLabels labels, Ids ids) implements FrameHandler<Labeling> {

    private static final int MAX_RACES = 50;

    @Override
    public List<ServerFrame> handle(Labeling frame, Sender sender) {
        var newId = ids.of("lbl");
        for (var race = 0; race < MAX_RACES; race++) {
            var answer = attempt(frame, sender, newId);
            if (answer.isPresent()) {
                return List.of(answer.get());
            }
        }
        throw new StoreUnavailable("a change of labels", new IllegalStateException("others were always faster"));
    }

    /** Empty when another change was faster. */
    private Optional<ServerFrame> attempt(Labeling frame, Sender sender, String newId) {
        var book = labels.find(sender.connection().user());
        return switch (frame) {
            case LabelCreate(var _, var text) -> change(book.create(label(newId, text)), frame, sender);
            case LabelUpdate(var _, var labelId, var text) ->
                change(book.update(labelId, text.name(), text.color(), text.valueType()), frame, sender);
            case LabelDelete(var _, var labelId) -> change(book.delete(labelId), frame, sender);
            case LabelAssign assign ->
                book.find(assign.labelId())
                        .map(label -> assign(assign, label, book, sender))
                        .orElseGet(() -> Optional.of(unknown(frame, sender)));
            case LabelUnassign unassign ->
                book.find(unassign.labelId())
                        .map(label -> unassign(unassign, label, book, sender))
                        .orElseGet(() -> Optional.of(unknown(frame, sender)));
        };
    }

    private static ChatLabel label(String id, LabelText text) {
        var name = text.name();
        var type = text.valueType();
        if (name == null) {
            throw new IllegalStateException("a new label has a name");
        }
        return new ChatLabel(id, name, text.color(), type == null ? ValueType.STRING : type);
    }

    private Optional<ServerFrame> change(Change change, Labeling frame, Sender sender) {
        return switch (change) {
            case LabelBook.Changed(var book, var label) ->
                labels.put(sender.connection().user(), book) ? Optional.of(done(frame, label)) : Optional.empty();
            case LabelBook.Unknown() -> Optional.of(unknown(frame, sender));
            case LabelBook.NameTaken() ->
                Optional.of(refused(frame, sender, "label.name", "is the name of another label"));
            case LabelBook.Full() ->
                Optional.of(refused(
                        frame, sender, "label", "there are " + LabelBook.MAX_LABELS + " already: delete one first"));
        };
    }

    private static ServerFrame done(Labeling frame, ChatLabel label) {
        return frame instanceof LabelDelete
                ? ServerFrame.Ack.of(frame.id())
                : new ServerFrame.Ack(frame.id(), true, Optional.of(ServerFrame.Label.of(label)), Optional.empty());
    }

    private Optional<ServerFrame> assign(LabelAssign frame, ChatLabel label, LabelBook book, Sender sender) {
        var value = frame.value();
        if (value != null && !label.takes(value)) {
            return Optional.of(refused(
                    frame, sender, "value", "must be a " + label.valueType().wire() + " as the label says"));
        }
        var user = sender.connection().user();
        var next = labels.onSession(user, frame.sessionId()).with(label, Json.text(value), book);
        if (next.isEmpty()) {
            return Optional.of(refused(frame, sender, "labelId", "is one too many on this chat"));
        }
        return labels.putOnSession(user, frame.sessionId(), next.get(), book, sender.now())
                ? Optional.of(ServerFrame.Ack.of(frame.id()))
                : Optional.empty();
    }

    private Optional<ServerFrame> unassign(LabelUnassign frame, ChatLabel label, LabelBook book, Sender sender) {
        var user = sender.connection().user();
        var before = labels.onSession(user, frame.sessionId());
        return !before.values().containsKey(label.id())
                        || labels.putOnSession(user, frame.sessionId(), before.without(label, book), book, sender.now())
                ? Optional.of(ServerFrame.Ack.of(frame.id()))
                : Optional.empty();
    }

    private static ServerFrame unknown(Labeling frame, Sender sender) {
        return refused(frame, sender, "labelId", "is no label of yours");
    }

    private static ServerFrame refused(Labeling frame, Sender sender, String field, String message) {
        return RefusalEvent.INVALID_MESSAGE.frame(
                Reply.Problem.validation(List.of(new Fault(field, message))), sender.requestId(), frame.id());
    }
}
